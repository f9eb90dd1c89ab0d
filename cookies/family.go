package cookies

import "bytes"

// form says of which family the value is, and adds the marks that follow.
func (f *facts) form() Form {
	b := f.text
	signs := len(b) - f.digits - f.lower - f.upper
	switch {
	case len(b) == 0:
		return Empty
	case b[0] == '-' && f.digits == len(b)-1 && f.digits > 0 && f.digits <= 4:
		return Small
	case f.digits == len(b):
		return f.numeral()
	case signs == 0:
		return f.token()
	}
	if p := f.proven(); p != Unread {
		return p
	}
	if f.uuid(b) {
		f.marks |= HasID
		return UUID
	}
	return f.composed(signs)
}

// numeral judges digits alone.
func (f *facts) numeral() Form {
	switch n := len(f.text); {
	case n == 1 && f.text[0] == '1':
		return One
	case n == 1 && f.text[0] == '0':
		return Zero
	case n <= 4:
		return Small
	case n == 10 && f.times == 1:
		return Seconds
	case n == 13 && f.times == 1:
		return Millis
	case n < 15:
		return Number
	case n == 32:
		return Hex32
	}
	return Large
}

// token judges letters and digits alone.
func (f *facts) token() Form {
	b := f.text
	if f.digits == 0 {
		if w := f.word(); w != Unread {
			return w
		}
	}
	oneCase := f.lower == 0 || f.upper == 0
	if oneCase && f.digits+f.hexLower+f.hexUpper == len(b) && (f.digits > 0 || len(b) >= 16) {
		switch len(b) {
		case 16:
			return Hex16
		case 32:
			return Hex32
		case 40:
			return Hex40
		case 64:
			return Hex64
		}
		if len(b) >= 8 {
			return Hex
		}
	}
	switch {
	case page(b):
		f.marks |= HasPage
		return Page
	case bytes.HasPrefix(b, []byte("eyJ")):
		return f.packed()
	case f.upper == 0 && len(b) == 26:
		return Lower26
	case f.upper == 0 && len(b) == 24:
		return Lower24
	case len(b) < 16:
		return Token
	case len(b) < 32:
		return Token16
	}
	return Token32
}

// word judges letters alone.
func (f *facts) word() Form {
	b := f.text
	switch {
	case len(b) == 2 && f.lower == 2 && language(b):
		return Locale
	case len(b) == 2 && f.upper == 2:
		return Country
	case len(b) == 3 && f.upper == 3:
		return Currency
	case truth(b):
		return Truth
	case len(b) <= 24 && spelt(b):
		return Word
	}
	return Unread
}

// spelt reports whether capitals stand as they do in text, at the beginning of
// words of three letters and more, or everywhere: ids have them anywhere.
func spelt(b []byte) bool {
	small, capitals := 3, 0
	for i, c := range b {
		if k := kinds[c]; k == lower || k == hexLower {
			small++
			continue
		}
		if i > 0 && small < 2 {
			return len(b) <= 12 && allUpper(b)
		}
		capitals++
		small = 0
	}
	return capitals <= 1 || small >= 2
}

func allUpper(b []byte) bool {
	for _, c := range b {
		if kinds[c] < hexUpper {
			return false
		}
	}
	return true
}

// languages are the codes of ISO 639-1 that sites are written in.
const languages = " ar be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk kn ko lb lt lv mk ml mn mr ms mt nb ne nl nn no pa pl pt ro ru si sk sl sq sr sv sw ta te th tl tr uk ur uz vi zh cn jp gb "

func language(b []byte) bool {
	for i := 0; i+3 <= len(languages); i += 3 {
		if languages[i+1] == b[0] && languages[i+2] == b[1] {
			return true
		}
	}
	return false
}

func truth(b []byte) bool {
	if len(b) > 8 {
		return false
	}
	var low [8]byte
	for i, c := range b {
		low[i] = c | 0x20
	}
	switch string(low[:len(b)]) {
	case "true", "false", "yes", "no", "on", "off", "ok", "enabled", "disabled", "allow", "deny", "null", "none":
		return true
	}
	return false
}

