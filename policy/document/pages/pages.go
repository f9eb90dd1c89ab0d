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
	n := r.NumPage()
	if n < 1 {
		return nil, damaged(0, "it has no pages")
	}
	if n > maxPages {
		return nil, fmt.Errorf("it is a PDF file of %d pages: give those about cookies alone", n)
	}
	left := maxGlyphs
	for page = 1; page <= n; page++ {
		d := &drawing{left: &left, stop: stop}
		p := r.Page(page)
		if p.V.IsNull() {
			continue
		}
		d.draw(p.V.Key("Contents"), p.Resources(), p, 0)
		lines = append(lines, layout(d.glyphs, page)...)
	}
	for _, l := range lines {
		if l.Text != "" {
			return lines, nil
		}
	}
	return nil, ErrNoText
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
