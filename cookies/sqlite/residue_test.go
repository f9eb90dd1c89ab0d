package sqlite

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"crumbs/cookies"
)

// An end of a value is found wherever it stands, and a file without one has none.
func TestResidueIsFoundAnywhere(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	random := func(n int) []byte {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(r.Uint32())
		}
		return b
	}
	for range 2000 {
		rows := cookies.Rows{Columns: []string{"name", "value"}}
		for range 1 + r.IntN(4) {
			rows.Keys = append(rows.Keys, cookies.Key{})
			rows.Cells = append(rows.Cells, []cookies.Cell{cookies.TextCell(random(20)), cookies.BlobCell(random(fewest + r.IntN(20)))})
		}
		h := needles(rows, make([]cookies.Reason, rows.Len()), []string{"value"})
		file := random(64 + r.IntN(64))
		if h.within(file) {
			t.Fatal("found what is not there")
		}
		value := rows.Cells[r.IntN(rows.Len())][1].Bytes
		end := value[max(0, len(value)-enough):]
		at := r.IntN(len(file) - len(end) + 1)
		copy(file[at:], end)
		if !h.within(file) {
			t.Fatalf("%x at %d of %x is not found", end, at, file)
		}
		if file[at+r.IntN(len(end))]++; h.within(file) {
			t.Fatalf("%x is found in %x, which has another byte", end, file)
		}
	}
	// Values that only differ in a few bytes are told apart, also where a look falls on the rest.
	alike := cookies.Rows{Columns: []string{"value"}, Keys: make([]cookies.Key, 1), Cells: [][]cookies.Cell{{cookies.TextCell([]byte("id=0000000000017"))}}}
	like := needles(alike, make([]cookies.Reason, 1), []string{"value"})
	for file, want := range map[string]bool{"id=0000000000018": false, "id=0000000000017": true, "..id=0000000000017 ": true, "xd=0000000000017": false} {
		if like.within([]byte(file)) != want {
			t.Errorf("%q: found %t", file, !want)
		}
	}
	h := needles(cookies.Rows{Columns: []string{"value"}}, nil, []string{"value"})
	if h.within(bytes.Repeat([]byte{0}, 100)) {
		t.Error("nothing is found in zeros")
	}
}
