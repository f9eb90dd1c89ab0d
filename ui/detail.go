package ui

import (
	"fmt"
	"strings"
	"time"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"crumbs/cookies"
	"crumbs/policy"
	"crumbs/ui/decode"
	"crumbs/ui/print"
)

// detailPane is everything about the cookie under the cursor.
type detailPane struct {
	top int // the first line in sight
	h   int // lines in sight
	n   int // lines there are

	subject row
	site    *site
	seen    *reveal // the value, if the user asked for it
	kept    bool
	now     time.Time

	kin   *cookies.Kin // where else the name and the value live
	kinOf cookies.ID
}

// reveal is the value of one cookie, for as long as the cursor stays on it.
type reveal struct {
	id     cookies.ID
	set    cookies.Moment  // when its site set it
	of     cookies.Imprint // the value's in the store
	bytes  []byte
	err    error
	layers []decode.Layer
}

// scroll moves the lines under the window.
func (p *detailPane) scroll(by int) { p.top = max(0, min(p.top+by, p.n-p.h)) }

// labelWidth is how wide the labels of the detail are.
const labelWidth = 11

// view draws the lines in sight.
func (p *detailPane) view(st styles, r rect, focused bool) string {
	lines := p.lines(st.titled(focused), r.w)
	from := max(0, min(p.top, len(lines)-r.h))
	lines = lines[from:min(len(lines), from+r.h)]
	if focused && len(lines) > 0 {
		lines[0] = st.mark.Render("▌") + ansi.TruncateLeft(lines[0], 1, "")
	}
	return strings.Join(lines, "\n")
}

// measure tells the pane its window, so that scrolling knows its ends.
func (p *detailPane) measure(r rect) {
	p.h = r.h
	if p.n = len(p.lines(styles{}, r.w)); p.top > 0 {
		p.scroll(0)
	}
}

// page collects lines of a detail.
type page struct {
	st  styles
	w   int
	out []string
}

func (g *page) blank() { g.out = append(g.out, "") }

// field writes a label and a text, wrapped below itself. The text is fit for
// the terminal already.
func (g *page) field(label, text string) { g.styled(label, text, g.st.text) }

func (g *page) styled(label, text string, style lipgloss.Style) {
	indent := labelWidth
	if g.w < 2*labelWidth {
		indent = 1
	}
	if text == "" {
		return
	}
	for i, part := range wrap(text, g.w-indent-1) {
		var l line
		switch {
		case i > 0 || label == "":
			l.add(g.st.text, strings.Repeat(" ", indent))
		case indent == 1:
			g.out = append(g.out, g.st.faint.Render(" "+label))
			l.add(g.st.text, " ")
		default:
			l.add(g.st.faint, fit(" "+label, indent))
		}
		g.out = append(g.out, l.add(style, part).String())
	}
}

func (p *detailPane) lines(st styles, w int) []string {
	g := &page{st: st, w: w}
	switch {
	case w <= 0:
	case p.subject.entry != nil:
		p.cookie(g, p.subject.entry)
	case p.subject.head != nil:
		p.group(g, p.subject.head)
	case p.site != nil:
		g.out = append(g.out, st.name.Render(clip(" "+host(p.site.seen.Host), w)))
		if u := unicodeHost(p.site.seen.Host); u != "" {
			g.out = append(g.out, st.faint.Render(clip(" "+u, w)))
		}
	}
	return g.out
}

func (p *detailPane) group(g *page, h *group) {
	g.out = append(g.out, g.st.name.Render(clip(" "+h.title, g.w)))
	g.blank()
	g.field("cookies", fmt.Sprint(len(h.places)))
	g.field("consent", consentWords(h.consent, g.w))
	cleared := 0
	for e := range h.cookies() {
		if e.cleared {
			cleared++
		}
	}
	g.field("clear", fmt.Sprintf("takes %d of them", cleared))
}

func (p *detailPane) cookie(g *page, e *entry) {
	c, v := e.Cookie, e.Verdict
	name := shown(c.Name)
	if name == "" {
		name = "(no name)"
	}
	g.out = append(g.out, g.st.name.Render(clip(" "+name, g.w)))
	for _, part := range wrap(shown(print.Summary(v)), g.w-2) {
		g.out = append(g.out, g.st.text.Render(" "+part))
	}
	g.blank()
	g.field("host", shown(c.Host))
	g.field("", unicodeHost(c.Host))
	g.field("path", shown(c.Path))
	p.value(g, c)
	g.field("created", moment(c.Created))
	if c.Updated != 0 && c.Updated != c.Created {
		g.field("set", moment(c.Updated))
	}
	g.field("used", moment(c.Accessed))
	g.field("expires", p.expires(c))
	g.field("flags", flags(c))
	g.field("partition", orNone(shown(c.PartitionKey())))
	g.styled("container", shown(c.ContainerWords()), g.st.in(c))
	if c.Place != nil && c.Place.Private {
		g.field("", "private window")
	}
	g.field("store", storeName(c.Store))

	g.blank()
	category := string(v.Category)
	g.styled("category", category, g.st.category[v.Category])
	reasons := v.Reasons()
	g.field("because", shown(reasons[0]))
	g.each("agrees", v.Agreed())
	g.each("disagrees", v.Disagreed())
	g.field("clear", p.fate(e))
	g.field("deleting", shown(print.Loss(c, v)))
	g.field("set by", shown(print.Setter(c, v)))
	g.field("declared", shown(print.Declared(c, v)))
	g.field("lives", print.Lives(c, p.now))
	p.relatives(g, c)
	g.field("type", strings.TrimSuffix(string(v.Type)+", "+consentWords(v.Consent, g.w), ", "))
	g.field("party", string(v.Party))
}

