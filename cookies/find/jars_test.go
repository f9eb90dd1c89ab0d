package find

import (
	"path/filepath"
	"runtime"
	"testing"
)

// Every text jar is found at its place, empty or not, and by its folder.
func TestTextFiles(t *testing.T) {
	for i, f := range textFiles() {
		home := t.TempDir()
		p := At(home)
		path := write(t, f.folders(p)[0], []string{"", "text\n"}[i%2])
		rel, _ := filepath.Rel(home, path)
		want := []string{f.browser + "|" + filepath.Base(path) + "|" + filepath.Base(path) + "|" + string(f.format) + "|" + filepath.ToSlash(rel)}
		same(t, brief(home, p.Stores(t.Context())), want)
		for _, open := range []string{path, filepath.Dir(path)} {
			if open == home {
				continue // a home folder is not one of lynx
			}
			stores, err := Open(open)
			if err != nil {
				t.Errorf("%s: %v", open, err)
				continue
			}
			same(t, brief(home, stores), want)
		}
	}
	same(t, brief("", At(t.TempDir()).Stores(t.Context())), nil)
}

// lynx.cfg can name a file, and Netscape had profiles: kooky knows of both.
func TestKookyKnowsTextJars(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("kooky looks at other places elsewhere")
	}
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_CONFIG_HOME", "")
	t.Setenv("XDG_DATA_HOME", "")
	write(t, filepath.Join(home, ".lynx_cookies"), "")
	write(t, filepath.Join(home, ".netscape", "navigator", "profiles.ini"), "[Profile0]\nName=n\nIsRelative=1\nPath=p\n")
	write(t, filepath.Join(home, ".netscape", "navigator", "p", "cookies.txt"), "")
	same(t, brief(home, FromEnv().Stores(t.Context())), []string{
		"lynx|.lynx_cookies|.lynx_cookies|netscape|.lynx_cookies",
		"netscape|cookies.txt|cookies.txt|netscape|.netscape/navigator/p/cookies.txt",
	})
	if h, ok := hintOf("lynx", "relative", "", kookyFamilies()); ok {
		t.Errorf("a relative path gives %+v", h)
	}
}
