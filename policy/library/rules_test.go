package library

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"crumbs/policy"
)

func TestSetAndUnset(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "crumbs")
	l := open(t, dir)
	want := []policy.Rule{
		{Name: "sid", Domain: "shop.example", Category: policy.Necessary},
		{Name: "_track_*", Category: policy.Marketing},
	}
	for _, r := range []policy.Rule{
		{Name: "sid", Domain: ".Shop.Example", Category: policy.Functional},
		{Name: "_track_**", Category: policy.Marketing},
		{Name: "sid", Domain: "shop.example", Category: policy.Necessary},
	} {
		if err := l.Set(r); err != nil {
			t.Fatal(err)
		}
	}
	if !slices.Equal(l.Rules(), want) {
		t.Errorf("rules are %+v", l.Rules())
	}
	if again := open(t, dir).Rules(); !slices.Equal(again, want) {
		t.Errorf("read again they are %+v", again)
	}
	if was, err := l.Unset("sid", ""); err != nil || was {
		t.Errorf("a rule for no domain was not there, and yet: %v %v", was, err)
	}
	if was, err := l.Unset("sid", "SHOP.example"); err != nil || !was {
		t.Errorf("unset: %v %v", was, err)
	}
	if !slices.Equal(open(t, dir).Rules(), want[1:]) || !slices.Equal(l.Rules(), want[1:]) {
		t.Error("the rule is still there")
	}
	for _, r := range []policy.Rule{{}, {Name: "*", Category: policy.Marketing}, {Name: "***", Category: policy.Marketing}, {Name: "x"}, {Name: "x", Category: "y"}, {Name: "\xff", Category: policy.Marketing}, {Name: "x", Domain: "com", Category: policy.Marketing}} {
		if err := l.Set(r); err == nil {
			t.Errorf("%+v is a rule", r)
		}
	}
}

func TestOwnerOnly(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // permissions there are no bits
	}
	dir := filepath.Join(t.TempDir(), "crumbs")
	put(t, dir, ".crumbs-rules.json-123", "what a killed program left")
	if err := open(t, dir).Set(policy.Rule{Name: "x", Category: policy.Marketing}); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]os.FileMode{dir: 0o700, filepath.Join(dir, "rules.json"): 0o600, filepath.Join(dir, ".rules.lock"): 0o600} {
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
	entries, _ := os.ReadDir(dir)
	if len(entries) != 2 {
		t.Errorf("something was left beside the rules: %v", entries)
	}
}

// A file that can't be understood is never written over.
func TestSetKeepsWhatItCantRead(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "rules.json", `[{"name": "x", "category": "marketing"},]`)
	l, _ := Open(dir)
	if err := l.Set(policy.Rule{Name: "y", Category: policy.Necessary}); err == nil || !strings.Contains(err.Error(), "rules.json") {
		t.Errorf("set: %v", err)
	}
	if _, err := l.Unset("x", ""); err == nil {
		t.Error("unset gives no error")
	}
	if b, _ := os.ReadFile(filepath.Join(dir, "rules.json")); !strings.HasSuffix(string(b), "},]") {
		t.Errorf("the file is now %s", b)
	}
}

// What another program wrote since the library was opened stays.
func TestSetKeepsOthersRules(t *testing.T) {
	dir := t.TempDir()
	a, b := open(t, dir), open(t, dir)
	if err := a.Set(policy.Rule{Name: "a", Category: policy.Marketing}); err != nil {
		t.Fatal(err)
	}
	if err := b.Set(policy.Rule{Name: "b", Category: policy.Marketing}); err != nil {
		t.Fatal(err)
	}
	if got := open(t, dir).Rules(); len(got) != 2 {
		t.Errorf("rules are %+v", got)
	}
}

// What was set is taken back only while it is as it was set.
func TestRestore(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	old := policy.Rule{Name: "a", Domain: "shop.test", Category: policy.Functional}
	none := policy.Rule{Name: "b"}
	set := func(of *Library, c policy.Category) {
		t.Helper()
		for _, r := range []policy.Rule{{Name: "a", Domain: "shop.test", Category: c}, {Name: "b", Category: c}} {
			if err := of.Set(r); err != nil {
				t.Fatal(err)
			}
		}
	}
	set(l, policy.Marketing)
	if err := l.Restore([]policy.Rule{old, none}, policy.Marketing); err != nil {
		t.Fatal(err)
	}
	if got := open(t, dir).Rules(); !slices.Equal(got, []policy.Rule{old}) {
		t.Errorf("rules are %+v", got)
	}
	set(l, policy.Marketing)
	if err := open(t, dir).Set(policy.Rule{Name: "b", Category: policy.Necessary}); err != nil { // another crumbs
		t.Fatal(err)
	}
	before := open(t, dir).Rules()
	err := l.Restore([]policy.Rule{old, none}, policy.Marketing)
	if err == nil || !strings.Contains(err.Error(), "b everywhere is necessary by now") {
		t.Errorf("restored what was changed: %v", err)
	}
	if got := open(t, dir).Rules(); !slices.Equal(got, before) {
		t.Errorf("rules are %+v, and were %+v", got, before)
	}
}

func TestSetThroughALink(t *testing.T) {
	dir, elsewhere := t.TempDir(), t.TempDir()
	put(t, elsewhere, "mine.json", "[]")
	if err := os.Symlink(filepath.Join(elsewhere, "mine.json"), filepath.Join(dir, "rules.json")); err != nil {
		if runtime.GOOS == "windows" {
			return // links need a privilege there
		}
		t.Fatal(err)
	}
	if err := open(t, dir).Set(policy.Rule{Name: "x", Category: policy.Marketing}); err != nil {
		t.Fatal(err)
	}
	if b, _ := os.ReadFile(filepath.Join(elsewhere, "mine.json")); !strings.Contains(string(b), "marketing") {
		t.Errorf("the link's target holds %s", b)
	}
	if info, err := os.Lstat(filepath.Join(dir, "rules.json")); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v %v", info, err)
	}
}

// Where nothing changes, nothing is written: no folder, no lock.
func TestNothingToUnset(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "crumbs")
	if was, err := open(t, dir).Unset("x", ""); was || err != nil {
		t.Errorf("%t, %v", was, err)
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("the folder was made: %v", err)
	}
}

// Two programs that change the rules at once lose none of each other's.
func TestAtOnce(t *testing.T) {
	dir := t.TempDir()
	var wg sync.WaitGroup
	for i := range 4 {
		l := open(t, dir)
		for j := range 5 {
			wg.Go(func() {
				if err := l.Set(policy.Rule{Name: fmt.Sprintf("n%d-%d", i, j), Category: policy.Marketing}); err != nil {
					t.Error(err)
				}
				_ = l.Rules()
			})
		}
	}
	wg.Wait()
	if rules := open(t, dir).Rules(); len(rules) != 20 {
		t.Errorf("%d of 20 rules are there: %+v", len(rules), rules)
	}
}
