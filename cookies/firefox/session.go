package firefox

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/pierrec/lz4/v4"

	"crumbs/cookies"
	"crumbs/cookies/regular"
	"crumbs/cookies/scratch"
)

// Session is the format of Firefox's session file, in which the cookies lie
// that have no expiry date: sessionstore.jsonlz4 of a closed browser,
// sessionstore-backups/recovery.jsonlz4 of a running one.
type Session struct{}

const (
	// magic is what a session file begins with.
	magic = "mozLz40\x00"
	// sessionLimit is how long a session file may be, and contentLimit what it
	// may grow to, in bytes. Those of people with thousands of tabs have tens of
	// megabytes.
	sessionLimit = 128 << 20
	contentLimit = 256 << 20
	// ratio is the most that an LZ4 block can grow by: a length is continued
	// in bytes that stand for 255 each.
	ratio = 255
)

// Read reads the session cookies without their values and hands them to add.
// Errors of the file are [*cookies.Problem].
func (Session) Read(ctx context.Context, s *cookies.Store, _ *scratch.Folder, add func([]cookies.Cookie)) error {
	_, list, _, err := sessionCookies(ctx, s.Path)
	if err != nil {
		return err
	}
	part := make([]cookies.Cookie, 0, len(list))
	p := newPlaces(s)
	for i := range list {
		part = append(part, list[i].cookie(s, p))
	}
	if len(part) > 0 {
		add(part)
	}
	return nil
}

// Rows reads the session cookies of these keys as rows, of all keys for nil.
func (Session) Rows(ctx context.Context, s *cookies.Store, _ *scratch.Folder, keys []cookies.Key) (cookies.Rows, error) {
	l, list, _, err := sessionCookies(ctx, s.Path)
	if err != nil {
		return cookies.Rows{}, err
	}
	wanted := make(map[cookies.Key]bool, len(keys))
	for _, k := range keys {
		wanted[k] = true
	}
	rows := cookies.Rows{Columns: sessionColumns()}
	for i := range list {
		if k := list[i].key(); keys == nil || wanted[k] {
			rows.Keys = append(rows.Keys, k)
			rows.Cells = append(rows.Cells, list[i].cells(i, l.parts[i]))
		}
	}
	return rows, nil
}

// Describe decodes rows that Rows gave, values left alone.
func (Session) Describe(rows cookies.Rows, s *cookies.Store) []cookies.Cookie {
	out := make([]cookies.Cookie, rows.Len())
	p := newPlaces(s)
	for i, cells := range rows.Cells {
		_, part, _ := sessionRow(rows.Columns, cells)
		c, _ := parseCookie(part) // nobody wrote what can't be read
		out[i] = c.cookie(s, p)
		out[i].Key = rows.Keys[i]
	}
	return out
}

// sessionCookies reads the file: its content taken apart, the cookies in it in
// the same order, and which file it was. Cookies of another shape than expected
// give what of them can be read.
func sessionCookies(ctx context.Context, path string) (sessionList, []sessionCookie, fs.FileInfo, error) {
	content, was, err := readSession(path)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return sessionList{}, nil, nil, err
	}
	l, err := splitSession(content)
	if err != nil {
		return sessionList{}, nil, nil, broken(path, err.Error(), nil)
	}
	out := make([]sessionCookie, len(l.parts))
	for i, part := range l.parts {
		var ok bool
		if out[i], ok = parseCookie(part); !ok {
			return sessionList{}, nil, nil, broken(path, "a cookie in it can't be read", nil)
		}
	}
	return l, out, was, nil
}

// readSession reads and unpacks the file: "mozLz40\0", the length of the
// content in four bytes, little-endian, and one LZ4 block. It gives the file
// that it read, too.
func readSession(path string) (content []byte, was fs.FileInfo, err error) {
	data, was, err := readFile(path)
	if err != nil {
		return nil, nil, err
	}
	if len(data) < len(magic)+4 || !bytes.HasPrefix(data, []byte(magic)) {
		return nil, nil, broken(path, "it is not a session file", nil)
	}
	length := int64(binary.LittleEndian.Uint32(data[len(magic):]))
	block := data[len(magic)+4:]
	if length > contentLimit || length > ratio*int64(len(block)) {
		return nil, nil, broken(path, "its length is not true", nil)
	}
	content = make([]byte, length)
	n, err := lz4.UncompressBlock(block, content)
	if err != nil || int64(n) != length {
		return nil, nil, broken(path, "its content is damaged", err)
	}
	return content, was, nil
}

// readFile reads a file of a length that makes sense.
func readFile(path string) ([]byte, fs.FileInfo, error) {
	f, info, err := regular.Open(path) // looked at before it is read: what is written meanwhile shows
	var other regular.Other
	switch {
	case errors.As(err, &other):
		return nil, nil, broken(path, other.Error(), nil)
	case errors.Is(err, fs.ErrPermission):
		return nil, nil, cookies.Refused(path, err)
	case err != nil:
		return nil, nil, broken(path, "it can't be reached", err)
	}
	defer f.Close() //nolint:errcheck // only read
	switch {
	case info.Size() == 0:
		return nil, nil, broken(path, "it has 0 bytes", nil)
	case info.Size() > sessionLimit:
		return nil, nil, broken(path, fmt.Sprintf("it has more than %d MB", sessionLimit>>20), nil)
	}
	data, err := io.ReadAll(io.LimitReader(f, sessionLimit))
	if err != nil {
		return nil, nil, broken(path, "it can't be read", err)
	}
	return data, info, nil
}

func broken(path, reason string, err error) error {
	return &cookies.Problem{Path: path, Err: err, Condition: cookies.Condition{
		State: cookies.Damaged, Reason: reason, Advice: "Firefox writes a new one when it runs",
	}}
}
