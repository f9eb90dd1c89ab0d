package journal_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crumbs/cookies"
	"crumbs/cookies/journal"
)

var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

func store(path string) *cookies.Store {
	return &cookies.Store{Browser: "chromium", Profile: "Default", Path: path, Format: cookies.Chromium}
}

// rows makes n rows with every storage class, bytes that are no UTF-8 and a
// secret that must never be written in clear.
func rows(n int) cookies.Rows {
	r := cookies.Rows{Schema: 24, Columns: []string{"rowid", "host_key", "name", "value", "encrypted_value", "odd", "real"}}
	for i := range n {
		host, name := fmt.Sprintf(".h%d.test", i%7), fmt.Sprintf("n%d\xff\x9b\u202e<&>", i)
		r.Keys = append(r.Keys, cookies.Key{Host: host, Name: name, Path: "/", Origin: "https://shop.test", CrossSite: i%2 == 0, Scheme: 2, Port: -1})
		r.Cells = append(r.Cells, []cookies.Cell{
			cookies.IntegerCell(int64(i) - 3), cookies.TextCell([]byte(host)), cookies.TextCell([]byte(name)),
			cookies.TextCell([]byte("planted-secret")), cookies.BlobCell([]byte{0, 1, 0xfe, byte(i)}[:i%4]), cookies.NullCell(), cookies.RealCell(1.5e300),
		})
	}
	return r
}

func begin(t *testing.T, j *journal.Journal, at time.Time, n int) *journal.Record {
	t.Helper()
	r, err := j.Begin(at, []journal.Batch{{Store: store("/a"), Rows: rows(n)}}, []string{"h.test", "a.test", "h.test"})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// settle gives the rows that are open the fate f and saves.
func finish(t *testing.T, r *journal.Record, f journal.Fate) {
	t.Helper()
	r.Set(0, func(int, journal.Fate) journal.Fate { return f })
	if err := r.Save(); err != nil {
		t.Fatal(err)
	}
}

func TestRowsComeBackExactly(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "journal")
	j := journal.Open(dir)
	want := []journal.Batch{{Store: store("/a"), Rows: rows(50)}, {Store: store("/b"), Rows: rows(3)}}
	want[1].Store.Path, want[1].Store.Folder = "/home/\xe9/b", "/home/\xe9" // a path in Latin-1
	want[0].Rows.Cells[7][3] = cookies.TextCell(nil)
	want[0].Rows.Cells[8][4] = cookies.BlobCell(nil)
	r, err := j.Begin(noon, want, nil)
	if err != nil {
		t.Fatal(err)
	}
	if r, err := journal.Open(dir).Get(r.ID); err != nil || r.Stores[1].Store != *want[1].Store {
		t.Errorf("the head gives the store as %+v, %v", r.Stores[1].Store, err)
	}
	got, err := journal.Open(dir).Rows(r.ID)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" { // by Cell.Equal: no bytes are no bytes
		t.Errorf("what comes back is not what was written (-want +got):\n%s", d)
	}
}

func TestNothingInClear(t *testing.T) {
	dir := t.TempDir()
	begin(t, journal.Open(dir), noon, 20)
	names, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range names {
		b, err := os.ReadFile(filepath.Join(dir, n.Name()))
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"planted-secret", "n1\xff", "h1.test"} {
			if bytes.Contains(b, []byte(secret)) {
				t.Errorf("%s holds %q in clear", n.Name(), secret)
			}
		}
		info, err := n.Info()
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %o", n.Name(), info.Mode().Perm())
		}
	}
}

func TestStates(t *testing.T) {
	for _, test := range []struct {
		fates string
		want  journal.State
		took  int
	}{
		{"ppp", journal.Pending, 3},
		{"ddp", journal.Pending, 3},
		{"ddu", journal.Pending, 3},
		{"dds", journal.Done, 2},
		{"ddr", journal.Partial, 3},
		{"rrr", journal.Undone, 3},
		{"rrn", journal.Undone, 3},
		{"nnn", journal.Undone, 3},
		{"ddn", journal.Done, 3},
	} {
		r := begin(t, journal.Open(t.TempDir()), noon, 3)
		r.Set(0, func(row int, _ journal.Fate) journal.Fate { return journal.Fate(test.fates[row]) })
		if r.State() != test.want || r.Deleted() != test.took {
			t.Errorf("%s: %s with %d deleted, want %s with %d", test.fates, r.State(), r.Deleted(), test.want, test.took)
		}
	}
}

