package jar

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Who asks for the newest deletion does not get an older one because the head of
// the newest can't be read. By its ID the older one comes back all the same, and
// an older head that can't be read, or a file that is none, holds up nothing.
func TestUndoWithAnUnreadHead(t *testing.T) {
	s := chromiumStore(t, filepath.Join(t.TempDir(), "Default"), 6)
	j := testJar(t, s)
	list := load(t, j, s)
	first, err := j.Delete(t.Context(), list[:1])
	if err != nil {
		t.Fatal(err)
	}
	journal := filepath.Join(j.opts.State, "journal")
	spoilt := func(id string) string {
		path := filepath.Join(journal, id+".json")
		if err := os.WriteFile(path, []byte("{"), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	newer := spoilt("20990101-000000-abcdef")
	if res, err := j.Undo(t.Context(), "", nil); err == nil || res.Done != 0 || !strings.Contains(err.Error(), newer) {
		t.Fatalf("the newest can't be read, and %+v, %v", res, err)
	}
	if res, err := j.Undo(t.Context(), first.ID, nil); err != nil || res.Done != 1 {
		t.Fatalf("by its ID: %+v, %v", res, err)
	}
	if err := os.Remove(newer); err != nil {
		t.Fatal(err)
	}
	second, err := j.Delete(t.Context(), list[1:2])
	if err != nil {
		t.Fatal(err)
	}
	// Which of two of the same second came first is not known, whatever their names.
	same := spoilt(second.ID[:len("20060102-150405-")] + "000000")
	if res, err := j.Undo(t.Context(), "", nil); err == nil || res.Done != 0 || !strings.Contains(err.Error(), same) {
		t.Fatalf("one of the same second can't be read, and %+v, %v", res, err)
	}
	if err := os.Remove(same); err != nil {
		t.Fatal(err)
	}
	spoilt("20200101-000000-abcdef")
	spoilt("my-notes") // no name of a deletion: it has no time to be newer by
	if res, err := j.Undo(t.Context(), "", nil); err != nil || res.ID != second.ID || res.Done != 1 {
		t.Fatalf("an older one can't be read, and %+v, %v", res, err)
	}
}
