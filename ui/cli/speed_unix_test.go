//go:build unix

package cli_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"

	"crumbs/cookies"
	"crumbs/cookies/anchor"
)

// peak is the most memory that a program had: `crumbs stats` against kooky's
// reading of the same store.
func (w whole) peak(b *testing.B, n int) {
	store := w.Of(b, cookies.Chromium, n)
	most := func(name string, args ...string) float64 {
		_, state := w.run(b, w.path(name), args...)
		kilo := 1024.0
		if runtime.GOOS == "darwin" {
			kilo = 1
		}
		return float64(state.SysUsage().(*syscall.Rusage).Maxrss) * kilo / 1e6
	}
	var ours, kooky float64
	for b.Loop() {
		kooky, ours = most("kooky", store), most("crumbs", "stats", "--store", store)
	}
	b.ReportMetric(ours/kooky, "ratio")
	b.ReportMetric(ours, "ours-MB")
	b.ReportMetric(kooky, "anchor-MB")
	b.ReportMetric(0, "ns/op")
}

// onTerminal measures the screen as a person at a terminal of 120 by 40 has it.
func (w whole) onTerminal(b *testing.B) {
	ends := []int{3_000, 1_000_000}
	anchor.Each(b, "FirstFrame", w.firstFrame, ends...)
	anchor.Each(b, "Rows", w.firstRows, 3_000)
	anchor.Each(b, "Key", w.keys, ends...)
	anchor.Each(b, "Step", w.step, 3_000)
	anchor.Each(b, "Held", w.held, 3_000)
	anchor.Each(b, "Idle", w.idle, 3_000)
	anchor.Each(b, "Filter", w.filter)
}

// quiet is how long nothing must come for a program to have finished. Bubble Tea
// draws each 8 ms, and fzf says each 100 ms how far it is.
const quiet = 250 * time.Millisecond

// seen is a program on a terminal: what it wrote, and when it did so last.
type seen struct {
	b       *testing.B
	cmd     *exec.Cmd
	file    *os.File
	started time.Time

	mu   sync.Mutex
	text bytes.Buffer
	last time.Time
	more chan struct{}
}

// on starts a program on a terminal of its own.
func (w whole) on(b *testing.B, stdin *os.File, name string, args ...string) *seen {
	b.Helper()
	s := &seen{b: b, cmd: exec.Command(name, args...), more: make(chan struct{}, 1)}
	s.cmd.Env = w.env
	terminal, tty, err := pty.Open()
	if err != nil {
		b.Fatal(err)
	}
	s.file = terminal
	if err := pty.Setsize(terminal, &pty.Winsize{Rows: 40, Cols: 120}); err != nil {
		b.Fatal(err)
	}
	s.cmd.Stdin, s.cmd.Stdout, s.cmd.Stderr = tty, tty, tty
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true, Ctty: 1}
	if stdin != nil {
		s.cmd.Stdin = stdin
	}
	s.started = time.Now()
	if err := s.cmd.Start(); err != nil {
		b.Fatal(err)
	}
	_ = tty.Close()
	go s.watch()
	return s
}

func (s *seen) watch() {
	for buf := make([]byte, 64<<10); ; {
		n, err := s.file.Read(buf)
		s.mu.Lock()
		s.text.Write(buf[:n])
		s.last = time.Now()
		s.mu.Unlock()
		select {
		case s.more <- struct{}{}:
		default:
		}
		if err != nil {
			return
		}
	}
}

// end takes the terminal away.
func (s *seen) end() {
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
	_ = s.file.Close()
}

// until waits for words on the screen, and gives when they came.
func (s *seen) until(words string) time.Time {
	s.b.Helper()
	for end := time.After(2 * time.Minute); ; {
		s.mu.Lock()
		text, at := s.text.String(), s.last
		s.mu.Unlock()
		if strings.Contains(text, words) {
			return at
		}
		select {
		case <-s.more:
		case <-end:
			s.b.Fatalf("%v never wrote %q, but %q", s.cmd.Args, words, text[max(0, len(text)-2000):])
		}
	}
}

