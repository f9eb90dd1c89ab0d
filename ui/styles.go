package ui

import (
	"image/color"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"crumbs/cookies"
	"crumbs/policy"
)

// styles are the looks of the screen's parts: bold, faint and the terminal's
// own 16 colours, so that the user's theme decides. Nothing is told by a style
// alone.
type styles struct {
	text, bold, faint lipgloss.Style
	name, tab         lipgloss.Style
	mark, bad, good   lipgloss.Style
	share             lipgloss.Style // a bar that is of no single category
	box               lipgloss.Style
	category          map[policy.Category]lipgloss.Style
	container         map[string]lipgloss.Style // by the words for colours of [cookies.Place]

	// cursor is the same again, for the row under the cursor.
	cursor *styles
}

// newStyles gives the styles for a dark background, or for a light one: yellow is
// hard to read on white in most palettes, as blue is on black.
func newStyles(light bool) styles {
	accent := color.Color(lipgloss.Yellow)
	if light {
		accent = lipgloss.Blue
	}
	st := palette(lipgloss.NewStyle(), accent)
	// Black on bright cyan can be read in light and dark themes alike; no other
	// colour can be on it, and nothing faint.
	row := lipgloss.NewStyle().Background(lipgloss.BrightCyan).Foreground(lipgloss.Black)
	st.cursor = &styles{
		text: row, bold: row.Bold(true), faint: row, name: row.Bold(true), tab: row, mark: row.Bold(true),
		bad: row.Bold(true), good: row, share: row, box: row, category: map[policy.Category]lipgloss.Style{},
	}
	for _, c := range policy.Categories() {
		st.cursor.category[c] = row
	}
	return st
}

func palette(base lipgloss.Style, accent color.Color) styles {
	return styles{
		text:  base,
		bold:  base.Bold(true),
		faint: base.Faint(true),
		name:  base.Bold(true).Foreground(accent),
		tab:   base.Bold(true),
		mark:  base.Bold(true).Foreground(accent),
		bad:   base.Bold(true).Foreground(lipgloss.Red),
		good:  base.Foreground(lipgloss.Green),
		share: base.Faint(true),
		box:   base.Foreground(accent),
		category: map[policy.Category]lipgloss.Style{
			policy.Necessary:    base.Foreground(lipgloss.Green),
			policy.Functional:   base.Foreground(lipgloss.Cyan),
			policy.Statistical:  base.Foreground(accent),
			policy.Marketing:    base.Foreground(lipgloss.Magenta),
			policy.Unclassified: base,
		},
		container: map[string]lipgloss.Style{
			"blue":      base.Foreground(lipgloss.BrightBlue),
			"turquoise": base.Foreground(lipgloss.Cyan),
			"green":     base.Foreground(lipgloss.Green),
			"yellow":    base.Foreground(lipgloss.BrightYellow),
			"orange":    base.Foreground(lipgloss.Yellow),
			"red":       base.Foreground(lipgloss.Red),
			"pink":      base.Foreground(lipgloss.BrightMagenta),
			"purple":    base.Foreground(lipgloss.Magenta),
		},
	}
}

// of gives the styles for a row: those of the cursor if it stands there.
func (st styles) of(cursor bool) styles {
	if cursor && st.cursor != nil {
		return *st.cursor
	}
	return st
}

// titled gives the styles for a pane: its title has the accent where the keys go.
func (st styles) titled(focused bool) styles {
	if !focused {
		st.name = st.bold
	}
	return st
}

// in gives the style for the name of the container that a cookie lies in.
func (st styles) in(c *cookies.Cookie) lipgloss.Style {
	if c.Place != nil {
		if tint, ok := st.container[c.Place.Colour]; ok {
			return tint
		}
	}
	return st.text
}

// line puts styled pieces together.
type line struct{ b strings.Builder }

// add adds a piece. The blanks around its words take on its style only where that
// would show: styles of blanks were a quarter of the bytes of a step down, and
// a blank that stays as it was isn't written at all.
func (l *line) add(st lipgloss.Style, s string) *line {
	from, to := 0, len(s)
	if st.GetBackground() == (lipgloss.NoColor{}) {
		from = to - len(strings.TrimLeft(s, " "))
		to = max(from, len(strings.TrimRight(s, " ")))
	}
	l.b.WriteString(s[:from])
	if from < to {
		l.b.WriteString(unboxed(st).Styled(s[from:to]))
	}
	l.b.WriteString(s[to:])
	return l
}

// unboxed is a style for text of one line, without what lays out boxes: a profile
// showed two fifths of drawing a frame in finding that a piece has no box.
func unboxed(st lipgloss.Style) (out ansi.Style) {
	if st.GetBold() {
		out = out.Bold()
	}
	if st.GetFaint() {
		out = out.Faint()
	}
	if c := st.GetForeground(); c != (lipgloss.NoColor{}) {
		out = out.ForegroundColor(c)
	}
	if c := st.GetBackground(); c != (lipgloss.NoColor{}) {
		out = out.BackgroundColor(c)
	}
	return out
}

func (l *line) String() string { return l.b.String() }
