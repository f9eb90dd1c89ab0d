package script

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unsafe"

	"github.com/tdewolff/parse/v2"
	"github.com/tdewolff/parse/v2/js"
)

// The bounds. Larger than the settings of any consent dialog with its texts in
// thirty languages; they keep the memory and the time of a hostile script small.
const (
	maxText   = 4 << 20
	maxCommas = 400_000
	maxDepth  = 200     // of values in values
	maxWalk   = 1500    // of statements and expressions in each other
	maxValues = 400_000 // that are read in all, those read again through a name counted again
)

// Error is what is wrong with a script, and where.
type Error struct {
	Line int // from 1
	What string
}

func (e *Error) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.What) }

// ErrLarge is for scripts that are larger than any settings.
var ErrLarge = errors.New("it is larger than the settings of any consent dialog")

// Read reads a script, or the JSON of a value, and gives the values that are
// written out in it, in order. Its error is an [*Error] or [ErrLarge]; of a script
// that can't be read whole, as TypeScript can't, it gives the error and the values
// that can be read alone.
func Read(text string) (roots []Root, err error) {
	// The parser is not ours, and its input is anybody's.
	defer func() {
		if r := recover(); r != nil {
			roots, err = nil, &Error{1, "it can't be read as a script"}
		}
	}()
	if len(text) > maxText || strings.Count(text, ",")+strings.Count(text, ";") > maxCommas {
		return nil, ErrLarge
	}
	if s := strings.TrimRight(strings.TrimSpace(text), "; \n\t\r"); s != "" && (s[0] == '{' || s[0] == '[') {
		// A script may not begin with an object: in brackets it is a value. It
		// is all there is, so that what is wrong with it is wrong with the text.
		before := strings.Count(text[:strings.IndexByte(text, s[0])], "\n")
		roots, err := read("("+s+"\n)", before)
		if err == nil {
			return roots, nil
		}
		if more, second := read(text, 0); second == nil {
			return more, nil
		}
		return nil, err
	}
	roots, err = read(text, 0)
	if err != nil {
		if plain := untyped(text); plain != text {
			if more, second := read(plain, 0); second == nil {
				return more, nil
			}
		}
		roots = islands(text)
	}
	return roots, err
}

// typed are what TypeScript adds to the settings of a dialog: the type of a name,
// types that are imported, and that of a value. They are compiled when a script
// can't be read without them: every start of the program would pay for them.
var typed = sync.OnceValue(func() (out struct{ name, imported, value *regexp.Regexp }) {
	out.name = regexp.MustCompile(`(?m)\b((?:const|let|var)\s+[\w$]+)\s*:\s*[\w$.<>\[\]|& ]+=`)
	out.imported = regexp.MustCompile(`(?m)^\s*(?:import|export)\s+type\b[^;\n]*;?`)
	out.value = regexp.MustCompile(`([}\])'"])\s*(?:as\s+const|(?:as|satisfies)\s+[\w$.<>\[\]]+)`)
	return out
})

func untyped(text string) string {
	t := typed()
	text = t.imported.ReplaceAllString(text, "")
	return t.value.ReplaceAllString(t.name.ReplaceAllString(text, "$1 ="), "$1")
}

func read(text string, before int) ([]Root, error) {
	// Room for the byte that the parser puts at the end, so that it copies nothing.
	src := append(make([]byte, 0, len(text)+1), text...)
	ast, err := js.Parse(parse.NewInputBytes(src), js.Options{})
	if err != nil {
		var at *parse.Error
		if errors.As(err, &at) {
			return nil, &Error{before + at.Line, sentence(at.Message)}
		}
		return nil, &Error{before + 1, sentence(err.Error())}
	}
	e := &reader{before: before, text: src, left: maxValues, vars: map[*js.Var]js.IExpr{}}
	for i, c := range src {
		if c == '\n' {
			e.ends = append(e.ends, i)
		}
	}
	js.Walk(&names{reader: e, sets: map[*js.Var]int{}}, ast)
	js.Walk(&finder{reader: e}, ast)
	for len(e.inner) > 0 {
		// Functions among the values: they may hold values of their own.
		next := e.inner
		e.inner = nil
		for _, n := range next {
			js.Walk(&finder{reader: e, depth: 0}, n)
		}
	}
	return e.roots, nil
}

// sentence puts what the parser says into one line.
func sentence(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	if s == "" {
		return "it can't be read as a script"
	}
	return s
}

// reader reads the values of one script.
type reader struct {
	before int // lines before it
	text   []byte
	ends   []int // of its lines
	left   int   // values that may still be read
	vars   map[*js.Var]js.IExpr
	roots  []Root
	inner  []js.INode
}

// line gives the line of a piece of the text. The parser gives pieces of the
// very text and not their places: where a piece begins in memory tells.
func (r *reader) line(piece []byte) int {
	if len(piece) == 0 {
		return 0
	}
	at := uintptr(unsafe.Pointer(unsafe.SliceData(piece))) - uintptr(unsafe.Pointer(unsafe.SliceData(r.text)))
	if at >= uintptr(len(r.text)) { // as it is for a piece that lies before it
		return 0
	}
	n, _ := slices.BinarySearch(r.ends, int(at))
	return r.before + n + 1
}

