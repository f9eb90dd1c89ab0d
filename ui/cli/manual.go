package cli

import (
	"fmt"
	"io"
	"regexp"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// manual writes the manual page: what each command's help says, and what holds
// for all of them. It is in the macros of man(7), of which it needs seven; the
// libraries for that leave out the examples, or print texts as formats.
func manual(w io.Writer, root *cobra.Command, at time.Time) error {
	m := &page{}
	m.macro("TH", "CRUMBS", "1", at.UTC().Format(time.DateOnly), "crumbs", "User commands")
	m.macro("SH", "NAME")
	m.text("crumbs - " + root.Short)
	m.macro("SH", "SYNOPSIS")
	m.bold("crumbs", " [SITE] [flags]")
	m.macro("br")
	m.bold("crumbs", " COMMAND [arguments] [flags]")
	m.macro("SH", "DESCRIPTION")
	m.paragraphs(root.Long)
	m.macro("SH", "OPTIONS")
	m.flags(root.LocalFlags())
	m.macro("SH", "COMMANDS")
	for _, c := range commands(root)[1:] {
		if !c.Hidden {
			m.command(c)
		}
	}
	m.macro("SH", "EXAMPLES")
	m.example(root.Example)
	m.macro("SH", "EXIT STATUS")
	for code, means := range meanings {
		m.macro("TP")
		m.bold(fmt.Sprint(code), "")
		m.text(means)
	}
	m.macro("SH", "ENVIRONMENT")
	m.terms(environment)
	m.macro("SH", "FILES")
	m.terms(places)
	_, err := io.WriteString(w, m.String())
	return err
}

// environment is what the program obeys of it.
var environment = [][2]string{
	{"XDG_CONFIG_HOME, XDG_STATE_HOME", "where the folders below are, on Linux"},
	{"TMPDIR", "where copies of stores lie while they are read; a folder of its own, 0700, that goes with the program"},
	{"NO_COLOR, TERM=dumb", "no colour"},
}

// places is where the program keeps something.
var places = [][2]string{
	{"~/.config/crumbs, on macOS ~/Library/Application Support/crumbs", "your policies, your word on cookies, the keep list"},
	{"~/.local/state/crumbs, on macOS the same as above", "the deletions that can be undone, encrypted, and their key; filters that you typed"},
}

// page is a page of the manual as it is written.
type page struct{ strings.Builder }

// macro writes a line that is a command to man, its arguments quoted.
func (m *page) macro(name string, args ...string) {
	m.WriteString("." + name)
	for _, a := range args {
		m.WriteString(` "` + strings.ReplaceAll(roff(a), `"`, `\(dq`) + `"`)
	}
	m.WriteByte('\n')
}

// text writes one line that man fills.
func (m *page) text(s string) { m.WriteString(roff(s) + "\n") }

// bold writes a line that begins in bold.
func (m *page) bold(s, rest string) { m.WriteString(`\fB` + roff(s) + `\fR` + roff(rest) + "\n") }

// paragraphs writes a text, a paragraph a line.
func (m *page) paragraphs(s string) {
	for i, line := range strings.Split(s, "\n") {
		if i > 0 {
			m.macro("PP")
		}
		m.text(line)
	}
}

// terms writes words, each with what it means.
func (m *page) terms(list [][2]string) {
	for _, t := range list {
		m.macro("TP")
		m.bold(t[0], "")
		m.text(t[1])
	}
}

// command writes what the help of a command says.
func (m *page) command(c *cobra.Command) {
	m.macro("SS", strings.TrimPrefix(c.Parent().CommandPath()+" "+c.Use, "crumbs "))
	m.text(sentence(c.Short))
	if c.Long != "" {
		m.macro("PP")
		m.paragraphs(c.Long)
	}
	m.flags(c.LocalNonPersistentFlags())
	if c.Example != "" {
		m.macro("PP")
		m.example(c.Example)
	}
}

// flags writes the flags that are shown, by name.
func (m *page) flags(set *pflag.FlagSet) {
	set.VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" {
			return
		}
		word := "--" + f.Name
		if f.Shorthand != "" {
			word = "-" + f.Shorthand + ", " + word
		}
		m.macro("TP")
		m.bold(word, "")
		m.text(f.Usage)
	})
}

// example writes lines as they are typed.
func (m *page) example(s string) {
	m.macro("RS", "4")
	m.macro("nf")
	for line := range strings.SplitSeq(s, "\n") {
		m.text(line)
	}
	m.macro("fi")
	m.macro("RE")
}

// sentence gives words as a sentence.
func sentence(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:] + "."
}

// marks are what roff would not print as it stands: escapes, hyphens that must
// stay what a shell takes, and a command at the start of a line.
var marks = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[.']|[\\'-]`) })

// roff escapes one line of text, see groff_man(7).
func roff(s string) string {
	return marks().ReplaceAllStringFunc(s, func(mark string) string {
		return map[string]string{`\`: `\e`, "-": `\-`, "'": `\(aq`, ".": `\&.`}[mark]
	})
}

// committed gives the time of the commit that the program was built from, or other
// where the build did not record it: one program always prints the same page.
func committed(other time.Time) time.Time {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if t, err := time.Parse(time.RFC3339, s.Value); s.Key == "vcs.time" && err == nil {
				return t
			}
		}
	}
	return other
}
