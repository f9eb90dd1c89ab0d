package firefox

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crumbs/cookies"
	"crumbs/cookies/sqlite"
	"crumbs/cookies/sqlite/sqlitetest"
)

// older makes a store as an older Firefox had it, with one ordinary cookie that
// was set without a SameSite attribute.
func older(t *testing.T, version int) *cookies.Store {
	t.Helper()
	s := &cookies.Store{Path: filepath.Join(t.TempDir(), "cookies.sqlite")}
	table := `CREATE TABLE moz_cookies(id INTEGER PRIMARY KEY, `
	columns, cells := "originAttributes, name, value, host, path, expiry, lastAccessed, creationTime, isSecure, isHttpOnly",
		"'', 'id', 'plain', '.shop.test', '/', 1900000000, 1750000000000003, 1750000000000001, 1, 1"
	if version <= 10 {
		table += `baseDomain TEXT, `
		columns, cells = "baseDomain, "+columns, "'shop.test', "+cells
	}
	table += `originAttributes TEXT NOT NULL DEFAULT '', name TEXT, value TEXT, host TEXT, path TEXT, expiry INTEGER, lastAccessed INTEGER, creationTime INTEGER,
		isSecure INTEGER, isHttpOnly INTEGER, inBrowserElement INTEGER DEFAULT 0`
	if version >= 9 {
		table += `, sameSite INTEGER DEFAULT 0`
		columns, cells = columns+", sameSite", cells+map[bool]string{true: ", 256", false: ", 1"}[version >= 15]
	}
	if version >= 10 && version < 15 {
		table += `, rawSameSite INTEGER DEFAULT 0`
		columns, cells = columns+", rawSameSite", cells+", 0"
	}
	if version >= 12 {
		table += `, schemeMap INTEGER DEFAULT 0`
		columns, cells = columns+", schemeMap", cells+", 2"
	}
	if version >= 13 {
		table += `, isPartitionedAttributeSet INTEGER DEFAULT 0`
	}
	table += `, CONSTRAINT moz_uniqueid UNIQUE (name, host, path, originAttributes))`
	if err := sqlite.Create(s.Path, 0o600, fmt.Sprintf(`PRAGMA user_version=%d`, version), table); err != nil {
		t.Fatal(err)
	}
	sqlitetest.Run(t, s.Path, `INSERT INTO moz_cookies(`+columns+`) VALUES(`+cells+`)`)
	if version >= 16 {
		sqlitetest.Run(t, s.Path, `UPDATE moz_cookies SET expiry = expiry * 1000`)
	}
	return s
}

// Stores of every schema are read, and written as they are.
func TestOlderSchemas(t *testing.T) {
	for version := 8; version <= 16; version++ {
		s, f := older(t, version), sqlitetest.Folder(t)
		before, list := sqlitetest.Dump(t, s.Path, "moz_cookies"), read(t, s, f)
		if len(list) != 1 {
			t.Fatalf("schema %d: %d cookies", version, len(list))
		}
		c := list[0]
		if c.Host != ".shop.test" || c.Name != "id" || !c.Secure || !c.HTTPOnly || c.Created != 1750000000000001 || c.Expires != 1900000000000000 || c.Size != 7 || c.Updated != 0 {
			t.Errorf("schema %d: %+v", version, c)
		}
		if want := map[int]cookies.SameSite{8: cookies.None, 9: cookies.Lax}[version]; c.SameSite != want {
			t.Errorf("schema %d: %v", version, c.SameSite)
		}
		rows := rowsOf(t, s, f, []cookies.Key{c.Key})
		if rows.Schema != version {
			t.Errorf("schema %d is %d", version, rows.Schema)
		}
		w, err := Format{}.Remove(t.Context(), s, f, rows, free)
		reasons(t, w, err, "")
		w, err = Format{}.Restore(t.Context(), s, f, rows, free)
		reasons(t, w, err, "")
		if diff := cmp.Diff(before, sqlitetest.Dump(t, s.Path, "moz_cookies")); diff != "" {
			t.Errorf("schema %d: %s", version, diff)
		}
	}
}

// A store of a version that nobody set counts as one of today, as Firefox takes
// it.
func TestSchemaThatIsNotTold(t *testing.T) {
	s, f := newStore(t), sqlitetest.Folder(t)
	sqlitetest.Run(t, s.Path, insert(nil), `PRAGMA user_version=0`)
	if c := read(t, s, f)[0]; c.Expires != 1900000000123000 {
		t.Errorf("%v", c.Expires.RFC3339())
	}
}

