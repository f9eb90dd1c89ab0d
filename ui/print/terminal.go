package print

import (
	"os"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/term"
)

// Terminal says what the place can show that a table is written to. The zero
// Terminal is a file or a pipe: no limit of width, no colours.
type Terminal struct {
	Width  int  // cells in a line; 0: no limit
	Weight bool // bold and faint
	Colour bool // the 16 ANSI colours
}

// TerminalOf looks at a file and an environment (NO_COLOR, TERM=dumb).
func TerminalOf(f *os.File, environ []string) Terminal {
	if !term.IsTerminal(f.Fd()) {
		return Terminal{}
	}
	t := Terminal{Width: 80}
	if w, _, err := term.GetSize(f.Fd()); err == nil && w > 0 {
		t.Width = w
	}
	profile := colorprofile.Env(environ)
	t.Weight = profile >= colorprofile.ASCII
	t.Colour = profile >= colorprofile.ANSI
	return t
}

// Bold is for what stands out; like faint and Red it takes a text that is fit to
// be shown.
func (t Terminal) Bold(s string) string  { return wrap(t.Weight, "1", s) }
func (t Terminal) faint(s string) string { return wrap(t.Weight, "2", s) }

// Red marks what is wrong. Never the only mark: the words say so too.
func (t Terminal) Red(s string) string { return wrap(t.Colour, "31", s) }

func wrap(on bool, code, s string) string {
	if !on || s == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[m"
}
