// Package markup reads HTML into blocks: a whole page, or a piece of one in a text.
package markup

import (
	"bytes"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"crumbs/policy/document/block"
)

// Reader reads HTML: a whole page, or the pieces of it that stand in a Markdown
// document. It goes through the tokens and never builds a tree: people's pages
// are cut off, badly nested and large, and a token knows its line.
type Reader struct {
	out  []block.Block
	Page block.Page // what the head of the page says

	weight int // of what was read: its text, and something for each block and cell

	in    block.Writer
	kind  block.Kind // of the block that is being written
	level int
	line  int // where it begins

	lists  int  // how many lists are open
	detail bool // it is in a definition, where every paragraph belongs to its term
	open   []element
	tables []*tableState
	skip   element // what is being passed over, with everything in it
	depth  int     // how often its tag is open in itself
}

// element is an open tag that has a meaning beyond its name.
type element struct {
	tag  atom.Atom
	name string
	role string // ARIA: table, row or cell
}

// tableState is a table that is being read.
type tableState struct {
	line    int
	rows    []block.Row
	row     *block.Row
	cell    bool
	span    int
	down    int
	layout  bool // it only places other things: what is in it is read as if it were not there
	inHead  bool
	caption bool             // its caption is being read
	above   map[int]*hanging // cells of rows above that hang down, by column
}

// hanging is a cell with a rowspan.
type hanging struct {
	left int
	cell block.Cell
}

// maxLists is how deep lists are told apart.
const maxLists = 16

// maxSpan bounds rowspan and colspan, which a page may set to anything.
const maxSpan = 64

