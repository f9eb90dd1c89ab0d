package markup

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"crumbs/policy/document/block"
)

// table is the innermost table that is being read.
func (m *Reader) table() *tableState {
	if len(m.tables) == 0 {
		return nil
	}
	return m.tables[len(m.tables)-1]
}

// maxNested is how deep tables in tables are followed.
const maxNested = 16

func (m *Reader) startTable(line int) {
	if t := m.table(); t != nil && !t.layout {
		m.asLayout(t) // a table in a cell: the outer one only places things
	}
	m.flush()
	if len(m.tables) < maxNested {
		m.tables = append(m.tables, &tableState{line: line, above: map[int]*hanging{}})
	}
}

// asLayout takes a table for one that only places things: what was read of it
// becomes paragraphs, and the rest is read as if it were not there.
func (m *Reader) asLayout(t *tableState) {
	t.layout, t.cell = true, false
	rest := m.in
	m.in = block.Writer{}
	m.flushRows(t)
	m.in = rest
	m.flush()
}

// flushRows gives what was read of a layout table as paragraphs.
func (m *Reader) flushRows(t *tableState) {
	if t.row != nil {
		t.rows = append(t.rows, *t.row)
		t.row = nil
	}
	for _, r := range t.rows {
		for _, c := range r.Cells {
			if !c.Empty() {
				m.out = append(m.out, block.Block{Kind: block.Para, Line: c.Line, Text: c.Inline})
			}
		}
	}
	t.rows = nil
}

func (m *Reader) endTable() {
	t := m.table()
	if t == nil {
		return
	}
	m.endRow()
	m.tables = m.tables[:len(m.tables)-1]
	m.flush()
	if len(t.rows) > 0 {
		m.out = append(m.out, block.Block{Kind: block.Table, Line: t.line, Rows: t.rows})
	}
}

func (m *Reader) setHead(on bool) {
	if t := m.table(); t != nil {
		t.inHead = on
	}
}

func (m *Reader) startRow(line int) {
	t := m.table()
	if t == nil || t.layout {
		m.begin(block.Para, 0, line)
		return
	}
	if t.row == nil && !t.cell {
		// What stands in the table outside its cells is its caption.
		m.flush()
		t.caption = false
	}
	m.endRow()
	t.row = &block.Row{Line: line, Head: true}
}

func (m *Reader) endRow() {
	t := m.table()
	if t == nil || t.layout {
		return
	}
	m.endCell()
	if t.row == nil {
		return
	}
	m.hang(t)
	if len(t.row.Cells) > 0 {
		t.row.Head = t.row.Head || t.inHead
		t.rows = append(t.rows, *t.row)
	}
	t.row = nil
}

// hang puts the cells in place that hang down from the rows above.
func (m *Reader) hang(t *tableState) {
	for {
		h := t.above[len(t.row.Cells)]
		if h == nil {
			return
		}
		if h.left--; h.left <= 0 {
			delete(t.above, len(t.row.Cells))
		}
		m.weight += blockWeight + len(h.cell.S)
		t.row.Cells = append(t.row.Cells, h.cell)
	}
}

func (m *Reader) startCell(tok html.Token, line int) {
	t := m.table()
	if t == nil || t.layout {
		m.begin(block.Para, 0, line)
		return
	}
	if t.row == nil {
		m.startRow(line)
	}
	m.endCell()
	m.hang(t)
	m.in = block.Writer{}
	t.cell = true
	t.span, t.down = number(attr(tok, "colspan")), number(attr(tok, "rowspan"))
	if tok.DataAtom != atom.Th && attr(tok, "role") != "columnheader" {
		t.row.Head = false
	}
	m.line = line
}

func (m *Reader) endCell() {
	t := m.table()
	if t == nil || !t.cell {
		return
	}
	t.cell = false
	c := block.Cell{Inline: m.in.Take(), Line: m.line, Span: t.span}
	for i := range t.span {
		m.weight += blockWeight
		if t.down > 1 {
			t.above[len(t.row.Cells)] = &hanging{left: t.down - 1, cell: c}
		}
		t.row.Cells = append(t.row.Cells, c)
		if i == 0 {
			c = block.Cell{Line: c.Line} // the columns it spans are empty
		}
	}
}
