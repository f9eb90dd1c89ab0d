package script

import (
	"strings"

	"github.com/tdewolff/parse/v2/js"
)

// value gives the value of an expression, Open if only running it would tell.
func (r *reader) value(x js.IExpr, depth int) Value {
	if r.left--; r.left < 0 || depth > maxDepth || x == nil {
		return Value{}
	}
	depth++
	switch x := x.(type) {
	case *js.GroupExpr:
		return r.value(x.X, depth)
	case *js.LiteralExpr:
		return r.literal(x)
	case *js.ArrayExpr:
		return r.list(x, depth)
	case *js.ObjectExpr:
		return r.object(x, depth)
	case *js.TemplateExpr:
		return r.template(x, depth)
	case *js.UnaryExpr:
		return r.unary(x, depth)
	case *js.BinaryExpr:
		return r.binary(x, depth)
	case *js.CommaExpr:
		if len(x.List) > 0 {
			return r.value(x.List[len(x.List)-1], depth)
		}
	case *js.Var:
		if string(x.Data) == "undefined" {
			return Value{Kind: Null, Line: r.line(x.Data)}
		}
		return r.value(r.vars[declared(x)], depth)
	case *js.DotExpr:
		if of := r.value(x.X, depth); of.Kind == Object {
			return of.Get(r.path(x.Y, depth))
		}
	case *js.CallExpr:
		return r.called(x, depth)
	case *js.NewExpr:
		if x.Args != nil && r.path(x.X, depth) == "RegExp" {
			return r.regexp(*x.Args, depth)
		}
		r.inner = append(r.inner, x)
	case *js.CondExpr, *js.FuncDecl, *js.ArrowFunc, *js.MethodDecl, *js.ClassDecl:
		r.inner = append(r.inner, x)
	}
	return Value{}
}

func (r *reader) literal(x *js.LiteralExpr) Value {
	v := Value{Text: string(x.Data), Line: r.line(x.Data)}
	switch x.TokenType {
	case js.StringToken:
		v.Kind, v.Text = String, unquote(x.Data)
	case js.TrueToken, js.FalseToken:
		v.Kind = Bool
	case js.NullToken:
		v.Kind = Null
	case js.RegExpToken:
		v.Kind = Regexp
	default:
		if js.IsNumeric(x.TokenType) {
			v.Kind = Number
		}
	}
	return v
}

func (r *reader) list(x *js.ArrayExpr, depth int) Value {
	v := Value{Kind: List}
	for _, e := range x.List {
		item := r.value(e.Value, depth)
		if v.Line == 0 {
			v.Line = item.Line
		}
		if e.Spread {
			v.Items = append(v.Items, item.Items...)
			continue
		}
		if e.Value == nil {
			item = Value{Kind: Null}
		}
		v.Items = append(v.Items, item)
	}
	return v
}

func (r *reader) object(x *js.ObjectExpr, depth int) Value {
	v := Value{Kind: Object}
	for _, p := range x.List {
		value := r.value(p.Value, depth)
		if p.Spread {
			v.Fields = append(v.Fields, value.Fields...)
			continue
		}
		f := Field{Value: value}
		line := 0
		switch {
		case p.Name == nil:
			name, ok := p.Value.(*js.Var) // {a} is {a: a}
			if !ok {
				continue
			}
			f.Name, line = string(name.Data), r.line(name.Data)
		case p.Name.Computed != nil:
			name := r.value(p.Name.Computed, depth)
			if f.Name = name.String(); f.Name == "" {
				continue
			}
			line = name.Line
		default:
			f.Name, line = string(p.Name.Literal.Data), r.line(p.Name.Literal.Data)
			if p.Name.Literal.TokenType == js.StringToken {
				f.Name = unquote(p.Name.Literal.Data)
			}
		}
		if v.Line == 0 {
			v.Line = line
		}
		if f.Value.Line == 0 {
			f.Value.Line = line
		}
		v.Fields = append(v.Fields, f)
	}
	return v
}

func (r *reader) template(x *js.TemplateExpr, depth int) Value {
	if x.Tag != nil {
		return Value{}
	}
	var parts []Value
	for _, p := range x.List {
		// A part is quoted by ` and ${, the next ones by } and ${.
		text := strings.TrimSuffix(string(p.Value[1:]), "${")
		parts = append(parts, Value{Kind: String, Text: unescape(text), Line: r.line(p.Value)}, r.value(p.Expr, depth))
	}
	tail := string(x.Tail)
	if len(tail) >= 2 {
		parts = append(parts, Value{Kind: String, Text: unescape(tail[1 : len(tail)-1]), Line: r.line(x.Tail)})
	}
	return join(parts)
}

// join puts texts together; what is open in between is a *.
func join(parts []Value) Value {
	out := Value{Kind: String}
	known := false
	var b strings.Builder
	for _, p := range parts {
		if out.Line == 0 {
			out.Line = p.Line
		}
		switch p.Kind {
		case String, Number, Bool:
			b.WriteString(p.Text)
			known = known || p.Text != ""
		case Glob:
			b.WriteString(p.Text)
			out.Kind, known = Glob, true
		default:
			b.WriteByte('*')
			out.Kind = Glob
		}
	}
	if out.Kind == Glob && !known || b.Len() > maxText {
		return Value{}
	}
	out.Text = b.String()
	return out
}

