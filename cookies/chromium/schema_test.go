package chromium

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crumbs/cookies"
	"crumbs/cookies/sqlite/sqlitetest"
)

// older makes a store as an older Chromium had it, with the columns that it had.
func older(t *testing.T, version int) *cookies.Store {
	t.Helper()
	s := newStore(t)
	table := map[int]string{
		9: `CREATE TABLE cookies(creation_utc INTEGER NOT NULL UNIQUE PRIMARY KEY, host_key TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, path TEXT NOT NULL,
			expires_utc INTEGER NOT NULL, secure INTEGER NOT NULL, httponly INTEGER NOT NULL, last_access_utc INTEGER NOT NULL, has_expires INTEGER NOT NULL DEFAULT 1,
			persistent INTEGER NOT NULL DEFAULT 1, priority INTEGER NOT NULL DEFAULT 1, encrypted_value BLOB DEFAULT '', firstpartyonly INTEGER NOT NULL DEFAULT 0)`,
		14: `CREATE TABLE cookies(creation_utc INTEGER NOT NULL, host_key TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, path TEXT NOT NULL,
			expires_utc INTEGER NOT NULL, is_secure INTEGER NOT NULL, is_httponly INTEGER NOT NULL, last_access_utc INTEGER NOT NULL, has_expires INTEGER NOT NULL DEFAULT 1,
			is_persistent INTEGER NOT NULL DEFAULT 1, priority INTEGER NOT NULL DEFAULT 1, encrypted_value BLOB DEFAULT '', samesite INTEGER NOT NULL DEFAULT -1,
			source_scheme INTEGER NOT NULL DEFAULT 0, source_port INTEGER NOT NULL DEFAULT -1, is_same_party INTEGER NOT NULL DEFAULT 0, UNIQUE(host_key, name, path))`,
		18: `CREATE TABLE cookies(creation_utc INTEGER NOT NULL, host_key TEXT NOT NULL, top_frame_site_key TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
			encrypted_value BLOB NOT NULL, path TEXT NOT NULL, expires_utc INTEGER NOT NULL, is_secure INTEGER NOT NULL, is_httponly INTEGER NOT NULL, last_access_utc INTEGER NOT NULL,
			has_expires INTEGER NOT NULL, is_persistent INTEGER NOT NULL, priority INTEGER NOT NULL, samesite INTEGER NOT NULL, source_scheme INTEGER NOT NULL,
			source_port INTEGER NOT NULL, is_same_party INTEGER NOT NULL, last_update_utc INTEGER NOT NULL)`,
		23: "",
	}[version]
	if table != "" {
		sqlitetest.Run(t, s.Path, `DROP TABLE cookies`, table)
	}
	if version == 18 {
		sqlitetest.Run(t, s.Path, `CREATE UNIQUE INDEX cookies_unique_index ON cookies(host_key, top_frame_site_key, name, path)`)
	}
	sqlitetest.Run(t, s.Path, `UPDATE meta SET value = '`+strconv.Itoa(version)+`' WHERE key = 'version'`)
	return s
}

const (
	plain9  = `INSERT INTO cookies(creation_utc, host_key, name, value, path, expires_utc, secure, httponly, last_access_utc, has_expires) VALUES(13400000000000001, '.shop.test', 'id', 'plain', '/', 13500000000000000, 1, 1, 13400000000000003, 1)`
	plain14 = `INSERT INTO cookies(creation_utc, host_key, name, value, path, expires_utc, is_secure, is_httponly, last_access_utc) VALUES(13400000000000001, '.shop.test', 'id', 'plain', '/', 13500000000000000, 1, 1, 13400000000000003)`
	plain18 = `INSERT INTO cookies VALUES(13400000000000001, '.shop.test', 'https://shop.test', 'id', 'plain', x'', '/', 13500000000000000, 1, 1, 13400000000000003, 1, 1, 1, 0, 2, 443, 0, 13400000000000002)`
)

