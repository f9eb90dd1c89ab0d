package ui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"crumbs/cookies"
	"crumbs/cookies/jar"
	"crumbs/policy"
	"crumbs/policy/audit"
)

func TestMain(m *testing.M) {
	time.Local = time.UTC // the screen shows local times
	os.Exit(m.Run())
}

var today = time.Date(2026, 11, 22, 18, 0, 0, 0, time.UTC)

// fakeJar is stores in memory.
type fakeJar struct {
	sealed   map[string]string // by the store's path
	contents []jar.Contents
	entries  []jar.Entry
	taken    map[string][]cookies.Cookie
	since    map[string]string // what became of what was taken, by name
	value    string
	err      error // of the next write
	skipped  []jar.Skip
	deletes  int
	through  int // deletions through running browsers
	loads    int
	missing  string // path of a store whose file is gone
	named    bool   // by --store
	changes  chan map[string]jar.Mark
	free     chan struct{} // closed when waits are over
}

func (f *fakeJar) Stores(context.Context) ([]*cookies.Store, error) {
	var out []*cookies.Store
	var err error
	for _, c := range f.contents {
		if c.Store.Path != f.missing {
			out = append(out, c.Store)
		} else if f.named {
			err = errors.New("it is no longer there")
		}
	}
	return out, err
}

// Read gives the conditions of those stores only that can't be read.
func (f *fakeJar) Read(_ context.Context, stores []*cookies.Store, each func(jar.Contents)) {
	f.loads++
	for _, s := range stores {
		for _, c := range f.contents {
			if c.Store.Path == s.Path {
				if c.Cookies != nil {
					c.Condition = cookies.Condition{}
				}
				c.Cookies = slices.Clone(c.Cookies)
				if s.Path == f.missing {
					c = jar.Contents{Store: s, Condition: cookies.Condition{State: cookies.Damaged, Reason: "it is no longer there"}}
				}
				each(c)
			}
		}
	}
}

// Look gives the conditions with which the stores are read.
func (f *fakeJar) Look(stores []*cookies.Store) []cookies.Condition {
	out := make([]cookies.Condition, len(stores))
	for i, s := range stores {
		for _, c := range f.contents {
			if c.Store.Path == s.Path {
				out[i] = c.Condition
			}
		}
	}
	return out
}

// Changes hands over what a test says has changed.
func (f *fakeJar) Changes(ctx context.Context, _ []*cookies.Store, each func(map[string]jar.Mark)) {
	if f.changes == nil {
		return
	}
	for {
		select {
		case marks := <-f.changes:
			each(marks)
		case <-ctx.Done():
			return
		}
	}
}

func (f *fakeJar) Delete(_ context.Context, cs []*cookies.Cookie) (jar.Result, error) {
	f.deletes++
	if f.err != nil {
		return jar.Result{}, f.err
	}
	if f.skipped != nil {
		return jar.Result{Skipped: f.skipped}, nil
	}
	id := fmt.Sprintf("e%d", len(f.entries)+1)
	for _, c := range cs {
		for i := range f.contents {
			f.contents[i].Cookies = slices.DeleteFunc(slices.Clone(f.contents[i].Cookies), func(d cookies.Cookie) bool { return d.ID() == c.ID() })
		}
		f.taken[id] = append(f.taken[id], *c)
	}
	f.entries = slices.Insert(f.entries, 0, jar.Entry{ID: id, Time: today, State: "done", Deleted: len(cs), Stores: []string{cs[0].Store.Path}, Sites: []string{policy.Registrable(cs[0].Host)}})
	return jar.Result{ID: id, Done: len(cs)}, nil
}

func (f *fakeJar) DeleteThroughOwn(ctx context.Context, cs []*cookies.Cookie) (jar.Result, error) {
	f.through++
	return f.Delete(ctx, cs)
}

