// Package markdown reads the marks of Markdown in running text, and the head that
// site generators put before a page.
package markdown

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"crumbs/policy/document/block"
	"crumbs/policy/document/lazyregexp"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/words"
)

// Reader reads the marks of Markdown inside a paragraph or a cell. It is
// goldmark's inline parser; blocks are none of its business, because what people
// have is as often Markdown that was copied, wrapped and cut.
type Reader struct{ p parser.Parser }

// New gives a reader.
func New() *Reader {
	return &Reader{parser.NewParser(
		parser.WithBlockParsers(util.Prioritized(parser.NewParagraphParser(), 100)),
		parser.WithInlineParsers(parser.DefaultInlineParsers()...),
	)}
}

// A paragraph with more marks than anybody writes is read without them: the
// parser's time grows with their square.
const (
	maxInline = 32 << 10
	maxMarks  = 400
)

// starred is a name whose variable parts are written with several stars.
var starred = lazyregexp.New(`(\w[_.-])\*{2,}(?:[_.-]\*+)*`)

// Inline reads a piece of Markdown.
func (m *Reader) Inline(s string) block.Inline {
	if strings.Contains(s, "***") {
		s = starred.ReplaceAllString(s, `$1\*`)
	}
	if !strings.ContainsAny(s, "\\`*_[<&!\n") {
		return block.Plain(s)
	}
	if len(s) > maxInline || countMarks(s) > maxMarks {
		return block.Plain(strings.NewReplacer("**", "", "`", "").Replace(unescape([]byte(s))))
	}
	src := []byte(s)
	doc := m.p.Parse(text.NewReader(src))
	r := rendering{src: src}
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		r.children(n)
		r.w.Newline()
	}
	t := r.w.Take()
	if i := strings.Index(t.S, "**"); i >= 0 {
		t = unpaired(t)
	}
	return t
}

func countMarks(s string) int {
	n := 0
	for i := range len(s) {
		switch s[i] {
		case '*', '_', '[', ']', '<', '`':
			n++
		}
	}
	return n
}

// unpaired takes out the ** that an editor left behind because it broke a bold
// piece over lines. A star that belongs to a name stays.
func unpaired(t block.Inline) block.Inline {
	var out strings.Builder
	moved := make([]int, len(t.S)+1)
	for i := 0; i < len(t.S); {
		moved[i] = out.Len()
		if strings.HasPrefix(t.S[i:], "**") {
			moved[i+1] = out.Len()
			i += 2
			continue
		}
		out.WriteByte(t.S[i])
		i++
	}
	moved[len(t.S)] = out.Len()
	for i := range t.Spans {
		t.Spans[i].From, t.Spans[i].To = moved[t.Spans[i].From], moved[t.Spans[i].To]
	}
	s := out.String()
	lead := words.Indent(s)
	for i := range t.Spans {
		t.Spans[i].From, t.Spans[i].To = max(t.Spans[i].From-lead, 0), max(t.Spans[i].To-lead, 0)
	}
	t.S = strings.TrimRight(s[lead:], " \n")
	for i := range t.Spans {
		t.Spans[i].From, t.Spans[i].To = min(t.Spans[i].From, len(t.S)), min(t.Spans[i].To, len(t.S))
	}
	return t
}

// rendering turns goldmark's tree into an inline text.
type rendering struct {
	src   []byte
	w     block.Writer
	depth int
}

// maxDepth bounds the nesting that is followed.
const maxDepth = 64

func (r *rendering) children(n ast.Node) {
	if r.depth++; r.depth <= maxDepth {
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			r.node(c)
		}
	}
	r.depth--
}

func (r *rendering) node(n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		r.w.Write(unescape(n.Segment.Value(r.src)))
		switch {
		case n.HardLineBreak():
			r.w.Newline()
		case n.SoftLineBreak():
			r.w.Write(" ")
		}
	case *ast.String:
		r.w.Write(unescape(n.Value))
	case *ast.CodeSpan:
		r.w.Start(block.Code)
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			if t, ok := c.(*ast.Text); ok {
				r.w.Write(string(t.Segment.Value(r.src)))
			}
		}
		r.w.End(block.Code)
	case *ast.Emphasis:
		r.emphasis(n)
	case *ast.Link:
		r.w.Start(block.Link)
		r.children(n)
		r.w.End(block.Link)
	case *ast.AutoLink:
		r.w.Start(block.Link)
		r.w.Write(string(n.Label(r.src)))
		r.w.End(block.Link)
	case *ast.RawHTML:
		var b bytes.Buffer
		for i := range n.Segments.Len() {
			seg := n.Segments.At(i)
			b.Write(seg.Value(r.src))
		}
		r.tag(b.String())
	case *ast.Image:
	default:
		r.children(n)
	}
}

