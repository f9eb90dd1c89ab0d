package stack_test

import (
	"fmt"
	"strings"
	"testing"

	"crumbs/policy/document/block"
	"crumbs/policy/document/column"
	"crumbs/policy/document/stack"
)

func TestCycleAndPeriod(t *testing.T) {
	l := column.Words()
	for _, c := range []struct {
		lines   string
		n, rows int // of Cycle
		m, more int // of Period
	}{
		{"Name|Purpose|Expiry|mill_a|counts|1 day|mill_b|sells|2 years", 3, 2, 3, 2},
		{"Name|Zweck|mill_a|zählt|mill_b|verkauft", 2, 2, 0, 0},
		{"Nom|Finalité|Durée|mill_a|compte|1 an", 3, 1, 0, 0},
		{"Nombre|Finalidad|Caducidad|mill_a|cuenta|1 día|The mill turns.", 3, 1, 0, 0},
		{"Nome|Scopo|Scadenza|mill_a|conta|–", 3, 1, 0, 0},
		{"Naam|Doel|Bewaartermijn|mill_a|telt|een dag|mill_b|verkoopt", 3, 1, 0, 0}, // the last row is cut
		{"Name|Sacks|Expiry|mill_a|rye|1 day|mill_b|oats|2 days", 0, 0, 3, 2},       // one header is no label
		{"Name|Sacks|Wheel|mill_a|rye|1|mill_b|oats|2", 0, 0, 0, 0},
		{"Name|Purpose|Expiry", 0, 0, 0, 0},
		{"Name|Purpose|Expiry|The mill|counts|its sacks", 0, 0, 0, 0},
		{"mill_a|counts|1 day", 0, 0, 0, 0},
		{"", 0, 0, 0, 0},
	} {
		texts := strings.Split(c.lines, "|")
		if n, rows := stack.Cycle(l, texts); n != c.n || rows != c.rows {
			t.Errorf("%q goes round in %d with %d rows, want %d with %d", c.lines, n, rows, c.n, c.rows)
		}
		if n, rows := stack.Period(l, texts); n != c.m || rows != c.more {
			t.Errorf("%q has %d marked columns with %d rows, want %d with %d", c.lines, n, rows, c.m, c.more)
		}
	}
}

func TestRagged(t *testing.T) {
	for s, want := range map[string]string{
		"Name|Provider|Purpose|Expiry|mill_a|Mill|counts|all sacks|1 day|mill_b|Mill|sells|2 years": "mill_a,Mill,counts all sacks,1 day;mill_b,Mill,sells,2 years",
		"Name|Zweck|Dauer|Typ|mill_a|zählt|1 Tag|HTTP|mill_b|verkauft|Sitzung|mill_c|mahlt|2 Jahre": "mill_a,zählt,1 Tag,HTTP;mill_b,verkauft,Sitzung,;mill_c,mahlt,2 Jahre,",
		"Name|Purpose|Expiry|mill_a|counts|1 day|The end of the list.|mill_b":                       "mill_a,counts,1 day",
		"Name|Purpose|mill_a|counts": "",
		"Expiry|Name|1 day|mill_a":   "",
		"Name|Purpose|Expiry|" + "mill_a" + strings.Repeat("|counts", 20) + "|1 day": "",
	} {
		var cells []stack.Piece
		for i, x := range strings.Split(s, "|") {
			cells = append(cells, stack.Piece{At: i, Text: x})
		}
		n, rows, used := stack.Ragged(column.Words(), cells)
		var got []string
		for _, x := range rows {
			if len(x) != n {
				t.Errorf("%q: a row of %d cells, want %d", s, len(x), n)
			}
			var cells []string
			for _, c := range x {
				cells = append(cells, c.Text)
			}
			got = append(got, strings.Join(cells, ","))
		}
		if strings.Join(got, ";") != want || used > len(cells) {
			t.Errorf("%q has rows %q of %d pieces, want %q", s, got, used, want)
		}
	}
}

func TestBlocks(t *testing.T) {
	var in []block.Block
	for i, s := range strings.Split("Our mill|Name|Purpose|Expiry|mill_a|counts|1 day|mill_b|sells|2 years|We grind.", "|") {
		in = append(in, block.Block{Kind: block.Para, Line: 1 + 2*i, Text: block.Plain(s)})
	}
	got := ""
	for _, b := range stack.Blocks(in) {
		got += fmt.Sprintf("[%d %s", b.Line, b.Text.S)
		for _, x := range b.Rows {
			got += fmt.Sprintf("<%d %v %s>", x.Line, x.Head, strings.Join(x.Texts(), ","))
		}
		got += "]"
	}
	if want := "[1 Our mill][3 <3 true Name,Purpose,Expiry><9 false mill_a,counts,1 day><15 false mill_b,sells,2 years>][21 We grind.]"; got != want {
		t.Errorf("the blocks %s, want %s", got, want)
	}
	in[2].Kind = block.Item
	if got := stack.Blocks(in); len(got) != len(in) {
		t.Errorf("a table of items: %d blocks of %d", len(got), len(in))
	}
	for i, want := range map[int]bool{0: false, 1: true, 2: false, 3: true, 4: false, 99: false} {
		if stack.LabelAt(column.Words(), in, i) != want {
			t.Errorf("block %d is a label: %v", i, !want)
		}
	}
	for s, want := range map[string]bool{"mill_a": true, "fr": true, "The mill": false, "Marketing": false, "Analytics cookies": false, "": false} {
		if stack.Named(s) != want {
			t.Errorf("%q is a name: %v", s, !want)
		}
	}
	if !stack.Dash("—") || stack.Dash("") || stack.Dash("--") {
		t.Error("what is a dash and what is not")
	}
}
