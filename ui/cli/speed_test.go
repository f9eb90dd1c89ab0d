package cli_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"crumbs/cookies"
	"crumbs/cookies/demo"
)

// BenchmarkAnchorStats measures `crumbs stats` on one store, the whole process
// from start to exit, against what the sqlite3 shell takes to print the same
// table. Both run in turn in one go, because machines are noisy; the ratio of
// the medians is what counts:
//
//	go test ./ui/cli -run '^$' -bench AnchorStats -benchtime 20x
func BenchmarkAnchorStats(b *testing.B) {
	shell, err := exec.LookPath("sqlite3")
	if err != nil {
		b.Skip("the anchor, the sqlite3 shell, is not installed")
	}
	crumbs := filepath.Join(b.TempDir(), "crumbs")
	build := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", crumbs, "crumbs")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("build: %v\n%s", err, out)
	}
	home := b.TempDir()
	run := func(b *testing.B, name string, args ...string) time.Duration {
		cmd := exec.Command(name, args...)
		cmd.Env = []string{"HOME=" + home, "PATH=" + os.Getenv("PATH"), "TMPDIR=" + home}
		start := time.Now()
		if err := cmd.Run(); err != nil { // its output goes to the null device
			b.Fatalf("%s %v: %v", name, args, err)
		}
		return time.Since(start)
	}
	for _, n := range []int{3_000, 30_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			store := filepath.Join(b.TempDir(), "Cookies")
			if err := demo.Fill(store, cookies.Chromium, n); err != nil {
				b.Fatal(err)
			}
			var ours, anchor []time.Duration
			for b.Loop() {
				anchor = append(anchor, run(b, shell, "-readonly", store, "select * from cookies"))
				ours = append(ours, run(b, crumbs, "stats", "--store", store))
			}
			slices.Sort(ours)
			slices.Sort(anchor)
			mid, base := ours[len(ours)/2], anchor[len(anchor)/2]
			b.ReportMetric(float64(mid)/float64(base), "ratio")
			b.ReportMetric(float64(mid.Microseconds())/1000, "crumbs-ms")
			b.ReportMetric(float64(base.Microseconds())/1000, "sqlite3-ms")
		})
	}
}
