package settings

import (
	"strings"

	"crumbs/policy"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/script"
	"crumbs/policy/document/shape"
)

// maxDays is longer than anybody keeps a cookie: scans of sites give thousands
// of years.
const maxDays = 100 * 366

// oneTrust reads OneTrust's settings, from its server ("DomainData" with
// "Groups") or from a script in the page: groups with the site's own cookies and
// with hosts that have theirs. A cookie's length is in days.
func (g *gatherer) oneTrust(v script.Value, path string) bool {
	groups := v.Get("Groups")
	if groups.Kind != script.List {
		return false
	}
	ok := false
	for _, x := range groups.Items {
		ok = ok || x.Has("FirstPartyCookies") || x.Has("GroupLanguagePropertiesSets") || x.Has("OptanonGroupId") || x.Has("CustomGroupId") || x.Has("Hosts") || x.Has("GroupName")
	}
	if !ok {
		return false
	}
	g.is("OneTrust's settings")
	if l := v.Get("Language", "language"); l.Get("Culture").String() != "" {
		g.out.Language, _, _ = strings.Cut(strings.ToLower(l.Get("Culture").String()), "-")
	}
	sorts := map[string]policy.Category{}
	for _, x := range groups.Items {
		for _, id := range []string{x.Get("CustomGroupId").String(), x.Get("OptanonGroupId").String()} {
			if id != "" {
				sorts[id] = groupCategory(x)
			}
		}
	}
	for i, x := range groups.Items {
		at := index(path+".Groups", i)
		in := policy.Section{Title: groupName(x), Category: groupCategory(x)}
		if in.Category == policy.CategoryUnsaid {
			in.Category = sorts[x.Get("Parent").String()]
		}
		switch strings.ToLower(x.Get("Status").String()) {
		case "always active":
			in.Consent = policy.ConsentNone
		case "inactive":
			in.Consent = policy.ConsentNeeded
		}
		for j, c := range x.Get("FirstPartyCookies").Items {
			g.oneTrustCookie(c, policy.Declaration{Party: policy.FirstParty}, in, index(at+".FirstPartyCookies", j))
		}
		for j, c := range x.Get("Cookies").Items {
			g.oneTrustCookie(c, policy.Declaration{}, in, index(at+".Cookies", j))
		}
		for j, h := range x.Get("Hosts").Items {
			d := policy.Declaration{Party: policy.ThirdParty, Provider: oneLine(h.Get("DisplayName").String()), Domain: hostOnly(h.Get("HostName").String()), Purpose: oneLine(h.Get("Description").String())}
			if d.Provider == "" {
				d.Provider = h.Get("HostName").String()
			}
			for k, c := range h.Get("Cookies").Items {
				g.oneTrustCookie(c, d, in, index(index(at+".Hosts", j)+".Cookies", k))
			}
		}
	}
	return true
}

func (g *gatherer) oneTrustCookie(c script.Value, d policy.Declaration, in policy.Section, path string) {
	d.Position = position(c, path)
	d.Name = shape.Variable(c.Get("Name", "name").String())
	if strings.HasSuffix(d.Name, "UA-") {
		d.Name += "*" // the property's number was cut off
	}
	if h := hostOnly(c.Get("Host", "host").String()); h != "" {
		d.Domain = h
	}
	for _, key := range []string{"description", "Description", "thirdPartyDescription"} {
		if t := oneLine(c.Get(key).String()); t != "" {
			d.Purpose = t
			break
		}
	}
	if third := c.Get("isThirdParty"); third.Kind == script.Bool {
		if d.Party = policy.FirstParty; third.True() {
			d.Party = policy.ThirdParty
		}
	}
	days, known := c.Get("Length", "length").Float()
	switch {
	case c.Get("IsSession").True():
		// OneTrust's own dialog shows such a cookie as one of the session,
		// whatever else is said of it.
		d.Session = true
		if known && days > 0 {
			g.remark("%s: %.60s is declared as a session cookie and for %.0f days; the former is what visitors are shown", d.Position, d.Name, days)
		}
	case known && days > maxDays:
		g.remark("%s: %.60s is declared for %.0f days, which can't be meant; its lifetime was left out", d.Position, d.Name, days)
	case known && days > 0:
		seconds := int64(days * lifetime.Day)
		d.LifetimeSeconds = &seconds
	}
	g.add(d, in)
}

// groupName gives the name of a group: a text, or one of a language.
func groupName(x script.Value) string {
	for _, v := range []script.Value{x.Get("GroupName"), x.Get("GroupLanguagePropertiesSets")} {
		if v.Kind == script.List && len(v.Items) > 0 {
			v = v.Items[0].Get("GroupName")
		}
		if t := v.String(); t != "" {
			return oneLine(t)
		}
		if t := v.Get("Text").String(); t != "" {
			return oneLine(t)
		}
	}
	return ""
}

// groupCategory gives the category of a group: what its name says, else what its
// number means where nobody changed it.
func groupCategory(x script.Value) policy.Category {
	if c := sortOf(groupName(x)); c != policy.CategoryUnsaid {
		return c
	}
	for _, key := range []string{"CustomGroupId", "OptanonGroupId"} {
		switch x.Get(key).String() {
		case "C0001", "1":
			return policy.Necessary
		case "C0002", "2":
			return policy.Statistical
		case "C0003", "3":
			return policy.Functional
		case "C0004", "4", "C0005", "8":
			return policy.Marketing
		}
	}
	return policy.CategoryUnsaid
}
