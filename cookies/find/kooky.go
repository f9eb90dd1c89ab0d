package find

import (
	"context"
	"path/filepath"
	"time"

	"github.com/browserutils/kooky"
	_ "github.com/browserutils/kooky/browser/brave"
	_ "github.com/browserutils/kooky/browser/chrome"
	_ "github.com/browserutils/kooky/browser/chromium"
	_ "github.com/browserutils/kooky/browser/dillo"
	_ "github.com/browserutils/kooky/browser/edge"
	_ "github.com/browserutils/kooky/browser/elinks"
	_ "github.com/browserutils/kooky/browser/epiphany"
	_ "github.com/browserutils/kooky/browser/firefox"
	_ "github.com/browserutils/kooky/browser/konqueror"
	_ "github.com/browserutils/kooky/browser/lynx"
	_ "github.com/browserutils/kooky/browser/netscape"
	_ "github.com/browserutils/kooky/browser/opera"
	_ "github.com/browserutils/kooky/browser/safari"
	_ "github.com/browserutils/kooky/browser/uzbl"
	_ "github.com/browserutils/kooky/browser/w3m"

	"crumbs/cookies"
)

// kookyFamilies says of every browser that kooky has a finder for which family
// its stores belong to. To add one that is read by now: its family here, its
// package above.
func kookyFamilies() map[string]family {
	return map[string]family{
		"brave":     blink,
		"chrome":    blink,
		"chromium":  blink,
		"edge":      blink,
		"opera":     blink, // its cookies4.dat of before 2013 is passed over by name
		"firefox":   gecko,
		"browsh":    notYet,
		"dillo":     text,
		"elinks":    text,
		"epiphany":  soup,
		"ie":        notYet,
		"konqueror": text,
		"lynx":      text,
		"netscape":  text,
		"safari":    apple,
		"uzbl":      text,
		"w3m":       text,
	}
}

// patience is how long kooky may look: its finders open Local State and
// profiles.ini, and one of those can be a pipe or lie on a dead share.
const patience = 2 * time.Second

// hint is a profile folder that kooky knows of, or a file of text.
type hint struct {
	browser string
	family  family
	folder  string
	name    string
}

// stores gives what is really in that folder: kooky also names files that do
// not exist.
func (h hint) stores() []*cookies.Store {
	switch h.family {
	case gecko:
		return geckoProfile(h.browser, h.folder, h.name, true)
	case text:
		for _, f := range textFiles() { // lynx.cfg can name a file anywhere
			if f.browser == h.browser && look(h.folder) == present {
				return []*cookies.Store{textStore(h.browser, h.folder, f.format)}
			}
		}
		return nil
	case soup:
		return soupProfile(h.browser, h.folder)
	case apple:
		return appleStore(h.browser, h.folder)
	}
	return blinkProfile(h.browser, h.folder, filepath.Dir(h.folder), h.name, true)
}

// askKooky gives once, within [patience], the profiles that kooky's finders know
// of. Its errors, one for every browser that is not installed, say nothing. The
// iteration is never broken off, because some of kooky's finders go on after
// that and panic in a goroutine of theirs, where no one can recover; when the
// time is up it goes on alone and what it finds is dropped.
func askKooky(ctx context.Context) <-chan []hint {
	hints := make(chan hint)
	gone := make(chan struct{})
	go func() {
		defer close(hints)
		defer func() { _ = recover() }()
		families := kookyFamilies()
		for store, err := range kooky.TraverseCookieStores(context.WithoutCancel(ctx)) {
			if err != nil || store == nil {
				continue
			}
			if h, ok := hintOf(store.Browser(), store.FilePath(), store.Profile(), families); ok {
				select {
				case hints <- h:
				case <-gone:
				}
			}
		}
	}()
	answer := make(chan []hint, 1)
	go func() {
		defer close(gone)
		late := time.NewTimer(patience)
		defer late.Stop()
		var all []hint
		for {
			select {
			case h, more := <-hints:
				if !more {
					answer <- all
					return
				}
				all = append(all, h)
			case <-late.C:
				answer <- all
				return
			case <-ctx.Done():
				answer <- all
				return
			}
		}
	}()
	return answer
}

// hintOf turns one of kooky's stores into the profile it is in.
func hintOf(browser, path, name string, families map[string]family) (hint, bool) {
	f := families[browser]
	folder := filepath.Dir(path)
	switch {
	case !filepath.IsAbs(path):
		return hint{}, false
	case f == text:
		return hint{browser: browser, family: f, folder: path, name: name}, true
	case f == blink && filepath.Base(path) == blinkFile:
		if filepath.Base(folder) == blinkSubdir {
			folder = filepath.Dir(folder)
		}
	case f == gecko && filepath.Base(path) == geckoFile:
	case f == apple && filepath.Base(path) == appleFile:
	case f == soup && filepath.Base(path) == soupFile:
	default:
		return hint{}, false
	}
	if word := guess(folder, f); word != "" {
		browser = word // kooky calls every channel of Chrome chrome
	}
	return hint{browser: browser, family: f, folder: folder, name: name}, true
}
