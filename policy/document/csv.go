package document

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"crumbs/policy/document/block"
	"crumbs/policy/document/column"
	"crumbs/policy/document/meaning"
	"crumbs/policy/document/settings"
)

// maxRows is more cookies than any table has that people wrote.
const maxRows = 20_000

// values reads a text of values with commas or semicolons between them, as
// spreadsheets write tables, and says whether it is one: its first line is a
// header that is understood. The Open Cookie Database is one; any other is read
// as the table that it is.
func values(ctx context.Context, text string) (settings.Reading, bool, error) {
	first, _, _ := strings.Cut(strings.TrimLeft(text, "\n"), "\n")
	if len(first) > 4000 || strings.Contains(first, "|") {
		return settings.Reading{}, false, nil
	}
	separator := ','
	if strings.Count(first, ";") > strings.Count(first, ",") {
		separator = ';'
	}
	if strings.Count(first, string(separator)) < 2 {
		return settings.Reading{}, false, nil
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes, r.ReuseRecord = separator, -1, true, true
	header, err := r.Read()
	if err != nil {
		return settings.Reading{}, false, nil //nolint:nilerr // it is not a table of this form
	}
	for i, h := range header {
		header[i] = strings.TrimSpace(h)
	}
	if got, ok, err := settings.OpenCookieDatabase(r, header); ok || err != nil {
		return got, ok, err
	}
	if roles, ok := column.Words().Heads(header); !ok || len(roles) < 3 {
		return settings.Reading{}, false, nil
	}
	return spreadsheet(ctx, r, header)
}

// spreadsheet reads any other table.
func spreadsheet(ctx context.Context, r *csv.Reader, header []string) (settings.Reading, bool, error) {
	b := block.Block{Kind: block.Table, Line: 1}
	head := block.Row{Line: 1, Head: true}
	for _, h := range header {
		head.Cells = append(head.Cells, block.Cell{Inline: block.Plain(h), Line: 1})
	}
	b.Rows = append(b.Rows, head)
	ragged := 0
	for {
		rec, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil || len(b.Rows) > maxRows {
			return settings.Reading{}, false, nil //nolint:nilerr // a text for people may be read from it yet
		}
		if len(rec) != len(header) {
			ragged++
		}
		x := block.Row{}
		for i, f := range rec {
			line, _ := r.FieldPos(i)
			x.Line = line
			x.Cells = append(x.Cells, block.Cell{Inline: block.Plain(settings.PlainCell(f)), Line: line})
		}
		b.Rows = append(b.Rows, x)
	}
	if len(b.Rows) < 2 || ragged*4 > len(b.Rows) {
		return settings.Reading{}, false, nil
	}
	p, err := meaning.Of(ctx, []block.Block{b}, block.Page{})
	return settings.Reading{Policy: p, Format: "a table with commas"}, true, err
}
