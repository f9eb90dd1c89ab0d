package catalogue

import (
	"fmt"
	"strings"
	"sync/atomic"
)

// file is a file of the catalogue.
type file struct{ name, text string }

// line is a fact as it stands in a file.
type line struct {
	name   string // what it is found by
	text   string // all of it; "" of a fact that is in no file
	number int    // from 1
	in     *file
}

// lines adds the lines of a file that hold facts. An error says which of them has
// not so many parts.
func (f *file) lines(out []line, parts int) ([]line, error) {
	n := 0
	for text := range strings.SplitSeq(f.text, "\n") {
		n++
		text = strings.TrimSpace(text)
		if text == "" || text[0] == '#' {
			continue
		}
		l := line{text: text, number: n, in: f}
		if have := strings.Count(text, "|") + 1; have != parts {
			return nil, l.wrong(fmt.Errorf("%d parts, not %d", have, parts))
		}
		l.name = strings.TrimSpace(text[:strings.IndexByte(text, '|')])
		out = append(out, l)
	}
	return out, nil
}

// wrong says where the line is that an error is about.
func (l line) wrong(err error) error {
	return fmt.Errorf("catalogue: %s, line %d: %w", l.in.name, l.number, err)
}

// fields divides the line at |.
func (l line) fields() (f [entryParts]string) {
	i := 0
	for part := range strings.SplitSeq(l.text, "|") {
		f[i] = strings.TrimSpace(part)
		i++
	}
	return f
}

// facts are lines of one kind, each of which is read when it is first asked for.
// They may be used by several goroutines at once.
type facts[T any] struct {
	lines []line
	met   []atomic.Pointer[T] // those that were read
	read  func(line) (T, error)
}

// unmet gives the same lines with none of them read.
func (f facts[T]) unmet() facts[T] {
	f.met = make([]atomic.Pointer[T], len(f.lines))
	return f
}

// at gives a fact, always the same one; nil for a line that can't be read, which
// there is none of in what [Read] gives and in what crumbs carries.
func (f *facts[T]) at(i int32) *T {
	if t := f.met[i].Load(); t != nil {
		return t
	}
	t, err := f.read(f.lines[i])
	if err != nil {
		return nil
	}
	f.met[i].CompareAndSwap(nil, &t) // another goroutine's may be there already
	return f.met[i].Load()
}

// check reads all lines. An error says which of them can't be read and why.
func (f *facts[T]) check() error {
	for _, l := range f.lines {
		if _, err := f.read(l); err != nil {
			return l.wrong(err)
		}
	}
	return nil
}

// all gives all facts in the order of the files.
func (f *facts[T]) all() []T {
	out := make([]T, 0, len(f.met))
	for i := range f.met {
		if t := f.at(int32(i)); t != nil {
			out = append(out, *t)
		}
	}
	return out
}
