package jar

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"crumbs/cookies"
)

// Event is what happened to a cookie.
type Event string

// The events; the words are those of `crumbs watch --json`.
const (
	Appeared Event = "new"
	Changed  Event = "changed" // set again, or with other attributes; that it was only sent is no change
	Gone     Event = "gone"
)

// Change is an event with the cookie as it is now, or as it last was.
type Change struct {
	Event  Event
	Cookie cookies.Cookie
	Seen   time.Time // when it was noticed: browsers write later than they set
}

// Sight is what a look at the stores gave.
type Sight struct {
	Changes []Change
	Stores  []Contents // those that were read, each as it is now
	First   bool       // the first look: everything is there, nothing is a change
}

// Watch looks at the stores until ctx ends, and hands over what it sees: first
// everything that is wanted, then the changes, as the browsers write them. The
// stores are read from copies, as always; one that can't be read at the moment
// is tried again and its cookies count as they were.
func (j *Jar) Watch(ctx context.Context, want func(*cookies.Cookie) bool, each func(Sight)) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	e := newEar(ctx, safety)
	return j.watch(ctx, e.beats, func(stores []*cookies.Store) { e.follow(ctx, stores) }, want, each)
}

// watch is Watch that looks at each beat, and says before each look which stores
// it is about.
func (j *Jar) watch(ctx context.Context, beats <-chan beat, follow func([]*cookies.Store), want func(*cookies.Cookie) bool, each func(Sight)) error {
	w := watcher{jar: j, want: want, marks: map[string]Mark{}, known: map[string]map[cookies.Key]cookies.Cookie{}}
	if err := w.list(ctx, follow); err != nil {
		return err
	}
	first := w.look(ctx)
	first.First, first.Changes = true, nil
	each(first)
	for {
		var again <-chan time.Time
		if w.missed {
			again = time.After(pulse)
		}
		var b beat
		select {
		case <-ctx.Done():
			return nil
		case b = <-beats:
		case <-again:
		}
		if b.list {
			if err := w.list(ctx, follow); err != nil {
				return err
			}
		}
		// What was cut short by the end shows nothing.
		if s := w.look(ctx); ctx.Err() == nil && len(s.Stores)+len(s.Changes) > 0 {
			each(s)
		}
	}
}

type watcher struct {
	jar    *Jar
	want   func(*cookies.Cookie) bool
	stores []*cookies.Store
	marks  map[string]Mark                           // by path, as the store was when it was read
	missed bool                                      // one could not be read at the last look, and may be at the next
	known  map[string]map[cookies.Key]cookies.Cookie // by the stores' lasting paths
}

func (w *watcher) list(ctx context.Context, follow func([]*cookies.Store)) error {
	stores, err := w.jar.Stores(ctx)
	if ended := ctx.Err() != nil; ended || len(stores) == 0 && err != nil {
		if ended { // then some are missing in the list, and nobody asks any more
			err = nil
		}
		return err
	}
	w.stores = stores
	follow(stores)
	return nil
}

// look reads the stores that changed and gives what did in them.
func (w *watcher) look(ctx context.Context) Sight {
	var due []*cookies.Store
	for _, s := range w.stores {
		if markOf(s.Path) != w.marks[s.Path] {
			due = append(due, s)
		}
	}
	w.missed = false
	var out Sight
	w.jar.Read(ctx, due, func(c Contents) {
		if c.Cookies == nil && c.Condition.State == cookies.Locked {
			w.missed = true
			return // it changes at this moment: at the next look
		}
		w.marks[c.Store.Path] = c.Mark
		out.Stores = append(out.Stores, c)
		if c.Cookies != nil {
			out.Changes = append(out.Changes, w.compare(c.Store.Lasting(), c.Cookies)...)
		}
	})
	out.Changes = append(out.Changes, w.missing()...)
	slices.SortStableFunc(out.Changes, func(a, b Change) int {
		x, y := &a.Cookie, &b.Cookie
		return cmp.Or(cmp.Compare(setAt(x), setAt(y)), strings.Compare(x.Host, y.Host), strings.Compare(x.Name, y.Name), strings.Compare(x.Path, y.Path))
	})
	return out
}

// setAt is when a site last set a cookie, as far as the store tells.
func setAt(c *cookies.Cookie) cookies.Moment { return max(c.Updated, c.Created) }

// compare takes a store as it is now and gives what is other than before.
func (w *watcher) compare(store string, list []cookies.Cookie) []Change {
	var out []Change
	now, before := map[cookies.Key]cookies.Cookie{}, w.known[store]
	at := time.Now()
	for i := range list {
		c := list[i]
		if !w.want(&c) {
			continue
		}
		now[c.Key] = c
		old, was := before[c.Key]
		switch {
		case !was:
			out = append(out, Change{Appeared, c, at})
		case !sameSetting(&old, &c):
			out = append(out, Change{Changed, c, at})
		}
	}
	for key, c := range before {
		if _, is := now[key]; !is {
			out = append(out, Change{Gone, c, at})
		}
	}
	w.known[store] = now
	return out
}

// sameSetting reports whether a cookie is as the site had set it before: when a
// browser last sent it does not count. Session files and text jars note no time of
// setting, so there another value is what tells.
func sameSetting(a, b *cookies.Cookie) bool {
	return a.Created == b.Created && a.Updated == b.Updated && a.Expires == b.Expires && a.Size == b.Size &&
		a.Imprint() == b.Imprint() && a.SameSite == b.SameSite && a.Secure == b.Secure && a.HTTPOnly == b.HTTPOnly
}

// missing gives the cookies of stores that are no longer there.
func (w *watcher) missing() []Change {
	var out []Change
	for store, list := range w.known {
		if slices.ContainsFunc(w.stores, func(s *cookies.Store) bool { return s.Lasting() == store }) {
			continue
		}
		for _, c := range list {
			out = append(out, Change{Gone, c, time.Now()})
		}
		delete(w.known, store)
	}
	return out
}
