package library

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"crumbs/cookies/private"
	"crumbs/policy"
)

// Kept is a policy as the library keeps it.
type Kept struct {
	Policy  policy.Policy
	BuiltIn bool
	Path    string // of the user's file, "" for a built-in one
}

// Origin is where the document came from that a policy of the user's was read
// from.
type Origin struct {
	From string    `json:"from"` // a URL, a path, or "-" for standard input
	Read time.Time `json:"read"` // in UTC
}

// All gives every policy with how it is kept, sorted by platform.
func (l *Library) All() []Kept { return l.kept }

func (l *Library) policiesDir() string { return filepath.Join(l.dir, "policies") }

// Document is the path of the document that a policy of the user's was read
// from; nothing need be there. It lies in a folder of its own, beside the
// policies, as it came, so that a better reader can read it again.
func (l *Library) Document(platform string) string {
	return filepath.Join(l.policiesDir(), "documents", fileName(platform))
}

// ReadDocument gives the document that a policy of the user's was read from; the
// error is one of [fs.ErrNotExist] where there is none.
func (l *Library) ReadDocument(platform string) ([]byte, error) {
	return readFile(l.Document(platform))
}

// originPath is where the document's [Origin] is: in a folder of its own, for a
// host may end in anything.
func (l *Library) originPath(platform string) string {
	return filepath.Join(l.policiesDir(), "origins", fileName(platform))
}

// fileName is a host as a file's name on every system: an IPv6 address has
// colons.
func fileName(platform string) string { return strings.ReplaceAll(platform, ":", "_") }

// previous is where the version is that another took the place of.
func previous(path string) string { return path + ".previous" }

// Own gives the user's policy for a host as it is typed, and whether there is one.
func (l *Library) Own(name string) (Kept, bool) {
	return l.named(name, func(k Kept) bool { return !k.BuiltIn })
}

// Named gives the policy for a host as it is typed, and whether there is one.
func (l *Library) Named(name string) (Kept, bool) {
	return l.named(name, func(Kept) bool { return true })
}

func (l *Library) named(name string, which func(Kept) bool) (Kept, bool) {
	host, err := hostOf(name)
	if err != nil {
		return Kept{}, false
	}
	i := slices.IndexFunc(l.kept, func(k Kept) bool { return k.Policy.Platform == host && which(k) })
	if i < 0 {
		return Kept{}, false
	}
	return l.kept[i], true
}

// Origin gives where the user's policy for a platform came from; false where
// it was not read from a document, or that can't be told.
func (l *Library) Origin(platform string) (Origin, bool) { return originAt(l.originPath(platform)) }

func originAt(path string) (Origin, bool) {
	b, err := readFile(path)
	if err != nil {
		return Origin{}, false
	}
	var o Origin
	return o, json.Unmarshal(b, &o) == nil
}

// Keep makes a policy the user's for its platform, with the document that it
// was read from. What stood there before is kept beside it under the same name
// with ".previous" behind. The library itself does not change: open it again.
// It gives the file's path.
//
// The policy is written last: what a crash leaves is a document without a
// policy, which says nothing to anybody.
func (l *Library) Keep(p policy.Policy, document []byte, o Origin) (string, error) {
	b, err := encode(p)
	if err != nil {
		return "", fmt.Errorf("the policy can't be written: %w", err)
	}
	// What would be refused at the next start is refused now.
	if p, err = decodePolicy(b); err != nil {
		return "", fmt.Errorf("the policy can't be kept: %w", err)
	}
	if len(b) > maxFile || len(document) > maxFile {
		return "", fmt.Errorf("the policy can't be kept: it is larger than %d MB", maxFile>>20)
	}
	path := filepath.Join(l.policiesDir(), fileName(p.Platform)+".json")
	if k, ok := l.Own(p.Platform); ok {
		path = k.Path
	} else if _, err := os.Lstat(path); err == nil {
		// A file of this name that is no policy, or is one for another platform.
		return "", fault(path, errors.New("it is in the way of the policy: move it elsewhere"))
	} else if !errors.Is(err, fs.ErrNotExist) {
		return "", fault(path, private.Astray(path, err))
	}
	if err := l.keep(path, b, l.Document(p.Platform), document, l.originPath(p.Platform), o); err != nil {
		return "", fmt.Errorf("the policy can't be written: %w", err)
	}
	return path, nil
}

// keep writes what was read, after the document that it was read from and where
// that came from.
func (l *Library) keep(path string, read []byte, at string, document []byte, from string, o Origin) error {
	origin, err := encode(o)
	if err != nil {
		return err
	}
	for _, f := range []struct {
		path  string
		bytes []byte
	}{{at, document}, {from, origin}, {path, read}} {
		if err := l.replace(f.path, f.bytes); err != nil {
			return err
		}
	}
	return nil
}

// replace writes a file and keeps the version before, if it said something else.
func (l *Library) replace(path string, b []byte) error {
	old, err := readFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	case bytes.Equal(old, b):
		return nil
	default:
		if err := writeFile(previous(path), old); err != nil {
			return err
		}
	}
	return writeFile(path, b)
}

// Remove takes the user's policy for a host away: it is renamed, with
// ".previous" behind its name, so that it can be had back. It reports whether a
// built-in one decides again. The library itself does not change: open it again.
func (l *Library) Remove(name string) (path string, builtInAgain bool, err error) {
	if f, ok := l.Fact(name); ok {
		return previous(f.Path), false, putAway(f.Path, l.factsDocument(f.Name), l.factsOrigin(f.Name))
	}
	k, ok := l.Own(name)
	if !ok {
		if k, ok := l.Named(name); ok {
			return "", false, fmt.Errorf("the policy of %s is built in and can't be removed: add one of your own, which takes its place", k.Policy.Platform)
		}
		return "", false, fmt.Errorf("there is no policy of yours for %q: crumbs policy list names them", name)
	}
	if err := putAway(k.Path, l.Document(k.Policy.Platform), l.originPath(k.Policy.Platform)); err != nil {
		return "", false, err
	}
	built, err := builtIn()
	if err != nil {
		return "", false, err
	}
	again := slices.ContainsFunc(built, func(p policy.Policy) bool { return p.Platform == k.Policy.Platform })
	return previous(k.Path), again, nil
}

// putAway renames files so that they say nothing any more: what was read first,
// for a document without it says nothing.
func putAway(paths ...string) error {
	for _, path := range paths {
		if err := os.Rename(path, previous(path)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fault(path, linkPlainly(err))
		}
	}
	return private.SyncFolder(filepath.Dir(paths[0]))
}

// linkPlainly drops the paths that package os puts into errors of renames.
func linkPlainly(err error) error {
	var l *os.LinkError
	if errors.As(err, &l) {
		return l.Err
	}
	return err
}

// encode gives the JSON that a person can read and mend.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(v)
	return b.Bytes(), err
}
