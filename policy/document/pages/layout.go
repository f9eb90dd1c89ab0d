package pages

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// widest is how many characters a line may have: text that was not laid out has
// longer ones.
const widest = 156

// piece is what stands on a line between two wide gaps.
type piece struct {
	x, end, y, size float64
	s               string
}

// layout puts the letters of all pages into lines. A column stands in the same
// place on all of them: a character is so narrow that no piece of a line runs
// into the next. Where there is more room than between two lines of a text, one
// is empty: between the rows of most tables.
func layout(pages [][]glyph) []Line {
	rows := make([][]row, len(pages))
	left, right, pitch := 1e9, 0.0, 6.0
	for n, all := range pages {
		rows[n] = stacked(lines(all))
		for _, r := range rows[n] {
			for i, p := range r.pieces {
				left, right = min(left, p.x), max(right, p.end)
				if i+1 < len(r.pieces) {
					pitch = min(pitch, (r.pieces[i+1].x-p.x)/float64(utf8.RuneCountInString(p.s)+2))
				}
			}
		}
	}
	pitch = max(pitch, (right-left)/(widest-4), 0.5)
	var out []Line
	for page, list := range rows {
		for i, r := range list {
			if i > 0 && r.begins {
				out = append(out, Line{Page: page + 1})
			}
			out = append(out, r.line(page+1, left, pitch))
		}
		if len(list) > 0 {
			out = append(out, Line{Page: page + 1})
		}
	}
	return out
}

// row is a line of pieces; it begins a group if there is room above it.
type row struct {
	pieces []piece
	begins bool
}

// line writes the pieces where they stand.
func (r row) line(page int, left, pitch float64) Line {
	var b strings.Builder
	n, size := 0, 0.0
	for j, p := range r.pieces {
		at := int((p.x - left) / pitch)
		if j > 0 {
			at = max(at, n+2)
		}
		at = max(at, n)
		b.WriteString(strings.Repeat(" ", min(at-n, widest)))
		b.WriteString(p.s)
		n = at + utf8.RuneCountInString(p.s)
		size = max(size, p.size)
	}
	return Line{Page: page, Text: b.String(), Size: size}
}

// stacked divides the lines of a page into groups with room between them, and
// moves the cells in each to its top.
func stacked(all [][]piece) []row {
	if len(all) == 0 {
		return nil
	}
	usual := usualSize(all)
	var out []row
	for i := 0; i < len(all); {
		j := i + 1
		for j < len(all) && all[j-1][0].y-all[j][0].y <= 1.45*max(usual, min(all[j][0].size, all[j-1][0].size)) {
			j++
		}
		for k, r := range raised(all[i:j]) {
			out = append(out, row{r, k == 0})
		}
		i = j
	}
	return out
}

// usualSize is the size of the middle one of all pieces.
func usualSize(rows [][]piece) float64 {
	var sizes []float64
	for _, r := range rows {
		for _, p := range r {
			sizes = append(sizes, p.size)
		}
	}
	slices.Sort(sizes)
	return sizes[len(sizes)/2]
}

// raised moves the cells of a row to its top where they stand in its middle:
// then their lines are nearer to one another than lines of text can be.
func raised(group [][]piece) [][]piece {
	near := false
	for i := 1; i < len(group); i++ {
		near = near || group[i-1][0].y-group[i][0].y < 0.9*max(group[i-1][0].size, group[i][0].size)
	}
	if !near {
		return group
	}
	var all []piece
	for _, r := range group {
		all = append(all, r...)
	}
	slices.SortStableFunc(all, func(a, b piece) int { return cmp.Compare(a.x, b.x) })
	var out [][]piece
	var column []piece
	end := 0.0
	stack := func() {
		slices.SortStableFunc(column, func(a, b piece) int { return cmp.Compare(b.y, a.y) })
		for i, p := range column {
			if i == len(out) {
				out = append(out, nil)
			}
			out[i] = append(out[i], p)
		}
		column = nil
	}
	for _, p := range all {
		if len(column) > 0 && p.x >= end {
			stack()
		}
		column, end = append(column, p), max(end, p.end)
	}
	stack()
	return out
}

// lines sorts the letters into lines, from the top, and each into pieces.
func lines(all []glyph) [][]piece {
	all = slices.DeleteFunc(slices.Clone(all), func(g glyph) bool { return g.size <= 0.5 || g.size > 400 || g.x != g.x || g.y != g.y })
	slices.SortStableFunc(all, func(a, b glyph) int { return cmp.Compare(b.y, a.y) })
	var out [][]piece
	for i := 0; i < len(all); {
		j := i + 1
		// What is raised or lowered by less than a third of a letter is on the line.
		for j < len(all) && all[i].y-all[j].y < 0.35*max(all[i].size, all[j].size) {
			j++
		}
		if row := pieces(all[i:j]); len(row) > 0 {
			out = append(out, row)
		}
		i = j
	}
	return out
}

// pieces puts the letters of a line together: a gap of a fifth of a letter's
// size is a space; one of three quarters, or of a half without the letter for a
// space in it, divides the line.
func pieces(row []glyph) []piece {
	slices.SortStableFunc(row, func(a, b glyph) int { return cmp.Compare(a.x, b.x) })
	var out []piece
	var b strings.Builder
	var p piece
	space := false
	flush := func() {
		if b.Len() > 0 {
			p.s = b.String()
			out = append(out, p)
		}
		b.Reset()
		space = false
	}
	for i, g := range row {
		if strings.TrimSpace(g.s) == "" {
			space = b.Len() > 0
			continue
		}
		if i > 0 && row[i-1].s == g.s && g.x-row[i-1].x < 0.1*g.size {
			continue // bold, made by writing twice
		}
		gap := g.x - p.end
		switch {
		case b.Len() == 0:
			p = piece{x: g.x, y: g.y}
		case gap > 0.75*g.size, gap > 0.5*g.size && !space:
			flush()
			p = piece{x: g.x, y: g.y}
		case space || gap > 0.18*g.size:
			b.WriteByte(' ')
		}
		space = false
		b.WriteString(g.s)
		p.end, p.size = max(p.end, g.x+g.width), max(p.size, g.size)
	}
	flush()
	return out
}
