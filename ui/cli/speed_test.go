package cli_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"crumbs/cookies"
	"crumbs/cookies/anchor"
)

// whole are whole programs, from start to exit, and what they are run with.
type whole struct {
	*anchor.Stores
	dir string // of the programs
	env []string
}

// BenchmarkAnchor measures the program as people get it, from start to exit,
// against other programs: see the package anchor.
func BenchmarkAnchor(b *testing.B) {
	w := whole{Stores: anchor.In(b), dir: b.TempDir()}
	home := b.TempDir()
	w.env = []string{"HOME=" + home, "PATH=" + os.Getenv("PATH"), "TMPDIR=" + home, "TERM=xterm-256color"}
	w.build(b, "crumbs", "crumbs")
	for _, name := range []string{"hello", "bare", "kooky"} {
		w.build(b, name, "crumbs/ui/cli/testdata/anchors/"+name)
	}
	anchor.Each(b, "Stats", w.stats)
	anchor.Each(b, "Peak", w.peak)
	b.Run("Version", w.version)
	b.Run("Size", w.size)
	w.onTerminal(b)
}

// build builds a program of this module as it is released.
func (w whole) build(b *testing.B, name, what string) {
	b.Helper()
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", w.path(name), what)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("build: %v\n%s", err, out)
	}
}

func (w whole) path(name string) string { return filepath.Join(w.dir, name) }

// run runs a program; its output goes to the null device.
func (w whole) run(b *testing.B, name string, args ...string) (time.Duration, *os.ProcessState) {
	b.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env = w.env
	start := time.Now()
	if err := cmd.Run(); err != nil {
		b.Fatalf("%s %v: %v", name, args, err)
	}
	return time.Since(start), cmd.ProcessState
}

// find gives a program that is installed; without it there is no anchor.
func find(b *testing.B, name string) string {
	b.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		b.Skipf("the anchor, %s, is not installed", name)
	}
	return path
}

// stats is `crumbs stats` on one store, in which every cookie is read and
// sorted, against what the sqlite3 shell takes to print the same table.
func (w whole) stats(b *testing.B, n int) {
	shell, store := find(b, "sqlite3"), w.Of(b, cookies.Chromium, n)
	var ours, theirs []time.Duration // of the processor, which others' work does not make longer
	anchor.Against(b, n, func() time.Duration {
		took, state := w.run(b, w.path("crumbs"), "stats", "--store", store)
		ours = append(ours, state.UserTime()+state.SystemTime())
		return took
	}, func() time.Duration {
		took, state := w.run(b, shell, "-readonly", store, "select * from cookies")
		theirs = append(theirs, state.UserTime()+state.SystemTime())
		return took
	})
	b.ReportMetric(float64(anchor.Median(ours))/float64(anchor.Median(theirs)), "cpu-ratio")
}

// version is starting and nothing else, against a program that says hello.
func (w whole) version(b *testing.B) {
	var ours, hello []time.Duration
	for b.Loop() {
		h, _ := w.run(b, w.path("hello"))
		v, _ := w.run(b, w.path("crumbs"), "--version")
		hello, ours = append(hello, h), append(ours, v)
	}
	b.ReportMetric(anchor.Millis(anchor.Median(ours)-anchor.Median(hello)), "more-ms")
	b.ReportMetric(anchor.Millis(anchor.Median(hello)), "anchor-ms")
	b.ReportMetric(0, "ns/op")
}

// size is that of the stripped binary.
func (w whole) size(b *testing.B) {
	for b.Loop() {
		info, err := os.Stat(w.path("crumbs"))
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(info.Size())/1e6, "MB")
	}
	b.ReportMetric(0, "ns/op")
}
