package jar

import (
	"context"
	"path/filepath"
	"testing"

	"crumbs/cookies"
	"crumbs/cookies/journal"
)

// between gives a context under which f happens after the journal is on disk and
// before the store is written.
func between(t *testing.T, f func()) context.Context {
	return WithProgress(t.Context(), func(p Progress) {
		if p.Doing == "deleting" && p.Done == 0 {
			f()
		}
	})
}

// A cookie that its site sets again after it was read, and before it is deleted,
// stays; it counts as no deletion and does not come back by an undo.
func TestSetAgainBeforeTheWrite(t *testing.T) {
	s := chromiumStore(t, filepath.Join(t.TempDir(), "Default"), 3)
	j := testJar(t, s)
	chosen := load(t, j, s)
	res, err := j.Delete(between(t, func() {
		lose(t, j, s, pick(raw(t, j, s), []int{1}))
		put(t, s, pick(chromiumRows(3, 5_000_000), []int{1}))
	}), chosen)
	if err != nil || res.Done != 2 || len(res.Skipped) != 1 || res.Skipped[0].Reason != cookies.ReasonChanged || res.Skipped[0].Count != 1 {
		t.Fatalf("%+v, %v", res, err)
	}
	history, err := j.History(t.Context())
	if err != nil || len(history) != 1 || history[0].Deleted != 2 || history[0].State != journal.Done {
		t.Fatalf("%+v, %v", history, err)
	}
	if back, err := j.Undo(t.Context(), "", nil); err != nil || back.Done != 2 || len(back.Skipped) != 0 {
		t.Errorf("%+v, %v", back, err)
	}
	if rows := raw(t, j, s); rows.Len() != 3 {
		t.Errorf("%d rows, want 3", rows.Len())
	}
}
