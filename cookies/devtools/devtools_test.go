package devtools

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crumbs/cookies"
)

const (
	underShop = "^partitionKey=%28https%2Cshop.test%29"
	underNews = "^partitionKey=%28https%2Cnews.test%29"
	inWork    = "^userContextId=2"
)

// What goes is what was chosen: in Chromium every partition can be named, and
// what differs by port alone can't; in Firefox a container can't.
func TestRemove(t *testing.T) {
	ch := func(host, name, origin string) live { return cookie(cookies.Chromium, host, name, origin) }
	ff := func(host, name, origin string) live { return cookie(cookies.Firefox, host, name, origin) }
	otherPort := ch("a.test", "port", "")
	otherPort.Port = 8443
	again := ch("a.test", "again", "")
	again.Expires += 1000
	stale := ch("a.test", "again", "")
	newValue := ff("a.test", "again", "")
	newValue.value = "set again"
	for name, c := range map[string]struct {
		jar, chosen []live
		want        []cookies.Reason
		left        []string
	}{
		"chromium, one of two": {[]live{ch("a.test", "x", ""), ch("a.test", "y", "")}, []live{ch("a.test", "x", "")},
			[]cookies.Reason{""}, []string{"y a.test "}},
		"chromium, host-only and domain": {[]live{ch("a.test", "x", ""), ch(".a.test", "x", "")}, []live{ch("a.test", "x", "")},
			[]cookies.Reason{""}, []string{"x .a.test "}},
		"chromium, one partition": {[]live{ch("ads.test", "x", "https://shop.test"), ch("ads.test", "x", "https://news.test"), ch("ads.test", "x", "")},
			[]live{ch("ads.test", "x", "https://shop.test")}, []cookies.Reason{""}, []string{"x ads.test https://news.test", "x ads.test "}},
		"chromium, both partitions": {[]live{ch("ads.test", "x", "https://shop.test"), ch("ads.test", "x", "https://news.test"), ch("ads.test", "x", "")},
			[]live{ch("ads.test", "x", "https://shop.test"), ch("ads.test", "x", "https://news.test")}, []cookies.Reason{"", ""}, []string{"x ads.test "}},
		"chromium, another port": {[]live{ch("a.test", "port", ""), otherPort}, []live{ch("a.test", "port", "")},
			[]cookies.Reason{cookies.ReasonInUse}, []string{"port a.test ", "port a.test "}},
		"chromium, both ports": {[]live{ch("a.test", "port", ""), otherPort}, []live{ch("a.test", "port", ""), otherPort},
			[]cookies.Reason{"", ""}, []string{}},
		"chromium, gone already": {[]live{ch("a.test", "y", "")}, []live{ch("a.test", "x", "")},
			[]cookies.Reason{cookies.ReasonChanged}, []string{"y a.test "}},
		"chromium, set again": {[]live{again}, []live{stale},
			[]cookies.Reason{cookies.ReasonChanged}, []string{"again a.test "}},
		"firefox, one of two": {[]live{ff("a.test", "x", ""), ff("a.test", "y", "")}, []live{ff("a.test", "x", "")},
			[]cookies.Reason{""}, []string{"y a.test "}},
		"firefox, one partition": {[]live{ff("ads.test", "x", underShop), ff("ads.test", "x", underNews), ff("ads.test", "x", "")},
			[]live{ff("ads.test", "x", underShop)}, []cookies.Reason{""}, []string{"x ads.test " + underNews, "x ads.test "}},
		"firefox, the unpartitioned": {[]live{ff("ads.test", "x", underShop), ff("ads.test", "x", "")},
			[]live{ff("ads.test", "x", "")}, []cookies.Reason{""}, []string{"x ads.test " + underShop}},
		"firefox, beside one under its own site": {[]live{ff("ads.test", "x", ""), ff("ads.test", "x", "^partitionKey=%28https%2Cads.test%29")},
			[]live{ff("ads.test", "x", "")}, []cookies.Reason{cookies.ReasonInUse}, []string{"x ads.test ", "x ads.test ^partitionKey=%28https%2Cads.test%29"}},
		"firefox, a container beside another": {[]live{ff("a.test", "x", ""), ff("a.test", "x", inWork)},
			[]live{ff("a.test", "x", inWork)}, []cookies.Reason{cookies.ReasonInUse}, []string{"x a.test ", "x a.test " + inWork}},
		"firefox, beside a container": {[]live{ff("a.test", "x", ""), ff("a.test", "x", inWork)},
			[]live{ff("a.test", "x", "")}, []cookies.Reason{""}, []string{"x a.test " + inWork}},
		"firefox, the only one is in a container": {[]live{ff("a.test", "x", inWork)},
			[]live{ff("a.test", "x", inWork)}, []cookies.Reason{""}, []string{}},
		"firefox, two containers, both": {[]live{ff("a.test", "x", inWork), ff("a.test", "x", "^userContextId=3")},
			[]live{ff("a.test", "x", inWork), ff("a.test", "x", "^userContextId=3")}, []cookies.Reason{"", ""}, []string{}},
		"firefox, another container than chosen": {[]live{ff("a.test", "x", "^userContextId=3")},
			[]live{ff("a.test", "x", inWork)}, []cookies.Reason{cookies.ReasonChanged}, []string{"x a.test ^userContextId=3"}},
		"firefox, a name in other letters": {[]live{ff("a.test", "n\u00e4me", ""), ff("a.test", "\u540d", underShop), ff("a.test", "y", "")},
			[]live{ff("a.test", "n\u00e4me", ""), ff("a.test", "\u540d", underShop)}, []cookies.Reason{"", ""}, []string{"y a.test "}},
		"firefox, gone already": {[]live{ff("a.test", "y", "")}, []live{ff("a.test", "x", "")},
			[]cookies.Reason{cookies.ReasonChanged}, []string{"y a.test "}},
		"firefox, set again": {[]live{newValue}, []live{ff("a.test", "again", "")},
			[]cookies.Reason{cookies.ReasonChanged}, []string{"again a.test "}},
	} {
		t.Run(name, func(t *testing.T) {
			format := c.jar[0].Store.Format
			f := start(t, format, slices.Clone(c.jar)...)
			out, err := f.connect().remove(t.Context(), hold(c.chosen...), believed)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, reasons(out)); diff != "" {
				t.Errorf("reasons: %s\n%+v", diff, out)
			}
			if diff := cmp.Diff(c.left, f.left()); diff != "" {
				t.Errorf("left: %s", diff)
			}
		})
	}
}

