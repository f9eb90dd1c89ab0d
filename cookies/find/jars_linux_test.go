package find

import (
	"path/filepath"
	"testing"
)

// lynx.cfg can name a file, and Netscape had profiles: kooky knows of both.
func TestKookyKnowsTextJars(t *testing.T) {
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