func (r *reader) unary(x *js.UnaryExpr, depth int) Value {
	v := r.value(x.X, depth)
	switch {
	case x.Op == js.VoidToken:
		return Value{Kind: Null, Line: v.Line}
	case x.Op == js.NotToken && v.Kind == Number:
		text := "false"
		if f, ok := v.Float(); ok && f == 0 {
			text = "true"
		}
		return Value{Kind: Bool, Text: text, Line: v.Line}
	case x.Op == js.NotToken && v.Kind == Bool:
		text := "true"
		if v.Text == "true" {
			text = "false"
		}
		return Value{Kind: Bool, Text: text, Line: v.Line}
	case (x.Op == js.NegToken || x.Op == js.PosToken) && v.Kind == Number:
		if x.Op == js.NegToken {
			v.Text = "-" + v.Text
		}
		return v
	}
	return Value{}
}

func (r *reader) binary(x *js.BinaryExpr, depth int) Value {
	switch x.Op {
	case js.AddToken:
		a, b := r.value(x.X, depth), r.value(x.Y, depth)
		if a.Kind == Number && b.Kind == Number || a.Kind == List || b.Kind == List || a.Kind == Object || b.Kind == Object {
			return Value{}
		}
		if a.Kind != String && a.Kind != Glob && b.Kind != String && b.Kind != Glob {
			return Value{}
		}
		return join([]Value{a, b})
	case js.MulToken:
		// Lifetimes are written 60 * 60 * 24.
		a, ok := r.value(x.X, depth).Float()
		b, also := r.value(x.Y, depth).Float()
		if ok && also {
			return number(a * b)
		}
	case js.OrToken, js.NullishToken:
		if a := r.value(x.X, depth); a.Kind != Open && a.Kind != Null {
			return a
		}
		return r.value(x.Y, depth)
	case js.EqToken:
		return r.value(x.Y, depth)
	}
	return Value{}
}

// called gives the value of a call where what is called is known: a copy, a
// text in JSON, a pattern. A function that is called where it stands gives the
// names in it: that is how lists are written that depend on a setting.
func (r *reader) called(x *js.CallExpr, depth int) Value {
	args := x.Args.List
	switch bare(x.X).(type) {
	case *js.FuncDecl, *js.ArrowFunc:
		c := &texts{reader: r, from: depth}
		js.Walk(c, bare(x.X))
		if len(c.out.Items) > 0 {
			c.out.Kind = List
			return c.out
		}
	}
	switch path := r.path(x.X, depth); {
	case path == "Object.assign" || path == "jQuery.extend" || path == "$.extend" || path == "Object.freeze":
		out := Value{Kind: Object}
		for _, a := range args {
			v := r.value(a.Value, depth)
			out.Fields = append(out.Fields, v.Fields...)
			if out.Line == 0 {
				out.Line = v.Line
			}
		}
		return out
	case path == "JSON.parse" && len(args) == 1:
		text := r.value(args[0].Value, depth)
		if text.Kind != String || len(text.Text) > r.left {
			return Value{}
		}
		r.left -= len(text.Text) // each of them is read anew
		roots, err := read("("+text.Text+"\n)", max(text.Line-1, 0))
		if err != nil || len(roots) != 1 {
			return Value{}
		}
		return roots[0].Value
	case path == "RegExp":
		return r.regexp(x.Args, depth)
	}
	r.inner = append(r.inner, x)
	return Value{}
}

func (r *reader) regexp(args js.Args, depth int) Value {
	if len(args.List) == 0 {
		return Value{}
	}
	v := r.value(args.List[0].Value, depth)
	switch v.Kind {
	case Regexp:
		return v
	case String:
		return Value{Kind: Regexp, Text: "/" + v.Text + "/", Line: v.Line}
	}
	return Value{}
}

// texts gathers the texts in the lists of a function and in what it pushes onto
// them.
type texts struct {
	*reader
	from, depth int
	out         Value
}

func (t *texts) Exit(js.INode) { t.depth-- }

func (t *texts) Enter(x js.INode) js.IVisitor {
	if t.depth++; t.depth > maxWalk || t.left <= 0 {
		t.depth--
		return nil
	}
	switch x := x.(type) {
	case *js.ArrayExpr:
		for _, e := range x.List {
			t.add(t.value(e.Value, t.from))
		}
		t.depth--
		return nil
	case *js.CallExpr:
		if strings.HasSuffix(t.path(x.X, 0), ".push") {
			for _, a := range x.Args.List {
				t.add(t.value(a.Value, t.from))
			}
		}
	}
	return t
}

func (t *texts) add(v Value) {
	if v.Kind == String || v.Kind == Glob || v.Kind == Regexp {
		t.out.Items = append(t.out.Items, v)
	}
}
