package cli_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// edges are all imports between the packages of the house, tests left out.
// Data walks one way: stores are read, sorted, shown, and the decision goes
// back to the stores. A new edge is a decision: make it here too.
const edges = `
crumbs                  ui/cli
cookies
cookies/regular
cookies/private         cookies/regular
cookies/scratch
cookies/sqlite          cookies cookies/regular cookies/scratch
cookies/chromium        cookies cookies/scratch cookies/sqlite
cookies/replace         cookies cookies/private cookies/regular
cookies/firefox         cookies cookies/regular cookies/replace cookies/scratch cookies/sqlite
cookies/netscape        cookies
cookies/textjar         cookies cookies/netscape cookies/regular cookies/replace cookies/scratch
cookies/webkit          cookies cookies/sqlite
cookies/foreign         cookies cookies/regular cookies/scratch
cookies/safari          cookies cookies/foreign
cookies/explorer        cookies cookies/foreign
cookies/find            cookies cookies/regular cookies/scratch cookies/sqlite cookies/textjar
cookies/inuse           cookies cookies/regular
cookies/values          cookies cookies/sqlite
cookies/journal         cookies cookies/private
cookies/devtools        cookies cookies/firefox cookies/inuse
cookies/keep            cookies cookies/private
cookies/exchange        cookies cookies/netscape
cookies/jar             cookies cookies/chromium cookies/devtools cookies/explorer cookies/find cookies/firefox cookies/inuse cookies/journal cookies/keep cookies/safari cookies/scratch cookies/textjar cookies/values cookies/webkit
cookies/demo            cookies cookies/chromium cookies/firefox cookies/sqlite
policy                  cookies
policy/document         policy policy/document/block policy/document/column policy/document/layout policy/document/lazyregexp policy/document/lifetime policy/document/markdown policy/document/markup policy/document/meaning policy/document/names policy/document/pages policy/document/settings policy/document/shape policy/document/told
policy/document/block   policy/document/column policy/document/words
policy/document/column  policy policy/document/shape policy/document/words
policy/document/denial  policy/document/lazyregexp policy/document/names policy/document/words
policy/document/field   policy policy/document/block policy/document/column policy/document/lazyregexp policy/document/lifetime policy/document/names policy/document/purpose policy/document/shape policy/document/words
policy/document/grouping policy/document/block policy/document/column policy/document/field policy/document/kinds policy/document/lazyregexp policy/document/names policy/document/purpose policy/document/shape policy/document/stack policy/document/words
policy/document/kinds   policy policy/document/block policy/document/column policy/document/lazyregexp policy/document/names policy/document/purpose policy/document/shape policy/document/words
policy/document/layout  policy/document/block policy/document/column policy/document/field policy/document/kinds policy/document/lazyregexp policy/document/lifetime policy/document/markdown policy/document/markup policy/document/names policy/document/purpose policy/document/shape policy/document/stack policy/document/titles policy/document/weave policy/document/words
policy/document/lazyregexp
policy/document/lifetime policy policy/document/lazyregexp policy/document/words
policy/document/markdown policy/document/block policy/document/lazyregexp policy/document/shape policy/document/words
policy/document/markup  policy/document/block policy/document/lazyregexp
policy/document/meaning policy policy/document/block policy/document/column policy/document/denial policy/document/field policy/document/grouping policy/document/lazyregexp policy/document/lifetime policy/document/names policy/document/platform policy/document/purpose policy/document/shape policy/document/titles policy/document/told policy/document/words
policy/document/names   policy policy/document/block policy/document/column policy/document/lazyregexp policy/document/lifetime policy/document/purpose policy/document/shape policy/document/words
policy/document/pages
policy/document/platform policy/document/block policy/document/column policy/document/lazyregexp policy/document/names policy/document/shape policy/document/words
policy/document/purpose policy policy/document/lazyregexp policy/document/words
policy/document/script
policy/document/settings policy policy/document/column policy/document/lazyregexp policy/document/lifetime policy/document/purpose policy/document/script policy/document/shape policy/document/words
policy/document/shape   policy/document/lazyregexp policy/document/lifetime policy/document/words
policy/document/stack   policy/document/block policy/document/column policy/document/lifetime policy/document/names policy/document/shape policy/document/words
policy/document/titles  policy policy/document/denial policy/document/lazyregexp policy/document/lifetime policy/document/names policy/document/purpose policy/document/words
policy/document/told    policy/document/column policy/document/lazyregexp policy/document/lifetime policy/document/names policy/document/shape policy/document/words
policy/document/weave   policy/document/block policy/document/column policy/document/lifetime policy/document/names policy/document/purpose policy/document/shape policy/document/words
policy/document/words
policy/catalogue        cookies policy
policy/library          cookies cookies/private policy
policy/fetch            cookies policy
policy/classify         cookies policy policy/catalogue
policy/classify/fit     cookies policy policy/catalogue policy/classify
policy/plan             cookies policy
policy/consent          policy
policy/audit            cookies policy policy/consent
ui                      cookies cookies/jar policy policy/audit policy/plan ui/decode ui/print
ui/decode               policy policy/consent
ui/print                cookies cookies/jar cookies/keep policy policy/audit policy/consent policy/plan ui/decode
ui/cli                  cookies cookies/demo cookies/devtools cookies/exchange cookies/find cookies/jar cookies/keep cookies/private cookies/scratch policy policy/audit policy/catalogue policy/classify policy/consent policy/document policy/document/settings policy/fetch policy/library policy/plan ui ui/print
`

