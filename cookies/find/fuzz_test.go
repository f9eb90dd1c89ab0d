package find

import (
	"path/filepath"
	"testing"
)

// Whatever a profiles.ini holds, every profile in it has a clean, absolute
// folder, and a section that is well-formed is read whatever stands around it.
func FuzzINI(f *testing.F) {
	f.Add("[Profile0]\nName=n\nIsRelative=1\nPath=p\n")
	f.Add("\ufeff[Profile0\nPath=../../..\n[Profile1]\nPath=/dev/null\n[Profile2]\nPath=p/../p\n")
	f.Add("[Profile0]\nPath=\x00\n[]\n=\n;")
	f.Fuzz(func(t *testing.T, text string) {
		profiles := parseINI("/home/ada", text+"\n[Profile99]\nPath=last\nName=z\n")
		for _, p := range profiles {
			if !filepath.IsAbs(p.folder) || filepath.Clean(p.folder) != p.folder {
				t.Errorf("got %+v", p)
			}
		}
		if n := len(profiles); n == 0 || profiles[n-1] != (profile{"/home/ada/last", "z"}) {
			t.Errorf("got %+v", profiles)
		}
	})
}

// A file of any content has a format or a clause that says what it is.
func FuzzSniff(f *testing.F) {
	for _, text := range []string{"", page(blinkTable), page(geckoTable), page(""), "mozLz40\x00", "cook", "# Netscape HTTP Cookie File\n", "text", "\x00", "gr\xc3"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		path := write(t, filepath.Join(t.TempDir(), "file"), text)
		format, what, err := sniff(path)
		if err != nil || (format == "") == (what == "") {
			t.Errorf("%q, %q, %v", format, what, err)
		}
	})
}
