package print

import (
	"bufio"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
	"time"

	"crumbs/cookies"
	"crumbs/policy/audit"
)

// auditMarkdown writes a report with tables, for a ticket or a wiki.
func auditMarkdown(w io.Writer, r audit.Report) error {
	b := bufio.NewWriter(w)
	line := func(format string, args ...any) {
		_, _ = fmt.Fprintf(b, format+"\n", args...) // a bufio.Writer keeps its first error
	}
	line("# Audit of the cookies of %s\n", prose(r.Site))
	if r.Policy != "" {
		line("Policy: %s  ", prose(r.Policy))
	}
	line("%s.  ", prose(AuditSummary(r)))
	line("Made by crumbs on %s.\n", r.Made.Format(time.DateTime)+" UTC")
	if len(r.Findings) > 0 {
		line("## Findings\n\n| severity | kind | cookie | domain | detail |\n|---|---|---|---|---|")
		for _, f := range r.Findings {
			line("| %s | %s | %s | %s | %s |", f.Severity, f.Kind, prose(orNone(f.Name)), prose(f.Domain), prose(f.Detail))
		}
		line("")
	}
	if len(r.Rows) > 0 {
		line("## Declared and found\n\n| cookie | declared | lives | found | lives | verdict |\n|---|---|---|---|---|---|")
		for _, row := range r.Rows {
			cells := AuditRow(row)
			for i := range cells {
				cells[i] = prose(cells[i])
			}
			line("| %s |", strings.Join(cells, " | "))
		}
		line("")
	}
	if list := remarks(r); len(list) > 0 {
		line("## Notes\n")
		for _, n := range list {
			line("- %s", prose(n))
		}
	}
	return b.Flush()
}

// prose makes a foreign text plain text in a cell of Markdown: everything that
// could be a mark is escaped (CommonMark 0.31, section 2.4), and a link that
// readers make of bare addresses is broken.
func prose(s string) string {
	s = cookies.Visible(s)
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '<':
			b.WriteString("&lt;")
			continue
		case c == '&':
			b.WriteString("&amp;")
			continue
		case c == ':' && strings.HasPrefix(s[i:], "://"):
			b.WriteString("&#58;")
			continue
		case c == '.' && i >= 3 && strings.EqualFold(s[i-3:i], "www"):
			b.WriteString("&#46;")
			continue
		case c == '@':
			b.WriteString("&#64;")
			continue
		case strings.IndexByte("\\`*_{}[]#|>~$!", c) >= 0:
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

//go:embed audit.html
var pageText string

var pageTemplate = template.Must(template.New("audit").Parse(pageText))

// bar is a line of the chart.
type bar struct {
	Label            string
	Declared, Stored int
	Y, Low           int // of the two bars, and of the text
	DeclaredWide     int
	StoredWide       int
	DeclaredEnd      int
	StoredEnd        int
}

const (
	chartLeft = 130 // where bars begin
	chartWide = 430 // the longest one
	chartStep = 46  // from one category to the next
)

// bars gives the chart: for each category what is declared and what is stored.
func bars(r audit.Report) []bar {
	most := 1
	for _, c := range r.Counts {
		most = max(most, c.Declared, c.Stored)
	}
	var out []bar
	for i, c := range r.Counts {
		b := bar{Label: capital(string(c.Category)), Declared: c.Declared, Stored: c.Stored, Y: 8 + i*chartStep}
		b.Low = b.Y + 17
		b.DeclaredWide, b.StoredWide = c.Declared*chartWide/most, c.Stored*chartWide/most
		b.DeclaredEnd, b.StoredEnd = chartLeft+b.DeclaredWide+6, chartLeft+b.StoredWide+6
		out = append(out, b)
	}
	return out
}

// auditHTML writes one page without scripts and without anything from elsewhere.
func auditHTML(w io.Writer, r audit.Report) error {
	type finding struct {
		Severity, Kind, Name, Domain, Detail string
	}
	page := struct {
		Site, Policy, Summary, Made, Chart string
		Severities                         []counted
		Kinds                              []counted
		Findings                           []finding
		Rows                               [][]string
		Notes                              []string
		Bars                               []bar
		Height, Left                       int
	}{
		Site: cookies.Visible(r.Site), Policy: cookies.Visible(r.Policy), Summary: AuditSummary(r),
		Made: r.Made.Format(time.DateTime) + " UTC", Notes: remarks(r), Bars: bars(r), Left: chartLeft,
		Height: 8 + len(r.Counts)*chartStep,
	}
	var said []string
	for _, b := range page.Bars {
		said = append(said, fmt.Sprintf("%s: %d declared, %d stored", b.Label, b.Declared, b.Stored))
	}
	page.Chart = strings.Join(said, "; ")
	for _, s := range audit.Severities() {
		page.Severities = append(page.Severities, counted{string(s), r.BySeverity()[s]})
	}
	for _, k := range audit.Kinds() {
		if n := r.ByKind()[k]; n > 0 {
			page.Kinds = append(page.Kinds, counted{string(k), n})
		}
	}
	slices.SortStableFunc(page.Kinds, func(a, b counted) int { return b.n - a.n })
	for _, f := range r.Findings {
		page.Findings = append(page.Findings, finding{string(f.Severity), string(f.Kind), orNone(cookies.Visible(f.Name)),
			cookies.Visible(f.Domain), cookies.Visible(f.Detail)})
	}
	for _, row := range r.Rows {
		page.Rows = append(page.Rows, AuditRow(row))
	}
	b := bufio.NewWriter(w)
	if err := pageTemplate.Execute(b, page); err != nil {
		return err
	}
	return b.Flush()
}

// Word and N let a page name a count.
func (c counted) Word() string { return c.word }

// N is how many there are.
func (c counted) N() int { return c.n }
