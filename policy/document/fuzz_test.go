package document

import (
	"strings"
	"testing"
	"unicode/utf8"

	"crumbs/policy"
	"crumbs/policy/document/shape"
)

// Whatever comes in: no panic, and what comes out can be kept and used.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		copied,
		"<html><table><tr><th>Name<th>Expiry<tr><td rowspan=3>_a_*<td colspan=9>1 day<tr><td><table><td>x</table>",
		"<div role=table><div role=row><div role=columnheader>Cookie</div></div></div><h1>",
		"| Name | Purpose |\n|--|\n_a | b | c\n\n| d",
		"Name   Purpose   Expiry\n\n_a     b          1\n   c\n\fPage 1 of 2\n",
		"Name\nPurpose\n_a\nb\n_c\nd\n", "Name |\nPurpose |\n_a |\nb |\n", "Name\n|\nPurpose\n|\n_a\n|\nb\n|\n",
		"- **Name:** `_a`\n- Purpose: b\n  - Expiry: 2\n", "---\na: |\n  # x\n  y\n  z\n---\n", "_a_<id>\n: b\n", "+--+--+\n|a|b|\n+==+==+\n|_c|d|\n",
		"Cookies „a_b“ (2 years), `c` and _d_… \x1b[2J\u202e", "\xff\xfea\x00b\x00", "{\"cookies\": [{\"name\": \"x\"}]}", "#\n==\n> > - 1. \\- x",
		", n", "- Marketing: ✘, not used", "🍪, we do not use tracking cookies.", "- : not set",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, err := Parse(t.Context(), strings.NewReader(s))
		if err != nil {
			return
		}
		own := strings.HasPrefix(strings.TrimSpace(s), "{")
		for _, c := range p.Cookies {
			if own {
				break
			}
			switch {
			case c.Name == "" || len(c.Name) > shape.MaxName+1 || strings.ContainsAny(c.Name, " \n\t;,=") || c.Name == "*":
				t.Fatalf("the name %q", c.Name)
			case !utf8.ValidString(c.Name + c.Provider + c.Purpose + c.Function + c.Section):
				t.Fatalf("no UTF-8: %+v", c)
			case c.LifetimeSeconds != nil && (*c.LifetimeSeconds <= 0 || c.Session):
				t.Fatalf("the lifetime of %+v", c)
			case !strings.HasPrefix(c.Position, "line "):
				t.Fatalf("the position %q", c.Position)
			case strings.Contains(c.Purpose+c.Provider+c.Function, "\n"):
				t.Fatalf("a line break in %+v", c)
			}
			ok := false
			for _, x := range policy.Categories() {
				ok = ok || c.Category == x
			}
			if !ok {
				t.Fatalf("the category %q", c.Category)
			}
		}
	})
}
