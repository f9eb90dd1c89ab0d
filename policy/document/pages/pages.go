// Package pages takes the text out of PDF files as it is laid out: lines in
// which what stands below one another on the page does so in the text. The
// format is read by github.com/ledongthuc/pdf, which panics on what it does not
// expect; here that is an error, and time, pages and text are bounded. It knows
// no policy.
package pages

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/ledongthuc/pdf"
)

// The bounds of a document.
const (
	maxPages  = 200
	maxGlyphs = 1 << 20
	maxStream = 8 << 20 // of a page's drawing, unpacked
	maxTime   = 5 * time.Second
)

// Line is a line of a page.
type Line struct {
	Page int     // from 1
	Text string  // "" for a gap
	Size float64 // of its largest letters, in points; 0 for a gap
}

// The errors that a person can do something about.
var (
	ErrEncrypted = errors.New("it is a PDF file that needs a password: open it and print it to a new file, or copy its text out")
	ErrNoText    = errors.New("it is a PDF file of pictures without text: its text has to be recognised first (OCR)")
	ErrSlow      = errors.New("it is a PDF file that can't be read in reasonable time: print it to a new file, or take its text out with `pdftotext -layout`")
)

// Is reports whether a file says that it is a PDF file.
func Is(b []byte) bool {
	return bytes.HasPrefix(bytes.TrimLeft(b[:min(len(b), 64)], "\ufeff \r\n\t"), []byte("%PDF-"))
}

// Read gives the lines of a PDF file.
func Read(b []byte) ([]Line, error) {
	type result struct {
		lines []Line
		err   error
	}
	done := make(chan result, 1)
	stop := time.Now().Add(maxTime)
	go func() {
		lines, err := read(b, stop)
		done <- result{lines, err}
	}()
	timer := time.NewTimer(maxTime + time.Second)
	defer timer.Stop()
	select {
	case r := <-done:
		return r.lines, r.err
	case <-timer.C:
		// The library goes around in circles. Nothing can stop it; the program
		// that asked does what it can without the file and ends.
		return nil, ErrSlow
	}
}

func read(b []byte, stop time.Time) (lines []Line, err error) {
	page := 0
	defer func() {
		if r := recover(); r != nil {
			lines = nil
			if e, ok := r.(error); ok && errors.Is(e, errStop) {
				err = ErrSlow
				return
			}
			err = damaged(page, r)
		}
	}()
	b = b[bytes.Index(b, []byte("%PDF-")):]
	r, err := pdf.NewReader(bytes.NewReader(b), int64(len(b)))
	switch {
	case errors.Is(err, pdf.ErrInvalidPassword), err != nil && bytes.Contains(b, []byte("/Encrypt")):
		return nil, ErrEncrypted
	case err != nil:
		return nil, damaged(0, err)
	}
	tree := &tree{}
	tree.walk(r.Trailer().Key("Root").Key("Pages"), pdf.Value{}, 0)
	switch {
	case tree.deep:
		return nil, damaged(0, "its pages go around in circles")
	case len(tree.leaves) == 0:
		return nil, damaged(0, "it has no pages")
	case len(tree.leaves) > maxPages:
		return nil, fmt.Errorf("it is a PDF file of more than %d pages: give those about cookies alone", maxPages)
	}
	left := maxGlyphs
	drawn := make([][]glyph, len(tree.leaves))
	for i, l := range tree.leaves {
		page = i + 1
		d := &drawing{left: &left, stop: stop}
		d.draw(l.page.Key("Contents"), l.resources, unit, 0)
		drawn[i] = d.glyphs
	}
	if lines = layout(drawn); len(lines) == 0 {
		return nil, ErrNoText
	}
	return lines, nil
}

// tree gathers the pages of a file (ISO 32000-1, section 7.7.3). The library
// would follow one that goes around in circles without end.
type tree struct {
	leaves []leaf
	nodes  int
	deep   bool
}

// leaf is a page, with the resources that it has or inherits.
type leaf struct{ page, resources pdf.Value }

func (t *tree) walk(v, resources pdf.Value, depth int) {
	if t.nodes++; depth > 40 || t.nodes > 20*maxPages {
		t.deep = true
	}
	if t.deep || len(t.leaves) > maxPages || v.Kind() != pdf.Dict {
		return
	}
	if own := v.Key("Resources"); !own.IsNull() {
		resources = own
	}
	kids := v.Key("Kids")
	if kids.IsNull() {
		t.leaves = append(t.leaves, leaf{v, resources})
		return
	}
	for i := range kids.Len() {
		t.walk(kids.Index(i), resources, depth+1)
	}
}

func damaged(page int, what any) error {
	where := ""
	if page > 0 {
		where = fmt.Sprintf(" on page %d", page)
	}
	return fmt.Errorf("it is a damaged PDF file%s (%.100v): print it to a new file, or take its text out with `pdftotext -layout`", where, what)
}

// errStop ends the reading of a page that takes too long.
var errStop = errors.New("out of time")

// small panics if a stream is too large to be text: the library unpacks it
// whole.
func small(v pdf.Value) {
	if v.Kind() == pdf.Array {
		for i := range min(v.Len(), 1000) {
			small(v.Index(i))
		}
		return
	}
	if v.Kind() != pdf.Stream {
		return
	}
	r := v.Reader()
	defer r.Close() //nolint:errcheck // only read
	if n, _ := io.Copy(io.Discard, io.LimitReader(r, maxStream+1)); n > maxStream {
		panic(errStop)
	}
}
