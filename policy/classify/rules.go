package classify

import (
	"cmp"
	"slices"

	"crumbs/cookies"
	"crumbs/policy"
)

// rule is a rule of the user's, ready to be asked.
type rule struct {
	policy.Rule
	pattern policy.Pattern
	domain  string
}

// compileRules gives the rules in the order in which they decide.
func compileRules(rules []policy.Rule) []rule {
	out := make([]rule, 0, len(rules))
	// Backwards, so that of two alike the later one comes first.
	for _, r := range slices.Backward(rules) {
		if r.Category == policy.CategoryUnsaid {
			continue
		}
		out = append(out, rule{Rule: r, pattern: policy.ParsePattern(r.Name), domain: cookies.BareHost(r.Domain)})
	}
	slices.SortStableFunc(out, func(a, b rule) int {
		if n := a.pattern.Compare(b.pattern); n != 0 {
			return n
		}
		return cmp.Compare(len(b.domain), len(a.domain))
	})
	return out
}

func matchRule(rules []rule, k *cookies.Cookie) *rule {
	for i := range rules {
		r := &rules[i]
		if r.pattern.Match(k.Name) && (r.domain == "" || cookies.Under(cookies.BareHost(k.Host), r.domain)) {
			return r
		}
	}
	return nil
}
