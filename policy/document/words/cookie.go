package words

import (
	"strings"
	"sync"
)

// OfWhom reports whether a folded word stands between cookies and those who set them: "cookies
// analíticas de terceros", "statistische Cookies von Dritten".
func OfWhom(w string) bool {
	switch w {
	case "of", "by", "from", "de", "di", "von", "van", "door", "por", "da", "des":
		return true
	}
	return false
}

// IsCookie reports whether a word is the word "cookie", alone or in a compound that
// it begins or whose last part begins with it: such a word is no cookie's name.
func IsCookie(s string) bool {
	if !MayCookie(s) {
		return false
	}
	w := Of(s)
	return len(w) > 0 && (strings.HasPrefix(w[len(w)-1], "cookie") || strings.HasPrefix(w[0], "cookie"))
}

// SpeakOfCookies reports whether a text is about cookies; the word is the same
// in all seven languages, alone or at an end of another.
func SpeakOfCookies(s string) bool {
	return MayCookie(s) && CookieAt(Of(s)) >= 0
}

// MayCookie reports whether the letters of one of the words for cookies stand in
// a text: most texts are told by that, without a look at their words.
func MayCookie(s string) bool {
	for i := 0; i+6 <= len(s); i++ {
		switch s[i] | 0x20 {
		case 'c':
			if strings.EqualFold(s[i:i+6], "cookie") {
				return true
			}
		case 't':
			if strings.EqualFold(s[i:min(len(s), i+7)], "traceur") || strings.EqualFold(s[i:min(len(s), i+7)], "tracker") {
				return true
			}
		}
	}
	return false
}

// CookieAt finds the word "cookie" or one made with it, -1 if there is none.
// A name such as bcookie is none.
func CookieAt(w []string) int {
	for i, x := range w {
		if strings.HasPrefix(x, "cookie") || strings.HasSuffix(x, "cookies") || strings.HasSuffix(x, "cookie") && len(x) > 9 ||
			strings.HasPrefix(x, "traceur") || strings.HasPrefix(x, "tracker") {
			return i
		}
	}
	return -1
}

// SpeakOfPolicy reports whether a word for a policy, a notice or a page of terms is
// among folded words: what a site keeps at an address, and no cookie.
func SpeakOfPolicy(w []string) bool { return policies().In(w) }

// policies are the words for what somebody else keeps at a host: "its policy at".
var policies = sync.OnceValue(func() *Lexicon {
	return NewLexicon(`policy, policies, statement, notice, terms, page, *richtlinie, *richtlinien, *erklarung, *hinweise, politique, charte, confidentialite, politica, politicas, privacidad, privacidade, aviso, informativa, privacy, *beleid, *verklaring`)
})

// SpeakOfStorage reports whether a text says that a thing is kept elsewhere than
// among the cookies: in the browser's local storage, mostly.
func SpeakOfStorage(s string) bool { return storages().In(Of(s)) }

var storages = sync.OnceValue(func() *Lexicon {
	return NewLexicon(`local storage, localstorage, session storage, sessionstorage, indexeddb, indexed db, html5 storage, html local storage, lokaler speicher,
		stockage local, almacenamiento local, lokale opslag, lokale browseropslag, archiviazione locale, memoria locale, armazenamento local, dom storage, web storage, local shared object`)
})

// Examples are the words that announce some of the cookies of a kind.
var Examples = sync.OnceValue(func() *Lexicon {
	return NewLexicon(`example, examples, exemple, exemples, beispiel, beispiele, ejemplo, ejemplos, voorbeeld, voorbeelden, esempio, esempi, exemplo, exemplos`)
})

// Data are the words for what is stored on a server.
var Data = sync.OnceValue(func() *Lexicon {
	return NewLexicon(`data, donnees, daten, datos, gegevens, dati, dados, recordings, enregistrements, aufzeichnungen, grabaciones, opnamen, registrazioni, gravacoes`)
})
