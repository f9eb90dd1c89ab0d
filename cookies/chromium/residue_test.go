package chromium

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crumbs/cookies"
	"crumbs/cookies/sqlite/sqlitetest"
)

// SQLite leaves copies of cells behind when it moves them between pages, and
// overwrites only the ones it frees: over many stores of many shapes no value
// that was deleted may be left anywhere, and none that was not may be lost.
func TestNoValueIsLeftBehind(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 5))
	lengths := []int{0, 10, 40, 120, 400, 1000}
	for trial := range 24 {
		n := []int{200, 600, 1500}[random.IntN(3)]
		share := []float64{.1, .3, .5, .8, .95}[random.IntN(5)]
		s := &cookies.Store{Browser: "chromium", Path: filepath.Join(t.TempDir(), "Cookies"), Format: cookies.Chromium}
		if err := Create(s.Path); err != nil {
			t.Fatal(err)
		}
		var statements []string
		var chosen []cookies.Key
		for i := range n {
			key := cookies.Key{Host: ".kept.test", Name: fmt.Sprintf("name%d", i), Path: "/", Scheme: 2, Port: 443}
			if random.Float64() < share {
				key.Host = ".gone.test"
				chosen = append(chosen, key)
			}
			value := key.Host[1:5] + strings.Repeat("x", lengths[random.IntN(len(lengths))]) + fmt.Sprintf("%s-value-%06d", key.Host[1:5], i)
			statements = append(statements, fmt.Sprintf(`INSERT INTO cookies VALUES (%d,'%s','','%s','%s',x'','/',13500000000000000,1,0,%d,1,1,1,1,2,443,%d,1,0)`,
				13400000000000000+i, key.Host, key.Name, value, 13400000000000000+i, 13400000000000000+i))
		}
		sqlitetest.Run(t, s.Path, "BEGIN;"+strings.Join(statements, ";")+";COMMIT")
		before := rowsOf(t, s, sqlitetest.Folder(t), nil)
		rows := rowsOf(t, s, sqlitetest.Folder(t), chosen)
		w, err := Format{}.Remove(t.Context(), s, sqlitetest.Folder(t), rows, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i, r := range w.Reasons {
			if r != cookies.ReasonNone {
				t.Fatalf("row %d: %s", i, r)
			}
		}
		names, err := filepath.Glob(s.Path + "*")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if left := bytes.Count(b, []byte("gone-value-")); left > 0 {
				t.Errorf("trial %d: %d of %d deleted values are still in %s (%d cookies)", trial, left, len(chosen), filepath.Base(name), n)
			}
		}
		if kept := rowsOf(t, s, sqlitetest.Folder(t), nil); kept.Len() != n-len(chosen) {
			t.Errorf("trial %d: %d cookies are left, want %d", trial, kept.Len(), n-len(chosen))
		}
		if _, err := (Format{}).Restore(t.Context(), s, sqlitetest.Folder(t), rows, nil); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, rowsOf(t, s, sqlitetest.Folder(t), nil)); diff != "" { // rowids too
			t.Fatalf("trial %d: put back otherwise: %s", trial, diff)
		}
	}
}
