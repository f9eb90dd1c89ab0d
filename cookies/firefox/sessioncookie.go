package firefox

import (
	"slices"

	"crumbs/cookies"
	"crumbs/cookies/sqlite"
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

func sessionColumns() []string {
	return []string{"host", "name", "value", "path", "isSecure", "isHttpOnly", "sameSite", "originAttributes"}
}

func (c *sessionCookie) cells() []cookies.Cell {
	text := func(s string) cookies.Cell { return cookies.TextCell([]byte(s)) }
	truth := func(b bool) cookies.Cell {
		if b {
			return cookies.IntegerCell(1)
		}
		return cookies.IntegerCell(0)
	}
	return []cookies.Cell{text(c.Host), text(c.Name), text(c.Value), text(c.Path), truth(c.Secure), truth(c.HTTPOnly),
		cookies.IntegerCell(c.SameSite), text(Attributes(c.Origin).String())}
}

func fromCells(columns []string, cells []cookies.Cell) sessionCookie {
	var c sessionCookie
	row := sqlite.Cells(cells)
	for i, name := range sessionColumns() {
		at := slices.Index(columns, name)
		if at < 0 {
			continue
		}
		switch i {
		case 0:
			c.Host = string(row.Text(at))
		case 1:
			c.Name = string(row.Text(at))
		case 2:
			c.Value = string(row.Text(at))
		case 3:
			c.Path = string(row.Text(at))
		case 4:
			c.Secure = row.Int(at) != 0
		case 5:
			c.HTTPOnly = row.Int(at) != 0
		case 6:
			c.SameSite = row.Int(at)
		case 7:
			a, _ := ParseOrigin(string(row.Text(at)))
			c.Origin = sessionCookie{}.Origin
			c.Origin.Container, c.Origin.Private = a.Container, a.Private
			c.Origin.FirstPartyDomain, c.Origin.GeckoViewContext, c.Origin.Partition = a.FirstPartyDomain, a.GeckoViewContext, a.Partition
		}
	}
	return c
}
