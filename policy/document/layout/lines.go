// Package layout finds the headings, paragraphs, lists and tables of a text that has no
// form but how its lines are laid out: what people copied from a page, took from a PDF or
// wrote in Markdown. One file reads one way of laying out a table.
package layout

import (
	"context"
	"strings"
	"unicode/utf8"

	"crumbs/policy/document/block"
	"crumbs/policy/document/column"
	"crumbs/policy/document/kinds"
	"crumbs/policy/document/lazyregexp"
	"crumbs/policy/document/markdown"
	"crumbs/policy/document/markup"
	"crumbs/policy/document/names"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/titles"
	"crumbs/policy/document/words"
)

// lines reads Markdown and plain text, line by line. They are one format here:
// the text that people have was copied from a page or taken from a PDF, and
// keeps some of its marks. What can't be read as a heading, a table or a list is
// a paragraph.
type lines struct {
	src    []string
	first  int              // the number of src[0] in the document
	at     []int            // where each line of src stood, if empty ones were taken out
	marks  *markdown.Reader // nil: no marks of Markdown are looked for
	html   *markup.Reader
	labels *column.Labels
	wide   bool // a line is a paragraph, nothing is wrapped

	out       []block.Block
	para      []string
	paraAt    int
	kind      block.Kind
	level     int
	indents   []int              // of the list items around
	dash      string             // the marker of the last list item
	unheaded  int                // the line before which no table of aligned cells begins without one
	guessed   int                // the line before which no table without a header begins
	unled     int                // the line before which no table of arrows begins
	flowHeads map[int]flowHeader // of flowing tables, by line
	lone      map[string]int     // lines of running heads and feet, counted when asked for
	partOf    flowHeader         // of the flowing table that goes on behind the title of a part
	partAt    int                // and the line there
	flowed    int                // words of flowing tables that were looked at
	tried     int                // ways to cut their headers
	titled    bool               // the paragraph is the title of a kind
	asked     string             // the line that [lines.ofCookies] was asked about last
	answer    bool               // and what it said
	vain      int                // lines since the last table that were taken for one's first
	idle      int                // of those with the label of a column at their start, past that
	drifted   int                // words of rows whose columns drift that were looked at
	open      bool               // a comment is never closed: there are no further ones
}

// Read reads a text, of which the first line has the number first in its document; marked
// says that it has the marks of Markdown. It gives the blocks, and what pieces of HTML and
// the foot of printed pages say of the whole. Its error is that of a context that ended.
func Read(ctx context.Context, text string, first int, marked bool) ([]block.Block, block.Page, error) {
	r := &lines{src: strings.Split(text, "\n"), first: first, html: &markup.Reader{}, labels: column.Words().Remembering(), kind: block.Para}
	if marked {
		r.marks = markdown.New()
	}
	var address string
	r.src, r.at, address = withoutPrint(r.src)
	r.html.Page.Printed = address
	if closed, at := closedUp(r.src); at != nil {
		for i := range at {
			if r.at != nil {
				at[i] = r.at[at[i]]
			}
		}
		r.src, r.at = closed, at
	}
	long := 0
	for i, s := range r.src {
		s = strings.TrimRight(s, "\r")
		if m := quoted.FindString(s); m != "" {
			s = s[len(m):]
		}
		s = r.numbered(unboxed(s))
		r.src[i] = s
		if utf8.RuneCountInString(s) > 160 && !strings.Contains(s, "|") {
			long++
		}
	}
	r.wide = long > 0
	for i := 0; i < len(r.src); {
		if err := ctx.Err(); err != nil {
			return nil, block.Page{}, err
		}
		i = r.step(i)
	}
	r.flush()
	return r.out, r.html.Page, nil
}

var (
	quoted    = lazyregexp.New(`^ {0,3}>+ ?`)
	atx       = lazyregexp.New(`^ {0,3}(#{1,6})(?:[ \t]+|$)(.*)$`)
	closing   = lazyregexp.New(`[ \t]#+[ \t]*$`)
	equals    = lazyregexp.New(`^(={1,6}) +(\S.*?)(?: +={1,6})?$`)
	underline = lazyregexp.New(`^ {0,3}(=+|-{2,})[ \t]*$`)
	rule      = lazyregexp.New(`^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$`)
	marker    = lazyregexp.New(`^([ \t]*)(?:[-*+•·▪◦‣●○■–—✓✔►→]|\\-|\(?\d{1,3}[.)]|\(?[a-z]\)|o)(?:[ \t]+|$)`)
	defined   = lazyregexp.New(`^ {0,3}:[ \t]+(.*)$`)
	fence     = lazyregexp.New("^ {0,3}(```|~~~)[`~]*[ \t]*([A-Za-z]*)")
	htmlBegin = lazyregexp.New(`(?i)^\s*</?(?:table|thead|tbody|tr|td|th|div|section|article|details|summary|ul|ol|li|dl|dt|dd|p|h[1-6]|hr|br|center|header|footer|main|nav|aside|figure|caption|form|iframe|script|style|blockquote|span class|a name|a id|img|noscript)\b[^|]*$`)
	attribute = lazyregexp.New(`^\s*\{:?\s*[.#:%][^}]*\}\s*$`)
)

