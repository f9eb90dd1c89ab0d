// Package journal remembers what was deleted, so that it can be put back: a
// plain head for each deletion, which history and settling after a crash read
// without any key, and a body of raw rows encrypted with age
// (age-encryption.org/v1), which only undo opens.
package journal

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"crumbs/cookies"
	"crumbs/cookies/private"
)

// Keep is how long an entry stays before [Journal.Expire] forgets it.
const Keep = 30 * 24 * time.Hour

// ErrNoEntry is an ID that the journal does not hold.
var ErrNoEntry = errors.New("no such deletion is remembered")

// Journal is a folder of entries. Opening one touches no file.
type Journal struct{ dir string }

// Open gives the journal in dir, which need not exist yet. With "" there is
// none: it is empty, and nothing can be written down.
func Open(dir string) *Journal { return &Journal{dir: dir} }

// Batch is what one store contributes to an entry.
type Batch struct {
	Store *cookies.Store
	Rows  cookies.Rows
	Live  bool // see [Share.Live]; the body does not keep it
}

// Lock keeps other programs from settling or changing entries until unlock is
// called. It waits as long as another crumbs is at work, a few seconds at most.
func (j *Journal) Lock() (unlock func(), err error) {
	if j.dir == "" {
		return nil, errors.New("there is no folder to remember deletions in: set HOME or XDG_STATE_HOME to a full path")
	}
	if err := private.Folder(j.dir); err != nil {
		return nil, err
	}
	unlock, err = private.Lock(filepath.Join(j.dir, "lock"), 10*time.Second)
	switch {
	case errors.Is(err, private.ErrLocked):
		return nil, fmt.Errorf("another crumbs is changing the journal in %s: wait for it to end", j.dir)
	case err != nil:
		return nil, fmt.Errorf("lock the journal in %s: %w", j.dir, err)
	}
	return unlock, nil
}

// Begin writes a deletion down before it happens: body and head are on disk
// when it returns, the body has been opened again and compared, and every row
// is [Pending]. The caller holds the lock. Sites are the registrable domains
// concerned.
func (j *Journal) Begin(now time.Time, batches []Batch, sites []string) (*Record, error) {
	return j.begin(now, batches, sites, false)
}

// BeginImport writes down likewise that rows are about to be put in.
func (j *Journal) BeginImport(now time.Time, batch Batch, sites []string) (*Record, error) {
	return j.begin(now, []Batch{batch}, sites, true)
}

func (j *Journal) begin(now time.Time, batches []Batch, sites []string, imports bool) (*Record, error) {
	if err := private.Folder(j.dir); err != nil {
		return nil, err
	}
	salt := make([]byte, 16)
	suffix := make([]byte, 3)
	_, _ = rand.Read(salt) // never fails: crypto/rand ends the program instead
	_, _ = rand.Read(suffix)
	r := &Record{
		journal: j,
		ID:      now.UTC().Format(idTime) + hex.EncodeToString(suffix),
		Time:    now.UTC(),
		Sites:   slices.Compact(slices.Sorted(slices.Values(sites))),
		Salt:    salt,
		Import:  imports,
	}
	for _, b := range batches {
		r.Stores = append(r.Stores, newShare(b, salt))
	}
	if err := j.writeBody(r.ID, batches); err != nil {
		return nil, err
	}
	if err := r.Save(); err != nil {
		_ = os.Remove(j.body(r.ID))
		return nil, err
	}
	return r, nil
}

// IDs gives the IDs of all entries, in no order, those that can't be read among
// them.
func (j *Journal) IDs() ([]string, error) {
	if j.dir == "" {
		return nil, nil
	}
	names, err := os.ReadDir(j.dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the journal: %w", err)
	}
	var out []string
	for _, n := range names {
		if id, ok := strings.CutSuffix(n.Name(), ".json"); ok && validID(id) {
			out = append(out, id)
		}
	}
	return out, nil
}

// List gives all entries, the newest first. An entry whose head can't be read
// is left out and reported in the error beside the others.
func (j *Journal) List() ([]*Record, error) {
	ids, err := j.IDs()
	if err != nil {
		return nil, err
	}
	var out []*Record
	var bad []error
	for _, id := range ids {
		r, err := j.Get(id)
		if err != nil {
			bad = append(bad, err)
			continue
		}
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b *Record) int {
		if c := b.Time.Compare(a.Time); c != 0 {
			return c
		}
		return strings.Compare(b.ID, a.ID)
	})
	return out, errors.Join(bad...)
}

