// Package settings reads the formats in which programs declare cookies, and writes
// two of them: the settings of consent dialogs, vendors' disclosures, databases of
// cookies, and crumbs' own form. Its input is values, found in JSON or script, and not
// blocks of text; what people wrote into a cell it has read for it.
package settings

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"crumbs/policy"
	"crumbs/policy/document/lazyregexp"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/purpose"
	"crumbs/policy/document/script"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/words"
)

// Reading is what a document declares, and what its reader has to say of it.
type Reading struct {
	policy.Policy
	Format   string   // what the document is: "a Klaro configuration"; "" for one that people read
	Anywhere bool     // it is about cookies wherever they are met, and about no site: an Open Cookie Database
	Remarks  []string // what was left out and why, a sentence each, for a person
}

// Cells reads what people wrote into the cells of such a format: that is what the
// readers of documents for people are for, and they stand above.
type Cells interface {
	// Names gives the names of cookies in a cell that is meant to hold them, and the
	// shape of the firmest.
	Names(cell string) ([]string, shape.Shape)
	// Told gives the lifetimes of n cookies that a text in sentences tells, none if
	// it tells none.
	Told(text string, n int) []lifetime.Lifetime
}

// gatherer makes a policy of values in which programs declare cookies: vendors'
// disclosures, databases of cookies, the settings of consent dialogs.
type gatherer struct {
	out     Reading
	cells   Cells
	named   map[string]int // declarations by name, category and domain
	left    int            // values that may still be searched
	remarks map[string]bool
}

func newGatherer(c Cells) *gatherer {
	return &gatherer{cells: c, named: map[string]int{}, left: 400_000, remarks: map[string]bool{}}
}

// maxRemarks bounds what a document can make the program say.
const maxRemarks = 20

func (g *gatherer) remark(format string, args ...any) {
	s := fmt.Sprintf(format, args...)
	if len(g.out.Remarks) < maxRemarks && !g.remarks[s] {
		g.remarks[s] = true
		g.out.Remarks = append(g.out.Remarks, s)
	}
}

// is notes the format; the first one names the document.
func (g *gatherer) is(format string) {
	if g.out.Format == "" {
		g.out.Format = format
	}
}

// position says where a value stands: its line, for those who look into the
// file, and its path, for files that are one line.
func position(v script.Value, path string) string {
	path = strings.TrimPrefix(path, ".")
	if path == "" {
		return fmt.Sprintf("line %d", max(v.Line, 1))
	}
	return fmt.Sprintf("line %d, %s", max(v.Line, 1), path)
}

func index(path string, i int) string { return fmt.Sprintf("%s[%d]", path, i) }

// add adds a declaration. What is no cookie's name is left out.
func (g *gatherer) add(d policy.Declaration, s policy.Section) {
	d.Name = policy.ParsePattern(strings.TrimSpace(d.Name)).String()
	if d.Name == "" || len(d.Name) > shape.MaxName || strings.Trim(d.Name, "*") == "" || strings.ContainsAny(d.Name, " \t\n;,=\"") || hidden(d.Name) {
		if d.Name != "" {
			g.remark("%s: %.60q is no cookie's name and was left out", d.Position, d.Name)
		}
		return
	}
	d.Provider, d.Purpose, d.Function, s.Title = oneLineText(d.Provider), oneLineText(d.Purpose), oneLineText(d.Function), oneLineText(s.Title)
	d.Section = s.Title
	if d.Category == policy.CategoryUnsaid {
		d.Category = s.Category
	}
	if d.Category == policy.CategoryUnsaid {
		d.Category = policy.Unclassified
	}
	if d.Party == policy.PartyUnsaid {
		d.Party = s.Party
	}
	key := strings.Join([]string{d.Name, string(d.Category), string(d.Party), d.Domain, d.Provider, d.Section}, "\x00")
	if i, ok := g.named[key]; ok {
		// The same cookie in another list: what it adds is kept.
		was := &g.out.Cookies[i]
		if was.LifetimeSeconds == nil && !was.Session {
			was.LifetimeSeconds, was.Session = d.LifetimeSeconds, d.Session
		}
		if was.Purpose == "" {
			was.Purpose = d.Purpose
		}
		return
	}
	g.named[key] = len(g.out.Cookies)
	g.out.Cookies = append(g.out.Cookies, d)
	if s.Title != "" && !slices.Contains(g.out.Sections[max(0, len(g.out.Sections)-200):], s) {
		g.out.Sections = append(g.out.Sections, s)
	}
}

// hidden reports whether a name holds what no name has: controls, spaces of
// other scripts, what was no UTF-8.
func hidden(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r <= 0x20 || r == 0x7f || r >= 0x80 && (r < 0xa1 || r == 0xfffd) })
}

var markupTag = lazyregexp.New(`<[^<>]{0,500}>`)

// oneLineText puts a text into one line.
func oneLineText(s string) string {
	return strings.Join(strings.Fields(strings.ToValidUTF8(s, "\ufffd")), " ")
}

// oneLine is oneLineText for a text that may hold markup, as those of dialogs do.
func oneLine(s string) string {
	if strings.Contains(s, "<") {
		s = markupTag.ReplaceAllString(s, " ")
	}
	return oneLineText(s)
}

