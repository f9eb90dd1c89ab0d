package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/adrg/xdg"

	"crumbs/cookies/demo"
	"crumbs/cookies/find"
	"crumbs/cookies/jar"
	"crumbs/policy"
	"crumbs/policy/catalogue"
	"crumbs/policy/classify"
	"crumbs/policy/library"
	"crumbs/ui"
)

// house is what a command works with: the stores on this machine, or the
// demo's, and where the user's policies are.
type house struct {
	*jar.Jar
	config string // folder
	state  string // folder, "" where there is none
	demo   bool
}

// demoFlag is --demo[=DIR].
type demoFlag struct {
	on  bool
	dir string // "": a temporary folder
}

// temporary stands for --demo without a DIR; no folder can be called so.
const temporary = "\x00"

func (d *demoFlag) String() string { return d.dir }
func (d *demoFlag) Type() string   { return "dir" }

func (d *demoFlag) Set(s string) error {
	if s == "" {
		return errors.New("it names no folder")
	}
	d.on = true
	d.dir = ""
	if s != temporary {
		d.dir = s
	}
	return nil
}

// passing reports whether the demo, and what it remembers, goes with the program.
func (d *demoFlag) passing() bool { return d.on && d.dir == "" }

// again is the flag as it must be given to reach the same demo.
func (d *demoFlag) again() string {
	if !d.on || d.dir == "" {
		return ""
	}
	return "--demo=" + d.dir + " "
}

// open gives the house, on these stores only if any are given. Deletions that
// a crash left open are settled.
func (p *program) open(ctx context.Context, stores []string) (*house, error) {
	h, err := p.enter(stores)
	if err != nil {
		return nil, err
	}
	if err := h.Settle(ctx); err != nil {
		p.say("crumbs: the journal of deletions: %v", err)
	}
	return h, ctx.Err()
}

// enter is open without settling.
func (p *program) enter(stores []string) (*house, error) {
	if slices.Contains(stores, "") {
		return nil, usage("--store names no file")
	}
	h := ofUser()
	places, state := find.FromEnv(), h.state
	if p.demo.on {
		dir, err := p.demoFolder()
		if err != nil {
			return nil, err
		}
		for _, path := range stores {
			if !inside(path, demo.Home(dir)) {
				return nil, usage("%s is no store of the demo, which touches nothing of yours: leave --demo out to work on it", path)
			}
		}
		h.demo = true
		places, state = find.At(demo.Home(dir)), demo.State(dir)
		h.config = demo.Config(dir)
	}
	h.state = state
	h.Jar = jar.Open(jar.Options{Places: places, Only: stores, State: state, Keep: h.keepPath(), Log: p.log, Scratch: &p.scratch})
	return h, nil
}

// ofUser is where the user's own policies and journal are, also beside a demo, with
// no jar yet.
func ofUser() *house {
	return &house{config: filepath.Join(xdg.ConfigHome, "crumbs"), state: stateFolder()}
}

// inside reports whether a path leads to a place in a folder, by whatever links.
// Of what does not exist the name counts: whoever opens it says so.
func inside(path, folder string) bool {
	rel, err := filepath.Rel(real(folder), real(path))
	return err == nil && filepath.IsLocal(rel)
}

// real is a path with its links followed, as far as they lead somewhere.
func real(path string) string {
	abs, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	if there, err := filepath.EvalSymlinks(abs); err == nil {
		return there
	}
	if up := filepath.Dir(abs); up != abs {
		return filepath.Join(real(up), filepath.Base(abs))
	}
	return abs
}

// stateFolder is where crumbs remembers things of the user's, "" if there is no
// such place.
func stateFolder() string {
	if home, err := os.UserHomeDir(); err == nil && filepath.IsAbs(home) || filepath.IsAbs(os.Getenv("XDG_STATE_HOME")) {
		return filepath.Join(xdg.StateHome, "crumbs")
	}
	return ""
}

// demoFolder makes the demo, or accepts one that is there, and gives its folder.
func (p *program) demoFolder() (string, error) {
	if p.made != "" {
		return p.made, nil
	}
	dir, err := p.demo.dir, error(nil)
	if dir != "" {
		if dir, err = filepath.Abs(dir); err != nil {
			return "", fmt.Errorf("--demo: %w", err)
		}
	} else {
		// In the folder that copies of stores are in: if the program is killed, the
		// next start removes it.
		if dir, err = p.scratch.Sub(); err != nil {
			return "", fmt.Errorf("the demo has no place: %w", err)
		}
	}
	err = demo.Make(dir)
	if errors.Is(err, demo.ErrNotDemo) {
		return "", usage("--demo: %w", err)
	}
	if err != nil {
		return "", fmt.Errorf("the demo can't be made: %w", err)
	}
	p.made = dir
	return dir, nil
}

// classifier gives what sorts cookies, as policies and rules are now. Beside an
// error it sorts with all that could be read.
func (h *house) classifier() (*classify.Classifier, []policy.Policy, error) {
	k, lib, err := h.knowledge()
	return classify.New(k), lib.Policies(), err
}

// knowledge gives what verdicts are made of, as it is now. Beside an error it
// is all that could be read.
func (h *house) knowledge() (classify.Knowledge, *library.Library, error) {
	lib, err := library.Open(h.config)
	cat, fault := catalogue.Load()
	for _, f := range lib.Facts() {
		cat = cat.Extend(catalogue.FromPolicy(f.Policy, f.Name))
	}
	return classify.Knowledge{Rules: lib.Rules(), Policies: lib.Policies(), Catalogue: cat}, lib, errors.Join(err, fault)
}

// judge is the classifier in the form in which the screen takes it.
func (h *house) judge() (ui.Judge, []policy.Policy, error) {
	c, policies, err := h.classifier()
	return c.Verdict, policies, err
}

// correct keeps the user's word on a cookie; a rule without a category takes
// back the words on its name, for its domain and for every domain. It gives the
// rules that there were in their place, for restore.
func (h *house) correct(r policy.Rule) (before []policy.Rule, err error) {
	lib, err := library.Open(h.config)
	if err != nil {
		return nil, err
	}
	old, had := lib.Rule(r.Name, r.Domain)
	if r.Category != policy.CategoryUnsaid {
		if !had {
			old = policy.Rule{Name: r.Name, Domain: r.Domain}
		}
		return []policy.Rule{old}, lib.Set(r)
	}
	if had {
		before = append(before, old)
	}
	_, err = lib.Unset(r.Name, r.Domain)
	if r.Domain != "" {
		if old, had := lib.Rule(r.Name, ""); had {
			before = append(before, old)
		}
		_, all := lib.Unset(r.Name, "")
		err = errors.Join(err, all)
	}
	return before, err
}

// restore makes rules what they were before a word of the user's: exactly these,
// and one without a category is taken off. Where one has no longer the category
// that the word gave it, it was changed elsewhere, and nothing is touched.
func (h *house) restore(before []policy.Rule, given policy.Category) error {
	lib, err := library.Open(h.config)
	if err != nil {
		return err
	}
	return lib.Restore(before, given)
}