// relatives says where else the name and the value live.
func (p *detailPane) relatives(g *page, c *cookies.Cookie) {
	if p.kin == nil || p.kinOf != c.ID() {
		return // it is being looked for
	}
	g.field("also in", shown(print.AlsoIn(c, p.kin)))
	if words := print.SameValue(c, p.kin); words != "" {
		g.field("", "same value "+shown(words))
	}
}

func (g *page) each(label string, words []string) {
	for _, w := range words {
		g.field(label, shown(w))
		label = ""
	}
}

// value writes the mask, or what the user asked to see with its layers.
func (p *detailPane) value(g *page, c *cookies.Cookie) {
	if p.seen == nil || p.seen.id != c.ID() {
		size := ""
		if n := c.ValueSize(); n >= 0 {
			size = fmt.Sprintf("%d B  ", n)
		}
		g.field("value", "••••••  "+size+"v shows")
		return
	}
	if p.seen.err != nil {
		g.styled("value", "can't be opened: "+shown(p.seen.err.Error()), g.st.bad)
		return
	}
	g.field("value", orElse(shown(capped(string(p.seen.bytes))), "(empty)"))
	for _, l := range p.seen.layers {
		g.layer(l)
	}
	g.blank()
}

// layer writes one reading of a value, over the whole width.
func (g *page) layer(l decode.Layer) {
	g.blank()
	g.out = append(g.out, g.st.bold.Render(clip(" "+shown(l.Name), g.w)))
	if l.Text != "" {
		for _, text := range strings.Split(capped(l.Text), "\n") {
			for _, part := range wrap(shown(text), g.w-2) {
				g.out = append(g.out, g.st.text.Render(" "+part))
			}
		}
	}
	long := 0
	for _, f := range l.Facts {
		long = max(long, min(20, cells(shown(f.Label))))
	}
	for _, f := range l.Facts {
		label, text := fit(shown(f.Label), long), shown(f.Text)
		indent := long + 2
		if g.w < indent+minText {
			g.out = append(g.out, g.st.faint.Render(clip(" "+label, g.w)))
			label, indent = "", 2
		}
		for i, part := range wrap(text, g.w-indent-1) {
			if i > 0 || indent == 2 {
				label = strings.Repeat(" ", indent-2)
			}
			g.out = append(g.out, g.st.faint.Render(" "+label+" ")+g.st.text.Render(part))
		}
	}
}

// minText is the least room for the text of a fact beside its label, in cells.
const minText = 16

// maxShown bounds the text of one layer on the screen, in bytes; a cookie's
// value is 4 KB in today's browsers.
const maxShown = 8 << 10

func capped(s string) string {
	if len(s) <= maxShown {
		return s
	}
	return strings.ToValidUTF8(s[:maxShown], "") + "…"
}

func (p *detailPane) expires(c *cookies.Cookie) string {
	switch {
	case c.Session():
		return "with the session"
	case c.Expired(p.now):
		return date(c.Expires.Time()) + "  expired"
	}
	return date(c.Expires.Time()) + "  in " + print.Lasts(c, p.now)
}

// fate says what a clear does with the cookie where that is no matter of course.
func (p *detailPane) fate(e *entry) string {
	v := e.Verdict
	switch {
	case p.kept:
		return "leaves it, as delete does: on your keep list, K takes it off"
	case e.cleared:
		return "takes it"
	case v.Shared:
		return "leaves it: other sites use it too"
	case v.Guard != policy.Unguarded:
		return "leaves it: " + map[policy.Guard]string{
			policy.GuardLogin:   "looks like your sign-in",
			policy.GuardCSRF:    "looks like protection of forms",
			policy.GuardConsent: "holds your answer to a consent banner",
		}[v.Guard]
	}
	return "leaves it"
}

func flags(c *cookies.Cookie) string {
	var out []string
	if c.Secure {
		out = append(out, "secure")
	} else {
		out = append(out, "insecure")
	}
	if c.HTTPOnly {
		out = append(out, "httponly")
	}
	if c.SameSite != cookies.Unspecified {
		out = append(out, "samesite "+c.SameSite.String())
	}
	if c.HostOnly() {
		out = append(out, "host-only")
	}
	return strings.Join(out, ", ")
}

func moment(m cookies.Moment) string {
	if m == 0 {
		return ""
	}
	return print.Clock(m.Time())
}

func orNone(s string) string { return orElse(s, "none") }

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
