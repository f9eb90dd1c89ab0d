package jar

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crumbs/cookies"
)

// textStore makes a cookies.txt with n cookies, comments between them and no
// last newline.
func textStore(t *testing.T, n int) *cookies.Store {
	t.Helper()
	s := &cookies.Store{Browser: "netscape", Profile: "jar.txt", Path: filepath.Join(t.TempDir(), "jar.txt"), Format: cookies.Netscape}
	s.Folder = filepath.Dir(s.Path)
	lines := []string{"# Netscape HTTP Cookie File", ""}
	for k := range n {
		lines = append(lines, fmt.Sprintf("# %d", k), fmt.Sprintf("h%d.test\tFALSE\t/\tFALSE\t1900000000\tname%d\tplanted-secret", k%3, k))
	}
	if err := os.WriteFile(s.Path, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	return s
}

// A text jar through all of it: its values, a deletion out of order, an undo of
// one cookie, and then of the rest.
func TestTextJar(t *testing.T) {
	s := textStore(t, 5)
	j := testJar(t, s)
	stores, err := j.Stores(t.Context())
	if err != nil || len(stores) != 1 || stores[0].Format != cookies.Netscape {
		t.Fatalf("%v, %v", stores, err)
	}
	before, err := os.ReadFile(s.Path)
	if err != nil {
		t.Fatal(err)
	}
	list := load(t, j, stores...)
	for _, v := range j.Values(t.Context(), list) {
		if v.Err != nil || string(v.Bytes) != "planted-secret" {
			t.Errorf("the value is %q, %v", v.Bytes, v.Err)
		}
	}
	res, err := j.Delete(t.Context(), list[1:4])
	if err != nil || res.Done != 3 || len(res.Skipped) > 0 {
		t.Fatalf("%+v, %v", res, err)
	}
	if left := load(t, j, stores...); len(left) != 2 {
		t.Errorf("%d cookies are left", len(left))
	}
	for _, only := range [][]cookies.ID{{list[2].ID()}, nil} {
		if res, err = j.Undo(t.Context(), res.ID, only); err != nil || len(res.Skipped) > 0 {
			t.Fatalf("%+v, %v", res, err)
		}
	}
	if after, err := os.ReadFile(s.Path); err != nil || string(after) != string(before) {
		t.Errorf("after undo the file is\n%s\nand was\n%s", after, before)
	}
	went, err := j.Deleted(t.Context(), res.ID)
	if err != nil || len(went) != 3 || went[0].Expires != list[1].Expires || went[0].Size != list[1].Size {
		t.Errorf("the history has %+v, %v", went, err)
	}
}
