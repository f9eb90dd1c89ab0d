package chromium

import (
	"bytes"
	"slices"
	"strings"

	"crumbs/cookies"
	"crumbs/cookies/sqlite"
)

// hashed is the schema from which an encrypted value begins with the hash of
// its host. The hash is inside the encryption, so that a value can't be brought
// across this line without the key.
const hashed = 24

// convert brings a row into the columns of a table, by name. What the table's
// schema has and the row's had not is filled in as Chromium does when it brings
// a store up to date; what the table has no column for goes where nothing hangs
// on it. False is a row that would mean something else: an encrypted value from
// the other side of schema 24, a partition where there are none, a column that
// nobody knows yet.
func convert(rows cookies.Rows, i int, t sqlite.Table, version int) ([]cookies.Cell, bool) {
	cells := rows.Cells[i]
	from := view{sqlite.Cells(cells), find(rows.Columns)}
	if (rows.Schema >= hashed) != (version >= hashed) && len(from.text(encrypted)) > 0 {
		return nil, false
	}
	if rows.Schema == version && slices.Equal(rows.Columns, t.Columns) {
		return cells, true
	}
	for n, c := range rows.Columns {
		if !t.Has(c) && !t.Has(renamed(c)) && !droppable(c) && !empty(cells[n]) {
			return nil, false
		}
	}
	out := make([]cookies.Cell, len(t.Columns))
	for n, c := range t.Columns {
		at := slices.Index(rows.Columns, c)
		if at < 0 {
			at = slices.Index(rows.Columns, renamed(c))
		}
		var ok bool
		if at >= 0 {
			out[n], ok = cells[at], true
		} else {
			out[n], ok = from.filled(c)
		}
		if !ok {
			return nil, false
		}
		// A cookie without the attribute was a 0 before schema 11, a -1 since.
		if c == "samesite" && rows.Schema < 11 && version >= 11 && out[n].Equal(cookies.IntegerCell(0)) {
			out[n] = cookies.IntegerCell(-1)
		}
	}
	return out, true
}

// renamed gives the other name of a column that schema 10 or 11 renamed, else
// the name itself.
func renamed(name string) string {
	for _, pair := range [][2]string{{"secure", "is_secure"}, {"httponly", "is_httponly"}, {"persistent", "is_persistent"}, {"firstpartyonly", "samesite"}} {
		switch name {
		case pair[0]:
			return pair[1]
		case pair[1]:
			return pair[0]
		}
	}
	return name
}

// droppable reports whether a cookie is the same without a column: older
// Chromiums did without, and newer ones know how to.
func droppable(name string) bool {
	return slices.Contains([]string{"rowid", "is_same_party", "last_update_utc", "source_type", "source_scheme", "source_port",
		"has_cross_site_ancestor", "priority", "has_expires", "is_persistent", "persistent"}, name)
}

func empty(c cookies.Cell) bool {
	return c.Kind == cookies.Null || c.Kind == cookies.Integer && c.Int == 0 || c.Kind != cookies.Real && c.Kind != cookies.Integer && len(c.Bytes) == 0
}

// filled gives what a column that the row does not have is for it.
func (v view) filled(name string) (cookies.Cell, bool) {
	switch name {
	case "rowid":
		return cookies.NullCell(), true // the next one that is free
	case "top_frame_site_key":
		return cookies.TextCell([]byte{}), true
	case "encrypted_value":
		return cookies.BlobCell([]byte{}), true
	case "last_update_utc":
		return cookies.IntegerCell(v.int(created)), true
	case "has_expires", "is_persistent", "persistent":
		return cookies.IntegerCell(truth(v.int(expires) != 0)), true
	case "priority":
		return cookies.IntegerCell(1), true // medium
	case "samesite", "source_port":
		return cookies.IntegerCell(-1), true
	case "source_scheme":
		return cookies.IntegerCell(2 * truth(v.int(secure) != 0)), true
	case "source_type", "is_same_party", "firstpartyonly":
		return cookies.IntegerCell(0), true
	case "has_cross_site_ancestor":
		return cookies.IntegerCell(truth(!v.sameSiteAncestors())), true
	}
	return cookies.Cell{}, false
}

// sameSiteAncestors is Chromium's guess for partitioned cookies from before
// schema 23: one whose host holds the partition's domain was set by that site
// itself. All others, also unpartitioned ones, count as cross-site.
func (v view) sameSiteAncestors() bool {
	_, domain, ok := strings.Cut(string(v.text(partition)), "://")
	return ok && bytes.Contains(bytes.ToLower(v.text(host)), bytes.ToLower([]byte(domain)))
}

func truth(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
