package document

import (
	"context"
	"fmt"
	"strings"

	"crumbs/policy/document/block"
	"crumbs/policy/document/layout"
	"crumbs/policy/document/lazyregexp"
	"crumbs/policy/document/meaning"
	"crumbs/policy/document/pages"
	"crumbs/policy/document/settings"
)

// readPDF reads a PDF file: its text as it is laid out, in which headings are
// known by the size of their letters. Positions are those of the page.
func readPDF(ctx context.Context, b []byte) (settings.Reading, error) {
	laid, err := pages.Read(b)
	if err != nil {
		return settings.Reading{}, err
	}
	laid, address := withoutMargins(laid)
	usual := usualSize(laid)
	laid = wholeHeads(laid, usual)
	var text strings.Builder
	heads := map[int]int{} // level by line
	places := make([]string, 0, len(laid)*2)
	write := func(s, place string) {
		text.WriteString(s + "\n")
		places = append(places, place)
	}
	onPage, nth := 0, 0
	for i, l := range laid {
		if l.Page != onPage {
			onPage, nth = l.Page, 0
		}
		if text.Len() > block.MaxText {
			return settings.Reading{}, fmt.Errorf("it is a PDF file with more than %d MB of text: give the pages about cookies alone", block.MaxText>>20)
		}
		if l.Text != "" {
			nth++
		}
		place := fmt.Sprintf("page %d, line %d", l.Page, nth)
		level := headLevel(l, usual)
		if level > 0 {
			write("", place)
			heads[len(places)+1] = level
		}
		write(l.Text, place)
		if level > 0 && (i+1 == len(laid) || headLevel(laid[i+1], usual) != level) {
			write("", place)
		}
	}
	blocks, page, err := layout.Read(ctx, text.String(), 1, false)
	if err != nil {
		return settings.Reading{}, err
	}
	for i := range blocks {
		if level := heads[blocks[i].Line]; level > 0 && blocks[i].Kind != block.Table {
			blocks[i].Kind, blocks[i].Level = block.Heading, level
		}
	}
	read, err := meaning.Of(ctx, blocks, page)
	if err != nil {
		return settings.Reading{}, err
	}
	out := settings.Reading{Policy: read, Format: "a PDF file"}
	if out.Platform == "" {
		out.Platform = block.Host(address)
	}
	for i := range out.Cookies {
		c := &out.Cookies[i]
		var line int
		if _, err := fmt.Sscanf(c.Position, "line %d", &line); err == nil && line > 0 && line <= len(places) {
			c.Position = places[line-1]
		}
	}
	return out, nil
}

var (
	printedAt   = lazyregexp.New(`^\s*\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},? +\d{1,2}:\d{2}\b`)
	printedFrom = lazyregexp.New(`^\s*((?:file|https?):\S+)(?:\s+\d+/\d+)?\s*$`)
)

// withoutMargins drops what browsers print at the head and the foot of every
// page, the time and the address, and gives the address.
func withoutMargins(laid []pages.Line) (out []pages.Line, address string) {
	for i, l := range laid {
		first := i == 0 || laid[i-1].Page != l.Page
		last := i+1 == len(laid) || i+2 == len(laid) || laid[i+2].Page != l.Page
		if first && printedAt.MatchString(l.Text) {
			continue
		}
		if m := printedFrom.FindStringSubmatch(l.Text); m != nil && last {
			address = m[1]
			continue
		}
		out = append(out, l)
	}
	return out, address
}

// wholeHeads puts the lines of a heading into one.
func wholeHeads(laid []pages.Line, usual float64) []pages.Line {
	var out []pages.Line
	for _, l := range laid {
		if n := len(out) - 1; n >= 0 && out[n].Page == l.Page && out[n].Size == l.Size && headLevel(l, usual) > 0 && headLevel(out[n], usual) > 0 {
			out[n].Text += " " + strings.TrimSpace(l.Text)
			continue
		}
		out = append(out, l)
	}
	return out
}

// usualSize is the size of most of the text.
func usualSize(laid []pages.Line) float64 {
	count, best, usual := map[float64]int{}, 0, 0.0
	for _, l := range laid {
		size := float64(int(l.Size*4)) / 4
		if count[size] += len(l.Text); count[size] > best {
			best, usual = count[size], size
		}
	}
	return usual
}

// headLevel is the level of the heading that a line is, 0 if it is none: its
// letters are larger than those of the text, and it is one piece.
func headLevel(l pages.Line, usual float64) int {
	if l.Text == "" || len(l.Text) > 140 || strings.Contains(strings.TrimSpace(l.Text), "  ") {
		return 0
	}
	switch {
	case l.Size >= 1.7*usual:
		return 1
	case l.Size >= 1.35*usual:
		return 2
	case l.Size >= 1.12*usual:
		return 3
	}
	return 0
}