func (f *fakeJar) Undo(_ context.Context, id string, only []cookies.ID) (jar.Result, error) {
	i := slices.IndexFunc(f.entries, func(e jar.Entry) bool { return (id == "" || e.ID == id) && e.State == "done" })
	if i < 0 {
		return jar.Result{}, errors.New("there is no deletion to undo")
	}
	if f.skipped != nil {
		return jar.Result{ID: f.entries[i].ID, Skipped: f.skipped}, nil
	}
	res := jar.Result{ID: f.entries[i].ID}
	for _, c := range f.taken[f.entries[i].ID] {
		if only != nil && !slices.Contains(only, c.ID()) {
			continue
		}
		for j := range f.contents {
			if f.contents[j].Store.Path == c.Store.Path {
				f.contents[j].Cookies = append(slices.Clone(f.contents[j].Cookies), c)
				res.Done++
				res.Stores = append(res.Stores, jar.StoreResult{Store: c.Store.Path, Count: 1})
			}
		}
	}
	f.entries[i].State = "undone"
	return res, nil
}

func (f *fakeJar) DeleteWhenFree(ctx context.Context, cs []*cookies.Cookie, w jar.Wait) (jar.Result, error) {
	if err := f.wait(ctx, w); err != nil {
		return jar.Result{}, err
	}
	return f.Delete(ctx, cs)
}

// UndoThroughOwn needs no browser to close.
func (f *fakeJar) UndoThroughOwn(ctx context.Context, id string, only []cookies.ID) (jar.Result, error) {
	f.through++
	f.skipped = nil
	return f.Undo(ctx, id, only)
}

func (f *fakeJar) UndoWhenFree(ctx context.Context, id string, only []cookies.ID, w jar.Wait) (jar.Result, error) {
	if err := f.wait(ctx, w); err != nil {
		return jar.Result{}, err
	}
	f.skipped = nil
	return f.Undo(ctx, id, only)
}

// wait waits until free is closed, if there is one.
func (f *fakeJar) wait(ctx context.Context, w jar.Wait) error {
	for _, c := range f.contents {
		if c.Condition.State == cookies.InUse {
			w.Tell([]jar.Holdup{{Store: c.Store, Condition: c.Condition}})
		}
	}
	if f.free == nil {
		return nil
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-f.free:
		return nil
	}
}

func (f *fakeJar) History(context.Context) ([]jar.Entry, error) { return slices.Clone(f.entries), nil }

func (f *fakeJar) Took(_ context.Context, id string) ([]cookies.Cookie, []string, error) {
	since := make([]string, len(f.taken[id]))
	for i := range since {
		since[i] = f.since[f.taken[id][i].Name]
	}
	return f.taken[id], since, nil
}

func (f *fakeJar) Sealed(_ context.Context, s *cookies.Store) (string, error) {
	return f.sealed[s.Path], nil
}

func (f *fakeJar) Values(_ context.Context, cs []*cookies.Cookie) []jar.Value {
	out := make([]jar.Value, len(cs))
	for i := range cs {
		out[i] = jar.Value{Bytes: []byte(f.value)}
	}
	return out
}

// put adds a cookie to a store: "host name days" with words behind them.
func (f *fakeJar) put(store int, hostName, name string, days int, words ...string) {
	s := f.contents[store].Store
	c := cookies.Cookie{
		Key: cookies.Key{Host: hostName, Name: name, Path: "/", Scheme: 2, Port: 443}, Store: s,
		Created: cookies.FromTime(today.AddDate(0, -3, 0)), Accessed: cookies.FromTime(today.Add(-time.Hour)),
		Updated: cookies.FromTime(today.AddDate(0, 0, -10)), Size: int32(len(name) + 27), Secure: true,
	}
	if days != 0 {
		c.Expires = cookies.FromTime(today.AddDate(0, 0, days))
	}
	for _, w := range words {
		switch {
		case strings.HasPrefix(w, "https://"):
			c.Place = &cookies.Place{Partition: w}
			c.Origin = w
		case w == "insecure":
			c.Secure = false
		case w == "lax":
			c.SameSite = cookies.Lax
		}
	}
	f.contents[store].Cookies = append(f.contents[store].Cookies, c)
}

