package settings

import (
	"strings"

	"crumbs/policy"
	"crumbs/policy/document/column"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/purpose"
	"crumbs/policy/document/script"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/words"
)

// orestbida reads the settings of orestbida/cookieconsent, version 3:
// "categories" by key, each with the cookies that are cleared when it is refused
// and with services that have cookies; and texts by language, whose sections
// hold tables of cookies for a category. The texts are often a file of their
// own. Version 2 has "settings_modal" with "blocks" in their place.
func (g *gatherer) orestbida(v script.Value, path string) bool {
	categories := v.Get("categories")
	ok := false
	for _, c := range categories.Fields {
		if c.Value.Kind != script.Object {
			return false
		}
		ok = ok || c.Value.Has("autoClear") || c.Value.Has("readOnly") || c.Value.Get("services").Kind == script.Object
	}
	texts, at := g.dialogTexts(v, path)
	if !ok && texts.Kind != script.Object {
		return false
	}
	g.is("a configuration of orestbida/cookieconsent")
	titles := map[string]string{}
	sections, field := texts.Get("sections").Items, ".sections"
	if len(sections) == 0 {
		sections, field = texts.Get("blocks").Items, ".blocks"
	}
	for _, s := range sections {
		if key := linked(s); key != "" && titles[key] == "" {
			titles[key] = oneLine(s.Get("title").String())
		}
	}
	section := func(key, title string) policy.Section {
		s := policy.Section{Title: title, Category: sortOf(key)}
		if s.Title == "" {
			s.Title = titles[key]
		}
		if s.Category == policy.CategoryUnsaid {
			s.Category = sortOf(s.Title)
		}
		if s.Title == "" {
			s.Title = key
		}
		if s.Category == policy.CategoryUnsaid && categories.Get(key).Get("readOnly").True() {
			s.Category = policy.Necessary
		}
		return s
	}
	for i, s := range sections {
		table, name := s.Get("cookieTable"), ".cookieTable.body"
		rows, headers := table.Get("body"), table.Get("headers")
		if rows.Kind != script.List {
			rows, name = s.Get("cookie_table"), ".cookie_table"
			headers = flat(texts.Get("cookie_table_headers"))
		}
		if rows.Kind != script.List {
			continue
		}
		in := section(linked(s), oneLine(s.Get("title").String()))
		for j, r := range rows.Items {
			g.labelledRow(r, headers, in, index(index(at+field, i)+name, j))
		}
	}
	for _, c := range categories.Fields {
		in, at := section(c.Name, ""), path+".categories."+c.Name
		for i, k := range c.Value.Get("autoClear").Get("cookies").Items {
			g.cleared(k, "", in, index(at+".autoClear.cookies", i))
		}
		for _, s := range c.Value.Get("services").Fields {
			label := s.Value.Get("label").String()
			if label == "" {
				label = s.Name
			}
			for i, k := range s.Value.Get("cookies").Items {
				g.cleared(k, oneLine(label), in, index(at+".services."+s.Name+".cookies", i))
			}
		}
	}
	return true
}

// dialogTexts finds the texts of the dialog in one language, and their path.
func (g *gatherer) dialogTexts(v script.Value, path string) (script.Value, string) {
	for _, modal := range []string{"preferencesModal", "settings_modal"} {
		if m := v.Get(modal); m.Get("sections").Kind == script.List || m.Get("blocks").Kind == script.List {
			return m, path + "." + modal
		}
	}
	all, at := v.Get("language").Get("translations"), ".language.translations"
	want := v.Get("language").Get("default").String()
	if all.Kind != script.Object {
		all, at = v.Get("languages"), ".languages"
		want = v.Get("current_lang").String()
	}
	chosen := translation(all, want)
	if chosen.Kind != script.Object {
		return script.Value{}, ""
	}
	for _, f := range all.Fields {
		if f.Value.Kind == script.Object && f.Value.Line == chosen.Line && len(f.Value.Fields) == len(chosen.Fields) {
			at += "." + f.Name
			if len(f.Name) == 2 {
				g.out.Language = f.Name
			}
			break
		}
	}
	return g.dialogTexts(script.Value{Kind: script.Object, Fields: chosen.Fields}, path+at)
}

