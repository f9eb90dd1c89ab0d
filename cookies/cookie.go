// Package cookies holds the nouns of crumbs' stores: the cookie as a browser
// keeps it, the key that tells it from its neighbours, the store it lies in and
// the state that store is in. It knows no browser, no policy and no screen.
package cookies

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"
	"strings"
	"time"
)

// Key is everything a browser uses to tell two cookies of one store apart.
// Strings are the bytes of the store and need not be UTF-8.
type Key struct {
	Host string // as stored: a leading dot marks a cookie with a Domain attribute
	Name string
	Path string

	// Origin is the store's own spelling of the partition and the container:
	// Chromium's top_frame_site_key or Firefox's originAttributes, else "".
	Origin string

	CrossSite bool  // Chromium's has_cross_site_ancestor
	Scheme    int8  // Chromium's source_scheme: 0 unset, 1 not secure, 2 secure
	Port      int32 // Chromium's source_port: -1 unspecified, -2 invalid
}

// HostOnly reports whether the cookie goes back to its host alone, not to its
// subdomains (RFC 6265bis, section 5.7: the host-only-flag).
func (k Key) HostOnly() bool { return !strings.HasPrefix(k.Host, ".") }

// ID names one cookie on this machine. It is comparable, and it is what marks,
// the cursor, deletion and undo hang on.
type ID struct {
	Store string // its [Store.Lasting]
	Key   Key
}

// String gives the ID as 16 hexadecimal digits, alike at every reading. It is
// the first half of a SHA-256 over all parts with their lengths, so that no two
// ways of cutting the parts collide.
func (id ID) String() string {
	h := sha256.New()
	part := func(s string) {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(s)))
		h.Write(n[:])
		h.Write([]byte(s))
	}
	part(id.Store)
	part(id.Key.Host)
	part(id.Key.Name)
	part(id.Key.Path)
	part(id.Key.Origin)
	var rest [10]byte
	if id.Key.CrossSite {
		rest[0] = 1
	}
	rest[1] = byte(id.Key.Scheme)
	binary.BigEndian.PutUint32(rest[2:], uint32(id.Key.Port))
	h.Write(rest[:])
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// Cookie is what a store shows of a cookie without opening its value.
type Cookie struct {
	Key
	Store *Store
	Place *Place // nil: not partitioned and in no container

	Created  Moment // creation-time; browsers keep it when a site sets the cookie again
	Updated  Moment // when the site last set it
	Accessed Moment // when the browser last sent it
	Expires  Moment // 0: a session cookie

	Size     int32 // bytes of name and value; -1 where an encrypted value was not opened
	SameSite SameSite
	Secure   bool
	HTTPOnly bool
	Shape    Shape // of a value that lies in the store in plain
}

// ID names the cookie on this machine.
func (c *Cookie) ID() ID { return ID{Store: c.Store.Lasting(), Key: c.Key} }

// Session reports whether the cookie has no expiry date of its own.
func (c *Cookie) Session() bool { return c.Expires == 0 }

// Expired reports whether the cookie's expiry date has passed at now.
func (c *Cookie) Expired(now time.Time) bool {
	return c.Expires != 0 && int64(c.Expires) <= now.UnixMicro()
}

// ValueSize is the length of the value in bytes, -1 where an encrypted value was
// not opened.
func (c *Cookie) ValueSize() int {
	if c.Size < 0 {
		return -1
	}
	return max(0, int(c.Size)-len(c.Name))
}

// PartitionKey is the top-level site the cookie is partitioned under, as
// scheme, registrable domain and a port if there is one ("https://shop.test"),
// alike for all browsers; "" if it is not partitioned.
func (c *Cookie) PartitionKey() string {
	if c.Place == nil {
		return ""
	}
	return c.Place.Partition
}

// Container is the display name of the container the cookie lies in, or "".
func (c *Cookie) Container() string {
	if c.Place == nil {
		return ""
	}
	return c.Place.Container
}

// ContainerWords is the container's name with its colour and icon in words,
// "Work (orange briefcase)", or "".
func (c *Cookie) ContainerWords() string {
	if c.Container() == "" {
		return ""
	}
	look := strings.TrimSpace(c.Place.Colour + " " + c.Place.Icon)
	if look == "" {
		return c.Place.Container
	}
	return c.Place.Container + " (" + look + ")"
}

// Place is where in a store a cookie lies: under a partition, in a container,
// or both. Cookies of one place share one Place.
type Place struct {
	Partition string // "https://shop.test", see [Cookie.PartitionKey]
	Container string // display name, or "Container 7" where it has none
	Colour    string // the container's, in Firefox's word: blue, turquoise, green, yellow, orange, red, pink, purple, toolbar; or ""
	Icon      string // the container's, in Firefox's word: briefcase, cart, ...; or ""
	Private   bool   // a private-browsing window's (Firefox's privateBrowsingId)
}

// SameSite is the cookie's SameSite attribute (RFC 6265bis, section 4.1.2.7).
type SameSite int8

// The values of SameSite; Unspecified is a cookie set without the attribute.
const (
	Unspecified SameSite = iota
	None
	Lax
	Strict
)

// String gives the lower-case word: unspecified, none, lax or strict.
func (s SameSite) String() string {
	switch s {
	case None:
		return "none"
	case Lax:
		return "lax"
	case Strict:
		return "strict"
	}
	return "unspecified"
}

// Moment is a time in microseconds since 1970-01-01 UTC; 0 is no time at all.
// It takes a third of a time.Time, and a store has four in each row.
type Moment int64

// epochShift is what Chromium's times (microseconds since 1601-01-01) are ahead.
const epochShift = 11_644_473_600_000_000

// FromUnixMicro turns microseconds since 1970 into a Moment. The epoch itself
// is moved by one microsecond, because 0 stands for no time.
func FromUnixMicro(us int64) Moment {
	if us == 0 {
		return 1
	}
	return Moment(us)
}

// FromUnix turns seconds since 1970 into the nearest Moment there is.
func FromUnix(seconds int64) Moment {
	const most = math.MaxInt64 / 1_000_000
	return FromUnixMicro(max(-most, min(seconds, most)) * 1_000_000)
}

// FromWindowsMicro turns Chromium's microseconds since 1601 into a Moment; 0
// stays no time.
func FromWindowsMicro(us int64) Moment {
	if us == 0 {
		return 0
	}
	if us < math.MinInt64+epochShift {
		return math.MinInt64
	}
	return FromUnixMicro(us - epochShift)
}

// FromTime turns a time.Time into a Moment; the zero time is no time.
func FromTime(t time.Time) Moment {
	if t.IsZero() {
		return 0
	}
	return FromUnixMicro(t.UnixMicro())
}

// Time gives the Moment as a time in UTC, and the zero time for no time.
func (m Moment) Time() time.Time {
	if m == 0 {
		return time.Time{}
	}
	return time.UnixMicro(int64(m)).UTC()
}

// RFC3339 gives the Moment as RFC 3339 in UTC, "" for no time. The format ends
// at the years 0000 and 9999, and so do times beyond them.
func (m Moment) RFC3339() string {
	if m == 0 {
		return ""
	}
	t := m.Time()
	switch {
	case m == 1: // see FromUnixMicro
		t = time.Unix(0, 0).UTC()
	case t.Year() < 0:
		t = time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC)
	case t.Year() > 9999:
		t = time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)
	}
	return t.Format(time.RFC3339Nano)
}