// A deletion that the browser only says it did is told apart, and so is one of
// which nobody knows.
func TestRemoveIsVerified(t *testing.T) {
	for _, format := range []cookies.Format{cookies.Chromium, cookies.Firefox} {
		c := cookie(format, "a.test", "x", "")
		f := start(t, format, c)
		f.spoil = func(method string) (string, bool) {
			return `{"id":$ID,"result":{}}`, strings.HasSuffix(method, ".deleteCookies")
		}
		out, err := f.connect().remove(t.Context(), hold(c), believed)
		if err != nil || out[0].Reason != cookies.ReasonInUse || out[0].Unknown {
			t.Errorf("%s, lied to: %+v, %v", format, out, err)
		}
		f = start(t, format, c)
		deleted := false
		f.spoil = func(method string) (string, bool) {
			deleted = deleted || strings.HasSuffix(method, ".deleteCookies")
			return "hang up", deleted && strings.HasSuffix(method, ".getCookies")
		}
		out, err = f.connect().remove(t.Context(), hold(c), believed)
		if err != nil || !out[0].Unknown || out[0].Reason == cookies.ReasonNone {
			t.Errorf("%s, hung up on: %+v, %v", format, out, err)
		}
	}
}

// The connection is left as it was found: no page, no session.
func TestLeavesNothing(t *testing.T) {
	for format, want := range map[cookies.Format]string{cookies.Chromium: "Target.closeTarget", cookies.Firefox: "session.end"} {
		f := start(t, format)
		l := f.connect()
		l.close()
		f.mu.Lock()
		if last := f.calls[len(f.calls)-1]; last != want {
			t.Errorf("%s: the last command is %s", format, last)
		}
		f.mu.Unlock()
	}
}

