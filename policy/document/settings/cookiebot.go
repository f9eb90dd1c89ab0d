package settings

import (
	"strings"

	"crumbs/policy"
	"crumbs/policy/document/lazyregexp"
	"crumbs/policy/document/script"
	"crumbs/policy/document/shape"
)

var cookiebotName = lazyregexp.New(`(?:^|\.)cookieTable(Necessary|Preferences?|Statistics?|Advertising|Marketing|Unclassified)$`)

// cookiebot reads an object with Cookiebot's tables.
func (g *gatherer) cookiebot(v script.Value, path string) bool {
	found := false
	for _, f := range v.Fields {
		found = g.cookiebotTable(path+"."+f.Name, f.Value) || found
	}
	return found
}

// cookiebotTable reads a table of Cookiebot's declaration, a list of rows: name,
// provider, purpose, expiry, the type in words and as a number (1 is a cookie,
// the others are storage and pixels), a regular expression for the name, hosts.
// In the name # stands for a variable part.
func (g *gatherer) cookiebotTable(path string, v script.Value) bool {
	m := cookiebotName.FindStringSubmatch(path)
	if m == nil || v.Kind != script.List {
		return false
	}
	g.is("a Cookiebot declaration")
	in := policy.Section{Title: m[1], Category: sortOf(m[1])}
	if in.Category == policy.CategoryUnsaid {
		in.Category = policy.Unclassified
	}
	others := 0
	for i, r := range v.Items {
		cell := func(n int) string {
			if n < len(r.Items) {
				return r.Items[n].String()
			}
			return ""
		}
		if r.Kind != script.List || len(r.Items) == 0 {
			continue
		}
		if kind := strings.ToLower(cell(4)); cell(5) != "" && cell(5) != "1" || cell(5) == "" && kind != "" && !strings.HasPrefix(kind, "http") {
			others++
			continue
		}
		d := policy.Declaration{Provider: oneLine(cell(1)), Purpose: oneLine(cell(2)), Position: position(r, index(path, i))}
		if strings.EqualFold(d.Purpose, "pending") {
			d.Purpose = ""
		}
		live(&d, cell(3), 0)
		hosts := strings.Fields(oneLine(cell(7)))
		if len(hosts) == 0 {
			hosts = strings.Fields(d.Provider)
		}
		d.Domain = oneHost(hosts)
		d.Name = shape.Variable(oneLine(cell(0)))
		g.add(d, in)
	}
	if others > 0 {
		g.remark("left out because they are pixels or other storage than cookies: %d", others)
	}
	return true
}
