package cli_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"crumbs/cookies/browsertest"
	"crumbs/cookies/chromium"
	"crumbs/cookies/firefox"
	"crumbs/cookies/sqlite/sqlitetest"
)

// TestFamilies: cookies of one name under other hosts, paths, partitions,
// containers, schemes and ports are other cookies. Each is listed, kept, deleted
// and brought back for itself, and every column of the others stays.
func TestFamilies(t *testing.T) {
	program := build(t)
	for _, f := range []struct {
		name, path, table string
		make              func(path string) error
		rows              []string // SQL
	}{
		{"chromium", ".config/chromium/Default/Cookies", "cookies", chromium.Create, chromiumFamily()},
		{"firefox", ".config/mozilla/firefox/f4m1ly00.default/cookies.sqlite", "moz_cookies", firefox.Create, firefoxFamily()},
	} {
		t.Run(f.name, func(t *testing.T) {
			home := t.TempDir()
			path := filepath.Join(home, filepath.FromSlash(f.path))
			for _, dir := range []string{filepath.Dir(path), filepath.Join(home, "tmp")} {
				if err := os.MkdirAll(dir, 0o700); err != nil {
					t.Fatal(err)
				}
			}
			if err := f.make(path); err != nil {
				t.Fatal(err)
			}
			sqlitetest.Run(t, path, strings.Join(f.rows, "\n"))
			containers := `{"version":5,"identities":[{"userContextId":1,"name":"Twin"},{"userContextId":2,"name":"Twin"}]}`
			if err := os.WriteFile(filepath.Join(filepath.Dir(path), "containers.json"), []byte(containers), 0o600); err != nil {
				t.Fatal(err)
			}
			before := lines(browsertest.Literals(t, path, f.table))
			must := func(want int, args ...string) []byte {
				t.Helper()
				code, out, complaint := run(t, program, home, args...)
				if code != want {
					t.Fatalf("crumbs %s: exit %d\n%s", strings.Join(args, " "), code, complaint)
				}
				return out
			}
			now := func() []string { return lines(browsertest.Literals(t, path, f.table)) }
			ids := idsOf(t, must(0, "list", "--json"))
			if len(ids) != len(f.rows) || len(slices.Compact(slices.Sorted(slices.Values(ids)))) != len(ids) {
				t.Fatalf("%d cookies have these ids: %v", len(f.rows), ids)
			}
			gone := map[string]bool{}
			for i, id := range ids {
				// One goes, and comes back.
				must(0, "delete", "--id", id, "--yes")
				left := now()
				if len(left) != len(before)-1 || !subset(left, before) {
					t.Fatalf("delete --id %s left %d of %d rows as they were", id, len(left), len(before))
				}
				went := missing(before, left)
				if gone[went] {
					t.Errorf("two ids are of one row: %s", went)
				}
				gone[went] = true
				must(0, "undo", "--id", id)
				if !slices.Equal(now(), before) {
					t.Fatalf("after the undo of %s the store is another", id)
				}
				if i%3 != 0 {
					continue // that is slow, and keep's own tests know all patterns
				}
				if got := idsOf(t, must(0, "list", "--id", id, "--json")); !slices.Equal(got, []string{id}) {
					t.Errorf("--id %s lists %v", id, got)
				}
				// All others go, and that one stays.
				must(0, "keep", "add", "--id", id)
				must(0, "delete", "--name", "sid", "--yes")
				if left := now(); !slices.Equal(left, []string{went}) {
					t.Errorf("kept was %s, and left is %v", went, left)
				}
				must(0, "undo")
				must(0, "keep", "remove", "--id", id)
				if !slices.Equal(now(), before) {
					t.Fatalf("after the undo of all but %s the store is another", id)
				}
			}
		})
	}
}

// chromiumFamily gives rows in which one part of the key differs at a time.
func chromiumFamily() (rows []string) {
	for i, k := range []struct {
		host, top, path     string
		cross, scheme, port int
	}{
		{"shop.test", "", "/", 0, 2, 443}, {".shop.test", "", "/", 0, 2, 443}, {"shop.test", "", "/a", 0, 2, 443},
		{"shop.test", "", "/", 0, 1, 443}, {"shop.test", "", "/", 0, 2, 8443}, {"shop.test", "", "/", 0, 0, -1},
		{"shop.test", "https://news.test", "/", 0, 2, 443}, {"shop.test", "https://news.test", "/", 1, 2, 443},
		{"shop.test", "https://other.test", "/", 1, 2, 443}, {"shop.test", "https://other.test", "/a", 1, 2, 443},
	} {
		rows = append(rows, fmt.Sprintf(`INSERT INTO cookies VALUES (%[1]d, '%[2]s', '%[3]s', 'sid', 'v%[1]d', x'', '%[4]s', 13500000000000000, 1, 0, %[1]d, 1, 1, 1, -1, %[5]d, %[6]d, %[1]d, 1, %[7]d);`,
			13_400_000_000_000_000+i, k.host, k.top, k.path, k.scheme, k.port, k.cross))
	}
	return rows
}

func firefoxFamily() (rows []string) {
	for i, k := range []struct{ host, path, origin string }{
		{"shop.test", "/", ""}, {".shop.test", "/", ""}, {"shop.test", "/a", ""},
		{"shop.test", "/", "^userContextId=1"}, {"shop.test", "/", "^userContextId=2"}, {"shop.test", "/", "^userContextId=3"},
		{"shop.test", "/", "^partitionKey=%28https%2Cnews.test%29"}, {"shop.test", "/", "^partitionKey=%28https%2Cnews.test%2Cf%29"},
		{"shop.test", "/", "^partitionKey=%28http%2Cnews.test%29"}, {"shop.test", "/", "^firstPartyDomain=news.test"},
		{"shop.test", "/", "^userContextId=2&partitionKey=%28https%2Cnews.test%29"},
	} {
		rows = append(rows, fmt.Sprintf(`INSERT INTO moz_cookies (originAttributes, name, value, host, path, expiry, lastAccessed, creationTime, isSecure, isHttpOnly, updateTime)
			VALUES ('%s', 'sid', 'v%d', '%s', '%s', 1900000000000, %d, %[5]d, 1, 0, %[5]d);`, k.origin, i, k.host, k.path, 1_750_000_000_000_000+i))
	}
	return rows
}

func lines(b []byte) []string { return slices.Sorted(strings.Lines(string(b))) }

func subset(a, b []string) bool {
	return !slices.ContainsFunc(a, func(s string) bool { return !slices.Contains(b, s) })
}

// missing gives the line of a that b has not.
func missing(a, b []string) string {
	for _, s := range a {
		if !slices.Contains(b, s) {
			return s
		}
	}
	return ""
}

func idsOf(t *testing.T, out []byte) (ids []string) {
	t.Helper()
	var list []struct{ ID string }
	if err := json.Unmarshal(out, &list); err != nil {
		t.Fatal(err)
	}
	for _, c := range list {
		ids = append(ids, c.ID)
	}
	return ids
}
