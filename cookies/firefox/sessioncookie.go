package firefox

import (
	"encoding/json"
	"errors"
	"slices"

	"crumbs/cookies"
)

// sessionCookie is a cookie in the session file
// (browser/components/sessionstore/SessionCookies.sys.mjs): what has its usual
// value is left out.
type sessionCookie struct {
	Host     string `json:"host"`
	Name     string `json:"name"`
	Value    string `json:"value"`
	Path     string `json:"path"`
	Secure   bool   `json:"secure"`
	HTTPOnly bool   `json:"httponly"`
	SameSite int64  `json:"sameSite"`
	Origin   struct {
		Container        uint32 `json:"userContextId"`
		Private          uint32 `json:"privateBrowsingId"`
		FirstPartyDomain string `json:"firstPartyDomain"`
		GeckoViewContext string `json:"geckoViewSessionContextId"`
		Partition        string `json:"partitionKey"`
	} `json:"originAttributes"`
}

// parseCookie reads an element of the list. A field of another type than
// expected is left out and the others are read; false is what is no JSON.
func parseCookie(raw []byte) (c sessionCookie, ok bool) {
	var odd *json.UnmarshalTypeError
	err := json.Unmarshal(raw, &c)
	return c, err == nil || errors.As(err, &odd)
}

// key spells the origin attributes as the database does.
func (c *sessionCookie) key() cookies.Key {
	return cookies.Key{Host: c.Host, Name: c.Name, Path: c.Path, Origin: Attributes(c.Origin).String()}
}

func (c *sessionCookie) cookie(s *cookies.Store, p *places) cookies.Cookie {
	k := c.key()
	return cookies.Cookie{
		Key: k, Store: s, Place: p.of(k.Origin),
		Size:     int32(min(len(c.Name)+len(c.Value), 1<<31-1)),
		SameSite: sameSiteOf(c.SameSite),
		Secure:   c.Secure, HTTPOnly: c.HTTPOnly,
		Shape: cookies.ShapeOf([]byte(c.Value)),
	}
}

// The columns of a row: where the cookie stands in the list, counted from 0,
// its value, and its bytes in the file with the white space around them, from
// comma to comma. Only the last is put back; it holds all there is.
const (
	columnPlace = "rowid" // as with rows of a database: where a cookie stands is nothing of its own
	columnValue = "value"
	columnBytes = "json"
)

func sessionColumns() []string { return []string{columnPlace, columnValue, columnBytes} }

// cells makes the row of a cookie that stands at a place in the list.
func (c *sessionCookie) cells(place int, part []byte) []cookies.Cell {
	return []cookies.Cell{cookies.IntegerCell(int64(place)), cookies.TextCell([]byte(c.Value)), cookies.TextCell(part)}
}

// sessionRow gives the place and the bytes that a row holds, false for a row
// that nobody wrote.
func sessionRow(columns []string, cells []cookies.Cell) (place int, part []byte, ok bool) {
	at, from := slices.Index(columns, columnPlace), slices.Index(columns, columnBytes)
	if at < 0 || from < 0 || len(cells) != len(columns) || cells[at].Int < 0 || cells[at].Int > contentLimit {
		return 0, nil, false
	}
	return int(cells[at].Int), cells[from].Bytes, true
}
