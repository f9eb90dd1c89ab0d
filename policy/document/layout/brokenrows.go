package layout

import (
	"strings"

	"crumbs/policy/document/block"
	"crumbs/policy/document/titles"
)

// brokenRows reads a table of pipes behind the cells whose rows, or whose header, were
// broken over lines, behind the first cell or later: the header and the ruler below it
// tell how many pipes make a row. next is i if there is none, or nothing was broken:
//
//	Name | Purpose |
//	Lasts |
//	---|---|---
//	mill_a |
//	Counts the sacks | 2 years |
func (r *lines) brokenRows(i int) (next int) {
	n, body := r.headOver(i)
	if n < 2 {
		return i
	}
	var rows []block.Row
	broken, end := body > i+2, i
	for j := i; j < len(r.src) && len(rows) < maxBroken; {
		if j < body && isRuler(splitPipes(r.src[j])) {
			j++
			continue
		}
		x, k := r.brokenRow(j, n)
		if x == nil {
			break
		}
		x.Head = len(rows) == 0
		broken = broken || k > j+1
		rows, end, j = append(rows, *x), k, k
	}
	if !broken || len(rows) < 3 {
		return i
	}
	r.flush()
	r.out = append(r.out, block.Block{Kind: block.Table, Line: r.number(i), Rows: rows})
	return end
}

// maxBroken is how many rows such a table has at most, and maxPieces over how many
// lines one is broken.
const maxBroken, maxPieces = 2000, 40

// headOver gives how many pipes the header that begins at line i has, and the line
// behind it and its ruler; 0 if there is none.
func (r *lines) headOver(i int) (n, body int) {
	for j := i; j < len(r.src) && j < i+8; j++ {
		s := strings.TrimSpace(r.src[j])
		if cells := splitPipes(s); j > i && isRuler(cells) {
			if len(cells) == n {
				return n, j + 1
			}
			break
		}
		if s == "" || s[0] == '|' || !strings.HasSuffix(s, "|") {
			break
		}
		n += countPipes(s)
	}
	return 0, i
}

// brokenRow reads the row of n cells that begins at line i, each with its pipe behind
// it, the last perhaps without; nil where the lines make none. The title of a kind
// of cookies ends the table.
func (r *lines) brokenRow(i, n int) (x *block.Row, next int) {
	x = &block.Row{Line: r.number(i)}
	var text []string
	for j := i; j < len(r.src) && j < i+maxPieces; j++ {
		s := strings.TrimSpace(r.src[j])
		if s == "" || atx.MatchString(s) || !strings.Contains(s, "|") && (j == i || titles.OfKind(s)) {
			break
		}
		for {
			cell, rest, cut := strings.Cut(s, "|")
			if cell = strings.TrimSpace(cell); cell != "" {
				text = append(text, cell)
			}
			if !cut {
				break
			}
			x.Cells = append(x.Cells, block.Cell{Inline: r.text(strings.Join(text, " ")), Line: r.number(j)})
			text, s = nil, rest
		}
		switch {
		case len(x.Cells) > n || len(x.Cells) == n && len(text) > 0:
			return nil, i
		case len(x.Cells) == n:
			return x, j + 1
		}
		next = j + 1
	}
	if len(x.Cells) == n-1 && len(text) == 0 {
		return x, next
	}
	return nil, i
}
