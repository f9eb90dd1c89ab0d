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
	word, longest := "", 0
	for _, system := range []string{"linux", "darwin", "windows"} {
		for _, r := range roots(system) {
			if (r.family == gecko) != (f == gecko) || len(r.dir) <= longest {
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

// slashes gives a path with slashes on every system.
func slashes(path string) string { return strings.ReplaceAll(filepath.ToSlash(path), `\`, "/") }
