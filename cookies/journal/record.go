package journal

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"hash"
	"time"
	"unicode/utf8"

	"crumbs/cookies"
	"crumbs/cookies/private"
)

// State is where an entry stands as a whole.
type State string

// The states of an entry, derived from those of its rows.
const (
	Pending State = "pending" // begun, and nobody has noted how it ended
	Done    State = "done"
	Undone  State = "undone"
	Partial State = "partial" // some of its rows were put back
)

// Fate is what became of one row, one letter in the head.
type Fate byte

// The fates of a row.
const (
	Removing  Fate = 'p' // about to be deleted
	Stayed    Fate = 's' // not deleted after all
	Removed   Fate = 'd'
	Restoring Fate = 'u' // about to be put back
	Restored  Fate = 'r'
	Newer     Fate = 'n' // not put back: the site had set the cookie again
	Told      Fate = 't' // put back by a running browser, which may not have written it yet
)

// Record is the plain head of an entry. It holds no name and no value of a
// cookie: rows appear as salted hashes only.
type Record struct {
	journal *Journal

	ID     string    `json:"id"`
	Time   time.Time `json:"time"`
	Sites  []string  `json:"sites"`
	Salt   []byte    `json:"salt"`
	Stores []Share   `json:"stores"`

	// Import is an entry of rows that were put in, not deleted. Its fates mean
	// the opposite: what is Removed was put in, and to restore is to take it out.
	Import bool `json:"import,omitempty"`
}

// Share is one store's part in an entry.
type Share struct {
	Store  cookies.Store `json:"-"`
	Packed packed        `json:"store"`  // the store as JSON can hold it
	Fates  string        `json:"fates"`  // one [Fate] a row, in the order of the body
	Keys   []byte        `json:"keys"`   // a salted hash of each row's key, hashSize bytes each
	Wholes []byte        `json:"wholes"` // and of each row's columns, rowid left out

	// Live is a share that a running browser was asked to change: its store
	// tells what became of it when the browser has closed.
	Live bool `json:"live,omitempty"`
}

// packed is a store as JSON can hold it: paths need not be UTF-8, and JSON would
// lose what is not.
type packed struct {
	cookies.Store
	Bytes *[3][]byte `json:"bytes,omitempty"` // path, folder and user-data folder, where one is no UTF-8
}

func pack(s cookies.Store) packed {
	p := packed{Store: s}
	if !utf8.ValidString(s.Path + "\n" + s.Folder + "\n" + s.UserData) {
		p.Bytes = &[3][]byte{[]byte(s.Path), []byte(s.Folder), []byte(s.UserData)}
	}
	return p
}

func (p packed) unpack() cookies.Store {
	s := p.Store
	if p.Bytes != nil {
		s.Path, s.Folder, s.UserData = string(p.Bytes[0]), string(p.Bytes[1]), string(p.Bytes[2])
	}
	return s
}

// hashSize is how many bytes of a hash the head keeps: enough to tell a store's
// rows apart, 2^64 being far from any store's size squared.
const hashSize = 8

func newShare(b Batch, salt []byte) Share {
	n := b.Rows.Len()
	s := Share{Live: b.Live, Store: *b.Store, Packed: pack(*b.Store), Keys: make([]byte, 0, n*hashSize), Wholes: make([]byte, 0, n*hashSize)}
	h := newHasher(salt, b.Rows.Columns)
	for i := range n {
		s.Keys = append(s.Keys, h.key(b.Rows.Keys[i])...)
		s.Wholes = append(s.Wholes, h.whole(b.Rows.Cells[i])...)
	}
	s.Fates = string(bytes.Repeat([]byte{byte(Removing)}, n))
	return s
}

// State sums up the fates of all rows.
func (r *Record) State() State {
	switch gone, back := r.Count(Removed), r.Back(); {
	case r.Count(Removing)+r.Count(Restoring) > 0:
		return Pending
	case gone == 0 && back+r.Count(Newer) > 0:
		return Undone
	case back > 0:
		return Partial
	}
	return Done
}

// Deleted is how many cookies the deletion took, put back or not.
func (r *Record) Deleted() int {
	n := 0
	for _, f := range []Fate{Removing, Removed, Restoring, Restored, Newer, Told} {
		n += r.Count(f)
	}
	return n
}

// Back is how many rows were put back.
func (r *Record) Back() int { return r.Count(Restored) + r.Count(Told) }

// Open reports whether the stores have still to tell what became of some rows.
func (r *Record) Open() bool {
	return r.Count(Removing)+r.Count(Restoring)+r.Count(Told) > 0
}

// Count is how many rows met this fate.
func (r *Record) Count(f Fate) int {
	n := 0
	for _, s := range r.Stores {
		n += bytes.Count([]byte(s.Fates), []byte{byte(f)})
	}
	return n
}

