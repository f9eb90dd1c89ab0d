package jar

import (
	"context"
	"runtime"
	"strings"
	"testing"

	"crumbs/cookies"
	"crumbs/cookies/sqlite/sqlitetest"
)

// A fault in one of the readers reaches whoever asked for the stores, after all
// others were handed over.
func TestLoadPanics(t *testing.T) {
	j := Open(Options{Scratch: sqlitetest.Folder(t)})
	defer func() {
		p, ok := recover().(*Panic)
		if !ok {
			t.Fatal("the caller is not told of the panic")
		}
		if _, ok := p.Value.(runtime.Error); !ok {
			t.Errorf("panicked with %v", p.Value)
		}
		var in []string
		for frames := runtime.CallersFrames(p.Stack); ; {
			f, more := frames.Next()
			in = append(in, f.Function)
			if !more {
				break
			}
		}
		if !strings.Contains(strings.Join(in, " "), "jar.(*Jar).read") {
			t.Errorf("the stack is that of %v", in)
		}
	}()
	j.Load(context.Background(), []*cookies.Store{nil, nil, nil}, func(Contents) {})
}
