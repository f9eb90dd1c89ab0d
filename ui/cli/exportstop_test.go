package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"crumbs/cookies"
	"crumbs/cookies/jar"
	"crumbs/policy"
)

// An export from the screen that is stopped leaves no file and no part of one,
// at whichever count it is; one that is not tells how far it has come, to the
// end.
func TestStoppedExport(t *testing.T) {
	store := &cookies.Store{Browser: "chromium", Path: "/nowhere/Cookies", Format: cookies.Chromium}
	var list []policy.Sorted
	for i := range 3000 {
		c := cookies.Cookie{Key: cookies.Key{Host: "shop.example", Name: fmt.Sprint("c", i), Path: "/"}, Store: store}
		list = append(list, policy.Sorted{Cookie: &c, Verdict: &policy.Verdict{Category: policy.Marketing}})
	}
	h := &house{}
	for _, name := range []string{"out.json", "out.ndjson", "out.csv"} {
		dir := t.TempDir()
		path := filepath.Join(dir, name)
		var tells []jar.Progress
		told := func(p jar.Progress) { tells = append(tells, p) }
		if w, err := h.writeCookies(jar.WithProgress(t.Context(), told), path, list, false); err != nil || w.Cookies != len(list) {
			t.Fatalf("%s: %d cookies, %v", name, w.Cookies, err)
		}
		if last := tells[len(tells)-1]; last.Doing != "writing" || last.Of != len(list) || last.Done < 2000 {
			t.Errorf("%s: the last that was told is %+v", name, last)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		for at := range tells {
			ctx, stop := context.WithCancel(t.Context())
			n := 0
			ctx = jar.WithProgress(ctx, func(jar.Progress) {
				if n++; n > at {
					stop()
				}
			})
			_, err := h.writeCookies(ctx, path, list, false)
			stop()
			left, fault := os.ReadDir(dir)
			if !errors.Is(err, context.Canceled) || fault != nil || len(left) > 0 {
				t.Fatalf("%s, stopped at %+v: %v, and %d files are left", name, tells[at], err, len(left))
			}
		}
	}
}