// town is the stores that the goldens are drawn from.
func town() *fakeJar {
	f := &fakeJar{taken: map[string][]cookies.Cookie{}, value: "GA1.2.1034567890.1700000000"}
	for _, s := range []*cookies.Store{
		{Browser: "chromium", Profile: "Default", ProfileName: "Person 1", Path: "/home/ada/.config/chromium/Default/Cookies", Format: cookies.Chromium},
		{Browser: "firefox", Profile: "x1.default", ProfileName: "Work", Path: "/home/ada/.config/mozilla/firefox/x1.default/cookies.sqlite", Format: cookies.Firefox},
		{Browser: "firefox", Profile: "x2.old", ProfileName: "Old", Path: "/home/ada/.mozilla/firefox/x2.old/cookies.sqlite", Format: cookies.Firefox},
	} {
		f.contents = append(f.contents, jar.Contents{Store: s, Condition: cookies.Fine(), Cookies: []cookies.Cookie{}})
	}
	f.contents[1].Condition = cookies.Condition{State: cookies.InUse, Reason: "firefox runs with this profile (process 4711)", Advice: "close it, then try again", Holder: "firefox"}
	f.contents[2].Condition = cookies.Condition{State: cookies.Damaged, Reason: "the file is not a database", Advice: "a browser that finds it so makes a new one"}
	f.contents[2].Cookies = nil
	f.put(0, "umami.opendatasoft.com", "sessionid", 0, "lax")
	f.put(0, "umami.opendatasoft.com", "csrftoken", 364)
	f.put(1, "umami.opendatasoft.com", "django_language", 364)
	f.put(0, ".opendatasoft.com", "_ga", 730)
	f.put(0, ".opendatasoft.com", "_ga_7Q0F2K8", 395)
	f.put(0, ".doubleclick.net", "IDE", 395, "https://opendatasoft.com")
	f.put(0, ".facebook.com", "fr", 90, "https://opendatasoft.com")
	f.put(0, "umami.opendatasoft.com", "uid", 365, "insecure")
	for i, site := range []string{"google.com", "youtube.com", "github.com", "linkedin.com", "spiegel.de", "zeit.de", "xn--wgv71a119e.example", "stripe.com"} {
		for j := range 11 - i {
			name := []string{"SID", "_ga", "NID", "theme", "_gid", "csrftoken", "lang", "IDE", "fr", "uid", "seen"}[j]
			f.put(j%2, "."+site, name, 30*(j%5))
		}
	}
	f.put(0, "shop.example", "last_seen", -3)
	return f
}

// judge sorts the cookies of the town by their names.
func judge(c *cookies.Cookie, seen policy.Site) *policy.Verdict {
	v := &policy.Verdict{Category: policy.Unclassified, Party: policy.FirstParty, Source: policy.SourceNone}
	home := policy.Registrable(c.Host)
	if home != seen.Registrable {
		v.Party = policy.ThirdParty
	}
	words := "nothing is known of this name"
	switch name := strings.ToLower(c.Name); {
	case name == "sessionid" || name == "sid":
		v.Category, v.Guard, words = policy.Necessary, policy.GuardLogin, "looks like a session: name, lifetime"
	case name == "csrftoken":
		v.Category, v.Guard, words = policy.Necessary, policy.GuardCSRF, "protects forms: name"
	case strings.Contains(name, "lang") || name == "theme":
		v.Category, words = policy.Functional, "a preference: name"
	case strings.HasPrefix(name, "_g"):
		v.Category, v.Provider, v.Purpose, words = policy.Statistical, "Google Analytics", "Tells visitors apart", "catalogue: Google Analytics, "+c.Name
	case name == "ide" || name == "fr" || name == "nid":
		v.Category, v.Provider, words = policy.Marketing, map[string]string{"ide": "Google", "nid": "Google", "fr": "Meta"}[name], "catalogue: advertising, "+c.Name
	}
	v.Evidence = []policy.Evidence{{Source: policy.SourceCatalogue, Category: v.Category, Words: words}}
	if seen.Host == "umami.opendatasoft.com" {
		for i, d := range townPolicy().Cookies {
			if d.Name == c.Name {
				v.Declared, v.Section, v.Source = &townPolicy().Cookies[i], d.Section, policy.SourcePolicy
				v.Category, v.Provider, v.Purpose = d.Category, d.Provider, d.Purpose
				v.Evidence = append([]policy.Evidence{{Source: policy.SourcePolicy, Category: d.Category, Words: `declared by the policy, section "` + d.Section + `"`}}, v.Evidence...)
			}
		}
	}
	v.Type = policy.TypeOf(v.Category, v.Party, false)
	v.Consent = v.Type.Consent()
	return v
}

