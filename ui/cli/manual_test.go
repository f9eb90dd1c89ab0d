package cli

import (
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"
)

// TestManualIsWhole looks in the page for each command, its flags and examples.
func TestManualIsWhole(t *testing.T) {
	root := (&program{}).root()
	var b strings.Builder
	if err := manual(&b, root, time.Date(2026, 1, 2, 23, 0, 0, 0, time.FixedZone("", -7*3600))); err != nil {
		t.Fatal(err)
	}
	page := strings.NewReplacer(`\-`, "-", `\(aq`, "'", `\&`, "", `\e`, `\`, `\(dq`, `"`).Replace(b.String())
	if head, _, _ := strings.Cut(page, "\n"); head != `.TH "CRUMBS" "1" "2026-01-03" "crumbs" "User commands"` {
		t.Errorf("the head is %s", head)
	}
	sections := strings.Split(page, "\n.SS ")
	for _, c := range commands(root)[1:] {
		title := `"` + strings.TrimPrefix(c.Parent().CommandPath()+" "+c.Use, "crumbs ") + "\"\n"
		var of string
		for _, s := range sections {
			if strings.HasPrefix(s, title) {
				of = s
			}
		}
		if of == "" {
			t.Errorf("no section %s", title)
			continue
		}
		for line := range strings.SplitSeq(c.Example, "\n") {
			if !strings.Contains(of, line) {
				t.Errorf("%s: no example %q", c.CommandPath(), line)
			}
		}
		c.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) {
			if (f.Hidden || f.Name == "help") == strings.Contains(of, "--"+f.Name+`\fR`) {
				t.Errorf("%s: --%s: hidden %t, and not so in the page", c.CommandPath(), f.Name, f.Hidden)
			}
		})
	}
	for code, means := range meanings {
		if means == "" {
			t.Errorf("exit code %d has no words", code)
		}
	}
}

// TestRoffPrintsWhatStands writes what man would take for its own commands.
func TestRoffPrintsWhatStands(t *testing.T) {
	for in, want := range map[string]string{
		".TH x":        `\&.TH x`,
		"'br":          `\(aqbr`,
		`a\fBb`:        `a\efBb`,
		"--dry-run":    `\-\-dry\-run`,
		"5 % of %s %d": "5 % of %s %d",
		"e.g. x":       "e.g. x",
	} {
		if got := roff(in); got != want {
			t.Errorf("%q gives %q, want %q", in, got, want)
		}
	}
}
