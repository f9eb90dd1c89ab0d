package firefox

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"time"

	"github.com/pierrec/lz4/v4"

	"crumbs/cookies"
	"crumbs/cookies/replace"
	"crumbs/cookies/scratch"
)

// Remove takes cookies out of the session file; every other byte of its content
// stays as it is. Free is asked once more before the new file takes the place of
// the old one. A cookie that is no longer as it was is skipped as changed, and
// so are all if the file is written by somebody else meanwhile. After an error
// nothing is known.
func (Session) Remove(ctx context.Context, s *cookies.Store, _ *scratch.Folder, rows cookies.Rows, free func() error) (cookies.Written, error) {
	return rewrite(ctx, s.Path, rows.Len(), free, func(l *sessionList, _ []sessionCookie, reasons []cookies.Reason) {
		gone := make([]bool, len(l.parts))
		for i, cells := range rows.Cells {
			place, part, ok := sessionRow(rows.Columns, cells)
			if !ok {
				reasons[i] = cookies.ReasonUnreadable
				continue
			}
			if at := l.find(place, part); at >= 0 && !gone[at] {
				gone[at] = true
			} else {
				reasons[i] = cookies.ReasonChanged
			}
		}
		var left [][]byte
		for i, part := range l.parts {
			if !gone[i] {
				left = append(left, part)
			}
		}
		l.parts = left
	})
}

// Restore puts cookies back into the session file, at the places that they had.
// One that is there again is skipped as newer, unless it is the same to the last
// byte; where the session has no list of cookies any more they are unreadable.
// After an error nothing is known.
func (Session) Restore(ctx context.Context, s *cookies.Store, _ *scratch.Folder, rows cookies.Rows, free func() error) (cookies.Written, error) {
	return rewrite(ctx, s.Path, rows.Len(), free, func(l *sessionList, list []sessionCookie, reasons []cookies.Reason) {
		there := make(map[cookies.Key][]byte, len(list))
		for i := range list {
			there[list[i].key()] = l.parts[i]
		}
		type back struct {
			place int
			part  []byte
		}
		var in []back
		for i, cells := range rows.Cells {
			place, part, ok := sessionRow(rows.Columns, cells)
			c, whole := parseCookie(part)
			if !ok || !whole || !l.there() {
				reasons[i] = cookies.ReasonUnreadable
				continue
			}
			switch now, taken := there[c.key()]; {
			case !taken:
				in = append(in, back{place, part})
				there[c.key()] = part
			case !bytes.Equal(bare(now), bare(part)):
				reasons[i] = cookies.ReasonNewer
			}
		}
		// From the front, so that each place is what it was.
		slices.SortStableFunc(in, func(a, b back) int { return cmp.Compare(a.place, b.place) })
		for _, b := range in {
			l.parts = slices.Insert(l.parts, min(b.place, len(l.parts)), b.part)
		}
	})
}

// rewrite reads the file, lets edit change the list of cookies and give reasons
// for n rows, and puts the new content in place. A file that edit leaves as it
// was is not written.
func rewrite(ctx context.Context, path string, n int, free func() error, edit func(*sessionList, []sessionCookie, []cookies.Reason)) (cookies.Written, error) {
	w := cookies.Written{Reasons: make([]cookies.Reason, n)}
	if err := sessionWritable(path); err != nil {
		return w, err
	}
	if err := replace.Sweep(path); err != nil {
		return w, err
	}
	if n == 0 {
		return w, nil
	}
	l, list, was, err := sessionCookies(ctx, path)
	if err != nil {
		return w, err
	}
	before := l.bytes()
	edit(&l, list, w.Reasons)
	content := l.bytes()
	if bytes.Equal(content, before) {
		return w, nil
	}
	file, err := packSession(content)
	if err != nil {
		return w, err
	}
	start := time.Now()
	err = replace.File(ctx, path, was, file, free)
	w.Held = time.Since(start)
	switch {
	case errors.Is(err, replace.ErrChanged):
		for i := range w.Reasons {
			w.Reasons[i] = cookies.ReasonChanged
		}
		return w, nil
	case err != nil:
		return w, err
	}
	now, _, err := readSession(path)
	if err == nil && !bytes.Equal(now, content) {
		err = broken(path, "it does not read back as it was written", nil)
	}
	return w, err
}

// packSession makes a session file of a content, one LZ4 block.
func packSession(content []byte) ([]byte, error) {
	file := make([]byte, len(magic)+4+lz4.CompressBlockBound(len(content)))
	copy(file, magic)
	binary.LittleEndian.PutUint32(file[len(magic):], uint32(len(content)))
	// With room for what can't be compressed there is always a block.
	n, err := lz4.CompressBlock(content, file[len(magic)+4:], nil)
	if err != nil || n == 0 && len(content) > 0 {
		return nil, fmt.Errorf("pack the session file: %w", cmp.Or(err, errors.New("it can't be compressed")))
	}
	return file[:len(magic)+4+n], nil
}

// sessionWritable makes sure that the file is one that this user may write.
func sessionWritable(path string) error {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrPermission):
		return cookies.Refused(path, err)
	case err != nil:
		return broken(path, "it can't be reached", err)
	case !info.Mode().IsRegular():
		return broken(path, "it is no regular file", nil)
	}
	return replace.Allowed(path, info)
}
