package print

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"crumbs/cookies"
	"crumbs/policy"
	"crumbs/policy/audit"
)

// AuditFormat is a way of writing the report of an audit.
type AuditFormat string

// The formats of a report.
const (
	AuditTerminal AuditFormat = "terminal" // for people
	AuditJSON     AuditFormat = "json"     // the contract's object
	AuditMarkdown AuditFormat = "markdown" // with tables, for a ticket
	AuditCSV      AuditFormat = "csv"      // one record a finding, after a line of names
	AuditHTML     AuditFormat = "html"     // one page that needs nothing else
)

// AuditFormats lists all of them.
func AuditFormats() []AuditFormat {
	return []AuditFormat{AuditTerminal, AuditJSON, AuditMarkdown, AuditCSV, AuditHTML}
}

// Audit writes a report. What the place can show counts for the terminal's
// format only.
func Audit(w io.Writer, r audit.Report, f AuditFormat, t Terminal) error {
	switch f {
	case AuditJSON:
		return auditJSON(w, r)
	case AuditMarkdown:
		return auditMarkdown(w, r)
	case AuditCSV:
		return auditCSV(w, r)
	case AuditHTML:
		return auditHTML(w, r)
	}
	return auditText(w, r, t)
}

func auditJSON(w io.Writer, r audit.Report) error {
	r.Findings = slices.Clone(r.Findings)
	for i, f := range r.Findings {
		f.Name, f.Domain, f.Detail = readable(f.Name), readable(f.Domain), readable(f.Detail)
		r.Findings[i] = f
	}
	r.Policy = readable(r.Policy)
	return Object(w, r)
}

