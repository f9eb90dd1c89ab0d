package sqlite

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/ncruces/go-sqlite3"

	"crumbs/cookies"
)

// Table is a table of cookies: what a format says of it, and the columns that
// were found.
type Table struct {
	Name    string
	RowID   string   // the column that is the rowid, or "rowid" where none is
	Key     []string // the columns that tell two cookies apart, as far as the table has them
	Secret  []string // the columns of which no byte may stay in the file when a row goes
	Columns []string // in their order; RowID is first where it is no column of its own

	// Default gives what the table itself puts into a column that a row leaves out,
	// false for one that must not be. It asks the open database, and only those who
	// put rows back need it.
	Default func(column string) (cookies.Cell, bool)
}

// Has reports whether the table has a column.
func (t Table) Has(column string) bool { return slices.Contains(t.Columns, column) }

// Bytes gives the SQL for the length of a column in bytes, 0 or NULL, which reads
// as 0, where there is none.
func (t Table) Bytes(column string) string {
	if !t.Has(column) {
		return "0"
	}
	return "octet_length(" + quote(column) + ")"
}

// Table finds a table by name and fills in its columns. A database without it,
// or one in which the name is not that of an ordinary table, is damaged.
func (d *DB) Table(name, rowid string, key ...string) (Table, error) {
	t := Table{Name: name, RowID: rowid}
	var ordinary bool
	err := d.Each(`SELECT type = 'table' AND rootpage > 0 FROM sqlite_schema WHERE name = '`+name+`'`, func(r *Row) error {
		ordinary = r.Int(0) != 0
		return nil
	})
	if err != nil {
		return t, err
	}
	if !ordinary {
		return t, damaged(d.path, "it has no table of cookies", nil)
	}
	numbered := true // by the column, if it is one
	written := map[string]string{}
	err = d.Each(`PRAGMA table_info(`+name+`)`, func(r *Row) error {
		column, kind, key := string(r.Text(1)), string(r.Text(2)), r.Int(5) == 1
		t.Columns = append(t.Columns, column)
		switch told, must := string(r.Text(4)), r.Int(3) != 0; {
		case told != "":
			written[column] = told
		case !must:
			written[column] = "NULL"
		}
		if column == rowid {
			numbered = key && strings.EqualFold(kind, "INTEGER")
		}
		return nil
	})
	if err != nil {
		return t, err
	}
	if !numbered {
		return t, damaged(d.path, "its rows have no numbers of their own", nil)
	}
	t.Default = func(column string) (cookies.Cell, bool) { return d.literal(written[column]) }
	for _, k := range key {
		if t.Has(k) {
			t.Key = append(t.Key, k)
		}
	}
	if !t.Has(rowid) {
		t.Columns = append([]string{rowid}, t.Columns...)
	}
	return t, nil
}

// literal gives what a default of a schema is, false for one that is no number,
// no text in quotes and no blob: whatever else stands there is a stranger's
// program, and is not run.
func (d *DB) literal(told string) (cookies.Cell, bool) {
	if !constant().MatchString(told) {
		return cookies.Cell{}, false
	}
	var c cookies.Cell
	err := d.Each(`SELECT `+told, func(r *Row) error {
		c = r.cell(0)
		c.Bytes = bytes.Clone(c.Bytes)
		return nil
	})
	return c, err == nil
}

// constant is the form of a default that is the same for all rows.
var constant = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?i:null|[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?|x?'([^'\x00]|'')*')$`)
})

// Count gives the number of the table's rows as its narrowest index has them.
// That takes a look at the heads of the index's pages, and is the cheap way to
// notice that rows fell out of the table.
func (d *DB) Count(t Table) (int64, error) {
	n, _, err := d.Number(`SELECT count(*) FROM ` + t.Name)
	return n, err
}

// missing is the problem of a table that does not hold the rows that its index
// has.
func (d *DB) missing(read, counted int64) error {
	return damaged(d.path, fmt.Sprintf("its table has %d cookies and its index %d", read, counted), nil)
}

// Rows reads the rows that pick gives a key for, with all columns, in the order
// of their rowids. Pick sees the columns in the table's order.
func (d *DB) Rows(t Table, schema int, pick func(Source) (cookies.Key, bool)) (cookies.Rows, error) {
	rows := cookies.Rows{Schema: schema, Columns: t.Columns}
	now := fetched{cells: make(Cells, len(t.Columns)), have: make([]bool, len(t.Columns))}
	err := d.Each(`SELECT `+list(t.Columns)+` FROM `+t.Name+` ORDER BY `+quote(t.RowID), func(r *Row) error {
		now.at(r)
		key, ok := pick(&now)
		if !ok {
			return nil
		}
		kept := make([]cookies.Cell, len(now.cells))
		for i := range kept {
			now.fetch(i)
			kept[i] = now.cells[i]
			kept[i].Bytes = bytes.Clone(kept[i].Bytes)
		}
		rows.Keys = append(rows.Keys, key)
		rows.Cells = append(rows.Cells, kept)
		return nil
	})
	return rows, err
}

// fetched is the row that a query is at, as cells of which each is fetched when
// it is asked for: most rows are looked at for their keys alone.
type fetched struct {
	row   *Row
	cells Cells
	have  []bool
}

func (f *fetched) at(r *Row) {
	f.row = r
	clear(f.have)
}

func (f *fetched) fetch(i int) {
	if !f.have[i] {
		f.cells[i], f.have[i] = f.row.cell(i), true
	}
}

// Int gives column i as an integer.
func (f *fetched) Int(i int) int64 {
	f.fetch(i)
	return f.cells.Int(i)
}

// Text gives the bytes of column i, valid until the next row.
func (f *fetched) Text(i int) []byte {
	f.fetch(i)
	return f.cells.Text(i)
}

// list gives names, quoted, with commas.
func list(names []string) string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = quote(n)
	}
	return strings.Join(out, ",")
}

// quote makes a name safe in SQL. The names come from the store's own schema;
// one with a NUL, which SQL can't say, fits no column.
func quote(name string) string {
	return sqlite3.QuoteIdentifier(strings.ReplaceAll(name, "\x00", "\uFFFD"))
}

// where gives a condition that every column is exactly its parameter, the
// first one ?first. IS also finds NULL.
func where(columns []string, first int) string {
	out := make([]string, len(columns))
	for i, c := range columns {
		out[i] = fmt.Sprintf("%s IS ?%d", quote(c), first+i)
	}
	return strings.Join(out, " AND ")
}

// marks gives n parameters with commas.
func marks(n int) string { return strings.TrimSuffix(strings.Repeat("?,", n), ",") }

// bind binds a cell to a parameter.
func bind(s *sqlite3.Stmt, i int, c cookies.Cell) error {
	switch c.Kind {
	case cookies.Integer:
		return s.BindInt64(i, c.Int)
	case cookies.Real:
		return s.BindFloat(i, c.Float())
	case cookies.Text:
		return s.BindText(i, string(c.Bytes))
	case cookies.Blob:
		if c.Bytes == nil {
			return s.BindBlob(i, []byte{}) // nil would bind a NULL
		}
		return s.BindBlob(i, c.Bytes)
	}
	return s.BindNull(i)
}