// live reads a lifetime in words; bare numbers are in the unit, 0 for none.
func live(d *policy.Declaration, text string, unit int64) {
	if text != "" && len(text) < 400 {
		lifetime.Set(d, lifetime.Read(text, unit, 1), 0)
	}
}

// sortOf gives the category that a label or a key names ("analytics",
// "targeting_cookies", "adStorage").
func sortOf(label string) policy.Category {
	label = spaced(label)
	switch strings.ToLower(label) {
	case "ad", "ads", "ad storage", "ad user data", "ad personalization", "livechat ads":
		return policy.Marketing
	case "analytics storage", "analytic":
		return policy.Statistical
	case "functionality storage", "personalization storage", "styling", "livechat", "support", "chat":
		return policy.Functional
	case "security storage":
		return policy.Necessary
	}
	c, _ := purpose.Category(label)
	return c
}

var hump = lazyregexp.New(`([a-z0-9])([A-Z])`)

// spaced puts spaces between the words of a key.
func spaced(key string) string {
	return strings.TrimSpace(strings.NewReplacer("_", " ", "-", " ").Replace(hump.ReplaceAllString(key, "$1 $2")))
}

// hostOnly gives a host without what may stand around it: a leading dot or star,
// a scheme, a path. "" if it is none.
func hostOnly(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	if _, rest, ok := strings.Cut(s, "://"); ok {
		s = rest
	}
	s, _, _ = strings.Cut(s, "/")
	s = strings.Trim(s, ".*")
	if len(s) > 253 || s == "" || strings.ContainsAny(s, " \t*,;()<>\"'\\@") || !strings.Contains(s, ".") && s != "localhost" || hidden(s) {
		return ""
	}
	return s
}

// oneHost gives the host that stands for all of several: the one, or the
// registrable domain that all are under. "" if they are of different owners:
// a cookie of any of them must not be taken for a cookie of one.
func oneHost(hosts []string) string {
	found := ""
	for _, h := range hosts {
		h = hostOnly(h)
		switch {
		case h == "":
			return ""
		case found == "" || found == h || strings.HasSuffix(found, "."+h):
			found = h
		case strings.HasSuffix(h, "."+found):
		default:
			site := policy.Registrable(h)
			if site == "" || site != policy.Registrable(found) {
				return ""
			}
			found = site
		}
	}
	return found
}

// expressed gives the patterns for a name that a script writes: a text as it
// is, a regular expression where patterns can say the same.
func (g *gatherer) expressed(v script.Value, path string) []string {
	text := v.String()
	switch {
	case v.Kind == script.Regexp, v.Kind == script.String && len(text) > 2 && text[0] == '/' && strings.Contains(text[1:], "/"), v.Kind == script.String && strings.HasPrefix(text, "^"):
		if v.Kind == script.Regexp {
			text = v.Text
		}
		list, ok := script.Patterns(text)
		if !ok {
			g.remark("%s: the expression %.60s can't be said with * and was left out", position(v, path), text)
		}
		return list
	case v.Kind == script.String, v.Kind == script.Glob:
		return []string{text}
	}
	return nil
}

// search looks for declarations in a value, and in those within it where it is
// of no known format itself. What stands around it may say which kind of cookies
// it is about.
func (g *gatherer) search(v script.Value, path string, in policy.Section, depth int) {
	if g.left--; g.left < 0 || depth > 30 {
		return
	}
	switch v.Kind {
	case script.Object:
		for _, f := range []func(script.Value, string) bool{g.tcf, g.oneTrust, g.tarteaucitron, g.klaro, g.orestbida, g.cookiebot, g.database} {
			if f(v, path) {
				return
			}
		}
		if g.rows(listed(v), path, in) {
			return
		}
		for _, f := range v.Fields {
			g.search(f.Value, path+"."+f.Name, groupOf(v, f.Name, in), depth+1)
		}
	case script.List:
		if g.auditing(v, path) || g.rows(v, path, in) {
			return
		}
		for i := range v.Items {
			g.search(v.Items[i], index(path, i), in, depth+1)
		}
	}
}

// gather looks through all values of a script.
func (g *gatherer) gather(roots []script.Root) {
	var used []string
	for _, r := range roots {
		switch {
		case r.Call && strings.HasSuffix(r.Path, "tarteaucitron.job.push"):
			for _, k := range r.Value.Items {
				if s := k.String(); s != "" {
					used = append(used, s)
				}
			}
		case r.Call:
			for i := range r.Value.Items {
				g.search(r.Value.Items[i], r.Path+"()", policy.Section{}, 0)
			}
		case g.cookiebotTable(r.Path, r.Value):
		default:
			g.search(r.Value, r.Path, groupOf(script.Value{}, r.Path, policy.Section{}), 0)
		}
	}
	if len(used) > 0 {
		g.is("a tarteaucitron configuration")
		slices.Sort(used)
		g.remark("the site uses %s through tarteaucitron; such a line names services and no cookies: the cookies are in tarteaucitron.services.js", strings.Join(slices.Compact(used), ", "))
	}
}

