package ui

import (
	"slices"
	"strings"
	"testing"
	"testing/quick"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"crumbs/cookies"
	"crumbs/policy"
)

// matched gives the names of the town's cookies that a filter leaves, each
// once, at most so many.
func matched(query string) string {
	f := town()
	sh := newShelver(judge, []policy.Policy{townPolicy()}, policy.Site{}, nil, today)
	var stores []shelved
	for _, c := range f.contents {
		sh.add(c)
		stores = append(stores, shelved{Contents: c, read: true})
	}
	made := sh.shelf(stores)
	flt := parseFilter(query, today).on(made.texts)
	var names []string
	for _, s := range made.sites {
		for i := range s.entries {
			if e := &s.entries[i]; flt.match(s, e) {
				names = append(names, e.Cookie.Name)
			}
		}
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), " ")
}

func TestFilter(t *testing.T) {
	for _, c := range []struct{ query, want string }{
		{"umami", "csrftoken django_language sessionid uid"},
		{"UMAMI session", "sessionid"},
		{`umami "session"`, "sessionid"},
		{"umami -session", "csrftoken django_language uid"},
		{"site:umami name:_ga", "_ga _ga_7Q0F2K8"},
		{"site:umami party:third", "IDE fr"},
		{"site:umami party:t cat:mark", "IDE fr"},
		{"site:google provider:meta", "fr"},
		{"meta site:google", "fr"},
		{"site:umami browser:work", "django_language"},
		{"site:umami insecure", "uid"},
		{"expired", "last_seen"},
		{"site:google.com -provider:google -cat:nec -cat:func -cat:unc", "fr"},
		{"site:umami cat:stat -name:7q0", "_ga"},
		{"site: name:uid site:umami", "uid"},
		{"foo:bar", ""},
		{"-", "IDE NID SID _ga _ga_7Q0F2K8 _gid csrftoken django_language fr lang last_seen seen sessionid theme uid"},
		{"日本 name:sid", "SID"},
		{"site:日本語.Example name:sid", "SID"},
		{"site:wgv71a119e -site:日本 name:sid", ""},
		{"name:日本", ""},
		{"xn--wgv71a119e name:sid", "SID"},
	} {
		if d := cmp.Diff(c.want, matched(c.query)); d != "" {
			t.Errorf("%q: %s", c.query, d)
		}
	}
}

// hostile is an entry with a name of somebody's choice.
func oneEntry(host, name string) (*site, *entry) {
	s := &cookies.Store{Browser: "chromium", Path: "/c"}
	c := &cookies.Cookie{Key: cookies.Key{Host: host, Name: name, Path: "/"}, Store: s}
	t := &texts{}
	st := &site{seen: policy.Site{Host: "shop.example", Registrable: "shop.example"}, texts: t, home: t.homes.number("shop.example")}
	e := t.entry(policy.Sorted{Cookie: c, Verdict: judge(c, st.seen)}, "chromium default")
	return st, &e
}

// A term and its negation never agree.
func TestNegation(t *testing.T) {
	s, e := oneEntry(".shop.example", "_ga_17")
	never := func(word string) bool {
		word = strings.Map(func(r rune) rune {
			if r <= ' ' || r == '"' || r == '-' {
				return 'x'
			}
			return r
		}, word)
		yes, no := parseFilter(word, today).on(s.texts), parseFilter("-"+word, today).on(s.texts)
		if yes.all() || no.all() {
			return yes.all() == no.all()
		}
		return yes.match(s, e) != no.match(s, e)
	}
	if err := quick.Check(never, &quick.Config{MaxCount: 3000}); err != nil {
		t.Error(err)
	}
	for _, w := range []string{"ga", "name:ga", "site:shop", "cat:stat", "party:first", "session", "expired", "insecure", "browser:chrom"} {
		if !never(w) {
			t.Errorf("%q and its negation agree", w)
		}
	}
}

func FuzzFilter(f *testing.F) {
	for _, s := range []string{"", "a b", "-a", "site:x name:y cat: party:t", `"a b" -"c`, "expired session insecure", "--x", ":", "a:b:c", "\x00", "日本 语", "name:\"session\""} {
		f.Add(s, "_ga", ".shop.example")
	}
	f.Fuzz(func(t *testing.T, query, name, host string) {
		s, e := oneEntry(host, name)
		flt := parseFilter(query, today).on(s.texts)
		if len(flt.terms) > maxQuery {
			t.Errorf("%d terms", len(flt.terms))
		}
		for _, tm := range flt.terms {
			if tm.text == "" {
				t.Errorf("%q has a term of nothing", query)
			}
		}
		first := flt.match(s, e)
		if first != flt.match(s, e) {
			t.Error("it changed its mind")
		}
		// A name of one's own is found by itself, typed as a quoted word.
		if named := parseFilter(`name:"`+name+`"`, today).on(s.texts); plainWord(name) && !named.match(s, e) {
			t.Errorf("%q is not found by its own name", name)
		}
	})
}

func plainWord(s string) bool {
	low := strings.ToLower(s)
	return utf8.ValidString(s) && len(s) < 500 && !strings.Contains(s, `"`) && low == strings.Map(unicode.ToLower, low)
}