// Fate gives the fate of one row of a store's share.
func (s *Share) Fate(row int) Fate { return Fate(s.Fates[row]) }

// Set notes new fates: fate(row, old) for each row of share i. [Record.Save]
// makes them last.
func (r *Record) Set(i int, fate func(row int, old Fate) Fate) {
	fates := []byte(r.Stores[i].Fates)
	for row := range fates {
		fates[row] = byte(fate(row, Fate(fates[row])))
	}
	r.Stores[i].Fates = string(fates)
}

// Settle works out what became of the rows of share i that are Removing,
// Restoring or Told, from all rows that its store holds now, and reports whether
// anything was open. A row that is there as it was stayed, or is back. A row
// that is there otherwise may have been deleted and set again by its site:
// it counts as deleted, so that nothing is lost, and undo will find the newer.
// A browser that was killed before it wrote what it was told has lost it, so that
// it can be put back again; while it runs, all that is certain is that a Told row
// is back once the store has it with its new times.
func (r *Record) Settle(i int, now cookies.Rows, runs bool) bool {
	open := false
	for row := range r.Stores[i].Fates {
		f := r.Stores[i].Fate(row)
		open = open || f == Removing || f == Restoring || f == Told
	}
	if !open {
		return false
	}
	keys, wholes := map[string]bool{}, map[string]bool{}
	h := newHasher(r.Salt, now.Columns)
	for n := range now.Len() {
		keys[string(h.key(now.Keys[n]))] = true
		wholes[string(h.whole(now.Cells[n]))] = true
	}
	share := &r.Stores[i]
	r.Set(i, func(row int, old Fate) Fate {
		at := row * hashSize
		same := wholes[string(share.Wholes[at:at+hashSize])]
		there := keys[string(share.Keys[at:at+hashSize])]
		switch {
		case r.Import:
			return settledImport(old, there)
		case runs && old == Told && there && !same:
			return Restored
		case runs:
			return old
		case old == Told && there:
			return Restored
		case old == Told:
			return Removed
		case old == Removing && same:
			return Stayed
		case old == Removing:
			return Removed
		case old == Restoring && same:
			return Restored
		case old == Restoring && there:
			return Newer
		case old == Restoring:
			return Removed
		}
		return old
	})
	return true
}

// settledImport is Settle for a row of an import: it is in the store or not.
func settledImport(old Fate, there bool) Fate {
	switch {
	case old == Removing && there, old == Restoring && there:
		return Removed
	case old == Removing:
		return Stayed
	case old == Restoring:
		return Restored
	}
	return old
}

// Save writes the head: whole, or not at all.
func (r *Record) Save() error {
	b, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return private.WriteFile(r.journal.head(r.ID), append(b, '\n'))
}

// sound reports whether the parts of a head that was read fit together, so that
// no later step has to look again.
func (r *Record) sound() bool {
	for _, s := range r.Stores {
		n := len(s.Fates) * hashSize
		if len(s.Keys) != n || len(s.Wholes) != n || s.Store.Path == "" {
			return false
		}
		for i := range s.Fates {
			switch s.Fate(i) {
			case Removing, Stayed, Removed, Restoring, Restored, Newer, Told:
			default:
				return false
			}
		}
	}
	return true
}

// hasher makes the salted hashes of a head: HMAC-SHA-256 under the entry's
// salt, cut to hashSize, every part with its length before it.
type hasher struct {
	mac     hash.Hash
	columns []string
	skip    []bool // the rowid, which may be another one after a restore
	buf     []byte
}

func newHasher(salt []byte, columns []string) *hasher {
	h := &hasher{mac: hmac.New(sha256.New, salt), columns: columns, skip: make([]bool, len(columns))}
	for i, c := range columns {
		h.skip[i] = c == "rowid" || c == "id"
	}
	return h
}

func (h *hasher) key(k cookies.Key) []byte {
	b := h.buf[:0]
	for _, s := range []string{k.Host, k.Name, k.Path, k.Origin} {
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	if k.CrossSite {
		b = append(b, 1)
	}
	b = append(b, byte(k.Scheme))
	b = binary.BigEndian.AppendUint32(b, uint32(k.Port))
	return h.sum(b)
}

func (h *hasher) whole(cells []cookies.Cell) []byte {
	b := h.buf[:0]
	for i, c := range cells {
		if h.skip[i] {
			continue
		}
		b = append(b, h.columns[i]...)
		b = append(b, 0, byte(c.Kind))
		b = binary.BigEndian.AppendUint64(b, uint64(c.Int))
		b = binary.AppendUvarint(b, uint64(len(c.Bytes)))
		b = append(b, c.Bytes...)
	}
	return h.sum(b)
}

func (h *hasher) sum(b []byte) []byte {
	h.buf = b
	h.mac.Reset()
	h.mac.Write(b)
	return h.mac.Sum(nil)[:hashSize]
}
