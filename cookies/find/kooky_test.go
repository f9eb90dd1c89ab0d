package find

import (
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"crumbs/cookies"
)

// TestKookyIsAsked has a store in a place that only kooky knows, beside one that
// both know: each is found once.
func TestKookyIsAsked(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the place that only kooky knows is Linux's CHROME_CONFIG_HOME")
	}
	home, chrome := t.TempDir(), t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(home, ".config")) // kooky finds each store twice with this
	t.Setenv("XDG_DATA_HOME", "not/absolute")
	t.Setenv("CHROME_CONFIG_HOME", chrome)
	known := filepath.Join(chrome, "google-chrome-beta")
	write(t, filepath.Join(known, "Local State"), `{"profile":{"info_cache":{"Default":{"name":"Ada"}}}}`)
	write(t, filepath.Join(known, "Default", "Cookies"), "1")
	write(t, filepath.Join(home, ".config", "chromium", "Local State"), `{"profile":{"info_cache":{"Default":{"name":"Bea"}}}}`)
	write(t, filepath.Join(home, ".config", "chromium", "Default", "Network", "Cookies"), "2")
	write(t, filepath.Join(home, ".mozilla", "firefox", "profiles.ini"), "[Profile0]\nName=n\nIsRelative=1\nPath=p\n")
	write(t, filepath.Join(home, ".mozilla", "firefox", "p", "cookies.sqlite"), "3")
	write(t, filepath.Join(home, ".mozilla", "firefox", "p", "sessionstore.jsonlz4"), "4")
	p := FromEnv()
	if p.Data != filepath.Join(home, ".local", "share") {
		t.Errorf("a relative XDG_DATA_HOME gave %q", p.Data)
	}
	stores := p.Stores(t.Context())
	same(t, brief(home, stores)[1:], []string{
		"chromium|Default|Bea|chromium|.config/chromium/Default/Network/Cookies",
		"firefox|p|n|firefox|.mozilla/firefox/p/cookies.sqlite",
		"firefox|p|n|firefox-session|.mozilla/firefox/p/sessionstore.jsonlz4",
	})
	beta := stores[0]
	if beta.Browser != "chrome-beta" || beta.ProfileName != "Ada" || beta.UserData != known || beta.Path != filepath.Join(known, "Default", "Cookies") {
		t.Errorf("got %+v", beta)
	}
	p.Kooky = false
	if slices.ContainsFunc(p.Stores(t.Context()), func(s *cookies.Store) bool { return s.Browser == "chrome-beta" }) {
		t.Error("kooky was asked although it is off")
	}
}
