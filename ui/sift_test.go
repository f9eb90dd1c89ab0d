package ui

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// What a filter leaves does not hang on the filter before it: typed letter by
// letter, taken back and changed it leaves what it leaves of everything.
func TestSiftedAsAtOnce(t *testing.T) {
	queries := []string{
		"session", "site1 name:_g", "-ses", "-session se", `name:"ses" lang`, "cat:statist -cat:nec", "party:third site:7",
		"expired", "-expired", "insecure se", "provider:goo -provider:google", "browser:chro", "zzz", "a b -c",
	}
	r := rand.New(rand.NewPCG(7, 9))
	left, narrowed := 0, 0
	for name, f := range map[string]*fakeJar{"few sites": town(), "many": city(20_000)} {
		d := start(t, f, 120, 40)
		query := ""
		for range 300 {
			was := d.filter
			switch word := queries[r.IntN(len(queries))]; {
			case query != "" && r.IntN(3) == 0:
				query = query[:len(query)-1]
			case len(query) > 12:
				query = word
			default:
				query += word[:1+r.IntN(len(word))]
			}
			d.write(query)
			if d.filter.narrows(was.filter) && !was.all() {
				narrowed++
			}
			var fresh sitesPane
			by := fresh.refill(d.shelf, d.filter.on(d.shelf.texts))
			same := slices.EqualFunc(d.sites.rows, fresh.rows, func(a, b siteRow) bool {
				return a.site == b.site && a.shown == b.shown && a.cleared == b.cleared
			}) && slices.Equal(d.sites.left.places, fresh.left.places)
			if !same || by != d.counts {
				t.Fatalf("%s: %q after %v leaves %d sites and %v, of everything %d and %v", name, query, was.terms, len(d.sites.rows), d.counts, len(fresh.rows), by)
			}
			for _, row := range fresh.rows {
				left += row.shown
			}
		}
	}
	if left < 10_000 || narrowed < 50 {
		t.Errorf("%d cookies were left, %d filters narrowed the one before", left, narrowed)
	}
}