func unescape(b []byte) string {
	if bytes.IndexByte(b, '\\') >= 0 {
		b = util.UnescapePunctuations(b)
	}
	if bytes.IndexByte(b, '&') >= 0 {
		b = util.ResolveEntityNames(util.ResolveNumericReferences(b))
	}
	return string(b)
}

// emphasis writes emphasised text. An underscore or a star that stands inside
// a word is no mark but a part of a cookie's name: _ga_*, __utma__.
func (r *rendering) emphasis(n *ast.Emphasis) {
	st := block.Emphasis
	if n.Level == 2 {
		st = block.Strong
	}
	from, to, ok := r.extent(n)
	if ok && from >= n.Level && to+n.Level <= len(r.src) {
		inner := r.src[from:to]
		mark := string(r.src[to : to+n.Level])
		before, after := byte(' '), byte(' ')
		if from > n.Level {
			before = r.src[from-n.Level-1]
		}
		if to+n.Level < len(r.src) {
			after = r.src[to+n.Level]
		}
		if _, nested := n.Parent().(*ast.Emphasis); nested && before == '*' && after == '*' && titled(inner) {
			before, after = ' ', ' ' // "**_Purpose_**": the stars are marks too
		}
		oneWord := !bytes.ContainsAny(inner, " \t\n")
		literal := false
		switch mark[0] {
		case '_':
			literal = oneWord && (inName(before) || inName(after) || bytes.ContainsAny(inner, "_") || n.Level == 1 && len(inner) == len(r.src)-2 && bytes.Equal(inner, bytes.ToLower(inner))) ||
				n.Level == 1 && after == '*' && before != '*' // "_a / b_*"
		case '*':
			// The second star of "_ga_*, _gid_*".
			literal = n.Level == 1 && (before == '_' || before == '-' || before == '.')
		}
		if literal {
			r.w.Write(mark)
			r.children(n)
			r.w.Write(mark)
			return
		}
	}
	r.w.Start(st)
	r.children(n)
	r.w.End(st)
}

// titled reports whether a text is a word of prose that begins with a capital.
func titled(word []byte) bool {
	first, size := utf8.DecodeRune(word)
	for _, c := range string(word[size:]) {
		if !unicode.IsLower(c) {
			return false
		}
	}
	return unicode.IsUpper(first) && len(word) > size
}

// extent gives where in the source the content of a node begins and ends, where
// that can be known.
func (r *rendering) extent(n ast.Node) (from, to int, ok bool) {
	from, ok1 := edge(n.FirstChild(), false)
	to, ok2 := edge(n.LastChild(), true)
	return from, to, ok1 && ok2 && from <= to
}

// edge gives where a node begins or ends in the source.
func edge(n ast.Node, end bool) (int, bool) {
	switch n := n.(type) {
	case *ast.Text:
		if end {
			return n.Segment.Stop, true
		}
		return n.Segment.Start, true
	case *ast.Emphasis:
		if end {
			at, ok := edge(n.LastChild(), true)
			return at + n.Level, ok
		}
		at, ok := edge(n.FirstChild(), false)
		return at - n.Level, ok
	}
	return 0, false
}

func inName(c byte) bool {
	return shape.IsNameByte(c) || c == '<' || c == '{' || c == '[' || c == '#' || c == '\\'
}

// tag acts on an HTML tag inside a paragraph. What is no tag of HTML is a
// placeholder, as in _ga_<container-id>, and stays.
func (r *rendering) tag(s string) {
	name := strings.ToLower(strings.TrimLeft(s, "</"))
	if i := strings.IndexFunc(name, func(c rune) bool { return (c < 'a' || c > 'z') && (c < '0' || c > '9') }); i >= 0 {
		name = name[:i]
	}
	closing := strings.HasPrefix(s, "</")
	var st block.Style
	switch name {
	case "br", "p", "div", "li", "ul", "ol", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "tr":
		r.w.Newline()
		return
	case "code", "kbd", "tt", "samp":
		st = block.Code
	case "b", "strong":
		st = block.Strong
	case "i", "em", "q":
		st = block.Emphasis
	case "a":
		st = block.Link
	case "span", "u", "s", "sup", "sub", "small", "font", "img", "wbr", "abbr", "del", "ins", "mark", "center", "td", "th", "table", "tbody", "thead", "input", "nobr", "cite", "strike", "big":
		return
	default:
		if strings.HasPrefix(s, "<!") || strings.HasPrefix(s, "<?") {
			return
		}
		r.w.Write(s)
		return
	}
	if closing {
		r.w.End(st)
	} else {
		r.w.Start(st)
	}
}

var mark = lazyregexp.New("(?m)^ {0,3}#{1,6} |\\*\\*\\S|\\]\\(|^\\s*\\|?\\s*:?-{3,}:?\\s*\\||`[^`\n]+`|\\\\_|^(?:=|-){4,}$")

// Marked reports whether a text has the marks of Markdown.
func Marked(text string) bool { return mark.MatchString(text) }
