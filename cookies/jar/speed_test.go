package jar

import (
	"context"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/browserutils/kooky/browser/chrome"

	"crumbs/cookies"
	"crumbs/cookies/anchor"
	"crumbs/cookies/chromium"
	"crumbs/cookies/sqlite/sqlitetest"
)

// BenchmarkAnchor measures what is done with a store against other ways to do
// it: see the package anchor.
func BenchmarkAnchor(b *testing.B) {
	log.SetOutput(io.Discard) // kooky's
	s := speed{anchor.In(b)}
	anchor.Each(b, "Load", s.load)
	anchor.Each(b, "Heap", s.heap)
	anchor.Each(b, "Delete", s.delete)
	anchor.Each(b, "Values", s.values, 3_000, 30_000)
}

type speed struct{ *anchor.Stores }

// open gives a jar of one store, and reads it.
func (s speed) open(b *testing.B, path string) (*Jar, []cookies.Cookie) {
	b.Helper()
	j := Open(Options{Only: []string{path}, State: b.TempDir(), Scratch: sqlitetest.Folder(b)})
	return j, read(b, j)
}

func read(b *testing.B, j *Jar) []cookies.Cookie {
	b.Helper()
	stores, err := j.Stores(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	var all []cookies.Cookie
	j.Load(b.Context(), stores, func(c Contents) { all = c.Cookies })
	if all == nil {
		b.Fatal("the store can't be read")
	}
	return all
}

// load is the reading alone, without a verdict, against the kooky library's.
func (s speed) load(b *testing.B, n int) {
	path := s.Of(b, cookies.Chromium, n)
	j, _ := s.open(b, path)
	anchor.Against(b, n, func() time.Duration {
		return anchor.Took(func() { read(b, j) })
	}, func() time.Duration {
		return anchor.Took(func() {
			if list, err := chrome.ReadCookies(context.Background(), path); err != nil || len(list) != n {
				b.Fatal(len(list), err)
			}
		})
	})
}

// heap is what stays in memory of each cookie.
func (s speed) heap(b *testing.B, n int) {
	path := s.Of(b, cookies.Chromium, n)
	live := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	for b.Loop() {
		before := live()
		_, all := s.open(b, path)
		b.ReportMetric(float64(live()-before)/float64(n), "bytes/cookie")
		runtime.KeepAlive(all)
	}
	b.ReportMetric(0, "ns/op")
}

// delete is deleting a tenth of the cookies, 3,000 at most, with the journal and
// all syncs, against the shell's plain delete of the same rows; and the undo
// against the delete.
func (s speed) delete(b *testing.B, n int) {
	shell, err := exec.LookPath("sqlite3")
	if err != nil {
		b.Skip("the anchor, the sqlite3 shell, is not installed")
	}
	from, k := s.Of(b, cookies.Chromium, n), min(n/10, 3_000)
	dir := b.TempDir()
	ours, theirs := filepath.Join(dir, "ours"), filepath.Join(dir, "theirs")
	clone(b, from, ours)
	j, all := s.open(b, ours)
	var chosen []*cookies.Cookie
	for i := range k {
		chosen = append(chosen, &all[i*(n/k)])
	}
	ids, err := exec.Command(shell, from, "select rowid from cookies").Output()
	if err != nil {
		b.Fatal(err)
	}
	list := strings.Fields(string(ids))
	gone := make([]string, k)
	for i := range k {
		gone[i] = list[i*(n/k)]
	}
	script := filepath.Join(dir, "delete.sql")
	words := "PRAGMA secure_delete=ON; PRAGMA synchronous=FULL; DELETE FROM cookies WHERE rowid IN (" + strings.Join(gone, ",") + ");"
	if err := os.WriteFile(script, []byte(words), 0o600); err != nil {
		b.Fatal(err)
	}
	var undos, deletes []time.Duration
	anchor.Against(b, max(n, 30_000), func() time.Duration {
		took := anchor.Took(func() {
			if r, err := j.Delete(b.Context(), chosen); err != nil || r.Done != k {
				b.Fatal(r, err)
			}
		})
		deletes = append(deletes, took)
		undos = append(undos, anchor.Took(func() {
			if r, err := j.Undo(b.Context(), "", nil); err != nil || r.Done != k {
				b.Fatal(r, err)
			}
		}))
		return took
	}, func() time.Duration {
		clone(b, from, theirs)
		return anchor.Took(func() {
			if out, err := exec.Command(shell, theirs, ".read "+script).CombinedOutput(); err != nil {
				b.Fatalf("%v\n%s", err, out)
			}
		})
	})
	b.ReportMetric(float64(anchor.Median(undos))/float64(anchor.Median(deletes)), "undo-ratio")
	b.ReportMetric(anchor.Millis(anchor.Median(undos)), "undo-ms")
}

// clone copies a store.
func clone(b *testing.B, from, to string) {
	b.Helper()
	text, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, text, 0o600)
	}
	if err != nil {
		b.Fatal(err)
	}
}

// values is opening the values of all cookies: the key is derived once, and each
// host's hash is checked; once from the store on, and once of rows that were read.
// What a listing opens is none, which a test says.
func (s speed) values(b *testing.B, n int) {
	j, all := s.open(b, s.Of(b, cookies.Chromium, n))
	chosen := make([]*cookies.Cookie, len(all))
	for i := range all {
		chosen[i] = &all[i]
	}
	store, folder := all[0].Store, j.opts.Scratch
	rows, err := chromium.Format{}.Values(b.Context(), store, folder, nil)
	if err != nil {
		b.Fatal(err)
	}
	good := func(list []Value) {
		for _, v := range list {
			if v.Err != nil {
				b.Fatal(v.Err)
			}
		}
	}
	var took, opening []time.Duration
	for b.Loop() {
		took = append(took, anchor.Took(func() { good(j.Values(b.Context(), chosen)) }))
		opening = append(opening, anchor.Took(func() { good(j.valuesOf(b.Context(), store, folder, rows)) }))
	}
	b.ReportMetric(float64(anchor.Median(took).Nanoseconds())/float64(n), "ns/cookie")
	b.ReportMetric(float64(anchor.Median(opening).Nanoseconds())/float64(n), "opening-ns/cookie")
	b.ReportMetric(0, "ns/op")
}