// Read reads a piece of HTML that begins at a line (from 1).
func (m *Reader) Read(src []byte, line int) {
	if m.level == 0 && m.in.Blank() {
		m.kind = block.Para // text before any tag is no heading
	}
	z := html.NewTokenizer(bytes.NewReader(src))
	for {
		kind := z.Next()
		if kind == html.ErrorToken || m.Full() {
			return
		}
		at := line
		line += bytes.Count(z.Raw(), []byte{'\n'})
		switch kind {
		case html.TextToken:
			if m.skip.name == "" {
				m.text(string(z.Text()), at)
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			if !m.passOver(t, true) {
				m.startTag(t, at)
			}
		case html.EndTagToken:
			t := z.Token()
			if !m.passOver(t, false) {
				m.endTag(t)
			}
		}
	}
}

// Full reports whether there is more text than any policy has: what is behind it was
// not read.
func (m *Reader) Full() bool { return m.weight > block.MaxText }

// Finish closes what is open and gives the blocks.
func (m *Reader) Finish() []block.Block {
	for len(m.tables) > 0 {
		m.endTable()
	}
	m.flush()
	out := m.out
	m.out = nil
	return out
}

func (m *Reader) text(s string, line int) {
	if len(m.open) > 0 && m.open[len(m.open)-1].tag == atom.Title && len(m.tables) == 0 {
		if m.Page.Title == "" {
			m.Page.Title = block.Plain(s).S
		}
		return
	}
	if t := m.table(); t != nil && !t.layout && !t.cell && !t.caption {
		return // between cells there is nothing to be seen
	}
	m.weight += len(s)
	if m.in.Blank() {
		m.line = line + strings.Count(s[:len(s)-len(strings.TrimLeft(s, " \t\r\n"))], "\n")
	}
	m.in.Write(s)
}

// blockWeight is what a block or a cell counts for beside its text.
const blockWeight = 16

// flush ends the block that is being written.
func (m *Reader) flush() {
	t := m.in.Take()
	if !t.Empty() {
		m.weight += blockWeight
		m.out = append(m.out, block.Block{Kind: m.kind, Level: m.level, Line: m.line, Text: t})
	}
	if !t.Empty() || m.kind == block.Heading {
		m.kind, m.level = block.Para, 0
	}
}

// begin ends the block that is being written and begins one of this kind. In a
// cell it only breaks the line.
func (m *Reader) begin(k block.Kind, level, line int) {
	if t := m.table(); t != nil && t.cell && !t.layout {
		m.in.Newline()
		return
	}
	m.flush()
	if m.detail = m.detail && k != block.Heading; m.detail && k == block.Para {
		k = block.Detail
	}
	m.kind, m.level, m.line = k, level, line
}

func (m *Reader) startTag(t html.Token, line int) {
	m.push(t)
	switch role := m.role(t); role {
	case "table":
		m.startTable(line)
		return
	case "row":
		m.startRow(line)
		return
	case "cell":
		m.startCell(t, line)
		return
	}
	switch t.DataAtom {
	case atom.Html:
		m.Page.Lang = attr(t, "lang")
	case atom.Link:
		if attr(t, "rel") == "canonical" {
			m.Page.Canonical = attr(t, "href")
		}
	case atom.Meta:
		if attr(t, "property") == "og:url" && m.Page.Canonical == "" {
			m.Page.Canonical = attr(t, "content")
		}
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		if tb := m.table(); tb != nil && tb.cell && !tb.layout && (t.DataAtom == atom.H1 || t.DataAtom == atom.H2 || !m.in.Blank()) {
			m.asLayout(tb) // the cell of a table that places a whole page
		}
		m.begin(block.Heading, int(t.Data[1]-'0'), line)
	case atom.Summary:
		m.begin(block.Heading, 6, line)
	case atom.Ul, atom.Ol, atom.Menu:
		m.begin(block.Para, 0, line)
		m.lists++
	case atom.Li:
		m.begin(block.Item, min(max(m.lists, 1), maxLists), line)
	case atom.Dt:
		m.detail = false
		m.begin(block.Term, 0, line)
	case atom.Dd:
		m.detail = true
		m.begin(block.Detail, 0, line)
	case atom.Br:
		m.in.Newline()
	case atom.Table:
		m.startTable(line)
	case atom.Caption:
		m.begin(block.Para, 0, line)
		if t := m.table(); t != nil && t.row == nil {
			t.caption = true
		}
	case atom.Thead:
		m.setHead(true)
	case atom.Tbody, atom.Tfoot:
		m.setHead(false)
	case atom.Tr:
		m.startRow(line)
	case atom.Td, atom.Th:
		m.startCell(t, line)
	default:
		if st, ok := styleOf(t.DataAtom); ok {
			m.in.Start(st)
		} else if breaks(t.DataAtom) && (m.kind == block.Para || !m.in.Blank()) {
			// A paragraph that opens a list item is the item's text.
			m.begin(block.Para, 0, line)
		}
	}
}

func (m *Reader) endTag(t html.Token) {
	role := m.pop(t)
	switch role {
	case "table":
		m.endTable()
		return
	case "row":
		m.endRow()
		return
	case "cell":
		m.endCell()
		return
	}
	m.detail = m.detail && t.DataAtom != atom.Dd && t.DataAtom != atom.Dl
	switch t.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Summary, atom.Li, atom.Dt, atom.Dd:
		m.begin(block.Para, 0, m.line)
	case atom.Ul, atom.Ol, atom.Menu:
		m.begin(block.Para, 0, m.line)
		m.lists = max(m.lists-1, 0)
	case atom.Table:
		m.endTable()
	case atom.Caption:
		n := len(m.out)
		m.begin(block.Para, 0, m.line)
		if len(m.out) > n {
			m.out[len(m.out)-1].Caption = true
		}
		if t := m.table(); t != nil {
			t.caption = false
		}
	case atom.Thead:
		m.setHead(false)
	case atom.Tr:
		m.endRow()
	case atom.Td, atom.Th:
		m.endCell()
	default:
		if st, ok := styleOf(t.DataAtom); ok {
			m.in.End(st)
		} else if breaks(t.DataAtom) {
			m.begin(block.Para, 0, m.line)
		}
	}
}

func styleOf(a atom.Atom) (block.Style, bool) {
	switch a {
	case atom.Code, atom.Tt, atom.Kbd, atom.Samp, atom.Var:
		return block.Code, true
	case atom.B, atom.Strong:
		return block.Strong, true
	case atom.I, atom.Em, atom.Q, atom.Mark:
		return block.Emphasis, true
	case atom.A:
		return block.Link, true
	}
	return 0, false
}

