package markup_test

import (
	"strings"
	"testing"

	"crumbs/policy/document/block"
	"crumbs/policy/document/markup"
)

// FuzzRead reads any bytes: no block is empty, and no line is one that is not there.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"<table><tr><td rowspan=3 colspan=9>a<td>b", "<ul><li>a<ul><li>b</ul>", "<p><code>_a</code>\n<b>b", "<script>x", "<div role=table><div role=row><span role=cell>a", "<h1>a<table><tr><td><h2>b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ReplaceAll(s, "\r", "\n") // as a document is given to a reader
		m := &markup.Reader{}
		m.Read([]byte(s), 1)
		lines := 1 + strings.Count(s, "\n")
		for _, b := range m.Finish() {
			if b.Kind == block.Table && len(b.Rows) == 0 || b.Kind != block.Table && b.Text.Empty() {
				t.Errorf("%q gives an empty block %+v", s, b)
			}
			if b.Line < 1 || b.Line > lines {
				t.Errorf("%q gives a block at line %d of %d", s, b.Line, lines)
			}
		}
	})
}
