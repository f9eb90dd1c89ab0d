package settings

import (
	"strings"

	"crumbs/policy"
	"crumbs/policy/document/script"
)

// tarteaucitron reads one of tarteaucitron's services, an object with a key, a
// type, a name and the names of its cookies; or an object of them.
func (g *gatherer) tarteaucitron(v script.Value, path string) bool {
	if v.Get("key").String() == "" || v.Get("type").String() == "" || !v.Has("cookies") || !v.Has("needConsent") && !v.Has("uri") && !v.Has("js") && !strings.Contains(path, "tarteaucitron") {
		return false
	}
	g.is("a tarteaucitron configuration")
	name, kind := v.Get("name").String(), strings.ToLower(v.Get("type").String())
	if name == "" {
		name = v.Get("key").String()
	}
	in := policy.Section{Title: kind}
	switch kind {
	case "analytic", "analytics":
		in.Category = policy.Statistical
	case "ads", "social":
		in.Category = policy.Marketing
	case "api", "video", "support", "comment":
		// What the visitor asked to see: a map, a film, a chat.
		in.Category = policy.Functional
	}
	d := policy.Declaration{Provider: name}
	list := v.Get("cookies")
	if list.Kind != script.List {
		g.remark("%s: the cookies of %.60s are known only to the running script and were left out", position(v, path), name)
		return true
	}
	if need := v.Get("needConsent"); need.Kind == script.Bool {
		if in.Consent = policy.ConsentNone; need.True() {
			in.Consent = policy.ConsentNeeded
		}
	}
	for i, c := range list.Items {
		at := index(path+".cookies", i)
		d.Position = position(c, at)
		for _, d.Name = range g.expressed(c, at) {
			g.add(d, in)
		}
	}
	return true
}
