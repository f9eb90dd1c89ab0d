package ui

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"crumbs/cookies"
	"crumbs/policy"
	"crumbs/policy/audit"
	"crumbs/ui/print"
)

// auditPane is what a site's policy declares against what is stored, a line
// each, and below the lines the records of the user's answer that were read
// and what the audit could not see.
type auditPane struct {
	table
	host   string // of the site that the report is on, "" for none
	of     *shelf // from which it was made
	asked  auditAsked
	report *audit.Report
	lines  []auditLine
	want   auditKey // where the user stood last
	opened map[string]*Opened
}

// auditAsked is an audit that is being made.
type auditAsked struct {
	host string
	of   *shelf
}

// auditLine is a line of the table: a row of the report, or a text beside it.
type auditLine struct {
	row   *audit.Row
	label string // of a text
	text  string
}

// auditKey is what a line is known by when the report is made anew.
type auditKey struct{ name, domain string }

func (l auditLine) key() auditKey {
	if l.row == nil {
		return auditKey{l.label, l.text}
	}
	return auditKey{l.row.Name, l.row.Domain}
}

// Opened is a policy document that was opened for a site, with a judge that
// sorts by it.
type Opened struct {
	Policy *policy.Policy
	Judge  Judge
	Name   string // what to call it
	Kept   bool   // it is the site's policy from now on
}

// auditedMsg is a finished audit.
type auditedMsg struct {
	auditAsked
	report audit.Report
}

// refill takes a report. The cursor stays with its line, as far as there is one.
func (p *auditPane) refill(msg auditedMsg) {
	p.host, p.of, p.report = msg.host, msg.of, &msg.report
	p.lines = nil
	for i := range p.report.Rows {
		p.lines = append(p.lines, auditLine{row: &p.report.Rows[i]})
	}
	for _, r := range p.report.Records {
		p.lines = append(p.lines, auditLine{label: "answer", text: answered(r)})
	}
	for _, n := range p.report.Notes {
		p.lines = append(p.lines, auditLine{label: "note", text: n})
	}
	p.resize(len(p.lines), p.h)
	p.to(max(0, slices.IndexFunc(p.lines, func(l auditLine) bool { return l.key() == p.want })))
}

// press moves the cursor, and remembers what it stands on.
func (p *auditPane) press(k keyMap, msg tea.KeyPressMsg) bool {
	if !p.table.press(k, msg) {
		return false
	}
	p.keep()
	return true
}

func (p *auditPane) keep() {
	if l := p.current(); l != nil {
		p.want = l.key()
	}
}

// current is the line under the cursor, nil if there is none.
func (p *auditPane) current() *auditLine {
	if p.cur < 0 || p.cur >= len(p.lines) {
		return nil
	}
	return &p.lines[p.cur]
}

// onAudit gives a key to the audit.
func (m *Model) onAudit(msg tea.KeyPressMsg) tea.Cmd {
	k := m.keys
	switch {
	case m.audit.press(k, msg):
	case key.Matches(msg, k.Back, k.Left):
		return m.show(onCookies)
	case key.Matches(msg, k.Open):
		return m.askOpen()
	case key.Matches(msg, k.Export):
		return m.askExport()
	case key.Matches(msg, k.Undo):
		return m.undoLast()
	default:
		return m.elsewhere(msg)
	}
	return nil
}

// audited asks for an audit of the site in view, if the screen shows none of it
// as it is now.
func (m *Model) audited() tea.Cmd {
	s := m.sites.current()
	if m.screen != onAudit || s == nil || m.loading {
		return nil
	}
	if m.audit.host == s.seen.Host && m.audit.of == m.shelf || m.audit.asked == (auditAsked{s.seen.Host, m.shelf}) {
		return nil
	}
	m.audit.asked = auditAsked{s.seen.Host, m.shelf}
	return m.makeAudit(s, m.audit.asked)
}