// settle waits until nothing came for so long, and gives when it came last.
func (s *seen) settle(long time.Duration) time.Time {
	for {
		select {
		case <-s.more:
		case <-time.After(long):
			s.mu.Lock()
			defer s.mu.Unlock()
			return s.last
		}
	}
}

// press types, and gives how long it took until the screen was settled and how
// many bytes were written; 0 where nothing came.
func (s *seen) press(text string, long time.Duration) (time.Duration, int) {
	s.b.Helper()
	s.mu.Lock()
	before := s.text.Len()
	s.mu.Unlock()
	start := time.Now()
	if _, err := s.file.WriteString(text); err != nil {
		s.b.Fatal(err)
	}
	took := s.settle(long).Sub(start)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.text.Len() == before {
		return 0, 0
	}
	return took, s.text.Len() - before
}

// screen starts crumbs on a store, and waits until its rows are there.
func (w whole) screen(b *testing.B, n int) *seen {
	s := w.on(b, nil, w.path("crumbs"), "--store", w.Of(b, cookies.Chromium, n))
	s.until("NON-NEC")
	s.settle(quiet)
	return s
}

// firstFrame is from the start to the first frame, whatever there is to read,
// against a program that has nothing to read and nothing to show.
func (w whole) firstFrame(b *testing.B, n int) {
	store := w.Of(b, cookies.Chromium, n)
	anchor.Against(b, 3_000, func() time.Duration {
		s := w.on(b, nil, w.path("crumbs"), "--store", store)
		defer s.end()
		return s.until("quit").Sub(s.started)
	}, func() time.Duration {
		s := w.on(b, nil, w.path("bare"), "120")
		defer s.end()
		return s.until("bare ready").Sub(s.started)
	})
}

// firstRows is from the first frame to the rows.
func (w whole) firstRows(b *testing.B, n int) {
	store := w.Of(b, cookies.Chromium, n)
	var took []time.Duration
	for b.Loop() {
		s := w.on(b, nil, w.path("crumbs"), "--store", store)
		first := s.until("quit")
		took = append(took, s.until("NON-NEC").Sub(first))
		s.end()
	}
	b.ReportMetric(anchor.Millis(anchor.Median(took)), "ours-ms")
	b.ReportMetric(0, "ns/op")
}

// keys is from a key to its finished frame: steps and pages, at moments that
// have nothing to do with the frame rate.
func (w whole) keys(b *testing.B, n int) {
	s := w.screen(b, n)
	defer s.end()
	r := rand.New(rand.NewPCG(1, 2))
	var took []time.Duration
	for b.Loop() {
		for i := range 100 {
			key := []string{"j", "j", "\x1b[6~", "k", "j", "\x1b[6~", "\x1b[5~"}[i%7]
			if t, bytes := s.press(key, time.Duration(30+r.IntN(16))*time.Millisecond+time.Duration(r.IntN(1000))*time.Microsecond); bytes > 0 {
				took = append(took, t)
			}
		}
	}
	slices.Sort(took)
	b.ReportMetric(anchor.Millis(took[len(took)/2]), "median-ms/key")
	b.ReportMetric(anchor.Millis(took[len(took)*99/100]), "p99-ms/key")
	b.ReportMetric(0, "ns/op")
}

// list gives the store's hosts and names as lines in a file, for other programs.
func (w whole) list(b *testing.B, n int) string {
	path := filepath.Join(w.dir, fmt.Sprint("list-", n))
	if _, err := os.Stat(path); err == nil {
		return path
	}
	out, err := exec.Command(find(b, "sqlite3"), "-readonly", "-separator", " ", w.Of(b, cookies.Chromium, n), "select host_key, name from cookies").Output()
	if err == nil {
		err = os.WriteFile(path, out, 0o600)
	}
	if err != nil {
		b.Fatal(err)
	}
	return path
}

