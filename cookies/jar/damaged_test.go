package jar

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crumbs/cookies"
)

// A store whose damage is met on the way is damaged, and never taken for one of
// few cookies; what was read before is given beside.
func TestDamagedStoreGivesWhatCanBeRead(t *testing.T) {
	const page = 4096
	s := chromiumStore(t, filepath.Join(t.TempDir(), "Default"), 300)
	whole, err := os.ReadFile(s.Path)
	if err != nil {
		t.Fatal(err)
	}
	j := testJar(t, s)
	kept := 0
	for at := page; at+page <= len(whole); at += page {
		text := append([]byte(nil), whole...)
		copy(text[at:at+page], strings.Repeat("A", page))
		if err := os.WriteFile(s.Path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		j.Load(t.Context(), []*cookies.Store{s}, func(c Contents) {
			if c.Condition.State != cookies.Damaged {
				return // a page of the index, which a listing does not need
			}
			if c.Cookies != nil || c.Condition.Writable || len(c.Saved) > 300 {
				t.Errorf("page %d: %d cookies beside %d saved, %+v", at/page, len(c.Cookies), len(c.Saved), c.Condition)
			}
			if len(c.Saved) > 0 {
				kept++
				if !strings.Contains(c.Condition.Advice, "--damaged") {
					t.Errorf("nothing is said of %d that can be read: %s", len(c.Saved), c.Condition.Advice)
				}
			}
		})
	}
	if kept == 0 {
		t.Error("nothing could be read of any damaged store")
	}
}
