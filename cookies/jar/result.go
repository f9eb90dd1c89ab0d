package jar

import (
	"errors"
	"time"

	"crumbs/cookies"
	"crumbs/cookies/journal"
)

// ErrNoEntry is an ID that the journal does not hold.
var ErrNoEntry = journal.ErrNoEntry

// ErrNothing is an undo with nothing left to undo.
var ErrNothing = errors.New("there is no deletion to undo")

// Result is what a deletion or an undo did.
type Result struct {
	ID      string // the journal entry's; "" if nothing was written
	Done    int    // cookies deleted or restored
	Skipped []Skip
	Stores  []StoreResult
	Import  bool // cookies were imported, or an import was undone
	Stopped bool // some were passed over because ctx had ended: nothing else was in their way
}

// Skip counts the cookies of one store that were passed over for one reason, as
// one sentence tells it.
type Skip struct {
	Store  string // path
	Reason cookies.Reason
	Count  int
	Words  string // one sentence for a person: which process, what to do
}

// StoreResult counts what was done in one store.
type StoreResult struct {
	Store string // path
	Was   string // of an undo: the path it had at the deletion, where that is another
	Count int
	Held  time.Duration // how long the store was locked against its browser
	Met   string        // one sentence about a browser that was started meanwhile; it knows what the store held before
}

// Entry is a deletion or an import that is remembered.
type Entry struct {
	ID       string
	Time     time.Time // UTC
	State    journal.State
	Deleted  int // cookies that went, put back since or not
	Imported int // cookies that came, taken out since or not; then none went
	Restored int
	Stores   []string // paths
	Sites    []string // registrable domains of what went, sorted
}

// Value is the opened value of a cookie, or why it can't be opened.
type Value struct {
	Bytes []byte
	Err   error // a short clause for "valueError"; nil if Bytes are the value
}

// skip notes that n cookies of a store were passed over, for a reason and in
// words; a note in the same words grows.
func (r *Result) skip(path string, reason cookies.Reason, n int, words string) {
	if n == 0 {
		return
	}
	r.Stopped = r.Stopped || words == stopped
	for i := range r.Skipped {
		if s := &r.Skipped[i]; s.Store == path && s.Reason == reason && s.Words == words {
			s.Count += n
			return
		}
	}
	r.Skipped = append(r.Skipped, Skip{Store: path, Reason: reason, Count: n, Words: words})
}

// wrote notes what a write to a store came to. Words say why rows were passed
// over where the whole store refused; "" is for reasons of single rows.
func (r *Result) wrote(path string, w cookies.Written, words string) {
	done := 0
	for _, reason := range w.Reasons {
		switch {
		case reason == cookies.ReasonNone:
			done++
		case words != "":
			r.skip(path, reason, 1, words)
		default:
			r.skip(path, reason, 1, wordsFor(reason))
		}
	}
	r.Done += done
	r.Stores = append(r.Stores, StoreResult{Store: path, Count: done, Held: w.Held})
}

// meet notes a browser that came while a store was written: a Chromium can't be
// kept out.
func (r *Result) meet(s *share) {
	last := len(r.Stores) - 1
	if last < 0 || r.Stores[last].Store != s.store.Path || r.Stores[last].Count == 0 {
		return
	}
	var p *cookies.Problem
	if errors.As(s.held.Free(), &p) && p.Condition.State == cookies.InUse {
		r.Stores[last].Met = p.Condition.Reason + ": it was started while this was written, and may go by what it read before until it is closed"
	}
}

// Unfit is what a [Skip] says of a cookie whose store has another form than when
// it was taken from it, after an update of its browser for one.
const Unfit = "it can't be put into the form that this store has now"

// wordsFor says what a row's reason means to a person.
func wordsFor(reason cookies.Reason) string {
	switch reason {
	case cookies.ReasonChanged:
		return "it is gone, or was set again, since it was shown"
	case cookies.ReasonNewer:
		return "its site has set it again since, and the newer one stays"
	case cookies.ReasonKept:
		return "it is on the keep list"
	case cookies.ReasonUnreadable:
		return Unfit
	}
	return string(reason)
}
