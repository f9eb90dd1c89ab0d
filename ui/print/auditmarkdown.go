package print

import (
	"bufio"
	"fmt"
	"io"
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
