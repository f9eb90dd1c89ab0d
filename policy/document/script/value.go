// Package script reads the values that are written out in JSON and JavaScript:
// the settings of consent dialogs are such scripts. They are parsed and never
// run; what only running them would tell is left open. It knows no policy.
package script

import (
	"math"
	"strconv"
	"strings"
)

// Kind tells values apart.
type Kind int

// The kinds. Open is what only running the script would tell; Glob is a text
// with such parts in it, each of them a *.
const (
	Open Kind = iota
	Null
	Bool
	Number
	String
	Glob
	Regexp
	List
	Object
)

// Value is a value as the script writes it.
type Value struct {
	Kind   Kind
	Text   string  // of a text; a number, true and false as they were written; /of an expression/i
	Items  []Value // of a list
	Fields []Field // of an object, in order
	Line   int     // from 1, 0 if it can't be told
}

// Field is a field of an object.
type Field struct {
	Name  string
	Value Value
}

// Get gives a field of an object by the first of the names that it has: the
// last one of that name, as in JavaScript. It is Open if there is none.
func (v Value) Get(names ...string) Value {
	for _, name := range names {
		for i := len(v.Fields) - 1; i >= 0; i-- {
			if v.Fields[i].Name == name {
				return v.Fields[i].Value
			}
		}
	}
	return Value{}
}

// Has reports whether an object has a field.
func (v Value) Has(name string) bool {
	for i := range v.Fields {
		if v.Fields[i].Name == name {
			return true
		}
	}
	return false
}

// String gives a text or a number as text, "" for everything else.
func (v Value) String() string {
	switch v.Kind {
	case String, Glob, Number:
		return strings.TrimSpace(v.Text)
	}
	return ""
}

// True reports whether the value is true, or written as people write that:
// 1, "1", "true".
func (v Value) True() bool {
	switch v.Kind {
	case Bool, Number, String:
		return v.Text == "true" || v.Text == "1"
	}
	return false
}

// Float gives a number, also one that is written as a text.
func (v Value) Float() (float64, bool) {
	if v.Kind != Number && v.Kind != String {
		return 0, false
	}
	text := strings.ReplaceAll(strings.TrimSpace(v.Text), "_", "")
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return 0, false
	}
	return f, true
}

// Root is a value that stands by itself in a script: what is assigned to a name
// or passed to a function.
type Root struct {
	Path  string // what it is assigned to or passed to: "window.klaroConfig", "klaro.setup"
	Call  bool   // it is the list of what a function is called with
	Value Value
}