// townPolicy is the policy of one of the town's sites, always the same one.
func townPolicy() policy.Policy { return townsPolicy() }

var townsPolicy = sync.OnceValue(func() policy.Policy {
	year := int64(365 * 24 * 3600)
	d := func(name string, c policy.Category, section string, life *int64) policy.Declaration {
		return policy.Declaration{Name: name, Category: c, Section: section, Provider: "Opendatasoft", LifetimeSeconds: life, Session: life == nil}
	}
	return policy.Policy{
		Platform: "umami.opendatasoft.com", Title: "Our cookies",
		Sections: []policy.Section{
			{Title: "Necessary", Category: policy.Necessary, Consent: policy.ConsentNone},
			{Title: "Statistical", Category: policy.Statistical, Consent: policy.ConsentUnlessAnonymised},
			{Title: "Third-party", Party: policy.ThirdParty, Consent: policy.ConsentNeeded},
		},
		Cookies: []policy.Declaration{
			d("sessionid", policy.Necessary, "Necessary", nil), d("csrftoken", policy.Necessary, "Necessary", &year),
			d("django_language", policy.Necessary, "Necessary", &year), d("_ga", policy.Statistical, "Statistical", &year),
			d("_ga_7Q0F2K8", policy.Statistical, "Statistical", &year), d("IDE", policy.Marketing, "Third-party", &year),
			d("fr", policy.Marketing, "Third-party", &year),
		},
	}
})

// drive runs a model without a terminal: commands at once, timers by hand.
type drive struct {
	*Model
	t      testing.TB
	timers []tea.Msg
	clip   string
	quit   bool
	rules  []policy.Rule
	asked  []string // what was opened and exported
}

func start(t testing.TB, f *fakeJar, w, h int, change ...func(*Config)) *drive {
	d := &drive{t: t}
	c := Config{
		Jar: f, Now: func() time.Time { return today }, Version: "1.0",
		Judge: func() (Judge, []policy.Policy, error) { return judge, []policy.Policy{townPolicy()}, nil },
		Correct: func(r policy.Rule) ([]policy.Rule, error) {
			d.rules = append(d.rules, r)
			return []policy.Rule{{Name: r.Name, Domain: r.Domain}}, nil
		},
		Restore: func(rules []policy.Rule, _ policy.Category) error { d.rules = append(d.rules, rules...); return nil },
		Open: func(_ context.Context, from string, site policy.Site, keep bool) (*Opened, error) {
			d.asked = append(d.asked, fmt.Sprintf("open %s for %s, keep %v", from, site.Host, keep))
			if strings.Contains(from, "missing") {
				return nil, errors.New(from + " can't be read")
			}
			p := policy.Policy{Platform: site.Host, Cookies: []policy.Declaration{
				{Name: "_ga", Category: policy.Necessary}, {Name: "nowhere", Category: policy.Functional},
			}}
			return &Opened{Policy: &p, Judge: declaredBy(&p), Name: from, Kept: keep}, nil
		},
		Export: func(path string, r audit.Report) error {
			d.asked = append(d.asked, fmt.Sprintf("export %s to %s", r.Site, path))
			if strings.Contains(path, "taken") {
				return errors.New(path + " is there already")
			}
			return nil
		},
		Write: func(_ context.Context, path string, list []policy.Sorted, values bool) (Written, error) {
			d.asked = append(d.asked, fmt.Sprintf("write %d to %s, values %v", len(list), path, values))
			if strings.Contains(path, "taken") {
				return Written{}, errors.New(path + " is there already")
			}
			return Written{Cookies: len(list)}, nil
		},
		Keeps: func() (func(*cookies.Cookie) bool, error) {
			return func(c *cookies.Cookie) bool { return c.Name == "_gid" }, nil
		},
		Looked: []string{"/home/ada/.config", "/home/ada/.mozilla"},
	}
	for _, ch := range change {
		ch(&c)
	}
	d.Model = New(context.Background(), c)
	d.after = func(_ time.Duration, msg tea.Msg) tea.Cmd { d.timers = append(d.timers, msg); return nil }
	d.send(tea.WindowSizeMsg{Width: w, Height: h})
	d.run(d.Init())
	return d
}

