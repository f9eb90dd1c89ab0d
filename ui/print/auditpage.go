package print

import (
	"bufio"
	_ "embed"
	"fmt"
	"html"
	"io"
	"slices"
	"strings"
	"time"

	"crumbs/cookies"
	"crumbs/policy/audit"
)

// page is HTML that is being written. It is no template: one that is reachable
// makes the linker keep every exported method of the program, for a template may
// name any (3 MB of 27), and is parsed at every start.
type page struct{ w *bufio.Writer }

// put writes markup of our own, with texts in the places of its %s. Each text is
// escaped, so that it is text wherever %s is between tags or in a quoted
// attribute that is neither an address, a style nor a script.
func (p page) put(markup string, texts ...string) {
	for _, text := range texts {
		before, after, _ := strings.Cut(markup, "%s")
		_, _ = p.w.WriteString(before) // a bufio.Writer keeps its first error
		_, _ = p.w.WriteString(html.EscapeString(cookies.Visible(text)))
		markup = after
	}
	_, _ = p.w.WriteString(markup + "\n")
}

//go:embed audit.css
var pageStyle string

// auditHTML writes one page without scripts and without anything from elsewhere.
func auditHTML(w io.Writer, r audit.Report) error {
	p := page{bufio.NewWriter(w)}
	p.put(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>Audit of the cookies of %s</title>
<style>`, r.Site)
	p.put(pageStyle + "</style>\n</head>\n<body>")
	p.summary(r)
	p.put("<main>")
	p.chart(r)
	p.findings(r.Findings)
	p.rows(r.Rows)
	p.notes(remarks(r))
	p.put("</main>\n</body>\n</html>")
	return p.w.Flush()
}

// summary says what was compared, and counts what was found.
func (p page) summary(r audit.Report) {
	p.put("<header>\n<h1>Audit of the cookies of %s</h1>", r.Site)
	if r.Policy != "" {
		p.put("<p>Compared with the policy <strong>%s</strong>.</p>", r.Policy)
	} else {
		p.put("<p>No policy was known: only what needs none was looked for.</p>")
	}
	p.put("<p>%s.</p>", AuditSummary(r))
	p.put(`<p class="soft">Made by crumbs on %s. No value of a cookie is in this report.</p>`, r.Made.Format(time.DateTime)+" UTC")
	p.put(`<ul class="counts" aria-label="Findings by severity">`)
	for _, s := range audit.Severities() {
		p.put(`<li><b class="%s">%s</b>%s</li>`, string(s), fmt.Sprint(r.BySeverity()[s]), string(s))
	}
	var kinds []counted
	for _, k := range audit.Kinds() {
		if n := r.ByKind()[k]; n > 0 {
			kinds = append(kinds, counted{string(k), n})
		}
	}
	slices.SortStableFunc(kinds, func(a, b counted) int { return b.n - a.n })
	for _, k := range kinds {
		p.put(`<li><b>%s</b>%s</li>`, fmt.Sprint(k.n), k.word)
	}
	p.put("</ul>\n</header>")
}

const (
	chartLeft = 130 // where bars begin
	chartWide = 430 // the longest one
	chartStep = 46  // from one category to the next
)

// chart draws for each category what is declared and what is stored.
func (p page) chart(r audit.Report) {
	most, said := 1, []string(nil)
	for _, c := range r.Counts {
		most = max(most, c.Declared, c.Stored)
		said = append(said, fmt.Sprintf("%s: %d declared, %d stored", capital(string(c.Category)), c.Declared, c.Stored))
	}
	p.put("<h2>Declared and stored by category</h2>")
	p.put(`<svg viewBox="0 0 640 %s" role="img" aria-labelledby="chart-title chart-desc">
<title id="chart-title">Declared and stored cookies by category</title>
<desc id="chart-desc">%s</desc>`, fmt.Sprint(8+len(r.Counts)*chartStep), strings.Join(said, "; "))
	for i, c := range r.Counts {
		y := 8 + i*chartStep
		p.put(`<text x="0" y="%s" dy="4">%s</text>`, fmt.Sprint(y+17), capital(string(c.Category)))
		p.bar("declared", c.Declared, most, y)
		p.bar("stored", c.Stored, most, y+17)
	}
	p.put("</svg>\n" + `<p class="key soft"><span class="declared">declared</span><span class="stored">stored</span></p>`)
}

// bar is one bar of the chart, of n where the longest is most.
func (p page) bar(class string, n, most, y int) {
	wide := n * chartWide / most
	p.put(`<rect class="%s" x="%s" y="%s" width="%s" height="15" rx="2"></rect>`, class, fmt.Sprint(chartLeft), fmt.Sprint(y), fmt.Sprint(wide))
	p.put(`<text class="count" x="%s" y="%s" dy="12">%s</text>`, fmt.Sprint(chartLeft+wide+6), fmt.Sprint(y), fmt.Sprint(n))
}

func (p page) findings(list []audit.Finding) {
	p.put("<h2>Findings</h2>")
	if len(list) == 0 {
		p.put("<p>Nothing was found.</p>")
		return
	}
	p.put(`<div class="wide"><table>
<thead><tr><th scope="col">Severity</th><th scope="col">Kind</th><th scope="col">Cookie</th><th scope="col">Detail</th></tr></thead>
<tbody>`)
	for _, f := range list {
		p.put(`<tr><td class="word %s">%s</td><td class="word">%s</td><td class="name">%s`, string(f.Severity), string(f.Severity), string(f.Kind), orNone(f.Name))
		if f.Domain != "" {
			p.put("<br><small>%s</small>", f.Domain)
		}
		p.put(`</td><td class="detail">%s</td></tr>`, f.Detail)
	}
	p.put("</tbody></table></div>")
}

func (p page) rows(list []audit.Row) {
	if len(list) == 0 {
		return
	}
	p.put(`<h2>Declared and found</h2>
<div class="wide"><table>
<thead><tr><th scope="col">Cookie</th><th scope="col">Declared</th><th scope="col">to live</th><th scope="col">Found</th><th scope="col">lives</th><th scope="col">Verdict</th></tr></thead>
<tbody>`)
	for _, row := range list {
		p.put("<tr>")
		for i, cell := range AuditRow(row) {
			if i == 0 {
				p.put(`<td class="name">%s</td>`, cell)
			} else {
				p.put("<td>%s</td>", cell)
			}
		}
		p.put("</tr>")
	}
	p.put("</tbody></table></div>")
}

func (p page) notes(list []string) {
	if len(list) == 0 {
		return
	}
	p.put("<h2>Notes</h2>\n" + `<ul class="notes">`)
	for _, n := range list {
		p.put("<li>%s</li>", n)
	}
	p.put("</ul>")
}
