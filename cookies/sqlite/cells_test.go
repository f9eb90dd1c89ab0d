package sqlite

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"testing"

	"crumbs/cookies"
)

// FuzzCells holds what is said of a row that was kept to what SQLite says of
// the same row, and a cell to itself across binding and reading.
func FuzzCells(f *testing.F) {
	for _, s := range []string{"", "0", "12", " 13x", "-7", "+8", "--1", "99999999999999999999", "-99999999999999999999", "1.5", "1e3", "0x10", "\t\n42", "\v1", "a\x00b", "\xff\xfe", "Inf", "1_0"} {
		f.Add([]byte(s), int64(len(s)), 1.5)
	}
	for _, n := range []float64{0, math.Copysign(0, -1), 1, -1, 0.1, 1e15, 1e16, 123456789012345678, 1e300, -1e300, 5e-324, math.MaxFloat64, math.Inf(1), math.Inf(-1), math.NaN(), 9223372036854775807, -9223372036854775808, 100, 1e21, 2.5e-7} {
		f.Add([]byte{}, int64(math.MinInt64), n)
	}
	path := filepath.Join(f.TempDir(), "store")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		f.Fatal(err)
	}
	d, err := open(f.Context(), path, readMemory, path)
	if err != nil {
		f.Fatal(err)
	}
	stmt, _, err := d.conn.Prepare(`SELECT ?1`)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, b []byte, n int64, r float64) {
		for _, c := range []cookies.Cell{cookies.NullCell(), cookies.IntegerCell(n), cookies.RealCell(r), cookies.TextCell(b), cookies.BlobCell(b), cookies.BlobCell(nil), cookies.TextCell(nil)} {
			if err := bind(stmt, 1, c); err != nil {
				t.Fatal(err)
			}
			if !stmt.Step() {
				t.Fatal(stmt.Err())
			}
			row := &Row{stmt}
			back := row.cell(0)
			back.Bytes = bytes.Clone(back.Bytes)
			if c.Kind == cookies.Real && math.IsNaN(r) {
				c = cookies.NullCell() // SQLite has no other word for it
			}
			if !back.Equal(c) {
				t.Errorf("%+v came back as %+v", c, back)
			}
			kept := Cells{back}
			if got, want := kept.Int(0), row.Int(0); got != want {
				t.Errorf("Int of %c %q %v: %d, SQLite says %d", c.Kind, c.Bytes, c.Float(), got, want)
			}
			if c.Kind == cookies.Real && len(row.Text(0)) > 8 {
				// The last digits of long numbers.
			} else if got, want := kept.Text(0), row.Text(0); !bytes.Equal(got, want) {
				t.Errorf("Text of %c %q %v: %q, SQLite says %q", c.Kind, c.Bytes, c.Float(), got, want)
			}
			if err := stmt.Reset(); err != nil {
				t.Fatal(err)
			}
		}
	})
}
