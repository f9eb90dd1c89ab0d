package jar

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"crumbs/cookies"
	"crumbs/cookies/demo"
)

// A fault in a goroutine of a load's reaches whoever asked for the stores.
func TestLoadPanics(t *testing.T) {
	store := &cookies.Store{Path: filepath.Join(t.TempDir(), "Cookies"), Format: "chromium"}
	if err := os.WriteFile(store.Path, []byte("SQLite format 3\x00"), 0o600); err != nil {
		t.Fatal(err)
	}
	for in, stores := range map[string][]*cookies.Store{
		"jar.bySize":      {nil, nil, nil},
		"jar.(*Jar).list": {store, store, store}, // and the jar has no folder for copies
	} {
		t.Run(in, func(t *testing.T) {
			defer func() {
				p, ok := recover().(*Panic)
				if !ok {
					t.Fatal("the caller is not told of the panic")
				}
				if _, ok := p.Value.(runtime.Error); !ok {
					t.Errorf("panicked with %v", p.Value)
				}
				var stack []string
				for frames := runtime.CallersFrames(p.Stack); ; {
					f, more := frames.Next()
					stack = append(stack, f.Function)
					if !more {
						break
					}
				}
				if !strings.Contains(strings.Join(stack, " "), in) {
					t.Errorf("the stack is that of %v", stack)
				}
			}()
			Open(Options{}).Load(context.Background(), stores, func(Contents) {})
		})
	}
}

// Read gives the same cookies as Load and blames the same stores, but does not say
// of one that could be read in what condition it is.
func TestReadAsksNobody(t *testing.T) {
	good := &cookies.Store{Path: filepath.Join(t.TempDir(), "Cookies"), Format: cookies.Chromium}
	if err := demo.Fill(good.Path, good.Format, 30); err != nil {
		t.Fatal(err)
	}
	bad := &cookies.Store{Path: filepath.Join(t.TempDir(), "Cookies"), Format: cookies.Chromium}
	if err := os.WriteFile(bad.Path, []byte("no database at all, but long enough"), 0o600); err != nil {
		t.Fatal(err)
	}
	j := testJar(t, good, bad)
	for name, test := range map[string]struct {
		read func(context.Context, []*cookies.Store, func(Contents))
		good cookies.State
	}{"Load": {j.Load, cookies.Ready}, "Read": {j.Read, ""}} {
		got := map[*cookies.Store]Contents{}
		test.read(t.Context(), []*cookies.Store{good, bad}, func(c Contents) { got[c.Store] = c })
		if c := got[good]; len(c.Cookies) != 30 || c.Condition.State != test.good {
			t.Errorf("%s: %d cookies, %q", name, len(c.Cookies), c.Condition.State)
		}
		if c := got[bad]; c.Cookies != nil || c.Condition.State != cookies.Damaged || c.Condition.Reason == "" {
			t.Errorf("%s: of what is no store %d cookies, %+v", name, len(c.Cookies), c.Condition)
		}
	}
}
