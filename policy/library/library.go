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

	"crumbs/policy"
)

// Library is the policies and rules there are. It is safe for use by several
// goroutines.
type Library struct {
	dir      string
	policies []policy.Policy // by platform, one each

	mu    sync.Mutex
	rules []policy.Rule
}

// Open reads the library of a configuration folder: its policies/*.json, which
// take the place of built-in ones of the same platform, and its rules.json. A
// folder or file that is not there is no error; one that can't be read or is
// malformed is, and the error says which and what is wrong with it. The library
// is never nil: beside an error it holds all that could be read.
func Open(configDir string) (*Library, error) {
	l := &Library{dir: configDir}
	own, faults := readPolicies(filepath.Join(configDir, "policies"))
	rules, err := readRules(l.rulesPath())
	faults = append(faults, err)
	l.rules = rules

	built, err := builtIn()
	faults = append(faults, err)
	l.policies = own
	for _, p := range built {
		if !slices.ContainsFunc(own, func(o policy.Policy) bool { return o.Platform == p.Platform }) {
			l.policies = append(l.policies, p)
		}
	}
	slices.SortFunc(l.policies, func(a, b policy.Policy) int { return cmp.Compare(a.Platform, b.Platform) })
	return l, errors.Join(faults...)
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
		if !ok || host == top || !strings.HasSuffix(host, "."+top) {
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
func readPolicies(dir string) ([]policy.Policy, []error) {
	entries, err := os.ReadDir(dir)
	err = astray(dir, err)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, []error{fmt.Errorf("the folder of your policies can't be read: %w", err)}
	}
	var own []policy.Policy
	var faults []error
	from := map[string]string{}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".json") || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		path := filepath.Join(dir, e.Name())
		p, err := readPolicy(path)
		if err == nil && from[p.Platform] != "" {
			err = fault(path, fmt.Errorf("it is for %s, and so is %s: keep one of them", p.Platform, from[p.Platform]))
		}
		if err != nil {
			faults = append(faults, err)
			continue
		}
		from[p.Platform] = e.Name()
		own = append(own, p)
	}
	return own, faults
}

func readPolicy(path string) (policy.Policy, error) {
	b, err := readFile(path)
	if err != nil {
		return policy.Policy{}, err
	}
	p, err := decodePolicy(b)
	if err != nil {
		return policy.Policy{}, fault(path, err)
	}
	return p, nil
}