// finish gives the reading.
func (g *gatherer) finish() Reading {
	var b strings.Builder
	for i := range g.out.Cookies {
		if b.Len() < 64<<10 {
			b.WriteString(g.out.Cookies[i].Purpose + "\n")
		}
	}
	if g.out.Language == "" {
		g.out.Language = words.Language(b.String(), "")
	}
	return g.out
}

var (
	// What only the settings of a dialog or a database of cookies say.
	telling = lazyregexp.New(`cookie_?[tT]able|tarteaucitron|[kK]laro|autoClear|auto_clear|"?disclosures"?\s*:|FirstPartyCookies|GroupLanguagePropertiesSets|retentionPeriod|knowledges|cookieFunction|\bcookies["']?\s*:\s*\[|\b(?:services|apps)["']?\s*:\s*\[`)
	// How a script begins, behind its comments.
	scriptStart = lazyregexp.New(`^(?:['"]use [a-z]+['"]|;|!|\(|(?:var|let|const|export|import|function|async|if|try)\b|[A-Za-z_$][\w$]*(?:\.[\w$]+|\[[^\]\n]{1,80}\])*\s*[=(.])`)
	// A list of cookies of whatever form: a name, and further on how long it lasts.
	register    = lazyregexp.New(`(?s)[cC]ookies?\w*["']?(?:\s*:\s*[\w.]+\[\])?\s*[=:]\s*\[\s*\{\s*["']?(?:name|cookie|cookieName|key)["']?\s*:|\b(?:name|cookie|cookieName|key)["']?\s*:\s*["'` + "`" + `][^"'` + "`" + `\n]{1,80}["'` + "`" + `].{1,600}?\b(?:duration|expir\w*|retention\w*|lifetime|lifespan|maxAge|ttl|durata|scadenza|dur[eé]e|dauer|laufzeit|speicherdauer|ablauf|caducidad|duraci[oó]n|dura[cç][aã]o|bewaartermijn|looptijd)["']?\s*:`)
	codeEnd     = lazyregexp.New(`(?:[{}()\[\];,:]|^\s*(?://|\*|/\*).*|=>|\|\||&&|['"` + "`" + `])\s*$`)
	jsonStart   = lazyregexp.New(`^(?:\{\s*(?:"(?:[^"\\\n]|\\.)*"\s*:|\}\s*$)|\[\s*(?:[\[{"\]]|-?\d|true|false|null))`)
	objectStart = lazyregexp.New(`^(?:\{\s*['"]?[\w$-]+['"]?\s*:|\[\s*\{)`)
)

// Declared reads a text in which programs declare cookies, and says whether it
// is one. Its error is of one that is damaged.
func Declared(text string, c Cells) (Reading, bool, error) {
	s := strings.TrimSpace(skipComments(text))
	isJSON := jsonStart.MatchString(s)
	starts := !isJSON && (scriptStart.MatchString(s) || objectStart.MatchString(s))
	isScript := starts && isCode(s) && telling.MatchString(text)
	// A page's source may hold a list among what people read.
	mayList := starts && !isScript && words.MayCookie(text) && register.MatchString(text)
	if !isJSON && !isScript && !mayList {
		return Reading{}, false, nil
	}
	roots, err := script.Read(text)
	var broken *script.Error
	switch {
	case errors.As(err, &broken) && len(roots) > 0:
	case err != nil && mayList:
		return Reading{}, false, nil
	case errors.As(err, &broken):
		if isJSON && !strings.ContainsAny(s[:min(len(s), 4000)], "{\"") {
			return Reading{}, false, nil // [1] begins a list of footnotes
		}
		kind := "script"
		if isJSON {
			kind = "JSON"
		}
		return Reading{}, false, fmt.Errorf("line %d: it looks like %s and is damaged there: %s", broken.Line, kind, broken.What)
	case err != nil:
		return Reading{}, false, fmt.Errorf("%w; give the part that lists the cookies alone", err)
	}
	g := newGatherer(c)
	g.gather(roots)
	if broken != nil && isScript {
		g.remark("line %d: it can't be read as JavaScript there; only lists and objects were read that can be read alone", broken.Line)
	}
	r := g.finish()
	// Words in brackets may begin a text for people.
	return r, r.Format != "" || isScript || isJSON && strings.Contains(s, `"`) || len(s) < 100, nil
}

// isCode reports whether most lines end as those of a script do.
func isCode(s string) bool {
	lines, code := 0, 0
	for l := range strings.Lines(s) {
		if strings.TrimSpace(l) == "" {
			continue
		}
		lines++
		if codeEnd.MatchString(strings.TrimRight(l, "\r\n")) {
			code++
		}
		if lines == 2000 {
			break
		}
	}
	return code*2 >= lines
}

// skipComments gives a text without the comments at its beginning.
func skipComments(s string) string {
	for {
		s = strings.TrimLeft(s, " \t\n\r")
		switch {
		case strings.HasPrefix(s, "//"):
			_, s, _ = strings.Cut(s, "\n")
		case strings.HasPrefix(s, "/*"):
			_, s, _ = strings.Cut(s, "*/")
		default:
			return s
		}
	}
}
