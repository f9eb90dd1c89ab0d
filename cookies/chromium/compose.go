package chromium

import (
	"context"
	"runtime"
	"slices"
	"time"

	"crumbs/cookies"
	"crumbs/cookies/scratch"
	"crumbs/cookies/sqlite"
)

// identityColumns tell cookies apart for their sites. The unique index has more
// columns, but a browser replaces a cookie whatever scheme and port it came from.
func identityColumns() []string {
	return []string{"host_key", "top_frame_site_key", "name", "path"}
}

// Touched gives the columns that the browser changes when it only uses a cookie.
func (Format) Touched() []string { return []string{"last_access_utc"} }

// Compose makes rows of items for the store as it is now, values encrypted as
// its browser would. Times that an item has not are now.
func (f Format) Compose(ctx context.Context, s *cookies.Store, in *scratch.Folder, items []cookies.Item, now time.Time) (out cookies.Composed, err error) {
	w := writer{now: cookies.FromTime(now), made: map[int64]bool{}}
	there := map[identity]bool{}
	t, version, err := f.Look(ctx, s, in, func(d sqlite.Decoder, v sqlite.View) {
		k := d.Key(v)
		there[identity{k.Host, k.Origin, k.Name, k.Path}] = true
		w.made[v.Int(created)] = true
		if sealed(v) {
			w.sealed = true
		} else {
			w.plain = true
		}
	})
	if err != nil {
		return out, err
	}
	w.version = version
	if w.sealer, err = w.sealerFor(s); err != nil {
		return out, err
	}
	out.Rows = cookies.Rows{Schema: version}
	for _, name := range t.Columns {
		if _, ok := w.cell(name, &cookies.Item{}, 0); ok {
			out.Rows.Columns = append(out.Rows.Columns, name)
		}
	}
	d := newDecoder(s, version)
	for i := range items {
		it := &items[i]
		if there[identityOf(it)] {
			out.There++
			continue
		}
		if why := w.refuses(it, t); why != "" {
			out.Refused = append(out.Refused, cookies.Refusal{From: it.From, Why: why})
			continue
		}
		born := w.born(it)
		cells := make([]cookies.Cell, len(out.Rows.Columns))
		for n, name := range out.Rows.Columns {
			cells[n], _ = w.cell(name, it, born)
		}
		out.Rows.Cells = append(out.Rows.Cells, cells)
		out.Rows.Keys = append(out.Rows.Keys, d.Key(sqlite.ViewOf(schema{}.Columns(), out.Rows, out.Rows.Len())))
	}
	return out, nil
}

// Add puts new rows into the store in one transaction. After an error nothing is
// known.
func (f Format) Add(ctx context.Context, s *cookies.Store, in *scratch.Folder, rows cookies.Rows, free func() error) (cookies.Written, error) {
	return f.Insert(ctx, s, in, identityColumns(), rows, free)
}

// writer makes rows for one store.
type writer struct {
	version       int
	now           cookies.Moment
	sealed, plain bool           // the store has values of that kind
	made          map[int64]bool // times of creation that are taken: once they were the table's key
	sealer        *Sealer        // nil: values lie in the store in plain
}

type identity struct{ host, partition, name, path string }

func identityOf(it *cookies.Item) identity {
	return identity{it.Host, it.PartitionKey(), it.Name, it.Path}
}

// sealerFor says how the store's browser keeps values. Browsers of QtWebEngine
// keep them in plain; what the store holds already tells best.
func (w *writer) sealerFor(s *cookies.Store) (*Sealer, error) {
	if w.plain && !w.sealed || !w.plain && !w.sealed && slices.Contains([]string{"falkon", "qutebrowser", "konqueror"}, s.Browser) {
		return nil, nil //nolint:nilnil // none is needed
	}
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		return nil, &cookies.Problem{Path: s.Path, Condition: cookies.Condition{State: cookies.ReadOnly,
			Reason: "its browser encrypts values with a key that is its own", Advice: "import into Firefox or a cookies.txt"}}
	}
	return NewSealer(w.version)
}

// refuses says why the store can't hold an item, "" if it can.
func (w *writer) refuses(it *cookies.Item, t sqlite.Table) string {
	site := it.PartitionKey()
	switch {
	case it.Container() != "":
		return "it lies in a container, and this browser has none"
	case site != "" && !t.Has("top_frame_site_key"):
		return "it is partitioned, and this store is too old for that"
	case site != "" && !it.Secure:
		return "it is partitioned and not secure, which this browser does not keep"
	}
	return ""
}

// born gives an item's time of creation, which no other cookie has.
func (w *writer) born(it *cookies.Item) int64 {
	at := windows(it.Created)
	if it.Created == 0 {
		at = windows(w.now)
	}
	for w.made[at] {
		at++
	}
	w.made[at] = true
	return at
}

// windows gives a time in microseconds since 1601-01-01, 0 for no time.
func windows(m cookies.Moment) int64 {
	if m == 0 {
		return 0
	}
	return int64(m) + 11_644_473_600_000_000
}

// cell gives a column of an item's row, false for one that is left to the
// table's default.
func (w *writer) cell(name string, it *cookies.Item, born int64) (cookies.Cell, bool) {
	text := func(s string) (cookies.Cell, bool) { return cookies.TextCell([]byte(s)), true }
	number := func(n int64) (cookies.Cell, bool) { return cookies.IntegerCell(n), true }
	switch name {
	case "creation_utc":
		return number(born)
	case "host_key":
		return text(it.Host)
	case "top_frame_site_key":
		return text(it.PartitionKey())
	case "name":
		return text(it.Name)
	case "value":
		if w.sealer == nil {
			return text(string(it.Value))
		}
		return text("")
	case "encrypted_value":
		if w.sealer == nil {
			return cookies.BlobCell([]byte{}), true
		}
		return cookies.BlobCell(w.sealer.Seal(it.Host, string(it.Value))), true
	case "path":
		return text(it.Path)
	case "expires_utc":
		return number(windows(it.Expires))
	case "is_secure", "secure":
		return number(truth(it.Secure))
	case "is_httponly", "httponly":
		return number(truth(it.HTTPOnly))
	case "last_access_utc":
		if it.Accessed == 0 {
			return number(born)
		}
		return number(windows(it.Accessed))
	case "last_update_utc":
		return number(windows(w.now))
	case "has_expires", "is_persistent", "persistent":
		return number(truth(!it.Session()))
	case "priority":
		return number(1) // medium
	case "samesite", "firstpartyonly":
		return number(w.sameSite(it.SameSite))
	case "source_scheme":
		return number(2 * truth(it.Secure)) // where it is not secure, nobody knows
	case "source_port":
		if it.Secure {
			return number(443)
		}
		return number(-1)
	case "has_cross_site_ancestor": // Chromium has it set without a partition too
		return number(truth(it.CrossSite || it.PartitionKey() == ""))
	case "source_type", "is_same_party":
		return number(0)
	}
	return cookies.Cell{}, false
}

// sameSite spells SameSite as the store's schema does; see [decoder.sameSite].
func (w *writer) sameSite(s cookies.SameSite) int64 {
	switch s {
	case cookies.None:
		return 0
	case cookies.Lax:
		return 1
	case cookies.Strict:
		return 2
	}
	if w.version > 0 && w.version < 11 {
		return 0
	}
	return -1
}
