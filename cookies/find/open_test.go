package find

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crumbs/cookies"
)

// page gives the first page of a database with one table, as far as telling
// formats apart looks at it.
func page(statement string) string {
	head := "SQLite format 3\x00" + strings.Repeat("\x00", 84)
	return head + strings.Repeat("\x00", 4096-len(head)-len(statement)) + statement
}

const (
	blinkTable = "CREATE TABLE cookies(creation_utc INTEGER NOT NULL,host_key TEXT NOT NULL)"
	geckoTable = "CREATE TABLE moz_cookies (id INTEGER PRIMARY KEY, originAttributes TEXT)"
)

func TestOpenFile(t *testing.T) {
	home := t.TempDir()
	for _, c := range []struct {
		path, text, want string // want: browser|profile|name|format
	}{
		{".config/google-chrome-beta/Profile 1/Network/Cookies", page(blinkTable), "chrome-beta|Profile 1|Work|chromium"},
		{"copies/mine.db", page(blinkTable), "chromium|copies|copies|chromium"},
		{"backup/.zen/abc.def/cookies.sqlite", page(geckoTable), "zen|abc.def|abc.def|firefox"},
		{"copies/other", page(geckoTable), "firefox|copies|copies|firefox"},
		{"wrong name/Cookies", page(geckoTable), "firefox|wrong name|wrong name|firefox"},
		{"p/sessionstore-backups/recovery.jsonlz4", "mozLz40\x00rest", "firefox|p|p|firefox-session"},
		{"win/ada@shop[1].txt", "id\nv\nshop.test/\n1024\n1\n2\n3\n4\n*\n", "ie|win|win|ie"},
		{"mac/renamed", "cook\x00\x00\x00\x00", "safari|mac|Safari|binarycookies"},
		{"mac/Cookies.binarycookies", "text", "safari|mac|Safari|binarycookies"},
		{"old/previous.jsonlz4", "mozLz40\x00rest", "firefox|old|old|firefox-session"},
		{"damaged/Cookies", "", "chromium|damaged|damaged|chromium"},
		{"damaged/cookies.sqlite", "no database", "firefox|damaged|damaged|firefox"},
		{"damaged/sessionstore.jsonlz4", "{}", "firefox|damaged|damaged|firefox-session"},
		{"any/name", "# Netscape HTTP Cookie File\n", "netscape|name|name|netscape"},
		{"any/other", "# HTTP Cookie File\n\nshop.test\tFALSE\t/\tFALSE\t0\ta\t1\n", "netscape|other|other|netscape"},
		{"any/bare", "nonsense\r\nshop.test\tFALSE\t/\tFALSE\t0\ta\t1\r\n", "netscape|bare|bare|netscape"},
		{"any/empty", "", "netscape|empty|empty|netscape"},
		{"any/cookies.txt", "http://a/\ta\t1\t0\ta.test\t/\t1\t0\t\t\t\n", "w3m|cookies.txt|cookies.txt|w3m"},
		{"any/e", "a\t1\ta.test\t/\ta.test\t1900000000\t1\t0\n", "elinks|e|e|elinks"},
		{"any/k", "# KDE Cookie File v2\n#\n", "konqueror|k|k|kcookiejar"},
		{"copy/.lynx_cookies", "shop.test\tFALSE\t/\tFALSE\t0\ta\t1\n", "lynx|.lynx_cookies|.lynx_cookies|netscape"},
		{"copy/.w3m/cookie", "", "w3m|cookie|cookie|w3m"},
		{"copy/.elinks/cookies", "nothing of it", "elinks|cookies|cookies|elinks"},
		{"copy/.dillo/cookies.txt", "http://a/\ta\t1\t0\ta.test\t/\t1\t0\t\t\t\n", "w3m|cookies.txt|cookies.txt|w3m"},
		{"torn/Cookies", page("CREATE TABLE meta(key TEXT)"), "chromium|torn|torn|chromium"},
	} {
		write(t, filepath.Join(home, ".config/google-chrome-beta/Local State"), `{"profile":{"info_cache":{"Profile 1":{"name":"Work"}}}}`)
		path := write(t, filepath.Join(home, c.path), c.text)
		stores, err := Open(path, nil)
		if err != nil {
			t.Errorf("%s: %v", c.path, err)
			continue
		}
		same(t, brief(home, stores), []string{c.want + "|" + c.path})
	}
	s, err := Open(filepath.Join(home, ".config/google-chrome-beta/Profile 1/Network/Cookies"), nil)
	if err != nil || s[0].UserData != filepath.Join(home, ".config/google-chrome-beta") || s[0].Folder != filepath.Join(s[0].UserData, "Profile 1") {
		t.Errorf("%+v, %v", s[0], err)
	}
}

