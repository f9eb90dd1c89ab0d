//go:build unix

package jar

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/coder/websocket"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"crumbs/cookies"
	"crumbs/cookies/devtools"
	"crumbs/cookies/journal"
	"crumbs/cookies/sqlite/sqlitetest"
)

// standIn is the variable under which this program is a Firefox that runs on the
// profile it names, and knows the cookies of firefoxStore.
const standIn = "CRUMBS_TEST_FIREFOX"

func TestMain(m *testing.M) {
	if dir := os.Getenv(standIn); dir != "" {
		if err := beFirefox(dir); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// emptied is a file in the profile of a stand-in that knows no cookies but those
// it is told to set, none of which it ever writes.
const emptied = "emptied"

// beFirefox locks the profile, says its port, and serves until its input ends.
// After it was told to delete something it answers no more.
func beFirefox(dir string) error {
	f, err := os.OpenFile(filepath.Join(dir, ".parentlock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	if err := unix.FcntlFlock(f.Fd(), unix.F_SETLK, &unix.Flock_t{Type: unix.F_WRLCK}); err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	port := l.Addr().(*net.TCPAddr).Port
	if err := os.WriteFile(filepath.Join(dir, "WebDriverBiDiServer.json"), fmt.Appendf(nil, `{"ws_host": "127.0.0.1", "ws_port": %d}`, port), 0o600); err != nil {
		return err
	}
	fmt.Println(port)
	gone := map[string]bool{}
	if _, err := os.Stat(filepath.Join(dir, emptied)); err == nil {
		gone = map[string]bool{"name0": true, "name1": true, "name2": true}
	}
	serve := func(w http.ResponseWriter, r *http.Request) { steered(w, r, gone) }
	go http.Serve(l, http.HandlerFunc(serve)) //nolint:errcheck,gosec // it ends with the program
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

func steered(w http.ResponseWriter, r *http.Request, gone map[string]bool) {
	conn, err := websocket.Accept(w, r, nil)
	if err != nil {
		return // asked for a page
	}
	defer conn.CloseNow() //nolint:errcheck // the other side has gone
	for {
		_, text, err := conn.Read(r.Context())
		if err != nil {
			return
		}
		var command struct {
			ID     int    `json:"id"`
			Method string `json:"method"`
			Params struct {
				Filter struct{ Name string }
				Cookie struct{ Name string }
			} `json:"params"`
		}
		if json.Unmarshal(text, &command) != nil || command.Method == "storage.deleteCookies" {
			return
		}
		delete(gone, command.Params.Cookie.Name)
		result := map[string]any{"ready": true}
		if command.Method == "storage.getCookies" {
			list := []any{}
			for k := range 3 {
				name := fmt.Sprintf("name%d", k)
				if want := command.Params.Filter.Name; !gone[name] && (want == "" || want == name) {
					list = append(list, map[string]any{"name": name, "domain": fmt.Sprintf("h%d.test", k), "path": "/", "secure": true, "httpOnly": true,
						"expiry": 1_900_000_000, "value": map[string]any{"type": "string", "value": "planted-secret"}})
				}
			}
			result["cookies"] = list
		}
		answer, _ := json.Marshal(map[string]any{"id": command.ID, "result": result})
		if conn.Write(r.Context(), websocket.MessageText, answer) != nil {
			return
		}
	}
}

// startFirefox runs the stand-in and gives its port, and what ends it.
func startFirefox(t *testing.T, dir string) (port int, stop func()) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), standIn+"="+dir)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	stop = func() {
		_ = in.Close()
		_ = cmd.Wait()
	}
	t.Cleanup(stop)
	if _, err := fmt.Fscan(bufio.NewReader(out), &port); err != nil {
		t.Fatal(err)
	}
	return port, stop
}

// A browser that goes silent in the middle: what it was asked for stays open
// until it has closed, whatever its store says before; then the store tells, and
// what is gone can be brought back.
func TestBrowserGoesSilent(t *testing.T) {
	s := firefoxStore(t, filepath.Join(t.TempDir(), "p.default"), 3)
	j := testJar(t, s)
	before := raw(t, j, s)
	chosen := load(t, j, s)
	port, stop := startFirefox(t, s.Folder)
	b, err := devtools.Find(t.Context(), port)
	if err != nil {
		t.Fatal(err)
	}
	res, err := j.Delete(t.Context(), chosen)
	if err != nil || res.Done != 0 || res.ID != "" || res.Skipped[0].Reason != cookies.ReasonInUse {
		t.Fatalf("without it: %+v, %v", res, err)
	}
	res, err = j.DeleteThrough(t.Context(), b, chosen, false)
	if err != nil || res.Done != 0 || res.ID == "" || len(res.Skipped) == 0 || res.Skipped[0].Reason != cookies.ReasonUnreadable {
		t.Fatalf("through it: %+v, %v", res, err)
	}
	if got := settled(t, j); got != journal.Pending {
		t.Errorf("while the browser runs the deletion is %s", got)
	}
	if _, err := j.Undo(t.Context(), "", nil); err == nil || !strings.Contains(err.Error(), "still runs") {
		t.Errorf("undo while it is open: %v", err)
	}
	stop()
	f, err := formatOf(s)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Remove(t.Context(), s, sqlitetest.Folder(t), pick(before, []int{0, 2}), free); err != nil { // as the browser did
		t.Fatal(err)
	}
	if got := settled(t, j); got != journal.Done {
		t.Errorf("after the browser closed the deletion is %s", got)
	}
	res, err = j.Undo(t.Context(), "", nil)
	if err != nil || res.Done != 2 {
		t.Errorf("undo: %+v, %v", res, err)
	}
	if diff := cmp.Diff(before, raw(t, j, s)); diff != "" {
		t.Errorf("after undo: %s", diff)
	}
}

// settled settles the journal and gives the state of its one entry.
func settled(t *testing.T, j *Jar) journal.State {
	t.Helper()
	if err := j.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	list, err := j.History(t.Context())
	if err != nil || len(list) != 1 {
		t.Fatalf("%+v, %v", list, err)
	}
	return list[0].State
}

// A deletion that a browser left open, and whose store went with its profile, can
// never be settled: it does not hold up the undo of those before it.
func TestBrowserGoesSilentAndItsProfileGoes(t *testing.T) {
	s, other := firefoxStore(t, filepath.Join(t.TempDir(), "p.default"), 3), firefoxStore(t, filepath.Join(t.TempDir(), "q.default"), 3)
	j := testJar(t, s, other)
	before := raw(t, j, other)
	if res, err := j.Delete(t.Context(), load(t, j, other)); err != nil || res.Done != 3 {
		t.Fatalf("delete: %+v, %v", res, err)
	}
	chosen := load(t, j, s)
	port, stop := startFirefox(t, s.Folder)
	b, err := devtools.Find(t.Context(), port)
	if err != nil {
		t.Fatal(err)
	}
	through, err := j.DeleteThrough(t.Context(), b, chosen, false)
	if err != nil || through.ID == "" {
		t.Fatalf("through it: %+v, %v", through, err)
	}
	if _, err := j.Undo(t.Context(), "", nil); err == nil || !strings.Contains(err.Error(), "still runs") {
		t.Errorf("undo while it runs: %v", err)
	}
	stop()
	if err := os.RemoveAll(s.Folder); err != nil {
		t.Fatal(err)
	}
	res, err := j.Undo(t.Context(), "", nil)
	if err != nil || res.Done != 3 || len(res.Skipped) != 1 || !strings.Contains(res.Skipped[0].Words, through.ID) {
		t.Errorf("undo: %+v, %v", res, err)
	}
	if diff := cmp.Diff(before, raw(t, j, other)); diff != "" {
		t.Errorf("after undo: %s", diff)
	}
}

// A browser that is killed before it wrote what it was told to set again: what is
// not in its store then can be brought back once more.
func TestBrowserIsKilledBeforeItWrites(t *testing.T) {
	s := firefoxStore(t, filepath.Join(t.TempDir(), "p.default"), 3)
	j := testJar(t, s)
	before := raw(t, j, s)
	if res, err := j.Delete(t.Context(), load(t, j, s)); err != nil || res.Done != 3 {
		t.Fatalf("delete: %+v, %v", res, err)
	}
	if err := os.WriteFile(filepath.Join(s.Folder, emptied), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	port, stop := startFirefox(t, s.Folder)
	b, err := devtools.Find(t.Context(), port)
	if err != nil {
		t.Fatal(err)
	}
	if res, err := j.UndoThrough(t.Context(), b, "", nil); err != nil || res.Done != 3 {
		t.Fatalf("undo through it: %+v, %v", res, err)
	}
	if got := settled(t, j); got != journal.Undone {
		t.Errorf("while the browser runs the deletion is %s", got)
	}
	if _, err := j.Undo(t.Context(), "", nil); !errors.Is(err, ErrNothing) {
		t.Errorf("undo once more while it runs: %v", err)
	}
	stop()
	if got := settled(t, j); got != journal.Done {
		t.Errorf("after the browser was killed the deletion is %s", got)
	}
	if res, err := j.Undo(t.Context(), "", nil); err != nil || res.Done != 3 {
		t.Errorf("undo: %+v, %v", res, err)
	}
	if diff := cmp.Diff(before, raw(t, j, s)); diff != "" {
		t.Errorf("after undo: %s", diff)
	}
}

// Each of two browsers that run is asked about its own store, on the port that it
// announces; a store whose browser announces none is left.
func TestDeleteThroughOwn(t *testing.T) {
	s, other := firefoxStore(t, filepath.Join(t.TempDir(), "p.default"), 3), firefoxStore(t, filepath.Join(t.TempDir(), "q.default"), 3)
	j := testJar(t, s, other)
	chosen := append(load(t, j, s), load(t, j, other)...)
	startFirefox(t, s.Folder)
	startFirefox(t, other.Folder)
	if _, err := os.Stat("/proc/net/tcp"); err != nil {
		return // what a browser announces is believed only where the system agrees
	}
	asked := func() []string {
		t.Helper()
		res, err := j.DeleteThroughOwn(t.Context(), chosen)
		if err != nil {
			t.Fatal(err)
		}
		var of []string // the stand-in goes silent when it is asked
		for _, s := range res.Skipped {
			if s.Reason == cookies.ReasonUnreadable {
				of = append(of, s.Store)
			}
		}
		slices.Sort(of)
		return slices.Compact(of)
	}
	if got := asked(); len(got) != 2 {
		t.Errorf("both listen, and asked were %q", got)
	}
	if err := os.Remove(filepath.Join(other.Folder, "WebDriverBiDiServer.json")); err != nil {
		t.Fatal(err)
	}
	if got := asked(); len(got) != 1 || got[0] != s.Path {
		t.Errorf("one announces its port, and asked were %q", got)
	}
}

// Nothing is asked of a browser about a store that is not its own.
func TestBrowserOfAnotherStore(t *testing.T) {
	s, other := firefoxStore(t, filepath.Join(t.TempDir(), "p.default"), 3), firefoxStore(t, filepath.Join(t.TempDir(), "q.default"), 3)
	j := testJar(t, s, other)
	chosen := load(t, j, s)
	port, _ := startFirefox(t, s.Folder)
	otherPort, _ := startFirefox(t, other.Folder)
	b, err := devtools.Find(t.Context(), otherPort)
	if err != nil {
		t.Fatal(err)
	}
	if err := j.Serves(t.Context(), b, other); err != nil {
		t.Errorf("its own store: %v", err)
	}
	if _, err := os.Stat("/proc/net/tcp"); err == nil { // elsewhere two stores of the same cookies look alike
		res, err := j.DeleteThrough(t.Context(), b, chosen, false)
		if err != nil || res.Done != 0 || len(res.Skipped) != 1 || !strings.Contains(res.Skipped[0].Words, fmt.Sprintf("listens on port %d", otherPort)) {
			t.Errorf("port %d, the store's is %d: %+v, %v", otherPort, port, res, err)
		}
	}
}
