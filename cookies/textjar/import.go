package textjar

import (
	"bytes"
	"context"
	"slices"
	"time"

	"crumbs/cookies"
	"crumbs/cookies/netscape"
	"crumbs/cookies/scratch"
)

// CookiesTxt is [Format] for cookies.txt, the one form of text jars that cookies
// can be put into: more than one program reads and writes it.
type CookiesTxt struct{ Format }

// Touched gives the column that is another one as soon as any line moves.
func (CookiesTxt) Touched() []string { return []string{columns()[rowid]} }

// Compose makes lines of items for the jar as it is now. Errors of the store are
// [*cookies.Problem].
func (CookiesTxt) Compose(ctx context.Context, s *cookies.Store, _ *scratch.Folder, items []cookies.Item, _ time.Time) (cookies.Composed, error) {
	out := cookies.Composed{Rows: cookies.Rows{Columns: columns()}}
	j, err := open(ctx, s)
	if err != nil {
		return out, err
	}
	d, _ := dialectOf(s.Format)
	there := j.byKey()
	for i := range items {
		it := &items[i]
		made, why := lineOf(it)
		g := d.group([]line{{text: made}})
		if why == "" && len(g) != 1 {
			why = "cookies.txt can't hold it"
		}
		if why != "" {
			out.Refused = append(out.Refused, cookies.Refusal{From: it.From, Why: why})
			continue
		}
		if _, ok := there[g[0].key]; ok {
			out.There++
			continue
		}
		there[g[0].key] = g[0]
		out.Rows.Keys = append(out.Rows.Keys, g[0].key)
		out.Rows.Cells = append(out.Rows.Cells, []cookies.Cell{cookies.BlobCell(nil), cookies.BlobCell(made), cookies.BlobCell(g[0].value)})
	}
	return out, nil
}

// lineOf gives the line of an item, or why it has none.
func lineOf(it *cookies.Item) ([]byte, string) {
	if it.PartitionKey() != "" || it.Container() != "" {
		return nil, "it is partitioned or in a container, and without that it would be another cookie"
	}
	text, err := netscape.Of(it).Append(nil)
	if err != nil {
		return nil, err.Error()
	}
	return text, ""
}

// Add puts new lines at the end, below a heading if the jar was empty. A row whose
// key is there by now is skipped as newer. Free is asked as by [Format.Remove].
func (CookiesTxt) Add(ctx context.Context, s *cookies.Store, _ *scratch.Folder, rows cookies.Rows, free func() error) (cookies.Written, error) {
	w := cookies.Written{Reasons: make([]cookies.Reason, rows.Len())}
	j, err := open(ctx, s)
	if err != nil {
		return w, err
	}
	lines, ending := slices.Clone(j.lines), "\n"
	switch n := len(lines); {
	case n == 0:
		lines = append(lines, line{[]byte(netscape.Header), ending})
	case lines[n-1].ending != "":
		ending = lines[n-1].ending
	default:
		if n > 1 {
			ending = lines[n-2].ending
		}
		lines[n-1].ending = ending
	}
	there, added := j.byKey(), 0
	for i, k := range rows.Keys {
		_, newer := there[k]
		switch {
		case newer:
			w.Reasons[i] = cookies.ReasonNewer
		case !sound(rows, i) || bytes.ContainsAny(rows.Cells[i][text].Bytes, "\r\n"):
			w.Reasons[i] = cookies.ReasonUnreadable
		default:
			lines = append(lines, line{rows.Cells[i][text].Bytes, ending})
			added++
		}
	}
	if added == 0 {
		return w, nil
	}
	return w, j.replace(ctx, lines, free)
}
