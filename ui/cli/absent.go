package cli

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"crumbs/cookies"
	"crumbs/policy"
	"crumbs/policy/plan"
	"crumbs/ui/print"
)

// nobody says which of the browsers, profiles and containers that were asked for there are
// not, and which there are.
func nobody(r *reading, f plan.Filter) string {
	profiles, containers := map[string]bool{}, map[string]bool{}
	var named []string // the profiles, in the order of their stores
	folders, browsers := map[string]bool{}, map[string]bool{}
	for _, c := range r.stores {
		browsers[c.Store.Browser] = true
		folders[c.Store.Profile] = true
		if name := cmp.Or(c.Store.ProfileName, c.Store.Profile); name != "" && !profiles[name] {
			profiles[name], named = true, append(named, name)
		}
		for i := range c.Cookies {
			if name := c.Cookies[i].Container(); name != "" {
				containers[name] = true
			}
		}
	}
	said := ""
	for _, name := range f.Browsers {
		if !browsers[strings.ToLower(name)] {
			said += fmt.Sprintf("; no store is %s's (there are those of %s)", name, strings.Join(slices.Sorted(maps.Keys(browsers)), ", "))
		}
	}
	of := func(kind string, asked, names []string, known ...map[string]bool) {
		for _, name := range asked {
			if !slices.ContainsFunc(known, func(k map[string]bool) bool { return k[name] }) {
				there := "none"
				if len(names) > 0 {
					there = strings.Join(names, ", ")
				}
				said += fmt.Sprintf("; no %s is called %q (there are %s)", kind, name, there)
			}
		}
	}
	of("profile", f.Profiles, named, profiles, folders)
	of("container", slices.DeleteFunc(slices.Clone(f.Containers), func(name string) bool { return name == "none" }), slices.Sorted(maps.Keys(containers)), containers)
	return said
}

// nearSites names the sites of some hosts that may be meant by a host of which
// nothing is stored: those of which the own name, what stands before the public
// suffix, holds that of the host, and those that are a slip of typing away. An
// ending that two sites share tells nothing of them.
func nearSites(host string, stored iter.Seq[string]) []string {
	seen, sites := map[string]bool{}, map[string]bool{}
	for h := range stored {
		if !seen[h] {
			seen[h] = true
			if site := cookies.Registrable(h); site != "" {
				sites[site] = true
			}
		}
	}
	site := policy.Registrable(host)
	word, _, _ := strings.Cut(site, ".")
	var alike, others []string
	of := map[string][]string{} // the sites of an own name
	for _, s := range slices.Sorted(maps.Keys(sites)) {
		own, _, _ := strings.Cut(s, ".")
		if len(word) > 2 && strings.Contains(own, word) {
			alike = append(alike, s)
			continue
		}
		if of[own] == nil {
			others = append(others, own)
		}
		of[own] = append(of[own], s)
	}
	const few = 3
	out := print.Nearest(site, alike, few)
	for _, own := range print.Meant(word, others, few) {
		out = append(out, print.Nearest(site, of[own], few)...)
	}
	return out[:min(len(out), few)]
}

// namedSites gives the sites of some hosts of which the first word is this one, or
// else, where that is enough, begins with it.
func namedSites(word string, stored iter.Seq[string], enough bool) []string {
	named, begun := map[string]bool{}, map[string]bool{}
	word = strings.ToLower(word)
	for h := range stored {
		site := cookies.Registrable(h)
		switch first, _, _ := strings.Cut(site, "."); {
		case first == word:
			named[site] = true
		case enough && len(word) > 2 && strings.HasPrefix(first, word):
			begun[site] = true
		}
	}
	if len(named) == 0 {
		named = begun
	}
	return slices.Sorted(maps.Keys(named))
}

// instead says which sites may have been meant.
func instead(sites []string) string {
	switch len(sites) {
	case 0:
		return ""
	case 1:
		return "; the nearest stored site is " + sites[0]
	}
	return "; the nearest stored sites are " + strings.Join(sites, ", ")
}

// hosts gives the hosts of cookies.
func hosts(all []policy.Sorted) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, s := range all {
			if !yield(s.Cookie.Host) {
				return
			}
		}
	}
}