// Get gives one entry. The error wraps [ErrNoEntry] if there is none of that ID.
func (j *Journal) Get(id string) (*Record, error) {
	if !validID(id) {
		return nil, fmt.Errorf("%q: %w", cookies.Visible(id), ErrNoEntry)
	}
	b, err := os.ReadFile(j.head(id))
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w", id, ErrNoEntry)
	}
	if err != nil {
		return nil, fmt.Errorf("read the journal: %w", err)
	}
	r := &Record{journal: j}
	if err := json.Unmarshal(b, r); err != nil {
		return nil, fmt.Errorf("%s is not a head of the journal: %w; move it away to go on without it", j.head(id), err)
	}
	for i := range r.Stores {
		r.Stores[i].Store = r.Stores[i].Packed.unpack()
	}
	if r.ID != id || !r.sound() {
		return nil, fmt.Errorf("%s does not fit together; move it away to go on without it", j.head(id))
	}
	return r, nil
}

// Forget removes an entry and what it was written in. Its head is renamed first,
// so that after a crash nobody takes half an entry for one that can be undone,
// and [Journal.Sweep] goes on with it. With the last entry goes the key: what a
// disk still holds of bodies that were forgotten opens for nobody. The caller
// holds the lock.
func (j *Journal) Forget(id string) error {
	if !validID(id) {
		return fmt.Errorf("%q: %w", cookies.Visible(id), ErrNoEntry)
	}
	going := filepath.Join(j.dir, forgotten+id)
	if err := os.Rename(j.head(id), going); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("forget deletion %s: %w", id, err)
	}
	for _, path := range []string{j.body(id), going} {
		if err := private.Erase(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("forget deletion %s: %w", id, err)
		}
	}
	return errors.Join(j.dropKey(), private.SyncFolder(j.dir))
}

// forgotten begins the name of the head of an entry that is being forgotten.
const forgotten = ".forgotten-"

// HalfForgotten reports whether a killed program left an entry that it was about
// to forget.
func (j *Journal) HalfForgotten() bool {
	if j.dir == "" {
		return false
	}
	names, _ := os.ReadDir(j.dir) // what can't be read shows elsewhere
	return slices.ContainsFunc(names, func(n os.DirEntry) bool { return strings.HasPrefix(n.Name(), forgotten) })
}

// dropKey erases the key if nothing needs it any more; the next deletion makes
// another.
func (j *Journal) dropKey() error {
	left, err := os.ReadDir(j.dir)
	if err != nil {
		return err
	}
	for _, n := range left {
		if end := filepath.Ext(n.Name()); end == ".age" || end == ".json" {
			return nil
		}
	}
	if err := private.Erase(filepath.Join(j.dir, "identity.txt")); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("forget the journal's key: %w", err)
	}
	return nil
}

// Expire forgets entries older than [Keep] at now. It spares what is pending or
// restored in part, and everything if an entry lies in the future: then the
// clock has been set back and no age can be trusted. An entry that can't be read
// stays too, and says nothing of the clock. The caller holds the lock.
func (j *Journal) Expire(now time.Time) error {
	ids, err := j.IDs()
	if err != nil {
		return err
	}
	var old []string
	future := now.Add(time.Minute)
	for _, id := range ids {
		switch at := TimeOf(id); {
		case at.After(future):
			if r, err := j.Get(id); err == nil && r.Time.After(future) {
				return nil
			}
		case now.Sub(at) > Keep && !at.IsZero():
			old = append(old, id)
		}
	}
	for _, id := range old { // to read those that stay took longer the more there are
		r, err := j.Get(id)
		if err != nil || now.Sub(r.Time) <= Keep || r.State() == Pending || r.State() == Partial {
			continue
		}
		if err := j.Forget(id); err != nil {
			return err
		}
	}
	return j.Sweep()
}

// Sweep removes what a killed program left: bodies that have no head, because
// nothing was deleted yet or they were to be forgotten, heads of those, and files
// that were not renamed yet. The caller holds the lock.
func (j *Journal) Sweep() error {
	names, err := os.ReadDir(j.dir)
	if err != nil {
		return err
	}
	for _, n := range names {
		id, ok := strings.CutSuffix(n.Name(), ".age")
		_, headErr := os.Lstat(j.head(id))
		stray := ok && validID(id) && errors.Is(headErr, os.ErrNotExist)
		if stray || strings.HasPrefix(n.Name(), ".crumbs-") || strings.HasPrefix(n.Name(), forgotten) {
			if err := private.Erase(filepath.Join(j.dir, n.Name())); err != nil {
				return err
			}
		}
	}
	return j.dropKey()
}

func (j *Journal) head(id string) string { return filepath.Join(j.dir, id+".json") }
func (j *Journal) body(id string) string { return filepath.Join(j.dir, id+".age") }

// idTime is how the time of an entry begins its ID.
const idTime = "20060102-150405-"

// TimeOf gives when an entry was made, in UTC and to the second, by its ID; the zero
// time for an ID that nobody made.
func TimeOf(id string) time.Time {
	at, err := time.Parse(idTime, id[:min(len(id), len(idTime))])
	if err != nil {
		return time.Time{}
	}
	return at
}

// validID keeps names that come from a command line inside the folder.
func validID(id string) bool {
	return id != "" && len(id) <= 64 && strings.IndexFunc(id, func(r rune) bool {
		return r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z')
	}) < 0
}
