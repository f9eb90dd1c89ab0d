package chromium

import (
	"crumbs/cookies"
	"crumbs/cookies/sqlite"
)

// The columns that a cookie is made of, by their places in Columns.
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
	plain  // the value where it is not encrypted
	length // in a listing, the bytes of the encrypted value
	encrypted
	count
)

// Columns gives them. A listing has nothing in the place of encrypted.
func (schema) Columns() []sqlite.Column {
	return []sqlite.Column{
		host:       {Name: "host_key", Needed: true},
		name:       {Name: "name", Needed: true},
		path:       {Name: "path", Needed: true},
		partition:  {Name: "top_frame_site_key"},
		crossSite:  {Name: "has_cross_site_ancestor"},
		scheme:     {Name: "source_scheme"},
		port:       {Name: "source_port", Absent: -1},
		created:    {Name: "creation_utc", Needed: true},
		updated:    {Name: "last_update_utc"},
		accessed:   {Name: "last_access_utc"},
		expires:    {Name: "expires_utc", Needed: true},
		hasExpires: {Name: "has_expires", Absent: 1},
		secure:     {Name: "is_secure", Old: "secure"},
		httpOnly:   {Name: "is_httponly", Old: "httponly"},
		sameSite:   {Name: "samesite", Old: "firstpartyonly", Absent: -1},
		plain:      {Name: "value"},
		length:     {Name: "encrypted_value", Listed: func(t sqlite.Table) string { return t.Bytes("encrypted_value") }},
		encrypted:  {Name: "encrypted_value", Listed: func(sqlite.Table) string { return "" }},
	}
}

// sealed reports whether the value of a row is encrypted.
func sealed(v sqlite.View) bool {
	if !v.Has(encrypted) { // a listing's
		return v.Int(length) > 0
	}
	return len(v.Text(encrypted)) > 0
}

// decoder makes cookies of rows. Places that occur again are kept once.
type decoder struct {
	store   *cookies.Store
	version int
	strings *sqlite.Strings
	places  map[string]*cookies.Place
}

func newDecoder(s *cookies.Store, version int) *decoder {
	return &decoder{store: s, version: version, strings: sqlite.NewStrings(count), places: map[string]*cookies.Place{}}
}

// Key gives the key of a row.
func (d *decoder) Key(v sqlite.View) cookies.Key {
	return cookies.Key{
		Host:      d.strings.Of(host, v.Text(host)),
		Name:      d.strings.Of(name, v.Text(name)),
		Path:      d.strings.Of(path, v.Text(path)),
		Origin:    d.strings.Of(partition, v.Text(partition)),
		CrossSite: v.Int(crossSite) != 0,
		Scheme:    int8(max(-128, min(v.Int(scheme), 127))),
		Port:      int32(max(-1<<31, min(v.Int(port), 1<<31-1))),
	}
}

// Cookie decodes a row.
func (d *decoder) Cookie(v sqlite.View) cookies.Cookie {
	c := cookies.Cookie{
		Key:      d.Key(v),
		Store:    d.store,
		Created:  cookies.FromWindowsMicro(v.Int(created)),
		Updated:  cookies.FromWindowsMicro(v.Int(updated)),
		Accessed: cookies.FromWindowsMicro(v.Int(accessed)),
		Size:     -1,
		SameSite: d.sameSite(v.Int(sameSite)),
		Secure:   v.Int(secure) != 0,
		HTTPOnly: v.Int(httpOnly) != 0,
	}
	if !sealed(v) {
		text := v.Text(plain)
		c.Size, c.Shape = int32(len(c.Name)+len(text)), cookies.ShapeOf(text)
	}
	if v.Int(hasExpires) != 0 {
		c.Expires = cookies.FromWindowsMicro(v.Int(expires))
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