// makeAudit opens the few values that an audit needs, the records of the user's
// answer, and makes it.
func (m *Model) makeAudit(s *site, asked auditAsked) tea.Cmd {
	open, shelf, now := m.audit.opened[s.seen.Host], m.shelf, m.now()
	return func() tea.Msg {
		in := audit.Input{Site: s.seen, Policy: s.policy, Now: now}
		if open != nil {
			in.Policy, in.Name = open.Policy, open.Name
			in.Cookies = sortedBy(open.Judge, shelf, s.seen)
		} else {
			for i := range s.entries {
				in.Cookies = append(in.Cookies, s.entries[i].Sorted)
			}
		}
		wanted := audit.Wanted(s.seen, in.Cookies)
		for i, v := range m.conf.Jar.Values(m.ctx, wanted) {
			in.Opened = append(in.Opened, audit.Opened{Cookie: wanted[i], Value: v.Bytes, Err: v.Err})
		}
		report := audit.Audit(in)
		for _, o := range in.Opened {
			clear(o.Value)
		}
		return auditedMsg{asked, report}
	}
}

// sortedBy sorts what is stored of a site, and what lies elsewhere and is
// declared by the site's policy.
func sortedBy(judge Judge, sh *shelf, seen policy.Site) []policy.Sorted {
	var out []policy.Sorted
	for _, st := range sh.stores {
		for i := range st.Cookies {
			c := &st.Cookies[i]
			if v := judge(c, seen); seen.Holds(c) || v.Shared {
				out = append(out, policy.Sorted{Cookie: c, Verdict: v})
			}
		}
	}
	return out
}

// auditDone takes an audit, if it is the one that was asked for last.
func (m *Model) auditDone(msg auditedMsg) {
	if msg.auditAsked == m.audit.asked {
		m.audit.asked = auditAsked{}
		m.audit.refill(msg)
	}
}

// summary says in a line what was compared and what came out.
func (p *auditPane) summary(st styles, s *site, w int) string {
	var l line
	l.add(st.bold, " "+host(s.seen.Host)+" ")
	r := p.report
	if r == nil || p.host != s.seen.Host {
		l.add(st.faint, " comparing")
		return l.String()
	}
	by := r.BySeverity()
	var found []string
	for _, sev := range audit.Severities() {
		if by[sev] > 0 {
			found = append(found, fmt.Sprintf("%d %s", by[sev], sev))
		}
	}
	words, style := "nothing found", st.good
	if len(found) > 0 {
		words, style = print.Plural(len(r.Findings), "finding")+": "+strings.Join(found, ", "), st.bad
	}
	against := "no policy"
	if r.Policy != "" {
		against = print.Plural(r.Declared, "declaration") + " of " + shown(r.Policy)
	}
	l.add(style, clip(" "+words, max(0, w-cells(host(s.seen.Host))-2)))
	rest := w - cells(host(s.seen.Host)) - 3 - cells(words)
	l.add(st.faint, clip(fmt.Sprintf("   %d stored, %s", r.Stored, against), rest))
	return l.String()
}

// view draws the lines in sight under a line of headings.
func (p *auditPane) view(st styles, r rect, focused bool) string {
	if p.report == nil {
		return ""
	}
	c := auditColumns(r.w, p.report.Policy != "")
	var head line
	head.add(st.faint, fit(" COOKIE", c.name+1)+fit("DECLARED", c.declared)+fit("FOUND", c.found)+strings.Repeat(" ", len("medium "))+"VERDICT")
	out := []string{head.String()}
	from, to := p.sight()
	for i := from; i < to; i++ {
		on := st.of(i == p.cur && focused)
		var l line
		l.add(on.mark, marker(i == p.cur, focused))
		if row := p.lines[i].row; row != nil {
			auditRow(&l, on, row, c)
		} else {
			l.add(on.faint, fit(p.lines[i].label, c.name)).add(on.text, fit(shown(p.lines[i].text), r.w-c.name-1))
		}
		out = append(out, l.String())
	}
	if len(p.lines) == 0 {
		out = append(out, "", st.faint.Render(fit("  nothing is stored of this site, and nothing is declared", r.w)))
	}
	return strings.Join(out, "\n")
}

// auditWidths are the widths of the columns; one of 0 is not shown.
type auditWidths struct{ name, declared, found, verdict int }

