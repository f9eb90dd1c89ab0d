package journal_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"crumbs/cookies/journal"
)

// The name of the journal's folder is no pattern: whatever is in it, a deletion
// is remembered there, and a key that is lost stops the next.
func TestFolderOfAnyName(t *testing.T) {
	for _, name := range []string{"plain", "demo[y]", "demo[x"} {
		dir := filepath.Join(t.TempDir(), name)
		j := journal.Open(dir)
		r := begin(t, j, time.Now(), 2)
		finish(t, r, journal.Removed)
		if err := os.Remove(filepath.Join(dir, "identity.txt")); err != nil {
			t.Fatal(err)
		}
		_, err := j.Begin(time.Now(), []journal.Batch{{Store: store("/p/Cookies"), Rows: rows(1)}}, nil)
		if err == nil || !strings.Contains(err.Error(), "1 deletions need it") {
			t.Errorf("in %s, without its key: %v", name, err)
		}
	}
}