func TestRestore(t *testing.T) {
	for format, places := range map[cookies.Format][]string{
		cookies.Chromium: {"", "https://shop.test"},
		cookies.Firefox:  {"", underShop},
	} {
		there := cookie(format, "a.test", "there", "")
		raw := cookie(format, "a.test", "raw", "")
		raw.value = "\xff"
		domain := cookie(format, ".a.test", "domain", "")
		want := []live{domain, cookie(format, "a.test", "x", places[0]), cookie(format, "a.test", "x", places[1]), there, raw}
		f := start(t, format, there)
		var values []string
		for _, c := range want {
			values = append(values, c.value)
		}
		out, err := f.connect().restore(t.Context(), hold(want...), values, believed)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]cookies.Reason{"", "", "", cookies.ReasonNewer, cookies.ReasonUnreadable}, reasons(out)); diff != "" {
			t.Errorf("%s: %s\n%+v", format, diff, out)
		}
		// What was set is what was deleted, by all that can be told.
		f.mu.Lock()
		again := start(t, format, f.jar...)
		f.mu.Unlock()
		out, err = again.connect().remove(t.Context(), hold(want[:4]...), believed)
		if diff := cmp.Diff([]cookies.Reason{"", "", "", ""}, reasons(out)); diff != "" || err != nil {
			t.Errorf("%s, again: %s %v\n%+v", format, diff, err, out)
		}
	}
}

// What came by https and is not Secure is put back so.
func TestRestoreInsecure(t *testing.T) {
	for _, format := range []cookies.Format{cookies.Chromium, cookies.Firefox} {
		c := cookie(format, "a.test", "x", "")
		c.Secure = false
		f := start(t, format)
		out, err := f.connect().restore(t.Context(), hold(c), []string{c.value}, believed)
		if diff := cmp.Diff([]cookies.Reason{""}, reasons(out)); diff != "" || err != nil {
			t.Errorf("%s: %s %v\n%+v", format, diff, err, out)
		}
		if f.mu.Lock(); len(f.jar) != 1 || f.jar[0].Secure {
			t.Errorf("%s: it has %+v", format, f.jar)
		}
		f.mu.Unlock()
	}
}

// A Firefox that is told a name or a value in other letters keeps another: it is
// not told.
func TestRestoreOtherLetters(t *testing.T) {
	name, value := cookie(cookies.Firefox, "a.test", "n\u00e4me", ""), cookie(cookies.Firefox, "a.test", "x", "")
	value.value = "w\u00e9rt\u20ac"
	f := start(t, cookies.Firefox)
	out, err := f.connect().restore(t.Context(), hold(name, value), []string{name.value, value.value}, believed)
	if diff := cmp.Diff([]cookies.Reason{cookies.ReasonUnreadable, cookies.ReasonUnreadable}, reasons(out)); diff != "" || err != nil {
		t.Errorf("%s %v\n%+v", diff, err, out)
	}
	if left := f.left(); len(left) > 0 {
		t.Errorf("it has %q", left)
	}
}

// What a browser has set otherwise than it was told does not stay: the undo that
// is to bring it back exactly would find it in its way, as a newer one.
func TestRestoreOtherwise(t *testing.T) {
	for _, format := range []cookies.Format{cookies.Chromium, cookies.Firefox} {
		c := cookie(format, "a.test", "x", "")
		other := cookie(format, "a.test", "y", "")
		f := start(t, format, other)
		f.caps = true
		out, err := f.connect().restore(t.Context(), hold(c), []string{c.value}, believed)
		if diff := cmp.Diff([]cookies.Reason{cookies.ReasonInUse}, reasons(out)); diff != "" || err != nil {
			t.Errorf("%s: %s %v\n%+v", format, diff, err, out)
		}
		if diff := cmp.Diff([]string{"y a.test "}, f.left()); diff != "" {
			t.Errorf("%s: %s", format, diff)
		}
	}
}

