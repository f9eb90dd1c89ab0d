package jar

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"crumbs/cookies"
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