var farNumber = lazyregexp.New(`^(\s*\d{1,2}(?:\.\d{1,2}){0,3}[.)]?) {2,}(\S.*)$`)

// numbered moves the title of a category to its number, where they stand as far
// apart as the columns of a table do: "1.   Necessary cookies".
func (r *lines) numbered(s string) string {
	m := farNumber.FindStringSubmatch(s)
	if m == nil || strings.ContainsAny(m[2], "\t|") || hasGap(strings.TrimSpace(m[2])) || !r.sorts(m[2]) {
		return s
	}
	return m[1] + " " + m[2]
}

func isRule(s string) bool { return rule.MatchString(s) }

func isItem(s string) bool { return marker.MatchString(s) }

// number is the line number of src[i].
func (r *lines) number(i int) int {
	if r.at != nil && i < len(r.at) {
		return r.first + r.at[i]
	}
	return r.first + i
}

// text reads the marks in a piece of text.
func (r *lines) text(s string) block.Inline {
	if r.marks == nil {
		return block.Plain(s)
	}
	return r.marks.Inline(strings.TrimSpace(s))
}

// flush ends the paragraph that is being read.
func (r *lines) flush() {
	if len(r.para) > 0 {
		t := r.joined()
		if !t.Empty() {
			r.out = append(r.out, block.Block{Kind: r.kind, Level: r.level, Line: r.number(r.paraAt), Text: t})
		}
	}
	r.para = r.para[:0]
	r.kind, r.level = block.Para, 0
}

// joined gives the text of the paragraph's lines.
func (r *lines) joined() block.Inline {
	if r.marks == nil {
		return block.Plain(strings.Join(r.para, " "))
	}
	return r.text(strings.Join(r.para, "\n"))
}

// step reads the block or the line at i and gives where the next one is.
func (r *lines) step(i int) int {
	s := r.src[i]
	trimmed := strings.TrimSpace(s)
	switch {
	case trimmed == "":
		r.flush()
		return i + 1
	case (trimmed[0] == '`' || trimmed[0] == '~') && fence.MatchString(s):
		r.flush()
		return r.fenced(i)
	case trimmed[0] == '{' && attribute.MatchString(s):
		r.flush()
		return i + 1
	case strings.HasPrefix(trimmed, "<!--"):
		r.flush()
		return r.comment(i)
	case trimmed[0] == '<' && htmlBegin.MatchString(s):
		r.flush()
		return r.markup(i)
	}
	if m := marked(trimmed[0] == '#', atx, s); m != nil {
		r.flush()
		r.indents = r.indents[:0]
		r.heading(len(m[1]), closing.ReplaceAllString(m[2], ""), i)
		return i + 1
	}
	if m := marked(trimmed[0] == '=', equals, s); m != nil && len(m[1]) < 6 {
		r.flush()
		r.heading(len(m[1]), m[2], i)
		return i + 1
	}
	if len(r.para) > 0 && (trimmed[0] == '=' || trimmed[0] == '-') && underline.MatchString(s) && len(r.para) <= 3 && r.kind != block.Item && len(chunks(r.para[len(r.para)-1])) == 1 {
		text := strings.Join(r.para, " ")
		r.para = r.para[:0]
		r.kind = block.Para
		r.indents = r.indents[:0]
		level := 2
		if strings.Contains(s, "=") {
			level = 1
		}
		r.heading(level, text, r.paraAt)
		return i + 1
	}
	if strings.IndexByte("-*_", trimmed[0]) >= 0 && isRule(s) {
		r.flush()
		return i + 1
	}
	if next := r.table(i); next > i {
		return next
	}
	if m := marked(trimmed[0] == ':', defined, s); m != nil && (len(r.para) == 1 || len(r.out) > 0 && r.out[len(r.out)-1].Kind >= block.Term && len(r.para) == 0) {
		if len(r.para) == 1 {
			r.kind = block.Term
		}
		r.flush()
		r.kind, r.paraAt = block.Detail, i
		r.para = append(r.para, m[1])
		return i + 1
	}
	if next := r.twice(i); next > i {
		return next
	}
	if r.overPart(i) {
		r.flush()
		r.indents = r.indents[:0]
		_, title, _ := strings.Cut(trimmed, " ")
		r.out = append(r.out, block.Block{Kind: block.Para, Level: titles.Depth(trimmed), Line: r.number(i), Text: r.text(strings.TrimSpace(title))})
		return i + 1
	}
	if m := marker.FindStringSubmatch(s); m != nil && r.startsItem(i, m[0]) {
		r.flush()
		r.item(i, m[0], m[1])
		return i + 1
	}
	r.add(i, s)
	return i + 1
}

