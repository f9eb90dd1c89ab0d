package ui

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/charmbracelet/x/ansi"

	"crumbs/cookies"
	"crumbs/cookies/jar"
	"crumbs/policy"
)

func TestReloadKeeps(t *testing.T) {
	f := town()
	d := umami(t, f).keys("j", "j", "l", "h") // on a cookie
	d.keys("g", "enter")                      // the first heading folded
	d.keys("j", "j", "j", "space", "k", "/").typed("-zzz").keys("enter")
	before, under := d.plainText(), d.under()
	if under == "" {
		t.Fatal("the cursor is on no cookie")
	}
	f.contents[0].Cookies = append([]cookies.Cookie{}, f.contents[0].Cookies...)
	slices.Reverse(f.contents[0].Cookies)
	d.keys("r")
	if d.under() != under || d.plainText() != before {
		t.Errorf("a reload changed the screen:\n%s\nwant\n%s", d.plainText(), before)
	}
	// What is new does not move the cursor off its cookie either.
	f.put(0, "umami.opendatasoft.com", "aaa", 5)
	d.keys("r")
	if d.under() != under {
		t.Errorf("a new row moved the cursor to %q", d.under())
	}
}

func TestOlderLoadIsDropped(t *testing.T) {
	d := umami(t, town())
	late := loadedMsg{seq: d.seq, shelf: &shelf{texts: &texts{}}, last: true}
	d.keys("r")
	d.send(late)
	d.shows("69 cookies")
}

// The first frame is there before any store was looked for, and before any message.
func TestFirstFrame(t *testing.T) {
	f := town()
	m := New(t.Context(), Config{Jar: f, Width: 80, Height: 24, Judge: func() (Judge, []policy.Policy, error) { return judge, nil, nil }})
	if cmd := m.Init(); cmd == nil || f.loads != 0 {
		t.Error("Init reads")
	}
	if text := m.View().Content; !strings.Contains(ansi.Strip(text), "looking for stores") {
		t.Errorf("the first frame is\n%s", text)
	}
}

func TestStoreByStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := town()
		l := loader{
			ctx: t.Context(), seq: 3, jar: f, conf: Config{Judge: func() (Judge, []policy.Policy, error) { return judge, nil, nil }}, now: today, what: extent{all: true},
			out: make(chan loadedMsg, 1), sorts: make(chan prepared, 1), found: make(chan found, 1),
		}
		var seen []string
		l.jar = &stepJar{fakeJar: f, before: func() {
			synctest.Wait()
			select {
			case msg := <-l.out:
				read := 0
				for _, s := range msg.shelf.stores {
					if s.read {
						read++
					}
				}
				seen = append(seen, fmt.Sprintf("%d/%d of %d", msg.done, len(msg.shelf.stores), read))
			default:
			}
		}}
		go l.prepare()
		go l.run()
		l.read()
		if got := strings.Join(seen, ", "); got != "0/3 of 0, 1/3 of 1, 2/3 of 2" {
			t.Errorf("the load sent %s", got)
		}
		if msg := <-l.out; !msg.last || msg.done != 3 {
			t.Errorf("at last %+v", msg)
		}
	})
}

// TestReadsWhileSorterIsMade: what sorts is waited for by the cookies, not by the stores.
func TestReadsWhileSorterIsMade(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, ready := town(), make(chan struct{})
		l := loader{
			ctx: t.Context(), jar: f, now: today, what: extent{all: true}, conf: Config{Judge: func() (Judge, []policy.Policy, error) { <-ready; return judge, nil, nil }},
			out: make(chan loadedMsg, 1), sorts: make(chan prepared, 1), found: make(chan found, 1),
		}
		go l.prepare()
		go l.run()
		l.read()
		synctest.Wait()
		if f.loads != 1 || len(l.out) > 0 {
			t.Errorf("%d loads, %d messages before there is what sorts", f.loads, len(l.out))
		}
		close(ready)
		synctest.Wait()
		if msg := <-l.out; !msg.last || msg.done != 3 || msg.shelf.total == 0 {
			t.Errorf("at last %+v", msg)
		}
	})
}

// stepJar looks at what was sent before each store.
type stepJar struct {
	*fakeJar
	before func()
}

func (s *stepJar) Read(ctx context.Context, stores []*cookies.Store, each func(jar.Contents)) {
	s.fakeJar.Read(ctx, stores, func(c jar.Contents) { s.before(); each(c) })
}

func TestUnreadStoreIsNamed(t *testing.T) {
	d := umami(t, town()).keys("3", "j", "j")
	d.shows("firefox · Old", "damaged", "the file is not a database", "a browser that finds it so makes a new one")
	d.keys("1")
	d.shows("69 cookies")
}

func TestSiteRows(t *testing.T) {
	d := start(t, town(), 120, 40, opened("https://docs.spiegel.de/x"))
	if h := d.sites.current().seen.Host; h != "docs.spiegel.de" {
		t.Errorf("opened on %s", h)
	}
	d.shows("69 cookies") // what stands in two rows is counted once
	var total int
	for _, n := range d.counts {
		total += n
	}
	if total != 69 {
		t.Errorf("the bar counts %d cookies", total)
	}
	hosts := map[string]int{}
	for _, r := range d.sites.rows {
		hosts[r.seen.Host] = r.shown
	}
	want := map[string]int{"docs.spiegel.de": 7, "spiegel.de": 7, "umami.opendatasoft.com": 8, "google.com": 11}
	for host, n := range want {
		if hosts[host] != n {
			t.Errorf("%s has %d cookies, want %d", host, hosts[host], n)
		}
	}
	for _, gone := range []string{"doubleclick.net", "facebook.com", "opendatasoft.com"} {
		if hosts[gone] != 0 {
			t.Errorf("%s has a row: its cookies belong to the site they are partitioned under", gone)
		}
	}
}

// A cookie of elsewhere that the site's policy declares is listed with it, as
// one that other sites use too: a clear leaves it, and it is counted once.
func TestShared(t *testing.T) {
	f := town()
	f.put(0, ".ads.example", "adid", 90)
	p := townPolicy()
	p.Cookies = append(p.Cookies, policy.Declaration{Name: "adid", Domain: "ads.example", Party: policy.ThirdParty, Section: "Third-party"})
	d := start(t, f, 120, 40, opened("umami.opendatasoft.com"), func(c *Config) {
		c.Judge = func() (Judge, []policy.Policy, error) {
			return func(c *cookies.Cookie, seen policy.Site) *policy.Verdict {
				v := judge(c, seen)
				if c.Name == "adid" && seen.Host == p.Platform {
					v.Shared, v.Category, v.Declared, v.Section = true, policy.Marketing, &p.Cookies[len(p.Cookies)-1], "Third-party"
				}
				return v
			}, []policy.Policy{p}, nil
		}
	})
	d.shows("adid", "70 cookies", "ads.example", "4/9")
	d.keys("x")
	d.shows("1 shared with other sites (adid)", "y delete 4 cookies")
	d.keys("n", "/").typed("adid").keys("enter")
	d.shows("leaves it: other sites")
	d.keys("d", "y") // but who points at it means it
	if f.deletes != 1 || len(f.taken["e1"]) != 1 || f.taken["e1"][0].Name != "adid" {
		t.Errorf("pointed at, %v went", f.taken["e1"])
	}
}

func TestAskedForNothing(t *testing.T) {
	start(t, town(), 120, 40, opened("nowhere.example")).shows("nowhere.example", "0/0", "nothing stored")
}
