// Package find says where the cookie stores on this machine are: in the places
// of a table of browsers, native, Snap and Flatpak, and where kooky's finders
// look. Each real file is found once, by whatever name it is reached.
package find

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"crumbs/cookies"
	"crumbs/cookies/scratch"
)

// Places are the folders that browsers' own folders hang on. An empty folder is
// not looked at, and neither is one that is not absolute.
type Places struct {
	System string // whose layout: "linux", "darwin" or "windows"
	Home   string // $HOME, %USERPROFILE%
	Config string // $XDG_CONFIG_HOME, ~/Library/Application Support, %AppData%
	Data   string // $XDG_DATA_HOME, ~/Library/Application Support, %LocalAppData%

	// Kooky also asks kooky's finders. They look at the environment of the
	// process, not at the folders here, so it is off for any other home.
	Kooky bool

	// Scratch is for private copies of the databases in which Firefox keeps
	// groups of profiles; without one they are not read.
	Scratch *scratch.Folder
}

// At gives the places of a home folder laid out as on Linux, whatever system
// this is and whatever its environment says: the demo's stores and tests.
func At(home string) Places {
	return Places{
		System: "linux",
		Home:   home,
		Config: filepath.Join(home, ".config"),
		Data:   filepath.Join(home, ".local", "share"),
	}
}

// FromEnv gives the places of the user who runs the program: HOME and the XDG
// base directories on Linux (a relative one is ignored, as their specification
// asks), the usual folders on macOS and Windows.
func FromEnv() Places {
	home, _ := os.UserHomeDir() // without one, what XDG_* and kooky give is left
	p := At(home)
	p.Kooky = true
	switch runtime.GOOS {
	case "darwin":
		p.System = "darwin"
		p.Config = filepath.Join(home, "Library", "Application Support")
		p.Data = p.Config
	case "windows":
		p.System = "windows"
		p.Config = cmp.Or(os.Getenv("AppData"), filepath.Join(home, "AppData", "Roaming"))
		p.Data = cmp.Or(os.Getenv("LocalAppData"), filepath.Join(home, "AppData", "Local"))
	default:
		if dir := os.Getenv("XDG_CONFIG_HOME"); filepath.IsAbs(dir) {
			p.Config = filepath.Clean(dir)
		}
		if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
			p.Data = filepath.Clean(dir)
		}
	}
	return p
}

// Stores gives every store there is, sorted by browser, profile and path. What
// exists but can't be read or is no store is given too, so that it can be shown
// with its state; what does not exist is not. When ctx ends, the stores found
// by then are given.
func (p Places) Stores(ctx context.Context) []*cookies.Store {
	// kooky looks while we look: it may take its time, on a slow share say.
	var hints <-chan []hint
	if p.Kooky {
		hints = askKooky(ctx)
	}
	var found []*cookies.Store
	for _, r := range roots(p.System) {
		if ctx.Err() != nil {
			break
		}
		for _, dir := range r.folders(p) {
			found = append(found, r.family.search(r.browser, dir, p.Scratch)...)
		}
	}
	for _, f := range textFiles() {
		found = append(found, f.stores(p)...)
	}
	if hints != nil {
		for _, h := range <-hints {
			found = append(found, h.stores()...)
		}
	}
	found = once(found)
	slices.SortStableFunc(found, func(a, b *cookies.Store) int {
		return cmp.Or(
			cmp.Compare(a.Browser, b.Browser),
			byNumber(a.Profile, b.Profile),
			cmp.Compare(a.Path, b.Path),
		)
	})
	TellApart(found)
	return found
}

// byNumber compares names in which numbers count as such, so that Profile 2 comes
// before Profile 10. Names that differ in zeros alone are not equal.
func byNumber(a, b string) int {
	x, y := a, b
	for x != "" && y != "" {
		n, m := digits(x), digits(y)
		if n == 0 || m == 0 {
			if x[0] != y[0] {
				break
			}
			x, y = x[1:], y[1:]
			continue
		}
		number, other := strings.TrimLeft(x[:n], "0"), strings.TrimLeft(y[:m], "0")
		if c := cmp.Or(cmp.Compare(len(number), len(other)), cmp.Compare(number, other)); c != 0 {
			return c
		}
		x, y = x[n:], y[m:]
	}
	return cmp.Or(cmp.Compare(x, y), cmp.Compare(a, b))
}

// digits is how many digits a text begins with.
func digits(s string) int {
	return len(s) - len(strings.TrimLeft(s, "0123456789"))
}

// Roots lists the folders that are looked into, for a person in whose folders
// nothing was found. They need not exist.
func (p Places) Roots() []string {
	var dirs []string
	for _, r := range roots(p.System) {
		for _, dir := range r.folders(p) {
			if !slices.Contains(dirs, dir) {
				dirs = append(dirs, dir)
			}
		}
	}
	for _, f := range textFiles() {
		for _, path := range f.folders(p) {
			if dir := filepath.Dir(path); !slices.Contains(dirs, dir) {
				dirs = append(dirs, dir)
			}
		}
	}
	return dirs
}

// once keeps the first of the stores that are one file: reached through a link,
// through a second name, or found by two finders.
func once(stores []*cookies.Store) []*cookies.Store {
	type mark struct{ size, modified int64 }
	paths := map[string]bool{}
	files := map[mark][]os.FileInfo{} // by what equal files share, so that few are compared
	kept := stores[:0]
	for _, s := range stores {
		if paths[s.Path] {
			continue
		}
		paths[s.Path] = true
		if info, err := os.Stat(s.Path); err == nil {
			m := mark{info.Size(), info.ModTime().UnixNano()}
			if slices.ContainsFunc(files[m], func(other os.FileInfo) bool { return os.SameFile(other, info) }) {
				continue
			}
			files[m] = append(files[m], info)
		}
		kept = append(kept, s)
	}
	return kept
}
