package firefox

import (
	"math"
	"slices"
	"strings"

	"crumbs/cookies"
	"crumbs/cookies/sqlite"
)

// The columns that a cookie is made of, by their places in columns.
const (
	host = iota
	name
	path
	origin
	expiry
	accessed
	created
	updated
	secure
	httpOnly
	sameSite
	rawSameSite
	value // in a query, the bytes of name and value
	plain // in a query, the value
	count
)

// column is one of them; a table without a needed one is none of cookies.
type column struct {
	name   string
	needed bool
}

func columns() [count]column {
	return [count]column{
		host:        {"host", true},
		name:        {"name", true},
		path:        {"path", true},
		origin:      {"originAttributes", false},
		expiry:      {"expiry", true},
		accessed:    {"lastAccessed", false},
		created:     {"creationTime", false},
		updated:     {"updateTime", false},
		secure:      {"isSecure", false},
		httpOnly:    {"isHttpOnly", false},
		sameSite:    {"sameSite", false},
		rawSameSite: {"rawSameSite", false},
		value:       {"value", true},
		plain:       {"value", true},
	}
}

// keyColumns are those of the table's unique constraint.
func keyColumns() []string { return []string{"name", "host", "path", "originAttributes"} }

// find gives the places of the columns among names, -1 for one that is not
// there.
func find(names []string) [count]int {
	var at [count]int
	for i, c := range columns() {
		at[i] = slices.Index(names, c.name)
	}
	return at
}

// selection makes the query that Read needs, and says where its columns stand.
// It asks for the bytes of name and value too, which SQLite knows without
// reading them, and of the value for no more than its shape needs.
func selection(t sqlite.Table) (string, [count]int) {
	at := find(t.Columns)
	var names []string
	for i := range at {
		if i == value || i == plain || at[i] < 0 {
			continue
		}
		names = append(names, t.Columns[at[i]])
		at[i] = len(names) - 1
	}
	names = append(names, "ifnull(octet_length(name), 0) + ifnull(octet_length(value), 0)")
	at[value] = len(names) - 1
	names = append(names, "value")
	at[plain] = len(names) - 1
	return "SELECT " + strings.Join(append(names, t.RowID), ",") + " FROM " + t.Name, at
}

// view is a row with the places of its columns.
type view struct {
	sqlite.Source
	at [count]int
}

func (v view) int(i int) int64 {
	if v.at[i] < 0 {
		return 0
	}
	return v.Int(v.at[i])
}

func (v view) text(i int) []byte {
	if v.at[i] < 0 {
		return nil
	}
	return v.Text(v.at[i])
}

// size gives the bytes of name and value of a row that was kept.
func size(v view) int32 { return int32(len(v.text(name)) + len(v.text(value))) }

// decoder makes cookies of rows. Strings and places that occur again are kept
// once: a store has far fewer hosts, paths and places than cookies.
type decoder struct {
	store   *cookies.Store
	version int
	strings map[string]string
	last    [count]string // of each column, which is often the next one's too
	places  *places
}

func newDecoder(s *cookies.Store, version int) *decoder {
	return &decoder{store: s, version: version, strings: map[string]string{}, places: newPlaces(s)}
}

func (d *decoder) intern(column int, b []byte) string {
	if last := d.last[column]; last == string(b) {
		return last
	}
	s, ok := d.strings[string(b)]
	if !ok {
		s = string(b)
		d.strings[s] = s
	}
	d.last[column] = s
	return s
}

func (d *decoder) key(v view) cookies.Key {
	return cookies.Key{
		Host:   d.intern(host, v.text(host)),
		Name:   d.intern(name, v.text(name)),
		Path:   d.intern(path, v.text(path)),
		Origin: d.intern(origin, v.text(origin)),
	}
}

// cookie decodes a row. The place of the value has the size.
func (d *decoder) cookie(v view) cookies.Cookie {
	c := cookies.Cookie{
		Key:      d.key(v),
		Store:    d.store,
		Created:  moment(v.int(created)),
		Updated:  moment(v.int(updated)),
		Accessed: moment(v.int(accessed)),
		Expires:  cookies.FromUnixMicro(scaled(v.int(expiry), expiryUnit(d.version))),
		Size:     int32(max(0, min(v.int(value), math.MaxInt32))),
		SameSite: sameSiteOf(v.int(sameSite)),
		Secure:   v.int(secure) != 0,
		HTTPOnly: v.int(httpOnly) != 0,
		Shape:    cookies.ShapeOf(v.text(plain)),
	}
	// Before schema 15 a cookie without the attribute could count as lax, and
	// a second column said what the site had sent.
	if v.at[rawSameSite] >= 0 && c.SameSite == cookies.Lax && v.int(rawSameSite) == 0 {
		c.SameSite = cookies.Unspecified
	}
	c.Place = d.places.of(c.Origin)
	return c
}

// milliseconds is the schema from which the expiry is in milliseconds.
const milliseconds = 16

// expiryUnit gives the microseconds in the unit of a schema's expiry. A store
// without a version counts as one of today, as Firefox takes it.
func expiryUnit(version int) int64 {
	if version > 0 && version < milliseconds {
		return 1_000_000
	}
	return 1000
}

// scaled multiplies, and stops at the ends of the range.
func scaled(n, by int64) int64 {
	switch {
	case n > math.MaxInt64/by:
		return math.MaxInt64
	case n < math.MinInt64/by:
		return math.MinInt64
	}
	return n * by
}

// moment turns microseconds since 1970 into a time; 0 is none.
func moment(us int64) cookies.Moment {
	if us == 0 {
		return 0
	}
	return cookies.FromUnixMicro(us)
}

// sameSiteOf reads Firefox's numbers (nsICookie.idl): 0 none, 1 lax, 2 strict,
// 256 unset.
func sameSiteOf(n int64) cookies.SameSite {
	switch n {
	case 0:
		return cookies.None
	case 1:
		return cookies.Lax
	case 2:
		return cookies.Strict
	}
	return cookies.Unspecified
}