// Before Firefox's first checkpoint even the schema is in the write-ahead log.
func TestOpenSchemaInTheLog(t *testing.T) {
	path := write(t, filepath.Join(t.TempDir(), "jar.db"), page(""))
	write(t, path+"-wal", "frames... "+geckoTable)
	stores, err := Open(path, nil)
	if err != nil || stores[0].Format != cookies.Firefox {
		t.Errorf("%v, %v", stores, err)
	}
}

func TestOpenFolder(t *testing.T) {
	home := t.TempDir()
	write(t, filepath.Join(home, "data", "Local State"), `{"profile":{"info_cache":{"Default":{"name":"Ada"}}}}`)
	write(t, filepath.Join(home, "data", "Default", "Cookies"), page(blinkTable))
	write(t, filepath.Join(home, "data", "Profile 2", "Network", "Cookies"), page(blinkTable))
	write(t, filepath.Join(home, "fox", "profiles.ini"), "[Profile0]\nName=Work\nPath=p\nIsRelative=1\n")
	write(t, filepath.Join(home, "fox", "p", "cookies.sqlite"), page(geckoTable))
	write(t, filepath.Join(home, "fox", "p", "sessionstore.jsonlz4"), "mozLz40\x00")
	write(t, filepath.Join(home, "opera", "Local State"), `{}`)
	write(t, filepath.Join(home, "opera", "Cookies"), page(blinkTable))
	for dir, want := range map[string][]string{
		"data":           {"chromium|Default|Ada|chromium|data/Default/Cookies", "chromium|Profile 2|Profile 2|chromium|data/Profile 2/Network/Cookies"},
		"data/Default":   {"chromium|Default|Ada|chromium|data/Default/Cookies"},
		"data/Profile 2": {"chromium|Profile 2|Profile 2|chromium|data/Profile 2/Network/Cookies"},
		"fox":            {"firefox|p|Work|firefox|fox/p/cookies.sqlite", "firefox|p|Work|firefox-session|fox/p/sessionstore.jsonlz4"},
		"fox/p":          {"firefox|p|Work|firefox|fox/p/cookies.sqlite", "firefox|p|Work|firefox-session|fox/p/sessionstore.jsonlz4"},
		"opera":          {"opera|opera|opera|chromium|opera/Cookies"},
	} {
		stores, err := Open(filepath.Join(home, dir), nil)
		if err != nil {
			t.Errorf("%s: %v", dir, err)
		}
		same(t, brief(home, stores), want)
		for _, s := range stores {
			if s.Format == cookies.Chromium && s.UserData != filepath.Join(home, strings.Split(dir, "/")[0]) {
				t.Errorf("%s: user data %q", dir, s.UserData)
			}
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	home := t.TempDir()
	t.Chdir(home)
	if err := os.Symlink("nothing", filepath.Join(home, "link")); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"notes.txt": "dear diary, today I ate ünusually many biscuits", "bytes": "\x00\x01\x02\xff", "places.sqlite": page("CREATE TABLE moz_places(id)"),
		"dir/file": "x", "WebCacheV01.dat": "\x01\x02\x03\x04\xef\xcd\xab\x89\x20\x06\x00\x00", "pic\u202egpj.exe": "MZ\x00",
	} {
		write(t, filepath.Join(home, name), text)
	}
	for path, want := range map[string]string{
		"notes.txt":         "notes.txt is a text file",
		"bytes":             "no kind of file that crumbs knows",
		"places.sqlite":     "without a table of cookies",
		"dir":               "dir is a directory without a cookie store",
		"missing":           "missing does not exist",
		"notes.txt/Cookies": "can't be reached",
		"link":              "link that leads nowhere",
		"/dev/null":         "/dev/null is a device",
		"pic\u202egpj.exe":  `pic\u202egpj.exe is no kind`,
	} {
		stores, err := Open(path, nil)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("Open(%q) = %v, %v; want %q", path, stores, err, want)
		}
	}
}