// fzf starts fzf on the store's hosts and names, and waits until it has them.
func (w whole) fzf(b *testing.B, n int, args ...string) *seen {
	name := find(b, "fzf")
	in, err := os.Open(w.list(b, n))
	if err != nil {
		b.Fatal(err)
	}
	defer in.Close() //nolint:errcheck // only read
	s := w.on(b, in, name, args...)
	s.until(fmt.Sprintf("%d/%d", n, n))
	s.settle(quiet)
	return s
}

// widen gives the terminal of a program another width.
func (s *seen) widen(columns uint16) {
	s.b.Helper()
	if err := pty.Setsize(s.file, &pty.Winsize{Rows: 40, Cols: columns}); err != nil {
		s.b.Fatal(err)
	}
	s.settle(quiet)
}

// step is the bytes that one step among the cookies of a site and one among the
// sites write, against those of a step in fzf: where nothing else follows the
// cursor, as in fzf, and beside the panes that show what is under it.
func (w whole) step(b *testing.B, n int) {
	s, f := w.screen(b, n), w.fzf(b, n)
	defer s.end()
	defer f.end()
	const steps = 10
	step := func(s *seen, key string) float64 {
		all := 0
		for range steps {
			_, n := s.press(key, 60*time.Millisecond)
			all += n
		}
		return float64(all) / steps
	}
	for b.Loop() {
		theirs := step(f, "\x0b") // up is where fzf's list goes
		s.widen(120)              // sites, cookies and detail
		sitesBeside := step(s, "j")
		s.press("\r", quiet)
		s.press("j", quiet)
		rowsBeside := step(s, "j")
		s.press("g", quiet)
		s.press("j", quiet)
		s.widen(100) // sites and cookies
		rows := step(s, "j")
		s.press("\x1b", quiet)
		s.widen(58) // sites
		sites := step(s, "j")
		b.ReportMetric(rows/theirs, "ratio")
		b.ReportMetric(sites/theirs, "ratio-of-sites")
		b.ReportMetric(rowsBeside/theirs, "ratio-with-detail")
		b.ReportMetric(sitesBeside/theirs, "ratio-of-sites-with-both")
		b.ReportMetric(rows, "ours-bytes")
		b.ReportMetric(theirs, "anchor-bytes")
	}
	b.ReportMetric(0, "ns/op")
}

// held is a key that was held down 300 times, until all is drawn, against less,
// and against a Bubble Tea program that does no more than count the keys.
func (w whole) held(b *testing.B, n int) {
	s, l, bare := w.screen(b, n), w.on(b, nil, find(b, "less"), w.list(b, n)), w.on(b, nil, w.path("bare"), "120")
	for _, s := range []*seen{s, l, bare} {
		defer s.end()
	}
	l.settle(quiet)
	bare.until("bare ready")
	down := func(s *seen) time.Duration {
		s.press("g", quiet)
		t, _ := s.press(strings.Repeat("j", 300), quiet)
		return t
	}
	var ours, least []time.Duration
	anchor.Against(b, 300_000, func() time.Duration {
		t := down(s)
		ours, least = append(ours, t), append(least, down(bare))
		return t
	}, func() time.Duration { return down(l) })
	b.ReportMetric(float64(anchor.Median(ours))/float64(anchor.Median(least)), "ratio-to-bare")
}

