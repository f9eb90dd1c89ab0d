package script

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// show writes a value in one line.
func show(v Value) string {
	switch v.Kind {
	case Open:
		return "?"
	case List:
		var all []string
		for _, i := range v.Items {
			all = append(all, show(i))
		}
		return "[" + strings.Join(all, " ") + "]"
	case Object:
		var all []string
		for _, f := range v.Fields {
			all = append(all, f.Name+":"+show(f.Value))
		}
		return "{" + strings.Join(all, " ") + "}"
	case Glob:
		return "glob " + v.Text
	case Null:
		return "null"
	}
	return v.Text
}

func TestRead(t *testing.T) {
	for script, want := range map[string]string{
		`{"a": [1, "b", null, true], "c": {"d": -2.5}}`:                                 `={a:[1 b null true] c:{d:-2.5}}`,
		"\n// settings\nvar a = {b: 'x', 'c-d': [/^_x/i,], e: !0, f: !1};":              `a={b:x c-d:[/^_x/i] e:true f:false}`,
		`window.a.b = ["x\u00e9\x41\n\u{1f36a}\ud83c\udf6a"]`:                           "window.a.b=[xéA\n🍪🍪]",
		"export default { a: `b`, c: `d_${id}_e`, f: 'g_' + h, i: void 0 }":             `export={a:b c:glob d_*_e f:glob g_* i:null}`,
		`!function(){ const n = ['a', 'b']; setup({ names: n, f(){ x = {y: 1} } }) }()`: `n=[a b]; setup()=[{names:[a b]}]; x={y:1}`,
		`(a.job = a.job || []).push('k')`:                                               `a.job.push()=[k]; a.job=[]`,
		`a = Object.assign({}, {b: 1}, {...{c: 2}}); d = JSON.parse('{"e": [3]}')`:      `a={b:1 c:2}; d={e:[3]}`,
		`a = b || {c: 1}; e = [new RegExp('^x')]`:                                       `a={c:1}; e=[/^x/]`,
		`a = {cookies: (function(){ var c = ['_x']; c.push('_y_' + id); return c })()}`: `a={cookies:[_x glob _y_*]}`,
		`const K = {A: 'one'}; run({[K.A]: {max: 60 * 60}})`:                            `K={A:one}; run()=[{one:{max:3600}}]`,
		`let a = 1; a = 2; b = {a}`:                                                     `a=1; a=2; b={a:?}`,
		"import type { C } from 'c';\nconst a: C = { b: ['c'] as const };":              `a={b:[c]}`,
		`[ {a: 1}, ];`: `=[{a:1}]`,
		``:             ``,
	} {
		roots, err := Read(script)
		if err != nil {
			t.Errorf("%s: %v", script, err)
			continue
		}
		var got []string
		for _, r := range roots {
			call := ""
			if r.Call {
				call = "()"
			}
			got = append(got, r.Path+call+"="+show(r.Value))
		}
		if s := strings.Join(got, "; "); s != want {
			t.Errorf("%s\ngives %s\nwant  %s", script, s, want)
		}
	}
}

