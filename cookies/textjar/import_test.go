package textjar

import (
	"slices"
	"strings"
	"testing"
	"time"

	"crumbs/cookies"
)

func itemOf(host, name, value string) cookies.Item {
	it := cookies.Item{Value: []byte(value), From: name}
	it.Host, it.Name, it.Path, it.Expires = host, name, "/", cookies.FromUnixMicro(1_900_000_000_000_000)
	return it
}

// What is put in stands at the end as its program writes it, and reads back as
// what was composed; taken out again the rest is what it was.
func TestImport(t *testing.T) {
	free := func() error { return nil }
	for name, c := range map[string]struct{ before, after, out string }{
		"plain":           {"# head\n" + line7("a.test", "a", "1") + "\n", "", ""},
		"no last newline": {line7("a.test", "a", "1"), "", line7("a.test", "a", "1") + "\n"},
		"CRLF":            {"# head\r\n" + line7("a.test", "a", "1") + "\r\n", "\r\n", ""},
		"empty":           {"", "", "# Netscape HTTP Cookie File\n"},
	} {
		s := jarOf(t, cookies.Netscape, c.before)
		parted, session := itemOf("p.test", "p", "1"), itemOf(".s.test", "s", "")
		parted.Place = &cookies.Place{Partition: "https://b.test"}
		session.Expires, session.HTTPOnly, session.Secure = 0, true, true
		items := []cookies.Item{itemOf("new.test", "n", "v w"), itemOf("new.test", "n", "twice"), parted, session, itemOf("x.test", "tab", "a\tb\n")}
		if strings.Contains(c.before, "a.test") {
			items = append(items, itemOf("a.test", "a", "other"))
		}
		made, err := CookiesTxt{}.Compose(t.Context(), s, nil, items, time.Now())
		must(t, err)
		if made.Rows.Len() != 2 || made.There != len(items)-4 || len(made.Refused) != 2 {
			t.Fatalf("%s: %d rows, %d there, refused %v", name, made.Rows.Len(), made.There, made.Refused)
		}
		w, err := CookiesTxt{}.Add(t.Context(), s, nil, made.Rows, free)
		must(t, err)
		end := "\n"
		if c.after != "" {
			end = c.after
		}
		want := line7("new.test", "n", "v w") + end + "#HttpOnly_.s.test\tTRUE\t/\tTRUE\t0\ts\t" + end
		if got := content(t, s); !strings.HasSuffix(got, want) || slices.Contains(w.Reasons, cookies.ReasonNewer) {
			t.Errorf("%s: %q, %v", name, got, w.Reasons)
		}
		again, err := CookiesTxt{}.Add(t.Context(), s, nil, made.Rows, free)
		must(t, err)
		if !slices.Equal(again.Reasons, []cookies.Reason{cookies.ReasonNewer, cookies.ReasonNewer}) {
			t.Errorf("%s: put in twice: %v", name, again.Reasons)
		}
		rows, err := Format{}.Rows(t.Context(), s, nil, made.Rows.Keys)
		must(t, err)
		for i := range rows.Cells {
			for _, column := range []int{text, value} {
				if !rows.Cells[i][column].Equal(made.Rows.Cells[i][column]) {
					t.Errorf("%s: row %d reads back as %q", name, i, rows.Cells[i][column].Bytes)
				}
			}
		}
		remove(t, s, rows)
		if c.out == "" {
			c.out = c.before
		}
		if got := content(t, s); got != c.out {
			t.Errorf("%s: taken out it is %q", name, got)
		}
	}
}
