package document

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var rewrite = flag.Bool("rewrite", false, "write what is read into testdata/settings, to be looked at")

// renderAll is render with what programs' formats say besides.
func renderAll(r Reading) string {
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
			from := time.Now()
			r, err := Read(strings.NewReader("\ufeff" + string(a.Files[0].Data)))
			if err != nil {
				t.Fatal(err)
			}
			if took := time.Since(from); took > 5*time.Second {
				t.Errorf("it takes %v", took)
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
