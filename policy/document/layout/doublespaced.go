package layout

import (
	"strings"

	"crumbs/policy/document/words"
)

// minSpaced is how many lines a text must have to be judged as double-spaced.
const minSpaced = 30

// closedUp takes the empty lines out that stand between all lines of a text: some
// programs that turn a PDF into Markdown make a paragraph of every line, and of a
// paragraph's end several empty lines. at says where the lines that are left
// stood; it is nil if the text is not of that kind.
func closedUp(src []string) (out []string, at []int) {
	filled, single, wide, none, lower := 0, 0, 0, 0, 0
	gap, last := 0, ""
	for _, s := range src {
		s = strings.TrimSpace(s)
		if s == "" {
			gap++
			continue
		}
		if filled++; filled > 1 {
			switch {
			case gap == 0:
				none++
			case gap == 1:
				single++
				// Text that was wrapped goes on in small letters.
				if words.StartsLower(s) && !strings.HasSuffix(last, ".") {
					lower++
				}
			default:
				wide++
			}
		}
		gap, last = 0, s
	}
	if filled < minSpaced || none*20 > filled || single < wide*2 || wide == 0 || lower*4 < single {
		return src, nil
	}
	gap = 0
	for i, s := range src {
		if strings.TrimSpace(s) == "" {
			gap++
			continue
		}
		if gap > 1 {
			out, at = append(out, ""), append(at, i-1)
		}
		out, at = append(out, s), append(at, i)
		gap = 0
	}
	return out, at
}
