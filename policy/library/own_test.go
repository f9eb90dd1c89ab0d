package library

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crumbs/policy"
)

func shop(names ...string) policy.Policy {
	p := policy.Policy{Platform: "shop.example", Title: "Cookies", Language: "en"}
	for _, n := range names {
		p.Cookies = append(p.Cookies, policy.Declaration{Name: n, Category: policy.Marketing})
	}
	return p
}

var origin = Origin{From: "https://shop.example/cookies", Read: time.Date(2026, 5, 4, 3, 2, 1, 0, time.UTC)}

func TestKeep(t *testing.T) {
	dir := t.TempDir()
	path, err := open(t, dir).Keep(shop("a"), []byte("the document"), origin)
	if err != nil {
		t.Fatal(err)
	}
	l := open(t, dir)
	k, ok := l.Own("https://shop.example/")
	if !ok || k.Path != path || k.BuiltIn {
		t.Fatalf("it is kept as %+v, %v", k, ok)
	}
	if diff := cmp.Diff(shop("a").Cookies, k.Policy.Cookies); diff != "" {
		t.Errorf("the policy is another (-want +got):\n%s", diff)
	}
	if text, err := os.ReadFile(l.Document("shop.example")); err != nil || string(text) != "the document" {
		t.Errorf("the document is %q, %v", text, err)
	}
	if o, ok := l.Origin("shop.example"); !ok || o != origin {
		t.Errorf("it came from %+v, %v", o, ok)
	}

	// A newer one takes its place, and the older one stays beside it.
	if _, err := l.Keep(shop("b"), []byte("another"), origin); err != nil {
		t.Fatal(err)
	}
	if k, _ := open(t, dir).Own("shop.example"); k.Policy.Cookies[0].Name != "b" {
		t.Errorf("the newer policy is %+v", k.Policy)
	}
	for p, want := range map[string]string{path: `"a"`, l.Document("shop.example"): "the document"} {
		if old, err := os.ReadFile(p + ".previous"); err != nil || !strings.Contains(string(old), want) {
			t.Errorf("before %s was %q, %v", p, old, err)
		}
	}
	// The same again must not push out the version before.
	if _, err := open(t, dir).Keep(shop("b"), []byte("another"), origin); err != nil {
		t.Fatal(err)
	}
	if old, _ := os.ReadFile(path + ".previous"); !strings.Contains(string(old), `"a"`) {
		t.Errorf("keeping the same twice lost what was before: %s", old)
	}
	if runtime.GOOS == "windows" {
		return
	}
	err = filepath.WalkDir(dir, func(p string, d os.DirEntry, err error) error {
		if err != nil || p == dir {
			return err
		}
		info, err := d.Info()
		if want := map[bool]os.FileMode{true: 0o700, false: 0o600}[d.IsDir()]; err == nil && info.Mode().Perm() != want {
			t.Errorf("%s has mode %o", p, info.Mode().Perm())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestKeepWhereOthersAre: a file of the user's own making is replaced under its
// own name, and one that is about something else is not touched.
func TestKeepWhereOthersAre(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "policies/mine.json", `{"platform": "shop.example"}`)
	path, err := open(t, dir).Keep(shop("a"), nil, origin)
	if err != nil || filepath.Base(path) != "mine.json" {
		t.Fatalf("it went to %s, %v", path, err)
	}
	if k, ok := open(t, dir).Own("shop.example"); !ok || len(k.Policy.Cookies) != 1 {
		t.Errorf("it is kept as %+v", k)
	}
	put(t, dir, "policies/news.example.json", `{"platform": "other.example"}`)
	p := shop("a")
	p.Platform = "news.example"
	if _, err := open(t, dir).Keep(p, nil, origin); err == nil || !strings.Contains(err.Error(), "in the way") {
		t.Errorf("a policy for another host was written over: %v", err)
	}
}

// A policy whose document can't be kept is not kept either: it could not be read
// again.
func TestKeepWritesThePolicyLast(t *testing.T) {
	for _, folder := range []string{"documents", "origins"} {
		dir := t.TempDir()
		put(t, dir, "policies/"+folder, "a file in the way")
		if _, err := open(t, dir).Keep(shop("a"), []byte("the document"), origin); err == nil {
			t.Errorf("%s: it was kept", folder)
		}
		if _, ok := open(t, dir).Own("shop.example"); ok {
			t.Errorf("%s: there is a policy without its document", folder)
		}
	}
}

func TestKeepRefuses(t *testing.T) {
	dir := t.TempDir()
	for _, p := range []policy.Policy{{}, {Platform: "co.uk"}, {Platform: "../../etc"}, {Platform: "shop.example", Cookies: []policy.Declaration{{Category: "odd", Name: "x"}}}} {
		if _, err := open(t, dir).Keep(p, nil, origin); err == nil {
			t.Errorf("%+v was kept", p)
		}
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("what was refused left %v", left)
	}
}

func TestRemove(t *testing.T) {
	dir := t.TempDir()
	p := shop("a")
	p.Platform = "umami.opendatasoft.com"
	path, err := open(t, dir).Keep(p, []byte("x"), origin)
	if err != nil {
		t.Fatal(err)
	}
	at, again, err := open(t, dir).Remove("umami.opendatasoft.com")
	if err != nil || !again || at != path+".previous" {
		t.Fatalf("removed to %s, built in again %v, %v", at, again, err)
	}
	l := open(t, dir)
	if k, ok := l.Named("umami.opendatasoft.com"); !ok || !k.BuiltIn {
		t.Errorf("after that it is %+v", k)
	}
	if _, _, err := l.Remove("umami.opendatasoft.com"); err == nil || !strings.Contains(err.Error(), "built in") {
		t.Errorf("the built-in one was removed: %v", err)
	}
	if _, _, err := l.Remove("nobody.example"); err == nil {
		t.Error("one that is not there was removed")
	}
	// What was removed can be had back by its name.
	if err := os.Rename(at, path); err != nil {
		t.Fatal(err)
	}
	if _, ok := open(t, dir).Own("umami.opendatasoft.com"); !ok {
		t.Error("it can't be had back")
	}
}

func TestFacts(t *testing.T) {
	dir := t.TempDir()
	facts := shop("_x*")
	name, path, err := open(t, dir).KeepFacts("Open Cookie  Database (1).csv", facts, []byte("id,..."), origin)
	if err != nil || name != "open-cookie-database-1-csv" {
		t.Fatalf("kept as %q in %s, %v", name, path, err)
	}
	l := open(t, dir)
	if len(l.Facts()) != 1 || l.Facts()[0].Policy.Cookies[0].Name != "_x*" || l.Facts()[0].Policy.Platform != "" {
		t.Fatalf("the facts are %+v", l.Facts())
	}
	if o, ok := l.FactsOrigin(name); !ok || o != origin {
		t.Errorf("they came from %+v", o)
	}
	if l.For("shop.example") != nil {
		t.Error("facts became a policy")
	}
	if _, _, err := l.Remove(name); err != nil {
		t.Fatal(err)
	}
	if l := open(t, dir); len(l.Facts()) != 0 {
		t.Error("they were not removed")
	}
	put(t, dir, "catalogue/broken.json", `{"cookies": [{"name": ""}]}`)
	if _, err := Open(dir); err == nil || !strings.Contains(err.Error(), "broken.json") {
		t.Errorf("a broken file is told as %v", err)
	}
	for in, want := range map[string]string{"": "facts", "../../x": "x", "Ünï": "n", strings.Repeat("a", 99): strings.Repeat("a", 60)} {
		if got := factsName(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}
