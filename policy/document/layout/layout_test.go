package layout_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"crumbs/policy/document/block"
	"crumbs/policy/document/layout"
)

// shown writes blocks as their kinds and texts: "h1 a", "p b", "i2 c", "t d", "d e", and a
// table as "[x|y/z|w]", its header first where one is told.
func shown(blocks []block.Block) string {
	var out []string
	for _, b := range blocks {
		text := strings.ReplaceAll(b.Text.S, "\n", "~")
		switch b.Kind {
		case block.Heading:
			out = append(out, fmt.Sprintf("h%d %s", b.Level, text))
		case block.Item:
			out = append(out, fmt.Sprintf("i%d %s", b.Level, text))
		case block.Term:
			out = append(out, "t "+text)
		case block.Detail:
			out = append(out, "d "+text)
		case block.Table:
			var rows []string
			for _, x := range b.Rows {
				rows = append(rows, strings.ReplaceAll(strings.Join(x.Texts(), "|"), "\n", "~"))
			}
			out = append(out, "["+strings.Join(rows, "/")+"]")
		default:
			out = append(out, "p "+text)
		}
	}
	return strings.Join(out, "; ")
}

func TestRead(t *testing.T) {
	for name, c := range map[string]struct {
		text   string
		marked bool
		want   string
	}{
		"nothing":             {"\n \n", true, ""},
		"headings":            {"# Mill\n\nWheel\n-----\n\nIt turns\nalways.", true, "h1 Mill; h2 Wheel; p It turns always."},
		"no heading":          {"#Mill\n\n####### Mill", true, "p #Mill; p ####### Mill"},
		"items":               {"- rye\n- oats\n  - white\n1. bran", true, "i1 rye; i1 oats; i2 white; i1 bran"},
		"definitions":         {"mill_a\n: counts sacks", true, "t mill_a; d counts sacks"},
		"pipes":               {"| Name | Zweck |\n|---|---|\n| mill_a | zählt |\n\nEnde.", true, "[Name|Zweck/mill_a|zählt]; p Ende."},
		"tabs":                {"Name\tPurpose\tExpiry\nmill_a\tcounts\t1 day\nmill_b\tsells\t2 days", false, "[Name|Purpose|Expiry/mill_a|counts|1 day/mill_b|sells|2 days]"},
		"columns":             {"Nom        Finalité       Durée\nmill_a     compte         1 an\nmill_b     vend           2 ans", false, "[Nom|Finalité|Durée/mill_a|compte|1 an/mill_b|vend|2 ans]"},
		"wrapped columns":     {"Nombre     Finalidad            Caducidad\nmill_a     cuenta todos los     1 día\n           sacos de avena\nmill_b     vende                2 días", false, "[Nombre|Finalidad|Caducidad/mill_a|cuenta todos los sacos de avena|1 día/mill_b|vende|2 días]"},
		"a cell on a line":    {"Naam\nDoel\nBewaartermijn\nmill_a\ntelt\n1 dag\nmill_b\nverkoopt\n2 dagen", false, "[Naam|Doel|Bewaartermijn/mill_a|telt|1 dag/mill_b|verkoopt|2 dagen]"},
		"boxes":               {"+--------+-------+\n| Nome   | Scopo |\n+========+=======+\n| mill_a | conta |\n+--------+-------+", false, "[Nome|Scopo/mill_a|conta]"},
		"arrows":              {"mill_a -> conta sacos -> 1 dia\nmill_b -> vende -> 2 dias", false, "[mill_a|conta sacos|1 dia/mill_b|vende|2 dias]"},
		"a table of HTML":     {"Mill\n\n<table>\n<tr><th>Name<th>Expiry\n<tr><td>mill_a<td>1 day\n</table>\n", true, "p Mill; [Name|Expiry/mill_a|1 day]"},
		"prose with a pipe":   {"Sacks of rye | oats.", true, "p Sacks of rye | oats."},
		"prose with a tab":    {"The mill\tturns.", false, "p The mill turns."},
		"prose with spaces":   {"The mill   turns.\nIt grinds.", false, "p The mill turns.; p It grinds."},
		"prose with an arrow": {"Menu -> cookies", false, "p Menu -> cookies"},
	} {
		blocks, _, err := layout.Read(t.Context(), c.text, 1, c.marked)
		if got := shown(blocks); err != nil || got != c.want {
			t.Errorf("%s: %q, %v, want %q", name, got, err, c.want)
		}
	}
}

