package weave

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"crumbs/policy/document/names"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/words"
)

// nameWords are the words that names of cookies are made of: a column too narrow
// for a name breaks it within one of them.
var nameWords = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(`
		accept accepted account admin advertisement advertising affiliate affinity agreement alert analytics anonymous
		application appointment attribution audience auth authentication authorization balance balancer banner basket
		billing browser campaign cart category checkbox checkout client closed color comment company compare config
		connect consent context control conversion cookie cookies cookiebar cookieconsent counter country coupon csrf
		currency customer dashboard default delivery device discount dismissed display duration enabled essential event
		experiment external favorites feature feedback filter first footer forgery form framework functional functionality
		gateway google group guest header hidden history identifier identity image impression info insights instance
		integration interaction language last layout legal level license loaded local locale localization location login
		logged marketing message mobile mode modal module navigation necessary newsletter notice notification notifications
		offset opened option options order organization overlay owner page parameter partner password payment performance
		permission persistent personalization phone platform player plugin policy popup progress portal position preference preferences
		preview previous privacy product profile project provider query random recent recently redirect referral
		referrer referer region register registration remember remote request resolution response result return role
		rollout route salt sample screen search secure security segment selected selection server service services session sessions
		setting settings shopping shown sidebar signature signed social source state statistics status storage store
		strategy submit subscription support survey switch synchronization tenant test theme ticket timeout timestamp
		timezone token track tracking traffic transaction translation unique update user username users uuid validation
		verification version video view viewed views visit visited visitor visitors visits website widget window wishlist
		wordpress workspace`) {
		out[w] = true
	}
	return out
})

// cutsWord reports whether a break between two pieces of a name goes through a
// word that such names are made of: "shop_langua" and "ge".
func cutsWord(a, b string) bool {
	if a == "" || b == "" || strings.ContainsAny(a, " ,;\t") || strings.ContainsAny(b, " ,;\t") {
		return false
	}
	tail, head := lastWord(a), firstWord(b)
	if tail == "" || head == "" || utf8.RuneCountInString(a) < 6 || names.ShapeOf(a) < shape.Weak && !strings.ContainsAny(a, "_-.") {
		return false
	}
	if unicode.IsUpper(rune(head[0])) && strings.ToUpper(tail) != tail {
		return false // a new word begins there: "session" and "Id"
	}
	known := nameWords()
	tail, head = strings.ToLower(tail), strings.ToLower(head)
	// Two words that both stand for themselves may be two names.
	return known[tail+head] && !(known[tail] && known[head])
}

// hardCut reports whether a piece goes on with a name that filled its column: the
// column breaks names anywhere, and what stands below is no name of its own. beside
// is as in cutName.
func (w *weaver) hardCut(last, s string, beside bool) bool {
	n := len(last)
	if piece := w.last[w.name]; strings.HasSuffix(last, piece) && piece != "" {
		n = utf8.RuneCountInString(piece)
	}
	// Letters are of several widths: what fills a column has not always as many.
	least, most := 10, w.width[w.name]*85
	if strings.ContainsAny(last, "_-.") {
		least = 8
	}
	if digit(s) {
		most = w.width[w.name] * 80
	}
	if n < least || n*100 < most || strings.ContainsAny(last, " ,;(") || strings.ContainsAny(s, " ,;(") || s == "" || !ascii(s) || last[:2] == s[:min(2, len(s))] {
		return false
	}
	end, begin := last[len(last)-1], s[0]
	shouted := strings.ToUpper(last) == last && strings.ToUpper(s) == s
	switch {
	case begin >= '0' && begin <= '9':
		return (isLetter(end) || digit(last[len(last)-1:])) && names.ShapeOf(last) >= shape.Weak
	case !isLetter(end) || !isLetter(begin):
		return begin == '_' && shouted && end != '_'
	case shouted:
		return len(s) <= 2
	case !words.StartsLower(s) || words.StartsUpper(string(end)) && words.StartsUpper(last[len(last)-2:]) || w.wordOfProse(s) && !(beside && len(s) <= 3):
		return false
	}
	tail, known := strings.ToLower(lastWord(last)), nameWords()
	return !known[tail] && !wholeEnds[tail] && (len(s) <= 3 || !known[strings.ToLower(firstWord(s))])
}

// digit reports whether a text begins with a digit.
func digit(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

func ascii(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r > unicode.MaxASCII }) < 0
}

// wholeEnds are short words that names end with.
var wholeEnds = map[string]bool{"id": true, "ids": true, "uid": true, "sid": true, "ga": true, "key": true, "ip": true, "ua": true, "ab": true, "pref": true, "prefs": true, "lang": true, "sess": true, "set": true, "on": true, "ok": true}

// lastWord is the word of ASCII letters at the end of a name: "ca" of "myLastCa".
func lastWord(s string) string {
	i := len(s)
	for i > 0 && isLetter(s[i-1]) {
		i--
		if s[i] >= 'A' && s[i] <= 'Z' && i > 0 && s[i-1] >= 'a' && s[i-1] <= 'z' {
			break
		}
	}
	return s[i:]
}

// firstWord is the word of ASCII letters at the beginning of a name.
func firstWord(s string) string {
	i := 0
	for i < len(s) && isLetter(s[i]) && (i == 0 || !unicode.IsUpper(rune(s[i])) || unicode.IsUpper(rune(s[i-1]))) {
		i++
	}
	return s[:i]
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