// Stores of every schema are read, and written as they are.
func TestOlderSchemas(t *testing.T) {
	for version, query := range map[int]string{9: plain9, 14: plain14, 18: plain18, 23: insert(row{"value": "'plain'", "encrypted_value": "x''", "is_httponly": "1"})} {
		s, f := older(t, version), sqlitetest.Folder(t)
		sqlitetest.Run(t, s.Path, query)
		before, list := sqlitetest.Dump(t, s.Path, "cookies"), read(t, s, f)
		if len(list) != 1 {
			t.Fatalf("schema %d: %d cookies", version, len(list))
		}
		c := list[0]
		if c.Host != ".shop.test" || c.Name != "id" || !c.Secure || !c.HTTPOnly || c.Created != 1755526400000001 || c.Expires != 1855526400000000 || c.Size != 7 {
			t.Errorf("schema %d: %+v", version, c)
		}
		if version == 9 && (c.SameSite != cookies.Unspecified || c.Port != -1 || c.Updated != 0) {
			t.Errorf("schema 9 has what it has no columns for: %+v", c)
		}
		if (c.PartitionKey() == "https://shop.test") != (version == 18) {
			t.Errorf("schema %d: partition %q", version, c.PartitionKey())
		}
		rows := rowsOf(t, s, f, []cookies.Key{c.Key})
		if rows.Schema != version {
			t.Errorf("schema %d is %d", version, rows.Schema)
		}
		w, err := Format{}.Remove(t.Context(), s, f, rows, free)
		reasons(t, w, err, "")
		w, err = Format{}.Restore(t.Context(), s, f, rows, free)
		reasons(t, w, err, "")
		if diff := cmp.Diff(before, sqlitetest.Dump(t, s.Path, "cookies")); diff != "" {
			t.Errorf("schema %d: %s", version, diff)
		}
	}
}

// Rows of an older schema go into a store of today as Chromium itself brings
// them there.
func TestRestoreIntoANewerSchema(t *testing.T) {
	for version, want := range map[int]string{
		9:  ".shop.test|''|'id'|'plain'|x''|1|1|1|1|-1|2|-1|13400000000000001|0|1",
		14: ".shop.test|''|'id'|'plain'|x''|1|1|1|1|-1|0|-1|13400000000000001|0|1",
		18: ".shop.test|'https://shop.test'|'id'|'plain'|x''|1|1|1|1|0|2|443|13400000000000002|0|0",
	} {
		s, f := older(t, version), sqlitetest.Folder(t)
		sqlitetest.Run(t, s.Path, map[int]string{9: plain9, 14: plain14, 18: plain18}[version])
		rows := rowsOf(t, s, f, nil)
		today := newStore(t)
		w, err := Format{}.Restore(t.Context(), today, f, rows, free)
		reasons(t, w, err, "")
		got := sqlitetest.Query(t, today.Path, `SELECT host_key || '|' || quote(top_frame_site_key) || '|' || quote(name) || '|' || quote(value) || '|x''' || hex(encrypted_value) || '''|' ||
			is_secure || '|' || is_httponly || '|' || has_expires || '|' || is_persistent || '|' || samesite || '|' || source_scheme || '|' || source_port || '|' || last_update_utc || '|' ||
			source_type || '|' || has_cross_site_ancestor FROM cookies`)
		if diff := cmp.Diff([]string{want}, got); diff != "" {
			t.Errorf("from schema %d: %s", version, diff)
		}
	}
}

// What would mean something else on the other side is not put there.
func TestRestoreThatCannotBeExact(t *testing.T) {
	for name, c := range map[string]struct {
		from, to int
		row      row
		want     cookies.Reason
	}{
		"encrypted without the hash":  {23, 24, row{}, cookies.ReasonUnreadable},
		"encrypted with the hash":     {24, 23, row{}, cookies.ReasonUnreadable},
		"not encrypted, up":           {23, 24, row{"encrypted_value": "x''", "value": "'plain'"}, ""},
		"not encrypted, down":         {24, 18, row{"encrypted_value": "x''", "value": "'plain'"}, ""},
		"partition, down":             {24, 18, row{"encrypted_value": "x''", "top_frame_site_key": "'https://a.test'"}, ""},
		"no partitions there":         {24, 14, row{"encrypted_value": "x''", "top_frame_site_key": "'https://a.test'"}, cookies.ReasonUnreadable},
		"encrypted, both without":     {23, 18, row{}, ""},
		"a store that does not tell":  {24, 0, row{}, cookies.ReasonUnreadable},
		"not encrypted, not told":     {24, 0, row{"encrypted_value": "x''", "value": "'plain'"}, ""},
		"lax of a column's other age": {24, 9, row{"encrypted_value": "x''", "samesite": "1"}, ""},
	} {
		f := sqlitetest.Folder(t)
		source, target := newStore(t), newStore(t)
		sqlitetest.Run(t, source.Path, `UPDATE meta SET value = '`+strconv.Itoa(c.from)+`' WHERE key = 'version'`, insert(c.row))
		switch c.to {
		case 0:
			sqlitetest.Run(t, target.Path, `DROP TABLE meta`)
		case 24:
		default:
			target = older(t, c.to)
		}
		w, err := Format{}.Restore(t.Context(), target, f, rowsOf(t, source, f, nil), free)
		if err != nil || w.Reasons[0] != c.want {
			t.Errorf("%s: %q, %v", name, w.Reasons, err)
		}
		if n := len(sqlitetest.Dump(t, target.Path, "cookies")); (n == 1) != (c.want == "") {
			t.Errorf("%s: %d rows", name, n)
		}
	}
}

