package jar

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"testing"

	"crumbs/cookies"
	"crumbs/cookies/demo"
)

// many are 40 stores, of which the first is by far the largest.
func many(t *testing.T) []*cookies.Store {
	t.Helper()
	dir := t.TempDir()
	var out []*cookies.Store
	for i := range 40 {
		n := 20 + i
		if i == 0 {
			n = 20_000
		}
		s := &cookies.Store{Browser: "chromium", Path: filepath.Join(dir, fmt.Sprint("Cookies-", i)), Format: cookies.Chromium}
		if err := demo.Fill(s.Path, s.Format, n); err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	return out
}

// All stores are handed over once each, with every cookie, and the slowest after
// all others, also where there is one processor to read them.
func TestSlowestStoreIsLast(t *testing.T) {
	stores := many(t)
	for _, processors := range []int{1, 4} {
		t.Run(fmt.Sprint(processors), func(t *testing.T) {
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(processors))
			got := map[string]int{}
			at := -1
			testJar(t, stores...).Load(t.Context(), stores, func(c Contents) {
				if _, twice := got[c.Store.Path]; twice {
					t.Errorf("%s twice", c.Store.Path)
				}
				if c.Store == stores[0] {
					at = len(got)
				}
				got[c.Store.Path] = len(c.Cookies)
			})
			for i, s := range stores[1:] {
				if got[s.Path] != 21+i {
					t.Errorf("%s: %d cookies", s.Path, got[s.Path])
				}
			}
			if len(got) != 40 || got[stores[0].Path] != 20_000 {
				t.Errorf("%d stores, %d cookies in the largest", len(got), got[stores[0].Path])
			}
			if at < 40-processors {
				t.Errorf("the largest was handed over at place %d", at)
			}
		})
	}
}

// When nobody wants a load any more, no store is begun: at most those come that
// were being read.
func TestLoadEndsWithItsContext(t *testing.T) {
	stores := many(t)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n := 0
	testJar(t, stores...).Load(ctx, stores, func(c Contents) {
		n++
		cancel()
		if c.Store == stores[0] {
			t.Error("the largest store was waited for")
		}
	})
	if n == 0 || n > 3 {
		t.Errorf("%d stores were handed over", n)
	}
}
