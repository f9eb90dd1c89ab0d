package keep

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"crumbs/cookies"
	"crumbs/cookies/private"
)

// header begins a list that crumbs makes, for those who open it in an editor.
var header = []string{
	"# crumbs' keep list: what no deletion takes. A pattern a line; lines that begin with # are comments.",
	"#   shop.example                                    the host and its subdomains",
	"#   sess*@*.shop.example                            NAME@HOST, with * for any characters and ? for one",
	"#   cookie name=sid domain=.shop.example path=/     one cookie",
	"",
}

// Add puts patterns on the list at a path, which is made if it is not there,
// and gives those that were not on it before. Note, if it is not "", becomes a
// comment above them. The version before stays beside it, with ".previous"
// behind its name. A list that can't be read is not written.
func Add(path, note string, ps ...Pattern) (added []Pattern, err error) {
	err = change(path, func(l *List) []string {
		lines := l.lines
		for _, p := range ps {
			if !l.Has(p) && !slices.Contains(added, p) {
				added = append(added, p)
			}
		}
		if len(added) == 0 {
			return lines
		}
		if len(lines) == 0 {
			lines = header
		}
		lines = slices.Clone(lines)
		if note != "" {
			lines = append(lines, "# "+cookies.Visible(note))
		}
		for _, p := range added {
			lines = append(lines, p.String())
		}
		return lines
	})
	if err != nil {
		return nil, err
	}
	return added, nil
}

// Remove takes a pattern off the list at a path, however it is spelt there, and
// reports whether it was on it.
func Remove(path string, p Pattern) (was bool, err error) {
	err = change(path, func(l *List) []string {
		was = l.Has(p)
		return slices.DeleteFunc(slices.Clone(l.lines), func(line string) bool {
			q, err := Parse(line)
			return err == nil && p == q
		})
	})
	return was && err == nil, err
}

// change reads the list, changes its lines and writes it, with other programs
// kept from doing the same meanwhile.
func change(path string, do func(*List) []string) error {
	if path == "" {
		return errors.New("there is no folder for the keep list: set HOME or XDG_CONFIG_HOME to a full path")
	}
	if err := private.Folder(filepath.Dir(path)); err != nil {
		return err
	}
	unlock, err := lock(path)
	if err != nil {
		return err
	}
	defer unlock()
	l, err := Read(path)
	if err != nil {
		return err
	}
	lines := do(l)
	if slices.Equal(lines, l.lines) {
		return nil
	}
	text := ""
	if len(lines) > 0 {
		text = strings.Join(lines, "\n") + "\n"
	}
	if err := write(path, []byte(text)); err != nil {
		return fmt.Errorf("the keep list can't be written: %w", err)
	}
	return nil
}

// write replaces the list, after it has put the version before beside it. A
// link is followed, so that those who keep their configuration elsewhere still
// do.
func write(path string, b []byte) error {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	for _, p := range []string{path, path + ".previous"} {
		if err := private.Sweep(p); err != nil { // what a killed program left
			return err
		}
	}
	old, err := private.ReadFile(path, most)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	default:
		if err := private.WriteFile(path+".previous", old); err != nil {
			return err
		}
	}
	return private.WriteFile(path, b)
}

// lock keeps other programs from changing the list until unlock is called.
func lock(path string) (unlock func(), err error) {
	dir := filepath.Dir(path)
	unlock, err = private.Lock(filepath.Join(dir, ".keep.lock"), 5*time.Second)
	switch {
	case errors.Is(err, os.ErrPermission):
		return nil, fmt.Errorf("the keep list can't be written: no permission in %s", cookies.Visible(dir))
	case errors.Is(err, private.ErrLocked):
		return nil, fmt.Errorf("another crumbs is changing the keep list in %s: wait for it to end", cookies.Visible(dir))
	case err != nil:
		return nil, fmt.Errorf("the keep list can't be written: %w", err)
	}
	return unlock, nil
}
