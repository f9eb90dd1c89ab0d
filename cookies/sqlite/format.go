package sqlite

import (
	"context"
	"hash/maphash"
	"slices"
	"strings"

	"crumbs/cookies"
	"crumbs/cookies/scratch"
)

// Schema is what a browser's format says of its database. Its zero value is
// what [Format] works with.
type Schema interface {
	// Table gives the table of cookies: its name, its rowid, the columns of its
	// key, and those that are secret.
	Table() Table
	// Columns gives the columns that cookies are made of, always in one order,
	// by which the decoder asks for them: the host, the name, and what else there is.
	Columns() []Column
	// Version gives the version of the store's schema, 0 where it does not tell.
	Version(*DB) (int, error)
	// Decoder gives what makes cookies of the rows of a store with that version.
	Decoder(s *cookies.Store, version int) Decoder
	// Convert is a [Convert].
	Convert(rows cookies.Rows, i int, t Table, version int) ([]cookies.Cell, bool)
}

// Column is a column that cookies are made of.
type Column struct {
	Name   string
	Old    string // its name in older schemas, or ""
	Needed bool   // a table without it is none of cookies
	Absent int64  // what it counts as where the schema has none

	// Listed says what a listing asks for in place of the column, nil for the
	// column itself; "" is nothing, and then it counts as absent. Encrypted values
	// are not read for a listing, but their length is, which SQLite knows without
	// them.
	Listed func(Table) string
}

// The places of two columns that all schemas have.
const hostColumn, nameColumn = 0, 1

// Decoder makes cookies of rows.
type Decoder interface {
	Key(View) cookies.Key
	Cookie(View) cookies.Cookie
}

// Format reads and writes the stores of a schema.
type Format[S Schema] struct{}

// Read reads the store's cookies without their values from a private copy in f
// and hands them to add in parts, which are add's to keep. Errors of the store are [*cookies.Problem]; cookies that were
// handed over before an error may be fewer than there are.
func (f Format[S]) Read(ctx context.Context, s *cookies.Store, in *scratch.Folder, add func([]cookies.Cookie)) error {
	c, err := Snapshot(ctx, in, s.Path)
	if err != nil {
		return err
	}
	defer c.Close() //nolint:errcheck // a copy that stays goes with its folder
	t, version, err := f.shape(c.DB)
	if err != nil {
		return err
	}
	var schema S
	query, v := selection(t, schema.Columns())
	return c.Read(ctx, t, query, func() func(Source) cookies.Cookie {
		d := schema.Decoder(s, version)
		return func(r Source) cookies.Cookie { return d.Cookie(v.of(r)) }
	}, add)
}

// Rows reads the raw rows of these keys, as far as they are there, from a
// private copy in f; of all keys for nil. It is for before a write, so the copy
// is checked in full. Errors of the store are [*cookies.Problem].
func (f Format[S]) Rows(ctx context.Context, s *cookies.Store, in *scratch.Folder, keys []cookies.Key) (cookies.Rows, error) {
	c, err := Snapshot(ctx, in, s.Path)
	if err != nil {
		return cookies.Rows{}, err
	}
	defer c.Close() //nolint:errcheck // a copy that stays goes with its folder
	var rows cookies.Rows
	err = c.checkBeside(ctx, func() error {
		t, version, err := f.shape(c.DB)
		if err == nil {
			rows, err = f.rows(c, s, t, version, keys)
		}
		return err
	})
	if err != nil {
		return cookies.Rows{}, err
	}
	return rows, nil
}

// Values is Rows for the columns of the key and those that are secret, which is
// what an opened value takes. Nothing is written by them, so nothing is checked.
func (f Format[S]) Values(ctx context.Context, s *cookies.Store, in *scratch.Folder, keys []cookies.Key) (cookies.Rows, error) {
	c, err := Snapshot(ctx, in, s.Path)
	if err != nil {
		return cookies.Rows{}, err
	}
	defer c.Close() //nolint:errcheck // a copy that stays goes with its folder
	t, version, err := f.shape(c.DB)
	if err != nil {
		return cookies.Rows{}, err
	}
	t.Columns = slices.DeleteFunc(slices.Clone(t.Columns), func(name string) bool {
		return !slices.Contains(t.Key, name) && !slices.Contains(t.Secret, name)
	})
	return f.rows(c, s, t, version, keys)
}

// rows reads the rows of these keys, or of all keys for nil, with the columns of
// the table.
func (Format[S]) rows(c *Copy, s *cookies.Store, t Table, version int, keys []cookies.Key) (cookies.Rows, error) {
	var schema S
	v := over(schema.Columns(), t.Columns)
	d := schema.Decoder(s, version)
	w := newWanted(keys)
	return c.Rows(t, version, func(r Source) (cookies.Key, bool) {
		row := v.of(r)
		if keys != nil && !w.maybe(row) {
			return cookies.Key{}, false
		}
		k := d.Key(row)
		return k, keys == nil || w.keys[k]
	})
}

// wanted are the keys that are looked for among the rows of a store.
type wanted struct {
	keys  map[cookies.Key]bool
	names map[uint64]bool // the hashes of their hosts and names
	hash  maphash.Hash
}

func newWanted(keys []cookies.Key) *wanted {
	w := &wanted{keys: make(map[cookies.Key]bool, len(keys)), names: make(map[uint64]bool, len(keys))}
	for _, k := range keys {
		w.keys[k] = true
		_, _ = w.hash.WriteString(k.Host) // never fails
		_, _ = w.hash.WriteString(k.Name)
		w.names[w.sum()] = true
	}
	return w
}