// Whatever the lines are, each number that a block gives is one of theirs, blocks follow
// one another, and none is empty.
func TestLinesLieWithin(t *testing.T) {
	pieces := []string{"", "", "# Mill", "Name", "Purpose", "Expiry", "Name\tPurpose\tExpiry", "mill_a\tcounts\t1 day", "mill_b\t\tsells", "Name       Purpose      Expiry", "mill_a     counts       1 day",
		"           all sacks", "| Name | Purpose |", "|---|---|", "| mill_a | counts |", "mill_a", "counts the sacks", "2 years", "- mill_c: sells rye, 2 years", "  - bran", ": grinds", "===", "```", "<table><tr><td>a<td>b", "</table>",
		"<!-- ", "+---+---+", "|", "Name |", "a -> b -> c", "> quoted", "1. Mill", "Page 1 of 2", "Name Purpose Duration", "{: .x}", "**Necessary cookies**", "https://mill.example/cookies 1/3", "ä…\u00a0—"}
	random := rand.New(rand.NewPCG(3, 4))
	for range 400 {
		lines := make([]string, 1+random.IntN(40))
		for i := range lines {
			lines[i] = pieces[random.IntN(len(pieces))]
			if random.IntN(8) == 0 {
				lines[i] += pieces[random.IntN(len(pieces))]
			}
		}
		text, first := strings.Join(lines, "\n"), 1+random.IntN(9)
		blocks, _, err := layout.Read(t.Context(), text, first, random.IntN(2) == 0)
		if err != nil {
			t.Fatal(err)
		}
		within := func(n int) {
			if n < first || n >= first+len(lines) {
				t.Fatalf("%q from %d has a block at line %d: %s", text, first, n, shown(blocks))
			}
		}
		for _, b := range blocks {
			within(b.Line)
			if b.Kind == block.Table && len(b.Rows) == 0 || b.Kind != block.Table && b.Text.Empty() {
				t.Fatalf("%q gives an empty block: %+v", text, b)
			}
			for _, x := range b.Rows {
				within(x.Line)
				for _, c := range x.Cells {
					if c.Line != 0 {
						within(c.Line)
					}
				}
			}
		}
	}
}

// Where lines are taken out before a text is read, empty ones here, the numbers stay those
// of the document.
func TestNumbersOfWhatIsLeft(t *testing.T) {
	var lines []string
	for i := range 20 {
		lines = append(lines, fmt.Sprintf("The miller keeps sack %d in the", i), "", "dry part of the mill, which", "", "has no windows.", "", "")
	}
	blocks, _, err := layout.Read(t.Context(), strings.Join(lines, "\n"), 3, true)
	if err != nil || len(blocks) != 20 {
		t.Fatalf("%d paragraphs, %v: %s", len(blocks), err, shown(blocks))
	}
	for i, b := range blocks {
		if want := fmt.Sprintf("The miller keeps sack %d in the dry part of the mill, which has no windows.", i); b.Text.S != want || b.Line != 3+7*i {
			t.Errorf("line %d: %q, want line %d: %q", b.Line, b.Text.S, 3+7*i, want)
		}
	}
	// A line of a text that wraps nothing is a paragraph.
	long := strings.Repeat("The mill turns and ", 10)
	if blocks, _, _ := layout.Read(t.Context(), "Rye of the mill,\nOats\n"+long, 1, false); len(blocks) != 3 {
		t.Errorf("lines that are paragraphs: %s", shown(blocks))
	}
	if blocks, _, _ := layout.Read(t.Context(), "Rye of the mill,\nOats", 1, false); len(blocks) != 1 {
		t.Errorf("lines that were wrapped: %s", shown(blocks))
	}
}

func TestStops(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if blocks, _, err := layout.Read(ctx, "Mill", 1, true); !errors.Is(err, context.Canceled) || blocks != nil {
		t.Errorf("a context that ended gives %v, %v", blocks, err)
	}
}
