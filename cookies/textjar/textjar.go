// Package textjar reads and writes cookie jars that are text files with a line
// for each cookie: cookies.txt as curl, wget, lynx and dillo keep it, and the
// files of w3m, ELinks and KDE. They differ in what a line looks like and in
// nothing else.
//
// A deletion takes the lines of its cookies out of the file and leaves every
// other byte as it is: comments, lines that no one can read, line endings, a
// missing one at the end. Undo puts the lines back where they were, and right
// after a deletion the file is what it was, byte for byte.
package textjar

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"crumbs/cookies"
	"crumbs/cookies/replace"
	"crumbs/cookies/scratch"
)

// Format is all formats of text jars; the store says which.
type Format struct{}

// The columns of a row. A row is a key with all lines that have it: most
// programs leave an old line behind where files were put together by hand, and
// to take one of them alone would bring up the other.
const (
	rowid = iota // where the lines were, see [spots]
	text         // the lines, with a line feed between them
	value        // of the one that counts
)

func columns() []string { return []string{"rowid", "line", "value"} }

// Read hands the store's cookies to add, one for each key. Errors of the store
// are [*cookies.Problem].
func (Format) Read(ctx context.Context, s *cookies.Store, _ *scratch.Folder, add func([]cookies.Cookie)) error {
	j, err := open(ctx, s)
	if err != nil {
		return err
	}
	if len(j.groups) == 0 && slices.ContainsFunc(j.lines, line.meant) && !j.headed(s.Format) {
		return damaged(s.Path, fmt.Sprintf("no line of it is a cookie in the format %s", s.Format), nil)
	}
	list := make([]cookies.Cookie, len(j.groups))
	for i, g := range j.groups {
		list[i] = g.cookie(s)
	}
	add(list)
	return nil
}

// Rows gives the raw lines of these keys, as far as they are there; of all keys
// for nil. Errors of the store are [*cookies.Problem].
func (Format) Rows(ctx context.Context, s *cookies.Store, _ *scratch.Folder, keys []cookies.Key) (cookies.Rows, error) {
	j, err := open(ctx, s)
	if err != nil {
		return cookies.Rows{}, err
	}
	wanted := make(map[cookies.Key]bool, len(keys))
	for _, k := range keys {
		wanted[k] = true
	}
	rows := cookies.Rows{Columns: columns()}
	for _, g := range j.groups {
		if keys == nil || wanted[g.key] {
			rows.Keys = append(rows.Keys, g.key)
			rows.Cells = append(rows.Cells, []cookies.Cell{
				cookies.BlobCell(spotsOf(j.lines, g.at).encode()), cookies.BlobCell(j.text(g)), cookies.BlobCell(g.value)})
		}
	}
	return rows, nil
}

// Describe decodes rows that Rows gave, values left alone.
func (Format) Describe(rows cookies.Rows, s *cookies.Store) []cookies.Cookie {
	d, _ := dialectOf(s.Format)
	out := make([]cookies.Cookie, rows.Len())
	for i := range out {
		out[i] = cookies.Cookie{Key: rows.Keys[i], Store: s, Size: -1}
		if !sound(rows, i) || d.parse == nil {
			continue
		}
		if groups := d.group(unfold(rows.Cells[i][text].Bytes)); len(groups) == 1 {
			out[i] = groups[0].cookie(s)
		}
	}
	return out
}

// Remove takes the lines of the rows out of the file; free is asked before the
// new file takes the old one's place. Rows whose lines are no longer what they
// were are skipped as changed. With no rows it only clears away what a killed
// rewriting left.
func (Format) Remove(ctx context.Context, s *cookies.Store, _ *scratch.Folder, rows cookies.Rows, free func() error) (cookies.Written, error) {
	w := cookies.Written{Reasons: make([]cookies.Reason, rows.Len())}
	if rows.Len() == 0 {
		return w, replace.Sweep(s.Path)
	}
	j, err := open(ctx, s)
	if err != nil {
		return w, err
	}
	there := j.byKey()
	gone := map[int]bool{} // by line
	for i, k := range rows.Keys {
		g, ok := there[k]
		if !ok || !sound(rows, i) || !bytes.Equal(j.text(g), rows.Cells[i][text].Bytes) {
			w.Reasons[i] = cookies.ReasonChanged
			continue
		}
		for _, at := range g.at {
			gone[at] = true
		}
	}
	if len(gone) == 0 {
		return w, nil
	}
	left := make([]line, 0, len(j.lines))
	for i, l := range j.lines {
		if !gone[i] {
			left = append(left, l)
		}
	}
	return w, j.replace(ctx, left, free)
}

