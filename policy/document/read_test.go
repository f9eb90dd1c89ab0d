package document

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"crumbs/policy"
)

// render puts a policy into lines that a person can check against a document.
func render(p policy.Policy) string {
	var b strings.Builder
	fmt.Fprintf(&b, "platform: %s\ntitle: %s\nlanguage: %s\n", dash(p.Platform), dash(p.Title), dash(p.Language))
	for _, s := range p.Sections {
		fmt.Fprintf(&b, "section: %s | %s | %s | %s\n", s.Title, dash(string(s.Category)), dash(string(s.Party)), dash(string(s.Consent)))
	}
	for _, c := range p.Cookies {
		life := "-"
		switch {
		case c.Session:
			life = "session"
		case c.LifetimeSeconds != nil:
			life = fmt.Sprint(*c.LifetimeSeconds)
		}
		fmt.Fprintf(&b, "%s | %s | %s | %s | %s | %s\n", c.Name, c.Category, dash(string(c.Party)), life, dash(c.Provider), c.Position)
	}
	return b.String()
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// Each file holds a document and what it must give: name, category, party,
// lifetime, provider and place of every cookie.
func TestDocuments(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no documents: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			a := txtar.Parse([]byte(strings.ReplaceAll(string(b), "\r\n", "\n")))
			if len(a.Files) != 2 || a.Files[1].Name != "want" {
				t.Fatalf("it holds no document and what it gives")
			}
			p, err := Parse(t.Context(), strings.NewReader(string(a.Files[0].Data)))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(a.Files[1].Data), render(p)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// BenchmarkParse reads every document of the tests, one after the other.
func BenchmarkParse(b *testing.B) {
	files, _ := filepath.Glob("testdata/*.txtar")
	var docs []string
	size := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		d := string(txtar.Parse(text).Files[0].Data)
		docs = append(docs, d)
		size += len(d)
	}
	b.SetBytes(int64(size))
	for b.Loop() {
		for _, d := range docs {
			if _, err := Parse(b.Context(), strings.NewReader(d)); err != nil {
				b.Fatal(err)
			}
		}
	}
}
