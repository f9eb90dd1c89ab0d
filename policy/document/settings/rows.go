package settings

import (
	"strings"

	"crumbs/policy"
	"crumbs/policy/document/column"
	"crumbs/policy/document/lazyregexp"
	"crumbs/policy/document/purpose"
	"crumbs/policy/document/script"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/words"
)

// database reads the Open Cookie Database's JSON: an object with a list for each
// platform, of entries with category, cookie, domain, description,
// retentionPeriod, dataController and wildcardMatch ("1": the name is how those
// of its cookies begin).
func (g *gatherer) database(v script.Value, path string) bool {
	if len(v.Fields) == 0 {
		return false
	}
	found := false
	for _, f := range v.Fields {
		if f.Value.Kind != script.List {
			return false
		}
		for _, e := range f.Value.Items {
			if e.Kind != script.Object || !e.Has("cookie") || !e.Has("wildcardMatch") && !e.Has("retentionPeriod") && !e.Has("dataController") {
				return false
			}
			found = true
		}
	}
	if !found {
		return false
	}
	g.is("an Open Cookie Database")
	g.out.Anywhere = true
	for _, f := range v.Fields {
		for i, e := range f.Value.Items {
			g.entry(entry{
				platform: f.Name, category: e.Get("category").String(), name: e.Get("cookie").String(), domain: e.Get("domain").String(),
				description: e.Get("description").String(), retention: e.Get("retentionPeriod").String(), controller: e.Get("dataController").String(),
				wildcard: e.Get("wildcardMatch").True(), position: position(e, index(path+"."+f.Name, i)),
			})
		}
	}
	return true
}

// auditing reads the knowledge bases of the EDPB's website auditing tool: lists
// of bases, each with "knowledges" of some kind.
func (g *gatherer) auditing(v script.Value, path string) bool {
	found := false
	for _, b := range v.Items {
		if b.Kind != script.Object || b.Get("knowledges").Kind != script.List {
			return false
		}
		found = true
	}
	if !found {
		return false
	}
	g.is("a knowledge base of the EDPB's website auditing tool")
	g.out.Anywhere = true
	for i, b := range v.Items {
		for j, k := range b.Get("knowledges").Items {
			if kind := strings.ToLower(k.Get("kind").String()); kind != "" && kind != "cookie" {
				continue
			}
			// The name of a base is that of the service, or of whoever keeps it.
			g.entry(entry{
				platform: b.Get("name").String(), category: k.Get("category").String(), name: k.Get("name").String(), domain: k.Get("domain").String(),
				description: k.Get("comment").String(), controller: k.Get("controller").String(),
				position: position(k, index(index(path, i)+".knowledges", j)),
			})
		}
	}
	return true
}

// groupOf gives the kind of cookies that a field of an object is about, as its key
// or the object's title says: "analytics: [...]", { title: "Analytics", cookies:
// [...] }. in is what the values around say.
func groupOf(v script.Value, key string, in policy.Section) policy.Section {
	if c := sortOf(key); c != policy.CategoryUnsaid {
		in = policy.Section{Title: spaced(key), Category: c}
	}
	title := ""
	for _, f := range []string{"title", "label", "name", "heading"} {
		if title = oneLine(v.Get(f).String()); title != "" {
			break
		}
	}
	// What is written for programs is surer than a title of several kinds.
	for _, text := range []string{v.Get("slug").String(), v.Get("id").String(), v.Get("key").String(), v.Get("category").String(), title} {
		if c := sortOf(text); c != policy.CategoryUnsaid && len(text) < 80 {
			if title == "" {
				title = spaced(text)
			}
			return policy.Section{Title: title, Category: c}
		}
	}
	if title != "" && in.Category != policy.CategoryUnsaid {
		in.Title = title
	}
	return in
}

// listed makes a list of an object whose fields are all objects, as those of rows
// by their names are: { ga: { name: "_ga", ... }, ... }.
func listed(v script.Value) script.Value {
	out := script.Value{Kind: script.List, Line: v.Line}
	for _, f := range v.Fields {
		if f.Value.Kind != script.Object {
			return script.Value{}
		}
		out.Items = append(out.Items, f.Value)
	}
	return out
}

