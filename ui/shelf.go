package ui

import (
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"crumbs/cookies"
	"crumbs/cookies/jar"
	"crumbs/policy"
	"crumbs/policy/plan"
	"crumbs/ui/print"
)

// shelf is everything that was read, put under the sites that it belongs to
// and sorted by what it is for. It is made off the screen's goroutine and not
// changed afterwards, but for what is worked out when it is first asked for.
type shelf struct {
	stores  []shelved
	sites   []*site
	entries []entry           // the sites', one after the other
	whole   sifted            // what there is of all of them
	total   int               // cookies, each counted once
	labels  map[string]string // what to call a store in a list, by its path
	texts   *texts

	labelled int // the width of the longest of labels, in cells

	looked map[string]cookies.Condition // what was in the way of stores at the last look, by path; the screen's own

	keeps    func(*cookies.Cookie) bool // nil: nothing is on the keep list
	keepsErr error                      // it can't be read, and nothing can be deleted

	byName *namesakes // made by the first search for relatives, for those that follow
}

// shelved is a store on the shelf.
type shelved struct {
	jar.Contents
	read bool
}

// site is a row of the list of sites, with the cookies that belong to it.
type site struct {
	seen    policy.Site
	policy  *policy.Policy // its platform's own, nil if there is none
	asked   bool           // the user named it
	texts   *texts         // the shelf's
	home    int32          // the number of its host among them
	entries []entry
	cleared int // how many clear would take

	named   []int32    // entries by name: made when they are first sorted, on the screen's goroutine
	domains []int64    // their ranks: made with it
	facts   *siteFacts // made when they are first asked for, there too

	numbered map[grouping]numbering // likewise
}

// is reports whether two are the same site, perhaps read at different times.
func (s *site) is(other *site) bool {
	return s == other || s != nil && other != nil && s.seen.Host == other.seen.Host
}

// shelver puts what was read on a shelf. What it made of a store it keeps, so
// that of many stores each is sorted once.
type shelver struct {
	judge    Judge
	policies []policy.Policy
	asked    policy.Site
	keeps    func(*cookies.Cookie) bool
	keepsErr error
	now      time.Time

	platforms []platform
	sorted    map[string]map[string]*site // by the store's path, by the site's host
	texts     texts
}

type platform struct {
	policy.Site
	policy *policy.Policy
	shares bool // it declares third-party cookies, which may lie elsewhere
}

func newShelver(judge Judge, policies []policy.Policy, asked policy.Site, keeps func(*cookies.Cookie) bool, now time.Time) *shelver {
	s := &shelver{judge: judge, policies: policies, asked: asked, keeps: keeps, now: now, sorted: map[string]map[string]*site{}}
	for i := range policies {
		p := &policies[i]
		// A policy of www.shop.example is the policy of shop.example.
		seen, err := policy.ParseSite(strings.TrimPrefix(p.Platform, "www."))
		if p.Platform == "" || err != nil {
			continue
		}
		third := func(d policy.Declaration) bool { return d.Party == policy.ThirdParty || d.Domain != "" }
		s.platforms = append(s.platforms, platform{seen, p, slices.ContainsFunc(p.Cookies, third)})
	}
	return s
}

// add sorts the cookies of a store under their sites.
func (s *shelver) add(c jar.Contents) {
	browser := strings.ToLower(c.Store.Browser + " " + c.Store.Profile + " " + c.Store.ProfileName)
	mine := map[string]*site{}
	put := func(seen policy.Site, p *policy.Policy, ck *cookies.Cookie, v *policy.Verdict, extra bool) {
		row := mine[seen.Host]
		if row == nil {
			row = s.row(seen)
			row.policy = p
			mine[seen.Host] = row
		}
		e := s.texts.entry(policy.Sorted{Cookie: ck, Verdict: v}, browser)
		e.extra = extra
		row.entries = append(row.entries, e)
	}
	for ck, home := range s.housed(c.Cookies) {
		placed := false
		for _, p := range s.platforms {
			if p.Holds(ck) {
				put(p.Site, p.policy, ck, s.judge(ck, p.Site), placed)
				placed = true
			} else if p.shares && ck.PartitionKey() == "" {
				if v := s.judge(ck, p.Site); v.Shared {
					put(p.Site, p.policy, ck, v, true)
				}
			}
		}
		if !placed {
			put(*home.site, nil, ck, home.verdict, false)
			placed = home.site.Host == s.asked.Host
		} else {
			placed = s.platformed(s.asked)
		}
		if !placed && !s.asked.IsZero() && !s.platformed(s.asked) && s.asked.Holds(ck) {
			put(s.asked, nil, ck, s.judge(ck, s.asked), true)
		}
	}
	for _, row := range mine {
		s.clear(row)
	}
	s.sorted[c.Store.Path] = mine
}

// house is the site that a cookie is listed under, and the verdict on it seen from
// there.
type house struct {
	site    *policy.Site
	verdict *policy.Verdict
}

