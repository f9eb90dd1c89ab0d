package journal

import (
	"crypto/sha256"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crumbs/cookies"
)

// Whatever bytes and numbers a row has, it comes back as it was: a deletion
// compares the hash of what it wrote, and leans on this for the rest.
func TestAnyRowComesBack(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	text := func() []byte {
		pieces := []string{"", "a", `"`, `\`, "\x00", "\xff", "é", "\u2028", "<&>", "\n", `\u0041`}
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

// What no decoder could read is not written down: nothing may be deleted then.
func TestOddRowsStopADeletion(t *testing.T) {
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

// A body that opens and holds something else is no journal of this deletion.
func TestBodyIsCompared(t *testing.T) {
	j := Open(t.TempDir())
	if err := j.writeBody("one", nil); err != nil {
		t.Fatal(err)
	}
	nothing := sha256.Sum256(nil)
	if err := j.opensAs("one", nothing[:]); err != nil {
		t.Error(err)
	}
	other := sha256.Sum256([]byte("x"))
	if err := j.opensAs("one", other[:]); err == nil {
		t.Error("another body counts as the one that was written")
	}
}
