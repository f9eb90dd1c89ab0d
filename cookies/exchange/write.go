package exchange

import (
	"strings"
	"time"
	"unicode/utf8"

	"crumbs/cookies"
	"crumbs/cookies/netscape"
)

// Fits says why a format can't hold a cookie at all, "" where it can. Without
// values only the contract's formats are asked, and they hold every cookie.
func Fits(f Format, it *cookies.Item) string {
	switch {
	case !f.NeedsValues():
		return ""
	case hasControl(it.Name) || hasControl(string(it.Value)):
		return "with a control character in name or value"
	case strings.ContainsAny(it.Name, "=;") || strings.Contains(string(it.Value), ";"):
		return "with a = in the name or a ; in name or value" // the header would say other cookies
	case f.OfRequest():
		return ""
	case hasControl(it.Host) || hasControl(it.Path):
		return "with a control character in domain or path"
	case f == Netscape && it.Name == "":
		return "without a name"
	case f == Netscape && !holds(it):
		return "with a domain that no line begins with"
	case f != Netscape && !utf8.ValidString(it.Name+it.Host+it.Path+string(it.Value)):
		return "with bytes that are no UTF-8"
	}
	return ""
}

// holds reports whether a line of cookies.txt can hold a cookie.
func holds(it *cookies.Item) bool {
	_, err := netscape.Of(it).Append(nil)
	return err == nil
}

func hasControl(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r < 0x20 || r == 0x7f })
}

// NetscapeText gives a cookies.txt, of which curl reads every line and wget all
// but those of HttpOnly. All items must fit.
func NetscapeText(items []cookies.Item) []byte {
	b := []byte(netscape.Header + "\n# written by crumbs; whoever has this file is signed in as you are\n\n")
	for i := range items {
		b, _ = netscape.Of(&items[i]).Append(b) // Fits has asked
		b = append(b, '\n')
	}
	return b
}

// lastSecond is the end of the year 9999, beyond which formats have no times.
const lastSecond = 253402300799

// fraction gives a time in seconds since 1970 with its fraction.
func fraction(m cookies.Moment) float64 { return min(float64(m)/1e6, lastSecond) }

// State is Playwright's storage state
// (playwright.dev/docs/api/class-browsercontext#browser-context-storage-state).
type State struct {
	Cookies []StateCookie `json:"cookies"`
	Origins []struct{}    `json:"origins"` // localStorage, which crumbs has nothing of
}

// StateCookie is a cookie in it. Without SameSite Playwright takes the browser's
// default, as the browser did. The last two are what Playwright itself writes of
// a partitioned cookie.
type StateCookie struct {
	Name      string  `json:"name"`
	Value     string  `json:"value"`
	Domain    string  `json:"domain"`
	Path      string  `json:"path"`
	Expires   float64 `json:"expires"` // seconds since 1970, -1 for a session cookie
	HTTPOnly  bool    `json:"httpOnly"`
	Secure    bool    `json:"secure"`
	SameSite  string  `json:"sameSite,omitempty"` // Strict, Lax or None
	Partition string  `json:"partitionKey,omitempty"`
	CrossSite *bool   `json:"_crHasCrossSiteAncestor,omitempty"`
}

// StateOf makes the storage state of items, all of which must fit.
func StateOf(items []cookies.Item) State {
	out := State{Cookies: []StateCookie{}, Origins: []struct{}{}}
	for i := range items {
		it := &items[i]
		c := StateCookie{
			Name: it.Name, Value: string(it.Value), Domain: it.Host, Path: it.Path, Expires: -1,
			HTTPOnly: it.HTTPOnly, Secure: it.Secure, Partition: it.PartitionKey(),
		}
		if !it.Session() {
			c.Expires = max(1, fraction(it.Expires)) // Playwright refuses what lies before 1970
		}
		switch it.SameSite {
		case cookies.Strict:
			c.SameSite = "Strict"
		case cookies.Lax:
			c.SameSite = "Lax"
		case cookies.None:
			c.SameSite = "None"
		}
		if c.Partition != "" {
			c.CrossSite = &it.CrossSite
		}
		out.Cookies = append(out.Cookies, c)
	}
	return out
}