// auditColumns gives what fits in w cells. Where nothing is declared no column says
// so of every cookie.
func auditColumns(w int, hasPolicy bool) auditWidths {
	c := auditWidths{declared: 24, found: 24}
	switch {
	case w < 60:
		c.declared, c.found = 0, 0
	case w < 100 || !hasPolicy:
		c.declared, c.found = 0, 24
	}
	c.name = max(12, min(32, (w-c.declared-c.found)*2/5))
	c.verdict = max(0, w-1-c.name-c.declared-c.found)
	return c
}

func auditRow(l *line, on styles, r *audit.Row, c auditWidths) {
	l.add(on.text, fit(clip(shown(r.Name), c.name-1), c.name))
	if c.declared > 0 {
		text, style := "not declared", on.faint
		if r.Declared != nil {
			text = fit(sortOf(r.Category), sortWidth) + span(print.Lifetime(r.Declared))
			style = on.category[r.Category]
		}
		l.add(style, fit(clip(text, c.declared-1), c.declared))
	}
	if c.found > 0 {
		text, style := "-", on.faint
		if r.Found > 0 {
			text = fit(sortOf(r.Seen), sortWidth) + span(livedLife(r))
			style = on.category[r.Seen]
		}
		l.add(style, fit(clip(text, c.found-1), c.found))
	}
	style := on.good
	switch {
	case len(r.Kinds) == 1 && r.Kinds[0] == audit.Missing:
		style = on.faint
	case worst(r) == audit.High:
		style = on.bad
	case len(r.Kinds) > 0:
		style = on.bold
	}
	l.add(style, fit(fit(string(worst(r)), len("medium "))+r.Verdict, c.verdict))
}

// worst is the severity of the gravest finding, "" where there is none.
func worst(r *audit.Row) audit.Severity {
	for _, sev := range audit.Severities() {
		if slices.ContainsFunc(r.Findings, func(f audit.Finding) bool { return f.Severity == sev }) {
			return sev
		}
	}
	return ""
}

// sortWidth is how wide a category is beside a lifetime.
const sortWidth = len("unclassified ")

func sortOf(c policy.Category) string {
	if c == policy.CategoryUnsaid {
		return string(policy.Unclassified)
	}
	return string(c)
}

// livedLife is the longest life of what is stored, in a word.
func livedLife(r *audit.Row) string {
	if r.Lives > 0 {
		return print.Span(r.Lives)
	}
	if r.Session {
		return "session"
	}
	return ""
}

// below says what was found of the line under the cursor.
func (p *auditPane) below(st styles, r rect) string {
	l := p.current()
	if l == nil || r.empty() {
		return ""
	}
	g := &page{st: st, w: r.w}
	g.out = append(g.out, st.faint.Render(strings.Repeat("─", r.w)))
	switch {
	case l.row == nil:
		g.field(l.label, shown(l.text))
	case len(l.row.Findings) == 0:
		g.field("cookie", shown(l.row.Name)+aside(l.row.Domain))
		g.field("found", l.row.Verdict)
	default:
		if r.h > 4 { // else the row above has to do
			g.field("cookie", shown(l.row.Name)+aside(l.row.Domain))
		}
		for _, f := range l.row.Findings {
			g.field(string(f.Severity), string(f.Kind)+": "+shown(f.Detail))
		}
	}
	return strings.Join(g.out[:min(len(g.out), r.h)], "\n")
}

func aside(domain string) string {
	if domain == "" {
		return ""
	}
	return "  " + host(cookies.BareHost(domain))
}

// answered says what a record of the user's answer says.
func answered(r audit.Record) string {
	words := func(cs []policy.Category) string {
		var out []string
		for _, c := range cs {
			out = append(out, string(c))
		}
		return strings.Join(out, ", ")
	}
	s := r.Product + ", " + print.Clock(r.Given) + ":"
	if len(r.Granted) > 0 {
		s += " granted " + words(r.Granted)
	}
	if len(r.Refused) > 0 {
		s += " refused " + words(r.Refused)
	}
	if len(r.Granted)+len(r.Refused) == 0 {
		s += " " + print.Plural(len(r.Services), "service") + " answered for"
	}
	return s
}
