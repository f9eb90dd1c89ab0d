package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func TestRememberedFilters(t *testing.T) {
	h := &house{state: filepath.Join(t.TempDir(), "state")}
	if got := h.recall(); got != nil {
		t.Errorf("recalled %q of nothing", got)
	}
	for _, f := range []string{"a", "b  c", "a", "", "  ", strings.Repeat("x", maxFilter+1)} {
		if err := h.remember(f); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := h.recall(), []string{"a", "b c"}; !slices.Equal(got, want) {
		t.Errorf("recalled %q, want %q", got, want)
	}
	if info, err := os.Stat(h.filtersPath()); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("the file is %v, %v", info.Mode(), err)
	}
	for i := range 2 * maxFilters {
		if err := h.remember(fmt.Sprint("f", i)); err != nil {
			t.Fatal(err)
		}
	}
	if got := h.recall(); len(got) != maxFilters || got[0] != fmt.Sprint("f", 2*maxFilters-1) {
		t.Errorf("%d are recalled, the newest %q", len(got), got[0])
	}
	if b, err := os.ReadFile(h.filtersPath()); err != nil || strings.Count(string(b), "\n") != maxFilters {
		t.Errorf("%d lines are in the file, %v", strings.Count(string(b), "\n"), err)
	}
	// What can't be read is not written over.
	huge := strings.Repeat("y\n", 2*maxFilters*maxFilter)
	if err := os.WriteFile(h.filtersPath(), []byte(huge), 0o600); err != nil {
		t.Fatal(err)
	}
	err := h.remember("z")
	if err == nil || !strings.Contains(err.Error(), h.filtersPath()) {
		t.Errorf("a file that is too large: %v", err)
	}
	if b, err := os.ReadFile(h.filtersPath()); err != nil || string(b) != huge {
		t.Error("it was written over")
	}
	if got := h.recall(); got != nil {
		t.Errorf("recalled %q", got)
	}
}

// Without a home there is nowhere to remember anything.
func TestFiltersWithoutState(t *testing.T) {
	h := &house{}
	if err := h.remember("a"); err != nil || h.recall() != nil {
		t.Error(err, h.recall())
	}
	if _, err := os.Stat(filtersFile); err == nil {
		t.Error("there is a file in the working directory")
	}
}