// A head settled from the store's rows alone tells what happened, row by row.
func TestSettle(t *testing.T) {
	all := rows(4)
	changed := rows(4)
	for i := range changed.Cells {
		changed.Cells[i][3] = cookies.TextCell([]byte("set again"))
		changed.Cells[i][0] = cookies.IntegerCell(99)
	}
	moved := rows(4)
	for i := range moved.Cells {
		moved.Cells[i][0] = cookies.IntegerCell(int64(1000 + i))
	}
	pick := func(r cookies.Rows, which ...int) cookies.Rows {
		out := cookies.Rows{Schema: r.Schema, Columns: r.Columns}
		for _, i := range which {
			out.Keys, out.Cells = append(out.Keys, r.Keys[i]), append(out.Cells, r.Cells[i])
		}
		return out
	}
	for _, test := range []struct {
		name string
		was  journal.Fate
		now  cookies.Rows
		runs bool
		want string
	}{
		{"never happened", journal.Removing, all, false, "ssss"},
		{"happened", journal.Removing, pick(all), false, "dddd"},
		{"happened but for one that had changed", journal.Removing, pick(changed, 2), false, "dddd"},
		{"never happened, other rows about", journal.Removing, pick(all, 3, 2, 1, 0), false, "ssss"},
		{"happened, and its browser runs", journal.Removing, pick(all), true, "pppp"},
		{"put back under other rowids", journal.Restoring, moved, false, "rrrr"},
		{"not put back", journal.Restoring, pick(all), false, "dddd"},
		{"put back but for newer ones", journal.Restoring, changed, false, "nnnn"},
		{"put back, and its browser runs", journal.Restoring, moved, true, "uuuu"},
		{"a browser was told, and wrote two", journal.Told, pick(changed, 1, 3), false, "drdr"},
		{"a browser was told, and has them still as they were", journal.Told, moved, false, "rrrr"},
		{"a browser was told that runs, and wrote two", journal.Told, pick(changed, 1, 3), true, "trtr"},
		{"a browser was told that runs, and has not written yet what it deleted", journal.Told, moved, true, "tttt"},
	} {
		t.Run(test.name, func(t *testing.T) {
			j := journal.Open(t.TempDir())
			r := begin(t, j, noon, 4)
			finish(t, r, test.was)
			r, err := j.Get(r.ID)
			if err != nil {
				t.Fatal(err)
			}
			if !r.Open() || !r.Settle(0, test.now, test.runs) {
				t.Fatal("nothing was open")
			}
			if r.Stores[0].Fates != test.want {
				t.Errorf("fates %s, want %s", r.Stores[0].Fates, test.want)
			}
			if again := r.Settle(0, test.now, test.runs); again != r.Open() || again && !test.runs {
				t.Error("settled twice")
			}
		})
	}
}

// Of an import it counts whether the rows are there, whatever they hold.
func TestSettleImport(t *testing.T) {
	all, none := rows(3), rows(3)
	none.Keys, none.Cells = nil, nil
	for _, test := range []struct {
		name string
		was  journal.Fate
		now  cookies.Rows
		want string
	}{
		{"put in", journal.Removing, all, "ddd"},
		{"not put in", journal.Removing, none, "sss"},
		{"being taken out, and still there", journal.Restoring, all, "ddd"},
		{"taken out", journal.Restoring, none, "rrr"},
	} {
		j := journal.Open(t.TempDir())
		r, err := j.BeginImport(noon, journal.Batch{Store: store("/a"), Rows: rows(3)}, nil)
		if err != nil {
			t.Fatal(err)
		}
		finish(t, r, test.was)
		if !r.Settle(0, test.now, false) || r.Stores[0].Fates != test.want {
			t.Errorf("%s: fates %s, want %s", test.name, r.Stores[0].Fates, test.want)
		}
	}
}

