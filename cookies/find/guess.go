package find

import (
	"path/filepath"
	"strings"
)

// guess gives the browser whose table entry a profile folder's parents end
// with, so that a home folder that was copied or mounted elsewhere is still
// known; "" if none does. The longest entry wins: Brave-Browser-Beta is not
// brave.
func guess(folder string, f family) string {
	parents := []string{slashes(folder), slashes(filepath.Dir(folder)), slashes(filepath.Dir(filepath.Dir(folder)))}
	if f.kin() == soup && strings.HasPrefix(filepath.Base(folder), appPrefix) {
		return "epiphany"
	}
	word, longest := "", 0
	for _, system := range []string{"linux", "darwin", "windows"} {
		for _, r := range roots(system) {
			if r.family.kin() != f.kin() || len(r.dir) <= longest {
				continue
			}
			for _, p := range parents {
				if strings.HasSuffix(p, "/"+r.dir) {
					word, longest = r.browser, len(r.dir)
				}
			}
		}
	}
	return word
}

// kin gives the family whose files a family's are.
func (f family) kin() family {
	switch f {
	case qt:
		return blink
	case soupApps:
		return soup
	}
	return f
}

// slashes gives a path with slashes on every system.
func slashes(path string) string { return strings.ReplaceAll(filepath.ToSlash(path), `\`, "/") }
