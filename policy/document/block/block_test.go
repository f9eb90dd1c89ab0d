package block_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"crumbs/policy/document/block"
)

func TestWriter(t *testing.T) {
	var w block.Writer
	if !w.Blank() {
		t.Error("a new writer is not blank")
	}
	w.Write("  The\t ")
	w.Start(block.Strong)
	w.Write(" mill")
	w.Start(block.Code)
	w.Write("_\u00adid\u200b")
	w.End(block.Strong)
	w.End(block.Emphasis) // that never began
	w.Newline()
	w.Write(" turns ")
	got := w.Take() // ends what is open
	if got.S != "The mill_id\nturns" || w.Blank() != true {
		t.Errorf("written as %q", got.S)
	}
	if got.Marked(block.Strong)[0] != "mill_id" || got.Marked(block.Code)[0] != "_id\nturns" || got.Marked(block.Link) != nil {
		t.Errorf("marked %+v", got.Spans)
	}
	for s, want := range map[string]string{"a \n\n b": "a\nb", " a  b ": "a b", "\n": "", "a\u200bb": "ab", "a\u2060\ufeffb\x1b": "ab"} {
		if got := block.Plain(s); got.S != want || got.Empty() != (want == "") {
			t.Errorf("%q is %q, want %q", s, got.S, want)
		}
	}
}

func TestMarks(t *testing.T) {
	x := block.Inline{S: "Sacks: rye, oats", Spans: []block.Span{{From: 0, To: 5, Style: block.Strong}, {From: 5, To: 6, Style: block.Strong}, {From: 12, To: 16, Style: block.Code}}}
	if lead, rest := x.Lead(block.Strong); lead != "Sacks:" || rest != " rye, oats" {
		t.Errorf("leads with %q, then %q", lead, rest)
	}
	if lead, rest := x.Lead(block.Code); lead != "" || rest != x.S {
		t.Errorf("leads with %q, then %q", lead, rest)
	}
	if c := x.Cut(0, 6); c.S != "Sacks:" || !c.All(block.Strong) || x.All(block.Strong) || (block.Inline{}).All(block.Strong) {
		t.Error("what is bold as a whole and what is not")
	}
	for s, want := range map[string]string{"✔ rye": "rye", "rye ✔": "rye ✔", "“rye”": "“rye”", "éclair": "éclair", "→ → rye": "rye", "✔": "✔"} {
		if got := block.Plain(s).WithoutIcon().S; got != want {
			t.Errorf("%q without its picture is %q, want %q", s, got, want)
		}
	}
	for s, want := range map[string]string{"https://Mill.example/a": "mill.example", "https://mill.example:8080": "mill.example", "http://localhost/": "", "mill.example": "", "://": "", "": ""} {
		if got := block.Host(s); got != want {
			t.Errorf("the host of %q is %q, want %q", s, got, want)
		}
	}
	row := block.Row{Cells: []block.Cell{{Inline: x}, {Inline: block.Plain("rye")}}}
	if got := row.Texts(); !slices.Equal(got, []string{x.S, "rye"}) {
		t.Errorf("a row of %q", got)
	}
}

// Marks hold capitals alone here, and all else holds none: wherever a text is cut, and
// whatever is put below it, that stays so, and nothing but separators is lost.
func TestCutKeepsMarks(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var text = func() block.Inline {
		var w block.Writer
		for range random.IntN(8) {
			w.Write([]string{"rye", "ä-", " .", ";", "oat, ", " "}[random.IntN(6)])
			style := block.Style(random.IntN(4))
			w.Start(style)
			w.Write([]string{"RYE", " ÄÄ", "O\u00adAT"}[random.IntN(3)])
			w.End(style)
		}
		return w.Take()
	}
	capitals := func(x block.Inline) {
		covered := make([]bool, len(x.S))
		for _, sp := range x.Spans {
			if sp.From < 0 || sp.From >= sp.To || sp.To > len(x.S) {
				t.Fatalf("a mark from %d to %d in %q", sp.From, sp.To, x.S)
			}
			for i := sp.From; i < sp.To; i++ {
				covered[i] = true
			}
		}
		for i, r := range x.S {
			if covered[i] != strings.ContainsRune("RYEÄOAT", r) {
				t.Fatalf("%q at %d of %q is marked: %v", r, i, x.S, covered[i])
			}
		}
	}
	for range 2000 {
		a, b := text(), text()
		capitals(a)
		over := a.Over(b)
		capitals(over)
		if over.S != strings.Trim(a.S+"\n"+b.S, "\n") || len(over.Spans) != len(a.Spans)+len(b.Spans) {
			t.Fatalf("%q over %q is %q", a.S, b.S, over.S)
		}
		from := random.IntN(len(over.S) + 1)
		to := from + random.IntN(len(over.S)-from+1)
		for _, i := range []*int{&from, &to} {
			for *i < len(over.S) && over.S[*i]&0xC0 == 0x80 {
				*i++ // not within a letter
			}
		}
		cut := over.Cut(from, to)
		capitals(cut)
		const ends = " \n;,|.-"
		if strings.Trim(cut.S, ends) != strings.Trim(over.S[from:to], ends) {
			t.Fatalf("%q cut from %d to %d is %q", over.S, from, to, cut.S)
		}
	}
}