// A column that comes with a Chromium of tomorrow: rows are read and written
// with it, and a row that has something in it does not go where there is none.
func TestNewerSchema(t *testing.T) {
	s, f := newStore(t), sqlitetest.Folder(t)
	sqlitetest.Run(t, s.Path, `ALTER TABLE cookies ADD COLUMN flavour TEXT NOT NULL DEFAULT ''`, insert(row{"name": "'plain'"}), insert(row{"name": "'new'", "flavour": "'oat'"}))
	before := sqlitetest.Dump(t, s.Path, "cookies")
	rows := rowsOf(t, s, f, nil)
	w, err := Format{}.Remove(t.Context(), s, f, rows, free)
	reasons(t, w, err, "", "")
	w, err = Format{}.Restore(t.Context(), s, f, rows, free)
	reasons(t, w, err, "", "")
	if diff := cmp.Diff(before, sqlitetest.Dump(t, s.Path, "cookies")); diff != "" {
		t.Error(diff)
	}
	today := newStore(t)
	w, err = Format{}.Restore(t.Context(), today, f, rows, free)
	reasons(t, w, err, "", cookies.ReasonUnreadable)
}

// Rows of today go into the store of a Chromium that was updated meanwhile: a
// column that nobody knows yet gets what the table says, as the rows that were
// there when Chromium added it did. What the table says nothing of, or says in
// more than a constant, is not made up; nor is a column beside one that went.
func TestRestoreIntoATomorrow(t *testing.T) {
	for name, c := range map[string]struct {
		change []string
		want   string // what the new column has, "" where the row is not put there
	}{
		"text":                 {[]string{`ALTER TABLE cookies ADD COLUMN flavour TEXT NOT NULL DEFAULT 'pl''ain'`}, "'pl''ain'"},
		"number":               {[]string{`ALTER TABLE cookies ADD COLUMN flavour INTEGER NOT NULL DEFAULT -1`}, "-1"},
		"blob":                 {[]string{`ALTER TABLE cookies ADD COLUMN flavour BLOB NOT NULL DEFAULT x'00ff'`}, "X'00FF'"},
		"may be null":          {[]string{`ALTER TABLE cookies ADD COLUMN flavour INTEGER`}, "NULL"},
		"nothing said":         {[]string{`DROP TABLE cookies`, tomorrow}, ""},
		"computed":             {[]string{`DROP TABLE cookies`, strings.ReplaceAll(tomorrow, "flavour INTEGER NOT NULL", "flavour INTEGER NOT NULL DEFAULT (abs(-9223372036854775807))")}, ""},
		"beside one that went": {[]string{`ALTER TABLE cookies ADD COLUMN flavour INTEGER NOT NULL DEFAULT 0`, `ALTER TABLE cookies DROP COLUMN priority`}, ""},
	} {
		source, s, f := newStore(t), newStore(t), sqlitetest.Folder(t)
		sqlitetest.Run(t, source.Path, insert(nil))
		rows := rowsOf(t, source, f, nil)
		sqlitetest.Run(t, s.Path, append(c.change, `UPDATE meta SET value = '25' WHERE key = 'version'`)...)
		w, err := Format{}.Restore(t.Context(), s, f, rows, free)
		if c.want == "" {
			if reasons(t, w, err, cookies.ReasonUnreadable); len(sqlitetest.Dump(t, s.Path, "cookies")) != 0 {
				t.Errorf("%s: a row was made up", name)
			}
			continue
		}
		reasons(t, w, err, "")
		if got := sqlitetest.Query(t, s.Path, `SELECT quote(flavour) FROM cookies`); !cmp.Equal(got, []string{c.want}) {
			t.Errorf("%s: %s", name, got)
		}
		sqlitetest.Run(t, s.Path, `ALTER TABLE cookies DROP COLUMN flavour`)
		if diff := cmp.Diff(sqlitetest.Dump(t, source.Path, "cookies"), sqlitetest.Dump(t, s.Path, "cookies")); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// tomorrow is a table with a column that no default is said for.
const tomorrow = `CREATE TABLE cookies(creation_utc INTEGER NOT NULL, host_key TEXT NOT NULL, top_frame_site_key TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
	encrypted_value BLOB NOT NULL, path TEXT NOT NULL, expires_utc INTEGER NOT NULL, is_secure INTEGER NOT NULL, is_httponly INTEGER NOT NULL, last_access_utc INTEGER NOT NULL,
	has_expires INTEGER NOT NULL, is_persistent INTEGER NOT NULL, priority INTEGER NOT NULL, samesite INTEGER NOT NULL, source_scheme INTEGER NOT NULL, source_port INTEGER NOT NULL,
	last_update_utc INTEGER NOT NULL, source_type INTEGER NOT NULL, has_cross_site_ancestor INTEGER NOT NULL, flavour INTEGER NOT NULL)`
