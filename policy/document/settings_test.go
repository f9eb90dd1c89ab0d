package document

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"crumbs/policy"
	"crumbs/policy/document/settings"
	"crumbs/policy/document/shape"
)

var rewrite = flag.Bool("rewrite", false, "write what is read into testdata/settings, to be looked at")

// renderAll is render with what programs' formats say besides.
func renderAll(r settings.Reading) string {
	var b strings.Builder
	fmt.Fprintf(&b, "format: %s\nlanguage: %s\n", dash(r.Format), dash(r.Language))
	for _, s := range r.Sections {
		fmt.Fprintf(&b, "section: %s | %s | %s\n", s.Title, dash(string(s.Category)), dash(string(s.Consent)))
	}
	for _, c := range r.Cookies {
		life := "-"
		switch {
		case c.Session:
			life = "session"
		case c.LifetimeSeconds != nil:
			life = fmt.Sprint(*c.LifetimeSeconds)
		}
		fmt.Fprintf(&b, "%s | %s | %s | %s | %s | %s | %s | %s | %s\n", c.Name, c.Category, dash(string(c.Party)), life, dash(c.Domain), dash(c.Provider), dash(c.Function), dash(c.Purpose), c.Position)
	}
	for _, s := range r.Remarks {
		fmt.Fprintf(&b, "remark: %s\n", s)
	}
	return b.String()
}