// linked gives the category that a section of the dialog is about.
func linked(s script.Value) string {
	if key := s.Get("linkedCategory").String(); key != "" {
		return key
	}
	return s.Get("toggle").Get("value").String()
}

// flat makes one object of a list of objects with one field each.
func flat(list script.Value) script.Value {
	out := script.Value{Kind: script.Object}
	for _, o := range list.Items {
		out.Fields = append(out.Fields, o.Fields...)
	}
	return out
}

// cleared takes a cookie that is cleared. One that a table already has, with
// more to say of it, is not taken again.
func (g *gatherer) cleared(k script.Value, service string, in policy.Section, path string) {
	name := k
	if k.Kind == script.Object {
		name = k.Get("name")
	}
	d := policy.Declaration{Domain: hostOnly(k.Get("domain").String()), Provider: service, Position: position(name, path)}
names:
	for _, d.Name = range g.expressed(name, path) {
		for i := range g.out.Cookies {
			was := &g.out.Cookies[i]
			if was.Name == d.Name && was.Section == in.Title && (was.Domain == d.Domain || was.Domain == "" || d.Domain == "") {
				if was.Domain == "" {
					was.Domain = d.Domain
				}
				if was.Provider == "" {
					was.Provider = service
				}
				continue names
			}
		}
		g.add(d, in)
	}
}

// labelledRow takes a row whose columns have labels: those of a table's headers,
// or its own keys.
func (g *gatherer) labelledRow(r, headers script.Value, in policy.Section, path string) {
	cells := map[column.Role]string{}
	var name script.Value
	for _, f := range r.Fields {
		text := oneLine(f.Value.String())
		label := oneLine(headers.Get(f.Name).String())
		if label == "" {
			label = f.Name
		}
		role := keyRole(label)
		if role == column.None || label != f.Name && role == column.Other {
			role = keyRole(f.Name)
		}
		if text == "" || cells[role] != "" {
			continue
		}
		if cells[role] = text; role == column.Name {
			name = f.Value
		}
	}
	if name.Kind == script.Open && len(r.Fields) > 0 {
		name = r.Fields[0].Value // the first column, whatever its header
		cells[column.Name] = oneLine(name.String())
	}
	g.addRow(cells, name, r.Get("is_regex").True(), in, path)
}

// addRow adds what a row of a table declares: several cookies where its name
// names several.
func (g *gatherer) addRow(cells map[column.Role]string, name script.Value, expression bool, in policy.Section, path string) {
	kind := cells[column.Category]
	if kind = strings.ToLower(kind); words.SpeakOfStorage(kind) || strings.Contains(kind, "localstorage") || strings.Contains(kind, "local storage") || strings.Contains(kind, "sessionstorage") || strings.Contains(kind, "pixel") {
		return
	}
	d := policy.Declaration{
		Provider: cells[column.Provider], Purpose: cells[column.Purpose], Function: cells[column.Function], Party: purpose.Party(cells[column.Party]),
		Category: sortOf(cells[column.Category]), Position: position(name, path),
	}
	if hosts := strings.FieldsFunc(cells[column.Domain], func(r rune) bool { return strings.ContainsRune(" ,;|", r) }); len(hosts) > 0 {
		if d.Domain = oneHost(hosts); d.Domain == "" && d.Provider == "" {
			d.Provider = cells[column.Domain]
		}
	}
	text := cells[column.Name]
	var all []string
	if expression || strings.HasPrefix(text, "^") || name.Kind == script.Regexp {
		if name.Kind == script.String {
			name.Kind, name.Text = script.Regexp, text
		}
		all = g.expressed(name, path)
	} else {
		all, _ = g.cells.Names(text)
		if len(all) == 0 {
			all = []string{shape.Variable(text)}
		}
	}
	lives := lifetime.Read(cells[column.Lifetime], 0, len(all))
	if cells[column.Lifetime] == "" {
		lives = g.cells.Told(cells[column.Purpose]+"\n"+cells[column.Function], len(all))
	}
	for i, n := range all {
		d := d
		d.Name = n
		lifetime.Set(&d, lives, i)
		g.add(d, in)
	}
}
