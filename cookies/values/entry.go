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

// entryFor gives the entry that holds a browser's key. Channels share their
// browser's. Vivaldi uses Chrome's, and what else is made from Chromium without
// a package of kooky's own mostly kept Chromium's; a key that is not the right
// one is told by what it opens.
func entryFor(browser string) entry {
	word, _, _ := strings.Cut(browser, "-")
	switch word {
	case "chrome", "vivaldi":
		return chrome.CookieStore
	case "brave":
		return brave.CookieStore
	case "edge":
		return edge.CookieStore
	case "opera":
		return opera.CookieStore
	}
	return chromium.CookieStore
}
