package jar

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"crumbs/cookies"
)

// A deletion and an undo that are stopped between two stores have done the first
// and left the second, say so, and can be undone and gone on with.
func TestStoppedBetweenStores(t *testing.T) {
	one := chromiumStore(t, filepath.Join(t.TempDir(), "Default"), 3)
	two := firefoxStore(t, filepath.Join(t.TempDir(), "x.default"), 4)
	j := testJar(t, one, two)
	before := []cookies.Rows{raw(t, j, one), raw(t, j, two)}
	both := func() []*cookies.Cookie { return append(load(t, j, one), load(t, j, two)...) } // in this order
	all := both()

	// stopAt gives a context that ends when something has been told of n times.
	stopAt := func(doing string, n int) (context.Context, *[]Progress) {
		ctx, stop := context.WithCancel(t.Context())
		var told []Progress
		return WithProgress(ctx, func(p Progress) {
			told = append(told, p)
			if p.Doing == doing {
				if n--; n == 0 {
					stop()
				}
			}
		}), &told
	}
	check := func(what string, res Result, done int, words string) {
		t.Helper()
		if res.Done != done || len(res.Skipped) != 1 || res.Skipped[0].Count != 7-done || res.Skipped[0].Words != words || !res.Stopped {
			t.Errorf("%s: %+v", what, res)
		}
	}

	ctx, _ := stopAt("writing the journal", 1)
	res, err := j.Delete(ctx, all)
	if res.Done != 0 || err != nil && !errors.Is(err, context.Canceled) {
		t.Errorf("stopped before the first store: %+v, %v", res, err)
	}
	if left := both(); len(left) != 7 {
		t.Fatalf("%d cookies are left", len(left))
	}

	ctx, told := stopAt("deleting", 2)
	res, err = j.Delete(ctx, all)
	if err != nil {
		t.Fatal(err)
	}
	check("deletion", res, 3, stopped)
	if left := both(); len(left) != 4 || left[0].Store.Path != two.Path {
		t.Errorf("%d cookies are left", len(left))
	}
	want := []Progress{{"reading what goes", 0, 7}, {"reading what goes", 3, 7}, {"writing the journal", 0, 7}, {"deleting", 0, 7}, {"deleting", 3, 7}}
	if !slices.Equal(*told, want) {
		t.Errorf("told %+v", *told)
	}

	// All the rest goes too, and of bringing it back only half is done.
	if _, err := j.Delete(t.Context(), load(t, j, two)); err != nil {
		t.Fatal(err)
	}
	if res, err = j.Undo(t.Context(), res.ID, nil); err != nil || res.Done != 3 {
		t.Fatalf("%+v, %v", res, err)
	}
	if _, err := j.Undo(t.Context(), "", nil); err != nil {
		t.Fatal(err)
	}
	if res, err = j.Delete(t.Context(), both()); err != nil || res.Done != 7 {
		t.Fatalf("%+v, %v", res, err)
	}
	ctx, _ = stopAt("bringing back", 2)
	if res, err = j.Undo(ctx, res.ID, nil); err != nil {
		t.Fatal(err)
	}
	check("undo", res, 3, stopped)
	if res, err = j.Undo(t.Context(), res.ID, nil); err != nil || res.Done != 4 {
		t.Errorf("the rest can't be brought back: %+v, %v", res, err)
	}
	for i, s := range []*cookies.Store{one, two} {
		if now := raw(t, j, s); now.Len() != before[i].Len() {
			t.Errorf("%s has %d rows, had %d", s.Browser, now.Len(), before[i].Len())
		}
	}
}
