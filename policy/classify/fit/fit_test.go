package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crumbs/policy/catalogue"
	"crumbs/policy/classify"
)

// made writes a file of cookies that nobody has: on each of forty sites one that
// is called by a word of no meaning and means what its value looks like.
func made(t *testing.T) string {
	t.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	var b bytes.Buffer
	for i := range 40 {
		for j := range 5 {
			value, label := "", ""
			switch (i + j) % 3 {
			case 0:
				value, label = fmt.Sprintf("1.4.%d", r.IntN(10)), "functional"
			case 1:
				value, label = fmt.Sprint(1_000_000+r.IntN(1000)), "statistical"
			case 2:
				value, label = fmt.Sprintf("%020d", 1_000_000_000_000_000+r.Int64N(1e15)), "marketing"
			}
			fmt.Fprintf(&b, `{"site_etld1":"site%d.test","name":"zq%c","domain":".site%d.test","path":"/","value":%q,"same_site":"lax","session":false,"lifetime_s":900000,"label":%q}`+"\n", i, 'a'+j, i, value, label)
		}
	}
	path := filepath.Join(t.TempDir(), "labelled.jsonl")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func harnessOf(t *testing.T, path string) *harness {
	t.Helper()
	rows, err := readRows(path)
	if err != nil {
		t.Fatal(err)
	}
	known, err := catalogue.Load()
	if err != nil {
		t.Fatal(err)
	}
	return &harness{rows: rows, known: known, folds: 4}
}

// TestFit: what a file shows is learnt, the same file gives the same weights,
// and what is printed is read back.
func TestFit(t *testing.T) {
	path := made(t)
	h := harnessOf(t, path)
	var said bytes.Buffer
	h.report(&said, false)
	var title string
	var accuracy float64
	for line := range strings.Lines(said.String()) {
		if strings.HasPrefix(line, "all, sites left out") {
			title = line
			if _, err := fmt.Sscanf(line[strings.Index(line, "accuracy"):], "accuracy %f", &accuracy); err != nil {
				t.Fatal(err)
			}
		}
	}
	if accuracy < .95 {
		t.Errorf("%s\n%s", title, said.String())
	}
	first := print(h.traits(), h.fit(everything(len(h.rows))))
	again := harnessOf(t, path)
	if second := print(again.traits(), again.fit(everything(len(again.rows)))); first != second {
		t.Error("two fits of one file differ")
	}
	w, err := classify.ReadWeights(first)
	if err != nil || print(h.traits(), w) != first || strings.Contains(first, "-0.00") {
		t.Errorf("what is printed is not read back: %v", err)
	}
}

// TestPartsAreOfWholeSites: no site is on both sides, and no row is lost.
func TestPartsAreOfWholeSites(t *testing.T) {
	h := harnessOf(t, made(t))
	of, rows := map[string]int{}, 0
	for i, part := range h.parts() {
		rows += len(part)
		for _, r := range part {
			if was, ok := of[h.rows[r].site]; ok && was != i {
				t.Fatalf("%s is in parts %d and %d", h.rows[r].site, was, i)
			}
			of[h.rows[r].site] = i
		}
	}
	if rows != len(h.rows) || len(of) != 40 {
		t.Errorf("%d rows of %d, %d sites", rows, len(h.rows), len(of))
	}
}

func TestScrambled(t *testing.T) {
	a := scrambled("_Shop-Id.42", 1)
	if a == "_Shop-Id.42" || a != scrambled("_Shop-Id.42", 1) || a == scrambled("_Shop-Id.42", 2) || len(a) != 11 || a[0] != '_' || a[5] != '-' || a[8] != '.' || a[1] < 'A' || a[1] > 'Z' || a[9] > '9' {
		t.Errorf("%q", a)
	}
}

func TestRowsSayWhatIsWrong(t *testing.T) {
	for text, want := range map[string]string{
		"{":                          "line 1",
		`{"name":"x","label":"tea"}`: `"tea" is no category`,
	} {
		path := filepath.Join(t.TempDir(), "x")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := readRows(path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
	if err := run(nil, "", 10, false); err == nil {
		t.Error("no file")
	}
	if err := run([]string{made(t)}, "", 1, false); err == nil {
		t.Error("one fold")
	}
}
