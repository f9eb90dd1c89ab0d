package print

import (
	"bytes"
	"encoding/json"
	"io"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"crumbs/cookies"
	"crumbs/cookies/jar"
	"crumbs/policy"
	"crumbs/policy/plan"
)

// acts reports whether a character is one that no output may hold: a control
// other than the newline, a bidirectional control, a line separator.
func acts(r rune) bool {
	return r != '\n' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == 0x2028 || r == 0x2029 || r == 0xfeff
}

// sgr is what our own styles write on a terminal, and nothing else.
var sgr = regexp.MustCompile("\x1b\\[[0-9]*m")

// outputs writes one cookie, with a hostile text everywhere, in every way.
func outputs(s string) map[string]func(io.Writer) error {
	st := store()
	st.Profile, st.ProfileName, st.Path = s, s, "/"+s
	v := verdict()
	v.Provider, v.Purpose, v.Section = s, s, s
	v.Evidence = []policy.Evidence{{Words: s}, {Category: v.Category, Words: s}, {Category: policy.Marketing, Words: s}}
	v.Declared = &policy.Declaration{Name: s, Category: policy.Marketing}
	c := row().Cookie
	c.Key = cookies.Key{Host: s, Name: s, Path: s}
	c.Store, c.Place = st, &cookies.Place{Partition: "https://" + s, Container: s}
	r := Row{Sorted: policy.Sorted{Cookie: c, Verdict: v}, Value: &jar.Value{Bytes: []byte(s)}}
	bad := cookies.Condition{State: cookies.InUse, Reason: s, Advice: s}
	full := []jar.Contents{{Store: st, Condition: bad, Cookies: []cookies.Cookie{*c}}}
	result := jar.Result{ID: "1", Done: 1, Stores: []jar.StoreResult{{Store: s, Count: 1}}, Skipped: []jar.Skip{{Store: s, Count: 1, Words: s}}}
	entry := jar.Entry{ID: "1", Time: now, Deleted: 1, Stores: []string{s}, Sites: []string{s, s}}
	doc := policy.Policy{Platform: s, Title: s, Language: s, Sections: []policy.Section{{Title: s}},
		Cookies: []policy.Declaration{{Name: s, Category: policy.Marketing, Provider: s, Function: s, Purpose: s, Section: s, Domain: s, Position: s}}}
	p := plan.Plan{Take: []policy.Sorted{r.Sorted}, Rest: []policy.Sorted{r.Sorted},
		Left: []plan.Left{{Sorted: r.Sorted, Reason: cookies.ReasonLogin}, {Sorted: r.Sorted, Reason: cookies.ReasonKept}}}
	stats := NewStats(1)
	stats.Add(r.Sorted)
	t := Terminal{Width: 50, Weight: true, Colour: true}
	return map[string]func(io.Writer) error{
		"json":   func(w io.Writer) error { return CookiesJSON(w, one(r), true) },
		"ndjson": func(w io.Writer) error { return CookiesNDJSON(w, one(r)) },
		"csv":    func(w io.Writer) error { return CookiesCSV(w, one(r), true) },
		"table":  func(w io.Writer) error { return CookiesTable(w, one(r), true, Terminal{}, now) },
		"narrow": func(w io.Writer) error { return CookiesTable(w, one(r), true, t, now) },
		"full": func(w io.Writer) error {
			return CookiesInFull(w, one(r), map[cookies.ID]*cookies.Kin{r.Cookie.ID(): {Also: []*cookies.Cookie{r.Cookie}, Compared: true, Alike: []*cookies.Cookie{r.Cookie}}}, t, now)
		},
		"stores json": func(w io.Writer) error { return StoresJSON(w, full) },
		"stores":      func(w io.Writer) error { return StoresTable(w, full, t) },
		"stats json":  func(w io.Writer) error { return stats.JSON(w) },
		"stats":       func(w io.Writer) error { return stats.Text(w, t) },
		"deleted":     func(w io.Writer) error { return DeletedJSON(w, result) },
		"restored":    func(w io.Writer) error { return RestoredJSON(w, result) },
		"skip": func(w io.Writer) error {
			_, err := io.WriteString(w, SkipWords(result.Skipped[0], StoreName(st)))
			return err
		},
		"history json": func(w io.Writer) error { return HistoryJSON(w, []jar.Entry{entry}) },
		"history":      func(w io.Writer) error { return HistoryTable(w, []jar.Entry{entry}, t) },
		"entry":        func(w io.Writer) error { return EntryJSON(w, entry, one(r)) },
		"policy json":  func(w io.Writer) error { return PolicyJSON(w, doc) },
		"policy":       func(w io.Writer) error { return PolicyTable(w, doc, true, t) },
		"plan":         func(w io.Writer) error { return Plan(w, p, func(string) cookies.Condition { return bad }, t) },

		"narrow audit":   func(w io.Writer) error { return Audit(w, report(s), AuditTerminal, t) },
		"audit":          func(w io.Writer) error { return Audit(w, report(s), AuditTerminal, Terminal{}) },
		"audit json":     func(w io.Writer) error { return Audit(w, report(s), AuditJSON, t) },
		"audit markdown": func(w io.Writer) error { return Audit(w, report(s), AuditMarkdown, t) },
		"audit csv":      func(w io.Writer) error { return Audit(w, report(s), AuditCSV, t) },
		"audit html":     func(w io.Writer) error { return Audit(w, report(s), AuditHTML, t) },
	}
}

