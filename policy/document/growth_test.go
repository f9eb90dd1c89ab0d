package document

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// A document four times as long takes about four times the work: what a hostile
// or broken one repeats is never looked at anew for each of the rest. Counted in
// bytes allocated, which are about the same on every machine.
func TestGrowth(t *testing.T) {
	if _, err := Parse(t.Context(), strings.NewReader("- mill: 1 day")); err != nil { // the words are learned
		t.Fatal(err)
	}
	for name, line := range map[string]func(i int) string{
		"rows":               func(i int) string { return fmt.Sprintf("| ck_%d | Mill | counts | %d days |\n", i, i%90+1) },
		"cells by tabs":      func(i int) string { return fmt.Sprintf("ck_%d\tMill\tcounts the visits\t2 years\nof a page\n", i) },
		"one row by tabs":    func(int) string { return "ck_a\tMill\tcounts the visits\t2 years\n" },
		"one row by spaces":  func(int) string { return "ck_a      Mill      counts the visits     2 years\n" },
		"one row by pipes":   func(int) string { return "| ck_a | Mill | counts the visits | 2 years |\n" },
		"one bullet":         func(int) string { return "- ck_a: counts the visits, 2 years\n" },
		"one cell on a line": func(int) string { return "ck_a\nMill\ncounts the visits\n2 years\n" },
		"one card":           func(int) string { return "ck_a\nProvider: Mill\nExpiry: 2 years\n\n" },
		"tabs alone":         func(int) string { return "a\tb\n\n" },
		"bullets":            func(i int) string { return fmt.Sprintf("- ck_%d: counts visits, expires after %d days\n", i, i%90+1) },
		"bare bullets":       func(i int) string { return fmt.Sprintf("- a%d\n", i) },
		"deep bullets":       func(i int) string { return strings.Repeat("  ", i%40) + "- thing\n" },
		"pipes in a line":    func(int) string { return "|a|" },
		"pipes on lines":     func(int) string { return "|\n" },
		"names in a line":    func(i int) string { return fmt.Sprintf("ck_%d, ", i) },
		"cookies in a line": func(i int) string {
			return fmt.Sprintf("the cookie ck_%d lasts for %d days and ", i, i%90+1)
		},
		"sentences":         func(i int) string { return fmt.Sprintf("The cookie ck_%d is kept for 9 days. ", i) },
		"no spaces":         func(int) string { return "x_" },
		"labels":            func(int) string { return "Name\nProvider\n" },
		"labels in a line":  func(int) string { return "Name: a " },
		"cells on lines":    func(i int) string { return fmt.Sprintf("ck_%d\nMill\ncounts\n2 years\n", i) },
		"headings":          func(i int) string { return fmt.Sprintf("## ck_%d\n\nPurpose: counts\n\nExpires: 2 years\n\n", i) },
		"patterns":          func(i int) string { return fmt.Sprintf("- wood%d_*: counts\n\nThe cookie mill%d_x is set.\n\n", i, i) },
		"brackets":          func(int) string { return "[(<{" },
		"stars":             func(int) string { return "*a_ `" },
		"comments":          func(int) string { return "<!-- \n" },
		"open tables":       func(int) string { return "<table>\n" },
		"spaces":            func(int) string { return "  a     b      c 2 days\n" },
		"heads of pipes":    func(int) string { return "Cookie | Usage | Duration |\nck_a |\n" },
		"strokes":           func(int) string { return "|\nName |\nPurpose |\n|\nck_a |\ncounts |\n" },
		"joined words":      func(int) string { return "AB- und " },
		"lines with colons": func(int) string { return "{name: \"ck_a\", purpose: \"x\"},\n" },
		"words by tabs":     func(int) string { return "a_x\tb\n" },
		"words by spaces":   func(int) string { return "a     b      c\n" },
		"one sentence":      func(int) string { return "The cookie ck_a is set. " },
		"clauses":           func(int) string { return "We do not, we never, " },
		"hosts":             func(i int) string { return fmt.Sprintf("our site m%d.mill.example ", i) },
		"arrows":            func(int) string { return "word -> b -> c\n" },
		"flowing heads":     func(int) string { return "Name Purpose\nDuration Provider\nType\n" },
		"long flowing heads": func(int) string {
			return "Cookie Name Purpose Type Duration Provider Domain Category Party Name Cookie Purpose\nService Description\n"
		},
		"flowing tables":   func(int) string { return "Name Purpose Duration\ngrist mill wheel\n\n" },
		"one flowing head": func(int) string { return "Name Purpose Duration\n" },
		"page of tags":     func(int) string { return "<div><span><p>" },
		"page of tables":   func(int) string { return "<table><tr><td>" },
		"page of cells":    func(i int) string { return fmt.Sprintf("<td>ck_%d<td>2 days<tr>", i) },
		"page of labels":   func(int) string { return "<p>Name</p><p>Provider</p>" },
		"page of terms":    func(i int) string { return fmt.Sprintf("<dl><dt>Name<dd>ck_%d<dt>Purpose<dd>counts</dl>", i) },
	} {
		work := func(n int) float64 {
			var b strings.Builder
			if strings.HasPrefix(name, "page") {
				b.WriteString("<html><body><h1>Cookies</h1><table><tr><th>Name<th>Expiry<tr>")
			} else {
				b.WriteString("# Cookies\n\n")
			}
			switch name {
			case "cells by tabs":
				b.WriteString("Name\tProvider\tPurpose\tExpiry\n")
			case "words by tabs":
				b.WriteString("Name\tPurpose\n")
			case "words by spaces":
				b.WriteString("Name       Purpose      Expiry\n")
			}
			for i := range n {
				b.WriteString(line(i))
			}
			doc := b.String()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			if _, err := Parse(t.Context(), strings.NewReader(doc)); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			runtime.ReadMemStats(&after)
			return float64(after.TotalAlloc - before.TotalAlloc)
		}
		if small, large := work(100), work(400); large > 6*small+1<<20 {
			t.Errorf("%s: %.0f bytes for 100 of them, %.0f for 400", name, small, large)
		}
	}
}

// A row of as many words as are looked at is put together a bounded number of times,
// wherever its columns may begin.
func TestWideRows(t *testing.T) {
	doc := "# Cookies\n\nName       Purpose          Expiry     Provider      Category     Type    Party    Domain\n" +
		strings.Repeat("ck_a mill       "+strings.Repeat("Grist of the wheel 2 ", 9)+"\n", 200)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := Parse(t.Context(), strings.NewReader(doc)); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if n := (after.TotalAlloc - before.TotalAlloc) / 200; n > 3<<20 {
		t.Errorf("%d bytes for each row", n)
	}
}
