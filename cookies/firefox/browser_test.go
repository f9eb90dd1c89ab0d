package firefox

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crumbs/cookies"
	"crumbs/cookies/browsertest"
	"crumbs/cookies/sqlite/sqlitetest"
)

// What Create makes is what the browser makes, and what the browser puts there,
// into the store and into its session, is read to the last cookie.
func TestCreateIsWhatFirefoxMakes(t *testing.T) {
	browsertest.Need(t, browsertest.Firefox)
	server := browsertest.Serve(t)
	b := browsertest.Start(t, browsertest.Firefox, t.TempDir(), server)
	b.Visit(server.Setting()...)
	b.Close()
	mine := filepath.Join(t.TempDir(), "cookies.sqlite")
	if err := Create(mine); err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{
		`SELECT type || ' ' || name || ' ' || tbl_name || ' ' || rootpage || ' ' || ifnull(sql, '') FROM sqlite_schema ORDER BY 1`,
		`PRAGMA page_size`, `PRAGMA auto_vacuum`, `PRAGMA user_version`, `PRAGMA application_id`, `PRAGMA journal_mode`, `PRAGMA encoding`,
	} {
		if diff := cmp.Diff(sqlitetest.Query(t, b.Store(), query), sqlitetest.Query(t, mine, query)); diff != "" {
			t.Errorf("%s: %s", query, diff)
		}
	}
	s := &cookies.Store{Path: b.Store()}
	if n := len(read(t, s, sqlitetest.Folder(t))); n == 0 || n != len(sqlitetest.Dump(t, s.Path, "moz_cookies")) {
		t.Errorf("%d cookies", n)
	}
	names := map[string]bool{}
	session := &cookies.Store{Path: filepath.Join(b.Profile(), "sessionstore.jsonlz4")}
	err := Session{}.Read(t.Context(), session, nil, func(part []cookies.Cookie) {
		for _, c := range part {
			names[c.Name] = true
		}
	})
	if err != nil || !names["sessionid"] || !names["__Host-chips"] {
		t.Errorf("%v, %v", names, err)
	}
}
