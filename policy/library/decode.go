package library

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"crumbs/cookies"
	"crumbs/policy"
)

// decodePolicy reads a kept policy (the contract's "JSON of a policy") and
// refuses what could not decide on a cookie: no platform, a word for a category
// or a party that does not exist, a cookie without a name.
func decodePolicy(b []byte) (policy.Policy, error) {
	p, err := decodeDeclarations(b)
	if err != nil {
		return p, err
	}
	if p.Platform == "" {
		return p, errors.New(`it is for no platform: give "platform" the host it is for`)
	}
	if p.Platform, err = hostOf(p.Platform); err != nil {
		return p, fmt.Errorf("platform: %w", err)
	}
	return p, nil
}

// decodeDeclarations is [decodePolicy] for what is about no platform.
func decodeDeclarations(b []byte) (policy.Policy, error) {
	var p policy.Policy
	if err := json.Unmarshal(b, &p); err != nil {
		return p, where(b, err)
	}
	for i := range p.Sections {
		s := &p.Sections[i]
		if err := words(s.Category, s.Party); err != nil {
			return p, fmt.Errorf("section %d: %w", i+1, err)
		}
		switch s.Consent {
		case policy.ConsentUnsaid, policy.ConsentNone, policy.ConsentUnlessAnonymised, policy.ConsentNeeded:
		default:
			return p, fmt.Errorf("section %d: %q is no consent: it is none, unless-anonymised, needed or null", i+1, s.Consent)
		}
	}
	for i := range p.Cookies {
		c := &p.Cookies[i]
		if c.Name == "" {
			return p, fmt.Errorf("cookie %d has no name", i+1)
		}
		if err := words(c.Category, c.Party); err != nil {
			return p, fmt.Errorf("cookie %d, %s: %w", i+1, cookies.Visible(c.Name), err)
		}
		if c.Category == policy.CategoryUnsaid {
			c.Category = policy.Unclassified
		}
		if c.LifetimeSeconds != nil && *c.LifetimeSeconds < 0 {
			return p, fmt.Errorf("cookie %d, %s: a lifetime below zero", i+1, cookies.Visible(c.Name))
		}
		c.Domain = strings.ToLower(strings.Trim(c.Domain, "."))
	}
	return p, nil
}

// words checks a category and a party; a policy need not say either.
func words(c policy.Category, p policy.Party) error {
	if c != policy.CategoryUnsaid && !slices.Contains(policy.Categories(), c) {
		return noCategory(c)
	}
	if p != policy.PartyUnsaid && p != policy.FirstParty && p != policy.ThirdParty {
		return fmt.Errorf("%q is no party: it is first, third or null", cookies.Visible(string(p)))
	}
	return nil
}

func noCategory(c policy.Category) error {
	all := make([]string, 0, len(policy.Categories()))
	for _, c := range policy.Categories() {
		all = append(all, string(c))
	}
	return fmt.Errorf("%q is no category: there are %s", cookies.Visible(string(c)), strings.Join(all, ", "))
}

// decodeRules reads a list of rules. It is strict, because the file is edited
// by hand and a misspelt field would be a rule that says something else.
func decodeRules(b []byte) ([]policy.Rule, error) {
	if t := bytes.TrimSpace(b); len(t) == 0 || t[0] != '[' {
		return nil, errors.New(`it is no list of rules: [{"name": ..., "domain": ..., "category": ...}]`)
	}
	var rules []policy.Rule
	if err := json.Unmarshal(b, &rules); err != nil {
		return nil, where(b, err)
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(&rules); err != nil {
		return nil, where(b, err)
	}
	for i := range rules {
		r, err := checkRule(rules[i])
		if err != nil {
			return nil, fmt.Errorf("rule %d: %w", i+1, err)
		}
		if j := slices.IndexFunc(rules[:i], sameAs(r)); j >= 0 {
			return nil, fmt.Errorf("rules %d and %d are about the same cookie, %s: keep one of them", j+1, i+1, cookies.Visible(r.Name))
		}
		rules[i] = r
	}
	return rules, nil
}

// checkRule gives a rule in the form in which it is kept.
func checkRule(r policy.Rule) (policy.Rule, error) {
	switch {
	case r.Name == "":
		return r, errors.New("it names no cookie")
	case !utf8.ValidString(r.Name):
		return r, fmt.Errorf("%s can't be kept: the name is no UTF-8", cookies.Visible(r.Name))
	case !slices.Contains(policy.Categories(), r.Category):
		return r, noCategory(r.Category)
	}
	r.Name = policy.ParsePattern(r.Name).String()
	if r.Domain != "" {
		var err error
		if r.Domain, err = hostOf(r.Domain); err != nil {
			return r, fmt.Errorf("domain: %w", err)
		}
	}
	return r, nil
}

// hostOf gives the host that a person or a file means, in one spelling.
func hostOf(s string) (string, error) {
	site, err := policy.ParseSite(strings.Trim(strings.TrimSpace(s), "."))
	return site.Host, err
}

// sameAs finds the rule about the same name and domain.
func sameAs(r policy.Rule) func(policy.Rule) bool {
	return func(o policy.Rule) bool { return o.Name == r.Name && o.Domain == r.Domain }
}

// where adds the line to an error of encoding/json.
func where(b []byte, err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		at := min(int(syntax.Offset), len(b))
		return fmt.Errorf("line %d is no JSON: %w", 1+bytes.Count(b[:at], []byte{'\n'}), err)
	case errors.As(err, &kind) && kind.Field != "":
		return fmt.Errorf("%q can't be a %s", cookies.Visible(kind.Field), kind.Value)
	case errors.As(err, &kind):
		return fmt.Errorf("it can't be a %s", kind.Value)
	}
	return err
}