// marked gives what an expression finds in a line that begins as it must: most
// begin otherwise, and that is seen at once.
func marked(begins bool, e lazyregexp.Regexp, s string) []string {
	if !begins {
		return nil
	}
	return e.FindStringSubmatch(s)
}

func (r *lines) heading(level int, s string, i int) {
	if t := r.text(strings.TrimSpace(s)); !t.Empty() {
		r.out = append(r.out, block.Block{Kind: block.Heading, Level: level, Line: r.number(i), Text: t})
	}
}

// startsItem reports whether a line with a list marker begins an item. Inside a
// paragraph of wrapped text a line may begin with a dash or a number by chance.
func (r *lines) startsItem(i int, mark string) bool {
	s := r.src[i]
	rest := strings.TrimSpace(s[len(mark):])
	if rest == "" {
		return false
	}
	bullet := strings.TrimSpace(mark)
	if bullet == "o" || bullet == "–" || bullet == "—" {
		return len(r.para) == 0 || r.kind == block.Item || startsWithName(rest) || mark == r.dash && len(r.para) == 1 && len(words.Of(r.para[0])) <= 4 || bullet != "o" && i+1 < len(r.src) && strings.HasPrefix(strings.TrimSpace(r.src[i+1]), bullet+" ")
	}
	if bullet[len(bullet)-1] == '.' || bullet[len(bullet)-1] == ')' {
		return len(r.para) == 0 || r.kind == block.Item || r.wide || len(r.para) == 1 && r.divides(r.para[0]) || titles.OfKind(rest)
	}
	return true
}

// item begins a list item.
func (r *lines) item(i int, mark, indent string) {
	s := r.src[i][len(mark):]
	r.dash = mark
	// "- - x" and "- \- x": a marker that was marked again.
	for range 3 {
		m := marker.FindString(s)
		if m == "" || strings.TrimSpace(s[len(m):]) == "" || strings.ContainsAny(m, "0123456789") {
			break
		}
		s = s[len(m):]
	}
	width := 0
	for _, c := range indent {
		if c == '\t' {
			width += 4
		} else {
			width++
		}
	}
	for len(r.indents) > 0 && r.indents[len(r.indents)-1] >= width {
		r.indents = r.indents[:len(r.indents)-1]
	}
	if len(r.indents) < 16 {
		r.indents = append(r.indents, width)
	}
	r.kind, r.level, r.paraAt = block.Item, len(r.indents), i
	r.para = append(r.para, s)
}

// add puts a line to the paragraph, or begins a new one where the line before
// was one of its own.
func (r *lines) add(i int, s string) {
	over := r.overText(i)
	if len(r.para) > 0 && (r.titled || over || (r.divides(s) || r.sortsItems(s)) && (r.beforeList(i) || ended(r.para[len(r.para)-1])) || r.apart(r.para[len(r.para)-1], s) || r.rowOfName(s)) {
		k := r.kind
		r.flush()
		if k == block.Item {
			r.kind = block.Para
		}
	}
	r.titled = len(r.para) == 0 && over
	if len(r.para) == 0 {
		r.paraAt = i
	}
	r.para = append(r.para, strings.TrimLeft(s, " \t"))
}

// beforeList reports whether the next line begins a list item or has the cells of
// a table: the line at i is its title, and no further line of what is above.
func (r *lines) beforeList(i int) bool {
	for j := i + 1; j < len(r.src) && j < i+3; j++ {
		if s := r.src[j]; strings.TrimSpace(s) != "" {
			return isItem(s) || strings.Contains(s, "\t") || countPipes(s) > 1 || strings.Contains(strings.TrimSpace(s), "   ")
		}
	}
	return false
}

