package print

import (
	"bytes"
	"encoding/json"
	"errors"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crumbs/cookies"
	"crumbs/cookies/jar"
	"crumbs/policy"
)

var now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func store() *cookies.Store {
	return &cookies.Store{Browser: "chromium", Profile: "Profile 1", ProfileName: "Work", Path: "/home/u/.config/chromium/Profile 1/Cookies", Format: cookies.Chromium}
}

func verdict() *policy.Verdict {
	return &policy.Verdict{
		Category: policy.Statistical, Party: policy.FirstParty, Type: policy.TypeStatistical,
		Consent: policy.ConsentUnlessAnonymised, Source: policy.SourcePolicy, Provider: "Shop", Purpose: "counts visits",
		Evidence: []policy.Evidence{
			{Source: policy.SourcePolicy, Category: policy.Statistical, Words: "policy: declared"},
			{Source: policy.SourceCatalogue, Category: policy.Statistical, Words: "catalogue: counts"},
			{Source: policy.SourceRules, Category: policy.Marketing, Words: "rules: lives long"},
		},
	}
}

func row() Row {
	return Row{Sorted: policy.Sorted{
		Cookie: &cookies.Cookie{
			Key: cookies.Key{Host: ".www.shop.co.uk", Name: "visit", Path: "/"}, Store: store(),
			Place:   &cookies.Place{Partition: "https://news.test", Container: "Banking"},
			Created: cookies.FromTime(now.Add(-time.Hour)), Expires: cookies.FromTime(now.Add(90*24*time.Hour + time.Millisecond)),
			Size: 12, SameSite: cookies.Lax, Secure: true, HTTPOnly: true,
		},
		Verdict: verdict(),
	}}
}

func one(r Row) iter.Seq[Row] { return slices.Values([]Row{r}) }

