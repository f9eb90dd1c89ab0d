// Package explorer reads the text files in which Internet Explorer kept cookies
// up to its version 9, one for each site, through kooky. crumbs never writes
// them.
//
// A cookie is nine lines: name, value, host and path in one, flags, the expiry's
// lower and upper half, the creation's lower and upper half (both FILETIMEs: 100
// nanoseconds since 1601), and an asterisk. The flags are WinINet's: 1 secure,
// 0x2000 for HTTP only, 0x4000 host-only. Versions 10 and 11 and the Edge of
// before 2020 kept an ESE database, WebCacheV01.dat, instead: kooky 0.2.9 has a
// reader for that and never gets to it when it is given a file.
package explorer

import (
	"bytes"
	"errors"
	"strconv"

	"github.com/browserutils/kooky"
	"github.com/browserutils/kooky/browser/ie"

	"crumbs/cookies"
	"crumbs/cookies/foreign"
)

// Format is the format of these files.
type Format = foreign.Format[kind]

type kind struct{}

// Name is what a person calls it.
func (kind) Name() string { return "Internet Explorer's store" }

// Open gives kooky's reader.
func (kind) Open(path string) (kooky.CookieStore, error) { return ie.CookieStore(path) }

// lines is how many make up a cookie, and longest how long one may be: kooky
// stops without a word at a longer one.
const (
	lines   = 9
	longest = 60 << 10
)

var (
	errRecord = errors.New("a cookie in it is not as Internet Explorer writes them")
	errEnd    = errors.New("its last cookie is cut off")
	errCount  = errors.New("the cookies in it can't be told apart")
)

// record is what of a cookie kooky drops, or can get wrong.
type record struct {
	flags            uint64
	expires, created int64 // microseconds since 1601
}

// Check looks through the file: kooky passes over a last cookie that is cut off.
func (kind) Check(data []byte) error {
	_, err := records(data)
	return err
}

// records gives the cookies of the file.
func records(data []byte) ([]record, error) {
	text := bytes.Split(bytes.TrimSuffix(data, []byte("\n")), []byte("\n"))
	if len(text)%lines != 0 {
		return nil, errEnd
	}
	var out []record
	for ; len(text) > 0; text = text[lines:] {
		var n [5]uint64
		for i := range lines {
			line := bytes.TrimSuffix(text[i], []byte("\r"))
			if len(line) > longest || i == 8 && string(line) != "*" || i == 2 && !bytes.Contains(line, []byte("/")) {
				return nil, errRecord
			}
			if i < 3 || i == 8 {
				continue
			}
			var err error
			if n[i-3], err = strconv.ParseUint(string(line), 10, 32); err != nil {
				return nil, errRecord
			}
		}
		out = append(out, record{flags: n[0], expires: int64((n[2]<<32 | n[1]) / 10), created: int64((n[4]<<32 | n[3]) / 10)})
	}
	return out, nil
}

// Items takes from kooky the cookies and their texts. The flag for secure, which
// kooky drops, and the times, which it lets overflow, are read again. A cookie
// without the flag for host-only went to subdomains too, and has the dot that
// says so elsewhere.
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
		host := c.Domain
		if list[i].flags&0x4000 == 0 {
			host = "." + host
		}
		out[i] = foreign.Item{Value: []byte(c.Value), Cookie: cookies.Cookie{
			Key:      cookies.Key{Host: host, Name: c.Name, Path: c.Path},
			Created:  cookies.FromWindowsMicro(list[i].created),
			Expires:  cookies.FromWindowsMicro(list[i].expires),
			Secure:   list[i].flags&1 != 0,
			HTTPOnly: c.HttpOnly,
		}}
	}
	return out, nil
}