// Each file holds a document as programs write them, and what it must give.
func TestSettings(t *testing.T) {
	files, err := filepath.Glob("testdata/settings/*.txtar")
	if err != nil || len(files) < 15 {
		t.Fatalf("no documents: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			a := txtar.Parse([]byte(strings.ReplaceAll(string(b), "\r\n", "\n")))
			r, err := Read(t.Context(), strings.NewReader("\ufeff"+string(a.Files[0].Data)))
			if err != nil {
				t.Fatal(err)
			}
			got := renderAll(r)
			if *rewrite {
				a.Files = append(a.Files[:1], txtar.File{Name: "want", Data: []byte(got)})
				if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if len(a.Files) != 2 || a.Files[1].Name != "want" {
				t.Fatal("it holds no document and what it gives")
			}
			if diff := cmp.Diff(string(a.Files[1].Data), got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// What is damaged is said to be, with its line; what is well-formed and of no
// known format is read as nothing.
func TestDamaged(t *testing.T) {
	for text, want := range map[string]string{
		"{\n \"disclosures\": [\n  {\"identifier\": \"a\",,}\n ]\n}":                               "line 3: it looks like JSON and is damaged",
		"[{\"name\": \"x\", \"knowledges\": [}]":                                                   "line 1: it looks like JSON",
		"var klaroConfig = {\n  services: [\n    {name: 'x' cookies: [/^_x/]},\n  ],\n};\n":        "line 3: it looks like script",
		"{\"platform\": \"a.example\", \"cookies\": [{\"name\": \"x\", \"category\": \"nice\"}]}":  `cookies[0]: "nice" is no category`,
		"{\"platform\": \"a.example\", \"cookies\": [{\"name\": \"x\", \"party\": \"unknown\"}]}":  `cookies[0]: "unknown" is no party`,
		"{\"sections\": [], \"cookies\": [{\"name\": \"x\", \"lifetimeSeconds\": -1}]}":            "cookies[0]: -1 seconds are no lifetime",
		"{\"sections\": [{\"title\": \"a\", \"consent\": \"perhaps\"}], \"cookies\": []}":          `sections[0]: "perhaps" is no consent`,
		"{\n\"platform\": \"a.example\",\n\"cookies\": [{\"name\": \"x\", \"session\": \"yes\"}]}": "line 3: cookies.session can't be a string",
		"{\"cookies\": [{\"name\": \"\", \"category\": \"necessary\"}]}":                           "cookies[0]: it has no name",
	} {
		if _, err := Read(t.Context(), strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s\ngives %v, want %s", text, err, want)
		}
	}
	for _, text := range []string{`{"a": [1, 2, {"b": null}]}`, `[]`, `{}`, `[{"name": "web", "description": "a service"}]`, `{"cookies": [{"name": "a", "value": "b"}], "origins": []}`, `{"disclosures": []}`, "var a = {cookieTable: {headers: {}, body: []}};\n"} {
		if r, err := Read(t.Context(), strings.NewReader(text)); err != nil || len(r.Cookies) != 0 {
			t.Errorf("%s gives %v, %v", text, r.Cookies, err)
		}
	}
}

// A text for people stays one, whatever it begins with and speaks of.
func TestNotSettings(t *testing.T) {
	for _, begin := range []string{
		"[Home](/) [Shop](/shop)", "{{ page.title }}", "[1] A footnote", "Klaro (our manager of consent) is configured with cookies: [some]", "import of tarteaucitron: see below,",
		"A list; with semicolons; in it", "We use klaro. It keeps cookies: [one]", "(see tarteaucitron)", "Name, age, and size",
	} {
		text := begin + "\n\n## Analytics cookies\n\n| Name | Purpose | Expiry |\n|---|---|---|\n| _tb_id | Counts | 1 day |\n"
		r, err := Read(t.Context(), strings.NewReader(text))
		if err != nil || len(r.Cookies) != 1 || r.Cookies[0].Name != "_tb_id" || r.Format != "" {
			t.Errorf("%q: %q, %+v, %v", begin, r.Format, r.Cookies, err)
		}
	}
}

// hang is far more than any document takes, and than a busy machine adds: what
// takes longer would go on for ever. How fast reading is says [BenchmarkSettings].
const hang = time.Minute

// Hostile documents take little time and give nothing that can't be used.
func TestHostileSettings(t *testing.T) {
	const n = 20_000
	long := strings.Repeat("x", 1<<20)
	for name, text := range map[string]string{
		"brackets": strings.Repeat("[", 100_000), "objects": strings.Repeat(`{"a":`, n), "names": `{"disclosures": [` + strings.Repeat(`{"identifier": "a", "type": "cookie"},`, n) + `{"identifier": "b"}]}`,
		"prototype": `{"__proto__": {"disclosures": []}, "disclosures": [{"identifier": "__proto__", "type": "cookie", "constructor": 1}]}`,
		"numbers":   `{"disclosures": [{"identifier": "a", "type": "cookie", "maxAgeSeconds": 1e308, "purposes": [1e308, -5, 2.5]}]}`,
		"hidden":    `{"disclosures": [{"identifier": "a\u0000b"}, {"identifier": "\u202ea"}, {"identifier": "` + long + `"}, {"identifier": "**"}, {"identifier": ""}]}`,
		"bytes":     "{\"disclosures\": [{\"identifier\": \"a\xff\"}]}", "a list": "[" + strings.Repeat("0,", 4_000_000) + "0]", "quotation marks": "ID,Cookie / Data Key name,Domain\n\"" + long,
		"commas": "ID,Cookie / Data Key name,Domain\n" + strings.Repeat(",", 1<<20), "rows": "ID,Cookie / Data Key name,Domain\n" + strings.Repeat("1,a,\n", 20_000), "tables": "Name,Purpose,Expiry\n" + strings.Repeat("_a,b,1 day\n", 3_000),
		"scripts": "<html>" + strings.Repeat("<script>klaro = {services: [", 20_000), "expressions": "klaroConfig = {services: [{name: 'a', purposes: [], cookies: [" + strings.Repeat("/(a|b)(c|d)(e|f)(g|h)(i|j)(k|l)/,", 2_000) + "]}]};\n",
		"languages": `CookieConsent.run({language: {translations: {` + strings.Repeat(`en: {preferencesModal: {sections: [{cookieTable: {body: [{name: "a"}]}}]}},`, 3000) + "}}});\n",
	} {
		from := time.Now()
		r, err := Read(t.Context(), strings.NewReader(text))
		if took := time.Since(from); took > hang {
			t.Errorf("%s takes %v", name, took)
		}
		if err != nil && (strings.Contains(err.Error(), "\n") || len(err.Error()) > 400) {
			t.Errorf("%s: %.500v", name, err)
		}
		usable(t, r)
	}
}

// usable checks that what was read can be kept and shown.
func usable(t *testing.T, r settings.Reading) {
	t.Helper()
	if len(r.Remarks) > 20 {
		t.Fatalf("%d remarks", len(r.Remarks))
	}
	for _, c := range r.Cookies {
		switch {
		case c.Name == "" || len(c.Name) > shape.MaxName+1 || strings.ContainsAny(c.Name, " \n\t;,=") || strings.Trim(c.Name, "*") == "":
			t.Fatalf("the name %q", c.Name)
		case c.LifetimeSeconds != nil && (*c.LifetimeSeconds <= 0 || c.Session):
			t.Fatalf("the lifetime of %+v", c)
		case !strings.HasPrefix(c.Position, "line "):
			t.Fatalf("the position %q", c.Position)
		case strings.ContainsAny(c.Purpose+c.Provider+c.Function+c.Section, "\n\t"):
			t.Fatalf("a line break in %+v", c)
		case c.Domain != "" && (strings.HasPrefix(c.Domain, ".") || strings.ContainsAny(c.Domain, "*/ ")):
			t.Fatalf("the domain %q", c.Domain)
		case !slices.Contains(policy.Categories(), c.Category) || !slices.Contains([]policy.Party{policy.FirstParty, policy.ThirdParty, policy.PartyUnsaid}, c.Party):
			t.Fatalf("the words of %+v", c)
		}
	}
}

// Whatever comes in: no panic, and what comes out can be used.
func FuzzSettings(f *testing.F) {
	files, err := filepath.Glob("testdata/settings/*.txtar")
	if err != nil || len(files) == 0 {
		f.Fatal("no documents", err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(txtar.Parse(b).Files[0].Data))
	}
	f.Fuzz(func(t *testing.T, s string) {
		commas := func(s string) (settings.Reading, bool, error) { return values(t.Context(), s) }
		declared := func(s string) (settings.Reading, bool, error) { return settings.Declared(s, cells{}) }
		for _, read := range []func(string) (settings.Reading, bool, error){declared, commas} {
			r, ok, err := read(strings.ToValidUTF8(s, "?"))
			if ok && err == nil && r.Format != "a table with commas" {
				usable(t, r)
			}
		}
		usable(t, settings.Scripts(strings.ToValidUTF8(s, "?"), cells{}))
	})
}

// BenchmarkSettings reads every document of TestSettings, one after the other.
func BenchmarkSettings(b *testing.B) {
	files, _ := filepath.Glob("testdata/settings/*.txtar")
	pdfs, _ := filepath.Glob("testdata/pdf/*.pdf")
	for _, file := range append(files, pdfs...) {
		text, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		if a := txtar.Parse(text); len(a.Files) > 0 {
			text = a.Files[0].Data
		}
		b.Run(filepath.Base(file), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				if _, err := Read(b.Context(), strings.NewReader(string(text))); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