// proven knows the formats that are one maker's.
func (f *facts) proven() Form {
	b := f.text
	switch b[0] {
	case 'G':
		switch {
		case has(b, "GA1.") && f.dots >= 3:
			return GAClient
		case has(b, "GS1.") || has(b, "GS2."):
			return GASession
		case has(b, "GAX1."):
			return GATest
		case has(b, "GCL."):
			return Click
		}
	case 'f':
		if has(b, "fb.") && f.dots >= 3 && f.times > 0 {
			return MetaID
		}
	case 'e':
		if has(b, "eyJ") {
			return f.packed()
		}
	case 'C':
		if f.tcf() {
			return TCString
		}
	case 's':
		if (has(b, "s:") || has(b, "s%3A")) && f.dots > 0 && len(b) > 40 {
			return Signed
		}
	}
	switch {
	case f.dots >= 1 && f.digits+f.dots == len(b):
		return f.dotted()
	case f.affinity():
		return Affinity
	case f.dots == 1 && has(b, "pl") && f.digits == len(b)-3:
		return Timed // a player's id
	case f.dots >= 3 && f.times >= 2 && f.bars == 0 && f.pairs == 0 && f.ands == 0:
		return Counter // a visitor's id, times and counts
	}
	return Unread
}

func has(b []byte, prefix string) bool {
	return len(b) >= len(prefix) && string(b[:len(prefix)]) == prefix
}

// dotted judges numbers and dots.
func (f *facts) dotted() Form {
	b := f.text
	switch {
	case has(b, "1.1.") && f.dots == 3 && f.times > 0:
		return Click
	case f.dots == 2 && bytes.HasSuffix(b, []byte(".0000")):
		return Balancer
	case f.times >= 1 && f.dots >= 2:
		return Counter
	case f.times == 1:
		return Timed
	case len(b) <= 8 && f.dots == 2:
		return Version
	}
	return Dotted
}

// affinity knows an id with the name of the server that keeps the session
// (Tomcat's jvmRoute, behind a dot or an exclamation mark).
func (f *facts) affinity() bool {
	i := bytes.IndexAny(f.text, ".!")
	if i < 24 || len(f.text)-i > 40 || len(f.text)-i < 3 {
		return false
	}
	for _, c := range f.text[:i] {
		if k := kinds[c]; k == other || k == lower || k == upper {
			return false
		}
	}
	return true
}

// tcf knows a consent string of IAB Europe's TCF version 2: base64url, its
// parts divided by dots, of which the first begins with the version 2 in six
// bits, C, and times of this century, O or P or Q.
func (f *facts) tcf() bool {
	b := f.text
	return len(b) >= 30 && b[1] >= 'O' && b[1] <= 'Q' && b[0] == 'C' &&
		f.digits+f.lower+f.upper+f.dots+f.dashes+f.scores == len(b) && f.upper >= 8
}

// packed judges what begins as JSON in base64 does.
func (f *facts) packed() Form {
	b := f.text
	switch {
	case has(b, "eyJpdiI6"): // {"iv":
		return Sealed
	case f.dots == 2 && (has(b, "eyJhbGci") || has(b, "eyJ0eXAi") || has(b, "eyJraWQi") || has(b, "eyJlbmMi") || len(b) > 80):
		return JWT
	case f.dots == 4:
		return JWT
	}
	return Packed
}

// uuid knows 8-4-4-4-12 hexadecimal digits.
func (f *facts) uuid(b []byte) bool {
	if len(b) < 36 || len(b) > 38 {
		return false
	}
	if b[0] == '{' && len(b) == 38 {
		b = b[1:37]
	}
	if len(b) != 36 {
		return false
	}
	for i, c := range b {
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if c != '-' {
				return false
			}
		} else if hexOf(c) < 0 {
			return false
		}
	}
	return true
}