// Of what can't be read whole, what is written out is read with its name and line.
func TestReadsAlone(t *testing.T) {
	const page = `'use client';
// it's a page
interface C { name: string }
export const a: C[] = [
  { name: 'x', of: this.Y, icon: <Icon big />, says: "don't [" },
];
class D { private b: Record<string, C[]> = { c: [{ name: 'y' }] as const }; }
function E({ d }: P) { return (<p>it's {d} [not] a</p>) }
const f = useMemo<C[]>(() => [{ name: 'zzzzzz' }], []);
const g = { h: <p>{d}</p>, i: [{ name: 'inner', no: 1 }] };
`
	roots, err := Read(page)
	var broken *Error
	if !errors.As(err, &broken) || broken.Line != 3 {
		t.Errorf("the error is %v", err)
	}
	var got []string
	for _, r := range roots {
		got = append(got, fmt.Sprintf("%s=%s %d", r.Path, show(r.Value), r.Value.Line))
	}
	want := []string{"a=[{name:x of:? icon:null says:don't [}] 5", "b={c:[{name:y}]} 7", "=[{name:zzzzzz}] 9", "i=[{name:inner no:1}] 10"}
	if !slices.Equal(got, want) {
		t.Errorf("it gives\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestLines(t *testing.T) {
	roots, err := Read("\n{\n  \"a\": 1,\n\n  \"b\": [\n    {\"c\": \"d\"}\n  ]\n}")
	if err != nil {
		t.Fatal(err)
	}
	v := roots[0].Value
	if got := []int{v.Line, v.Get("a").Line, v.Get("b").Line, v.Get("b").Items[0].Get("c").Line}; !slices.Equal(got, []int{3, 3, 6, 6}) {
		t.Errorf("lines %v", got)
	}
}

func TestBroken(t *testing.T) {
	for script, line := range map[string]int{"{\n\"a\": 1,\n\"b\" 2\n}": 3, "var a = {\n  b: [1, 2\n};\n": 3, "{\"a\": \"b": 1, "[1, 2": 2} {
		_, err := Read(script)
		var broken *Error
		if !errors.As(err, &broken) || broken.Line != line || broken.What == "" {
			t.Errorf("%q: %v, want line %d", script, err, line)
		}
	}
}

// Whatever a script is, it takes little time and never too much stack.
func TestHostile(t *testing.T) {
	const n = 20_000
	for name, script := range map[string]string{
		"open lists": "@" + strings.Repeat("= [{", n), "open quotes": "@" + strings.Repeat("'\\", 10*n), "open templates": "@" + strings.Repeat("`\\", 10*n), "open comments": "@" + strings.Repeat("/*", 10*n), "damaged objects": "@" + strings.Repeat("= {name: 'a', b: @};", n), "damaged in each other": "@" + strings.Repeat("= {name: ", n) + strings.Repeat("}", n),
		"brackets": strings.Repeat("[", 100_000), "closed brackets": strings.Repeat("[", n) + strings.Repeat("]", n), "objects": strings.Repeat(`{"a":`, n),
		"groups": strings.Repeat("(", n), "not": strings.Repeat("!", n) + "1", "minus": strings.Repeat("- ", n) + "1", "sums": "x = 1" + strings.Repeat("+1", n), "arrows": strings.Repeat("a=>", n) + "1",
		"conditions": strings.Repeat("a?b:", n) + "1", "dots": "x = a" + strings.Repeat(".a", n), "assignments": strings.Repeat("a=", n) + "1", "blocks": strings.Repeat("{", n), "templates": strings.Repeat("`${", n),
		"functions": strings.Repeat("function(){", n), "ifs": strings.Repeat("if(a)", n) + "1", "calls": "a" + strings.Repeat("()", n), "indexes": "a" + strings.Repeat("[0]", n), "new": strings.Repeat("new ", n) + "a",
		"many": "[" + strings.Repeat("0,", maxCommas/4) + "]", "too many": "[" + strings.Repeat("0,", maxCommas+1) + "]", "long": strings.Repeat("x", maxText+1), "powers": strings.Repeat("a**", n) + "a", "commas in names": "x = {" + strings.Repeat("__proto__:1,", n) + "}",
		"laughs": "var a0 = ['x','x'];" + laughs(60) + "z = {b: a60}", "itself": "var a = {b: a}; c = {d: a}", "await": strings.Repeat("await ", n), "yield": "function*f(){" + strings.Repeat("yield ", n), "labels": strings.Repeat("a:", n), "else": strings.Repeat("if(a);else ", n), "classes": strings.Repeat("class a extends ", n),
		"huge number": "[1e999, 99999999999999999999999999, 0x" + strings.Repeat("f", n) + "]", "zero": "var a = {b: '\x00'}", "no UTF-8": "var a = {b: '\xff\xfe'}", "regexp": "a = /" + strings.Repeat("(", n), "destructured": strings.Repeat("var {a:", n), "parse": strings.Repeat("JSON.parse(", n),
	} {
		from := time.Now()
		_, _ = Read(script)
		if took := time.Since(from); took > time.Minute {
			t.Errorf("%s takes %v", name, took)
		}
	}
}

func laughs(n int) string {
	var b strings.Builder
	for i := 1; i <= n; i++ {
		fmt.Fprintf(&b, "var a%d = [a%d, a%d];", i, i-1, i-1)
	}
	return b.String()
}

func TestPatterns(t *testing.T) {
	for expression, want := range map[string]string{
		`/^_pk_.*$/`: "_pk_*", `/^_ga/`: "_ga*", `/^_ga$/`: "_ga", `/_ga/`: "*_ga*", `^(_ga|_gid)$`: "_ga _gid", `/^_ga|^_gid/`: "_ga* _gid*", `/^_g(a|id)(_.+)?$/i`: "_ga _ga_* _gid _gid_*",
		`/^_gat_UA-\d+-\d{1,2}$/`: "_gat_UA-*-*", `/^connect\.sid$/`: "connect.sid", `/^a[bc]d$/`: "abd acd", `/^s_[a-f0-9]{8}/`: "s_*", `/_x$/`: "*_x", `/^(?:x_a|x_b)/`: "x_a* x_b*",
		`/.*/`: "", `/^.+$/`: "", `/./`: "", ``: "", `//`: "", `/^(?!x)/`: "", `/a\b/`: "", `/(/`: "", `/^a\*$/`: "", `/^(a|)$/`: "", `/\w+/`: "", `/^[^a]/`: "", `/[a-d][a-d][a-d][a-d][a-d]/`: "",
		`/` + strings.Repeat("(a|b)", 40) + `/`: "", strings.Repeat("(", 1500): "",
	} {
		got, ok := Patterns(expression)
		if strings.Join(got, " ") != want || ok != (want != "") {
			t.Errorf("%s gives %q, %v; want %q", expression, got, ok, want)
		}
	}
}

// Whatever comes in: no panic, and lines that the text has.
func FuzzRead(f *testing.F) {
	for _, s := range []string{`{"a": [1, "b"]}`, "var a = {b: 'x', c: [/^_x/i,], e: !0}", "export default {a: `b${c}`}", `(a=a||[]).push("k")`, `JSON.parse('[1]')`, `!function(){a={b(){},...c}}()`, `a.b["c"]=new RegExp("x")`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		roots, err := Read(s)
		if err != nil {
			return
		}
		lines := strings.Count(s, "\n") + 2
		for _, r := range roots {
			check(t, r.Value, lines)
		}
	})
}

func check(t *testing.T, v Value, lines int) {
	if v.Line < 0 || v.Line > lines {
		t.Fatalf("line %d of %d", v.Line, lines)
	}
	if v.Kind == Regexp {
		all, ok := Patterns(v.Text)
		for _, p := range all {
			if ok && strings.Trim(p, "*") == "" {
				t.Fatalf("%s gives %q", v.Text, p)
			}
		}
	}
	for _, i := range v.Items {
		check(t, i, lines)
	}
	for _, f := range v.Fields {
		check(t, f.Value, lines)
	}
}
