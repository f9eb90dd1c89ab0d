package library

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"crumbs/policy"
)

// Facts are declarations about cookies wherever they are met, from a table such
// as the Open Cookie Database: they add to the catalogue for the user. Their
// policy has no platform.
type Facts struct {
	Name   string
	Policy policy.Policy
	Path   string // of the file
}

// Facts gives what the user added to the catalogue, sorted by name.
func (l *Library) Facts() []Facts { return l.facts }

// FactsOrigin gives where facts of the user's came from; false where that can't
// be told.
func (l *Library) FactsOrigin(name string) (Origin, bool) {
	return originAt(l.factsOrigin(name))
}

func (l *Library) factsDir() string { return filepath.Join(l.dir, "catalogue") }

// factsDocument is the path of the document that facts were read from.
func (l *Library) factsDocument(name string) string {
	return filepath.Join(l.factsDir(), "documents", name)
}

func (l *Library) factsOrigin(name string) string {
	return filepath.Join(l.factsDir(), "origins", name)
}

// ReadFactsDocument gives the document that facts were read from; the error is
// one of [fs.ErrNotExist] where there is none.
func (l *Library) ReadFactsDocument(name string) ([]byte, error) {
	return readFile(l.factsDocument(name))
}

// Fact gives what was added to the catalogue under a name, and whether there is
// such.
func (l *Library) Fact(name string) (Facts, bool) {
	i := slices.IndexFunc(l.facts, func(f Facts) bool { return f.Name == name })
	if i < 0 {
		return Facts{}, false
	}
	return l.facts[i], true
}

// KeepFacts adds to the user's catalogue under a name, in the place of what was
// added under it before, which is kept beside. Of the name letters, digits and
// hyphens are used. It gives the name and the file's path. The library itself
// does not change: open it again.
func (l *Library) KeepFacts(name string, p policy.Policy, document []byte, o Origin) (used, path string, err error) {
	p.Platform = ""
	b, err := encode(p)
	if err == nil {
		_, err = decodeDeclarations(b)
	}
	if err == nil && max(len(b), len(document)) > maxFile {
		err = fmt.Errorf("it is larger than %d MB", maxFile>>20)
	}
	if err != nil {
		return "", "", fmt.Errorf("the catalogue can't be extended: %w", err)
	}
	name = factsName(name)
	path = filepath.Join(l.factsDir(), name+".json")
	if err := l.keep(path, b, l.factsDocument(name), document, l.factsOrigin(name), o); err != nil {
		return "", "", fmt.Errorf("the catalogue can't be extended: %w", err)
	}
	return name, path, nil
}

// factsName makes a file's name, on every system, of what a document is called.
func factsName(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(s) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
		if b.Len() == 60 {
			break
		}
	}
	return cmp.Or(strings.Trim(b.String(), "-"), "facts")
}

// readFacts reads what the user added: what could be read, and what not.
func readFacts(dir string) (out []Facts, faults []error) {
	faults = eachJSON(dir, "catalogue", func(path string, b []byte) error {
		p, err := decodeDeclarations(b)
		if err == nil {
			out = append(out, Facts{strings.TrimSuffix(filepath.Base(path), ".json"), p, path})
		}
		return err
	})
	return out, faults
}
