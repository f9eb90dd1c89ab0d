package sqlite

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"math"
	"os"
	"slices"

	"crumbs/cookies"
	"crumbs/cookies/scratch"
)

// Wreck is Snapshot for a store that is damaged: what is missing at its end does
// not keep the rest from being opened.
func Wreck(ctx context.Context, f *scratch.Folder, path string) (*Copy, error) {
	return snapshot(ctx, f, path, func(name string, err error) error {
		if err != nil {
			if _, lerr := os.Lstat(name); lerr != nil {
				return err // there is nothing to open
			}
		}
		return padded(name)
	})
}

// maxPadded is how long a copy is made at most, in bytes.
const maxPadded = 1 << 30

// padded gives a copy that was cut off the length that its head promises, with
// zeros, which are no pages: SQLite opens no database that is shorter. A page
// that was cut in two goes: half of a value must not pass for one.
func padded(name string) error {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	var head [32]byte // sqlite.org, "Database File Format", section 1.3
	info, err := f.Stat()
	if _, rerr := f.ReadAt(head[:], 0); err == nil && rerr == nil {
		page := int64(head[16])<<8 | int64(head[17])
		if page == 1 {
			page = 65536
		}
		size := page * int64(binary.BigEndian.Uint32(head[28:]))
		if size > info.Size() && size <= maxPadded && page >= 512 {
			err = errors.Join(f.Truncate(info.Size()/page*page), f.Truncate(size))
		}
	}
	return errors.Join(err, f.Close())
}

// maxHoles is how many damaged places are passed over in one store.
const maxHoles = 500

// Salvage reads what can be read of a table's rows: up to a damaged place, on
// behind it, and back towards it. Key sees the columns in the table's order and
// gives false for what is no cookie. Rows in pages that are damaged are missing;
// nothing tells how many those are.
func (d *DB) Salvage(ctx context.Context, t Table, schema int, key func(Source) (cookies.Key, bool)) cookies.Rows {
	s := salvage{d: d, t: t, key: key, rows: map[int64]salvaged{}}
	from, step := int64(math.MinInt64), int64(1)
	for range maxHoles {
		last, n, whole := s.scan(from, math.MaxInt64, "ASC")
		if n > 0 && step > 1 { // what lies between the damaged place and here
			s.scan(math.MinInt64, from-1, "DESC")
		}
		if whole || ctx.Err() != nil {
			break
		}
		if n > 0 {
			from, step = last, 1
		}
		if from == math.MinInt64 {
			from = 0 // rows have numbers from 1
		}
		if from > math.MaxInt64-step || step > math.MaxInt64/2 {
			break
		}
		from += step
		step *= 2
	}
	s.scan(math.MinInt64, math.MaxInt64, "DESC")
	out := cookies.Rows{Schema: schema, Columns: t.Columns}
	ids := make([]int64, 0, len(s.rows))
	for id := range s.rows {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		out.Keys, out.Cells = append(out.Keys, s.rows[id].key), append(out.Cells, s.rows[id].cells)
	}
	return out
}

type salvaged struct {
	key   cookies.Key
	cells []cookies.Cell
}

type salvage struct {
	d    *DB
	t    Table
	key  func(Source) (cookies.Key, bool)
	rows map[int64]salvaged
}

// scan reads rows with numbers from low to high until one can't be read. It ends
// going down where it meets what was read already.
func (s *salvage) scan(low, high int64, order string) (last int64, n int, whole bool) {
	id := slices.Index(s.t.Columns, s.t.RowID)
	stmt, _, err := s.d.conn.Prepare(`SELECT ` + list(s.t.Columns) + ` FROM ` + s.t.Name + ` NOT INDEXED WHERE ` + quote(s.t.RowID) +
		` BETWEEN ?1 AND ?2 ORDER BY ` + quote(s.t.RowID) + ` ` + order)
	if err != nil {
		return 0, 0, false
	}
	defer func() { _ = stmt.Close() }()
	defer guard(s.d.path, &err)
	if stmt.BindInt64(1, low) != nil || stmt.BindInt64(2, high) != nil {
		return 0, 0, false
	}
	row := Row{stmt}
	for stmt.Step() {
		cells := make(Cells, len(s.t.Columns))
		for i := range cells {
			cells[i] = row.cell(i)
			cells[i].Bytes = bytes.Clone(cells[i].Bytes)
		}
		if stmt.Err() != nil {
			return last, n, false
		}
		number := cells.Int(id)
		if number < low || number > high || n > 0 && (number > last) != (order == "ASC") {
			return last, n, false // a page that is none of the table's
		}
		last = number
		n++
		if _, seen := s.rows[last]; seen && order == "DESC" {
			return last, n, true
		}
		if k, ok := s.key(cells); ok {
			s.rows[last] = salvaged{k, cells}
		}
	}
	return last, n, stmt.Err() == nil
}