// breaks reports whether a tag begins a new line on the page.
func breaks(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Div, atom.Section, atom.Article, atom.Main, atom.Header, atom.Footer, atom.Aside, atom.Body,
		atom.Details, atom.Blockquote, atom.Figure, atom.Figcaption, atom.Caption, atom.Address, atom.Fieldset,
		atom.Legend, atom.Form, atom.Dl, atom.Hr, atom.Pre, atom.Center, atom.Button, atom.Option, atom.Label:
		return true
	}
	return false
}

func attr(t html.Token, key string) string {
	for _, a := range t.Attr {
		if a.Key == key {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

// role gives what an element says it is to those who can't see it: many pages
// build their tables from such elements.
func (m *Reader) role(t html.Token) string {
	switch attr(t, "role") {
	case "table", "grid", "treegrid":
		if t.DataAtom != atom.Table {
			return "table"
		}
	case "row":
		if t.DataAtom != atom.Tr && m.table() != nil {
			return "row"
		}
	case "cell", "gridcell", "columnheader", "rowheader":
		if t.DataAtom != atom.Td && t.DataAtom != atom.Th && m.table() != nil {
			return "cell"
		}
	}
	return ""
}

// maxOpenTags bounds the stack of open tags: deeper ones are not remembered.
const maxOpenTags = 256

func (m *Reader) push(t html.Token) {
	switch t.DataAtom {
	case atom.Br, atom.Img, atom.Input, atom.Hr, atom.Meta, atom.Link, atom.Wbr, atom.Col, atom.Area, atom.Base, atom.Source, atom.Embed, atom.Track:
		return
	}
	if t.Type == html.StartTagToken && len(m.open) < maxOpenTags {
		m.open = append(m.open, element{t.DataAtom, t.Data, m.role(t)})
	}
}

// pop closes the innermost open tag of this name and gives its role.
func (m *Reader) pop(t html.Token) string {
	for i := len(m.open) - 1; i >= 0 && i >= len(m.open)-32; i-- {
		if m.open[i].name == t.Data {
			role := m.open[i].role
			m.open = m.open[:i]
			return role
		}
	}
	return ""
}

// passOver skips what is no text of the document, and reports whether the token
// belongs to it. What is never closed does not swallow the page: a table or the
// main part ends it.
func (m *Reader) passOver(t html.Token, start bool) bool {
	if m.skip.name == "" {
		if !start || t.Type == html.SelfClosingTagToken {
			return false
		}
		if t.DataAtom == atom.Template && !m.inPage() {
			return false
		}
		if iconName(t) {
			m.skip, m.depth = element{tag: t.DataAtom, name: t.Data}, 1
			return true
		}
		switch t.DataAtom {
		case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Iframe, atom.Svg, atom.Nav, atom.Select, atom.Textarea, atom.Object, atom.Math:
			m.skip, m.depth = element{tag: t.DataAtom, name: t.Data}, 1
			return true
		}
		return false
	}
	switch {
	case t.Data == m.skip.name && start:
		m.depth++
	case t.Data == m.skip.name:
		m.depth--
	case start && m.skip.tag != atom.Template && (t.DataAtom == atom.Main || t.DataAtom == atom.Table || t.DataAtom == atom.H1 || t.DataAtom == atom.Article),
		!start && (t.DataAtom == atom.Body || t.DataAtom == atom.Header):
		m.skip = element{}
		return false
	}
	if m.depth <= 0 {
		m.skip = element{}
	}
	return true
}

// number reads rowspan or colspan.
func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		return 1
	}
	return min(n, maxSpan)
}

// inPage reports whether the tags of a page are open: a template in one is not
// shown, while that of a component is what it shows.
func (m *Reader) inPage() bool {
	for _, e := range m.open {
		if e.tag == atom.Html || e.tag == atom.Body || e.tag == atom.Head {
			return true
		}
	}
	return false
}

// iconName reports whether an element holds the name of a picture in an icon
// font, which nobody sees as text.
func iconName(t html.Token) bool {
	for c := range strings.FieldsSeq(attr(t, "class")) {
		if strings.HasPrefix(c, "material-symbols") || strings.HasPrefix(c, "material-icons") {
			return true
		}
	}
	return false
}
