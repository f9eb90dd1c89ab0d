package jar

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"crumbs/cookies"
)

// heldOpen has another program open a file for writing until the test ends.
func heldOpen(t *testing.T, path string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	holder := exec.Command("sleep", "60")
	holder.ExtraFiles = []*os.File{f}
	if err := holder.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = holder.Process.Kill()
		_ = holder.Wait()
	})
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// A store that cannot be written is passed over; the others go on. Who holds a
// file open can be seen on Linux only.
func TestOneStoreHeldByAnother(t *testing.T) {
	a, b := chromiumStore(t, filepath.Join(t.TempDir(), "Default"), 3), chromiumStore(t, filepath.Join(t.TempDir(), "Default"), 3)
	heldOpen(t, a.Path)
	j := testJar(t, a, b)
	var chosen []*cookies.Cookie
	j.Load(t.Context(), []*cookies.Store{a, b}, func(c Contents) {
		if want := map[string]cookies.State{a.Path: cookies.Locked, b.Path: cookies.Ready}[c.Store.Path]; c.Condition.State != want {
			t.Errorf("%s is %s, want %s", c.Store.Path, c.Condition.State, want)
		}
		for i := range c.Cookies {
			chosen = append(chosen, &c.Cookies[i])
		}
	})
	if len(chosen) != 6 {
		t.Fatalf("%d cookies were read, want those of the held store too", len(chosen))
	}
	before, err := os.ReadFile(a.Path)
	if err != nil {
		t.Fatal(err)
	}
	res, err := j.Delete(t.Context(), chosen)
	if err != nil || res.Done != 3 || len(res.Skipped) != 1 || res.Skipped[0].Reason != cookies.ReasonLocked || res.Skipped[0].Count != 3 {
		t.Fatalf("%+v, %v", res, err)
	}
	after, err := os.ReadFile(a.Path)
	if err != nil || string(after) != string(before) {
		t.Errorf("the held store has changed, %v", err)
	}
	// With nothing but refusals nothing is written anywhere.
	res, err = j.Delete(t.Context(), only(chosen, func(c *cookies.Cookie) bool { return c.Store.Path == a.Path }))
	if err != nil || res.Done != 0 || res.ID != "" {
		t.Errorf("%+v, %v", res, err)
	}
	if history, _ := j.History(t.Context()); len(history) != 1 {
		t.Errorf("%d entries, want the one that deleted something", len(history))
	}
}
