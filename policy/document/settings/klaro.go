package settings

import (
	"strings"

	"crumbs/policy"
	"crumbs/policy/document/script"
)

// klaro reads the settings of Klaro: "services" ("apps" in old ones), each with
// a name, purposes and cookies, which are texts, regular expressions, lists of
// one of these with a path and a domain, or, as Klaro's hosted service exports
// them, objects with a pattern.
func (g *gatherer) klaro(v script.Value, path string) bool {
	field := "services"
	list := v.Get(field)
	if list.Kind != script.List {
		field = "apps"
		list = v.Get(field)
	}
	if list.Kind != script.List || len(list.Items) == 0 {
		return false
	}
	telling := v.Has("storageName") || v.Has("cookieName") || v.Has("mustConsent") || v.Has("elementID") || v.Has("groupByPurpose")
	for _, s := range list.Items {
		if s.Kind != script.Object || s.Get("name").String() == "" {
			return false
		}
		telling = telling || s.Get("purposes").Kind == script.List && s.Get("cookies").Kind == script.List
	}
	if !telling {
		return false
	}
	g.is("a Klaro configuration")
	words := translation(v.Get("translations"), v.Get("lang").String())
	for i, s := range list.Items {
		g.klaroService(s, words, index(path+"."+field, i))
	}
	return true
}

func (g *gatherer) klaroService(s, words script.Value, path string) {
	name := s.Get("name").String()
	own := translation(s.Get("translations"), "")
	said := func(key string) string {
		for _, v := range []script.Value{own.Get(key), s.Get(key), words.Get(name).Get(key), words.Get("services").Get(name).Get(key)} {
			if t := oneLine(v.String()); t != "" {
				return t
			}
		}
		return ""
	}
	section := policy.Section{}
	for _, p := range s.Get("purposes").Items {
		title := words.Get("purposes").Get(p.String())
		text := title.String()
		if text == "" {
			text = title.Get("title").String()
		}
		if text == "" {
			text = p.String()
		}
		c := sortOf(p.String())
		if c == policy.CategoryUnsaid {
			c = sortOf(text)
		}
		if section.Title == "" || section.Category == policy.CategoryUnsaid && c != policy.CategoryUnsaid {
			section.Title, section.Category = oneLine(text), c
		}
	}
	d := policy.Declaration{Provider: said("title"), Purpose: said("description"), Category: section.Category}
	if d.Provider == "" {
		d.Provider = name
	}
	if s.Get("required").True() {
		d.Category = policy.Necessary // nobody can refuse it
	}
	for i, c := range s.Get("cookies").Items {
		at := index(path+".cookies", i)
		d := d
		pattern := c
		switch c.Kind {
		case script.List:
			if len(c.Items) == 0 {
				continue
			}
			pattern = c.Items[0]
			if len(c.Items) > 2 {
				d.Domain = hostOnly(c.Items[2].String())
			}
		case script.Object:
			pattern = c.Get("pattern", "name")
			d.Domain = hostOnly(c.Get("domain").String())
			live(&d, c.Get("expiresAfter", "expires").String(), 0)
			if t := oneLine(c.Get("description").String()); t != "" {
				d.Purpose = t
			}
		}
		d.Position = position(pattern, at)
		for _, d.Name = range g.expressed(pattern, at) {
			g.add(d, section)
		}
	}
}

// translation chooses one of the languages of an object of texts: the wanted
// one, English, the one for all ("zz"), or the first.
func translation(all script.Value, want string) script.Value {
	for _, l := range []string{want, "en", "zz", "en-US", "en-GB"} {
		if l != "" && all.Get(l).Kind == script.Object {
			return all.Get(l)
		}
	}
	for _, f := range all.Fields {
		if f.Value.Kind == script.Object && len(f.Name) <= 7 && !strings.Contains(f.Name, " ") {
			return f.Value
		}
	}
	return script.Value{}
}
