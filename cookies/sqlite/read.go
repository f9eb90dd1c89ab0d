package sqlite

import (
	"context"
	"errors"
	"runtime"
	"sync/atomic"

	"crumbs/cookies"
)

const (
	// most is how many cookies are handed over at once, and usual how many where
	// their number is not known.
	most, usual = 1 << 20, 4096
	// forTwo is from how many rows on a store is read from both of its ends:
	// fewer are read by one in the time that it takes to open the copy again.
	forTwo = 2000
)

// Read hands over what decoders make of each row of a table, in parts that are
// the taker's to keep: a list that grows was copied again and again, which a
// profile showed to be a tenth of a reading. Query selects from the table in the order in which
// it lies there and gives the rowid as its last column. Two cheap looks stand in
// for a full check: the table holds as many rows as its index, and their numbers
// only grow. A page of rows that fell out, or that lies in the place of another,
// shows in that. Before an error everything that could be read is handed over.
// Decoder makes one for each core that reads.
func (c *Copy) Read(ctx context.Context, t Table, query string, decoder func() func(Source) cookies.Cookie, add func([]cookies.Cookie)) error {
	counted, uncounted := c.Count(t)
	if uncounted == nil && counted >= forTwo && counted <= most && runtime.GOMAXPROCS(0) > 1 {
		// What is not in order is told by reading it again, one row after the other.
		if list := c.readFromBothEnds(ctx, t, query, decoder, counted); list != nil {
			add(list)
			return nil
		}
	}
	room := int(min(counted, most))
	if uncounted != nil || room == 0 {
		room = usual
	}
	part := make([]cookies.Cookie, 0, room)
	decode := decoder()
	var read, last int64
	err := c.Each(query, func(r *Row) error {
		number := r.last()
		if read > 0 && number <= last {
			return c.Damaged("its rows are not in order")
		}
		last = number
		read++
		part = append(part, decode(r))
		if len(part) == room {
			add(part)
			room = usual // what is left where the count was wrong, or more than most
			part = make([]cookies.Cookie, 0, room)
		}
		return nil
	})
	if len(part) > 0 {
		add(part)
	}
	switch {
	case err != nil:
		return err
	case uncounted != nil:
		return uncounted
	case read != counted:
		return c.missing(read, counted)
	}
	return nil
}

// readFromBothEnds reads the rows on two cores, one from the first row on and one
// from the last one back, until they meet: so both have the same to do, wherever
// the rows lie, and what they read lies in one list. It gives nil unless they met
// at one row, after as many as were counted.
func (c *Copy) readFromBothEnds(ctx context.Context, t Table, query string, decoder func() func(Source) cookies.Cookie, counted int64) []cookies.Cookie {
	twin, ok := c.twin(ctx)
	if !ok {
		return nil
	}
	list := make([]cookies.Cookie, counted)
	var taken atomic.Int64
	back := make(chan walk)
	go func() {
		w := twin.walk(query+" ORDER BY "+quote(t.RowID)+" DESC", decoder(), &taken, list, true)
		_ = twin.close() // it was only read
		back <- w
	}()
	first := c.walk(query, decoder(), &taken, list, false)
	second := <-back
	switch {
	case first.err != nil || second.err != nil || first.read+second.read != counted:
		return nil
	case second.read == 0 && !first.met, second.read > 0 && first.met && first.next == second.last:
		return list
	}
	return nil
}

// walk is what one of two that read a table towards each other did.
type walk struct {
	read int64
	last int64 // the number of the last row it took
	met  bool  // no more rows were to be taken
	next int64 // the number of the row that it stood at then
	err  error
}

var errMet = errors.New("the rows were read from both ends")

// walk puts cookies into a list, from its end where it goes back, until all of it
// is taken.
func (d *DB) walk(query string, decode func(Source) cookies.Cookie, taken *atomic.Int64, list []cookies.Cookie, back bool) (w walk) {
	err := d.Each(query, func(r *Row) error {
		number := r.last()
		if w.read > 0 && (number == w.last || number > w.last == back) {
			return d.Damaged("its rows are not in order")
		}
		if taken.Add(1) > int64(len(list)) {
			w.met, w.next = true, number
			return errMet
		}
		at := w.read
		if back {
			at = int64(len(list)) - 1 - w.read
		}
		list[at] = decode(r)
		w.last = number
		w.read++
		return nil
	})
	if !w.met {
		w.err = err
	}
	return w
}

// last gives the last column as an integer.
func (r *Row) last() int64 { return r.Int(r.stmt.ColumnCount() - 1) }
