// Package library is the room where policies are kept: those built in, the
// user's own, and the user's own word on single cookies. It is the one room of
// policy that touches files.
package library

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"crumbs/cookies"
	"crumbs/cookies/private"
	"crumbs/policy"
)

// Library is the policies and rules there are. It is safe for use by several
// goroutines.
type Library struct {
	dir      string
	kept     []Kept          // by platform, one each
	policies []policy.Policy // the same, as they are sorted by
	facts    []Facts         // by name

	mu    sync.Mutex
	rules []policy.Rule
}

// Open reads the library of a configuration folder: its policies/*.json, which
// take the place of built-in ones of the same platform, its catalogue/*.json,
// which add to the catalogue, and its rules.json. A
// folder or file that is not there is no error; one that can't be read or is
// malformed is, and the error says which and what is wrong with it. The library
// is never nil: beside an error it holds all that could be read.
func Open(configDir string) (*Library, error) {
	l := &Library{dir: configDir}
	own, faults := readPolicies(l.policiesDir())
	rules, err := readRules(RulesPath(l.dir))
	faults = append(faults, err)
	l.rules = rules
	facts, bad := readFacts(l.factsDir())
	l.facts, faults = facts, append(faults, bad...)

	built, err := builtIn()
	faults = append(faults, err)
	l.kept = own
	for _, p := range built {
		if !slices.ContainsFunc(own, isFor(p.Platform)) {
			l.kept = append(l.kept, Kept{Policy: p, BuiltIn: true})
		}
	}
	slices.SortFunc(l.kept, func(a, b Kept) int { return cmp.Compare(a.Policy.Platform, b.Policy.Platform) })
	for _, k := range l.kept {
		l.policies = append(l.policies, k.Policy)
	}
	return l, errors.Join(faults...)
}

func isFor(platform string) func(Kept) bool {
	return func(k Kept) bool { return k.Policy.Platform == platform }
}

// Policies gives every policy, sorted by platform. They are not to be changed.
func (l *Library) Policies() []policy.Policy { return l.policies }

// For gives the policy for a host: the one of that very host, with or without
// "www.", else the one of the nearest domain above it within the registrable
// domain; nil if there is none. It is not to be changed.
func (l *Library) For(host string) *policy.Policy {
	host = plain(host)
	top := policy.Registrable(host)
	for {
		for i := range l.policies {
			if plain(l.policies[i].Platform) == host {
				return &l.policies[i]
			}
		}
		_, above, ok := strings.Cut(host, ".")
		if !ok || !cookies.Under(above, top) {
			return nil
		}
		host = above
	}
}

// plain is a host in the form in which platforms are compared.
func plain(host string) string {
	return strings.TrimPrefix(strings.Trim(strings.ToLower(host), "."), "www.")
}

// readPolicies reads the user's policies: what could be read, and what not.
func readPolicies(dir string) (own []Kept, faults []error) {
	faults = eachJSON(dir, "policies", func(path string, b []byte) error {
		p, err := decodePolicy(b)
		if err != nil {
			return err
		}
		if i := slices.IndexFunc(own, isFor(p.Platform)); i >= 0 {
			return fmt.Errorf("it is for %s, and so is %s: keep one of them", p.Platform, filepath.Base(own[i].Path))
		}
		own = append(own, Kept{Policy: p, Path: path})
		return nil
	})
	return own, faults
}

// eachJSON hands over the JSON files of a folder of the user's, in the order of
// their names, and gives what could not be read or was refused. What names the
// folder's content for people. A folder that is not there holds nothing.
func eachJSON(dir, what string, take func(path string, b []byte) error) (faults []error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		err = private.Astray(dir, err)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return []error{fmt.Errorf("the folder of your %s can't be read: %w", what, err)}
	}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".json") || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		path := filepath.Join(dir, e.Name())
		b, err := readFile(path)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		if err := take(path, b); err != nil {
			faults = append(faults, fault(path, err))
		}
	}
	return faults
}
