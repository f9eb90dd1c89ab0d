package print

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"golang.org/x/net/html"

	"crumbs/policy"
	"crumbs/policy/audit"
	"crumbs/policy/consent"
)

// report is one of an audit, with a text of strangers wherever there is one.
func report(s string) audit.Report {
	year := int64(365 * 24 * 60 * 60)
	st := store()
	st.ProfileName = s
	return audit.Report{
		Site: "shop.test", Policy: s, Stored: 3, Declared: 2, Made: now,
		Findings: []audit.Finding{
			{Kind: audit.AgainstConsent, Severity: audit.High, Name: s, Domain: s, Detail: "It is " + s + " and " + s + "."},
			{Kind: audit.Missing, Severity: audit.Low, Name: s, Detail: s},
		},
		Rows: []audit.Row{
			{Name: s, Domain: s, Declared: &policy.Declaration{Name: s, LifetimeSeconds: &year}, Category: policy.Necessary, Found: 2,
				Lives: 400 * 24 * time.Hour, Seen: policy.Marketing, Kinds: []audit.Kind{audit.AgainstConsent}, Verdict: "against-consent"},
			{Name: s, Found: 1, Session: true, Seen: policy.Unclassified, Kinds: []audit.Kind{audit.Undeclared}, Verdict: "undeclared"},
		},
		Counts:  []audit.Count{{Category: policy.Necessary, Declared: 2, Stored: 1}, {Category: policy.Marketing, Stored: 2}},
		Records: []audit.Record{{Record: consent.Record{Product: "Klaro", Cookies: []string{s}, Refused: []policy.Category{policy.Marketing}}, Store: st, Given: now, Sure: true}},
		Notes:   []string{"Not seen: " + s},
	}
}

// tricks are names that mean something in one of the formats.
func tricks() []string {
	return append(seeds(), "a|b", "|---|---|", "`code`", "**bold**", "_ga_*", "[x](javascript:alert(1))", "![x](https://track.test/p.png)",
		"<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>", "</style><script>", "{{.Site}}", "&lt;", "https://bare.test/", "www.bare.test",
		"a@bare.test", "ftp://bare.test", "-1+1", "+1", "@SUM(A1)", "\t=1+1", " =1+1", "# head", "- item", "1. item", "a\\|b", "$x$", "~~gone~~")
}

func TestAuditJSON(t *testing.T) {
	for _, s := range tricks() {
		var got struct {
			Site, Policy     *string
			Stored, Declared int
			Findings         []struct{ Kind, Severity, Name, Domain, Detail string }
		}
		dec := json.NewDecoder(strings.NewReader(written(t, s, AuditJSON)))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&got); err != nil {
			t.Fatalf("%q: %v", s, err)
		}
		if got.Findings[0].Name != readable(s) || got.Stored != 3 {
			t.Errorf("%q comes back as %q", s, got.Findings[0].Name)
		}
	}
}

