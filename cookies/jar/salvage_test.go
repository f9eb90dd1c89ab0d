package jar

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"crumbs/cookies"
)

// The values of what was salvaged are those that were read then; of a store that
// was mended since they are its own.
func TestValuesOfAWreck(t *testing.T) {
	const page = 4096
	s := chromiumStore(t, filepath.Join(t.TempDir(), "Default"), 300)
	whole, err := os.ReadFile(s.Path)
	if err != nil {
		t.Fatal(err)
	}
	j := testJar(t, s)
	cookie := load(t, j, s)[0]
	write := func(text []byte, changed time.Time) {
		t.Helper()
		if err := os.WriteFile(s.Path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(s.Path, changed, changed); err != nil {
			t.Fatal(err)
		}
	}
	value := func() string {
		t.Helper()
		v := j.Values(t.Context(), []*cookies.Cookie{cookie})[0]
		if v.Err != nil {
			t.Error(v.Err)
		}
		return string(v.Bytes)
	}
	now := time.Now()
	write(whole[:len(whole)-page-100], now) // the end is cut off
	found, err := j.Salvage(t.Context(), s)
	if err != nil || len(found) == 0 {
		t.Fatalf("%d salvaged, %v", len(found), err)
	}
	cookie = &found[0]
	if got := value(); got != "planted-secret" {
		t.Errorf("the salvaged value is %q", got)
	}
	mended := chromiumStore(t, filepath.Join(t.TempDir(), "Default"), 0)
	rows := chromiumRows(300, 0)
	for i := range rows.Cells {
		rows.Cells[i][5] = cookies.TextCell([]byte("another"))
	}
	put(t, mended, rows)
	text, err := os.ReadFile(mended.Path)
	if err != nil {
		t.Fatal(err)
	}
	write(text, now.Add(time.Second))
	if got := value(); got != "another" {
		t.Errorf("the value in the mended store is %q", got)
	}
}