// forTests are packages that only tests import.
const forTests = "cookies/anchor cookies/browsertest cookies/sqlite/sqlitetest"

// mayRead are the packages under policy that know the file system: where the
// user's policies are, and the tool that developers fit the scorecard with.
const mayRead = "policy/library policy/classify/fit"

func TestWhoKnowsWhom(t *testing.T) {
	allowed := map[string][]string{}
	for line := range strings.Lines(strings.TrimSpace(edges)) {
		words := strings.Fields(line)
		allowed[words[0]] = words[1:]
	}
	for _, p := range packages(t) {
		name := strings.TrimPrefix(p.ImportPath, "crumbs/")
		if slices.Contains(strings.Fields(forTests), name) {
			continue
		}
		want, known := allowed[name]
		if !known {
			t.Errorf("%s has no place in the house yet", name)
		}
		var got []string
		for _, i := range p.Imports {
			if rest, ours := strings.CutPrefix(i, "crumbs/"); ours {
				got = append(got, rest)
			}
			if strings.HasPrefix(name, "ui") && (strings.Contains(i, "kooky") || strings.Contains(i, "sqlite")) {
				t.Errorf("%s knows %s: screens know no SQL and no kooky", name, i)
			}
			if strings.HasPrefix(name, "policy") && !slices.Contains(strings.Fields(mayRead), name) && i == "os" {
				t.Errorf("%s knows the file system", name)
			}
		}
		for _, i := range []string{"text/template", "html/template"} {
			if slices.Contains(p.Imports, i) {
				t.Errorf("%s knows %s: a template that can be reached keeps every exported method in the binary", name, i)
			}
		}
		for _, i := range got {
			if !slices.Contains(want, i) {
				t.Errorf("%s knows %s, and should not", name, i)
			}
		}
		for _, i := range want {
			if !slices.Contains(got, i) {
				t.Errorf("%s no longer knows %s: take the edge out of the table", name, i)
			}
		}
		delete(allowed, name)
	}
	for name := range allowed {
		t.Errorf("%s is in the table and not in the house", name)
	}
}

type goPackage struct {
	ImportPath string
	Imports    []string
}

func packages(t *testing.T) []goPackage {
	t.Helper()
	list := exec.Command("go", "list", "-json=ImportPath,Imports", "crumbs/...")
	list.Dir = "../.."
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []goPackage
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p goPackage
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}