func auditCSV(w io.Writer, r audit.Report) error {
	c := csv.NewWriter(w)
	if err := c.Write([]string{"site", "policy", "kind", "severity", "name", "domain", "detail"}); err != nil {
		return err
	}
	for _, f := range r.Findings {
		err := c.Write([]string{plain(r.Site), plain(r.Policy), string(f.Kind), string(f.Severity), plain(f.Name), plain(f.Domain), plain(f.Detail)})
		if err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// AuditSummary says in a line what was compared and found: it is fit to be shown.
func AuditSummary(r audit.Report) string {
	out := Plural(r.Stored, "cookie") + " stored, "
	if r.Policy == "" {
		out += "no policy known"
	} else {
		out += fmt.Sprintf("%d declared", r.Declared)
	}
	if len(r.Findings) == 0 {
		return out + ", nothing found"
	}
	return out + ", " + Plural(len(r.Findings), "finding") + ": " + severities(r)
}

// severities counts findings: "2 high, 1 low".
func severities(r audit.Report) string {
	var parts []string
	count := r.BySeverity()
	for _, s := range audit.Severities() {
		if count[s] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", count[s], s))
		}
	}
	return strings.Join(parts, ", ")
}

// auditText writes a report for people: findings with their evidence, what was
// declared against what was found, and what the report does not say.
func auditText(w io.Writer, r audit.Report, t Terminal) error {
	b := bufio.NewWriter(w)
	_ = t.heading(b, "Audit of "+cookies.Visible(r.Site)) // a bufio.Writer keeps its first error
	if r.Policy != "" {
		_ = t.fold(b, "", "against the policy "+cookies.Visible(r.Policy))
	}
	_ = t.fold(b, "", AuditSummary(r))
	var at audit.Severity
	count := r.BySeverity()
	for _, f := range r.Findings {
		if f.Severity != at {
			at = f.Severity
			_ = b.WriteByte('\n')
			head := fmt.Sprintf("%s  %d", capital(string(at)), count[at])
			if at == audit.High {
				head = t.Red(head)
			}
			_ = t.heading(b, head)
		}
		line := fmt.Sprintf("%s  %s", f.Kind, orNone(cookies.Visible(f.Name)))
		if f.Domain != "" {
			line += "  " + t.faint(cookies.Visible(f.Domain))
		}
		if line = "  " + line; t.Width > 0 {
			line = Clip(line, t.Width)
		}
		_, _ = b.WriteString(line + "\n")
		_ = t.fold(b, "    ", cookies.Visible(f.Detail))
	}
	if len(r.Rows) > 0 {
		_ = b.WriteByte('\n')
		auditTable(b, r, t)
	}
	for i, note := range remarks(r) {
		if i == 0 {
			_ = b.WriteByte('\n')
		}
		_ = t.fold(b, "", note)
	}
	return b.Flush()
}

// auditTable writes the rows of a report as a table.
func auditTable(b *bufio.Writer, r audit.Report, t Terminal) {
	tab := newTable(t, 2, column{head: "NAME", min: 12}, column{head: "DECLARED", min: 9, leave: 2}, column{head: "LIVES", leave: 1},
		column{head: "FOUND", min: 8}, column{head: "LIVES", leave: 1}, column{head: "VERDICT", min: 20})
	for _, row := range r.Rows {
		tab.measure(AuditRow(row))
	}
	tab.fit()
	_ = tab.head(b)
	for _, row := range r.Rows {
		_ = tab.row(b, nil, AuditRow(row))
	}
}

// AuditRow gives the cells of a row of a report, fit to be shown: name, declared
// category, declared lifetime, what was found, how long that lives, verdict.
func AuditRow(r audit.Row) []string {
	declared, life := "-", ""
	switch {
	case r.Declared != nil && r.Category == policy.CategoryUnsaid:
		declared, life = "no category", Lifetime(r.Declared)
	case r.Declared != nil:
		declared, life = string(r.Category), Lifetime(r.Declared)
	case slices.Contains(r.Kinds, audit.Undeclared):
		declared = "not declared"
	}
	return []string{orNone(cookies.Visible(r.Name)), declared, life, foundWords(r), livesWords(r), r.Verdict}
}

// foundWords says what is stored: "2 marketing", or nothing.
func foundWords(r audit.Row) string {
	if r.Found == 0 {
		return "-"
	}
	return fmt.Sprintf("%d %s", r.Found, r.Seen)
}

func livesWords(r audit.Row) string {
	switch {
	case r.Lives > 0:
		return Span(r.Lives)
	case r.Session:
		return "session"
	}
	return ""
}

// remarks are the report's records and notes, each a line that is fit to be
// shown.
func remarks(r audit.Report) []string {
	var out []string
	for _, a := range r.Records {
		out = append(out, cookies.Visible(recordWords(a)))
	}
	for _, n := range r.Notes {
		out = append(out, cookies.Visible(n))
	}
	return out
}

// recordWords says what a record holds.
func recordWords(a audit.Record) string {
	when := "of " + a.Given.UTC().Format(time.DateTime) + " UTC"
	if !a.Sure {
		when = "of that time or later, " + a.Given.UTC().Format(time.DateTime) + " UTC"
	}
	s := fmt.Sprintf("%s's record (%s, %s) %s: ", a.Product, strings.Join(a.Cookies, ", "), StoreName(a.Store), when)
	var parts []string
	if len(a.Granted) > 0 {
		parts = append(parts, "granted "+joined(a.Granted))
	}
	if len(a.Refused) > 0 {
		parts = append(parts, "refused "+joined(a.Refused))
	}
	if n := len(a.Services); n > 0 {
		parts = append(parts, Plural(n, "service")+" answered one by one")
	}
	if len(parts) == 0 {
		parts = []string{"nothing that says which category"}
	}
	return s + strings.Join(parts, ", ") + "."
}

func joined[W ~string](words []W) string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = string(w)
	}
	return strings.Join(out, " ")
}

// fold writes a text in lines that fit, each with an indent. It must be fit to
// be shown.
func (t Terminal) fold(w io.Writer, indent, s string) error {
	if room := t.Width - len(indent); t.Width > 0 {
		// Lines are not to break at the hyphen of a domain; a text that is fit to be
		// shown has no characters for private use.
		s = strings.ReplaceAll(s, "-", "\ue000")
		s = strings.ReplaceAll(ansi.Wrap(s, max(room, 1), ""), "\ue000", "-")
	}
	for line := range strings.SplitSeq(s, "\n") {
		if line = strings.TrimRight(line, " "); t.Width > 0 {
			line = Clip(indent+line, t.Width)
		} else {
			line = indent + line
		}
		if _, err := io.WriteString(w, line+"\n"); err != nil {
			return err
		}
	}
	return nil
}
