package document

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"crumbs/policy/document/settings"
)

// A PDF file declares what the page declares that it was made of, with the place
// on its pages.
func TestPDF(t *testing.T) {
	files, err := filepath.Glob("testdata/pdf/*.pdf")
	if err != nil || len(files) < 2 {
		t.Fatalf("no files: %v", err)
	}
	for _, file := range files {
		read := func(name string) settings.Reading {
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			r, err := Read(t.Context(), strings.NewReader(string(b)))
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		got, want := read(file), read(strings.TrimSuffix(file, "pdf")+"html")
		if got.Format != "a PDF file" || got.Platform != want.Platform || got.Language != want.Language || len(want.Cookies) < 5 || len(got.Cookies) != len(want.Cookies) {
			t.Errorf("%s: %q, %q, %q, %d cookies of %d", file, got.Format, got.Platform, got.Language, len(got.Cookies), len(want.Cookies))
			continue
		}
		for i, c := range got.Cookies {
			w := want.Cookies[i]
			var page, line int
			if n, err := fmt.Sscanf(c.Position, "page %d, line %d", &page, &line); n != 2 || err != nil || page < 1 || line < 1 {
				t.Errorf("%s: the position %q", file, c.Position)
			}
			c.Position, w.Position = "", ""
			if !reflect.DeepEqual(c, w) {
				t.Errorf("%s: %+v, want %+v", file, c, w)
			}
		}
	}
}
