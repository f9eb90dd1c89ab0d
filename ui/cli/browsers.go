package cli

import (
	"slices"
	"strings"

	"crumbs/cookies"
)

// browserWords are the browsers that may be asked for whether or not they have
// a store on this machine.
func browserWords() []string {
	return []string{
		"chromium", "chrome", "brave", "edge", "vivaldi", "opera", "yandex", "thorium", "falkon", "qutebrowser", "firefox",
		"librewolf", "waterfox", "floorp", "zen", "tor", "mullvad", "seamonkey", "thunderbird", "epiphany", "safari",
		"konqueror", "lynx", "w3m", "elinks", "netscape", "dillo", "uzbl", "icecat", "palemoon",
	}
}

// channels are what may stand behind a browser's word and a dash.
func channels() []string {
	return []string{"beta", "dev", "canary", "nightly", "snapshot", "developer", "gx", "unstable", "esr", "sxs"}
}

// checkBrowsers gives an error for a word that is no browser: neither one that
// crumbs knows nor one that a store was found of.
func checkBrowsers(given []string, stores []*cookies.Store) error {
	words := browserWords()
	for _, s := range stores {
		if s.Browser != "" && !slices.Contains(words, s.Browser) {
			words = append(words, s.Browser)
		}
	}
	for _, g := range given {
		low := strings.ToLower(g)
		base, channel, ok := strings.Cut(low, "-")
		if !slices.Contains(words, low) && (!ok || !slices.Contains(words, base) || !slices.Contains(channels(), channel)) {
			return unknown("browser", g, words)
		}
	}
	return nil
}