// A browser that refuses a cookie may repeat its value; crumbs does not.
func TestRefusalKeepsTheValue(t *testing.T) {
	for _, format := range []cookies.Format{cookies.Chromium, cookies.Firefox} {
		c := cookie(format, "a.test", "x", "")
		f := start(t, format)
		f.spoil = func(method string) (string, bool) {
			return `{"id":$ID,"error":"unable to set cookie","message":"got ` + c.value + `"}`, strings.Contains(method, ".setCookie")
		}
		out, err := f.connect().restore(t.Context(), hold(c), []string{c.value}, believed)
		if err != nil || out[0].Reason != cookies.ReasonInUse || strings.Contains(out[0].Words, c.value) {
			t.Errorf("%s: %+v, %v", format, out, err)
		}
	}
}

// A store is the browser's only if the browser knows what it holds.
func TestProve(t *testing.T) {
	var store []live
	for _, name := range []string{"a", "b", "c", "d"} {
		store = append(store, cookie(cookies.Chromium, "a.test", name, ""))
	}
	other := slices.Clone(store)
	for i := range other {
		other[i].Expires += 5_000_000 // the same sites, visited in another profile
	}
	session := cookie(cookies.Chromium, "a.test", "s", "")
	session.Expires = 0
	for name, c := range map[string]struct {
		store, live []live
		without     []cookies.Key
		ok          bool
	}{
		"its own":          {store, store, nil, true},
		"half is newer":    {store, append(slices.Clone(store[:2]), other[2:]...), nil, true},
		"most is newer":    {store, append(slices.Clone(store[:1]), other[1:]...), nil, false},
		"another profile":  {store, other, nil, false},
		"an empty one":     {store, nil, nil, false},
		"only sessions":    {[]live{session}, []live{session}, nil, false},
		"without the gone": {store, store[:2], []cookies.Key{store[2].Key, store[3].Key}, true},
		"nothing is left":  {store[:1], store[:1], []cookies.Key{store[0].Key}, false},
	} {
		var told []known
		for _, l := range c.live {
			told = append(told, chromiumTells(l).known())
		}
		if err := prove(hold(c.store...), c.without, told, 9222); (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A value has the length that its ciphertext says.
func TestFits(t *testing.T) {
	c := cookie(cookies.Chromium, "a.test", "name", "")
	for n := range 100 {
		for schema, hash := range map[int]int{23: 0, 24: 32} {
			sealed := append([]byte("v10"), make([]byte, (n+hash)/16*16+16)...)
			k := known{size: len("name") + n}
			if !fits(k, &c.Cookie, schema, sealed, nil) {
				t.Errorf("schema %d: %d bytes do not fit into %d", schema, n, len(sealed))
			}
			k.size += 16
			if fits(k, &c.Cookie, schema, sealed, nil) {
				t.Errorf("schema %d: %d bytes fit into %d", schema, n+16, len(sealed))
			}
		}
	}
}

// One Firefox listens to one program.
func TestBusy(t *testing.T) {
	f := start(t, cookies.Firefox)
	b, err := Find(t.Context(), f.port())
	if err != nil {
		t.Fatal(err)
	}
	f.mu.Lock()
	f.busy = true
	f.mu.Unlock()
	if _, err := Find(t.Context(), f.port()); err == nil || !strings.Contains(err.Error(), "one at a time") {
		t.Errorf("find: %v", err)
	}
	if _, err := b.open(t.Context()); err == nil || !strings.Contains(err.Error(), "one at a time") {
		t.Errorf("open: %v", err)
	}
}

// soon is a context for a program that never answers.
func soon(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	t.Cleanup(cancel)
	return ctx
}
