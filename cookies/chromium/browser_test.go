package chromium

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crumbs/cookies"
	"crumbs/cookies/browsertest"
	"crumbs/cookies/sqlite/sqlitetest"
)

// What Create makes is what the browser makes, and what the browser puts into
// it is read to the last row.
func TestCreateIsWhatChromiumMakes(t *testing.T) {
	browsertest.Need(t, browsertest.Chromium)
	server := browsertest.Serve(t)
	b := browsertest.Start(t, browsertest.Chromium, t.TempDir(), server)
	b.Visit(server.Setting()...)
	b.Close()
	mine := filepath.Join(t.TempDir(), "Cookies")
	if err := Create(mine); err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{
		`SELECT type || ' ' || name || ' ' || tbl_name || ' ' || rootpage || ' ' || ifnull(sql, '') FROM sqlite_schema ORDER BY 1`,
		`SELECT key || ' ' || typeof(value) || ' ' || value FROM meta ORDER BY 1`,
		`PRAGMA page_size`, `PRAGMA auto_vacuum`, `PRAGMA user_version`, `PRAGMA application_id`, `PRAGMA journal_mode`, `PRAGMA encoding`,
	} {
		if diff := cmp.Diff(sqlitetest.Query(t, b.Store(), query), sqlitetest.Query(t, mine, query)); diff != "" {
			t.Errorf("%s: %s", query, diff)
		}
	}
	s := &cookies.Store{Path: b.Store()}
	if n := len(read(t, s, sqlitetest.Folder(t))); n == 0 || n != len(sqlitetest.Dump(t, s.Path, "cookies")) {
		t.Errorf("%d cookies", n)
	}
}
