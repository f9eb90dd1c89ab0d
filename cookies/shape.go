package cookies

import "hash/maphash"

// Shape is what a value looks like, without the value: which family of formats
// it is of, and what else can be said of it. It is made while a store is
// decoded, of values that lie in the store in plain; no value is kept for it.
// It is comparable. The zero Shape is a value that was not read.
type Shape struct {
	// Twin is alike for equal values of one run of the program and says
	// nothing else: the key of the hash is made anew for each run. It is 0 for
	// values that may be equal by chance.
	Twin   uint32
	Form   Form
	Marks  Marks
	Spread uint8 // sites in the store whose domains have a cookie of this name, see [Survey]
}

// Marks are things that hold of a value of any form.
type Marks uint8

// The marks. The last two are facts of the whole store, see [Survey].
const (
	HasTime   Marks = 1 << iota // a Unix time of 2014 or later, in seconds or milliseconds
	HasPage                     // an address of a page
	HasID                       // a UUID or 16 and more hexadecimal digits
	Escaped                     // percent-encoding
	Renamed                     // another cookie of the store has this value under another name
	Elsewhere                   // another cookie of the store has this value on another site's domain
)

// twinKey keys the hash of values. It never leaves the process.
var twinKey = maphash.MakeSeed()

// What a value needs for its equality to mean something.
const (
	twinLength  = 8
	twinVariety = 5 // different bytes
)

// ShapeOf gives the shape of a value. Values longer than 4096 bytes, which
// browsers refuse (RFC 6265bis, section 5.7), are judged by their beginning. It
// does not keep the value.
func ShapeOf(value []byte) Shape {
	value = value[:min(len(value), 4096)]
	f := survey(value)
	s := Shape{Form: f.form(), Marks: f.marks}
	if len(value) >= twinLength && f.variety() >= twinVariety && s.Form.identifies() {
		s.Twin = uint32(maphash.Bytes(twinKey, value)) | 1
	}
	return s
}

// identifies reports whether equal values of the form are of one making.
func (f Form) identifies() bool {
	switch f {
	case Locale, Currency, Country, Word, Phrase, Date, Seconds, Millis, Page, Host, Path, Version, Settings, Answer, TCString:
		return false
	}
	return true
}
