package chromium

import (
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
	partition
	crossSite
	scheme
	port
	created
	updated
	accessed
	expires
	hasExpires
	secure
	httpOnly
	sameSite
	value // in a query, the bytes of name and value
	plain // in a query, the value where it is not encrypted
	encrypted
	count
)

// column is one of them.
type column struct {
	name   string
	old    string // its name before schema 10, or ""
	needed bool   // a table without it is none of cookies
	absent int64  // what it counts as where the schema has none
}

func columns() [count]column {
	return [count]column{
		host:       {name: "host_key", needed: true},
		name:       {name: "name", needed: true},
		path:       {name: "path", needed: true},
		partition:  {name: "top_frame_site_key"},
		crossSite:  {name: "has_cross_site_ancestor"},
		scheme:     {name: "source_scheme"},
		port:       {name: "source_port", absent: -1},
		created:    {name: "creation_utc", needed: true},
		updated:    {name: "last_update_utc"},
		accessed:   {name: "last_access_utc"},
		expires:    {name: "expires_utc", needed: true},
		hasExpires: {name: "has_expires", absent: 1},
		secure:     {name: "is_secure", old: "secure"},
		httpOnly:   {name: "is_httponly", old: "httponly"},
		sameSite:   {name: "samesite", old: "firstpartyonly", absent: -1},
		value:      {name: "value"},
		plain:      {name: "value"},
		encrypted:  {name: "encrypted_value"},
	}
}

// keyColumns are the columns of the unique index, which Chromium tells two
// cookies apart by.
func keyColumns() []string {
	return []string{"host_key", "top_frame_site_key", "has_cross_site_ancestor", "name", "path", "source_scheme", "source_port"}
}

// find gives the places of the columns among names, -1 for one that is not
// there.
func find(names []string) [count]int {
	var at [count]int
	for i, c := range columns() {
		at[i] = slices.Index(names, c.name)
		if at[i] < 0 && c.old != "" {
			at[i] = slices.Index(names, c.old)
		}
	}
	return at
}

// selection makes the query that Read needs, and says where its columns stand.
// It asks for the number of bytes too, which SQLite knows without reading them.
func selection(t sqlite.Table) (string, [count]int) {
	at := find(t.Columns)
	var names []string
	for i := range at {
		if i == value || i == plain || i == encrypted || at[i] < 0 {
			continue
		}
		names = append(names, `"`+t.Columns[at[i]]+`"`)
		at[i] = len(names) - 1
	}
	bytes := func(i int) string {
		if at[i] < 0 {
			return "0"
		}
		return "ifnull(octet_length(" + columns()[i].name + "), 0)"
	}
	names = append(names, "iif("+bytes(encrypted)+" > 0, -1, "+bytes(name)+" + "+bytes(value)+")")
	at[value], at[encrypted] = len(names)-1, -1
	if at[plain] >= 0 {
		names = append(names, `"value"`)
		at[plain] = len(names) - 1
	}
	return "SELECT " + strings.Join(append(names, t.RowID), ",") + " FROM " + t.Name, at
}

// view is a row with the places of its columns.
type view struct {
	sqlite.Source
	at [count]int
}

func (v view) int(i int) int64 {
	if v.at[i] < 0 {
		return columns()[i].absent
	}
	return v.Int(v.at[i])
}

func (v view) text(i int) []byte {
	if v.at[i] < 0 {
		return nil
	}
	return v.Text(v.at[i])
}

// sealed reports whether the value of the row that is decoded is encrypted.
func (v view) sealed() bool {
	if v.at[encrypted] < 0 { // a query's
		return v.int(value) < 0
	}
	return len(v.text(encrypted)) > 0
}

// size gives the bytes of name and value of a row that was kept, -1 where the
// value is encrypted.
func size(v view) int32 {
	if len(v.text(encrypted)) > 0 {
		return -1
	}
	return int32(len(v.text(name)) + len(v.text(value)))
}

// decoder makes cookies of rows. Strings and places that occur again are kept
// once: a store has far fewer hosts, paths and partitions than cookies.
type decoder struct {
	store   *cookies.Store
	version int
	strings map[string]string
	last    [count]string // of each column, which is often the next one's too
	places  map[string]*cookies.Place
}

func newDecoder(s *cookies.Store, version int) *decoder {
	return &decoder{store: s, version: version, strings: map[string]string{}, places: map[string]*cookies.Place{}}
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
		Host:      d.intern(host, v.text(host)),
		Name:      d.intern(name, v.text(name)),
		Path:      d.intern(path, v.text(path)),
		Origin:    d.intern(partition, v.text(partition)),
		CrossSite: v.int(crossSite) != 0,
		Scheme:    int8(max(-128, min(v.int(scheme), 127))),
		Port:      int32(max(-1<<31, min(v.int(port), 1<<31-1))),
	}
}

// cookie decodes a row. The place of the value has the size.
func (d *decoder) cookie(v view) cookies.Cookie {
	c := cookies.Cookie{
		Key:      d.key(v),
		Store:    d.store,
		Created:  cookies.FromWindowsMicro(v.int(created)),
		Updated:  cookies.FromWindowsMicro(v.int(updated)),
		Accessed: cookies.FromWindowsMicro(v.int(accessed)),
		Size:     int32(max(-1, min(v.int(value), 1<<31-1))),
		SameSite: d.sameSite(v.int(sameSite)),
		Secure:   v.int(secure) != 0,
		HTTPOnly: v.int(httpOnly) != 0,
	}
	if !v.sealed() {
		c.Shape = cookies.ShapeOf(v.text(plain))
	}
	if v.int(hasExpires) != 0 {
		c.Expires = cookies.FromWindowsMicro(v.int(expires))
	}
	if c.Origin != "" {
		c.Place = d.places[c.Origin]
		if c.Place == nil {
			c.Place = &cookies.Place{Partition: c.Origin}
			d.places[c.Origin] = c.Place
		}
	}
	return c
}

// sameSite reads the column: -1 (or the former 3) unset, 0 none, 1 lax, 2
// strict. Before schema 11 a 0 only said that nothing was set.
func (d *decoder) sameSite(n int64) cookies.SameSite {
	switch {
	case n == 0 && (d.version >= 11 || d.version == 0):
		return cookies.None
	case n == 1:
		return cookies.Lax
	case n == 2:
		return cookies.Strict
	}
	return cookies.Unspecified
}
