package cookies

import (
	"bytes"
	"math"
	"time"
)

// Rows are rows of a store exactly as they lie there: every column, nothing
// opened, nothing converted. They are what a deletion writes down before it
// deletes and what undo puts back.
type Rows struct {
	Schema  int      // Chromium's meta version or Firefox's user_version
	Columns []string // alike for all rows; "rowid" is first where the table has no column of its own for it
	Keys    []Key    // of each row
	Cells   [][]Cell // Cells[i][j] is column j of the row with Keys[i]
}

// Len is the number of rows.
func (r Rows) Len() int { return len(r.Keys) }

// Kind is the storage class of a cell, as SQLite names them.
type Kind byte

// The storage classes (sqlite.org, "Datatypes In SQLite", section 2).
const (
	Null    Kind = 'n'
	Integer Kind = 'i'
	Real    Kind = 'r'
	Text    Kind = 't'
	Blob    Kind = 'b'
)

// Cell is one value of a row with its storage class.
type Cell struct {
	Kind  Kind
	Int   int64  // of an Integer; the IEEE 754 bits of a Real
	Bytes []byte // of a Text, which need not be UTF-8, or a Blob
}

// IntegerCell makes an integer cell. The zero Cell is no cell, NullCell a NULL.
func IntegerCell(v int64) Cell { return Cell{Kind: Integer, Int: v} }

// RealCell makes a floating-point cell.
func RealCell(v float64) Cell { return Cell{Kind: Real, Int: int64(math.Float64bits(v))} }

// TextCell makes a text cell.
func TextCell(v []byte) Cell { return Cell{Kind: Text, Bytes: v} }

// BlobCell makes a blob cell.
func BlobCell(v []byte) Cell { return Cell{Kind: Blob, Bytes: v} }

// NullCell makes a NULL.
func NullCell() Cell { return Cell{Kind: Null} }

// Float gives the value of a Real.
func (c Cell) Float() float64 { return math.Float64frombits(uint64(c.Int)) }

// Equal reports whether two cells hold the same value in the same class.
func (c Cell) Equal(d Cell) bool {
	return c.Kind == d.Kind && c.Int == d.Int && bytes.Equal(c.Bytes, d.Bytes)
}

// Reason is why a cookie was passed over by a deletion or an undo; the words
// are those of the contract's "skipped".
type Reason string

// The reasons. ReasonNone is a cookie that was deleted or restored.
const (
	ReasonNone       Reason = ""
	ReasonInUse      Reason = "in-use"
	ReasonLocked     Reason = "locked"
	ReasonReadOnly   Reason = "read-only"
	ReasonDamaged    Reason = "damaged"
	ReasonChanged    Reason = "changed" // no longer what was chosen
	ReasonNewer      Reason = "newer"   // the site set it again meanwhile
	ReasonKept       Reason = "kept"    // on the keep list
	ReasonLogin      Reason = "login"   // looks like the user's sign-in
	ReasonShared     Reason = "shared"  // other sites use it too
	ReasonUnreadable Reason = "unreadable"
)

// Written is what a write to one store came to.
type Written struct {
	Reasons []Reason      // one a row, ReasonNone where the row was removed or restored
	Held    time.Duration // how long the store was locked against its browser
}
