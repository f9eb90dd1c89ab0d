package find

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ncruces/go-sqlite3"

	"crumbs/cookies"
	"crumbs/cookies/sqlite/sqlitetest"
)

// write makes a file with its folders.
func write(t *testing.T, path, text string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// brief gives what tells stores apart, with the home cut off.
func brief(home string, stores []*cookies.Store) []string {
	var lines []string
	for _, s := range stores {
		path, _ := filepath.Rel(home, s.Path)
		lines = append(lines, fmt.Sprintf("%s|%s|%s|%s|%s", s.Browser, s.Profile, s.ProfileName, s.Format, filepath.ToSlash(path)))
	}
	return lines
}

func same(t *testing.T, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

// Every row of every system's table leads to its store, in the word of the row.
func TestEveryRootIsFound(t *testing.T) {
	for _, system := range []string{"linux", "darwin", "windows"} {
		home := t.TempDir()
		p := Places{System: system, Home: home, Config: filepath.Join(home, "config"), Data: filepath.Join(home, "data")}
		want := map[string]string{}
		for i, r := range roots(system) {
			for j, dir := range r.folders(p) {
				file := map[family]string{blink: "Profile 1/Cookies", qt: "Profile 1/Cookies", gecko: "Profile 1/cookies.sqlite",
					soup: "cookies.sqlite", apple: "Cookies.binarycookies", soupApps: "org.gnome.Epiphany.WebApp_1/cookies.sqlite"}[r.family]
				path := write(t, filepath.Join(dir, filepath.FromSlash(file)), fmt.Sprintf("%d %d", i, j))
				want[path] = r.browser
			}
		}
		for _, s := range p.Stores(t.Context()) {
			if want[s.Path] != s.Browser {
				t.Errorf("%s: %s is %q, want %q", system, s.Path, s.Browser, want[s.Path])
			}
			if word := guess(s.Folder, map[cookies.Format]family{cookies.Chromium: blink, cookies.Firefox: gecko, cookies.WebKit: soup, cookies.BinaryCookies: apple}[s.Format]); word != s.Browser {
				t.Errorf("%s: guess(%s) = %q, want %q", system, s.Folder, word, s.Browser)
			}
			delete(want, s.Path)
		}
		for path := range want {
			t.Errorf("%s: %s is not found", system, path)
		}
	}
}

func TestProfilesOfAChromium(t *testing.T) {
	home := t.TempDir()
	root := filepath.Join(home, ".config", "google-chrome")
	write(t, filepath.Join(root, "Local State"), `{"profile":{"info_cache":{"Default":{"name":"Ada"},"Profile 3":{"name":"Grün ✓"},"Profile 9":{"name":"gone"},"odd":7}}}`)
	for i, path := range []string{"Default/Cookies", "Default/Network/Cookies", "Profile 3/Network/Cookies", "Guest Profile/Cookies", "a b/Cookies", "odd/Cookies"} {
		write(t, filepath.Join(root, path), fmt.Sprint(i))
	}
	write(t, filepath.Join(root, "Default", "Extension Cookies"), "of extensions")
	write(t, filepath.Join(root, "Default", "Storage", "ext", "abcdefgh", "def", "Cookies"), "of an app")
	write(t, filepath.Join(root, "Profile 3", "Storage", "ext", "abcdefgh", "7f", "Network", "Cookies"), "of a web view")
	write(t, filepath.Join(root, "Profile 3", "Storage", "ext", "Cookies"), "no app's")
	write(t, filepath.Join(root, "Crashpad", "settings.dat"), "not a profile")
	stores := At(home).Stores(t.Context())
	same(t, brief(root, stores), []string{
		"chrome|Default|Ada|chromium|Default/Cookies",
		"chrome|Default|Ada|chromium|Default/Extension Cookies",
		"chrome|Default|Ada|chromium|Default/Network/Cookies",
		"chrome|Default|Ada|chromium|Default/Storage/ext/abcdefgh/def/Cookies",
		"chrome|Guest Profile|Guest Profile|chromium|Guest Profile/Cookies",
		"chrome|Profile 3|Grün ✓|chromium|Profile 3/Network/Cookies",
		"chrome|Profile 3|Grün ✓|chromium|Profile 3/Storage/ext/abcdefgh/7f/Network/Cookies",
		"chrome|a b|a b|chromium|a b/Cookies",
		"chrome|odd|odd|chromium|odd/Cookies",
	})
	for _, s := range stores {
		if s.UserData != root || s.Folder != filepath.Join(root, s.Profile) {
			t.Errorf("%s: user data %q, folder %q", s.Path, s.UserData, s.Folder)
		}
		if _, err := filepath.Rel(root, s.Path); err != nil {
			t.Fatal(err)
		}
		write(t, s.Path, page(blinkTable))
		opened, err := Open(s.Path, nil)
		if err != nil || len(opened) != 1 || *opened[0] != *s {
			t.Errorf("by its path %s is %+v, %v", s.Path, opened[0], err)
		}
	}
}

// Profiles of Firefox's profile switcher are found wherever they are, under the
// names that it shows.
func TestProfileGroups(t *testing.T) {
	home := t.TempDir()
	root := filepath.Join(home, ".config", "mozilla", "firefox")
	far := filepath.Join(t.TempDir(), "far away")
	write(t, filepath.Join(root, "profiles.ini"), "[Profile0]\nName=default-release\nIsRelative=1\nPath=k1.default-release\n[Profile1]\nName=Alone\nPath=k4.alone\n")
	for i, folder := range []string{"k1.default-release", "k2.Profile 1", "Profiles/k3.Other", "k4.alone"} {
		write(t, filepath.Join(root, folder, "cookies.sqlite"), fmt.Sprint(i))
	}
	write(t, filepath.Join(far, "cookies.sqlite"), "5")
	write(t, filepath.Join(root, "Profile Groups", "torn.sqlite"), "no database")
	write(t, filepath.Join(root, "Profile Groups", "other.txt"), "not asked for")
	group := filepath.Join(root, "Profile Groups", "8a7b6c5d.sqlite")
	db, err := sqlite3.Open(group)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Exec(`PRAGMA journal_mode=WAL;
CREATE TABLE Profiles (id INTEGER NOT NULL, path TEXT NOT NULL UNIQUE, name TEXT NOT NULL, avatar TEXT NOT NULL, themeId TEXT NOT NULL,
 themeFg TEXT NOT NULL, themeBg TEXT NOT NULL, PRIMARY KEY(id));
INSERT INTO Profiles VALUES (1,'k1.default-release','Original','','','',''), (2,'k2.Profile 1','Grün ✓','','','',''),
 (3,'Profiles/k3.Other','','','','',''), (4,'` + far + `','Far','','','',''), (5,'gone','Gone','','','',''), (6,'','','','','','')`)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // a Firefox that runs: what is there is in the log
	p := At(home)
	p.Scratch = sqlitetest.Folder(t)
	got := brief(root, p.Stores(t.Context()))
	farther, _ := filepath.Rel(root, filepath.Join(far, "cookies.sqlite"))
	same(t, got, []string{
		"firefox|far away|Far|firefox|" + filepath.ToSlash(farther),
		"firefox|k1.default-release|Original|firefox|k1.default-release/cookies.sqlite",
		"firefox|k2.Profile 1|Grün ✓|firefox|k2.Profile 1/cookies.sqlite",
		"firefox|k3.Other|k3.Other|firefox|Profiles/k3.Other/cookies.sqlite",
		"firefox|k4.alone|Alone|firefox|k4.alone/cookies.sqlite",
	})
	if s, err := Open(filepath.Join(root, "k2.Profile 1"), p.Scratch); err != nil || s[0].ProfileName != "Grün ✓" {
		t.Errorf("%v, %v", brief(root, s), err)
	}
}

func TestProfilesOfAFirefox(t *testing.T) {
	home := t.TempDir()
	root := filepath.Join(home, ".config", "mozilla", "firefox")
	far := filepath.Join(t.TempDir(), "far away")
	write(t, filepath.Join(root, "profiles.ini"), "\ufeff; made by hand\r\n[Profile1]\r\nName=Work\r\nIsRelative=1\r\nPath=k1.work\r\n"+
		"[Profile0]\nName=Far\nIsRelative=0\nPath="+far+"\nDefault=1\n[InstallAB]\nDefault=k1.work\n[Profile2]\nName=Gone\nIsRelative=1\nPath=k9.gone\n[General\nnonsense\n=\n")
	write(t, filepath.Join(root, "k1.work", "cookies.sqlite"), "1")
	write(t, filepath.Join(root, "k1.work", "sessionstore.jsonlz4"), "2")
	write(t, filepath.Join(root, "k1.work", "sessionstore-backups", "recovery.jsonlz4"), "3")
	write(t, filepath.Join(root, "k2.unnamed", "cookies.sqlite"), "4")
	write(t, filepath.Join(root, "k3.running", "sessionstore-backups", "recovery.jsonlz4"), "5")
	write(t, filepath.Join(root, "Profiles", "k4.deep", "cookies.sqlite"), "6")
	write(t, filepath.Join(far, "cookies.sqlite"), "7")
	stores := At(home).Stores(t.Context())
	farRel, _ := filepath.Rel(root, far)
	same(t, brief(root, stores), []string{
		"firefox|far away|Far|firefox|" + farRel + "/cookies.sqlite",
		"firefox|k1.work|Work|firefox|k1.work/cookies.sqlite",
		"firefox|k1.work|Work|firefox-session|k1.work/sessionstore.jsonlz4",
		"firefox|k2.unnamed|k2.unnamed|firefox|k2.unnamed/cookies.sqlite",
		"firefox|k3.running|k3.running|firefox-session|k3.running/sessionstore-backups/recovery.jsonlz4",
		"firefox|k4.deep|k4.deep|firefox|Profiles/k4.deep/cookies.sqlite",
	})
	for _, s := range stores {
		if filepath.Base(s.Folder) != s.Profile {
			t.Errorf("%s: folder %q", s.Path, s.Folder)
		}
	}
}

// A malformed Local State or profiles.ini, of whatever kind, hides no profile.
func TestMalformedNames(t *testing.T) {
	for _, text := range []string{"", "{", `{"profile":3}`, `{"profile":{"info_cache":["a"]}}`, "\x00\xff", "[Profile0]\nPath=\n[Profile1]\nPath=/\nIsRelative=0\n"} {
		home := t.TempDir()
		write(t, filepath.Join(home, ".config", "chromium", "Local State"), text)
		write(t, filepath.Join(home, ".config", "chromium", "Default", "Cookies"), "1")
		write(t, filepath.Join(home, ".zen", "profiles.ini"), text)
		write(t, filepath.Join(home, ".zen", "x", "cookies.sqlite"), "2")
		same(t, brief(home, At(home).Stores(t.Context())), []string{
			"chromium|Default|Default|chromium|.config/chromium/Default/Cookies",
			"zen|x|x|firefox|.zen/x/cookies.sqlite",
		})
	}
}

func TestTheSameFileOnce(t *testing.T) {
	home := t.TempDir()
	real := write(t, filepath.Join(home, ".config", "chromium", "Default", "Cookies"), "one")
	twin := write(t, filepath.Join(home, ".config", "chromium", "Twin", "Cookies"), "two")
	if err := os.Chtimes(twin, fixed(t, real), fixed(t, real)); err != nil { // alike in size and time, and yet another file
		t.Fatal(err)
	}
	for _, dir := range []string{"Hard", "Soft", "Nowhere"} {
		if err := os.MkdirAll(filepath.Join(home, ".config", "chromium", dir), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	link := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	link(os.Link(real, filepath.Join(home, ".config", "chromium", "Hard", "Cookies")))
	link(os.Symlink(real, filepath.Join(home, ".config", "chromium", "Soft", "Cookies")))
	link(os.Symlink("nothing", filepath.Join(home, ".config", "chromium", "Nowhere", "Cookies")))
	link(os.Symlink("Default", filepath.Join(home, ".config", "chromium", "Folder")))
	link(os.MkdirAll(filepath.Join(home, ".var", "app", "org.chromium.Chromium", "config"), 0o700))
	link(os.Symlink(filepath.Join(home, ".config", "chromium"), filepath.Join(home, ".var", "app", "org.chromium.Chromium", "config", "chromium")))
	p := At(home)
	same(t, brief(home, p.Stores(t.Context())), []string{
		"chromium|Default|Default|chromium|.config/chromium/Default/Cookies",
		"chromium|Twin|Twin|chromium|.config/chromium/Twin/Cookies",
	})
	p.Config = filepath.Join(home, "elsewhere") // XDG_CONFIG_HOME moved after the browser made its profile
	same(t, brief(home, p.Stores(t.Context())), []string{
		"chromium|Default|Default|chromium|.config/chromium/Default/Cookies",
		"chromium|Twin|Twin|chromium|.config/chromium/Twin/Cookies",
	})
}

// A store that is a link is the file it leads to, where its journal lies, in
// the profile that the link is in, where the browser's lock lies.
func TestLinkedStore(t *testing.T) {
	home, away := t.TempDir(), t.TempDir()
	real, err := filepath.EvalSymlinks(write(t, filepath.Join(away, "jar"), "1"))
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(home, ".mozilla", "firefox", "p")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(real, filepath.Join(folder, "cookies.sqlite")); err != nil {
		t.Fatal(err)
	}
	stores := At(home).Stores(t.Context())
	if len(stores) != 1 || stores[0].Path != real || stores[0].Folder != folder || stores[0].Profile != "p" {
		t.Fatalf("got %+v", brief(home, stores))
	}
}

// Profile 2 comes before Profile 10, and every two names have an order.
func TestOrderOfProfiles(t *testing.T) {
	want := []string{"", "007", "7", "10", "Default", "Profile", "Profile ", "Profile 1", "Profile 1 a", "Profile 01b", "Profile 2", "Profile 9a", "Profile 10", "Profile 99999999999999999999", "Profile 100000000000000000000", "Profile x", "Ä"}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortStableFunc(got, byNumber)
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	for i, a := range want {
		for j, b := range want {
			if c := byNumber(a, b); c != cmp.Compare(i, j) {
				t.Errorf("%q and %q compare as %d", a, b, c)
			}
		}
	}
	home := t.TempDir()
	for _, profile := range []string{"Profile 10", "Default", "Profile 2"} {
		write(t, filepath.Join(home, ".config", "chromium", profile, "Cookies"), profile)
	}
	var found []string
	for _, s := range At(home).Stores(t.Context()) {
		found = append(found, s.Profile)
	}
	if want := []string{"Default", "Profile 2", "Profile 10"}; !slices.Equal(found, want) {
		t.Errorf("found %q", found)
	}
}

func TestNoHome(t *testing.T) {
	for _, home := range []string{"", "relative"} {
		if got := At(home).Stores(t.Context()); len(got) != 0 {
			t.Errorf("At(%q) found %v", home, brief(home, got))
		}
	}
}

func TestCancelled(t *testing.T) {
	home := t.TempDir()
	write(t, filepath.Join(home, ".config", "chromium", "Default", "Cookies"), "1")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if got := At(home).Stores(ctx); len(got) != 0 {
		t.Errorf("found %v", brief(home, got))
	}
}

// fixed gives a file's modification time.
func fixed(t *testing.T, path string) time.Time {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.ModTime()
}

// What two finders name is one store, also where nobody may look at it.
func TestOnce(t *testing.T) {
	there := filepath.Join(t.TempDir(), "Cookies")
	if err := os.WriteFile(there, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	a, b := &cookies.Store{Path: there, Browser: "a"}, &cookies.Store{Path: there, Browser: "b"}
	c, d := &cookies.Store{Path: "/nobody/sees/this", Browser: "c"}, &cookies.Store{Path: "/nobody/sees/this", Browser: "d"}
	if got := once([]*cookies.Store{a, c, b, d}); !slices.Equal(got, []*cookies.Store{a, c}) {
		t.Errorf("got %v", got)
	}
}
