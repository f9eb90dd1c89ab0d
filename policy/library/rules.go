package library

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"

	"crumbs/cookies"
	"crumbs/policy"
)

// ErrEverything is a rule without a name and without a domain: a word on it would
// make every login of every site something that a clear takes.
var ErrEverything = errors.New("is every cookie of every site: name one, or a site with --domain")

// RulesPath is the file of the user's own rules in the folder of a library.
func RulesPath(dir string) string { return filepath.Join(dir, "rules.json") }

// Rules gives the user's own rules in the order in which they were made.
func (l *Library) Rules() []policy.Rule {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.rules)
}

// Rule gives the rule about this name and domain, spelt as for [Library.Set].
func (l *Library) Rule(name, domain string) (policy.Rule, bool) {
	r, err := checkRule(policy.Rule{Name: name, Domain: domain, Category: policy.Unclassified})
	if err != nil {
		return policy.Rule{}, false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if i := slices.IndexFunc(l.rules, sameAs(r)); i >= 0 {
		return l.rules[i], true
	}
	return policy.Rule{}, false
}

// Set keeps a rule, in place of the one about the same name and domain if there
// is one. Names are literals or patterns with *, domains hosts, "" for all. The
// file is read again before it is written, so that what was written meanwhile
// stays; if it can't be read, nothing is written. The error wraps [ErrEverything]
// where a rule would be about no cookie in particular.
func (l *Library) Set(r policy.Rule) error {
	r, err := checkRule(r)
	if err != nil {
		return fmt.Errorf("this can't be a rule: %w", err)
	}
	if r.Domain == "" && r.Name == "*" { // so is any number of stars, by now
		return fmt.Errorf("%q %w", r.Name, ErrEverything)
	}
	_, err = l.change(func(rules []policy.Rule) []policy.Rule {
		if i := slices.IndexFunc(rules, sameAs(r)); i >= 0 {
			rules[i] = r
			return rules
		}
		return append(rules, r)
	})
	return err
}

// Unset forgets the rule about this name and domain, spelt as for [Library.Set].
// It reports whether there was one.
func (l *Library) Unset(name, domain string) (bool, error) {
	r, err := checkRule(policy.Rule{Name: name, Domain: domain, Category: policy.Unclassified})
	if err != nil {
		return false, fmt.Errorf("this can't be a rule: %w", err)
	}
	return l.change(func(rules []policy.Rule) []policy.Rule { return slices.DeleteFunc(rules, sameAs(r)) })
}

// Restore makes the rules about these names and domains these again; one without
// a category is none. Given is the category that each of them was given when it
// was taken, none where it was taken off: if one has another by now, somebody
// else changed it meanwhile. Then nothing is written, and the error names it.
func (l *Library) Restore(rules []policy.Rule, given policy.Category) error {
	rules = slices.Clone(rules)
	for i := range rules {
		r, err := checkRule(policy.Rule{Name: rules[i].Name, Domain: rules[i].Domain, Category: policy.Unclassified})
		if err != nil {
			return fmt.Errorf("this can't be a rule: %w", err)
		}
		rules[i].Name, rules[i].Domain = r.Name, r.Domain
	}
	var other error
	_, err := l.change(func(now []policy.Rule) []policy.Rule {
		before := slices.Clone(now)
		other = nil
		for _, r := range rules {
			i := slices.IndexFunc(now, sameAs(r))
			is := policy.CategoryUnsaid
			if i >= 0 {
				is = now[i].Category
			}
			switch {
			case is != given:
				other = changedMeanwhile(r, is)
				return before
			case r.Category == policy.CategoryUnsaid && i >= 0:
				now = slices.Delete(now, i, i+1)
			case r.Category == policy.CategoryUnsaid:
			case i >= 0:
				now[i] = r
			default:
				now = append(now, r)
			}
		}
		return now
	})
	return errors.Join(err, other)
}

// changedMeanwhile says what a rule is by now that somebody else changed.
func changedMeanwhile(r policy.Rule, is policy.Category) error {
	where, words := "everywhere", "has no rule by now"
	if r.Domain != "" {
		where = "on " + r.Domain
	}
	if is != policy.CategoryUnsaid {
		words = "is " + string(is) + " by now"
	}
	return fmt.Errorf("nothing was taken back: %s %s %s, which was changed elsewhere", cookies.Visible(r.Name), where, words)
}

// change reads the rules, changes them and writes them if they are others then.
func (l *Library) change(do func([]policy.Rule) []policy.Rule) (bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	old, rules, err := l.changed(do)
	if err != nil || slices.Equal(old, rules) { // then nothing is written, not even a lock
		return false, err
	}
	unlock, err := l.lock()
	if err != nil {
		return false, fmt.Errorf("the rules can't be written: %w", err)
	}
	defer unlock()
	old, rules, err = l.changed(do) // once more, as nobody else writes now
	if err != nil || slices.Equal(old, rules) {
		return false, err
	}
	b, err := encode(rules)
	if err != nil {
		return false, fmt.Errorf("the rules can't be written: %w", err)
	}
	if err := writeFile(RulesPath(l.dir), b); err != nil {
		return false, fmt.Errorf("the rules can't be written: %w", err)
	}
	l.rules = rules
	return true, nil
}

// changed gives the rules that are written down, and what do makes of them.
func (l *Library) changed(do func([]policy.Rule) []policy.Rule) (old, rules []policy.Rule, err error) {
	if old, err = readRules(RulesPath(l.dir)); err != nil {
		return nil, nil, err
	}
	rules = do(slices.Clone(old))
	if slices.Equal(old, rules) {
		l.rules = rules
	}
	return old, rules, nil
}

func readRules(path string) ([]policy.Rule, error) {
	b, err := readFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	rules, err := decodeRules(b)
	if err != nil {
		return nil, fault(path, err)
	}
	return rules, nil
}
