package textjar

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
)

// line is a line of a file, whatever it holds.
type line struct {
	text   []byte // without its ending
	ending string // "\n", "\r\n", or "" of a last line without one
}

// split cuts a file into its lines; put together they are the file again.
func split(data []byte) []line {
	lines := make([]line, 0, bytes.Count(data, []byte{'\n'})+1)
	for len(data) > 0 {
		l := line{text: data}
		if at := bytes.IndexByte(data, '\n'); at >= 0 {
			l.text, l.ending = data[:at], "\n"
			data = data[at+1:]
			if at > 0 && l.text[at-1] == '\r' {
				l.text, l.ending = l.text[:at-1], "\r\n"
			}
		} else {
			data = nil
		}
		lines = append(lines, l)
	}
	return lines
}

// unfold gives the lines of a row.
func unfold(text []byte) []line {
	var out []line
	for _, t := range bytes.Split(text, []byte{'\n'}) {
		out = append(out, line{text: t})
	}
	return out
}

// meant reports whether a line holds anything but space or a comment.
func (l line) meant() bool {
	t := bytes.TrimSpace(l.text)
	return len(t) > 0 && t[0] != '#'
}

// spot is where a line was: its number from 0, its ending, and by what its
// neighbours are known. These are other cookies' lines, so only a piece of a
// hash of them is kept.
type spot struct {
	number        int
	ending        string
	before, after mark
}

// mark is by what a line is known; the zero mark is the beginning or the end of
// the file.
type mark [8]byte

func markOf(lines []line, i int) (m mark) {
	if i < 0 || i >= len(lines) {
		return m
	}
	sum := sha256.Sum256(lines[i].text)
	copy(m[:], sum[:])
	return m
}

// spots are those of the lines of one key.
type spots []spot

func spotsOf(lines []line, at []int) spots {
	out := make(spots, len(at))
	for n, i := range at {
		out[n] = spot{i, lines[i].ending, markOf(lines, i-1), markOf(lines, i+1)}
	}
	return out
}

// encode gives the spots as bytes: for each the number and the length of the
// ending as varints, and both marks.
func (s spots) encode() []byte {
	var b []byte
	for _, p := range s {
		b = binary.AppendUvarint(b, uint64(p.number))
		b = append(b, byte(len(p.ending)))
		b = append(b, p.before[:]...)
		b = append(b, p.after[:]...)
	}
	return b
}

func decodeSpots(b []byte) (out spots, ok bool) {
	for len(b) > 0 {
		number, n := binary.Uvarint(b)
		if n <= 0 || number > limit || len(b) < n+1+2*len(mark{}) || int(b[n]) > len("\r\n") {
			return nil, false
		}
		p := spot{number: int(number), ending: [...]string{"", "\n", "\r\n"}[b[n]]}
		b = b[n+1:]
		b = b[copy(p.before[:], b):]
		b = b[copy(p.after[:], b):]
		out = append(out, p)
	}
	return out, true
}

// returning is a line on its way back.
type returning struct {
	spot
	text []byte
}

// insert puts lines back, which are in the order of their numbers. Lines that
// stood one behind the other go back together. Where all that was taken at once
// comes back to a file that nobody changed since, it is the file that it was:
// each such row finds both its neighbours where its number says.
func insert(lines []line, back []returning) []line {
	f := finder{lines: lines, at: map[mark][]int{}}
	for i := range lines {
		m := markOf(lines, i)
		f.at[m] = append(f.at[m], i)
	}
	into := make([][]returning, len(lines)+1) // before each line, and at the end
	for from := 0; from < len(back); {
		to := from + 1
		for to < len(back) && back[to].number == back[to-1].number+1 {
			to++
		}
		at := f.place(back[from].before, back[to-1].after, back[from].number-from)
		into[at] = append(into[at], back[from:to]...)
		from = to
	}
	out := make([]line, 0, len(lines)+len(back))
	put := func(l line) {
		if n := len(out); n > 0 && out[n-1].ending == "" { // the last one until now
			out[n-1].ending = cmp.Or(l.ending, "\n")
			if n > 1 {
				out[n-1].ending = out[n-2].ending
			}
		}
		out = append(out, l)
	}
	for i := range into {
		for _, r := range into[i] {
			put(line{r.text, r.ending})
		}
		if i < len(lines) {
			put(lines[i])
		}
	}
	return out
}

// finder finds places among the lines of a file.
type finder struct {
	lines []line
	at    map[mark][]int // where lines of a mark are
}

// place gives before which line something goes back that stood between two
// lines: between them, as near as can be to where it is expected; else behind the
// one or before the other; else where it is expected, but below a heading.
func (f finder) place(before, after mark, expected int) int {
	end, none := len(f.lines), mark{}
	if expected >= 0 && expected <= end && markOf(f.lines, expected-1) == before && markOf(f.lines, expected) == after {
		return expected
	}
	best, distance := -1, 0
	consider := func(i int) {
		if d := max(i-expected, expected-i); best < 0 || d < distance {
			best, distance = i, d
		}
	}
	if before == none && markOf(f.lines, 0) == after {
		consider(0)
	}
	for _, i := range f.at[before] {
		if markOf(f.lines, i+1) == after {
			consider(i + 1)
		}
	}
	if best < 0 {
		for _, i := range f.at[before] {
			consider(i + 1)
		}
	}
	if best < 0 {
		for _, i := range f.at[after] {
			consider(i)
		}
	}
	switch {
	case best >= 0:
		return best
	case after == none:
		return end
	}
	heading := 0
	for heading < end && bytes.HasPrefix(f.lines[heading].text, []byte("# ")) {
		heading++
	}
	return max(heading, min(expected, end))
}
