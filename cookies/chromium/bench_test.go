package chromium

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"crumbs/cookies"
	"crumbs/cookies/sqlite/sqlitetest"
)

// manyStore makes a store with n cookies as a browser would have them: some
// forty on each of many hosts, encrypted values of usual lengths.
func manyStore(t testing.TB, n int) *cookies.Store {
	t.Helper()
	s := &cookies.Store{Browser: "chromium", Path: filepath.Join(t.TempDir(), "Cookies"), Format: cookies.Chromium}
	if err := Create(s.Path); err != nil {
		t.Fatal(err)
	}
	sqlitetest.Run(t, s.Path, fmt.Sprintf(`
		WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i+1 FROM n WHERE i < %d)
		INSERT INTO cookies SELECT 13400000000000000+i, '.host'||(i/40)||'.test', iif(i%%10=0, 'https://top'||(i%%97)||'.test', ''),
			'name'||(i%%40)||iif(i%%3=0,'_'||i,''), '', CAST('v10' AS BLOB)||randomblob(48+i%%80), '/', 13500000000000000+i, i%%2, i%%3=0,
			13400000000000000+i*7, 1, 1, 1, i%%4-1, 2, 443, 13400000000000000+i*5, 1, 1 FROM n`, n-1))
	return s
}

func BenchmarkRead(b *testing.B) {
	s, f := manyStore(b, 30_000), sqlitetest.Folder(b)
	for b.Loop() {
		n := 0
		err := Format{}.Read(context.Background(), s, f, func(part []cookies.Cookie) { n += len(part) })
		if err != nil || n != 30_000 {
			b.Fatal(n, err)
		}
	}
}

func BenchmarkRows(b *testing.B) {
	s, f := manyStore(b, 30_000), sqlitetest.Folder(b)
	for b.Loop() {
		rows, err := Format{}.Rows(context.Background(), s, f, nil)
		if err != nil || rows.Len() != 30_000 {
			b.Fatal(rows.Len(), err)
		}
	}
}

// BenchmarkRemove removes and restores 20,000 of 30,000 cookies, which are
// spread over the store.
func BenchmarkRemove(b *testing.B) {
	s, f := manyStore(b, 30_000), sqlitetest.Folder(b)
	all, err := Format{}.Rows(context.Background(), s, f, nil)
	if err != nil {
		b.Fatal(err)
	}
	rows := cookies.Rows{Schema: all.Schema, Columns: all.Columns}
	for i := range all.Keys {
		if i%3 > 0 {
			rows.Keys, rows.Cells = append(rows.Keys, all.Keys[i]), append(rows.Cells, all.Cells[i])
		}
	}
	for b.Loop() {
		w, err := Format{}.Remove(context.Background(), s, f, rows, nil)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(w.Held.Milliseconds()), "ms-held-removing")
		w, err = Format{}.Restore(context.Background(), s, f, rows, nil)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(w.Held.Milliseconds()), "ms-held-restoring")
	}
}
