package sqlite

import (
	"testing"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/vfs"
)

// spy is a system of files of which none is there; it notes what is asked for.
type spy struct {
	vfs.VFS
	asked string
}

func (s *spy) FullPathname(name string) (string, error) {
	s.asked = name
	return "", sqlite3.CANTOPEN
}

// The engine asks for a file by the name that the system has for it, with any
// sign that means something in a URI, and with the slashes that Windows takes too.
func TestEngineAsksForThePath(t *testing.T) {
	seen := &spy{VFS: vfs.Find("os")}
	vfs.Register("spy", seen)
	defer vfs.Unregister("spy")
	for _, c := range []struct {
		path      string
		separator rune
		uri, want string
	}{
		{`/home/ada/Cookies`, '/', "file:///home/ada/Cookies?mode=rw&modeof=/home/ada/Cookies", "/home/ada/Cookies"},
		{"/a b/%41[x]?#\\\xff", '/', "", "/a b/%41[x]?#\\\xff"},
		{`C:\Users\Ada Z\Cookies`, '\\', "file:C%3A/Users/Ada%20Z/Cookies?mode=rw&modeof=C%3A%5CUsers%5CAda%20Z%5CCookies", "C:/Users/Ada Z/Cookies"},
		{`\\nas\home\Cookies`, '\\', "file:////nas/home/Cookies?mode=rw&modeof=%5C%5Cnas%5Chome%5CCookies", "//nas/home/Cookies"},
		{`\\?\C:\x#y`, '\\', "", "//?/C:/x#y"},
	} {
		got := uriOf(c.path, c.separator)
		if c.uri != "" && got != c.uri {
			t.Errorf("%s: got %s", c.path, got)
		}
		seen.asked = ""
		if db, err := sqlite3.Open(got + "&vfs=spy"); err == nil {
			_ = db.Close()
			t.Errorf("%s is open", c.path)
		}
		if seen.asked != c.want {
			t.Errorf("%s: the engine asks for %q", c.path, seen.asked)
		}
	}
}