func TestCookieJSON(t *testing.T) {
	r := row()
	r.Cookie.Name = "v\u009b\x1b\u202e\u007f\U000e0041é<&>\"\\"
	got, err := Cookie(r, false)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"id":"` + r.Cookie.ID().String() + `","name":"v\u009b\u001b\u202e\u007f\udb40\udc41é<&>\"\\","domain":".www.shop.co.uk","path":"/",` +
		`"hostOnly":false,"secure":true,"httpOnly":true,"sameSite":"lax",` +
		`"expires":"2027-02-21T12:00:00.001Z","created":"2026-11-23T11:00:00Z","lastAccessed":null,` +
		`"partitionKey":"https://news.test","container":"Banking","size":12,` +
		`"browser":"chromium","profile":"Profile 1","profileName":"Work","store":"/home/u/.config/chromium/Profile 1/Cookies","site":"shop.co.uk",` +
		`"category":"statistical","party":"first","type":"statistical","consent":"unless-anonymised","provider":"Shop","purpose":"counts visits",` +
		`"source":"policy","reasons":["policy: declared","catalogue: counts","rules: lives long"]}`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}

	var back struct{ Name string }
	if err := json.Unmarshal(got, &back); err != nil || back.Name != r.Cookie.Name {
		t.Errorf("read back as %q, %v", back.Name, err)
	}
}

// field gives the raw JSON of one field of an object.
func fieldOf(t *testing.T, b []byte, name string) string {
	t.Helper()
	var m map[string]json.RawMessage
	if err := json.Unmarshal(b, &m); err != nil {
		t.Fatalf("%v in %s", err, b)
	}
	v, ok := m[name]
	if !ok {
		return "absent"
	}
	return string(v)
}

func TestCookieJSONEdges(t *testing.T) {
	for _, c := range []struct {
		why    string
		change func(*Row)
		field  string
		want   string
	}{
		{"no UTF-8: readable", func(r *Row) { r.Cookie.Name = "a\xffb" }, "name", `"a\\xffb"`},
		{"no UTF-8: exact", func(r *Row) { r.Cookie.Name = "a\xffb" }, "nameBase64", `"Yf9i"`},
		{"UTF-8", func(*Row) {}, "nameBase64", "absent"},
		{"session", func(r *Row) { r.Cookie.Expires = 0 }, "expires", "null"},
		{"beyond the calendar", func(r *Row) { r.Cookie.Expires = 1<<63 - 1 }, "expires", `"9999-12-31T23:59:59Z"`},
		{"encrypted", func(r *Row) { r.Cookie.Size = -1 }, "size", "null"},
		{"nothing of size 0", func(r *Row) { r.Cookie.Size = 0 }, "size", "0"},
		{"not asked for", func(*Row) {}, "value", "absent"},
		{"value", func(r *Row) { r.Value = &jar.Value{Bytes: []byte("x\u202ey")} }, "value", `"x\u202ey"`},
		{"empty value", func(r *Row) { r.Value = &jar.Value{} }, "value", `""`},
		{"value's bytes", func(r *Row) { r.Value = &jar.Value{Bytes: []byte("\xfe")} }, "valueBase64", `"/g=="`},
		{"value's readable form", func(r *Row) { r.Value = &jar.Value{Bytes: []byte("\xfe")} }, "value", `"\\xfe"`},
		{"no value", func(r *Row) { r.Value = &jar.Value{Err: errors.New("locked\x1b")} }, "value", "null"},
		{"no value: why", func(r *Row) { r.Value = &jar.Value{Err: errors.New("locked\x1b")} }, "valueError", `"locked\\x1b"`},
		{"value: no error", func(r *Row) { r.Value = &jar.Value{} }, "valueError", "absent"},
		{"no place", func(r *Row) { r.Cookie.Place = nil }, "partitionKey", `""`},
		{"host-only", func(r *Row) { r.Cookie.Host = "shop.test" }, "hostOnly", "true"},
		{"nothing known", func(r *Row) { r.Verdict.Evidence = nil }, "reasons", `["nothing is known of this cookie"]`},
		{"not in full", func(*Row) {}, "agreed", "absent"},
	} {
		r := row()
		c.change(&r)
		b, err := Cookie(r, false)
		if err != nil {
			t.Fatal(err)
		}
		if got := fieldOf(t, b, c.field); got != c.want {
			t.Errorf("%s: %s is %s, want %s", c.why, c.field, got, c.want)
		}
	}
	b, err := Cookie(row(), true)
	if err != nil {
		t.Fatal(err)
	}
	if got := fieldOf(t, b, "agreed") + fieldOf(t, b, "disagreed"); got != `["catalogue: counts"]["rules: lives long"]` {
		t.Errorf("in full: %s", got)
	}
}

func TestLists(t *testing.T) {
	for n := range 4 {
		rows := slices.Repeat([]Row{row()}, n)
		var b bytes.Buffer
		if err := CookiesJSON(&b, slices.Values(rows), false); err != nil {
			t.Fatal(err)
		}
		var list []map[string]any
		if err := json.Unmarshal(b.Bytes(), &list); err != nil || len(list) != n || list == nil {
			t.Errorf("%d cookies: %v, %v in %s", n, len(list), err, b.Bytes())
		}
		b.Reset()
		if err := CookiesNDJSON(&b, slices.Values(rows)); err != nil {
			t.Fatal(err)
		}
		if got := strings.Count(b.String(), "\n"); got != n {
			t.Errorf("%d cookies are %d lines", n, got)
		}
		b.Reset()
		if err := CookiesCSV(&b, slices.Values(rows), false); err != nil {
			t.Fatal(err)
		}
		if got := strings.Count(b.String(), "\n"); got != n+1 {
			t.Errorf("%d cookies are %d records", n, got)
		}
	}
}

func TestCSV(t *testing.T) {
	r := row()
	r.Cookie.Name = "=1+1"
	r.Value = &jar.Value{Bytes: []byte("a,\"b\"\n")}
	var b strings.Builder
	if err := CookiesCSV(&b, one(r), true); err != nil {
		t.Fatal(err)
	}
	head, rest, _ := strings.Cut(b.String(), "\n")
	if want := "id,name,domain,path,hostOnly,secure,httpOnly,sameSite,expires,created,lastAccessed,partitionKey,container,size," +
		"value,valueError,browser,profile,profileName,store,site,category,party,type,consent,provider,purpose,source,reasons"; head != want {
		t.Errorf("head is %s", head)
	}
	if want := `,'=1+1,.www.shop.co.uk,/,false,true,true,lax,`; !strings.Contains(rest, want) {
		t.Errorf("no %s in %s", want, rest)
	}
	if want := `,12,"a,""b""\x0a",,chromium,`; !strings.Contains(rest, want) {
		t.Errorf("no %s in %s", want, rest)
	}
}

