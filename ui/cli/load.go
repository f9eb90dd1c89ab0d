package cli

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"os"
	"slices"
	"strings"
	"time"

	"crumbs/cookies"
	"crumbs/cookies/jar"
	"crumbs/policy"
	"crumbs/policy/classify"
	"crumbs/policy/plan"
	"crumbs/ui/print"
)

// reading is what the stores gave.
type reading struct {
	stores []jar.Contents  // in the order in which stores are listed
	all    []policy.Sorted // every cookie that could be read, seen from the site
	doubts error           // what could not be read of policies and rules
}

// want is what a command selects.
type want struct {
	site   policy.Site
	filter plan.Filter
}

// wants checks SITE and filters.
func (s *selection) wants(args []string) (want, error) {
	site, err := siteOf(args)
	if err != nil {
		return want{}, err
	}
	f, err := s.filter()
	return want{site, f}, err
}

// reader reads stores: [jar.Jar.Load], or [jar.Jar.Read] where nobody is told who
// uses them.
type reader func(ctx context.Context, stores []*cookies.Store, each func(jar.Contents))

// contents reads the stores there are, after it has checked that browsers are
// words of some. It says which can't be read; that none can is an error, with
// what could be found out beside it.
func (p *program) contents(ctx context.Context, h *house, read reader, browsers []string, each func(jar.Contents)) ([]jar.Contents, error) {
	stores, err := h.Stores(ctx)
	if err != nil {
		return nil, err
	}
	if err := checkBrowsers(browsers, stores); err != nil {
		return nil, err
	}
	start := time.Now()
	place := map[*cookies.Store]int{}
	for i, s := range stores {
		place[s] = i
	}
	out := make([]jar.Contents, len(stores))
	if len(stores) > 0 { // once for all of them
		if err := p.scratch.Make(); err != nil {
			return nil, err
		}
	}
	read(ctx, stores, func(c jar.Contents) {
		if p.damaged && c.Cookies == nil && c.Saved != nil {
			p.say("crumbs: %s is damaged: these are the %s that can still be read of it", c.Store.Path, print.Plural(len(c.Saved), "cookie"))
			c.Cookies = c.Saved
		}
		out[place[c.Store]] = c
		if c.Cookies != nil && each != nil {
			each(c)
		}
	})
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	readable := 0
	for i, c := range out {
		if c.Cookies != nil {
			readable++
			continue
		}
		p.say("crumbs: %v", &cookies.Problem{Condition: c.Condition, Path: c.Store.Path})
		if (p.salvage || p.damaged) && c.Condition.State == cookies.Damaged {
			list, err := h.Salvage(ctx, c.Store)
			if err == nil && len(list) > 0 {
				p.say("crumbs: %s could still be read of it; how many are missing, nothing tells", print.Plural(len(list), "cookie"))
				out[i].Cookies = list
				readable++
				if each != nil {
					each(out[i])
				}
			}
		}
	}
	p.detail("read %s in %s", print.Plural(readable, "store"), time.Since(start).Round(time.Millisecond))
	switch {
	case len(out) == 0:
		p.nothingFound(h)
	case readable == 0:
		return out, fmt.Errorf("none of %s can be read: see crumbs stores", print.Plural(len(out), "store"))
	}
	return out, nil
}

// nothingFound says what was looked for, where, and what else there is.
func (p *program) nothingFound(h *house) {
	looked := h.Looked()
	if len(looked) == 0 {
		p.say("crumbs: there is nowhere to look for browsers without a home folder (HOME): give a store with --store PATH, or try crumbs --demo")
		return
	}
	p.say("crumbs: no browser's cookies were found in the %s where they usually are (-v names them): "+
		"give a store with --store PATH, or try crumbs --demo", print.Plural(len(looked), "folder"))
	for _, dir := range looked {
		p.detail("  %s", dir)
	}
}

// load reads all stores and sorts what they hold, seen from the site. What
// sorts them is made while they are read. Each, if it is not nil, is handed what
// a store holds as soon as it is sorted.
func (p *program) load(ctx context.Context, h *house, read reader, w want, each func([]policy.Sorted)) (*reading, error) {
	var r reading
	var sorter *classify.Classifier
	ready := make(chan struct{})
	go func() {
		sorter, _, r.doubts = h.classifier()
		close(ready)
	}()
	var err error
	sorted := map[*cookies.Store][]policy.Sorted{}
	r.stores, err = p.contents(ctx, h, read, w.filter.Browsers, func(c jar.Contents) {
		<-ready
		sorted[c.Store] = sorter.Sort(c.Cookies, w.site)
		if each != nil {
			each(sorted[c.Store])
		}
	})
	<-ready
	for _, c := range r.stores { // not in the order in which they were read, which is never the same
		if r.all == nil {
			r.all = slices.Clip(sorted[c.Store]) // there may be no other
		} else {
			r.all = append(r.all, sorted[c.Store]...)
		}
	}
	return &r, err
}

