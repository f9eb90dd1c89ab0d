package journal

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crumbs/cookies"
)

// Whatever bytes and numbers a row has, it comes back as it was.
func TestAnyRowComesBack(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	text := func() []byte {
		pieces := []string{"", "a", `"`, `\`, "\x00", "\xff", "\xc3", "\xa9", "é", "\u2028", "<&>", "\n", `\u0041`}
		b := []byte{}
		for range r.IntN(6) {
			b = append(b, pieces[r.IntN(len(pieces))]...)
		}
		return b
	}
	want := Batch{Store: &cookies.Store{Path: "/a"}, Rows: cookies.Rows{Schema: 24, Columns: []string{"a", "b", "c", "d", "e"}}}
	for range 500 {
		want.Rows.Keys = append(want.Rows.Keys, cookies.Key{Host: string(text()), Name: string(text()), Path: string(text()), Origin: string(text())})
		want.Rows.Cells = append(want.Rows.Cells, []cookies.Cell{
			cookies.NullCell(), cookies.IntegerCell(int64(r.Uint64()) >> r.IntN(64)), cookies.TextCell(text()), cookies.BlobCell(text()),
			{Kind: cookies.Real, Int: int64(r.Uint64())},
		})
	}
	j := Open(t.TempDir())
	record, err := j.Begin(time.Now(), []Batch{want}, nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := j.Rows(record.ID)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]Batch{want}, got); d != "" {
		t.Errorf("what comes back is not what was written (-want +got):\n%s", d)
	}
}

// What an undo could not read is not written down: nothing may be deleted then.
func TestOddRowsStopADeletion(t *testing.T) {
	odd := cookies.Rows{Columns: []string{"a\xff"}, Keys: []cookies.Key{{Host: "a.test"}}, Cells: [][]cookies.Cell{{cookies.NullCell()}}}
	if _, err := Open(t.TempDir()).Begin(time.Now(), []Batch{{Store: &cookies.Store{Path: "/a"}, Rows: odd}}, nil); err == nil {
		t.Error("a column whose name is no UTF-8 was taken")
	}
	for name, cells := range map[string][]cookies.Cell{
		"too short":  {},
		"of no kind": {{}},
	} {
		rows := cookies.Rows{Columns: []string{"a"}, Keys: []cookies.Key{{Host: "a.test"}}, Cells: [][]cookies.Cell{cells}}
		if _, err := Open(t.TempDir()).Begin(time.Now(), []Batch{{Store: &cookies.Store{Path: "/a"}, Rows: rows}}, nil); err == nil {
			t.Errorf("a row %s was taken", name)
		}
	}
}
