package markdown_test

import (
	"testing"

	"crumbs/policy/document/block"
	"crumbs/policy/document/markdown"
)

func TestMarks(t *testing.T) {
	for in, want := range map[string]string{
		`plain`:                               "plain",
		`\_ga`:                                "_ga",
		`**\_\_utma**`:                        "__utma",
		"`_ga_*`, `_gid`":                     "_ga_*, _gid",
		`_ga_*`:                               "_ga_*",
		`_ga_*, _gid_*`:                       "_ga_*, _gid_*",
		`__hssc, __hssrc, __hstc`:             "__hssc, __hssrc, __hstc",
		`_kuid_`:                              "_kuid_",
		`_ga_<container-id>`:                  "_ga_<container-id>",
		`_hjSession_{site\_id}`:               "_hjSession_{site_id}",
		`a<br>b <br/> c`:                      "a\nb\nc",
		`[name](https://x.example/_a_b_ "t")`: "name",
		`<https://x.example>`:                 "https://x.example",
		`_See the list_ below`:                "See the list below",
		`R&amp;D &nbsp; 1 &lt; 2`:             "R&D 1 < 2",
		"two  \nlines\nsoft":                  "two\nlines soft",
		"**Hot\n\n**":                         "Hot",
		`*Note*`:                              "Note",
		`**_Purpose_**`:                       "Purpose",
		`**_fbp_**`:                           "_fbp_",
		`**__utma__**`:                        "__utma__",
	} {
		if got := markdown.New().Inline(in); got.S != want {
			t.Errorf("%q is read as %q, want %q", in, got.S, want)
		}
	}
	b := markdown.New().Inline("**Cookie Name:** `sid`")
	if lead, rest := b.Lead(block.Strong); lead != "Cookie Name:" || rest != " sid" {
		t.Errorf("the bold lead is %q, the rest %q", lead, rest)
	}
	if got := b.Marked(block.Code); len(got) != 1 || got[0] != "sid" {
		t.Errorf("code is %q", got)
	}
	if !markdown.New().Inline("**Analytics cookies**:").All(block.Strong) || b.All(block.Strong) {
		t.Error("what is bold as a whole and what is not")
	}
}

func FuzzMarks(f *testing.F) {
	for _, s := range []string{"**a", "_a_*b*_", "`", "<a <b>", "[x](", "&#x;", "\\", "** **\n**"} {
		f.Add(s)
	}
	m := markdown.New()
	f.Fuzz(func(t *testing.T, s string) {
		got := m.Inline(s)
		for _, sp := range got.Spans {
			if sp.From < 0 || sp.To > len(got.S) || sp.From > sp.To {
				t.Fatalf("%q: a mark from %d to %d in %q", s, sp.From, sp.To, got.S)
			}
		}
		got.Lead(block.Strong, block.Code)
		got.All(block.Strong)
	})
}