// composed judges what has parts.
func (f *facts) composed(signs int) Form {
	b := f.text
	if page(b) {
		f.marks |= HasPage
		return Page
	}
	if bytes.Contains(b, []byte("://")) || bytes.Contains(b, []byte("%3A%2F%2F")) || bytes.Contains(b, []byte("%3a%2f%2f")) {
		f.marks |= HasPage
	}
	structured := f.bars+f.pairs+f.others > 0 && (f.pairs > 0 || f.bars > 0)
	switch {
	case has(b, "{") || has(b, "%7B") || has(b, "%7b") || has(b, "[") || has(b, "%5B"):
		switch {
		case answer(b):
			return Answer
		case f.runs == 0:
			return Settings
		}
		return Object
	case structured && answer(b):
		return Answer
	case date(b):
		return Date
	case locale(b):
		return Locale
	case b[0] == '/' || has(b, "%2F"):
		return Path
	case bytes.Contains(b, []byte("--")) && f.base+f.others == 0 && len(b) > 60, bytes.Contains(b, []byte("==--")), bytes.Contains(b, []byte("%3D--")):
		return Signed
	case f.ands > 0 && f.pairs > 0, f.pairs >= 2 && b[len(b)-1] != '=':
		return Pairs
	case f.bars > 0:
		return Bars
	case host(b, f):
		return Host
	case f.times > 0:
		return Timed
	case f.base > 0 && f.spaces*3 < len(b) && f.others == 0 && f.dots == 0 && f.digits+f.upper > 0:
		if len(b) >= 64 {
			return Base64XL
		}
		return Base64
	case f.pairs > 0:
		return Pairs
	case f.others == 0 && f.digits*4 < len(b) && f.upper*4 <= len(b) && f.lower > 0 && len(b) <= 60:
		return Phrase
	case f.others == 0 && f.dots == 0 && signs*4 < len(b) && f.digits+f.upper > 0:
		switch {
		case len(b) < 16:
			return Token
		case len(b) < 32:
			return Token16
		}
		return Token32
	}
	return Mixed
}

func page(b []byte) bool {
	return has(b, "http://") || has(b, "https://") || has(b, "http%3A") || has(b, "https%3A") || has(b, "http%3a") || has(b, "https%3a") ||
		has(b, "aHR0c") // http in base64
}

// date knows the beginning of a date of ISO 8601.
func date(b []byte) bool {
	return len(b) >= 10 && b[4] == '-' && b[7] == '-' && (has(b, "20") || has(b, "19")) &&
		kinds[b[5]] == digit && kinds[b[6]] == digit && kinds[b[8]] == digit && kinds[b[9]] == digit
}

// locale knows en-GB, en_GB, en-gb and zh-Hans.
func locale(b []byte) bool {
	if len(b) < 5 || len(b) > 7 || b[2] != '-' && b[2] != '_' || !language([]byte{b[0] | 0x20, b[1] | 0x20}) {
		return false
	}
	for i, c := range b {
		if k := kinds[c]; i != 2 && (k == other || k == digit) {
			return false
		}
	}
	return len(b) != 6
}

// host knows names of hosts, a dot before them or not.
func host(b []byte, f *facts) bool {
	if f.dots == 0 || f.upper > 0 || f.digits+f.lower+f.dots+f.dashes != len(b) || f.lower < 4 || len(b) > 60 {
		return false
	}
	i := bytes.LastIndexByte(b, '.')
	n := len(b) - i - 1
	if n < 2 || n > 6 {
		return false
	}
	for _, c := range b[i+1:] {
		if k := kinds[c]; k != lower && k != hexLower {
			return false
		}
	}
	return f.digits*3 < len(b)
}

// answer looks for words in which banners write down what was answered.
func answer(b []byte) bool {
	if len(b) > 2048 {
		b = b[:2048]
	}
	for i := 0; i+6 <= len(b); i++ {
		switch b[i] | 0x20 {
		case 'c':
			if at(b[i:], "consent") {
				return true
			}
		case 'n':
			if at(b[i:], "necessary") {
				return true
			}
		case 's':
			if at(b[i:], "statistics:") {
				return true
			}
		case 'm':
			if at(b[i:], "marketing:") {
				return true
			}
		case 'g':
			if at(b[i:], "groups=c0") || at(b[i:], "gdpr") {
				return true
			}
		}
	}
	return false
}

// at reports whether b begins with a word, in small letters or capitals.
func at(b []byte, word string) bool {
	if len(b) < len(word) {
		return false
	}
	for i := range len(word) {
		c := b[i]
		if k := kinds[c]; k == hexUpper || k == upper {
			c |= 0x20
		}
		if c != word[i] {
			return false
		}
	}
	return true
}
