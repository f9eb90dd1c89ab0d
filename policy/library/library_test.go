package library

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crumbs/policy"
)

// put writes a file of a configuration folder.
func put(t *testing.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T, dir string) *Library {
	t.Helper()
	l, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestBuiltIn(t *testing.T) {
	p := open(t, t.TempDir()).For("umami.opendatasoft.com")
	if p == nil {
		t.Fatal("there is no policy for umami.opendatasoft.com")
	}
	sections := []policy.Section{
		{Title: "Necessary", Category: policy.Necessary, Consent: policy.ConsentNone},
		{Title: "Statistical", Category: policy.Statistical, Consent: policy.ConsentUnlessAnonymised},
		{Title: "Internal or first-party", Party: policy.FirstParty, Consent: policy.ConsentNeeded},
		{Title: "Third-party", Party: policy.ThirdParty, Consent: policy.ConsentNeeded},
	}
	if diff := cmp.Diff(sections, p.Sections); diff != "" {
		t.Errorf("sections (-want +got):\n%s", diff)
	}
	for i, name := range []string{"sessionid", "django_language"} {
		if i >= len(p.Cookies) {
			t.Fatalf("%s is not declared", name)
		}
		c := p.Cookies[i]
		if c.Name != name || c.Category != policy.Necessary || c.Provider != "Opendatasoft" || c.Function == "" || c.Purpose == "" || c.Section != "Necessary" {
			t.Errorf("declaration %d is %+v", i, c)
		}
	}
}

func TestFor(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "policies/a.json", `{"platform": "shop.example"}`)
	put(t, dir, "policies/b.json", `{"platform": "https://www.news.example/cookies"}`)
	put(t, dir, "policies/c.json", `{"platform": "blog.shop.example"}`)
	put(t, dir, "policies/d.json", `{"platform": "example.co.uk"}`)
	l := open(t, dir)
	for host, want := range map[string]string{
		"shop.example":            "shop.example",
		"SHOP.example.":           "shop.example",
		"www.shop.example":        "shop.example",
		"blog.shop.example":       "blog.shop.example",
		"a.blog.shop.example":     "blog.shop.example",
		"basket.shop.example":     "shop.example",
		"news.example":            "www.news.example",
		"other.example":           "",
		"myshop.example":          "",
		"deep.other.co.uk":        "",
		"x.example.co.uk":         "example.co.uk",
		"umami.opendatasoft.com":  "umami.opendatasoft.com",
		"opendatasoft.com":        "",
		"www.opendatasoft.com":    "",
		"localhost":               "",
		"":                        "",
		"127.0.0.1":               "",
		"evil.umami.opendatasoft": "",
	} {
		got := ""
		if p := l.For(host); p != nil {
			got = p.Platform
		}
		if got != want {
			t.Errorf("For(%q) is %q, want %q", host, got, want)
		}
	}
}

func TestOwnBeforeBuiltIn(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "policies/umami.opendatasoft.com.json", `{"platform": "umami.opendatasoft.com", "title": "mine", "cookies": [{"name": "x"}]}`)
	l := open(t, dir)
	p := l.For("umami.opendatasoft.com")
	if p == nil || p.Title != "mine" || p.Cookies[0].Category != policy.Unclassified {
		t.Errorf("the user's own policy is not the one that counts: %+v", p)
	}
	n := 0
	for _, p := range l.Policies() {
		if p.Platform == "umami.opendatasoft.com" {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d policies for one platform", n)
	}
}

