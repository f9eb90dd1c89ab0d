package chromium

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"crumbs/cookies"
	"crumbs/cookies/sqlite/sqlitetest"
)

// FuzzStore damages a store's bytes. Whatever comes of it is all of its rows or
// a problem in words, and never an end of the program. Rows can be told to be
// all there because the table and its index would have to be damaged alike.
func FuzzStore(f *testing.F) {
	s := newStore(f)
	sqlitetest.Run(f, s.Path, mixed()...)
	whole, err := os.ReadFile(s.Path)
	if err != nil {
		f.Fatal(err)
	}
	folder := sqlitetest.Folder(f)
	count := len(mixed())
	f.Add([]byte{})
	f.Add([]byte{0, 16, 0xff})
	f.Add([]byte{0, 100, 0xff, 1, 1, 1})
	f.Add([]byte("the end is cut off"))
	f.Add([]byte("the end is cut off too"))
	f.Fuzz(func(t *testing.T, script []byte) {
		s := &cookies.Store{Path: filepath.Join(t.TempDir(), "Cookies")}
		if err := os.WriteFile(s.Path, sqlitetest.Damage(whole, script), 0o600); err != nil {
			t.Fatal(err)
		}
		at := time.Now().Add(-time.Hour)
		if err := os.Chtimes(s.Path, at, at); err != nil {
			t.Fatal(err)
		}
		var p *cookies.Problem
		n := 0
		err := Format{}.Read(t.Context(), s, folder, func(part []cookies.Cookie) { n += len(part) })
		if err != nil && !errors.As(err, &p) || err == nil && n != count {
			t.Errorf("%d cookies, %v", n, err)
		}
		rows, err := Format{}.Rows(t.Context(), s, folder, nil)
		if err != nil && !errors.As(err, &p) {
			t.Errorf("%v", err)
		}
		if err == nil && n == count && rows.Len() != count {
			t.Errorf("%d rows of %d", rows.Len(), count)
		}
		Format{}.Describe(rows, s)
	})
}
