// Package foreign reads the stores that crumbs never writes: those of browsers
// that run on systems it was never tried on, or that nobody has any more. kooky
// reads them, on a private copy that was looked through before, in a goroutine
// of its own with a time limit: it knows no limits and can panic.
package foreign

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"time"

	"github.com/browserutils/kooky"

	"crumbs/cookies"
	"crumbs/cookies/regular"
	"crumbs/cookies/scratch"
)

const (
	// largest is the size in bytes up to which a store is read: far more than
	// any browser makes.
	largest = 64 << 20
	// patience is how long kooky may take for one.
	patience = 30 * time.Second
)

// Item is a cookie with its value.
type Item struct {
	Cookie cookies.Cookie // of the store that is read
	Value  []byte
}

// Kind is a format of this sort. Its zero value is what [Format] works with.
type Kind interface {
	// Name is a clause's subject: "Safari's store".
	Name() string
	// Open gives kooky's reader of the file.
	Open(path string) (kooky.CookieStore, error)
	// Items makes cookies of what kooky read, once it has looked through the
	// bytes of the file: Check came before. The error is a clause without a
	// subject's name, such as "its end is missing".
	Items(data []byte, read []*kooky.Cookie) ([]Item, error)
	// Check looks through the file before kooky may see it.
	Check(data []byte) error
}

// Format reads stores of a kind.
type Format[K Kind] struct{}

// Read reads the store's cookies and hands them to add. Errors of the store are
// [*cookies.Problem].
func (f Format[K]) Read(ctx context.Context, s *cookies.Store, in *scratch.Folder, add func([]cookies.Cookie)) error {
	items, err := f.items(ctx, s, in)
	if err != nil {
		return err
	}
	list := make([]cookies.Cookie, len(items))
	for i := range items {
		list[i] = items[i].Cookie
	}
	add(list)
	return nil
}

// Rows gives what crumbs knows of the cookies with these keys, of all for nil:
// it is for showing their values.
func (f Format[K]) Rows(ctx context.Context, s *cookies.Store, in *scratch.Folder, keys []cookies.Key) (cookies.Rows, error) {
	items, err := f.items(ctx, s, in)
	if err != nil {
		return cookies.Rows{}, err
	}
	wanted := make(map[cookies.Key]bool, len(keys))
	for _, k := range keys {
		wanted[k] = true
	}
	rows := cookies.Rows{Columns: []string{"value"}}
	for _, item := range items {
		if keys == nil || wanted[item.Cookie.Key] {
			rows.Keys = append(rows.Keys, item.Cookie.Key)
			rows.Cells = append(rows.Cells, []cookies.Cell{cookies.TextCell(item.Value)})
		}
	}
	return rows, nil
}

// Describe gives the keys of rows and no more: nothing is deleted here, so
// nobody has rows to describe.
func (Format[K]) Describe(rows cookies.Rows, s *cookies.Store) []cookies.Cookie {
	out := make([]cookies.Cookie, rows.Len())
	for i, k := range rows.Keys {
		out[i] = cookies.Cookie{Key: k, Store: s, Size: -1}
	}
	return out
}

// Remove refuses: these stores are read-only to crumbs.
func (Format[K]) Remove(_ context.Context, s *cookies.Store, _ *scratch.Folder, _ cookies.Rows, _ func() error) (cookies.Written, error) {
	return cookies.Written{}, fixed[K](s)
}

// Restore refuses likewise.
func (Format[K]) Restore(_ context.Context, s *cookies.Store, _ *scratch.Folder, _ cookies.Rows, _ func() error) (cookies.Written, error) {
	return cookies.Written{}, fixed[K](s)
}

func fixed[K Kind](s *cookies.Store) error {
	var kind K
	return &cookies.Problem{Path: s.Path, Condition: cookies.Condition{State: cookies.ReadOnly,
		Reason: kind.Name() + " is read-only to crumbs", Advice: "delete these cookies in the browser's own settings"}}
}

