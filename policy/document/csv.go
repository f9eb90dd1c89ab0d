package document

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"crumbs/policy/document/column"
	"crumbs/policy/document/words"
)

// maxRecords is more cookies than any database has.
const maxRecords = 200_000

// The header of the Open Cookie Database's CSV.
var entryColumns = []string{"ID", "Platform", "Category", "Cookie / Data Key name", "Domain", "Description", "Retention period", "Data Controller", "User Privacy & GDPR Rights Portals", "Wildcard match"}

// values reads a text of values with commas or semicolons between them, as
// spreadsheets write tables, and says whether it is one: its first line is a
// header that is understood. The Open Cookie Database is one; any other is read
// as the table that it is.
func values(ctx context.Context, text string) (Reading, bool, error) {
	first, _, _ := strings.Cut(strings.TrimLeft(text, "\n"), "\n")
	if len(first) > 4000 || strings.Contains(first, "|") {
		return Reading{}, false, nil
	}
	separator := ','
	if strings.Count(first, ";") > strings.Count(first, ",") {
		separator = ';'
	}
	if strings.Count(first, string(separator)) < 2 {
		return Reading{}, false, nil
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes, r.ReuseRecord = separator, -1, true, true
	header, err := r.Read()
	if err != nil {
		return Reading{}, false, nil //nolint:nilerr // it is not a table of this form
	}
	at := map[string]int{}
	for i, h := range header {
		header[i] = strings.TrimSpace(h)
		if h = words.Fold(h); h != "" {
			if _, twice := at[h]; !twice {
				at[h] = i
			}
		}
	}
	if _, ok := at[words.Fold(entryColumns[3])]; ok {
		return entries(r, at)
	}
	if roles, ok := column.Words().Heads(header); !ok || len(roles) < 3 {
		return Reading{}, false, nil
	}
	return spreadsheet(ctx, r, header)
}

// entries reads the Open Cookie Database's CSV.
func entries(r *csv.Reader, at map[string]int) (Reading, bool, error) {
	g := newGatherer()
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
			return plainCell(strings.TrimSpace(rec[i]))
		}
		g.entry(entry{
			platform: cell(1), category: cell(2), name: cell(3), domain: cell(4), description: cell(5), retention: cell(6), controller: cell(7),
			wildcard: cell(9) == "1" || strings.EqualFold(cell(9), "true"), position: fmt.Sprintf("line %d", line),
		})
	}
	return g.finish(), true, nil
}

// spreadsheet reads any other table.
func spreadsheet(ctx context.Context, r *csv.Reader, header []string) (Reading, bool, error) {
	b := block{kind: table, line: 1}
	head := row{line: 1, head: true}
	for _, h := range header {
		head.cells = append(head.cells, cell{inline: plain(h), line: 1})
	}
	b.rows = append(b.rows, head)
	ragged := 0
	for {
		rec, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil || len(b.rows) > maxRecords/10 {
			return Reading{}, false, nil //nolint:nilerr // a text for people may be read from it yet
		}
		if len(rec) != len(header) {
			ragged++
		}
		x := row{}
		for i, f := range rec {
			line, _ := r.FieldPos(i)
			x.line = line
			x.cells = append(x.cells, cell{inline: plain(plainCell(f)), line: line})
		}
		b.rows = append(b.rows, x)
	}
	if len(b.rows) < 2 || ragged*4 > len(b.rows) {
		return Reading{}, false, nil
	}
	p, err := interpret(ctx, []block{b}, page{})
	return Reading{Policy: p, Format: "a table with commas"}, true, err
}

// guarded reports whether a spreadsheet would take a cell for a formula, or for
// one that was kept from being one.
func guarded(s string) bool {
	s = strings.TrimLeft(s, "'")
	return s != "" && strings.IndexByte("=+-@\t\r", s[0]) >= 0
}

// plainCell takes off the apostrophe that keeps a cell from being a formula.
func plainCell(s string) string {
	if strings.HasPrefix(s, "'") && guarded(s) {
		return s[1:]
	}
	return s
}

// safeCell is the opposite of [plainCell].
func safeCell(s string) string {
	if guarded(s) {
		return "'" + s
	}
	return s
}
