// Package jar makes all stores on this machine one thing: it loads them side by
// side, deletes from them with the undo journal written first, puts back what
// was deleted, and settles what a crash left open.
package jar

import (
	"time"

	"crumbs/cookies"
)

// Contents is one store as it was read: its condition, and its cookies where it
// could be read. A store that can't be read has nil Cookies and a Condition
// that says why; an empty one has an empty, non-nil slice.
type Contents struct {
	Store     *cookies.Store
	Condition cookies.Condition
	Cookies   []cookies.Cookie
}

// Result is what a deletion or an undo did.
type Result struct {
	ID      string // the journal entry's; "" if nothing was written
	Done    int    // cookies deleted or restored
	Skipped []Skip
	Stores  []StoreResult
}

// Skip counts the cookies of one store that were passed over for one reason.
type Skip struct {
	Store  string // path
	Reason cookies.Reason
	Count  int
	Words  string // one sentence for a person: which process, what to do
}

// StoreResult counts what was done in one store.
type StoreResult struct {
	Store string // path
	Count int
	Held  time.Duration // how long the store was locked for writing
}

// Entry is a deletion that is remembered.
type Entry struct {
	ID      string
	Time    time.Time // UTC
	State   EntryState
	Deleted int
	Stores  []string // paths
	Sites   []string // registrable domains of what went, sorted
}

// EntryState is where a remembered deletion stands.
type EntryState string

// The states of an entry.
const (
	Pending EntryState = "pending" // begun; a crash may have left it so, the next start settles it
	Done    EntryState = "done"
	Undone  EntryState = "undone"
	Partial EntryState = "partial" // done or undone in part
)

// Value is the opened value of a cookie, or why it can't be opened.
type Value struct {
	Bytes []byte
	Err   error // a short clause for "valueError"; nil if Bytes are the value
}