// items reads the store.
func (Format[K]) items(ctx context.Context, s *cookies.Store, in *scratch.Folder) ([]Item, error) {
	var kind K
	data, err := read(s.Path)
	if err != nil {
		return nil, err
	}
	if err := kind.Check(data); err != nil {
		return nil, damaged(s.Path, err.Error(), nil)
	}
	folder, err := in.Sub()
	if err != nil {
		return nil, err
	}
	path := filepath.Join(folder, "store")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		return nil, errors.Join(fmt.Errorf("make a private copy: %w", err), os.RemoveAll(folder))
	}
	found, err := askKooky(ctx, folder, func() (kooky.CookieStore, error) { return kind.Open(path) })
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, damaged(s.Path, "its content can't be read", err)
	}
	items, err := kind.Items(data, found)
	if err != nil {
		return nil, damaged(s.Path, err.Error(), nil)
	}
	for i := range items {
		c := &items[i].Cookie
		c.Store, c.Shape = s, cookies.ShapeOf(items[i].Value)
		c.Size = int32(min(len(c.Name)+len(items[i].Value), math.MaxInt32))
	}
	return items, nil
}

// read gives the whole content of a file that stays as it is meanwhile.
func read(path string) ([]byte, error) {
	f, before, err := regular.Open(path)
	var other regular.Other
	switch {
	case errors.As(err, &other):
		return nil, damaged(path, other.Error(), nil)
	case errors.Is(err, fs.ErrPermission):
		return nil, cookies.Refused(path, err)
	case err != nil:
		return nil, damaged(path, "it can't be reached", err)
	}
	defer f.Close() //nolint:errcheck // only read
	switch {
	case before.Size() == 0:
		return nil, damaged(path, "it has 0 bytes", nil)
	case before.Size() > largest:
		return nil, damaged(path, fmt.Sprintf("it has more than %d MB", largest>>20), nil)
	}
	data, err := io.ReadAll(io.LimitReader(f, before.Size()+1))
	if err != nil {
		return nil, damaged(path, "it can't be read", err)
	}
	after, err := os.Stat(path)
	if err != nil || !os.SameFile(before, after) || before.Size() != int64(len(data)) || !before.ModTime().Equal(after.ModTime()) {
		return nil, &cookies.Problem{Path: path, Err: err, Condition: cookies.Condition{
			State: cookies.Locked, Reason: "it changed while it was read", Advice: "try again in a moment"}}
	}
	return data, nil
}

// askKooky gives what kooky reads, all or nothing, and removes the folder with
// the copy when it is done, however late that is.
func askKooky(ctx context.Context, folder string, open func() (kooky.CookieStore, error)) ([]*kooky.Cookie, error) {
	type result struct {
		found []*kooky.Cookie
		err   error
	}
	done := make(chan result, 1)
	go func() {
		var r result
		defer func() {
			if recover() != nil {
				r = result{err: errors.New("kooky gave up on it")} // what it says could quote the store
			}
			_ = os.RemoveAll(folder) // what is left, the folder's owner removes
			done <- r
		}()
		r.found, r.err = traverse(open)
	}()
	late := time.NewTimer(patience)
	defer late.Stop()
	select {
	case r := <-done:
		return r.found, r.err
	case <-late.C:
		return nil, errors.New("kooky takes too long for it")
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// traverse never leaves kooky's loop early: kooky goes on after that, and panics.
func traverse(open func() (kooky.CookieStore, error)) ([]*kooky.Cookie, error) {
	store, err := open()
	if err != nil {
		return nil, errors.New("kooky can't open it")
	}
	defer store.Close() //nolint:errcheck // only read
	var found []*kooky.Cookie
	failed := false
	for c, err := range store.TraverseCookies() {
		if err != nil || c == nil {
			failed = true
			continue
		}
		found = append(found, c)
	}
	if failed {
		return nil, errors.New("kooky can't read all of it")
	}
	return found, nil
}

func damaged(path, reason string, err error) error {
	return &cookies.Problem{Path: path, Err: err, Condition: cookies.Condition{
		State: cookies.Damaged, Reason: reason, Advice: "move the file away; its browser makes a new one"}}
}
