package sqlite

import "crumbs/cookies"

// most is how many cookies are handed over at once, and usual how many where
// their number is not known.
const most, usual = 1 << 20, 4096

// Read hands over what decode makes of each row of a table, in parts that are
// the taker's to keep: a list that grows was copied again and again, which a
// profile showed to be a tenth of a reading. Query selects from the table in the order in which
// it lies there and gives the rowid as its last column. Two cheap looks stand in
// for a full check: the table holds as many rows as its index, and their numbers
// only grow. A page of rows that fell out, or that lies in the place of another,
// shows in that. Before an error everything that could be read is handed over.
func (d *DB) Read(t Table, query string, decode func(Source) cookies.Cookie, add func([]cookies.Cookie)) error {
	counted, uncounted := d.Count(t)
	room := int(min(counted, most))
	if uncounted != nil || room == 0 {
		room = usual
	}
	part := make([]cookies.Cookie, 0, room)
	var read, last int64
	err := d.Each(query, func(r *Row) error {
		number := r.Int(r.stmt.ColumnCount() - 1)
		if read > 0 && number <= last {
			return d.Damaged("its rows are not in order")
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
		return d.missing(read, counted)
	}
	return nil
}
