package exchange

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crumbs/cookies"
)

// made makes cookies that a browser can hold, of all kinds.
func made(r *rand.Rand) []cookies.Item {
	pick := func(words ...string) string { return words[r.IntN(len(words))] }
	var out []cookies.Item
	seen := map[identity]bool{}
	for range 1 + r.IntN(40) {
		var it cookies.Item
		it.Name = pick("", "a", "sid", "__Secure-x", "__Host-x", "=", "日本", "na\"me", "'q", "-", "@", "x,y", "#h", "a b")
		it.Value = []byte(pick("", "v", "=1+1", "'=1", "''", "\"q\"", "a,b", "日本\u009b", "\xff\xfe", "x=y", "\\x41", "{\"a\":[1]}", "%7B", strings.Repeat("x", 4000)))
		it.Host = pick("shop.example", ".shop.example", "www.shop.example", "127.0.0.1", "[::1]", "localhost", ".xn--bcher-kva.example", "_dmarc.shop.example", "github.io")
		it.Path = pick("/", "/cart", "/a b", "/ü")
		it.Secure, it.HTTPOnly = r.IntN(2) == 0, r.IntN(2) == 0
		it.SameSite = cookies.SameSite(r.IntN(4))
		if r.IntN(3) > 0 {
			it.Expires = cookies.FromTime(now) + cookies.Moment(1+r.Int64N(40_000_000_000_000))
		}
		it.Created, it.Accessed = cookies.FromTime(now)-cookies.Moment(r.Int64N(1e15)), cookies.FromTime(now)-cookies.Moment(r.Int64N(1e12))
		if r.IntN(4) == 0 {
			it.Place = &cookies.Place{Partition: pick("https://shop.example", "http://other.test:8080", "https://127.0.0.1")}
			it.CrossSite = r.IntN(2) == 0
		}
		id := identity{it.Name, it.Host, it.Path, "", ""}
		if c := it; check(&c, now) == "" && !seen[id] {
			seen[id] = true
			out = append(out, it)
		}
	}
	return out
}

// What is written is read again as it was, as far as the format can hold it.
func TestRoundTrips(t *testing.T) {
	formats := map[Format]func([]cookies.Item) []byte{
		Netscape:     NetscapeText,
		StorageState: func(l []cookies.Item) []byte { return marshal(t, StateOf(l)) },
		CookieEditor: func(l []cookies.Item) []byte { return marshal(t, EditorOf(l)) },
	}
	for seed := range uint64(25) {
		all := made(rand.New(rand.NewPCG(seed, 1)))
		for f, write := range formats {
			var items, want []cookies.Item
			for _, it := range all {
				if Fits(f, &it) != "" {
					continue
				}
				items = append(items, it)
				it.Created, it.Accessed = 0, 0
				if f == Netscape {
					it.SameSite, it.Place, it.CrossSite = cookies.Unspecified, nil, false
					it.Expires = (it.Expires + 999_999) / 1e6 * 1e6
				}
				want = append(want, it)
			}
			text := write(items)
			got, err := Read(bytes.NewReader(text), Options{Now: now})
			if len(items) == 0 {
				continue // an empty list tells nothing of its format
			}
			if err != nil || got.Format != f || len(got.Refused) > 0 {
				t.Fatalf("seed %d: %s: told as %s, %v, refused %v\n%s", seed, f, got.Format, err, got.Refused, text)
			}
			for i := range got.Items {
				got.Items[i].From = ""
			}
			if diff := cmp.Diff(want, got.Items); diff != "" {
				t.Fatalf("seed %d: %s: %s", seed, f, diff)
			}
			if again := write(got.Items); f != Netscape && !bytes.Equal(again, text) {
				t.Fatalf("seed %d: %s: written again it is another text", seed, f)
			}
		}
	}
}