// rows reads a list of objects that are rows of a table of cookies: what
// Complianz and others export. Their keys are read as the headers of a table.
func (g *gatherer) rows(v script.Value, path string, in policy.Section) bool {
	good, complianz := 0, false
	for _, r := range v.Items {
		if r.Kind != script.Object {
			return false
		}
		has := map[column.Role]bool{}
		cookie := strings.Contains(strings.ToLower(path), "cookie")
		for _, f := range r.Fields {
			if f.Value.Kind == script.List && len(f.Value.Items) > 0 && f.Value.Items[0].Kind == script.Object {
				return false // a group, with the rows in it
			}
			has[keyRole(f.Name)] = true
			cookie = cookie || strings.Contains(strings.ToLower(f.Name), "cookie")
		}
		// A name and a word are any list's; a value is a cookie that was found
		// somewhere, and no policy declares that.
		if has[column.Name] && !r.Has("value") && (has[column.Lifetime] && (has[column.Purpose] || has[column.Category] || has[column.Provider] || has[column.Domain]) || cookie && (has[column.Purpose] || has[column.Category])) {
			good++
		}
		complianz = complianz || r.Has("cookieFunction") || r.Has("isOwnDomainCookie")
	}
	if good == 0 || good*2 < len(v.Items) {
		return false
	}
	if complianz {
		g.is("Complianz' cookies")
	} else {
		g.is("a list of cookies in JSON")
	}
	for i, r := range v.Items {
		at := index(path, i)
		if r.Get("ignored").True() || r.Get("deleted").True() || r.Get("showOnPolicy").Kind != script.Open && !r.Get("showOnPolicy").True() {
			continue
		}
		if kind := strings.ToLower(spaced(r.Get("type").String())); words.SpeakOfStorage(kind) || strings.Contains(strings.ReplaceAll(kind, " ", ""), "storage") || strings.Contains(kind, "pixel") || kind == "html" {
			continue
		}
		cells := map[column.Role]string{}
		var name script.Value
		for _, f := range r.Fields {
			to, text := keyRole(f.Name), oneLine(f.Value.String())
			if f.Name == "type" && sortOf(text) == policy.CategoryUnsaid {
				continue
			}
			if complianz && f.Name == "purpose" {
				to = column.Category
			}
			if text == "" || cells[to] != "" {
				continue
			}
			if cells[to] = text; to == column.Name {
				name = f.Value
			}
		}
		switch cells[column.Domain] {
		case "self":
			cells[column.Party], cells[column.Domain] = "first party", ""
		case "thirdparty":
			cells[column.Party], cells[column.Domain] = "third party", ""
		}
		if own := r.Get("isOwnDomainCookie"); own.Kind != script.Open && cells[column.Party] == "" && complianz {
			if cells[column.Party] = "third party"; own.True() {
				cells[column.Party] = "first party"
			}
		}
		if cells[column.Purpose] == "" {
			cells[column.Purpose] = cells[column.Function]
			cells[column.Function] = ""
		}
		if purpose.Vendor(cells[column.Name]) != "" {
			if _, surest := g.cells.Names(cells[column.Name]); surest == shape.Brand {
				continue // a service
			}
		}
		to := in
		if complianz {
			to = policy.Section{Title: cells[column.Provider]}
		}
		g.addRow(cells, name, false, to, at)
	}
	return true
}

// keyRole gives what a field is by its key.
func keyRole(key string) column.Role {
	switch strings.ToLower(strings.NewReplacer("_", "", "-", "", " ", "").Replace(key)) {
	case "name", "cookie", "cookiename", "cookiekey":
		return column.Name
	case "id", "slug", "serviceid", "lang", "language", "path", "policy", "privacypolicy", "source", "reference", "date", "key":
		return column.Other
	case "cookiefunction", "functionality":
		return column.Function
	case "desc":
		return column.Purpose
	case "exp", "maxage", "expires", "lifespan", "ttl":
		return column.Lifetime
	case "party", "isthirdparty":
		return column.Party
	case "ishttponly", "issecure", "collectedpersonaldata", "ismembersonly", "showonpolicy", "isowndomaincookie", "istranslationfrom", "sync", "ignored", "deleted", "lastupdateddate", "lastadddate", "firstadddate":
		return column.Other
	}
	r, _ := column.Words().Role(spaced(key))
	return r
}

// entry is an entry of the Open Cookie Database, whatever form it is in.
type entry struct {
	platform, category, name, domain, description, retention, controller, position string
	wildcard                                                                       bool
}

// behindHost is what stands behind an entry's domain: its party.
var behindHost = lazyregexp.New(`\(([^()]*)\)`)

// entry adds an entry. The platform is a product of the controller: it becomes
// the section, as the products are what such a list is sorted by.
func (g *gatherer) entry(e entry) {
	d := policy.Declaration{Purpose: e.description, Provider: e.controller, Position: e.position, Category: entryCategory(e.category)}
	if d.Provider == "" {
		d.Provider = e.platform
	}
	// "cookiebot.com (3rd party)"
	if m := behindHost.FindStringIndex(e.domain); m != nil {
		d.Party = purpose.Party(e.domain[m[0]:m[1]])
		e.domain = e.domain[:m[0]]
	}
	if hosts := strings.FieldsFunc(e.domain, func(r rune) bool { return strings.ContainsRune(" ,;|", r) }); len(hosts) > 0 {
		d.Domain = oneHost(hosts)
	}
	live(&d, e.retention, 0)
	for n := range strings.FieldsFuncSeq(e.name, func(r rune) bool { return r == ',' || r == ';' || r == ' ' }) {
		d := d
		if d.Name = n; e.wildcard && !strings.HasSuffix(n, "*") {
			d.Name += "*"
		}
		g.add(d, policy.Section{Title: e.platform})
	}
}

// entryCategory knows the database's five words.
func entryCategory(s string) policy.Category {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "security":
		return policy.Necessary
	case "functional", "personalization", "personalisation":
		return policy.Functional
	case "analytics":
		return policy.Statistical
	case "marketing":
		return policy.Marketing
	}
	return sortOf(s)
}
