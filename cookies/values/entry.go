package values

import (
	"strings"

	"github.com/browserutils/kooky"
	"github.com/browserutils/kooky/browser/brave"
	"github.com/browserutils/kooky/browser/chrome"
	"github.com/browserutils/kooky/browser/chromium"
	"github.com/browserutils/kooky/browser/edge"
	"github.com/browserutils/kooky/browser/opera"
)

// entry is a keyring entry, as kooky's package for a browser names it.
type entry func(path string, filters ...kooky.Filter) (kooky.CookieStore, error)

// entriesFor gives the entries that may hold a browser's key, the likelier
// first. Channels share their browser's, and browsers that kooky has no package
// for mostly kept the name of what they were made from.
func entriesFor(browser string) []entry {
	word, _, _ := strings.Cut(browser, "-")
	switch word {
	case "chromium":
		return []entry{chromium.CookieStore}
	case "chrome":
		return []entry{chrome.CookieStore}
	case "brave":
		return []entry{brave.CookieStore}
	case "edge":
		return []entry{edge.CookieStore}
	case "opera":
		return []entry{opera.CookieStore}
	}
	return []entry{chromium.CookieStore, chrome.CookieStore}
}