func checkHostile(t *testing.T, s string) {
	t.Helper()
	for name, write := range outputs(s) {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Errorf("%s of %q: %v", name, s, err)
		}
		out := sgr.ReplaceAll(b.Bytes(), nil)
		if !utf8.Valid(out) || bytes.IndexFunc(out, acts) >= 0 {
			t.Fatalf("%s of %q holds what a terminal acts on:\n%q", name, s, out)
		}
		if strings.HasPrefix(b.String(), "{") || strings.HasPrefix(b.String(), "[\n") {
			if name != "ndjson" && !json.Valid(b.Bytes()) {
				t.Fatalf("%s of %q is no JSON:\n%s", name, s, b.Bytes())
			}
		}
		if strings.HasPrefix(name, "narrow") {
			for line := range strings.Lines(string(out)) {
				if w := Cells(strings.TrimSuffix(line, "\n")); w > 50 {
					t.Fatalf("%s of %q: a line of %d cells: %q", name, s, w, line)
				}
			}
		}
	}
}

func seeds() []string {
	return []string{
		"", "_ga", "\x1b]0;owned\x07", "a\u009b31mb", "\u202egnp.exe", "\u2066\u2069\u061c", "\x00\x7f\xff\xfe", "a\nb\r\tc",
		"日本語のクッキー", strings.Repeat("x", 300), "e\u0301\u200d\ufeff", "\U000e0041\u2028\u2029", "{\"a\":[1]}", "=cmd|' /C calc'!A0", "\x1b[1m", "https://x\x9b",
	}
}

func FuzzNothingReachesTheTerminal(f *testing.F) {
	for _, s := range seeds() {
		f.Add(s)
	}
	f.Fuzz(checkHostile)
}

func TestRandomHostileNames(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	spice := []rune{0, 7, 0x1b, '\n', 0x7f, 0x85, 0x9b, 0x9d, 0x200b, 0x200e, 0x202e, 0x2066, 0x2028, 0xfeff, 0xfffd, 0xe0041, 'a', '"', '\\', 'é', '日', '😀'}
	for range 500 {
		var b []byte
		for range r.IntN(12) {
			if r.IntN(6) == 0 {
				b = append(b, byte(0x80+r.IntN(128)))
				continue
			}
			b = utf8.AppendRune(b, spice[r.IntN(len(spice))])
		}
		checkHostile(t, string(b))
	}
}

func TestTableFitsEveryWidth(t *testing.T) {
	for w := 1; w <= 200; w++ {
		var b strings.Builder
		rows := []Row{row(), row(), row()}
		rows[1].Cookie.Name = strings.Repeat("長", 80)
		rows[2].Cookie.Host = strings.Repeat("host.", 30) + "test"
		for _, r := range rows {
			r.Value = &jar.Value{Bytes: []byte("value of some length")}
		}
		if err := CookiesTable(&b, slices.Values(rows), true, Terminal{Width: w}, now); err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(b.String(), "\n"); n != 5 {
			t.Fatalf("%d columns: %d lines, want 5:\n%s", w, n, b.String())
		}
		for line := range strings.Lines(b.String()) {
			if got := Cells(strings.TrimSuffix(line, "\n")); got > w {
				t.Fatalf("%d columns: a line of %d: %q", w, got, line)
			}
		}
	}
}

func TestColumnsLeaveInOrder(t *testing.T) {
	var order []string
	for w := 120; w > 20; w-- {
		var b strings.Builder
		if err := CookiesTable(&b, one(row()), false, Terminal{Width: w}, now); err != nil {
			t.Fatal(err)
		}
		head, _, _ := strings.Cut(b.String(), "\n")
		for _, name := range []string{"BROWSER", "PROVIDER", "EXPIRES", "PARTY"} {
			if !strings.Contains(head, name) && !slices.Contains(order, name) {
				order = append(order, name)
			}
		}
	}
	if want := []string{"BROWSER", "PROVIDER", "EXPIRES", "PARTY"}; !slices.Equal(order, want) {
		t.Errorf("columns leave in the order %v, want %v", order, want)
	}
}
