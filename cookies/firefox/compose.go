package firefox

import (
	"context"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"crumbs/cookies"
	"crumbs/cookies/scratch"
	"crumbs/cookies/sqlite"
)

// Touched gives the columns that the browser changes when it only uses a cookie.
func (Format) Touched() []string { return []string{"lastAccessed"} }

// Compose makes rows of items for the store as it is now. Times that an item has
// not are now.
func (f Format) Compose(ctx context.Context, s *cookies.Store, in *scratch.Folder, items []cookies.Item, now time.Time) (out cookies.Composed, err error) {
	there := map[cookies.Key]bool{}
	t, version, err := f.Look(ctx, s, in, func(d sqlite.Decoder, v sqlite.View) { there[d.Key(v)] = true })
	if err != nil {
		return out, err
	}
	w := writer{version: version, now: cookies.FromTime(now), numbers: numbers(s)}
	out.Rows = cookies.Rows{Schema: version}
	for _, name := range t.Columns {
		if _, ok := w.cell(name, &cookies.Item{}, ""); ok {
			out.Rows.Columns = append(out.Rows.Columns, name)
		}
	}
	for i := range items {
		it := &items[i]
		origin, why := w.origin(it)
		switch {
		case why != "":
		case it.Session():
			why = "it is a session cookie: Firefox keeps those in its session file, into which crumbs puts none: sign in there instead"
		case origin != "" && !t.Has("originAttributes"):
			why = "it is partitioned or in a container, and this store is too old for that"
		}
		if why != "" {
			out.Refused = append(out.Refused, cookies.Refusal{From: it.From, Why: why})
			continue
		}
		key := cookies.Key{Host: it.Host, Name: it.Name, Path: it.Path, Origin: origin}
		if there[key] {
			out.There++
			continue
		}
		cells := make([]cookies.Cell, len(out.Rows.Columns))
		for n, name := range out.Rows.Columns {
			cells[n], _ = w.cell(name, it, origin)
		}
		out.Rows.Keys = append(out.Rows.Keys, key)
		out.Rows.Cells = append(out.Rows.Cells, cells)
	}
	return out, nil
}

// Add puts new rows into the store in one transaction. After an error nothing is
// known.
func (f Format) Add(ctx context.Context, s *cookies.Store, in *scratch.Folder, rows cookies.Rows, free func() error) (cookies.Written, error) {
	return f.Insert(ctx, s, in, schema{}.Table().Key, rows, free)
}

// numbers gives the numbers of a profile's containers by their names.
func numbers(s *cookies.Store) map[string]uint32 {
	dir := s.Folder
	if dir == "" {
		dir = filepath.Dir(s.Path)
	}
	out := map[string]uint32{}
	for id, c := range containers(filepath.Join(dir, "containers.json")) {
		if old, ok := out[c.name]; c.name != "" && (!ok || id < old) {
			out[c.name] = id
		}
	}
	return out
}

// writer makes rows for one store.
type writer struct {
	version int
	now     cookies.Moment
	numbers map[string]uint32
}

// origin gives the origin attributes of an item, or why it has no place here.
func (w *writer) origin(it *cookies.Item) (string, string) {
	var a Attributes
	if name := it.Container(); name != "" {
		id, ok := w.numbers[name]
		if digits, numbered := strings.CutPrefix(name, "Container "); !ok && numbered {
			n, err := strconv.ParseUint(digits, 10, 32)
			id, ok = uint32(n), err == nil && n > 0
		}
		if !ok {
			return "", "it lies in a container that this profile has not"
		}
		a.Container = id
	}
	if scheme, site, ok := strings.Cut(it.PartitionKey(), "://"); ok {
		host, port := site, ""
		if i := strings.LastIndexByte(site, ':'); i > strings.LastIndexByte(site, ']') {
			host, port = site[:i], ","+site[i+1:]
		}
		a.Partition = "(" + scheme + "," + host + port + ")"
		if it.CrossSite && cookies.Registrable(it.Host) == host { // a frame of another site lies between
			a.Partition = "(" + scheme + "," + host + port + ",f)"
		}
	}
	return a.String(), ""
}

// cell gives a column of an item's row, false for one that is left to the
// table's default.
func (w *writer) cell(name string, it *cookies.Item, origin string) (cookies.Cell, bool) {
	text := func(s string) (cookies.Cell, bool) { return cookies.TextCell([]byte(s)), true }
	number := func(n int64) (cookies.Cell, bool) { return cookies.IntegerCell(n), true }
	truth := func(b bool) (cookies.Cell, bool) {
		if b {
			return number(1)
		}
		return number(0)
	}
	born := int64(it.Created)
	if born == 0 {
		born = int64(w.now)
	}
	switch name {
	case "originAttributes":
		return text(origin)
	case "name":
		return text(it.Name)
	case "value":
		return text(string(it.Value))
	case "host":
		return text(it.Host)
	case "path":
		return text(it.Path)
	case "expiry":
		return number(int64(it.Expires) / expiryUnit(w.version))
	case "lastAccessed":
		if it.Accessed == 0 {
			return number(born)
		}
		return number(int64(it.Accessed))
	case "creationTime":
		return number(born)
	case "updateTime":
		return number(int64(w.now))
	case "isSecure":
		return truth(it.Secure)
	case "isHttpOnly":
		return truth(it.HTTPOnly)
	case "sameSite":
		return number(w.sameSite(it.SameSite))
	case "rawSameSite":
		return number(max(0, w.sameSite(it.SameSite)))
	case "isPartitionedAttributeSet": // only a secure one can have been set with it
		return truth(it.Secure && it.PartitionKey() != "")
	case "schemeMap": // 2 is HTTPS; where it is not secure, nobody knows
		if it.Secure {
			return number(2)
		}
		return number(0)
	case "baseDomain":
		return text(cookies.Registrable(it.Host))
	case "inBrowserElement", "appId":
		return number(0)
	}
	return cookies.Cell{}, false
}

// sameSite spells SameSite as the store's schema does; see [sameSiteOf].
func (w *writer) sameSite(s cookies.SameSite) int64 {
	switch s {
	case cookies.Lax:
		return 1
	case cookies.Strict:
		return 2
	case cookies.None:
		return 0
	}
	if w.version >= unset || w.version == 0 {
		return 256
	}
	return 0
}