// housed gives each cookie with its house. Houses are more than half of the work
// of adding cookies, so they are found beside the rest of it, some at a time. The
// cookies are to be gone through to the last.
func (s *shelver) housed(cs []cookies.Cookie) iter.Seq2[*cookies.Cookie, house] {
	const some = 256
	parts, fault := make(chan []house, 4), make(chan *jar.Panic, 1)
	go func() {
		defer close(parts)
		defer jar.Carry(fault)
		homes := map[string]*policy.Site{}
		for part := range slices.Chunk(cs, some) {
			out := make([]house, len(part))
			for i := range part {
				home := homeOf(&part[i], homes)
				out[i] = house{home, s.judge(&part[i], *home)}
			}
			parts <- out
		}
	}()
	return func(yield func(*cookies.Cookie, house) bool) {
		i := 0
		for part := range parts {
			for _, h := range part {
				yield(&cs[i], h)
				i++
			}
		}
		select {
		case p := <-fault:
			panic(p)
		default:
		}
	}
}

// row makes the row of a site.
func (s *shelver) row(seen policy.Site) *site {
	return &site{seen: seen, home: s.texts.homes.host(seen.Host)}
}

// platformed reports whether a site has a row of its own as a platform.
func (s *shelver) platformed(seen policy.Site) bool {
	return slices.ContainsFunc(s.platforms, func(p platform) bool { return p.Host == seen.Host })
}

// homeOf is the site that a cookie is listed under: that of its partition,
// else its own registrable domain.
func homeOf(c *cookies.Cookie, known map[string]*policy.Site) *policy.Site {
	key := c.Host
	if p := c.PartitionKey(); p != "" {
		key = p
	}
	if s, ok := known[key]; ok {
		return s
	}
	host := cookies.PartitionDomain(c.PartitionKey())
	if host == "" {
		host = policy.Registrable(c.Host)
	}
	s := &policy.Site{Host: host, Registrable: host}
	known[key] = s
	return s
}

// clear marks what a clear of the site would take.
func (s *shelver) clear(row *site) {
	all := make([]policy.Sorted, len(row.entries))
	for i := range row.entries {
		all[i] = row.entries[i].Sorted
	}
	taken := map[*cookies.Cookie]bool{}
	for _, t := range plan.Make(plan.Request{Cookies: all, Clear: true, Keeps: s.keeps, Now: s.now}).Take {
		taken[t.Cookie] = true
	}
	for i := range row.entries {
		row.entries[i].cleared = taken[row.entries[i].Cookie]
		row.entries[i].kept = s.keeps != nil && s.keeps(row.entries[i].Cookie)
	}
}

// shelf gives what was added of these stores, the sites by their hosts.
func (s *shelver) shelf(stores []shelved) *shelf {
	out := &shelf{stores: slices.Clone(stores), labels: labels(stores), keeps: s.keeps, keepsErr: s.keepsErr}
	for _, label := range out.labels {
		out.labelled = max(out.labelled, cells(label))
	}
	sites, n := map[string]*site{}, 0
	if !s.asked.IsZero() {
		sites[s.asked.Host] = s.row(s.asked)
	}
	for _, st := range stores {
		out.total += len(st.Cookies)
		for host, part := range s.sorted[st.Store.Path] {
			if n += len(part.entries); sites[host] == nil {
				sites[host] = s.row(part.seen)
			}
		}
	}
	out.texts = s.texts.lists()
	out.entries, out.sites = make([]entry, 0, n), make([]*site, 0, len(sites))
	for _, host := range slices.Sorted(maps.Keys(sites)) {
		row, from := sites[host], len(out.entries)
		for _, st := range stores {
			if part := s.sorted[st.Store.Path][host]; part != nil {
				out.entries = append(out.entries, part.entries...)
			}
		}
		row.entries = slices.Clip(out.entries[from:])
		row.texts, row.asked = out.texts, host == s.asked.Host
		nearest := "" // platform
		for _, p := range s.platforms {
			if cookies.Under(host, p.Host) && len(p.Host) > len(nearest) {
				row.policy, nearest = p.policy, p.Host
			}
		}
		row.cleared = out.whole.add(row.entries)
		out.sites = append(out.sites, row)
	}
	return out
}

// site gives the place of the site of a host.
func (sh *shelf) site(host string) (int, bool) {
	if sh == nil { // nothing was read yet
		return 0, false
	}
	return slices.BinarySearchFunc(sh.sites, host, func(s *site, host string) int { return strings.Compare(s.seen.Host, host) })
}

// labels gives each store its browser's name, and its profile's where the
// browser has several.
func labels(stores []shelved) map[string]string {
	count := map[string]int{}
	for _, st := range stores {
		count[st.Store.Browser]++
	}
	out := map[string]string{}
	for _, st := range stores {
		if count[st.Store.Browser] > 1 {
			out[st.Store.Path] = storeName(st.Store)
		} else {
			out[st.Store.Path] = shown(st.Store.Browser)
		}
	}
	return out
}

// storeName names a store as its user knows it: browser and profile.
func storeName(s *cookies.Store) string {
	return shown(print.StoreName(s))
}

// condition gives the condition of the store at a path: what was wrong when it was
// read, else what was in its way at the last look, the zero one before the first.
func (sh *shelf) condition(path string) cookies.Condition {
	for i := range sh.stores {
		if s := &sh.stores[i]; s.Store.Path == path && s.Condition.State != "" {
			return s.Condition
		}
	}
	return sh.looked[path]
}
