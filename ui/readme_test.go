package ui_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	_ "github.com/charmbracelet/x/exp/golden" // brings -update, as for the other files that tests write

	"crumbs/ui"
)

// The keys in the README are those of the program.
func TestReadmeKeys(t *testing.T) {
	const readme, begin, end = "../README.md", "a test compares them -->\n", "<!-- /keys -->"
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(text), begin)
	got, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatal("the README has lost its table of keys")
	}
	var want strings.Builder
	want.WriteString("| key | does |\n|---|---|\n")
	for _, row := range ui.KeyTable() {
		want.WriteString("| `" + strings.Join(strings.Fields(row[0]), "` `") + "` | " + row[1] + " |\n")
	}
	if got == want.String() {
		return
	}
	if f := flag.Lookup("update"); f != nil && f.Value.String() == "true" {
		if err := os.WriteFile(readme, []byte(before+begin+want.String()+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Error("the README's keys are not the program's: go test ./ui -run ReadmeKeys -update")
}