// Restore puts lines back where they were: behind and before the lines that were
// their neighbours, as far as those are still there. A row whose key is there
// again is skipped as newer. Free is asked as by Remove.
func (Format) Restore(ctx context.Context, s *cookies.Store, _ *scratch.Folder, rows cookies.Rows, free func() error) (cookies.Written, error) {
	w := cookies.Written{Reasons: make([]cookies.Reason, rows.Len())}
	j, err := open(ctx, s)
	if err != nil {
		return w, err
	}
	there := j.byKey()
	var back []returning
	for i, k := range rows.Keys {
		_, newer := there[k]
		var at spots
		ok := sound(rows, i)
		if ok {
			at, ok = decodeSpots(rows.Cells[i][rowid].Bytes)
		}
		var lines []line
		if ok {
			lines = unfold(rows.Cells[i][text].Bytes)
		}
		switch {
		case newer:
			w.Reasons[i] = cookies.ReasonNewer
		case !ok || len(at) != len(lines):
			w.Reasons[i] = cookies.ReasonUnreadable
		default:
			for n := range at {
				back = append(back, returning{at[n], lines[n].text})
			}
		}
	}
	if len(back) == 0 {
		return w, nil
	}
	slices.SortStableFunc(back, func(a, b returning) int { return cmp.Compare(a.number, b.number) })
	return w, j.replace(ctx, insert(j.lines, back), free)
}

// sound reports whether a row is one that Rows made.
func sound(rows cookies.Rows, i int) bool {
	return slices.Equal(rows.Columns, columns()) && len(rows.Cells[i]) == len(rows.Columns)
}

// jar is a text jar that was read.
type jar struct {
	file
	groups []group
}

// headed reports whether the file begins as one of this format does, so that it
// is one also when no cookie is left in it.
func (j *jar) headed(f cookies.Format) bool { return Tell(j.lines[0].text) == f }

// group is a cookie with the lines that its key has.
type group struct {
	entry
	at []int
}

// open reads a jar. Errors of the store are [*cookies.Problem].
func open(ctx context.Context, s *cookies.Store) (*jar, error) {
	d, ok := dialectOf(s.Format)
	if !ok {
		return nil, fmt.Errorf("%s: %q is no format of text jars", cookies.Visible(s.Path), s.Format)
	}
	f, err := read(ctx, s.Path)
	if err != nil {
		return nil, err
	}
	return &jar{file: *f, groups: d.group(f.lines)}, nil
}

// group gives the cookies of lines, in the order in which their keys occur.
func (d dialect) group(lines []line) []group {
	var out []group
	place := map[cookies.Key]int{}
	for i, l := range lines {
		e, ok := d.parse(l.text)
		if !ok {
			continue
		}
		n, again := place[e.key]
		switch {
		case !again:
			place[e.key] = len(out)
			out = append(out, group{e, []int{i}})
			continue
		case !d.first:
			out[n].entry = e
		}
		out[n].at = append(out[n].at, i)
	}
	return out
}

func (j *jar) byKey() map[cookies.Key]group {
	m := make(map[cookies.Key]group, len(j.groups))
	for _, g := range j.groups {
		m[g.key] = g
	}
	return m
}

// text gives the lines of a group, with a line feed between them.
func (j *jar) text(g group) []byte {
	parts := make([][]byte, len(g.at))
	for i, at := range g.at {
		parts[i] = j.lines[at].text
	}
	return bytes.Join(parts, []byte{'\n'})
}

// cookie makes a cookie of an entry.
func (e entry) cookie(s *cookies.Store) cookies.Cookie {
	c := cookies.Cookie{
		Key: e.key, Store: s,
		Size:   int32(min(len(e.key.Name)+len(e.value), math.MaxInt32)),
		Secure: e.secure, HTTPOnly: e.httpOnly,
		Shape: cookies.ShapeOf(e.value),
	}
	if e.expires != 0 {
		c.Expires = cookies.FromUnix(e.expires)
	}
	return c
}
