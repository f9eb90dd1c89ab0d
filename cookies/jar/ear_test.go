package jar

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fsnotify/fsnotify"

	"crumbs/cookies"
	"crumbs/cookies/find"
	"crumbs/cookies/sqlite/sqlitetest"
)

// heard is an ear whose notices a test makes, and when it tells of something.
type heard struct {
	*ear
	notices chan fsnotify.Event
	lost    chan error
	open    map[string]bool // folders that it listens to
	at      []time.Duration // when it told something
	list    []bool
}

// listening runs a test on an ear, with a clock that goes on when all wait.
// Folders of the name "far" are remote, those of the name "deaf" can't be
// listened to.
func listening(t *testing.T, test func(t *testing.T, h *heard)) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		h := &heard{notices: make(chan fsnotify.Event), lost: make(chan error), open: map[string]bool{}}
		h.ear = &ear{events: h.notices, errors: h.lost, safety: safety, beats: make(chan beat), follows: make(chan []*cookies.Store), deaf: true,
			remote: func(dir string) bool { return filepath.Base(dir) == "far" },
			listen: func(dir string, on bool) error {
				if filepath.Base(dir) == "deaf" {
					return errors.New("no space left on device")
				}
				h.open[dir] = on
				return nil
			}}
		go h.run(ctx)
		start := time.Now()
		go func() {
			for {
				select {
				case b := <-h.beats:
					h.at, h.list = append(h.at, time.Since(start)), append(h.list, b.list)
				case <-ctx.Done():
					return
				}
			}
		}()
		test(t, h)
	})
}

// pass lets time pass.
func pass(d time.Duration) {
	time.Sleep(d) // of the bubble's clock
	synctest.Wait()
}

func at(dirs ...string) (out []*cookies.Store) {
	for _, d := range dirs {
		out = append(out, &cookies.Store{Path: filepath.Join(d, "Cookies")})
	}
	return out
}

func TestEarHearsBursts(t *testing.T) {
	listening(t, func(t *testing.T, h *heard) {
		h.follow(t.Context(), at("/a", "/b"))
		if !h.open["/a"] || !h.open["/b"] {
			t.Fatalf("it listens to %v", h.open)
		}
		for range 10 { // one burst
			h.notices <- fsnotify.Event{Name: "/a/Cookies-journal", Op: fsnotify.Write}
			pass(time.Millisecond)
		}
		pass(time.Second)
		h.notices <- fsnotify.Event{Name: "/a/Cookies", Op: fsnotify.Chmod}
		h.notices <- fsnotify.Event{Name: "/a/places.sqlite", Op: fsnotify.Write}
		pass(time.Second)
		if !slices.Equal(h.at, []time.Duration{lull}) || h.list[0] {
			t.Errorf("a burst was told at %v, list %v; want once, after a lull", h.at, h.list)
		}
		h.notices <- fsnotify.Event{Name: "/b/Cookies", Op: fsnotify.Create}
		pass(time.Second)
		h.lost <- fsnotify.ErrEventOverflow
		pass(time.Second)
		if len(h.at) != 3 || !h.list[1] || !h.list[2] {
			t.Errorf("told at %v, list %v; want a new file and lost notices to be looked for", h.at, h.list)
		}
	})
}

// When nothing happens nothing wakes up but the slow look.
func TestEarRests(t *testing.T) {
	listening(t, func(t *testing.T, h *heard) {
		h.follow(t.Context(), at("/a"))
		for range 100 {
			h.notices <- fsnotify.Event{Name: "/a/places.sqlite-wal", Op: fsnotify.Write}
		}
		pass(3*safety + time.Second)
		if want := []time.Duration{safety, 2 * safety, 3 * safety}; !slices.Equal(h.at, want) {
			t.Errorf("it woke at %v, want %v", h.at, want)
		}
	})
}

// Where no notice comes it looks often, as long as there is such a place.
func TestEarLooks(t *testing.T) {
	for _, dir := range []string{"/mnt/far", "/deaf"} {
		listening(t, func(t *testing.T, h *heard) {
			h.follow(t.Context(), at("/a", dir))
			pass(relist*pulse + pulse/2)
			if len(h.at) != relist || !h.list[relist-1] || h.list[0] {
				t.Errorf("%s: it looked at %v, list %v", dir, h.at, h.list)
			}
			h.follow(t.Context(), at("/b"))
			h.at = nil
			pass(safety - time.Millisecond)
			if len(h.at) != 0 || h.open["/a"] || !h.open["/b"] {
				t.Errorf("%s: it looks on at %v, and listens to %v", dir, h.at, h.open)
			}
		})
	}
}

// The system's own notices: a write is told long before any slow look.
func TestChanges(t *testing.T) {
	s := chromiumStore(t, filepath.Join(t.TempDir(), "Default"), 2)
	j := testJar(t, s)
	var read Contents
	j.Load(t.Context(), []*cookies.Store{s}, func(c Contents) { read = c })
	ctx, stop := context.WithTimeout(t.Context(), calmly/2)
	defer stop()
	n := 0
	j.Changes(ctx, []*cookies.Store{s}, func(m map[string]Mark) {
		n++
		switch {
		case n == 1 && m[s.Path] == read.Mark:
			change(t, s, `DELETE FROM cookies WHERE name = 'name1'`)
		case n > 1 && m[s.Path] != read.Mark:
			stop()
		default:
			t.Errorf("told %v, read at %v", m, read.Mark)
		}
	})
	if n < 2 {
		t.Errorf("told %d times", n)
	}
}

// A Firefox that ends moves its session to another file: that is told as soon as
// it is there, and that the one before is gone.
func TestChangesOfWhereTheSessionIs(t *testing.T) {
	home := t.TempDir()
	profile := filepath.Join(home, ".mozilla", "firefox", "a.default")
	closed, running := cookies.SessionFiles()
	closed, running = filepath.Join(profile, closed), filepath.Join(profile, running)
	for _, path := range []string{filepath.Join(profile, "cookies.sqlite"), running} {
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte("x"), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	j := Open(Options{Places: find.At(home), State: t.TempDir(), Scratch: sqlitetest.Folder(t)})
	stores, err := j.Stores(t.Context())
	if err != nil || len(stores) != 2 {
		t.Fatalf("%d stores, %v; want the cookies and the session", len(stores), err)
	}
	ctx, stop := context.WithTimeout(t.Context(), calmly/2)
	defer stop()
	told := map[string]Mark{}
	j.Changes(ctx, stores, func(m map[string]Mark) {
		if len(told) == 0 {
			if err := os.Rename(running, closed); err != nil {
				t.Error(err)
			}
		}
		maps.Copy(told, m)
		if told[closed] != (Mark{}) && told[running] == (Mark{}) {
			stop()
		}
	})
	if told[closed] == (Mark{}) || told[running] != (Mark{}) {
		t.Errorf("told %v", told)
	}
}