// idle is the processor's time and the wake-ups of a second in which nothing
// happens, against a program that shows one line at the same frame rate.
func (w whole) idle(b *testing.B, n int) {
	if runtime.GOOS != "linux" {
		b.Skip("only Linux tells how long a process ran")
	}
	s, bare := w.screen(b, n), w.on(b, nil, w.path("bare"), "120")
	defer s.end()
	defer bare.end()
	bare.until("bare ready")
	bare.settle(quiet)
	const long = 3 * time.Second
	var mine, other []time.Duration
	var wakes, wakesBare []float64
	for b.Loop() {
		before, wokeBefore := used(b, s.cmd.Process.Pid)
		beforeBare, wokeBeforeBare := used(b, bare.cmd.Process.Pid)
		_, bytes := s.press("", long)
		after, woke := used(b, s.cmd.Process.Pid)
		afterBare, wokeBare := used(b, bare.cmd.Process.Pid)
		mine, other = append(mine, after-before), append(other, afterBare-beforeBare)
		wakes = append(wakes, float64(woke-wokeBefore)/long.Seconds())
		wakesBare = append(wakesBare, float64(wokeBare-wokeBeforeBare)/long.Seconds())
		b.ReportMetric(float64(bytes), "ours-bytes")
	}
	b.ReportMetric(float64(anchor.Median(mine))/float64(anchor.Median(other)), "ratio")
	b.ReportMetric(anchor.Millis(anchor.Median(mine))/long.Seconds(), "ours-ms/s")
	b.ReportMetric(wakes[len(wakes)/2], "ours-wakes/s")
	b.ReportMetric(wakesBare[len(wakesBare)/2], "anchor-wakes/s")
	b.ReportMetric(0, "ns/op")
}

// used gives the time that a process's threads ran (proc(5), schedstat), and how
// often they waited for something.
func used(b *testing.B, pid int) (ran time.Duration, waits int) {
	b.Helper()
	tasks, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*", pid))
	if err != nil {
		b.Fatal(err)
	}
	for _, t := range tasks {
		times, err := os.ReadFile(t + "/schedstat")
		if err != nil {
			continue // a thread that ended
		}
		if f := strings.Fields(string(times)); len(f) > 0 {
			ns, _ := strconv.ParseInt(f[0], 10, 64)
			ran += time.Duration(ns)
		}
		status, _ := os.ReadFile(t + "/status")
		if _, rest, ok := strings.Cut(string(status), "\nvoluntary_ctxt_switches:\t"); ok {
			line, _, _ := strings.Cut(rest, "\n")
			n, _ := strconv.Atoi(line)
			waits += n
		}
	}
	return ran, waits
}

// filter is typing "session", each key to the settled screen, against fzf as it
// comes and as it is quickest: exact, and without sorting what it found.
func (w whole) filter(b *testing.B, n int) {
	s, fuzzy, exact := w.screen(b, n), w.fzf(b, n), w.fzf(b, n, "-e", "+s")
	for _, s := range []*seen{s, fuzzy, exact} {
		defer s.end()
	}
	s.press("/", quiet)
	typed := func(s *seen) (list []time.Duration) {
		for _, r := range "session" {
			if t, n := s.press(string(r), 2*quiet); n > 0 {
				list = append(list, t)
			}
		}
		for range "session" {
			s.press("\x7f", 2*quiet)
		}
		return list
	}
	var ours, theirs, quickest []time.Duration
	for b.Loop() {
		theirs, ours, quickest = append(theirs, typed(fuzzy)...), append(ours, typed(s)...), append(quickest, typed(exact)...)
	}
	mid := float64(anchor.Median(ours))
	b.ReportMetric(mid/float64(anchor.Median(quickest)), "ratio-to-exact")
	b.ReportMetric(mid/float64(anchor.Median(theirs)), "ratio-to-fuzzy")
	b.ReportMetric(anchor.Millis(anchor.Median(ours)), "median-ms/key")
	b.ReportMetric(anchor.Millis(slices.Max(ours)), "worst-ms/key")
	b.ReportMetric(anchor.Millis(anchor.Median(theirs)), "fuzzy-ms")
	b.ReportMetric(anchor.Millis(anchor.Median(quickest)), "exact-ms")
	b.ReportMetric(0, "ns/op")
}