// EditorCookie is a cookie as Cookie-Editor exports it: the object of the
// browsers' extension API (developer.chrome.com/docs/extensions/reference/api/cookies),
// with null for a SameSite that was not said and for the store.
type EditorCookie struct {
	Domain    string           `json:"domain"`
	Expires   *float64         `json:"expirationDate,omitempty"` // seconds since 1970
	HostOnly  bool             `json:"hostOnly"`
	HTTPOnly  bool             `json:"httpOnly"`
	Name      string           `json:"name"`
	Partition *EditorPartition `json:"partitionKey,omitempty"`
	Path      string           `json:"path"`
	SameSite  *string          `json:"sameSite"` // strict, lax or no_restriction
	Secure    bool             `json:"secure"`
	Session   bool             `json:"session"`
	Store     *string          `json:"storeId"`
	Value     string           `json:"value"`
}

// EditorPartition is the partition in it.
type EditorPartition struct {
	Site      string `json:"topLevelSite"`
	CrossSite bool   `json:"hasCrossSiteAncestor"`
}

// EditorOf makes Cookie-Editor's list of items, all of which must fit.
func EditorOf(items []cookies.Item) []EditorCookie {
	out := []EditorCookie{}
	for i := range items {
		it := &items[i]
		c := EditorCookie{
			Domain: it.Host, HostOnly: it.HostOnly(), HTTPOnly: it.HTTPOnly, Name: it.Name, Path: it.Path,
			Secure: it.Secure, Session: it.Session(), Value: string(it.Value),
		}
		if !it.Session() {
			end := fraction(it.Expires)
			c.Expires = &end
		}
		if word := it.SameSite.String(); it.SameSite == cookies.None {
			word = "no_restriction"
			c.SameSite = &word
		} else if it.SameSite != cookies.Unspecified {
			c.SameSite = &word
		}
		if site := it.PartitionKey(); site != "" {
			c.Partition = &EditorPartition{site, it.CrossSite}
		}
		out = append(out, c)
	}
	return out
}

// Lost is something that a format has no place for, and of how many of the
// cookies written it is gone.
type Lost struct {
	What  string // "their partition", to stand behind "12 cookies lose"
	Count int
}

// Losses counts what a format can't hold of cookies that it holds.
func Losses(f Format, items []cookies.Item) []Lost {
	if f.OfRequest() {
		return nil // it is made for one request, and for no keeping
	}
	var out []Lost
	add := func(what string, lost func(*cookies.Item) bool) {
		n := 0
		for i := range items {
			if lost(&items[i]) {
				n++
			}
		}
		if n > 0 {
			out = append(out, Lost{what, n})
		}
	}
	if f == CSV {
		add("their exact name, value, domain or path, of which CSV shows characters as escapes", func(it *cookies.Item) bool {
			s := it.Name + it.Host + it.Path + string(it.Value)
			return cookies.Visible(s) != s
		})
	}
	if !f.NeedsValues() {
		return out
	}
	if f == Netscape {
		add("SameSite", func(it *cookies.Item) bool { return it.SameSite != cookies.Unspecified })
		add("the site that they are partitioned under", func(it *cookies.Item) bool { return it.PartitionKey() != "" })
	}
	add("their container", func(it *cookies.Item) bool { return it.Container() != "" })
	add("the times of creation and last use", func(it *cookies.Item) bool { return it.Created != 0 || it.Accessed != 0 })
	add("an end after the year 9999", func(it *cookies.Item) bool { return it.Expires.Time().After(time.Unix(lastSecond, 0)) })
	return out
}

// Alike counts the items that a program which reads the format can't tell from
// one before them.
func Alike(f Format, items []cookies.Item) int {
	if !f.NeedsValues() || f.OfRequest() {
		return 0
	}
	type identity struct{ name, host, path, partition string }
	seen := map[identity]bool{}
	n := 0
	for i := range items {
		it := &items[i]
		id := identity{it.Name, it.Host, it.Path, it.PartitionKey()}
		if f == Netscape {
			id.partition = ""
		}
		if seen[id] {
			n++
		}
		seen[id] = true
	}
	return n
}
