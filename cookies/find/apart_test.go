package find

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Profiles that are called the same are told apart by where they lie, and others
// are left alone: a profile has two stores, and a browser two profiles.
func TestStoresOfOneName(t *testing.T) {
	home := t.TempDir()
	for _, data := range []string{filepath.Join(home, ".config", "chromium"), filepath.Join(home, "snap", "chromium", "common", "chromium")} {
		write(t, filepath.Join(data, "Local State"), `{"profile": {"info_cache": {"Default": {"name": "Ada"}, "Profile 1": {"name": "Bo"}, "Profile 2": {"name": "Bo"}}}}`)
		write(t, filepath.Join(data, "Default", "Cookies"), data)
	}
	for _, profile := range []string{"Profile 1", "Profile 2"} {
		write(t, filepath.Join(home, ".config", "chromium", profile, "Cookies"), profile)
	}
	firefox := filepath.Join(home, ".mozilla", "firefox", "k2.default")
	write(t, filepath.Join(firefox, "..", "profiles.ini"), "[Profile0]\nName=default\nIsRelative=1\nPath=k2.default\n")
	write(t, filepath.Join(firefox, "cookies.sqlite"), "cookies")
	write(t, filepath.Join(firefox, "sessionstore.jsonlz4"), "session")
	got := map[string]string{}
	for _, s := range At(home).Stores(t.Context()) {
		rel, err := filepath.Rel(home, s.Path)
		if err != nil {
			t.Fatal(err)
		}
		got[filepath.ToSlash(rel)] = s.ProfileName + "|" + s.Apart
	}
	want := map[string]string{
		".config/chromium/Default/Cookies": "Ada|.config", "snap/chromium/common/chromium/Default/Cookies": "Ada|snap",
		".config/chromium/Profile 1/Cookies": "Bo|Profile 1", ".config/chromium/Profile 2/Cookies": "Bo|Profile 2",
		".mozilla/firefox/k2.default/cookies.sqlite": "default|", ".mozilla/firefox/k2.default/sessionstore.jsonlz4": "default|",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, c := range []struct {
		folder string
		all    []string
		want   string
	}{
		{"/h/a", []string{"/h/a", "/h/a/b"}, "/h/a"},
		{"/h/a/b", []string{"/h/a", "/h/a/b"}, "b"},
		{"/h/x/a", []string{"/h/x/a", "/h/x/b", "/h/y/a"}, "/h/x/a"},
		{"/h/x/b", []string{"/h/x/a", "/h/x/b", "/h/y/a"}, "b"},
		{"/h/y/a", []string{"/h/x/a", "/h/x/b", "/h/y/a"}, "y"},
	} {
		if got := unlike(c.folder, c.all); got != c.want {
			t.Errorf("of %q %s is told apart by %q, want %q", c.all, c.folder, got, c.want)
		}
	}
}
