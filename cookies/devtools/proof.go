package devtools

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"crumbs/cookies"
	"crumbs/cookies/inuse"
)

// known is a cookie as the browser tells of it.
type known struct {
	key      cookies.Key // a Firefox's without Origin, which it does not tell
	value    string      // may have lost bytes that are no UTF-8
	size     int         // of name and value, in bytes of UTF-8
	expires  cookies.Moment
	secure   bool
	httpOnly bool
}

// proof gives nil if the browser that knows these cookies is the one that uses
// the store.
type proof func([]known) error

// proof gives what is left to be proven by cookies: nothing where the process
// that listens is the one that has the store, and has no other. An error says
// that it is another process. Without are keys that prove nothing.
func (b *Browser) proof(s *cookies.Store, all Held, without []cookies.Key) (proof, error) {
	user, used := inuse.Browser(s)
	if !used {
		return nil, errors.New("its browser no longer runs: try again without --devtools")
	}
	others, found := beside(s)
	listeners := inuse.Listeners(b.Port)
	if len(listeners) > 0 && user.PID > 0 {
		if !slices.ContainsFunc(listeners, func(h inuse.Holder) bool { return h.PID == user.PID }) {
			return nil, fmt.Errorf("process %d listens on port %d, and process %d uses the store", listeners[0].PID, b.Port, user.PID)
		}
		if s.Format == cookies.Firefox || found && len(others) == 0 {
			return func([]known) error { return nil }, nil
		}
	}
	// A copy of a profile holds the same cookies: they would prove it.
	if open := inuse.Open(append(others, s)); len(open) > 0 && !slices.Contains(open, s) {
		return nil, fmt.Errorf("the browser on port %d has another of its profiles open (%s): close it and try again", b.Port, open[0].Profile)
	}
	return func(live []known) error { return prove(all, without, live, b.Port) }, nil
}

// beside gives the other stores in a Chromium's user-data directory, and whether
// the store was found there itself. Profiles are folders in it; newer ones keep
// their cookies in a folder Network.
func beside(s *cookies.Store) (others []*cookies.Store, found bool) {
	if s.Format != cookies.Chromium {
		return nil, false
	}
	entries, _ := os.ReadDir(s.UserData)
	for _, e := range entries {
		for _, rest := range []string{"Cookies", filepath.Join("Network", "Cookies")} {
			path := filepath.Join(s.UserData, e.Name(), rest)
			switch _, err := os.Lstat(path); {
			case err != nil:
			case path == s.Path:
				found = true
			default:
				others = append(others, &cookies.Store{Path: path, Format: cookies.Chromium, Profile: e.Name(), UserData: s.UserData})
			}
		}
	}
	return others, found
}

// prove gives nil if what the browser knows is what the store holds: at least
// half of the cookies with an expiry date, which no two profiles share to the
// microsecond, or in a Firefox with its value. The other half is for what the
// sites have set since the browser last wrote.
func prove(all Held, without []cookies.Key, live []known, port int) error {
	skip := map[cookies.Key]bool{}
	for _, k := range without {
		skip[k] = true
	}
	at := map[cookies.Key][]known{}
	for _, k := range live {
		at[k.key] = append(at[k.key], k)
	}
	same, of := 0, 0
	now := time.Now()
	for i := range all.Cookies {
		c := &all.Cookies[i]
		if c.Session() || c.Expired(now) || skip[c.Key] {
			continue
		}
		of++
		if slices.ContainsFunc(at[keyOf(c)], func(k known) bool { return k.is(all, i) }) {
			same++
		}
	}
	switch {
	case of == 0:
		return fmt.Errorf("it holds no cookie by which crumbs could tell that the browser on port %d is the one that uses it", port)
	case same*2 < of || same == 0:
		return fmt.Errorf("the browser on port %d knows only %d of its %d cookies, so it may have another profile open: close it and try again", port, same, of)
	}
	return nil
}

// keyOf gives the key by which a browser tells of a cookie.
func keyOf(c *cookies.Cookie) cookies.Key {
	k := c.Key
	if c.Store.Format == cookies.Firefox {
		k.Origin = ""
	} else if k.Origin == "" {
		k.CrossSite = false // says nothing then
	}
	return k
}

// is reports whether the browser's cookie is the one of row i, by all that both
// tell.
func (k known) is(held Held, i int) bool {
	c := &held.Cookies[i]
	if k.key != keyOf(c) || k.secure != c.Secure || k.httpOnly != c.HTTPOnly || (k.expires == 0) != c.Session() {
		return false
	}
	off := k.expires - c.Expires
	cell := func(name string) []byte {
		if at := slices.Index(held.Rows.Columns, name); at >= 0 {
			return held.Rows.Cells[i][at].Bytes
		}
		return nil
	}
	if c.Store.Format == cookies.Firefox {
		const second = 1_000_000 // it tells seconds, rounded
		return off <= second && off >= -second && k.value == text(cell("value"))
	}
	// Seconds with a fraction, which hold a microsecond and not always the last.
	return off <= 2 && off >= -2 && fits(k, c, held.Rows.Schema, cell("encrypted_value"), cell("value"))
}

// text is bytes as JSON carries them.
func text(b []byte) string { return strings.ToValidUTF8(string(b), "\uFFFD") }

// hashed is the first version of Chromium's schema in which an encrypted value
// begins with the hash of its host.
const hashed = 24

// fits reports whether a value can be the one that is stored, by its length. The
// ciphers v10 and v11 are AES in blocks of 16 bytes, filled up to the next whole
// one, but on Windows; of others only the browser knows the length.
func fits(k known, c *cookies.Cookie, schema int, sealed, plain []byte) bool {
	n := k.size - len(c.Name)
	if len(sealed) == 0 {
		return n == len(plain)
	}
	if scheme := string(sealed[:min(3, len(sealed))]); scheme != "v10" && scheme != "v11" || runtime.GOOS == "windows" {
		return true
	}
	cipher := len(sealed) - 3
	if schema >= hashed {
		n += 32
	}
	return n/16*16+16 == cipher
}
