package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"crumbs/cookies"
	"crumbs/cookies/jar"
)

func TestList(t *testing.T) {
	var l list
	for _, s := range []string{"a,b", " c ", "d , e"} {
		if err := l.Set(s); err != nil {
			t.Fatal(err)
		}
	}
	if want := []string{"a", "b", "c", "d", "e"}; !slices.Equal(l, want) {
		t.Errorf("got %q, want %q", l, want)
	}
	for _, s := range []string{"", ",", "a,", "a,,b", " "} {
		if err := l.Set(s); err == nil {
			t.Errorf("%q is taken", s)
		}
	}
}

func TestOutcome(t *testing.T) {
	for _, c := range []struct {
		name          string
		done, skipped int
		locked        bool
		err           error
		want          int
	}{
		{"all", 3, 0, false, nil, done},
		{"none to do", 0, 0, false, nil, done},
		{"some", 3, 1, false, nil, partly},
		{"some, others in use", 3, 1, true, nil, partly},
		{"in use", 0, 1, true, nil, busy},
		{"read-only", 0, 1, false, nil, failed},
		{"broke at once", 0, 0, false, io.ErrUnexpectedEOF, failed},
		{"broke on the way", 2, 0, false, io.ErrUnexpectedEOF, partly},
	} {
		got := done
		if err := outcome(c.done, c.skipped, c.locked, c.err, "deleted"); err != nil {
			got = codeOf(err)
		}
		if got != c.want {
			t.Errorf("%s: exit code %d, want %d", c.name, got, c.want)
		}
	}
}

// A deletion that was interrupted when it had done something says what, and not
// how a program calls that.
func TestInterruptedOutcome(t *testing.T) {
	for skipped, want := range map[int]string{0: "3 cookies deleted, then it was interrupted", 2: "3 cookies deleted, 2 not: it was interrupted"} {
		err := outcome(3, skipped, false, fmt.Errorf("/a: %w", context.Canceled), "deleted")
		if codeOf(err) != partly || err.Error() != want {
			t.Errorf("exit code %d, %q, want %q", codeOf(err), err, want)
		}
	}
	err := outcome(0, 0, false, context.Canceled, "deleted")
	if p := (&program{err: err}); p.end() != failed || strings.Contains(p.err.Error(), "canceled") {
		t.Errorf("%q", p.err)
	}
}

// Cookies that their store does not take any more, because its browser was
// updated, can be exported: that is said where an undo says that it can't.
func TestWayOutOfAnotherForm(t *testing.T) {
	res := jar.Result{ID: "20261128-021232-b30b48", Skipped: []jar.Skip{{Reason: cookies.ReasonNewer, Words: "its site has set it again"}}}
	if got := wayOut(res, ""); got != "" {
		t.Errorf("of a newer one: %q", got)
	}
	res.Skipped = append(res.Skipped, jar.Skip{Reason: cookies.ReasonUnreadable, Words: jar.Unfit})
	if got, want := wayOut(res, "--demo=d "), "crumbs history export --demo=d 20261128-021232-b30b48 -o FILE "; !strings.HasPrefix(got, want) {
		t.Errorf("it says %q, want %q", got, want)
	}
}