func marshal(t *testing.T, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// A line or an object that breaks a rule is refused for it, and names it.
func TestRefusals(t *testing.T) {
	const ok = `"path":"/","secure":true,"httpOnly":true`
	for fields, why := range map[string]string{
		`"name":"","value":"","domain":"a.test"`:                                        "neither name nor value",
		`"name":"n","value":"` + strings.Repeat("x", 4096) + `","domain":"a.test"`:      "more than 4096 bytes",
		`"name":"n\u001b[2J","value":"v","domain":"a.test"`:                             "control character",
		`"name":"n","value":"a\u0000b","domain":"a.test"`:                               "control character",
		`"name":"n","value":"a\tb","domain":"a.test"`:                                   "control character",
		`"name":"a=b","value":"v","domain":"a.test"`:                                    "holds a =",
		`"name":"n","value":"a;b","domain":"a.test"`:                                    "holds a ;",
		`"name":"n","value":" v","domain":"a.test"`:                                     "space",
		`"name":"","value":"a=b","domain":"a.test"`:                                     "no name",
		`"name":"n","value":"v","domain":".co.uk"`:                                      "public suffix",
		`"name":"n","value":"v","domain":".com"`:                                        "public suffix",
		`"name":"n","value":"v","domain":".github.io"`:                                  "public suffix",
		`"name":"n","value":"v","domain":".127.0.0.1"`:                                  "address",
		`"name":"n","value":"v","domain":""`:                                            "no host",
		`"name":"n","value":"v","domain":"a..test"`:                                     "no host",
		`"name":"n","value":"v","domain":"a.test/x"`:                                    "no host",
		`"name":"n","value":"v","domain":"a.test\nevil.test"`:                           "no host",
		`"name":"__Secure-n","value":"v","domain":"a.test","secure":false`:              "secure",
		`"name":"__host-n","value":"v","domain":".a.test"`:                              "one host",
		`"name":"__Host-n","value":"v","domain":"a.test","path":"/x"`:                   "one host",
		`"name":"n","value":"v","domain":"` + strings.Repeat("abcdefg.", 32) + `test"`:  "no host",
		`"name":"__Http-n","value":"v","domain":"a.test","httpOnly":false`:              "scripts",
		`"name":"","value":"__Host-n","domain":"a.test"`:                                "protected",
		`"name":"n","value":"v","domain":"a.test","expires":"2020-01-01T00:00:00Z"`:     "expired",
		`"name":"n","value":"v","domain":"a.test","expires":1}`:                         "expired",
		`"name":"n","value":"v","domain":"a.test","partitionKey":"javascript:alert(1)"`: "partition",
		`"name":"n","value":"v","domain":"a.test","partitionKey":"https://a.test/x"`:    "partition",
		`"name":"n","value":"v","domain":"a.test","sameSite":"maybe"`:                   "sameSite",
		`"name":"n","value":null,"valueError":"locked","domain":"a.test"`:               "could not be opened",
		`"name":5,"value":"v","domain":"a.test"`:                                        "another kind",
		`"value":"v","domain":"a.test"`:                                                 "no cookie",
		`"name":"n","value":"v","domain":"a.test","expires":"yesterday"`:                "another kind",
		`"name":"n","value":"v","domain":"a.test","path":"x"`:                           "path",
	} {
		fields = strings.TrimSuffix(fields, "}")
		text := `[{` + ok + `,"name":"good","value":"v","domain":"good.test"},{` + ok + `,` + fields + `}]`
		got, err := Read(strings.NewReader(text), Options{Now: now})
		if err != nil || len(got.Items) != 1 || len(got.Refused) != 1 || !strings.HasPrefix(got.Refused[0].From, "cookie 2") || !strings.Contains(got.Refused[0].Why, why) {
			t.Errorf("%.80s: %v, refused %v, taken %d; want %q", fields, err, got.Refused, len(got.Items), why)
		}
	}
	for line, why := range map[string]string{
		"a.test\tFALSE\t/\tFALSE\t0":                   "5 fields",
		"a.test\tFALSE\t/\tFALSE\t0\tn\tv\tx":          "control character",
		"a.test\tno\t/\tFALSE\t0\tn\tv":                "TRUE or FALSE",
		"a.test\tFALSE\t/\tFALSE\tsoon\tn\tv":          "no time",
		"a.test\tFALSE\t/\tFALSE\t1\tn\tv":             "expired",
		"\tFALSE\t/\tFALSE\t0\tn\tv":                   "no domain",
		"good.test\tFALSE\t/\tFALSE\t1\tgood\tw":       "expired",
		"good.test:81\tFALSE\t/\tFALSE\t0\tgood\tw":    "twice",
		".com\tTRUE\t/\tFALSE\t0\tn\tv":                "public suffix",
		"good.test\tFALSE\t/\tFALSE\t0\tgood\tanother": "twice",
	} {
		got, err := Read(strings.NewReader("# Netscape HTTP Cookie File\r\n\r\n# a note\ngood.test\tFALSE\t/\tFALSE\t0\tgood\tv\r\n"+line+"\n"), Options{Now: now})
		if err != nil || len(got.Items) != 1 || string(got.Items[0].Value) != "v" || len(got.Refused) != 1 ||
			!strings.HasPrefix(got.Refused[0].From, "line 5") || !strings.Contains(got.Refused[0].Why, why) {
			t.Errorf("%q: %v, %+v, taken %d; want %q", line, err, got.Refused, len(got.Items), why)
		}
	}
}

// A public suffix can be a host of its own, and keeps cookies for itself.
func TestSuffixOfItsOwn(t *testing.T) {
	got, err := Read(strings.NewReader("github.io\tFALSE\t/\tFALSE\t0\tn\tv\n.github.io\tTRUE\t/\tFALSE\t0\tm\tv\n"), Options{Format: Netscape, Now: now})
	if err != nil || len(got.Items) != 1 || got.Items[0].Name != "n" || len(got.Refused) != 1 {
		t.Errorf("%+v, %v", got, err)
	}
}

// What ended before 1970 is written down as ended, not as a session's.
func TestEndedLongAgo(t *testing.T) {
	for _, end := range []cookies.Moment{-1, -86_400_000_000, 1} {
		it := cookies.Item{Value: []byte("v")}
		it.Name, it.Host, it.Path, it.Expires = "n", "a.test", "/", end
		got, err := Read(bytes.NewReader(NetscapeText([]cookies.Item{it})), Options{Now: now})
		if err != nil || len(got.Items) != 0 || len(got.Refused) != 1 || got.Refused[0].Why != "it has expired" {
			t.Errorf("%d: %+v, %v", end, got, err)
		}
		if s := StateOf([]cookies.Item{it}).Cookies[0].Expires; s < 1 {
			t.Errorf("%d: Playwright is told %v", end, s)
		}
	}
}

func TestTold(t *testing.T) {
	for text, want := range map[string]Format{
		"": "", "hello": "", "\x00\x01": "", "<html>": "", "name;domain": "",
		"[]": JSON, "\uFEFF [ ]": JSON, `[{"storeId":null}]`: CookieEditor, `{"cookies":[]}`: StorageState, `{"name":"a"}`: NDJSON,
		"Cookie: a=b": Header, "cookie:a": Header, "curl 'x'": Curl, "id,name,domain\n": CSV, "\n# Netscape HTTP Cookie File\n": Netscape,
		"a.test\tFALSE\t/\tFALSE\t0\tn\tv": Netscape, "#HttpOnly_a.test\tFALSE\t/\tFALSE\t0\tn\tv": Netscape,
	} {
		if got := told(bytes.TrimPrefix([]byte(text), []byte("\uFEFF"))); got != want {
			t.Errorf("%q is told as %q, not %q", text, got, want)
		}
	}
}

func TestHeaderOfAURL(t *testing.T) {
	got, err := Read(strings.NewReader("Cookie: a=b; c=d=e;  ; bare\n"), Options{Now: now, URL: "https://shop.example/cart"})
	if err != nil || len(got.Items) != 3 || len(got.Refused) != 0 {
		t.Fatalf("%v, %+v", err, got)
	}
	var all []string
	for _, it := range got.Items {
		all = append(all, fmt.Sprintf("%s=%s of %s %s %v %v", it.Name, it.Value, it.Host, it.Path, it.Secure, it.Session()))
	}
	if want := []string{"a=b of shop.example / true true", "c=d=e of shop.example / true true", "=bare of shop.example / true true"}; !slices.Equal(all, want) {
		t.Errorf("%q", all)
	}
	if _, err := Read(strings.NewReader("Cookie: a=b"), Options{Now: now}); err == nil || !strings.Contains(err.Error(), "--url") {
		t.Error(err)
	}
}

func TestWithoutValues(t *testing.T) {
	for _, text := range []string{`[{"name":"a","domain":"a.test"}]`, "{\"name\":\"a\",\"domain\":\"a.test\"}\n", "name,domain\na,a.test\n"} {
		if _, err := Read(strings.NewReader(text), Options{Now: now}); err == nil || !strings.Contains(err.Error(), "--values") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// A list of which one cookie at least has a value was exported with them: the
// others are refused one by one.
func TestSomeWithoutValues(t *testing.T) {
	for _, other := range []string{`{"name":"b","value":"v","domain":".com"}`, `{"name":"b","value":"v","domain":"b.test"}`} {
		got, err := Read(strings.NewReader(`[{"name":"a","domain":"a.test"},`+other+`]`), Options{Now: now})
		if err != nil || len(got.Items)+len(got.Refused) != 2 {
			t.Errorf("%s: %+v, %v", other, got, err)
		}
	}
}

// Whatever is read, what is taken is what a browser would take, and can be
// written and read again.
func FuzzRead(f *testing.F) {
	items := jarItems()
	f.Add(NetscapeText(items))
	for _, v := range []any{StateOf(items[:4]), EditorOf(items[:4])} {
		b, err := json.Marshal(v)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte("name,value,domain,path,hostOnly,expires\na,'=1,a.test,/,true,2030-01-01T00:00:00Z\n"))
	f.Add([]byte("Cookie: a=b; c"))
	f.Add([]byte(`{"name":"a","value":"b","domain":"a.test","partitionKey":{"topLevelSite":"https://b.test"}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		got, err := Read(bytes.NewReader(text), Options{Now: now, URL: "https://shop.example/"})
		if err != nil {
			return
		}
		for i := range got.Items {
			it := got.Items[i]
			if why := check(&it, now); why != "" {
				t.Fatalf("%+v was taken, but %s", it, why)
			}
			if diff := cmp.Diff(got.Items[i], it); diff != "" {
				t.Fatalf("it is not in its last form: %s", diff)
			}
		}
		b, err := json.Marshal(StateOf(slices.DeleteFunc(got.Items, func(it cookies.Item) bool { return Fits(StorageState, &it) != "" })))
		if err != nil {
			t.Fatal(err)
		}
		again, err := Read(bytes.NewReader(b), Options{Format: StorageState, Now: now})
		for _, r := range again.Refused {
			if !strings.Contains(r.Why, "twice") { // those of two containers
				t.Fatalf("%v\n%s", r, b)
			}
		}
		if err != nil {
			t.Fatalf("%v\n%s", err, b)
		}
	})
}

// Where a list does not say what frames a cookie was set in, one of the site that
// it is partitioned under counts as set by that site itself.
func TestAncestorsUnsaid(t *testing.T) {
	for _, test := range []struct {
		domain, partition string
		want              bool
	}{
		{"www.shop.test", "https://shop.test", false},
		{"shop.test", "https://shop.test:8443", false},
		{"tracker.test", "https://shop.test", true},
		{"[::1]", "http://[::1]", false},
		{"[::1]", "http://[::1]:8080", false},
		{"[::2]", "http://[::1]:8080", true},
		{"shop.test", "", false},
	} {
		text := fmt.Sprintf(`[{"name":"a","value":"1","domain":%q,"hostOnly":true,"path":"/","secure":true,"partitionKey":%q}]`, test.domain, test.partition)
		got, err := Read(strings.NewReader(text), Options{Format: JSON})
		if err != nil || len(got.Items) != 1 {
			t.Fatalf("%s: %+v, %v", text, got, err)
		}
		if got.Items[0].CrossSite != test.want {
			t.Errorf("%s under %q: cross-site %t", test.domain, test.partition, got.Items[0].CrossSite)
		}
	}
}