// maybe reports whether a row can have one of the keys. To make the key of each
// row took longer than SQLite took to come to it.
func (w *wanted) maybe(v View) bool {
	_, _ = w.hash.Write(v.Text(hostColumn)) // never fails
	_, _ = w.hash.Write(v.Text(nameColumn))
	return w.names[w.sum()]
}

// sum gives the hash of what was written, and begins anew.
func (w *wanted) sum() uint64 {
	defer w.hash.Reset()
	return w.hash.Sum64()
}

// Remove deletes rows from the store in one transaction; free is asked once
// more when the store is locked. What was written is read again from a private
// copy in f. Rows that are no longer as they were are
// skipped as changed. After an error nothing is known.
func (f Format[S]) Remove(ctx context.Context, s *cookies.Store, in *scratch.Folder, rows cookies.Rows, free func() error) (cookies.Written, error) {
	return Remove(ctx, s.Path, in, f.shape, rows, free)
}

// Restore puts rows back in one transaction, with their rowids where those are
// free. One whose key is there again is skipped as newer; one that does not fit
// into the store's schema of today as unreadable. After an error nothing is
// known.
func (f Format[S]) Restore(ctx context.Context, s *cookies.Store, in *scratch.Folder, rows cookies.Rows, free func() error) (cookies.Written, error) {
	var schema S
	return Restore(ctx, s.Path, in, f.shape, schema.Convert, rows, free)
}

// Describe decodes raw rows as Read decodes the store, values left alone.
func (Format[S]) Describe(rows cookies.Rows, s *cookies.Store) []cookies.Cookie {
	var schema S
	v := over(schema.Columns(), rows.Columns)
	d := schema.Decoder(s, rows.Schema)
	out := make([]cookies.Cookie, rows.Len())
	for i, cells := range rows.Cells {
		if len(cells) != len(rows.Columns) {
			out[i] = cookies.Cookie{Key: rows.Keys[i], Store: s, Size: -1} // nobody wrote such a row
			continue
		}
		out[i] = d.Cookie(v.of(Cells(cells)))
	}
	return out
}

// Look goes through all rows of the store as a listing has them, in a private
// copy in f that is checked in full first, and gives the table and its version.
// What each gets is good until it returns.
func (f Format[S]) Look(ctx context.Context, s *cookies.Store, in *scratch.Folder, each func(Decoder, View)) (Table, int, error) {
	c, err := Snapshot(ctx, in, s.Path)
	if err != nil {
		return Table{}, 0, err
	}
	defer c.Close() //nolint:errcheck // a copy that stays goes with its folder
	if err := c.Check(); err != nil {
		return Table{}, 0, err
	}
	t, version, err := f.shape(c.DB)
	if err != nil {
		return t, version, err
	}
	var schema S
	query, v := selection(t, schema.Columns())
	d := schema.Decoder(s, version)
	return t, version, c.Each(query, func(r *Row) error {
		each(d, v.of(r))
		return nil
	})
}

// Insert puts new rows into the store in one transaction: see [Add].
func (f Format[S]) Insert(ctx context.Context, s *cookies.Store, in *scratch.Folder, identity []string, rows cookies.Rows, free func() error) (cookies.Written, error) {
	return Add(ctx, s.Path, in, f.shape, identity, rows, free)
}

// Salvage reads what can be read of the rows of a damaged store.
func (f Format[S]) Salvage(ctx context.Context, s *cookies.Store, in *scratch.Folder) (cookies.Rows, error) {
	c, err := Wreck(ctx, in, s.Path)
	if err != nil {
		return cookies.Rows{}, err
	}
	defer c.Close() //nolint:errcheck // a copy that stays goes with its folder
	t, version, err := f.shape(c.DB)
	if err != nil {
		return cookies.Rows{}, err
	}
	var schema S
	v, d := over(schema.Columns(), t.Columns), schema.Decoder(s, version)
	return c.Salvage(ctx, t, version, func(r Source) (cookies.Key, bool) {
		k := d.Key(v.of(r))
		return k, k.Host != ""
	}), ctx.Err()
}

// shape finds the table of cookies and the version of its schema.
func (Format[S]) shape(d *DB) (Table, int, error) {
	var schema S
	says := schema.Table()
	t, err := d.Table(says.Name, says.RowID, says.Key...)
	if err != nil {
		return t, 0, err
	}
	t.Secret = says.Secret
	columns := schema.Columns()
	for i, at := range over(columns, t.Columns).at {
		if at < 0 && columns[i].Needed {
			return t, 0, d.Damaged("its table has no column " + columns[i].Name)
		}
	}
	version, err := schema.Version(d)
	return t, version, err
}

// selection makes the query that Read needs and the view of its rows. The rowid
// is its last column.
func selection(t Table, columns []Column) (string, View) {
	v := over(columns, t.Columns)
	var names []string
	for i, c := range columns {
		expression := ""
		switch {
		case c.Listed != nil:
			expression = c.Listed(t)
		case v.at[i] >= 0:
			expression = quote(t.Columns[v.at[i]])
		}
		v.at[i] = -1
		if expression != "" {
			names = append(names, expression)
			v.at[i] = len(names) - 1
		}
	}
	return "SELECT " + strings.Join(append(names, t.RowID), ",") + " FROM " + t.Name, v
}
