package library

import (
	"embed"
	"fmt"

	"crumbs/policy"
)

// One file a platform, in the form in which users keep theirs. The facts are
// those of the platform's published cookie policy, in our words.
//
//go:embed builtin/*.json
var builtin embed.FS

// builtIn reads the policies that the program brings along.
func builtIn() ([]policy.Policy, error) {
	entries, err := builtin.ReadDir("builtin")
	if err != nil {
		return nil, fmt.Errorf("the built-in policies can't be read: %w", err)
	}
	var out []policy.Policy
	for _, e := range entries {
		b, err := builtin.ReadFile("builtin/" + e.Name())
		if err != nil {
			return nil, fmt.Errorf("the built-in policies can't be read: %w", err)
		}
		p, err := decodePolicy(b)
		if err != nil {
			return nil, fmt.Errorf("the built-in policy %s: %w", e.Name(), err)
		}
		out = append(out, p)
	}
	return out, nil
}
