package demo_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"crumbs/cookies"
	"crumbs/cookies/chromium"
	"crumbs/cookies/demo"
	"crumbs/cookies/find"
	"crumbs/cookies/firefox"
	"crumbs/cookies/scratch"
)

// read gives every cookie of the stores that are found in a demo, by store.
func read(t *testing.T, dir string) map[string][]cookies.Cookie {
	t.Helper()
	folder := new(scratch.Folder)
	t.Cleanup(func() { _ = folder.Close() })
	out := map[string][]cookies.Cookie{}
	for _, s := range find.At(demo.Home(dir)).Stores(context.Background()) {
		add := func(part []cookies.Cookie) { out[s.Path] = append(out[s.Path], part...) }
		var err error
		switch s.Format {
		case cookies.Chromium:
			err = chromium.Format{}.Read(context.Background(), s, folder, add)
		case cookies.Firefox:
			err = firefox.Format{}.Read(context.Background(), s, folder, add)
		case cookies.FirefoxSession:
			err = firefox.Session{}.Read(context.Background(), s, folder, add)
		}
		if err != nil {
			t.Fatalf("%s: %v", s.Path, err)
		}
		slices.SortFunc(out[s.Path], func(a, b cookies.Cookie) int { return strings.Compare(a.ID().String(), b.ID().String()) })
	}
	return out
}

// TestMake holds the demo to what it is for: each kind of thing that crumbs
// shows is in it, and it looks alive at whatever time it is made.
func TestMake(t *testing.T) {
	for _, now := range []time.Time{time.Date(2026, 3, 29, 1, 30, 0, 0, time.UTC), time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC)} {
		dir := filepath.Join(t.TempDir(), "new")
		if err := demo.MakeAt(dir, now); err != nil {
			t.Fatal(err)
		}
		stores := read(t, dir)
		if len(stores) != 4 {
			t.Errorf("%d stores, want two Chromium profiles, a Firefox database and a session file", len(stores))
		}
		sites := map[string]bool{}
		var all, session, expired, partitioned, container, escaped, persistent int
		for _, list := range stores {
			for _, c := range list {
				all++
				sites[cookies.Registrable(c.Host)] = true
				if c.Session() {
					session++
				} else {
					persistent++
				}
				if c.Expired(now) {
					expired++
				}
				if c.PartitionKey() != "" {
					partitioned++
				}
				if c.Container() != "" {
					container++
				}
				if cookies.Visible(c.Name) != c.Name {
					escaped++
				}
				if c.Expires != 0 && c.Expires > cookies.FromTime(now.Add(400*24*time.Hour)) {
					t.Errorf("%s of %s lives for more than 400 days", cookies.Visible(c.Name), c.Host)
				}
				if c.Accessed > cookies.FromTime(now) || c.Updated > c.Accessed || c.Created > c.Updated {
					t.Errorf("%s of %s: created %v, updated %v, used %v, now %v", cookies.Visible(c.Name), c.Host,
						c.Created.Time(), c.Updated.Time(), c.Accessed.Time(), now)
				}
			}
		}
		if all < 120 || all > 200 || len(sites) < 30 {
			t.Errorf("%d cookies of %d sites, want 120 to 200 of at least 30", all, len(sites))
		}
		for what, n := range map[string]int{"session cookies": session, "expired cookies": expired, "partitioned cookies": partitioned,
			"cookies in containers": container, "hostile names": escaped} {
			if n == 0 || n > all/3 {
				t.Errorf("%d %s among %d", n, what, all)
			}
		}
	}
}

// TestMakeIsTheSame: cookies have the same times, names and sizes each time.
func TestMakeIsTheSame(t *testing.T) {
	now := time.Date(2026, 11, 23, 21, 0, 0, 0, time.UTC)
	var made [2]map[string][]cookies.Cookie
	for i := range made {
		dir := t.TempDir()
		if err := demo.MakeAt(dir, now); err != nil {
			t.Fatal(err)
		}
		made[i] = map[string][]cookies.Cookie{}
		for path, list := range read(t, dir) {
			rel, err := filepath.Rel(dir, path)
			if err != nil {
				t.Fatal(err)
			}
			for j := range list {
				list[j].Store, list[j].Place = nil, nil
			}
			slices.SortFunc(list, func(a, b cookies.Cookie) int { return strings.Compare(key(a), key(b)) })
			made[i][rel] = list
		}
	}
	for path, list := range made[0] {
		if !slices.Equal(list, made[1][path]) {
			t.Errorf("%s: two demos of one time differ", path)
		}
	}
}

func key(c cookies.Cookie) string { return c.Host + "\x00" + c.Name + "\x00" + c.Origin }

// TestMakeAgain: a demo is kept as it is, and what is none is not touched.
func TestMakeAgain(t *testing.T) {
	dir := t.TempDir()
	if err := demo.Make(dir); err != nil {
		t.Fatal(err)
	}
	before := files(t, dir)
	if err := demo.MakeAt(dir, time.Now().Add(time.Hour)); err != nil {
		t.Errorf("a second time: %v", err)
	}
	if after := files(t, dir); !slices.Equal(before, after) {
		t.Errorf("the second time changed it:\n%q\n%q", before, after)
	}
	if err := os.RemoveAll(demo.Home(dir)); err != nil { // as if it had been cut off
		t.Fatal(err)
	}
	if err := demo.Make(dir); err != nil || len(read(t, dir)) != 4 {
		t.Errorf("a demo that was cut off was not made whole: %v", err)
	}

	other := t.TempDir()
	if err := os.WriteFile(filepath.Join(other, "letter.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, place := range []string{other, filepath.Join(other, "letter.txt"), filepath.Join(dir, "home")} {
		if err := demo.Make(place); !errors.Is(err, demo.ErrNotDemo) {
			t.Errorf("Make(%s) = %v, want ErrNotDemo", place, err)
		}
	}
	if got := files(t, other); len(got) != 2 {
		t.Errorf("a folder of something else now holds %q", got)
	}
}

// files lists a folder with sizes and times of change.
func files(t *testing.T, dir string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err == nil {
			out = append(out, path+info.ModTime().String()+info.Mode().String())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestPrivate: others on the machine have no business in a demo either; its
// configuration and its journal lie there.
func TestPrivate(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "demo")
	if err := demo.Make(dir); err != nil {
		t.Fatal(err)
	}
	for _, line := range files(t, dir) {
		if mode := line[len(line)-9:]; mode != "rwx------" && mode != "rw-------" {
			t.Errorf("%s: others may look into it", line)
		}
	}
}
