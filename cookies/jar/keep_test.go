package jar

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crumbs/cookies"
	"crumbs/cookies/keep"
)

// TestKept: the keep list is read again when it is deleted, so that what was
// put on it since the plan was made stays too.
func TestKept(t *testing.T) {
	a, b := chromiumStore(t, filepath.Join(t.TempDir(), "Default"), 6), firefoxStore(t, filepath.Join(t.TempDir(), "x.default"), 6)
	j := testJar(t, a, b)
	j.opts.Keep = filepath.Join(t.TempDir(), "keep")
	chosen := load(t, j, a, b)
	if _, err := keep.Add(j.opts.Keep, "", keep.Exactly(chosen[0]), keep.Exactly(chosen[len(chosen)-1])); err != nil {
		t.Fatal(err)
	}
	res, err := j.Delete(t.Context(), chosen)
	if err != nil || res.Done != 10 || len(res.Skipped) != 2 || res.Skipped[0].Reason != cookies.ReasonKept {
		t.Fatalf("%+v, %v", res, err)
	}
	left := load(t, j, a, b)
	if len(left) != 2 {
		t.Fatalf("%d cookies are left", len(left))
	}
	if res, err = j.Delete(t.Context(), left); err != nil || res.ID != "" || res.Done != 0 {
		t.Fatalf("%+v, %v", res, err)
	}
	if err := os.WriteFile(j.opts.Keep, []byte("no host\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, remove := range []func() (Result, error){
		func() (Result, error) { return j.Delete(t.Context(), left) },
		func() (Result, error) { return j.DeleteForced(t.Context(), left) },
	} {
		if res, err := remove(); err == nil || res.Done != 0 || !strings.Contains(err.Error(), "line 1") {
			t.Errorf("with a list that can't be read: %+v, %v", res, err)
		}
	}
	if err := os.WriteFile(j.opts.Keep, []byte("h0.test\nh2.test\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if res, err = j.DeleteForced(t.Context(), left); err != nil || res.Done != 2 {
		t.Errorf("by force: %+v, %v", res, err)
	}
}

// TestImportedAndKept: to undo an import is to delete, so it leaves what is on
// the keep list, and does nothing where the list can't be read.
func TestImportedAndKept(t *testing.T) {
	s := firefoxStore(t, filepath.Join(t.TempDir(), "x.default"), 0)
	j := testJar(t, s)
	j.opts.Keep = filepath.Join(t.TempDir(), "keep")
	in, err := j.Import(t.Context(), s, incoming())
	if err != nil || in.Done != 7 {
		t.Fatalf("%+v, %v", in, err)
	}
	if err := os.WriteFile(j.opts.Keep, []byte("no host\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if res, err := j.Undo(t.Context(), in.ID, nil); err == nil || res.Done != 0 {
		t.Errorf("with a list that can't be read: %+v, %v", res, err)
	}
	if err := os.WriteFile(j.opts.Keep, []byte("ads.test\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	res, err := j.Undo(t.Context(), in.ID, nil)
	if err != nil || res.Done != 6 || len(res.Skipped) != 1 || res.Skipped[0].Reason != cookies.ReasonKept {
		t.Fatalf("%+v, %v", res, err)
	}
	if left := load(t, j, s); len(left) != 1 || left[0].Host != "ads.test" {
		t.Fatalf("%d cookies are left", len(left))
	}
	if err := os.Remove(j.opts.Keep); err != nil {
		t.Fatal(err)
	}
	if res, err := j.Undo(t.Context(), in.ID, nil); err != nil || res.Done != 1 {
		t.Errorf("off the list: %+v, %v", res, err)
	}
}
