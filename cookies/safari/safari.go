// Package safari reads Safari's cookie store, Cookies.binarycookies, through
// kooky. crumbs never writes it.
//
// The file begins with "cook", the number of pages and the size of each, big
// endian; the pages follow, then a checksum and a property list. A page, little
// endian, begins with 00 00 01 00, the number of its cookies and where in it each
// begins. A cookie has its size, a version, flags (1 secure, 4 for HTTP only),
// whether it has a port, the places in it of host, name, path, value, comment
// and the comment's address, and two times in seconds since 2001 as IEEE 754
// doubles, the expiry and the creation; then the texts, each with a NUL at its
// end. This is what people found out by looking at such files; Apple documents
// none of it. Where Safari keeps SameSite and partitions is not known.
package safari

import (
	"encoding/binary"
	"errors"
	"math"

	"github.com/browserutils/kooky"
	"github.com/browserutils/kooky/browser/safari"

	"crumbs/cookies"
	"crumbs/cookies/foreign"
)

// Format is Safari's store format.
type Format = foreign.Format[kind]

type kind struct{}

// Name is what a person calls it.
func (kind) Name() string { return "Safari's store" }

// Open gives kooky's reader.
func (kind) Open(path string) (kooky.CookieStore, error) { return safari.CookieStore(path) }

// The errors of a file that is not as Safari writes it.
var (
	errMagic = errors.New("it is not a file of Safari's cookies")
	errEnd   = errors.New("its end is missing")
	errPage  = errors.New("a page in it is damaged")
	errCount = errors.New("the cookies in it can't be told apart")
)

// Check looks through the structure: kooky believes every number in it.
func (kind) Check(data []byte) error {
	_, err := records(data)
	return err
}

// The layout of a cookie.
const (
	textsAt    = 16 // the places of host, name, path and value
	expiryAt   = 40
	createdAt  = 48
	headLength = 56
)

// records gives the cookies of the file as they lie there.
func records(data []byte) ([][]byte, error) {
	if len(data) < 8 || string(data[:4]) != "cook" {
		return nil, errMagic
	}
	pages := int64(binary.BigEndian.Uint32(data[4:]))
	at := 8 + 4*pages
	if at > int64(len(data)) {
		return nil, errEnd
	}
	var out [][]byte
	for i := range pages {
		size := int64(binary.BigEndian.Uint32(data[8+4*i:]))
		if size > int64(len(data))-at {
			return nil, errEnd
		}
		found, err := page(data[at : at+size])
		if err != nil {
			return nil, err
		}
		out, at = append(out, found...), at+size
	}
	if int64(len(data))-at < 8 { // the checksum and the mark behind it
		return nil, errEnd
	}
	return out, nil
}

// page gives the cookies of one page.
func page(data []byte) ([][]byte, error) {
	if len(data) < 8 || [4]byte(data[:4]) != [4]byte{0, 0, 1, 0} {
		return nil, errPage
	}
	count := int64(binary.LittleEndian.Uint32(data[4:]))
	if 8+4*count > int64(len(data)) {
		return nil, errPage
	}
	out := make([][]byte, 0, count)
	room := int64(len(data)) // cookies do not overlap: else a small file could hold any number
	for i := range count {
		at := int64(binary.LittleEndian.Uint32(data[8+4*i:]))
		if at < 8+4*count || at > int64(len(data))-headLength {
			return nil, errPage
		}
		size := int64(binary.LittleEndian.Uint32(data[at:]))
		if size < headLength || size > int64(len(data))-at || !whole(data[at:at+size]) {
			return nil, errPage
		}
		if room -= size; room < 0 {
			return nil, errPage
		}
		out = append(out, data[at:at+size])
	}
	return out, nil
}

// whole reports whether all texts of a cookie lie in it.
func whole(record []byte) bool {
	for i := range 4 {
		if _, ok := text(record, i); !ok {
			return false
		}
	}
	return true
}

// text gives host, name, path or value of a cookie.
func text(record []byte, i int) (string, bool) {
	at := int64(binary.LittleEndian.Uint32(record[textsAt+4*i:]))
	if at < headLength || at >= int64(len(record)) {
		return "", false
	}
	for end := at; end < int64(len(record)); end++ {
		if record[end] == 0 {
			return string(record[at:end]), true
		}
	}
	return "", false
}

// Items takes from kooky the cookies and their texts. What it does with times
// is done again: it gives a cookie without an expiry the first day of 2001, and
// turns one that is no number, or beyond its range, into any.
func (kind) Items(data []byte, read []*kooky.Cookie) ([]foreign.Item, error) {
	list, err := records(data)
	if err != nil {
		return nil, err
	}
	if len(list) != len(read) {
		return nil, errCount
	}
	out := make([]foreign.Item, len(list))
	for i, c := range read {
		host, _ := text(list[i], 0)
		name, _ := text(list[i], 1)
		if c.Domain != host || c.Name != name {
			return nil, errCount
		}
		out[i] = foreign.Item{Value: []byte(c.Value), Cookie: cookies.Cookie{
			Key:      cookies.Key{Host: c.Domain, Name: c.Name, Path: c.Path},
			Created:  moment(list[i][createdAt:]),
			Expires:  moment(list[i][expiryAt:]),
			Secure:   c.Secure,
			HTTPOnly: c.HttpOnly,
		}}
	}
	return out, nil
}

// moment reads seconds since 2001; 0 and what is no number is no time.
func moment(b []byte) cookies.Moment {
	const since2001 = 978_307_200 // the seconds from 1970 until then
	const most = math.MaxInt64/1_000_000 - since2001
	s := math.Float64frombits(binary.LittleEndian.Uint64(b))
	if s == 0 || math.IsNaN(s) {
		return 0
	}
	whole, part := math.Modf(max(-most, min(s, most)))
	return cookies.FromUnixMicro((int64(whole)+since2001)*1_000_000 + int64(math.Round(part*1_000_000)))
}
