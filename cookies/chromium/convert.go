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

// Convert brings a row into the columns of a table, by name. What the table's
// schema has and the row's had not is filled in as Chromium does when it brings
// a store up to date; what the table has no column for goes where nothing hangs
// on it. False is a row that would mean something else: an encrypted value from
// the other side of schema 24, a partition where there are none, a column that
// nobody knows yet.
func (s schema) Convert(rows cookies.Rows, i int, t sqlite.Table, version int) ([]cookies.Cell, bool) {
	from := sqlite.ViewOf(s.Columns(), rows, i)
	if (rows.Schema >= hashed) != (version >= hashed) && len(from.Text(encrypted)) > 0 {
		return nil, false
	}
	return sqlite.Fitting{
		Renamed:   renamed,
		Droppable: droppable,
		Filled:    func(name string) (cookies.Cell, bool) { return filled(from, name) },
		Changed: func(name string, c cookies.Cell) cookies.Cell {
			// A cookie without the attribute was a 0 before schema 11, a -1 since.
			if name == "samesite" && rows.Schema < 11 && version >= 11 && c.Equal(cookies.IntegerCell(0)) {
				return cookies.IntegerCell(-1)
			}
			return c
		},
	}.Fit(rows, i, t, version)
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

// filled gives what a column that the row does not have is for it.
func filled(v sqlite.View, name string) (cookies.Cell, bool) {
	switch name {
	case "rowid":
		return cookies.NullCell(), true // the next one that is free
	case "top_frame_site_key":
		return cookies.TextCell([]byte{}), true
	case "encrypted_value":
		return cookies.BlobCell([]byte{}), true
	case "last_update_utc":
		return cookies.IntegerCell(v.Int(created)), true
	case "has_expires", "is_persistent", "persistent":
		return cookies.IntegerCell(truth(v.Int(expires) != 0)), true
	case "priority":
		return cookies.IntegerCell(1), true // medium
	case "samesite", "source_port":
		return cookies.IntegerCell(-1), true
	case "source_scheme":
		return cookies.IntegerCell(2 * truth(v.Int(secure) != 0)), true
	case "source_type", "is_same_party", "firstpartyonly":
		return cookies.IntegerCell(0), true
	case "has_cross_site_ancestor":
		return cookies.IntegerCell(truth(!sameSiteAncestors(v))), true
	}
	return cookies.Cell{}, false
}

// sameSiteAncestors is Chromium's guess for partitioned cookies from before
// schema 23: one whose host holds the partition's domain was set by that site
// itself. All others, also unpartitioned ones, count as cross-site.
func sameSiteAncestors(v sqlite.View) bool {
	_, domain, ok := strings.Cut(string(v.Text(partition)), "://")
	return ok && bytes.Contains(bytes.ToLower(v.Text(host)), bytes.ToLower([]byte(domain)))
}

func truth(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
