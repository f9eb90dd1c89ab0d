package lifetime

import (
	"unicode"

	"crumbs/policy/document/words"
)

// token is a word, a figure or a mark of a text.
type token struct {
	word   string // folded
	figure bool
	value  float64
	mark   string
}

// scan cuts a text into tokens. A comma or a point in a figure is decimal,
// unless exactly three figures follow it.
func scan(s string) []token {
	var out []token
	r := []rune(s)
	for i := 0; i < len(r); {
		switch {
		case unicode.IsSpace(r[i]):
			i++
		case r[i] >= '0' && r[i] <= '9' && i > 0 && r[i-1] == '_':
			i++ // of a name
			for i < len(r) && r[i] >= '0' && r[i] <= '9' {
				i++
			}
		case r[i] >= '0' && r[i] <= '9':
			j, v, point := i, 0.0, 0.0
			for ; j < len(r); j++ {
				if r[j] >= '0' && r[j] <= '9' {
					if point > 0 {
						v += float64(r[j]-'0') * point
						point /= 10
					} else {
						v = v*10 + float64(r[j]-'0')
					}
					continue
				}
				if (r[j] == '.' || r[j] == ',') && point == 0 && j+1 < len(r) && r[j+1] >= '0' && r[j+1] <= '9' {
					if !threeFigures(r[j+1:]) {
						point = 0.1
					}
					continue
				}
				break
			}
			if j < len(r) && r[j] == '½' {
				v += 0.5
				j++
			}
			out = append(out, token{figure: true, value: v})
			i = j
		case r[i] == '½':
			out = append(out, token{figure: true, value: 0.5})
			i++
		case unicode.IsLetter(r[i]):
			j := i
			for j < len(r) && (unicode.IsLetter(r[j]) || unicode.IsDigit(r[j])) {
				j++
			}
			out = append(out, token{word: words.Fold(string(r[i:j]))})
			i = j
		default:
			out = append(out, token{mark: string(r[i])})
			i++
		}
	}
	return out
}

func threeFigures(r []rune) bool {
	n := 0
	for n < len(r) && r[n] >= '0' && r[n] <= '9' {
		n++
	}
	return n == 3
}