// Rows go across every pair of schemas and mean the same there.
func TestRestoreAcrossSchemas(t *testing.T) {
	versions := []int{9, 10, 12, 14, 15, 16, 17}
	for _, from := range versions {
		for _, to := range versions {
			f := sqlitetest.Folder(t)
			store := func(version int) *cookies.Store {
				if version < 17 {
					return older(t, version)
				}
				s := newStore(t)
				sqlitetest.Run(t, s.Path, insert(row{"value": "'plain'", "isHttpOnly": "1", "expiry": "1900000000000", "updateTime": "1750000000000001"}))
				return s
			}
			source, target := store(from), store(to)
			rows, want := rowsOf(t, source, f, nil), read(t, target, f)[0]
			before := sqlitetest.Dump(t, target.Path, "moz_cookies")
			sqlitetest.Run(t, target.Path, `DELETE FROM moz_cookies`)
			w, err := Format{}.Restore(t.Context(), target, f, rows, free)
			reasons(t, w, err, "")
			got := read(t, target, f)[0]
			if from == 9 || to == 9 { // where lax by default and lax can't be told apart
				got.SameSite, want.SameSite = 0, 0
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("from %d to %d: %s", from, to, diff)
			}
			if after := sqlitetest.Dump(t, target.Path, "moz_cookies"); from >= 12 && from < 17 && !cmp.Equal(before, after) {
				t.Errorf("from %d to %d: %s", from, to, cmp.Diff(before, after))
			}
		}
	}
}

// The expiry's unit changes, and nothing but an integer is touched.
func TestExpiryUnits(t *testing.T) {
	for _, c := range []struct {
		cell     cookies.Cell
		from, to int
		want     cookies.Cell
	}{
		{cookies.IntegerCell(1900000000123), 17, 12, cookies.IntegerCell(1900000000)},
		{cookies.IntegerCell(1900000000), 12, 17, cookies.IntegerCell(1900000000000)},
		{cookies.IntegerCell(5), 16, 17, cookies.IntegerCell(5)},
		{cookies.IntegerCell(5), 15, 9, cookies.IntegerCell(5)},
		{cookies.IntegerCell(1<<63 - 1), 12, 17, cookies.IntegerCell(1<<63 - 1)},
		{cookies.IntegerCell(-1 << 63), 12, 17, cookies.IntegerCell(-1 << 63)},
		{cookies.NullCell(), 12, 17, cookies.NullCell()},
		{cookies.TextCell([]byte("1900000000")), 12, 17, cookies.TextCell([]byte("1900000000"))},
	} {
		if got := inUnit(c.cell, expiryUnit(c.from), expiryUnit(c.to)); !got.Equal(c.want) {
			t.Errorf("%+v from %d to %d: %+v", c.cell, c.from, c.to, got)
		}
	}
}

// A column that comes with a Firefox of tomorrow, and the loss of one that says
// something.
func TestRestoreThatCannotBeExact(t *testing.T) {
	s, f := newStore(t), sqlitetest.Folder(t)
	sqlitetest.Run(t, s.Path, `ALTER TABLE moz_cookies ADD COLUMN flavour TEXT`, insert(row{"name": "'plain'"}), insert(row{"name": "'new'", "flavour": "'oat'"}),
		insert(row{"name": "'chips'", "isPartitionedAttributeSet": "1", "originAttributes": "'^partitionKey=%28https%2Cnews.test%29'"}))
	rows := rowsOf(t, s, f, nil)
	today := newStore(t)
	w, err := Format{}.Restore(t.Context(), today, f, rows, free)
	reasons(t, w, err, "", cookies.ReasonUnreadable, "")
	old := older(t, 12)
	w, err = Format{}.Restore(t.Context(), old, f, rows, free)
	reasons(t, w, err, "", cookies.ReasonUnreadable, cookies.ReasonUnreadable)
}

// Rows of today go into the store of a Firefox that was updated meanwhile and has
// columns more, which get what the table says of them.
func TestRestoreIntoATomorrow(t *testing.T) {
	source, s, f := newStore(t), newStore(t), sqlitetest.Folder(t)
	sqlitetest.Run(t, source.Path, insert(nil))
	sqlitetest.Run(t, s.Path, `ALTER TABLE moz_cookies ADD COLUMN flavour TEXT`, `ALTER TABLE moz_cookies ADD COLUMN weight INTEGER DEFAULT 7`, `PRAGMA user_version=18`)
	w, err := Format{}.Restore(t.Context(), s, f, rowsOf(t, source, f, nil), free)
	reasons(t, w, err, "")
	if got := sqlitetest.Query(t, s.Path, `SELECT quote(flavour) || weight FROM moz_cookies`); !cmp.Equal(got, []string{"NULL7"}) {
		t.Error(got)
	}
	sqlitetest.Run(t, s.Path, `ALTER TABLE moz_cookies DROP COLUMN flavour`, `ALTER TABLE moz_cookies DROP COLUMN weight`)
	if diff := cmp.Diff(sqlitetest.Dump(t, source.Path, "moz_cookies"), sqlitetest.Dump(t, s.Path, "moz_cookies")); diff != "" {
		t.Error(diff)
	}
}
