package firefox

import (
	"math"

	"crumbs/cookies"
	"crumbs/cookies/sqlite"
)

// The columns that a cookie is made of, by their places in Columns.
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
	value
	count
)

// Columns gives them.
func (schema) Columns() []sqlite.Column {
	return []sqlite.Column{
		host:        {Name: "host", Needed: true},
		name:        {Name: "name", Needed: true},
		path:        {Name: "path", Needed: true},
		origin:      {Name: "originAttributes"},
		expiry:      {Name: "expiry", Needed: true},
		accessed:    {Name: "lastAccessed"},
		created:     {Name: "creationTime"},
		updated:     {Name: "updateTime"},
		secure:      {Name: "isSecure"},
		httpOnly:    {Name: "isHttpOnly"},
		sameSite:    {Name: "sameSite"},
		rawSameSite: {Name: "rawSameSite"},
		value:       {Name: "value", Needed: true},
	}
}

// decoder makes cookies of rows.
type decoder struct {
	store   *cookies.Store
	version int
	strings *sqlite.Strings
	places  *places
}

func newDecoder(s *cookies.Store, version int) *decoder {
	return &decoder{store: s, version: version, strings: sqlite.NewStrings(count), places: newPlaces(s)}
}

// Key gives the key of a row.
func (d *decoder) Key(v sqlite.View) cookies.Key {
	return cookies.Key{
		Host:   d.strings.Of(host, v.Text(host)),
		Name:   d.strings.Of(name, v.Text(name)),
		Path:   d.strings.Of(path, v.Text(path)),
		Origin: d.strings.Of(origin, v.Text(origin)),
	}
}

// Cookie decodes a row.
func (d *decoder) Cookie(v sqlite.View) cookies.Cookie {
	c := cookies.Cookie{
		Key:      d.Key(v),
		Store:    d.store,
		Created:  moment(v.Int(created)),
		Updated:  moment(v.Int(updated)),
		Accessed: moment(v.Int(accessed)),
		Expires:  cookies.FromUnixMicro(scaled(v.Int(expiry), expiryUnit(d.version))),
		SameSite: sameSiteOf(v.Int(sameSite)),
		Secure:   v.Int(secure) != 0,
		HTTPOnly: v.Int(httpOnly) != 0,
	}
	// Before schema 15 a cookie without the attribute could count as lax, and
	// a second column said what the site had sent.
	if v.Has(rawSameSite) && c.SameSite == cookies.Lax && v.Int(rawSameSite) == 0 {
		c.SameSite = cookies.Unspecified
	}
	c.Place = d.places.of(c.Origin)
	text := v.Text(value)
	c.Size, c.Shape = int32(len(c.Name)+len(text)), cookies.ShapeOf(text)
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
