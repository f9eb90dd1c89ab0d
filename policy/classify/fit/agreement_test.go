package main

import (
	"bytes"
	"testing"

	"crumbs/cookies"
)

// TestAgreement: a site's own rows say nothing of how others label a cookie, and
// a cookie that one site alone has is not counted.
func TestAgreement(t *testing.T) {
	on := func(site, name string, label int) row {
		return row{site: site, label: label, Cookie: cookies.Cookie{Key: cookies.Key{Name: name, Host: "." + site}}}
	}
	h := harness{rows: []row{
		on("a.test", "visits_17", 2), on("a.test", "visits_17", 2), on("b.test", "visits_23", 2), on("c.test", "visits_23", 3),
		on("a.test", "only_here", 1), on("a.test", "only_here", 1),
	}}
	var out bytes.Buffer
	h.agreement(&out)
	want := "labels: 4 of 6 rows have a cookie that other sites have too; most of those give the same label to 0.7500\n"
	if out.String() != want {
		t.Errorf("%s, want %s", out.String(), want)
	}
}
