package sqlite

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"math/bits"
	"os"
	"slices"
	"time"

	"crumbs/cookies"
)

const (
	// enough is how many bytes of a value are looked for, its last ones: in an
	// encrypted value they depend on all that came before, while its first ones
	// are alike for all cookies of a host. A value of fewer than fewest bytes
	// could stand anywhere by chance and is not looked for.
	enough, fewest = 16, 8

	// small is up to how many bytes a store is written anew. It takes some
	// 10 ms a megabyte under the lock, and a browser that starts meanwhile may
	// wait no longer than a moment.
	small = 16 << 20
)

// scrub removes what a deletion left of values in the store's free space, and
// gives how long the store was locked for that. With secure_delete SQLite
// overwrites the cells that it frees, but not the copies of them that it left
// behind when it moved cells from page to page, then or long before. They are
// looked for, and only where one is found a small store is written anew.
func scrub(ctx context.Context, path string, gone func() haystack, free func() error) (held time.Duration, err error) {
	real, err := writable(path)
	if err != nil {
		return 0, err
	}
	info, err := os.Stat(real)
	if err != nil || info.Size() > small {
		return 0, err
	}
	found, err := gone().in(real)
	if err != nil || !found {
		return 0, err
	}
	return anew(ctx, path, real, free)
}

// anew writes the whole store anew, without what lies in its free space. The
// rowids stay: VACUUM keeps them in a table that has an index (SQLite's
// insert.c, xferOptimization).
func anew(ctx context.Context, path, real string, free func() error) (held time.Duration, err error) {
	defer guardWrite(path, &err)
	d, wal, err := openLive(ctx, path, real)
	if err != nil {
		return 0, err
	}
	defer func() {
		if cerr := d.close(); err == nil && cerr != nil {
			err = d.problem(cerr)
		}
	}()
	if free != nil {
		if err := free(); err != nil {
			return 0, err
		}
	}
	start := time.Now()
	err = d.conn.Exec(`VACUUM`)
	if err == nil && wal {
		err = d.emptyLog()
	}
	return time.Since(start), d.problem(err)
}

// haystack is what is looked for in a store's files: the ends of values, by eight
// bytes of each. To ask a map at each byte of a file was a third of a deletion,
// and to come to each byte at all a tenth of what was left. So eight bytes are
// looked at in steps, of each end those are known that a step can fall on, and
// maybe, with a bit for a hash, tells nearly all others before a map is asked.
type haystack struct {
	step  int // bytes from one look to the next
	ends  map[string]bool
	known map[uint64]uint64 // of eight bytes, the forms of the ends that have them: bit [window.bit]
	maybe *[1 << (maybeBits - 6)]uint64
}

// window is where eight bytes begin in an end, and how long that is. Many values
// have the same eight, and what they are the ends of is asked of a map: to
// compare each of them was quadratic.
type window struct{ at, length int }

func (w window) bit() int { return w.at*(enough-fewest+1) + w.length - fewest }

func windowOf(bit int) window {
	return window{bit / (enough - fewest + 1), bit%(enough-fewest+1) + fewest}
}

// maybeBits is for a hundred thousand windows at most; longest is the longest
// step: more would know more windows than it saves looks.
const maybeBits, longest = 20, 4

// bit gives where in maybe the bit of eight bytes is.
func bit(eight uint64) (word int, mask uint64) {
	hash := eight * 0x9e3779b97f4a7c15 >> (64 - maybeBits) // Knuth's multiplicative hash
	return int(hash >> 6), 1 << (hash & 63)
}

func needles(rows cookies.Rows, reasons []cookies.Reason, secret []string) haystack {
	var ends [][]byte
	step := longest
	for column, name := range rows.Columns {
		if !slices.Contains(secret, name) {
			continue
		}
		for i, cells := range rows.Cells {
			if reasons[i] != cookies.ReasonNone || len(cells) <= column || len(cells[column].Bytes) < fewest {
				continue
			}
			end := cells[column].Bytes
			end = end[max(0, len(end)-enough):]
			ends = append(ends, end)
			step = min(step, len(end)-7) // so that a look falls into each end with eight bytes left
		}
	}
	out := haystack{step, make(map[string]bool, len(ends)), make(map[uint64]uint64, len(ends)*step), new([1 << (maybeBits - 6)]uint64)}
	for _, end := range ends {
		out.ends[string(end)] = true
		for at := range step {
			eight := binary.BigEndian.Uint64(end[at:])
			out.known[eight] |= 1 << window{at, len(end)}.bit()
			word, mask := bit(eight)
			out.maybe[word] |= mask
		}
	}
	return out
}

// in reports whether one of the ends stands in the store's files.
func (h haystack) in(real string) (bool, error) {
	if len(h.known) == 0 {
		return false, nil
	}
	for _, suffix := range suffixes() {
		b, err := readSmall(real + suffix)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return false, err
		}
		if h.within(b) {
			return true, nil
		}
	}
	return false, nil
}

// within reports whether one of the ends stands in some bytes.
func (h haystack) within(b []byte) bool {
	for i := 0; i+8 <= len(b); i += h.step {
		eight := binary.BigEndian.Uint64(b[i:])
		if word, mask := bit(eight); h.maybe[word]&mask == 0 {
			continue
		}
		for forms := h.known[eight]; forms != 0; forms &= forms - 1 {
			w := windowOf(bits.TrailingZeros64(forms))
			from := i - w.at
			if from >= 0 && from+w.length <= len(b) && h.ends[string(b[from:from+w.length])] {
				return true
			}
		}
	}
	return false
}

// readSmall reads a file; more than a log of a small store can have is cut off.
func readSmall(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // only read
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	b := make([]byte, min(info.Size(), 4*small))
	n, err := io.ReadFull(f, b)
	if ended(err) {
		err = nil
	}
	return b[:n], err
}