// full is a writer without room.
type full struct{ room int }

var errFull = errors.New("no room")

func (f *full) Write(b []byte) (int, error) {
	if len(b) > f.room {
		return 0, errFull
	}
	f.room -= len(b)
	return len(b), nil
}

func TestWritersGiveTheErrorAndStop(t *testing.T) {
	endless := func(yield func(Row) bool) {
		for yield(row()) {
		}
	}
	for name, write := range map[string]func(w *full) error{
		"json":   func(w *full) error { return CookiesJSON(w, endless, false) },
		"ndjson": func(w *full) error { return CookiesNDJSON(w, endless) },
		"csv":    func(w *full) error { return CookiesCSV(w, endless, false) },
		"full":   func(w *full) error { return CookiesInFull(w, endless, nil, Terminal{}, now) },
		"stores": func(w *full) error { return StoresTable(w, contents(), Terminal{}) },
		"table":  func(w *full) error { return CookiesTable(w, one(row()), false, Terminal{}, now) },
	} {
		if err := write(&full{room: 3}); !errors.Is(err, errFull) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func contents() []jar.Contents {
	return []jar.Contents{
		{Store: store(), Condition: cookies.Fine(), Cookies: []cookies.Cookie{}},
		{Store: store(), Condition: cookies.Condition{State: cookies.Damaged, Reason: "it is no database", Advice: "put back a copy"}},
	}
}

func TestStores(t *testing.T) {
	var b strings.Builder
	if err := StoresJSON(&b, contents()); err != nil {
		t.Fatal(err)
	}
	want := `[
{"browser":"chromium","profile":"Profile 1","path":"/home/u/.config/chromium/Profile 1/Cookies","format":"chromium","cookies":0,"state":"ready","writable":true,"reason":"","advice":""},
{"browser":"chromium","profile":"Profile 1","path":"/home/u/.config/chromium/Profile 1/Cookies","format":"chromium","cookies":null,"state":"damaged","writable":false,"reason":"it is no database","advice":"put back a copy"}
]
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
	b.Reset()
	if err := StoresTable(&b, contents(), Terminal{Width: 60}); err != nil {
		t.Fatal(err)
	}
	want = `STORE            COOKIES  STATE    PATH
chromium · Work        0  ready    /home/u/.config/chromium…
chromium · Work        -  damaged  /home/u/.config/chromium…

chromium · Work is damaged: it is no database; put back a copy.
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
}

func TestStats(t *testing.T) {
	s := NewStats(2)
	for _, host := range []string{".shop.co.uk", "www.shop.co.uk", "other.test"} {
		r := row()
		r.Cookie.Host = host
		s.Add(r.Sorted)
	}
	var b strings.Builder
	if err := s.JSON(&b); err != nil {
		t.Fatal(err)
	}
	want := `{
  "cookies": 3,
  "sites": 2,
  "stores": 2,
  "categories": {
    "necessary": 0,
    "functional": 0,
    "statistical": 3,
    "marketing": 0,
    "unclassified": 0
  },
  "types": {
    "necessary": 0,
    "statistical": 3,
    "first-party": 0,
    "third-party": 0
  },
  "parties": {
    "first": 3,
    "third": 0,
    "unknown": 0
  },
  "browsers": {
    "chromium": 3
  }
}
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
	b.Reset()
	if err := NewStats(0).JSON(&b); err != nil || !strings.Contains(b.String(), `"browsers": {}`) {
		t.Errorf("%v, %s", err, b.String())
	}
	b.Reset()
	if err := s.Text(&b, Terminal{}); err != nil || !strings.Contains(b.String(), "3 cookies of 2 sites in 2 stores\n") {
		t.Errorf("%v, %s", err, b.String())
	}
}

func TestResults(t *testing.T) {
	var b strings.Builder
	if err := DeletedJSON(&b, jar.Result{}); err != nil {
		t.Fatal(err)
	}
	if want := "{\n  \"id\": \"\",\n  \"deleted\": 0,\n  \"skipped\": [],\n  \"stores\": []\n}\n"; b.String() != want {
		t.Errorf("an empty result: %s", b.String())
	}
	r := jar.Result{
		ID: "20261123-1", Done: 2, Skipped: []jar.Skip{{Store: "/a", Reason: cookies.ReasonInUse, Count: 3, Words: "never in JSON"}},
		Stores: []jar.StoreResult{{Store: "/b", Count: 2, Held: time.Second}},
	}
	b.Reset()
	if err := RestoredJSON(&b, r); err != nil {
		t.Fatal(err)
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, []byte(b.String())); err != nil {
		t.Fatal(err)
	}
	if want := `{"id":"20261123-1","restored":2,"skipped":[{"store":"/a","reason":"in-use","count":3}],"stores":[{"store":"/b","restored":2}]}`; compact.String() != want {
		t.Errorf("got %s", compact.String())
	}
	b.Reset()
	if err := ResultText(&b, r, "restored", nil); err != nil || b.String() != "Restored 2 cookies in 1 store.\n" {
		t.Errorf("%v, %q", err, b.String())
	}
}

func TestHistory(t *testing.T) {
	e := jar.Entry{ID: "x1", Time: now, State: "partial", Deleted: 4, Stores: []string{"/s"}, Sites: []string{"shop.test"}}
	var b strings.Builder
	if err := HistoryJSON(&b, []jar.Entry{e, {ID: "x2", State: "done"}}); err != nil {
		t.Fatal(err)
	}
	want := `[
{"id":"x1","time":"2026-11-23T12:00:00Z","state":"partial","deleted":4,"stores":["/s"],"sites":["shop.test"]},
{"id":"x2","time":"","state":"done","deleted":0,"stores":[],"sites":[]}
]
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
	for _, c := range []struct {
		rows []Row
		want int
	}{{nil, 0}, {[]Row{row()}, 1}} {
		b.Reset()
		if err := EntryJSON(&b, e, slices.Values(c.rows)); err != nil {
			t.Fatal(err)
		}
		var got struct{ Cookies []map[string]any }
		if err := json.Unmarshal([]byte(b.String()), &got); err != nil || len(got.Cookies) != c.want || got.Cookies == nil {
			t.Errorf("%d cookies: %v in %s", c.want, err, b.String())
		}
	}
}

func TestSpan(t *testing.T) {
	const day = 24 * time.Hour
	for _, c := range []struct {
		d    time.Duration
		want string
	}{
		{-time.Hour, "0 s"}, {0, "0 s"}, {45 * time.Second, "45 s"}, {119 * time.Second, "119 s"},
		{2 * time.Minute, "2 min"}, {30 * time.Minute, "30 min"}, {36 * time.Hour, "36 h"}, {2 * day, "2 d"},
		{90 * day, "90 d"}, {90*day - time.Second, "90 d"}, {180 * day, "6 mo"}, {365 * day, "12 mo"}, {395 * day, "13 mo"}, {400 * day, "13 mo"},
		{730 * day, "2 y"}, {1200 * day, "3 y"}, {730*day - time.Hour, "2 y"}, {3650 * day, "10 y"}, {1<<63 - 1, "292 y"},
	} {
		if got := Span(c.d); got != c.want {
			t.Errorf("%v is %q, want %q", c.d, got, c.want)
		}
	}
}

func TestPlural(t *testing.T) {
	for _, c := range []struct {
		n          int
		noun, want string
	}{
		{0, "cookie", "0 cookies"}, {1, "cookie", "1 cookie"}, {2, "cookie", "2 cookies"},
		{1, "entry", "1 entry"}, {3, "entry", "3 entries"}, {2, "key", "2 keys"},
	} {
		if got := Plural(c.n, c.noun); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// What is cut ends in … and is never wider than asked; colours are not counted
// and not cut through.
func TestClip(t *testing.T) {
	for _, c := range []struct {
		s    string
		w    int
		want string
	}{
		{"cookie", 6, "cookie"}, {"cookie", 5, "cook…"}, {"cookie", 1, "…"}, {"cookie", 0, ""}, {"cookie", -1, ""}, {"", 3, ""},
		{"日本語", 6, "日本語"}, {"日本語", 5, "日本…"}, {"日本語", 4, "日…"},
		{"\x1b[1mcookie\x1b[m", 6, "\x1b[1mcookie\x1b[m"}, {"\x1b[1mcookie\x1b[m", 4, "\x1b[1mcoo…\x1b[m"},
	} {
		got := Clip(c.s, c.w)
		if got != c.want || Cells(got) > max(0, c.w) {
			t.Errorf("%q in %d cells is %q, want %q", c.s, c.w, got, c.want)
		}
	}
}

// What tells cookies of one name apart is what is out of the ordinary.
func TestApart(t *testing.T) {
	for want, c := range map[string]cookies.Cookie{
		"":                             {Key: cookies.Key{Path: "/"}},
		":8443/cart":                   {Key: cookies.Key{Path: "/cart", Port: 8443}},
		" in shop.test:81":             {Key: cookies.Key{Path: "/", Port: 80}, Place: &cookies.Place{Partition: "https://shop.test:81"}},
		"/x\\x1b in a.test, Work\\x1b": {Key: cookies.Key{Path: "/x\x1b", Port: 443}, Place: &cookies.Place{Partition: "https://a.test", Container: "Work\x1b"}},
		"/y":                           {Key: cookies.Key{Path: "/y", Port: -1}},
	} {
		if got := Apart(&c); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// What a watch has seen is counted from the beginning, and from each moment on.
func TestSince(t *testing.T) {
	at := time.Date(2026, 11, 22, 18, 0, 5, 0, time.Local)
	events := map[policy.Category]map[jar.Event]int{
		policy.Marketing: {jar.Appeared: 2, jar.Gone: 1}, policy.Necessary: {jar.Changed: 10},
	}
	table := "             NEW  CHANGED  GONE\n  necessary    0       10     0\n  marketing    2        0     1\n"
	for want, do := range map[string]func(*strings.Builder) error{
		"From the beginning: nothing\n":           func(b *strings.Builder) error { return Since(b, "", time.Time{}, nil, Terminal{}) },
		"From the beginning\n" + table:            func(b *strings.Builder) error { return Since(b, "", time.Time{}, events, Terminal{}) },
		"After 18:00:05 accept\\x1b[2J\n" + table: func(b *strings.Builder) error { return Since(b, "accept\x1b[2J", at, events, Terminal{}) },
	} {
		var b strings.Builder
		if err := do(&b); err != nil || b.String() != want {
			t.Errorf("%v, got\n%swant\n%s", err, &b, want)
		}
	}
}