// written gives a report with a text of strangers in one of the formats.
func written(t *testing.T, s string, f AuditFormat) string {
	t.Helper()
	var b bytes.Buffer
	if err := Audit(&b, report(s), f, Terminal{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestAuditCSV: no cell is a formula, and no name makes a row more or less.
func TestAuditCSV(t *testing.T) {
	for _, s := range tricks() {
		rows, err := csv.NewReader(strings.NewReader(written(t, s, AuditCSV))).ReadAll()
		if err != nil || len(rows) != 3 {
			t.Fatalf("%q: %d rows, %v", s, len(rows), err)
		}
		for _, cell := range slices.Concat(rows[1], rows[2]) {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("%q is a formula", cell)
			}
		}
	}
}

// TestAuditMarkdown: whoever shows it as GitHub does sees the tables that were
// meant, and of a name its text: no marks, links, pictures or elements.
func TestAuditMarkdown(t *testing.T) {
	md := goldmark.New(goldmark.WithExtensions(extension.GFM))
	shape := func(s string) (map[string]int, string) {
		var b bytes.Buffer
		if err := md.Convert([]byte(written(t, s, AuditMarkdown)), &b); err != nil {
			t.Fatal(err)
		}
		return elements(t, b.String())
	}
	want, plainText := shape("plain")
	if want["table"] != 2 || want["tr"] != 6 || want["li"] != 2 {
		t.Fatalf("the report has %v", want)
	}
	for _, s := range tricks() {
		got, text := shape(s)
		for _, name := range []string{"table", "tr", "td", "th", "li", "a", "img", "code", "strong", "em", "del", "h1", "h2", "script", "svg", "style"} {
			if got[name] != want[name] {
				t.Errorf("%q: %d elements %s, want %d\n%s", s, got[name], name, want[name], written(t, s, AuditMarkdown))
			}
		}
		if shown := strings.TrimSpace(visible(s)); strings.Count(text, shown) < strings.Count(plainText, "plain") && s != "" {
			t.Errorf("%q is shown as %q only %d times", s, shown, strings.Count(text, shown))
		}
	}
}

// TestAuditHTML: a name is text and nothing else, and the page asks for nothing.
func TestAuditHTML(t *testing.T) {
	want, _ := elements(t, written(t, "plain", AuditHTML))
	if want["table"] != 2 || want["svg"] != 1 || want["rect"] != 4 || want["desc"] != 1 || want["script"] != 0 || want["img"] != 0 || want["link"] != 0 || want["a"] != 0 {
		t.Fatalf("the page has %v", want)
	}
	for _, s := range tricks() {
		page := written(t, s, AuditHTML)
		got, text := elements(t, page)
		for name, n := range got {
			if n != want[name] {
				t.Errorf("%q: %d elements %s, want %d", s, n, name, want[name])
			}
		}
		if shown := visible(s); !strings.Contains(text, shown) {
			t.Errorf("%q is not shown as %q", s, shown)
		}
	}
	// Whatever is in it, nothing is fetched: no addresses but the text's.
	for _, word := range []string{"src=", "href=", "url(", "@import", "http:", "https:", "<script"} {
		if strings.Contains(written(t, "plain", AuditHTML), word) {
			t.Errorf("the page has %s in it", word)
		}
	}
}

func visible(s string) string {
	out := strings.Join(strings.Fields(orNone(AuditRow(audit.Row{Name: s})[0])), " ")
	return out
}

// elements counts a page's elements by name, and gives its text with single
// spaces.
func elements(t *testing.T, page string) (map[string]int, string) {
	t.Helper()
	count := map[string]int{}
	var text strings.Builder
	for z := html.NewTokenizer(strings.NewReader(page)); ; {
		switch z.Next() {
		case html.ErrorToken:
			if !errors.Is(z.Err(), io.EOF) {
				t.Fatal(z.Err())
			}
			return count, strings.Join(strings.Fields(text.String()), " ")
		case html.TextToken:
			text.Write(z.Text())
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			count[string(name)]++
			for more {
				var key []byte
				key, _, more = z.TagAttr()
				if bytes.HasPrefix(key, []byte("on")) {
					t.Errorf("an attribute %s", key)
				}
			}
			text.WriteByte(' ')
		}
	}
}

func TestAuditText(t *testing.T) {
	out := written(t, "_fbp", AuditTerminal)
	for _, want := range []string{
		"Audit of shop.test\nagainst the policy _fbp\n3 cookies stored, 2 declared, 2 findings: 1 high, 1 low\n",
		"\nHigh  1\n  against-consent  _fbp  _fbp\n    It is _fbp and _fbp.\n",
		"  _fbp  necessary     12 mo  2 marketing     13 mo    against-consent\n",
		"  _fbp  not declared         1 unclassified  session  undeclared\n",
		"\nKlaro's record (_fbp, chromium · _fbp) of ", ": refused marketing.\nNot seen: _fbp\n",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if strings.Contains(out, "\x1b") {
		t.Error("colours in a file")
	}
	var b bytes.Buffer
	if err := Audit(&b, report("x"), AuditTerminal, Terminal{Width: 60, Weight: true, Colour: true}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "\x1b[31mHigh  1\x1b[m") {
		t.Errorf("what is grave is not red on a terminal:\n%q", b.String())
	}
}

func TestAuditFitsEveryWidth(t *testing.T) {
	for _, s := range []string{"_fbp", strings.Repeat("長", 80), strings.Repeat("a word ", 30), strings.Repeat("x", 300)} {
		for w := 1; w <= 130; w++ {
			var b strings.Builder
			if err := Audit(&b, report(s), AuditTerminal, Terminal{Width: w, Weight: true, Colour: true}); err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(sgr.ReplaceAllString(b.String(), "")) {
				if got := Cells(strings.TrimSuffix(line, "\n")); got > w {
					t.Fatalf("%d columns: a line of %d: %q", w, got, line)
				}
			}
		}
	}
}
