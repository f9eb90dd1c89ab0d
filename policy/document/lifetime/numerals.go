package lifetime

import (
	"strings"
	"sync"
)

// numerals reads numbers below a thousand that are written in words, in seven
// languages.
type numerals struct {
	words    map[string]int
	articles map[string]bool // that are also a one
	hundred  map[string]bool
	joints   map[string]bool // may stand in a number: "one hundred and eighty"
}

var theNumerals = sync.OnceValue(func() *numerals {
	n := &numerals{words: map[string]int{}, articles: map[string]bool{}, hundred: map[string]bool{}, joints: map[string]bool{}}
	for value, names := range map[int]string{
		1: "one a an single un une ein eine einen einem einer eines una uno een um uma al",
		2: "two deux zwei dos twee due dois duas", 3: "three trois drei tres drie tre", 4: "four quatre vier cuatro quattro quatro",
		5: "five cinq funf cinco vijf cinque", 6: "six sechs seis zes sei", 7: "seven sept sieben siete zeven sette sete",
		8: "eight huit acht ocho otto oito", 9: "nine neuf neun nueve negen nove", 10: "ten dix zehn diez tien dieci dez",
		11: "eleven onze elf once undici", 12: "twelve douze zwolf doce twaalf dodici doze", 13: "thirteen treize dreizehn trece dertien tredici treze",
		14: "fourteen quatorze vierzehn catorce veertien quattordici catorze", 15: "fifteen quinze funfzehn quince vijftien quindici",
		16: "sixteen seize sechzehn dieciseis zestien sedici dezasseis dezesseis", 17: "seventeen siebzehn diecisiete zeventien diciassette dezassete dezessete",
		18: "eighteen achtzehn dieciocho achttien diciotto dezoito", 19: "nineteen neunzehn diecinueve negentien diciannove dezanove dezenove",
		20: "twenty vingt vingts zwanzig veinte twintig venti vinte", 21: "veintiuno veintiun", 22: "veintidos", 23: "veintitres", 24: "veinticuatro",
		25: "veinticinco", 26: "veintiseis", 27: "veintisiete", 28: "veintiocho", 29: "veintinueve", 30: "thirty trente dreissig treinta dertig trenta trinta",
		40: "forty quarante vierzig cuarenta veertig quaranta quarenta", 50: "fifty cinquante funfzig cincuenta vijftig cinquanta cinquenta",
		60: "sixty soixante sechzig sesenta zestig sessanta sessenta", 70: "seventy siebzig setenta zeventig settanta septante",
		80: "eighty achtzig ochenta tachtig ottanta oitenta huitante", 90: "ninety neunzig noventa negentig novanta nonante",
		200: "doscientos duzentos", 300: "trescientos trezentos", 400: "cuatrocientos quatrocentos", 500: "quinientos quinhentos", 600: "seiscientos seiscentos", 700: "setecientos setecentos",
	} {
		for w := range strings.FieldsSeq(names) {
			n.words[w] = value
		}
	}
	// In German and Dutch the ones stand before the tens, in Italian behind
	// them, and all are one word: funfundvierzig, achtenveertig, quarantotto.
	for tens, names := range map[int][3]string{
		20: {"zwanzig", "twintig", "venti"}, 30: {"dreissig", "dertig", "trenta"}, 40: {"vierzig", "veertig", "quaranta"}, 50: {"funfzig", "vijftig", "cinquanta"},
		60: {"sechzig", "zestig", "sessanta"}, 70: {"siebzig", "zeventig", "settanta"}, 80: {"achtzig", "tachtig", "ottanta"}, 90: {"neunzig", "negentig", "novanta"},
	} {
		for one, is := range [9][3]string{{"ein", "een", "uno"}, {"zwei", "twee", "due"}, {"drei", "drie", "tre"}, {"vier", "vier", "quattro"}, {"funf", "vijf", "cinque"}, {"sechs", "zes", "sei"}, {"sieben", "zeven", "sette"}, {"acht", "acht", "otto"}, {"neun", "negen", "nove"}} {
			n.words[is[0]+"und"+names[0]], n.words[is[1]+"en"+names[1]] = tens+one+1, tens+one+1
			if one == 0 || one == 7 {
				names[2] = names[2][:len(names[2])-1] // its last vowel goes
				n.words[names[2]+is[2]] = tens + one + 1
				names[2] += map[bool]string{true: "i", false: "a"}[tens == 20]
				continue
			}
			n.words[names[2]+is[2]] = tens + one + 1
		}
	}
	for w := range strings.FieldsSeq("a an al") {
		n.articles[w] = true
	}
	for w := range strings.FieldsSeq("hundred cent cents hundert cien ciento honderd cento cem") {
		n.hundred[w] = true
	}
	for w := range strings.FieldsSeq("and et und y e en") {
		n.joints[w] = true
	}
	return n
})

// of gives the number that one word is, 0 if it is none: the hundreds of
// German, Dutch and Italian are one word with the rest.
func (n *numerals) of(w string) int {
	if v := n.words[w]; v > 0 {
		return v
	}
	for _, hundred := range []string{"hundert", "honderd", "cento", "cent"} {
		head, rest, ok := strings.Cut(w, hundred)
		if !ok {
			continue
		}
		hundreds, more := n.words[head], n.words[strings.TrimPrefix(rest, "und")]
		if (head == "" || hundreds > 0 && hundreds < 10) && (rest == "" || more > 0 && more < 100) {
			return 100*max(1, hundreds) + more
		}
	}
	return 0
}

// read reads the number with which a text begins: its value, and of how many
// tokens it is, 0 if there is none.
func (n *numerals) read(all []token) (total, used int) {
	for i := range all[:min(len(all), 9)] {
		w := all[i].word
		if n.joints[w] || all[i].mark == "-" {
			if used == 0 {
				return 0, 0
			}
			continue
		}
		v, low := n.of(w), total%100
		switch {
		case n.hundred[w] && total < 10:
			total = max(1, total) * 100
		case v == 0 || used > 0 && n.articles[w]:
			return total, used
		case used == 0 || v < 100 && total >= 100 && low == 0 || v < 10 && low >= 20 && low%10 == 0 || v < 20 && (low == 60 || low == 80):
			total += v
		case v == 20 && low == 4:
			total += 76 // quatre-vingts
		default:
			return total, used
		}
		used = i + 1
	}
	return total, used
}
