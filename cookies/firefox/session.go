package firefox

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/pierrec/lz4/v4"

	"crumbs/cookies"
	"crumbs/cookies/scratch"
)

// Session is the format of Firefox's session file, in which the cookies lie
// that have no expiry date: sessionstore.jsonlz4 of a closed browser,
// sessionstore-backups/recovery.jsonlz4 of a running one. crumbs reads it and
// does not write it.
type Session struct{}

const (
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
	list, err := sessionCookies(ctx, s)
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

// Rows reads the session cookies of these keys as rows, of all keys for nil, so
// that their values can be shown.
func (Session) Rows(ctx context.Context, s *cookies.Store, _ *scratch.Folder, keys []cookies.Key) (cookies.Rows, error) {
	list, err := sessionCookies(ctx, s)
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
			rows.Cells = append(rows.Cells, list[i].cells())
		}
	}
	return rows, nil
}

// Remove refuses: the file is read-only to crumbs.
func (Session) Remove(_ context.Context, s *cookies.Store, _ cookies.Rows, _ func() error) (cookies.Written, error) {
	return cookies.Written{}, notWritten(s)
}

// Restore refuses: the file is read-only to crumbs.
func (Session) Restore(_ context.Context, s *cookies.Store, _ cookies.Rows, _ func() error) (cookies.Written, error) {
	return cookies.Written{}, notWritten(s)
}

func notWritten(s *cookies.Store) error {
	return &cookies.Problem{Path: s.Path, Condition: cookies.Condition{
		State:  cookies.ReadOnly,
		Reason: "crumbs does not rewrite Firefox's session file yet",
		Advice: "they go when Firefox ends without restoring its session",
	}}
}

// Describe decodes rows that Rows gave, values left alone.
func (Session) Describe(rows cookies.Rows, s *cookies.Store) []cookies.Cookie {
	out := make([]cookies.Cookie, rows.Len())
	p := newPlaces(s)
	for i, cells := range rows.Cells {
		c := fromCells(rows.Columns, cells)
		out[i] = c.cookie(s, p)
	}
	return out
}

// sessionCookies reads the file. JSON of another shape than expected gives what
// of it can be read.
func sessionCookies(ctx context.Context, s *cookies.Store) ([]sessionCookie, error) {
	data, err := readSession(s.Path)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var file struct {
		Cookies []json.RawMessage `json:"cookies"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, broken(s.Path, "its content is not that of a session", nil)
	}
	out := make([]sessionCookie, 0, len(file.Cookies))
	for _, raw := range file.Cookies {
		var c sessionCookie
		var odd *json.UnmarshalTypeError // one field of another type; the others were read
		if err := json.Unmarshal(raw, &c); err != nil && !errors.As(err, &odd) {
			return nil, broken(s.Path, "a cookie in it can't be read", nil)
		}
		out = append(out, c)
	}
	return out, nil
}

// readSession reads and unpacks the file: "mozLz40\0", the length of the
// content in four bytes, little-endian, and one LZ4 block.
func readSession(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrPermission):
		return nil, refused(path, err)
	case err != nil:
		return nil, broken(path, "it can't be reached", err)
	case info.IsDir():
		return nil, broken(path, "it is a directory", nil)
	case !info.Mode().IsRegular():
		return nil, broken(path, "it is no regular file", nil)
	case info.Size() == 0:
		return nil, broken(path, "it has 0 bytes", nil)
	case info.Size() > sessionLimit:
		return nil, broken(path, fmt.Sprintf("it has more than %d MB", sessionLimit>>20), nil)
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrPermission) {
		return nil, refused(path, err)
	}
	if err != nil {
		return nil, broken(path, "it can't be opened", err)
	}
	defer f.Close() //nolint:errcheck // only read
	data, err := io.ReadAll(io.LimitReader(f, sessionLimit))
	if err != nil {
		return nil, broken(path, "it can't be read", err)
	}
	const magic = "mozLz40\x00"
	if len(data) < len(magic)+4 || !bytes.HasPrefix(data, []byte(magic)) {
		return nil, broken(path, "it is not a session file", nil)
	}
	length := int64(binary.LittleEndian.Uint32(data[len(magic):]))
	block := data[len(magic)+4:]
	if length > contentLimit || length > ratio*int64(len(block)) {
		return nil, broken(path, "its length is not true", nil)
	}
	content := make([]byte, length)
	n, err := lz4.UncompressBlock(block, content)
	if err != nil || int64(n) != length {
		return nil, broken(path, "its content is damaged", err)
	}
	return content, nil
}

func broken(path, reason string, err error) error {
	return &cookies.Problem{Path: path, Err: err, Condition: cookies.Condition{
		State: cookies.Damaged, Reason: reason, Advice: "Firefox writes a new one when it runs",
	}}
}

func refused(path string, err error) error {
	return &cookies.Problem{Condition: cookies.Forbidden(), Path: path, Err: err}
}
