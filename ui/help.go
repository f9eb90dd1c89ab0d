package ui

import "strings"

// helpView draws the key map, in as many columns as fit, from a line on. It
// gives the lines there are, so that the owner knows where they end.
func helpView(st styles, k keyMap, r rect, top int) (string, int) {
	lines := helpLines(st, k, r.w)
	top = max(0, min(top, len(lines)-r.h))
	return strings.Join(lines[top:min(len(lines), top+r.h)], "\n"), len(lines)
}

func helpLines(st styles, k keyMap, w int) []string {
	blocks := make([][]string, 0, 4)
	colW := w
	if w >= 2*helpColumn {
		colW = w / 2
	}
	for _, g := range k.groups() {
		b := []string{st.name.Render(fit(" "+g.title, colW))}
		for _, key := range g.keys {
			does := wrap(key.Help().Desc, max(1, colW-13))
			for i, d := range does {
				name := ""
				if i == 0 {
					name = key.Help().Key
				}
				var l line
				l.add(st.bold, " "+fit(name, 11)).add(st.text, fit(d, max(0, colW-12)))
				b = append(b, l.String())
			}
		}
		blocks = append(blocks, append(b, strings.Repeat(" ", colW)))
	}
	if colW == w {
		var out []string
		for _, b := range blocks {
			out = append(out, b...)
		}
		return out
	}
	left := append(blocks[0], blocks[1]...)
	right := append(blocks[2], blocks[3]...)
	for len(left) < len(right) {
		left = append(left, strings.Repeat(" ", colW))
	}
	for i, l := range right {
		left[i] += l
	}
	return left
}

// helpColumn is the least width of one of two columns of help.
const helpColumn = 44