// names finds the names that are set once, to what is written there.
type names struct {
	*reader
	sets  map[*js.Var]int
	depth int
}

func (n *names) Enter(x js.INode) js.IVisitor {
	if n.depth++; n.depth > maxWalk {
		n.depth--
		return nil
	}
	switch x := x.(type) {
	case *js.BindingElement:
		n.set(x.Binding, x.Default)
	case *js.BinaryExpr:
		if v, ok := x.X.(*js.Var); ok && x.Op == js.EqToken {
			n.set(v, x.Y)
		}
	case *js.VarDecl:
		for _, b := range x.List {
			n.set(b.Binding, b.Default)
		}
	}
	return n
}

func (n *names) Exit(js.INode) { n.depth-- }

func (n *names) set(to js.INode, value js.IExpr) {
	v, ok := to.(*js.Var)
	if !ok || v == nil || value == nil {
		return
	}
	v = declared(v)
	if n.sets[v]++; n.sets[v] > 1 && n.vars[v] != value {
		n.vars[v] = nil
		return
	}
	n.vars[v] = value
}

func declared(v *js.Var) *js.Var {
	for v.Link != nil {
		v = v.Link
	}
	return v
}

// finder finds the values that stand by themselves.
type finder struct {
	*reader
	depth int
}

func (f *finder) Exit(js.INode) { f.depth-- }

func (f *finder) Enter(x js.INode) js.IVisitor {
	if f.depth++; f.depth > maxWalk || f.left <= 0 {
		f.depth--
		return nil
	}
	done := func() js.IVisitor {
		f.depth--
		return nil
	}
	switch x := x.(type) {
	case *js.VarDecl:
		for _, b := range x.List {
			v, _ := b.Binding.(*js.Var)
			if v == nil {
				js.Walk(f, b.Default)
				continue
			}
			f.root(string(v.Data), b.Default)
		}
		return done()
	case *js.BinaryExpr:
		if x.Op == js.EqToken {
			f.root(f.path(x.X, 0), x.Y)
			return done()
		}
	case *js.CallExpr:
		f.call(x)
		return done()
	case *js.ExportStmt:
		if x.Default && x.Decl != nil {
			f.root("export", x.Decl)
			return done()
		}
	case *js.ObjectExpr:
		f.root("", x)
		return done()
	case *js.ArrayExpr:
		f.root("", x)
		return done()
	}
	return f
}

// root takes what is assigned to a path: a value if it is one, else whatever
// values are in it.
func (f *finder) root(path string, x js.IExpr) {
	if x == nil {
		return
	}
	switch bare(x).(type) {
	case *js.FuncDecl, *js.ArrowFunc, *js.ClassDecl, *js.Var, *js.DotExpr, *js.IndexExpr:
		js.Walk(f, x)
		return
	}
	was := len(f.inner)
	if v := f.value(x, 0); v.Kind != Open {
		f.roots = append(f.roots, Root{Path: path, Value: v})
		return
	}
	f.inner = f.inner[:was] // they are found again below
	if b, ok := x.(*js.BinaryExpr); ok && b.Op != js.EqToken || !ok {
		if _, call := x.(*js.CallExpr); !call && ok {
			js.Walk(f, b.X)
			js.Walk(f, b.Y)
			return
		}
	}
	js.Walk(f, x)
}

// call takes what a function is called with.
func (f *finder) call(x *js.CallExpr) {
	list := Value{Kind: List}
	open := true
	for _, a := range x.Args.List {
		var v Value
		switch bare(a.Value).(type) {
		case *js.FuncDecl, *js.ArrowFunc:
			js.Walk(f, a.Value)
		default:
			was := len(f.inner)
			if v = f.value(a.Value, 0); v.Kind == Open {
				f.inner = f.inner[:was]
				js.Walk(f, a.Value)
			}
		}
		open = open && v.Kind == Open
		list.Items = append(list.Items, v)
		if list.Line == 0 {
			list.Line = v.Line
		}
	}
	path := f.path(x.X, 0)
	if !open {
		f.roots = append(f.roots, Root{Path: path, Call: true, Value: list})
	}
	js.Walk(f, x.X)
}

// bare takes the brackets off an expression.
func bare(x js.IExpr) js.IExpr {
	for {
		g, ok := x.(*js.GroupExpr)
		if !ok {
			return x
		}
		x = g.X
	}
}

// path gives a.b.c for an expression of that form; of (a = a || []).b too.
func (r *reader) path(x js.IExpr, depth int) string {
	if depth > maxDepth {
		return ""
	}
	switch x := bare(x).(type) {
	case *js.Var:
		return string(x.Data)
	case js.LiteralExpr:
		return string(x.Data)
	case *js.LiteralExpr:
		if x.TokenType == js.StringToken {
			return unquote(x.Data)
		}
		return string(x.Data)
	case *js.DotExpr:
		return r.path(x.X, depth+1) + "." + r.path(x.Y, depth+1)
	case *js.IndexExpr:
		return r.path(x.X, depth+1) + "." + r.path(x.Y, depth+1)
	case *js.BinaryExpr:
		if x.Op == js.EqToken || x.Op == js.OrToken {
			return r.path(x.X, depth+1)
		}
	}
	return ""
}