// apart reports whether two lines are two paragraphs. Wrapped text goes on in
// the next line; a short line before a capital was not wrapped.
func (r *lines) apart(a, b string) bool {
	if strings.HasSuffix(a, "  ") || strings.HasSuffix(a, `\`) {
		return false // a line break that was asked for
	}
	a, b = strings.TrimSpace(a), strings.TrimSpace(b)
	if r.labelled(a) && r.labelled(b) {
		return true
	}
	if words.StartsUpper(b) && kinds.Begin(words.Unmarked(b)) || titles.Numbered(a) || titles.Numbered(b) && ended(a) {
		return true
	}
	if r.ofCookies(a) || r.ofCookies(b) || (ended(a) || r.labelled(a)) && loneWord(b) {
		return true
	}
	switch {
	case words.StartsLower(b) && !ended(a):
		return false
	case r.wide:
		return true
	}
	return utf8.RuneCountInString(a) < 45 && !strings.HasSuffix(a, ",") && !words.StartsLower(b)
}

// ended reports whether a line ends as a sentence does.
func ended(s string) bool {
	s = strings.TrimSpace(s)
	return s != "" && strings.ContainsAny(s[len(s)-1:], ".:!?;")
}

// ofCookies reports whether a line is nothing but firm names, or a name and how long
// it is kept. Each line is asked about twice, with the one before and the one behind.
func (r *lines) ofCookies(s string) bool {
	if s != r.asked || s == "" {
		r.asked, r.answer = s, lineOfNames(s) || names.WithLifetime(s)
	}
	return r.answer
}

// startsWithName reports whether a line begins with a firm name: one below the
// other they are the rows of a table that lost its columns.
func startsWithName(s string) bool {
	s = strings.TrimSpace(s)
	if s == "" || s[0] >= 'a' && s[0] <= 'z' && !strings.ContainsAny(strings.Fields(s)[0], "_-") {
		return false
	}
	list, _ := names.Leading(words.Unmarked(s))
	return len(list) > 0
}

// rowOfName reports whether a line and the paragraph that it would go on begin
// with a firm name each, or, where the line above was not wrapped, with a word
// that was made up and a dash: "sessionid - login".
func (r *lines) rowOfName(s string) bool {
	a, b := startsWithName(r.para[0]), startsWithName(s)
	last := r.para[len(r.para)-1]
	return a && b || (a || startsWithWord(r.para[0])) && (b || startsWithWord(s)) && (utf8.RuneCountInString(last) <= 60 || strings.HasSuffix(last, ".") || strings.HasSuffix(last, ")"))
}

// startsWithWord reports whether a line begins with a word that was made up, cut
// off by a dash or a colon.
func startsWithWord(s string) bool {
	m := names.Cut(s)
	if m == nil {
		return false
	}
	name := strings.TrimSpace(words.Unmarked(s[:m[0]]))
	return names.ShapeOf(name) >= shape.Weak && shape.Coined(name) && !names.PlainWord(name)
}

// labelled reports whether a line begins with a label and its colon.
func (r *lines) labelled(s string) bool {
	label, _, ok := strings.Cut(s, ": ")
	return ok && len(label) <= 40 && r.labels.IsLabel(words.Unmarked(label))
}

// lineOfNames reports whether a line is nothing but firm names.
func lineOfNames(s string) bool {
	if len(s) > 120 || !strings.ContainsAny(s, "_-.ASI*") {
		return false
	}
	list := names.Only(block.Inline{S: words.Unmarked(s)}, nil)
	return len(list) > 0 && names.AllFirm(list) && strings.ContainsAny(s, "_*S-")
}

// fenced skips code between fences, which names its language; without one, or as
// text, people fence lists as well.
func (r *lines) fenced(i int) int {
	m := fence.FindStringSubmatch(r.src[i])
	switch strings.ToLower(m[2]) {
	case "", "text", "txt", "plain", "plaintext", "md", "markdown", "html", "csv", "tsv":
		return i + 1
	}
	for j := i + 1; j < len(r.src) && j < i+maxCode; j++ {
		if strings.HasPrefix(strings.TrimSpace(r.src[j]), m[1]) {
			return j + 1
		}
	}
	return i + 1 // it is never closed: only this line is one
}

// maxCode is how many lines of code are skipped between two fences.
const maxCode = 200

// comment skips an HTML comment.
func (r *lines) comment(i int) int {
	for j := i; !r.open && j < len(r.src); j++ {
		if strings.Contains(r.src[j], "-->") {
			return j + 1
		}
	}
	r.open = true
	return i + 1 // it is never closed: only this line is one
}

// markup hands a piece of HTML to its reader: a table up to its end, anything
// else up to an empty line.
func (r *lines) markup(i int) int {
	end := i + 1
	if at := strings.Index(strings.ToLower(r.src[i]), "<table"); at >= 0 {
		depth := 0
		for j := i; j < len(r.src); j++ {
			low := strings.ToLower(r.src[j])
			depth += strings.Count(low, "<table") - strings.Count(low, "</table")
			end = j + 1
			if depth <= 0 {
				break
			}
		}
	}
	for end < len(r.src) && strings.TrimSpace(r.src[end]) != "" && !atx.MatchString(r.src[end]) && !strings.Contains(strings.ToLower(r.src[end]), "<table") {
		end++
	}
	r.html.Read([]byte(strings.Join(r.src[i:end], "\n")), r.number(i))
	r.out = append(r.out, r.html.Finish()...)
	return end
}