// Firefox's rows have an "id" where Chromium's have a rowid: it is another after
// a restore, and the row is the same.
func TestSettleKnowsRowsByMoreThanTheirID(t *testing.T) {
	made := func(id int64, value string) cookies.Rows {
		return cookies.Rows{Schema: 17, Columns: []string{"id", "value"}, Keys: []cookies.Key{{Host: "a.test", Name: "n", Path: "/"}},
			Cells: [][]cookies.Cell{{cookies.IntegerCell(id), cookies.TextCell([]byte(value))}}}
	}
	for _, test := range []struct {
		now  cookies.Rows
		want string
	}{{made(9, "x"), "r"}, {made(1, "y"), "n"}} {
		j := journal.Open(t.TempDir())
		r, err := j.Begin(noon, []journal.Batch{{Store: store("/a"), Rows: made(1, "x")}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		finish(t, r, journal.Restoring)
		if !r.Settle(0, test.now, false) || r.Stores[0].Fates != test.want {
			t.Errorf("fate %s, want %s", r.Stores[0].Fates, test.want)
		}
	}
}

func TestListIsNewestFirst(t *testing.T) {
	j := journal.Open(t.TempDir())
	for _, h := range rand.Perm(8) {
		begin(t, j, noon.Add(time.Duration(h)*time.Hour), 1)
	}
	records, err := j.List()
	if err != nil || len(records) != 8 {
		t.Fatalf("%d records, %v", len(records), err)
	}
	for i := 1; i < len(records); i++ {
		if records[i].Time.After(records[i-1].Time) {
			t.Errorf("%s stands after %s", records[i].ID, records[i-1].ID)
		}
	}
	if d := cmp.Diff([]string{"a.test", "h.test"}, records[0].Sites); d != "" {
		t.Error(d)
	}
}

func TestExpire(t *testing.T) {
	setup := func(t *testing.T) (*journal.Journal, map[string]string) {
		j := journal.Open(t.TempDir())
		ids := map[string]string{}
		for name, fates := range map[string]string{"done": "dd", "undone": "rr", "pending": "pp", "partial": "dr"} {
			r := begin(t, j, noon, 2)
			r.Set(0, func(row int, _ journal.Fate) journal.Fate { return journal.Fate(fates[row]) })
			if err := r.Save(); err != nil {
				t.Fatal(err)
			}
			ids[r.ID] = name
		}
		return j, ids
	}
	left := func(t *testing.T, j *journal.Journal, ids map[string]string) string {
		records, err := j.List()
		if err != nil {
			t.Fatal(err)
		}
		there := map[string]bool{}
		for _, r := range records {
			there[ids[r.ID]] = true
		}
		got := ""
		for _, name := range []string{"done", "undone", "pending", "partial"} {
			if there[name] {
				got += "|" + name
			}
		}
		return got
	}
	for _, test := range []struct {
		name string
		now  time.Time
		want string
	}{
		{"young", noon.Add(29 * 24 * time.Hour), "|done|undone|pending|partial"},
		{"old", noon.Add(31 * 24 * time.Hour), "|pending|partial"},
		{"clock set back", noon.Add(-40 * 24 * time.Hour), "|done|undone|pending|partial"},
	} {
		t.Run(test.name, func(t *testing.T) {
			j, ids := setup(t)
			if err := j.Expire(test.now); err != nil {
				t.Fatal(err)
			}
			if got := left(t, j, ids); got != test.want {
				t.Errorf("left are %s, want %s", got, test.want)
			}
		})
	}
}

// One entry from the future says that the clock was wrong once: no age is trusted.
func TestExpireSparesAllForOneOfTheFuture(t *testing.T) {
	j := journal.Open(t.TempDir())
	now := noon.Add(40 * 24 * time.Hour)
	finish(t, begin(t, j, noon, 1), journal.Removed)
	future := begin(t, j, now.Add(time.Hour), 1)
	finish(t, future, journal.Removed)
	for _, want := range []int{2, 0} {
		if err := j.Expire(now); err != nil {
			t.Fatal(err)
		}
		left, err := j.List()
		if err != nil || len(left) != want {
			t.Fatalf("%d are left, %v; want %d", len(left), err, want)
		}
		if err := j.Forget(future.ID); err != nil {
			t.Fatal(err)
		}
	}
}

// A head that can't be read says nothing of the clock, whatever its name: it must
// not stop the others from being forgotten.
func TestExpireInSpiteOfADamagedHeadOfTheFuture(t *testing.T) {
	for _, text := range []string{"", "{"} {
		dir := t.TempDir()
		j := journal.Open(dir)
		old := begin(t, j, noon, 1)
		finish(t, old, journal.Removed)
		head := filepath.Join(dir, "20990101-000000-abcdef.json")
		if err := os.WriteFile(head, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := j.Expire(noon.Add(40 * 24 * time.Hour)); err != nil {
			t.Fatal(err)
		}
		if _, err := j.Get(old.ID); !errors.Is(err, journal.ErrNoEntry) {
			t.Errorf("beside a head of %q the old entry stays: %v", text, err)
		}
		if _, err := os.Stat(head); err != nil {
			t.Errorf("the head of %q is gone: %v", text, err)
		}
	}
}

// What the name of an entry says of its age is not enough to forget it.
func TestExpireAsksTheHead(t *testing.T) {
	j := journal.Open(t.TempDir())
	now := noon.Add(40 * 24 * time.Hour)
	r := begin(t, j, noon, 1)
	r.Time = now.Add(-time.Hour)
	finish(t, r, journal.Removed)
	if err := j.Expire(now); err != nil {
		t.Fatal(err)
	}
	if _, err := j.Get(r.ID); err != nil {
		t.Errorf("an entry an hour old by its head is gone: %v", err)
	}
}

func TestForgetRemovesTheBytes(t *testing.T) {
	dir := t.TempDir()
	j := journal.Open(dir)
	r := begin(t, j, noon, 2)
	if err := j.Forget(r.ID); err != nil {
		t.Fatal(err)
	}
	if names, _ := filepath.Glob(filepath.Join(dir, r.ID+"*")); len(names) > 0 {
		t.Errorf("left behind: %v", names)
	}
	if _, err := j.Get(r.ID); !errors.Is(err, journal.ErrNoEntry) {
		t.Errorf("got %v, want ErrNoEntry", err)
	}
}

// Killed between body and head: nothing was deleted, and the body goes with the
// next sweep, but never the body of an entry whose head is merely unreadable.
// Forgetting that ends half way leaves no entry that looks as if it could be
// undone, and the next sweep ends it.
func TestForgettingIsCutOff(t *testing.T) {
	dir := t.TempDir()
	j := journal.Open(dir)
	r := begin(t, j, noon, 20)
	finish(t, r, journal.Removed)
	body := filepath.Join(dir, r.ID+".age")
	if err := errors.Join(os.Rename(body, body+"x"), os.MkdirAll(filepath.Join(body, "in", "the way"), 0o700)); err != nil {
		t.Fatal(err)
	}
	if err := j.Forget(r.ID); err == nil {
		t.Fatal("a folder was erased like a file")
	}
	if list, err := j.List(); err != nil || len(list) != 0 || !j.HalfForgotten() {
		t.Errorf("%d entries are listed, %v", len(list), err)
	}
	if err := errors.Join(os.RemoveAll(body), os.Rename(body+"x", body), j.Sweep()); err != nil {
		t.Fatal(err)
	}
	if names, err := os.ReadDir(dir); err != nil || len(names) != 0 || j.HalfForgotten() {
		t.Errorf("left: %v, %v", names, err)
	}
}

func TestExpireSweepsBodiesWithoutHead(t *testing.T) {
	dir := t.TempDir()
	j := journal.Open(dir)
	stray, broken := begin(t, j, noon, 1), begin(t, j, noon, 1)
	if err := os.Remove(filepath.Join(dir, stray.ID+".json")); err != nil {
		t.Fatal(err)
	}
	if err := j.Expire(noon); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, stray.ID+".age")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the stray body is still there: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, broken.ID+".json"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := j.Expire(noon); err != nil {
		t.Errorf("a head that is no JSON holds up the others: %v", err)
	}
	if _, err := j.List(); err == nil {
		t.Error("a head that is no JSON went unsaid")
	}
	if _, err := os.Stat(filepath.Join(dir, broken.ID+".age")); err != nil {
		t.Errorf("the body of an entry with a broken head is gone: %v", err)
	}
}

func TestLostKeyStopsDeletions(t *testing.T) {
	dir := t.TempDir()
	j := journal.Open(dir)
	begin(t, j, noon, 1)
	key := filepath.Join(dir, "identity.txt")
	if err := os.Remove(key); err != nil {
		t.Fatal(err)
	}
	batch := []journal.Batch{{Store: store("/a"), Rows: rows(1)}}
	if _, err := j.Begin(noon, batch, nil); err == nil {
		t.Error("a second key was made although the first is needed")
	}
	if err := os.WriteFile(key, []byte("AGE-SECRET-KEY-1BROKEN\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := j.Begin(noon, batch, nil)
	if err == nil || strings.Contains(err.Error(), "BROKEN") {
		t.Errorf("a broken key gives %v; want an error that does not quote it", err)
	}
	if records, _ := j.List(); len(records) != 1 {
		t.Errorf("%d entries, want the first alone", len(records))
	}
}

func TestDamagedEntriesAreErrors(t *testing.T) {
	dir := t.TempDir()
	j := journal.Open(dir)
	r := begin(t, j, noon, 5)
	path := filepath.Join(dir, r.ID+".age")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(whole); i += 37 {
		bad := bytes.Clone(whole)
		bad[i] ^= 0x40
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := j.Rows(r.ID); err == nil {
			t.Errorf("byte %d flipped, and nobody noticed", i)
		}
		if err := os.WriteFile(path, whole[:i], 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := j.Rows(r.ID); err == nil {
			t.Errorf("cut at %d, and nobody noticed", i)
		}
	}
}

func TestIDsStayInTheFolder(t *testing.T) {
	j := journal.Open(t.TempDir())
	for _, id := range []string{"", "..", "../x", "a/b", "A", "x.json", strings.Repeat("a", 65), "a\x00b"} {
		if _, err := j.Get(id); !errors.Is(err, journal.ErrNoEntry) {
			t.Errorf("Get(%q): %v", id, err)
		}
		if err := j.Forget(id); !errors.Is(err, journal.ErrNoEntry) {
			t.Errorf("Forget(%q): %v", id, err)
		}
	}
}

func TestLockIsExclusive(t *testing.T) {
	dir := t.TempDir()
	unlock, err := journal.Open(dir).Lock()
	if err != nil {
		t.Fatal(err)
	}
	got := make(chan error)
	go func() {
		second, err := journal.Open(dir).Lock()
		if err == nil {
			second()
		}
		got <- err
	}()
	select {
	case err := <-got:
		t.Fatalf("a second lock was given while the first was held: %v", err)
	default:
	}
	unlock()
	if err := <-got; err != nil {
		t.Fatal(err)
	}
}

func FuzzHead(f *testing.F) {
	f.Add([]byte(`{"id":"a","time":"2026-03-04T12:00:00Z","stores":[{"store":{"Path":"/a"},"fates":"p","keys":"AAAAAAAAAAA=","wholes":"AAAAAAAAAAA="}]}`))
	f.Add([]byte(`{"id":"a","stores":[{"fates":"pp"}]}`))
	f.Fuzz(func(t *testing.T, head []byte) {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "a.json"), head, 0o600); err != nil {
			t.Fatal(err)
		}
		r, err := journal.Open(dir).Get("a")
		if err != nil {
			return
		}
		for i := range r.Stores {
			r.Settle(i, rows(2), false)
		}
		if r.State() == journal.Pending {
			t.Errorf("still pending after all stores were settled: %q", head)
		}
	})
}
