package cookies

// facts is what one pass over a value shows.
type facts struct {
	text  []byte // without quotes around it
	marks Marks

	digits, lower, upper    int // letters
	hexLower, hexUpper      int // of these
	dots, dashes, scores    int
	bars, pairs, ands, base int // |,:; and their escapes; =; &; + / =
	spaces, others          int
	runs                    int // of digits, letters and hyphens' parts: what stands between other characters
	times                   int
	seen                    [4]uint64 // which bytes there are
}

// kind is what a byte is among the bytes of a value.
type kind uint8

const (
	other kind = iota
	digit
	hexLower
	lower
	hexUpper
	upper
)

var kinds = func() (t [256]kind) {
	for c := '0'; c <= '9'; c++ {
		t[c] = digit
	}
	for c := 'a'; c <= 'z'; c++ {
		t[c], t[c-0x20] = lower, upper
	}
	for c := 'a'; c <= 'f'; c++ {
		t[c], t[c-0x20] = hexLower, hexUpper
	}
	return t
}()

// survey looks at each byte once.
func survey(value []byte) facts {
	var f facts
	f.text = unquoted(value)
	number, word := 0, false // digits in a row; inside letters and digits
	hex := 0                 // hexadecimal digits in a row
	for i := 0; i < len(f.text); i++ {
		c := f.text[i]
		f.seen[c>>6] |= 1 << (c & 63)
		k := kinds[c]
		if k == digit {
			number++
		} else if number > 0 {
			f.number(f.text, i-number, number)
			number = 0
		}
		if k == digit || k == hexLower || k == hexUpper {
			hex++
			if hex == 16 {
				f.marks |= HasID
			}
		} else {
			hex = 0
		}
		if k != other {
			if !word {
				f.runs++
			}
			word = true
		}
		switch k {
		case digit:
			f.digits++
		case hexLower:
			f.lower++
			f.hexLower++
		case lower:
			f.lower++
		case hexUpper:
			f.upper++
			f.hexUpper++
		case upper:
			f.upper++
		case other:
			word = false
			if e, n := f.escaped(i); n > 0 {
				f.marks |= Escaped
				i += n - 1
				c = e
			}
			f.sign(c)
		}
	}
	if number > 0 {
		f.number(f.text, len(f.text)-number, number)
	}
	return f
}

// unquoted takes quotes off, and their escapes.
func unquoted(b []byte) []byte {
	for _, q := range [...]string{`"`, "%22"} {
		if len(b) >= 2*len(q) && string(b[:len(q)]) == q && string(b[len(b)-len(q):]) == q {
			return b[len(q) : len(b)-len(q)]
		}
	}
	return b
}

// escaped reads a percent-escape of a character that is no letter or digit.
func (f *facts) escaped(i int) (byte, int) {
	if f.text[i] != '%' || i+2 >= len(f.text) {
		return 0, 0
	}
	h, l := hexOf(f.text[i+1]), hexOf(f.text[i+2])
	if h < 0 || l < 0 {
		return 0, 0
	}
	if c := byte(h<<4 | l); kinds[c] == other {
		return c, 3
	}
	return 0, 0
}

func hexOf(c byte) int {
	switch kinds[c] {
	case digit:
		return int(c - '0')
	case hexLower:
		return int(c-'a') + 10
	case hexUpper:
		return int(c-'A') + 10
	}
	return -1
}

// sign counts a character that is no letter or digit.
func (f *facts) sign(c byte) {
	switch c {
	case '.':
		f.dots++
	case '-':
		f.dashes++
	case '_', '~':
		f.scores++
	case '|', ',', ':', ';', '!', '*', '^', '#', '$', '@', '>':
		f.bars++
	case '=':
		f.pairs++
		f.base++
	case '&':
		f.ands++
	case '+':
		f.base++
		f.spaces++
	case '/':
		f.base++
	case ' ':
		f.spaces++
	default:
		f.others++
	}
}

// number looks at digits in a row: a Unix time from 2014 to 2033 has 10 of them
// in seconds, or 13 in milliseconds.
func (f *facts) number(b []byte, at, n int) {
	if (n == 10 || n == 13) && b[at] == '1' && b[at+1] >= '4' && (at == 0 || kinds[b[at-1]] == other) {
		f.times++
		f.marks |= HasTime
	}
}

// variety is the number of different bytes.
func (f *facts) variety() int {
	n := 0
	for _, w := range f.seen {
		for ; w != 0; w &= w - 1 {
			n++
		}
	}
	return n
}
