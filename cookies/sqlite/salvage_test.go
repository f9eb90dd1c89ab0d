package sqlite_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"crumbs/cookies"
	"crumbs/cookies/sqlite"
	"crumbs/cookies/sqlite/sqlitetest"
)

// Of a store with damaged pages every row is read that lies on another page.
func TestSalvage(t *testing.T) {
	const total = 2000
	whole := filepath.Join(t.TempDir(), "store")
	if err := os.WriteFile(whole, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	fill := []string{`CREATE TABLE c(name TEXT, host TEXT)`, `BEGIN`}
	for i := range total {
		fill = append(fill, fmt.Sprintf(`INSERT INTO c VALUES('name%d', '%s')`, i, strings.Repeat("x", 100)))
	}
	sqlitetest.Run(t, whole, append(fill, `COMMIT`)...)
	text, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	const page = 4096
	r := rand.New(rand.NewPCG(1, 2))
	for try := range 20 {
		broken := slices.Clone(text)
		holes := 1 + r.IntN(3)
		for range holes {
			at := 3 + r.IntN(len(text)/page-4) // not the schema, not the root
			clear(broken[at*page : (at+1)*page])
		}
		if try%4 == 3 {
			broken = broken[:len(broken)-page*(1+r.IntN(5))-r.IntN(page)]
		}
		path := filepath.Join(t.TempDir(), "store")
		if err := os.WriteFile(path, broken, 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := sqlite.Wreck(t.Context(), sqlitetest.Folder(t), path)
		if err != nil {
			t.Fatal(err)
		}
		table, err := c.Table("c", "rowid", "name")
		if err != nil {
			t.Fatal(err)
		}
		rows := c.Salvage(t.Context(), table, 0, func(s sqlite.Source) (cookies.Key, bool) {
			name := string(s.Text(1))
			return cookies.Key{Name: name}, name != ""
		})
		seen := map[string]bool{}
		for i, k := range rows.Keys {
			if seen[k.Name] || string(rows.Cells[i][2].Bytes) != strings.Repeat("x", 100) {
				t.Fatalf("try %d: row %q is there twice, or is another: %v", try, k.Name, rows.Cells[i])
			}
			seen[k.Name] = true
		}
		lost := (len(text)-len(broken))/page + 1 + holes
		const onPage = 37 // rows of this length
		if len(seen) < total-lost*onPage || len(seen) == total && holes > 0 {
			t.Errorf("%d rows of %d were read with %d pages gone", len(seen), total, lost)
		}
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
}