// declaredBy is [judge] with the declarations of a policy put first.
func declaredBy(p *policy.Policy) Judge {
	return func(c *cookies.Cookie, seen policy.Site) *policy.Verdict {
		v := *judge(c, seen)
		v.Declared = nil
		for i := range p.Cookies {
			if d := &p.Cookies[i]; d.Name == c.Name {
				v.Declared, v.Category, v.Source = d, d.Category, policy.SourcePolicy
			}
		}
		return &v
	}
}

func (d *drive) send(msg tea.Msg) {
	_, cmd := d.Update(msg)
	d.run(cmd)
}

func (d *drive) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range msg {
			d.run(c)
		}
	case tea.QuitMsg:
		d.quit = true
	default:
		if fmt.Sprintf("%T", msg) == "tea.setClipboardMsg" {
			d.clip = fmt.Sprint(msg)
			return
		}
		d.send(msg)
	}
}

// settle lets the timers go off.
func (d *drive) settle() {
	timers := d.timers
	d.timers = nil
	for _, msg := range timers {
		d.send(msg)
	}
}

// keys presses keys at human speed: what a dialog waits for has come.
func (d *drive) keys(names ...string) *drive {
	for _, n := range names {
		d.send(pressed(n))
		var rest []tea.Msg
		for _, msg := range d.timers {
			if _, ok := msg.(armedMsg); ok {
				d.send(msg)
			} else {
				rest = append(rest, msg)
			}
		}
		d.timers = rest
	}
	return d
}

// burst presses keys faster than anything can be drawn.
func (d *drive) burst(names ...string) {
	for _, n := range names {
		d.send(pressed(n))
	}
}

func (d *drive) typed(s string) *drive {
	for _, r := range s {
		d.send(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	return d
}

func pressed(name string) tea.KeyPressMsg {
	special := map[string]tea.KeyPressMsg{
		"enter": {Code: tea.KeyEnter}, "esc": {Code: tea.KeyEscape}, "tab": {Code: tea.KeyTab},
		"up": {Code: tea.KeyUp}, "down": {Code: tea.KeyDown}, "left": {Code: tea.KeyLeft}, "right": {Code: tea.KeyRight},
		"home": {Code: tea.KeyHome}, "end": {Code: tea.KeyEnd}, "pgup": {Code: tea.KeyPgUp}, "pgdown": {Code: tea.KeyPgDown},
		"space": {Code: tea.KeySpace, Text: " "}, "backspace": {Code: tea.KeyBackspace},
	}
	if k, ok := special[name]; ok {
		return k
	}
	if rest, ok := strings.CutPrefix(name, "ctrl+"); ok {
		return tea.KeyPressMsg{Code: rune(rest[0]), Mod: tea.ModCtrl}
	}
	r := []rune(name)[0]
	return tea.KeyPressMsg{Code: r, Text: name}
}

func (d *drive) screenText() string { return d.View().Content }
