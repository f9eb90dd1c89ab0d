package ui

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// drawn is what of the code a golden must show, by where it stands in it:
// screens by their constants, dialogs by their types, and the titles that they
// are given.
type drawn struct {
	screens, dialogs []string
	titles           [][]string // the texts of each, in their order
}

var verbs = regexp.MustCompile(`%[a-z]`)

// inCode reads the package's own files for what there is to draw. A screen is a
// constant of that type, a dialog a type whose press gives a decision, a title
// the texts in what is given to one as such.
func inCode(t *testing.T) drawn {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var out drawn
	title := func(e ast.Expr) {
		var parts []string
		if call, ok := e.(*ast.CallExpr); ok {
			if f, ok := call.Fun.(*ast.SelectorExpr); ok && f.Sel.Name == "Sprintf" {
				e = call.Args[0]
			}
		}
		ast.Inspect(e, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				text, _ := strconv.Unquote(lit.Value)
				parts = append(parts, verbs.Split(text, -1)...)
			}
			return true
		})
		if len(parts) > 0 {
			out.titles = append(out.titles, parts)
		}
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GenDecl:
				if first, ok := n.Specs[0].(*ast.ValueSpec); ok && n.Tok == token.CONST && fmt.Sprint(first.Type) == "screen" {
					for _, s := range n.Specs {
						out.screens = append(out.screens, s.(*ast.ValueSpec).Names[0].Name)
					}
				}
			case *ast.FuncDecl:
				results := n.Type.Results
				if n.Recv != nil && n.Name.Name == "press" && results != nil && fmt.Sprint(results.List[0].Type) == "decision" {
					out.dialogs = append(out.dialogs, fmt.Sprintf("*ui.%s", n.Recv.List[0].Type.(*ast.StarExpr).X))
				}
			case *ast.AssignStmt:
				for i, to := range n.Lhs {
					if id, ok := to.(*ast.Ident); ok && id.Name == "title" && name == "ask.go" {
						title(n.Rhs[min(i, len(n.Rhs)-1)])
					}
				}
			case *ast.CompositeLit:
				for _, e := range n.Elts {
					if kv, ok := e.(*ast.KeyValueExpr); ok && fmt.Sprint(kv.Key) == "title" && fmt.Sprint(n.Type) != "group" {
						title(kv.Value)
					}
				}
			case *ast.CallExpr:
				if at, ok := map[string]int{"newPrompt": 0, "box": 1}[fmt.Sprint(n.Fun)]; ok {
					title(n.Args[at])
				}
			}
			return true
		})
	}
	return out
}

// Every screen, every dialog and every title that a dialog can have is drawn in
// a golden at the three sizes, and there is no golden of anything else.
func TestGoldensOfAll(t *testing.T) {
	there := inCode(t)
	if len(there.screens) < 4 || len(there.dialogs) < 4 || len(there.titles) < 6 {
		t.Fatalf("too little is found in the code: %+v", there)
	}
	var seen drawn
	var folders, titles []string
	for name, scene := range scenes() {
		d := scene(t, 120, 40)
		seen.screens = append(seen.screens, there.screens[d.screen])
		if d.dialog != nil {
			seen.dialogs = append(seen.dialogs, fmt.Sprintf("%T", d.dialog))
			lines, _, _ := d.dialog.view(d.styles, 120, 40)
			titles = append(titles, ansi.Strip(lines[0]))
		}
		folders = append(folders, strings.ReplaceAll(name, " ", "_"))
	}
	for _, s := range there.screens {
		if !slices.Contains(seen.screens, s) {
			t.Errorf("no golden shows the screen %s", s)
		}
	}
	for _, s := range there.dialogs {
		if !slices.Contains(seen.dialogs, s) {
			t.Errorf("no golden shows a dialog of type %s", s)
		}
	}
	for _, parts := range there.titles {
		has := func(title string) bool {
			for _, part := range parts {
				var ok bool
				if _, title, ok = strings.Cut(title, part); !ok {
					return false
				}
			}
			return true
		}
		if !slices.ContainsFunc(titles, has) {
			t.Errorf("no golden shows a dialog with the title %q", parts)
		}
	}
	const root = "testdata/TestGolden"
	kept, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range kept {
		if !slices.Contains(folders, k.Name()) {
			t.Errorf("%s is the golden of no scene", k.Name())
		}
	}
	for _, f := range folders {
		for _, size := range []string{"80x24", "120x40", "44x12"} {
			if _, err := os.Stat(filepath.Join(root, f, size+".golden")); err != nil {
				t.Errorf("%s has no golden at %s", f, size)
			}
		}
	}
}
