package ui

import (
	"fmt"
	"slices"
	"testing"

	"crumbs/cookies"
	"crumbs/policy"
)

// rulebook is the user's rules in memory, as the house keeps them.
type rulebook struct{ rules []policy.Rule }

func (b *rulebook) correct(r policy.Rule) ([]policy.Rule, error) {
	of := []policy.Rule{{Name: r.Name, Domain: r.Domain}}
	if r.Category == policy.CategoryUnsaid && r.Domain != "" {
		of = append(of, policy.Rule{Name: r.Name})
	}
	for i := range of {
		for _, o := range b.rules {
			if o.Name == of[i].Name && o.Domain == of[i].Domain {
				of[i] = o
			}
		}
		b.put(policy.Rule{Name: r.Name, Domain: of[i].Domain})
	}
	b.put(r)
	if r.Category == policy.CategoryUnsaid {
		of = slices.DeleteFunc(of, func(o policy.Rule) bool { return o.Category == policy.CategoryUnsaid })
	}
	return of, nil
}

func (b *rulebook) restore(rules []policy.Rule, given policy.Category) error {
	for _, r := range rules {
		is := policy.CategoryUnsaid
		for _, o := range b.rules {
			if o.Name == r.Name && o.Domain == r.Domain {
				is = o.Category
			}
		}
		if is != given {
			return fmt.Errorf("nothing was taken back: %s was changed elsewhere", r.Name)
		}
	}
	for _, r := range rules {
		b.put(r)
	}
	return nil
}

func (b *rulebook) put(r policy.Rule) {
	b.rules = slices.DeleteFunc(slices.Clone(b.rules), func(o policy.Rule) bool { return o.Name == r.Name && o.Domain == r.Domain })
	if r.Category != policy.CategoryUnsaid {
		b.rules = append(b.rules, r)
	}
}

// judge lets the rule for a cookie's site decide before the one for every site.
func (b *rulebook) judge(c *cookies.Cookie, seen policy.Site) *policy.Verdict {
	v := *judge(c, seen)
	domain := ""
	for _, r := range b.rules {
		if r.Name == c.Name && (r.Domain == "" && domain == "" || r.Domain == policy.Registrable(c.Host)) {
			v.Category, v.Source, domain = r.Category, policy.SourceUser, r.Domain
		}
	}
	return &v
}

// Taking a word back leaves the rules as they were before it, whichever of them
// decided the category that the chooser was opened on.
func TestTakeBackExactly(t *testing.T) {
	const site = "opendatasoft.com"
	here, everywhere := policy.Rule{Name: "uid", Domain: site, Category: policy.Marketing}, policy.Rule{Name: "uid", Category: policy.Functional}
	for _, c := range []struct {
		what  string
		rules []policy.Rule
		keys  []string
	}{
		{"for every site over one for this", []policy.Rule{here}, []string{"k", "space", "enter"}},
		{"for this site over one for all", []policy.Rule{everywhere}, []string{"k", "enter"}},
		{"in place of one", []policy.Rule{here}, []string{"k", "enter"}},
		{"off, with both", []policy.Rule{here, everywhere}, []string{"up", "up", "up", "up", "enter"}},
		{"off, with one for this site", []policy.Rule{here}, []string{"up", "up", "up", "up", "enter"}},
		{"off, with one for all", []policy.Rule{everywhere}, []string{"up", "up", "enter"}},
	} {
		b := &rulebook{c.rules}
		d := start(t, town(), 120, 40, opened("umami."+site), func(conf *Config) {
			conf.Correct, conf.Restore = b.correct, b.restore
			conf.Judge = func() (Judge, []policy.Policy, error) { return b.judge, nil, nil }
		})
		d.keys("G")
		for range 20 {
			if d.under() == "uid" {
				break
			}
			d.keys("k")
		}
		d.keys("c").keys(c.keys...)
		if fmt.Sprint(b.rules) == fmt.Sprint(c.rules) {
			t.Errorf("%s: no rule changed", c.what)
		}
		d.keys("u")
		if fmt.Sprint(b.rules) != fmt.Sprint(c.rules) {
			t.Errorf("%s: after u the rules are %v, want %v", c.what, b.rules, c.rules)
		}
	}
}

// A word that comes from a rule for more than this name isn't taken off with it,
// and nobody says so.
func TestNoRuleToTakeOff(t *testing.T) {
	b := &rulebook{}
	d := start(t, town(), 120, 40, opened("umami.opendatasoft.com"), func(conf *Config) { conf.Correct, conf.Restore = b.correct, b.restore })
	d.run(d.correct(correction{policy.Rule{Name: "uid", Domain: "opendatasoft.com"}}))
	d.shows("no rule is for just uid on opendatasoft.com")
	d.lacks("rule taken off", "takes it back")
}

// What was said elsewhere meanwhile is not written over by u, which says so and
// shows what it is by now.
func TestChangedElsewhere(t *testing.T) {
	b := &rulebook{}
	d := start(t, town(), 120, 40, opened("umami.opendatasoft.com"), func(conf *Config) {
		conf.Correct, conf.Restore = b.correct, b.restore
		conf.Judge = func() (Judge, []policy.Policy, error) { return b.judge, nil, nil }
	})
	d.run(d.correct(correction{policy.Rule{Name: "uid", Domain: "opendatasoft.com", Category: policy.Marketing}}))
	d.shows("u takes it back")
	b.put(policy.Rule{Name: "uid", Domain: "opendatasoft.com", Category: policy.Necessary})
	d.keys("u")
	d.shows("nothing was taken back: uid was changed elsewhere")
	if want := "[{uid opendatasoft.com necessary}]"; fmt.Sprint(b.rules) != want {
		t.Errorf("the rules are %v, want %s", b.rules, want)
	}
	for _, s := range d.shelf.sites {
		for _, e := range s.entries {
			if e.Cookie.Name == "uid" && policy.Registrable(e.Cookie.Host) == "opendatasoft.com" && e.Verdict.Category != policy.Necessary {
				t.Errorf("uid is shown as %s", e.Verdict.Category)
			}
		}
	}
}
