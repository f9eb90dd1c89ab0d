package chromium

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crumbs/cookies"
	"crumbs/cookies/sqlite/sqlitetest"
)

// A store that is read from both of its ends gives every row once and in order,
// wherever the rows lie and whatever is only in the log.
func TestReadFromBothEnds(t *testing.T) {
	for name, statements := range map[string][]string{
		"even":            nil,
		"holes":           {`DELETE FROM cookies WHERE rowid % 7 < 3`},
		"most at the end": {`UPDATE cookies SET rowid = rowid + 1000000000 WHERE rowid > 300`},
		"below zero":      {`UPDATE cookies SET rowid = rowid - 3000`},
		"one far away":    {`UPDATE cookies SET rowid = 9223372036854775807 WHERE rowid = 1`},
		"in the log":      {`PRAGMA journal_mode=WAL`, `PRAGMA wal_autocheckpoint=0`, `DELETE FROM cookies WHERE rowid % 5 = 0`},
	} {
		t.Run(name, func(t *testing.T) {
			s, f := manyStore(t, 6000), sqlitetest.Folder(t)
			conn := sqlitetest.Open(t, s.Path) // and left open, as a browser has it
			for _, statement := range statements {
				if err := conn.Exec(statement); err != nil {
					t.Fatal(err)
				}
			}
			rows, err := Format{}.Rows(t.Context(), s, f, nil)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(Format{}.Describe(rows, s), read(t, s, f)); d != "" {
				t.Errorf("Describe and Read differ: %s", d)
			}
		})
	}
}

// Neither way of reading takes a store for whole whose index has another number
// of rows than its table: fewer, and more, which the two ends do not see.
func TestBothEndsCount(t *testing.T) {
	for name, other := range map[string]string{
		"more in the index":  `INSERT INTO other SELECT * FROM cookies LIMIT 1000`,
		"fewer in the index": `DELETE FROM other WHERE rowid % 10 = 0`,
	} {
		t.Run(name, func(t *testing.T) {
			s, f := manyStore(t, 4000), sqlitetest.Folder(t)
			sqlitetest.Run(t, s.Path, `CREATE TABLE other AS SELECT * FROM cookies`, other,
				`CREATE INDEX others ON other(host_key, top_frame_site_key, has_cross_site_ancestor, name, path, source_scheme, source_port)`, `PRAGMA writable_schema=ON`,
				`UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'others') WHERE name = 'cookies_unique_index'`)
			n := 0
			err := Format{}.Read(t.Context(), s, f, func(part []cookies.Cookie) { n += len(part) })
			var p *cookies.Problem
			if !errors.As(err, &p) || p.State != cookies.Damaged || n != 4000 {
				t.Errorf("%d cookies, %v", n, err)
			}
		})
	}
}

// Reading ends at once when nobody wants it any more.
func TestReadIsCancelled(t *testing.T) {
	s, f := manyStore(t, 4000), sqlitetest.Folder(t)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	err := Format{}.Read(ctx, s, f, func([]cookies.Cookie) { t.Error("rows were handed over") })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