// What can't be read is said, by file and fault, and does not hide the rest.
func TestFaults(t *testing.T) {
	for name, c := range map[string]struct{ file, text, want string }{
		"no json":          {"policies/a.json", "{\n\"platform\": \"a.example\",\n oops}", "line 3 is no JSON"},
		"empty":            {"policies/a.json", "", "no JSON"},
		"cut off":          {"policies/a.json", `{"platform": "a.example", "cook`, "no JSON"},
		"a list":           {"policies/a.json", `[]`, "can't be a array"},
		"null":             {"policies/a.json", `null`, "no platform"},
		"no platform":      {"policies/a.json", `{"cookies": []}`, "no platform"},
		"public suffix":    {"policies/a.json", `{"platform": "co.uk"}`, "public suffix"},
		"category":         {"policies/a.json", `{"platform": "a.example", "cookies": [{"name": "x", "category": "needed"}]}`, `cookie 1, x: "needed" is no category`},
		"party":            {"policies/a.json", `{"platform": "a.example", "cookies": [{"name": "x", "party": "unknown"}]}`, "no party"},
		"consent":          {"policies/a.json", `{"platform": "a.example", "sections": [{"title": "x", "consent": "maybe"}]}`, "section 1"},
		"no name":          {"policies/a.json", `{"platform": "a.example", "cookies": [{"name": "x"}, {}]}`, "cookie 2 has no name"},
		"lifetime":         {"policies/a.json", `{"platform": "a.example", "cookies": [{"name": "x", "lifetimeSeconds": -1}]}`, "below zero"},
		"kind":             {"policies/a.json", `{"platform": "a.example", "cookies": [{"name": 7}]}`, "can't be a number"},
		"rules: object":    {"rules.json", `{}`, "no list of rules"},
		"rules: null":      {"rules.json", `null`, "no list of rules"},
		"rules: empty":     {"rules.json", "", "no list of rules"},
		"rules: cut off":   {"rules.json", `[{"name": "x", "categ`, "no JSON"},
		"rules: trailing":  {"rules.json", `[] []`, "no JSON"},
		"rules: misspelt":  {"rules.json", `[{"name": "x", "categroy": "marketing"}]`, "categroy"},
		"rules: category":  {"rules.json", `[{"name": "x", "category": "ads"}]`, "rule 1"},
		"rules: no name":   {"rules.json", `[{"category": "marketing"}]`, "names no cookie"},
		"rules: twice":     {"rules.json", `[{"name": "x", "category": "marketing"}, {"name": "x", "category": "necessary"}]`, "rules 1 and 2"},
		"rules: domain":    {"rules.json", `[{"name": "x", "domain": "a b", "category": "marketing"}]`, "rule 1: domain"},
		"hostile contents": {"policies/a.json", `{"platform": "a.example", "cookies": [{"name": "\u001b[2J", "category": "x"}]}`, `\x1b[2J`},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			put(t, dir, c.file, c.text)
			put(t, dir, "policies/good.json", `{"platform": "good.example"}`)
			l, err := Open(dir)
			if err == nil {
				t.Fatal("no error")
			}
			if !strings.Contains(err.Error(), filepath.FromSlash(c.file)) || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\x1b") {
				t.Errorf("the error does not say file and fault (%q): %v", c.want, err)
			}
			if l.For("good.example") == nil || l.For("umami.opendatasoft.com") == nil {
				t.Error("a malformed file hides the others")
			}
		})
	}
	t.Run("same platform", func(t *testing.T) {
		dir := t.TempDir()
		put(t, dir, "policies/a.json", `{"platform": "a.example"}`)
		put(t, dir, "policies/b.json", `{"platform": "A.example"}`)
		if _, err := Open(dir); err == nil || !strings.Contains(err.Error(), "a.json") || !strings.Contains(err.Error(), "b.json") {
			t.Errorf("two policies for one platform: %v", err)
		}
	})
	t.Run("folders", func(t *testing.T) {
		dir := t.TempDir()
		if err := os.MkdirAll(filepath.Join(dir, "rules.json"), 0o700); err != nil {
			t.Fatal(err)
		}
		put(t, dir, "policies", "a file")
		_, err := Open(dir)
		if err == nil || !strings.Contains(err.Error(), "it is a directory") || !strings.Contains(err.Error(), "policies") {
			t.Errorf("a folder for a file and a file for a folder: %v", err)
		}
	})
}

func TestOtherFilesAreLeftAlone(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "policies/notes.txt", "not a policy")
	put(t, dir, "policies/.a.json", "not one either")
	put(t, dir, "policies/a.example.md", "# kept beside its policy")
	open(t, dir)
}

// What a policy is read from is what it is written as.
func TestRoundTrip(t *testing.T) {
	life := int64(3600)
	want := policy.Policy{
		Platform: "shop.example", Title: "Cookies", Language: "en",
		Sections: []policy.Section{{Title: "S", Category: policy.Marketing, Party: policy.ThirdParty, Consent: policy.ConsentNeeded}},
		Cookies:  []policy.Declaration{{Name: "a_*", Category: policy.Marketing, Party: policy.ThirdParty, LifetimeSeconds: &life, Domain: "ads.example"}},
	}
	b, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	got, err := decodePolicy(b)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"platform": "a.example", "cookies": [{"name": "x"}]}`))
	f.Add([]byte(`[{"name": "x", "category": "marketing"}]`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if p, err := decodePolicy(b); err == nil {
			out, err := json.Marshal(p)
			if err != nil {
				t.Fatal(err)
			}
			again, err := decodePolicy(out)
			if err != nil {
				t.Fatalf("not read again: %v\n%s", err, out)
			}
			if diff := cmp.Diff(p, again, cmp.Transformer("none", func(s []policy.Section) []policy.Section { return append([]policy.Section{}, s...) }),
				cmp.Transformer("none2", func(s []policy.Declaration) []policy.Declaration { return append([]policy.Declaration{}, s...) })); diff != "" {
				t.Fatal(diff)
			}
		}
		if rules, err := decodeRules(b); err == nil {
			for _, r := range rules {
				if again, err := checkRule(r); err != nil || again != r {
					t.Fatalf("%+v is kept as %+v, %v", r, again, err)
				}
			}
		}
	})
}

// A link that leads nowhere is not an empty file: what it should lead to may
// hold the user's word on a cookie.
func TestLinksThatLeadNowhere(t *testing.T) {
	for _, link := range []string{"crumbs", "crumbs/rules.json", "crumbs/policies", "crumbs/policies/shop.test.json"} {
		t.Run(link, func(t *testing.T) {
			config := t.TempDir()
			path := filepath.Join(config, filepath.FromSlash(link))
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink(filepath.Join(config, "not", "mounted"), path); err != nil {
				t.Skip("this system makes no links for us:", err)
			}
			if _, err := Open(filepath.Join(config, "crumbs")); err == nil || !strings.Contains(err.Error(), "leads nowhere") {
				t.Errorf("got %v, want an error about the link", err)
			}
		})
	}
	if _, err := Open(filepath.Join(t.TempDir(), "nothing", "here")); err != nil {
		t.Errorf("a folder that is not there gives %v", err)
	}
}