// read is load for commands that change nothing: doubts about policies are
// said, and what was selected comes back. A SITE of which nothing is stored is
// said too, with those that may be meant.
func (p *program) read(ctx context.Context, stores []string, w want) (h *house, r *reading, chosen []policy.Sorted, err error) {
	uncollected(func() { h, r, chosen, err = p.stream(ctx, stores, w, nil) })
	return h, r, chosen, err
}

// stream is read that hands over what was selected of a store, in the order of a
// list, while others are still being read. An error of that ends it.
func (p *program) stream(ctx context.Context, stores []string, w want, each func(*house, []policy.Sorted) error) (*house, *reading, []policy.Sorted, error) {
	h, err := p.open(ctx, stores)
	if err != nil {
		return nil, nil, nil, err
	}
	reading, stop := context.WithCancel(ctx)
	defer stop()
	var refused error
	hand := func(list []policy.Sorted) {
		chosen := slices.Clone(plan.Select(list, w.site, w.filter, time.Now()))
		inOrder(chosen)
		if refused == nil {
			if refused = each(h, chosen); refused != nil {
				stop()
			}
		}
	}
	if each == nil {
		hand = nil
	}
	r, err := p.load(reading, h, h.Read, w, hand)
	if err := first(refused, err); err != nil {
		return nil, nil, nil, err
	}
	if r.doubts != nil {
		p.complain(r.doubts)
	}
	chosen := plan.Select(r.all, w.site, w.filter, time.Now())
	if len(chosen) == 0 && len(r.stores) > 0 {
		p.nothingChosen(r, w)
	}
	return h, r, chosen, nil
}

// nothingChosen says why a list is empty.
func (p *program) nothingChosen(r *reading, w want) {
	stored := w.site.IsZero() || slices.ContainsFunc(r.all, func(s policy.Sorted) bool { return w.site.Holds(s.Cookie) })
	switch {
	case len(r.all) == 0:
		p.say("crumbs: the stores hold no cookies")
	case stored && w.filter.Empty():
		p.say("crumbs: nothing there is to be selected")
	case stored:
		p.say("crumbs: no cookie fits the filters%s", nobody(r, w.filter))
	default:
		p.say("crumbs: nothing is stored of %s%s", w.site.Host, instead(nearSites(w.site.Host, hosts(r.all))))
	}
}

// inOrder puts cookies into the order of a list: by category, then by site,
// then by name, and always alike.
func inOrder(list []policy.Sorted) {
	type key struct {
		policy.Sorted
		rank int
		site string
	}
	rank := map[policy.Category]int{}
	for i, c := range policy.Categories() {
		rank[c] = i
	}
	sites := map[string]string{}
	keys := make([]key, len(list))
	for i, s := range list {
		site, ok := sites[s.Cookie.Host]
		if !ok {
			site = cookies.Registrable(s.Cookie.Host)
			sites[s.Cookie.Host] = site
		}
		keys[i] = key{s, rank[s.Verdict.Category], site}
	}
	slices.SortFunc(keys, func(a, b key) int {
		if a.rank != b.rank {
			return a.rank - b.rank
		}
		if c := strings.Compare(a.site, b.site); c != 0 {
			return c
		}
		x, y := a.Cookie, b.Cookie
		if c := strings.Compare(x.Name, y.Name); c != 0 {
			return c
		}
		return cmp.Or(
			strings.Compare(x.Host, y.Host), strings.Compare(x.Path, y.Path), strings.Compare(x.Store.Path, y.Store.Path),
			strings.Compare(x.Origin, y.Origin), cmp.Compare(x.Scheme, y.Scheme), cmp.Compare(x.Port, y.Port),
			cmp.Compare(bit(x.CrossSite), bit(y.CrossSite)),
		)
	})
	for i, k := range keys {
		list[i] = k.Sorted
	}
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// rows gives cookies for printing, with their values if those were asked for.
func rows(ctx context.Context, h *house, list []policy.Sorted, withValues bool) iter.Seq[print.Row] {
	var values []jar.Value
	if withValues {
		cs := make([]*cookies.Cookie, len(list))
		for i, s := range list {
			cs[i] = s.Cookie
		}
		values = h.Values(ctx, cs)
	}
	return func(yield func(print.Row) bool) {
		for i, s := range list {
			r := print.Row{Sorted: s}
			if withValues {
				r.Value = &values[i]
			}
			if !yield(r) {
				return
			}
		}
	}
}

// stdout is what the place can show that data goes to.
func stdout() print.Terminal { return print.TerminalOf(os.Stdout, os.Environ()) }
