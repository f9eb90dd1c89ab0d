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
			b = append(b, explained(st, key.Help().Key, key.Help().Desc, colW)...)
		}
		blocks = append(blocks, append(b, strings.Repeat(" ", colW)))
	}
	blocks = append(blocks, languageLines(st, colW))
	if colW == w {
		var out []string
		for _, b := range blocks {
			out = append(out, b...)
		}
		return out
	}
	// In two columns, the first as little longer as the order allows.
	var left, right []string
	total := 0
	for _, b := range blocks {
		total += len(b)
	}
	for _, b := range blocks {
		if len(right) == 0 && 2*len(left) < total {
			left = append(left, b...)
		} else {
			right = append(right, b...)
		}
	}
	for len(left) < len(right) {
		left = append(left, strings.Repeat(" ", colW))
	}
	for i, l := range right {
		left[i] += l
	}
	return left
}

// language is what a filter can say, and what that means.
func language() [][2]string {
	return [][2]string{
		{"word", "in the host, the name or the provider"},
		{"site:", "in the site or the cookie's host; name: and provider: likewise"},
		{"browser:", "in the browser's or the profile's name"},
		{"cat:", "a category, or its beginning: cat:mark"},
		{"party:", "first, third or unknown, or its beginning"},
		{"expired", "session, insecure: what the cookie is"},
		{"-word", "not so; before a key and a flag as well"},
		{`"a b"`, "with the space in it; a flag in quotes is a word"},
	}
}

func languageLines(st styles, w int) []string {
	out := []string{st.name.Render(fit(" What a filter says; all of its words must hold", w))}
	for _, l := range language() {
		out = append(out, explained(st, l[0], l[1], w)...)
	}
	return append(out, strings.Repeat(" ", w))
}

// explained writes a word and what it does, wrapped below itself.
func explained(st styles, word, does string, w int) []string {
	var out []string
	for _, d := range wrap(does, max(1, w-13)) {
		var l line
		out = append(out, l.add(st.bold, " "+fit(word, 11)).add(st.text, fit(d, max(0, w-12))).String())
		word = ""
	}
	return out
}

// helpColumn is the least width of one of two columns of help.
const helpColumn = 44
