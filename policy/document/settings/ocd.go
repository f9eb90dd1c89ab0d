package settings

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"crumbs/policy/document/words"
)

// maxRecords is more cookies than any database has.
const maxRecords = 200_000

// The header of the Open Cookie Database's CSV.
var entryColumns = []string{"ID", "Platform", "Category", "Cookie / Data Key name", "Domain", "Description", "Retention period", "Data Controller", "User Privacy & GDPR Rights Portals", "Wildcard match"}

// OpenCookieDatabase reads the Open Cookie Database's CSV behind its header, and says
// whether the header is of one. Its error is of a file that is damaged, or too long.
func OpenCookieDatabase(r *csv.Reader, header []string) (Reading, bool, error) {
	at := map[string]int{}
	for i, h := range header {
		if h = words.Fold(h); h != "" {
			if _, twice := at[h]; !twice {
				at[h] = i
			}
		}
	}
	if _, ok := at[words.Fold(entryColumns[3])]; !ok {
		return Reading{}, false, nil
	}
	g := newGatherer(nil) // no cell of it is in sentences
	g.is("an Open Cookie Database")
	g.out.Anywhere = true
	for n := 0; ; n++ {
		rec, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return Reading{}, false, fmt.Errorf("it is a table with commas and is damaged: %w", err)
		}
		if n > maxRecords {
			return Reading{}, false, fmt.Errorf("it has more than %d rows: no list of cookies has", maxRecords)
		}
		line, _ := r.FieldPos(0)
		cell := func(column int) string {
			i, ok := at[words.Fold(entryColumns[column])]
			if !ok || i >= len(rec) {
				return ""
			}
			return PlainCell(strings.TrimSpace(rec[i]))
		}
		g.entry(entry{
			platform: cell(1), category: cell(2), name: cell(3), domain: cell(4), description: cell(5), retention: cell(6), controller: cell(7),
			wildcard: cell(9) == "1" || strings.EqualFold(cell(9), "true"), position: fmt.Sprintf("line %d", line),
		})
	}
	return g.finish(), true, nil
}

// guarded reports whether a spreadsheet would take a cell for a formula, or for
// one that was kept from being one.
func guarded(s string) bool {
	s = strings.TrimLeft(s, "'")
	return s != "" && strings.IndexByte("=+-@\t\r", s[0]) >= 0
}

// PlainCell takes off the apostrophe that keeps a cell from being a formula.
func PlainCell(s string) string {
	if strings.HasPrefix(s, "'") && guarded(s) {
		return s[1:]
	}
	return s
}

// safeCell is the opposite of [PlainCell].
func safeCell(s string) string {
	if guarded(s) {
		return "'" + s
	}
	return s
}
