package meaning

import (
	"slices"
	"strings"
	"sync"

	"crumbs/policy"
	"crumbs/policy/document/block"
	"crumbs/policy/document/column"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/names"
	"crumbs/policy/document/purpose"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/words"
)

// columns are the roles of a table's columns; -1 where it has none of the kind.
type columns struct {
	at    [column.Roles]int
	n     int
	unit  int64 // of bare numbers in the lifetime column
	heads []string
	sure  bool            // the header says that the names are cookies
	other bool            // the header says that they are something else
	data  bool            // the header says that they are kinds of data
	list  bool            // header and names are those of a list of cookies
	code  bool            // names are marked as code
	kind  policy.Category // of all of them, where the header of the names says it
	party policy.Party    // the same
}

// tally counts what the cells of a column look like.
type tally struct {
	cells, firm, weak, brand, life, host, long, words int
	category, party, stored                           int
}

func (t tally) share(n int) float64 {
	if t.cells == 0 {
		return 0
	}
	return float64(n) / float64(t.cells)
}

// maxTally is how many rows are looked at to judge a column.
const maxTally = 60

// study counts what the cells of every column look like.
func study(rows []block.Row, n int) []tally {
	out := make([]tally, n)
	// Where some rows have lost cells, only whole ones tell the columns apart.
	whole := 0
	for _, r := range rows {
		if len(r.Cells) == n {
			whole++
		}
	}
	seen := 0
	for _, r := range rows {
		if whole > 0 && len(r.Cells) < n {
			continue
		}
		if seen++; seen > maxTally {
			break
		}
		for c := 0; c < n && c < len(r.Cells); c++ {
			s := r.Cells[c].S
			if s == "" {
				continue
			}
			t := &out[c]
			t.cells++
			w := words.Of(s)
			t.words += len(w)
			list := names.InCell(r.Cells[c].Inline, nil)
			if n := len(strings.Fields(s)); n > 7 && len(list)*2 < n && !(names.Firmest(list) == shape.Firm && ofPieces(s)) {
				t.long++
			}
			switch names.Firmest(list) {
			case shape.Firm:
				t.firm++
			case shape.Weak:
				t.weak++
			case shape.Brand:
				t.brand++
			}
			if len(w) <= 14 && lifetime.Like(s) {
				t.life++
			}
			if words.SpeakOfStorage(s) {
				t.stored++
			}
			if len(w) <= 9 {
				if _, ok := purpose.Category(s); ok || purpose.Unsorted(s) {
					t.category++
				}
				if len(w) <= 6 && purpose.Party(s) != "" {
					t.party++
				}
			}
			if len(w) <= 6 && shape.Host(strings.Trim(strings.Fields(s)[0], "()")) {
				t.host++
			}
		}
	}
	return out
}

// ofPieces reports whether a cell is a list of a few words each: services with
// their cookies in brackets.
func ofPieces(s string) bool {
	for piece := range strings.FieldsFuncSeq(s, func(r rune) bool { return strings.ContainsRune(",;()\n", r) }) {
		if len(strings.Fields(piece)) > 4 {
			return false
		}
	}
	return true
}

// assign gives every column its role, from what its header says and from what
// stands in it; where the two disagree the cells win. It reports whether the
// table has a column of cookies' names; about says that it stands in a part
// about a kind of cookies.
func assign(header []string, rows []block.Row, n int, about bool) (columns, bool) {
	cols := columns{n: n, heads: header}
	for i := range cols.at {
		cols.at[i] = -1
	}
	tallies := study(rows, n)
	said := make([]column.Role, n)
	surety := make([]float64, n)
	for c := range n {
		if c < len(header) {
			said[c], surety[c] = column.Words().Role(header[c])
		}
	}
	scores := make([][column.Roles]float64, n)
	for c := range n {
		t := tallies[c]
		s := &scores[c]
		if said[c] != column.None {
			s[said[c]] += surety[c]
		}
		if t.cells == 0 {
			if len(rows) > 0 {
				s[said[c]] = 0.3 // a header over nothing
			}
			continue
		}
		short := 1 - t.share(t.long)
		s[column.Name] += (3*t.share(t.firm) + 1.2*t.share(t.weak) + 0.5*t.share(t.brand)) * short
		if life := t.share(t.life); life >= 0.4 && (said[c] != column.Name || t.firm+t.weak+t.brand == 0) {
			s[column.Lifetime] += 3 * life
			s[column.Name] -= 4 * life
		} else if said[c] == column.Lifetime && life == 0 && t.cells > 2 && t.share(t.stored) < 0.5 {
			s[column.Lifetime] -= 1
		}
		if party := t.share(t.party); party >= 0.5 {
			s[column.Party] += 3.2 * party
			s[column.Name] -= 3 * party
		}
		consent := c < len(header) && saysConsent(header[c])
		if category := t.share(t.category); category >= 0.5 && said[c] != column.Name && !consent {
			s[column.Category] += 1.8 * category
			if said[c] == column.Purpose && t.share(t.long) < 0.2 && t.words < 5*t.cells {
				s[column.Category] += 0.3
			}
		} else if said[c] == column.Category && category == 0 {
			s[column.Category] -= 1
		}
		if hosts := t.share(t.host); hosts >= 0.5 {
			s[column.Domain] += 1.5 * hosts
			s[column.Name] -= 2 * hosts
		}
		if t.share(t.long) >= 0.4 {
			s[column.Purpose] += 1.2
			s[column.Name] -= 2
		}
		if t.firm == 0 && t.share(t.weak)+t.share(t.brand) < 0.4 {
			s[column.Name] -= 2
		}
	}
	// Best pair first, each role and each column once.
	taken := make([]bool, n)
	for range n {
		bc, br, best := -1, column.None, 0.75
		for c := range n {
			if taken[c] {
				continue
			}
			for r := column.Name; r < column.Roles; r++ {
				if cols.at[r] >= 0 {
					continue
				}
				v := scores[c][r]
				if r == column.Name {
					v += 0.5 // everything hangs on it
				}
				if v > best {
					bc, br, best = c, r, v
				}
			}
		}
		if bc < 0 {
			break
		}
		taken[bc] = true
		cols.at[br] = bc
	}
	name := cols.at[column.Name]
	if name < 0 {
		return cols, false
	}
	if u := cols.at[column.Lifetime]; u >= 0 && u < len(header) {
		cols.unit = lifetime.Unit(words.Of(header[u]))
	}
	if c := max(cols.at[column.Category], cols.at[column.Lifetime]); c >= 0 && c < len(header) && min(cols.at[column.Category], cols.at[column.Lifetime]) < 0 && column.Words().KindAndLife(header[c]) {
		cols.at[column.Category], cols.at[column.Lifetime] = c, c
	}
	for c := range n {
		// The service in a column headed "Cookie" beside one of names.
		if !taken[c] && (said[c] == column.Name || said[c] == column.Provider) && cols.at[column.Provider] < 0 {
			cols.at[column.Provider], taken[c] = c, true
		}
		if !taken[c] && said[c] == column.Purpose && cols.at[column.Function] < 0 {
			cols.at[column.Function], taken[c] = c, true
		}
	}
	for c, h := range header {
		if w := words.Of(h); c != name && len(w) > 0 && column.Words().Defaults.Match(w) == len(w) {
			return cols, false // settings have defaults, cookies have none
		}
	}
	if name < len(header) {
		w := words.Of(header[name])
		i, _ := column.Words().Cookie.Find(w)
		cols.other = said[name] != column.Name
		if coded, _ := column.Words().Coded.Find(w); coded >= 0 && words.CookieAt(w) < 0 {
			return cols, false // "Variable", "Header": what it lists is code
		}
		kinds, _ := column.Words().Data.Find(w)
		cols.data = kinds >= 0 && words.CookieAt(w) < 0
		cols.sure = i >= 0 || said[name] == column.Name && surety[name] >= 3
		if i >= 0 && len(w) > 1 {
			cols.kind = kindOf(header[name])
			cols.party = purpose.FirmParty(header[name])
		}
	}
	cols.list = (said[name] == column.Name || header == nil) && listOfCookies(cols, said, tallies)
	return cols, plausible(cols, tallies[name], said[name] == column.Name, about)
}

// kindOf gives the category of the cookies that a header over their names speaks
// of: "Analytics cookies". A "technical name" is no technical cookie.
func kindOf(header string) policy.Category {
	kind, _ := purpose.Category(header)
	if kind == policy.Necessary && column.Words().Name.In(words.Of(header)) {
		w := slices.DeleteFunc(words.Of(header), func(s string) bool { return strings.HasPrefix(s, "techn") || strings.HasPrefix(s, "tecn") })
		kind, _ = purpose.Category(strings.Join(w, " "))
	}
	return kind
}

// listOfCookies reports whether a table is a list of cookies though nothing
// around it says so: at least half of the names are firm, and a header over
// lifetimes or purposes stands beside them. A table of a database's columns or
// of parameters has such names as well; its types are no categories.
func listOfCookies(cols columns, said []column.Role, tallies []tally) bool {
	name := tallies[cols.at[column.Name]]
	life, at := cols.at[column.Lifetime], cols.at[column.Domain]
	// What has a host each and a lifetime needs no names that are firm.
	hosted := life >= 0 && said[life] == column.Lifetime && at >= 0 && said[at] == column.Domain && tallies[at].share(tallies[at].host) >= 0.5 &&
		name.firm > 0 && name.share(name.firm+name.weak) >= 0.8
	if cols.heads == nil {
		return bareList(cols, tallies)
	}
	if name.share(name.firm) < 0.5 && !hosted {
		return false
	}
	for _, h := range cols.heads {
		if i, _ := column.Words().Foreign.Find(words.Of(h)); i >= 0 {
			return false
		}
	}
	for c, r := range said {
		if r == column.Category && tallies[c].cells > 0 && tallies[c].category+tallies[c].party == 0 {
			return false
		}
	}
	if c := cols.at[column.Lifetime]; c >= 0 && said[c] == column.Lifetime {
		return tallies[c].share(tallies[c].life) >= 0.4
	}
	c := cols.at[column.Purpose]
	return c >= 0 && said[c] == column.Purpose
}

// bareList reports whether a table without a header is a list of cookies by what
// stands in it: beside the names a kind of cookies in each row, and a lifetime.
func bareList(cols columns, tallies []tally) bool {
	name := tallies[cols.at[column.Name]]
	life, kind := cols.at[column.Lifetime], cols.at[column.Category]
	if life >= 0 && cols.n > 2 && name.cells > 2 && name.firm > 0 && name.firm+name.weak == name.cells && tallies[life].life == tallies[life].cells && tallies[life].cells == name.cells {
		return true
	}
	return life >= 0 && kind >= 0 && name.cells > 1 && name.firm > 0 && name.share(name.firm+name.weak) >= 0.8 &&
		tallies[life].share(tallies[life].life) >= 0.8 && tallies[kind].share(tallies[kind].category) >= 0.8
}

// consent reports whether a column says whether one is asked: what is "required"
// there is no cookie.
func (c *columns) consent(r column.Role) bool {
	at := c.at[r]
	return at >= 0 && at < len(c.heads) && saysConsent(c.heads[at])
}

func saysConsent(header string) bool { return purpose.SpeakOfConsent(words.Of(header)) }

// services reports whether the header says that the providers are services, which
// have names of any kind: "Editor".
func (c *columns) services() bool {
	p := c.at[column.Provider]
	return p >= 0 && p < len(c.heads) && serviceWords().In(words.Of(c.heads[p]))
}

var serviceWords = sync.OnceValue(func() *words.Lexicon {
	return words.NewLexicon(`service, services, tool, tools, product, dienst, dienste, servicio, servicios, herramienta, diensten, servizio, servizi, servico, servicos`)
})

// plausible reports whether the column of names holds names of cookies, and not
// of companies, browsers or kinds of data.
func plausible(cols columns, t tally, headed, about bool) bool {
	if t.cells == 0 {
		return false
	}
	named := t.firm + t.weak + t.brand
	firmly := t.share(t.firm)
	life := cols.at[column.Lifetime] >= 0
	switch {
	case t.share(named) < 0.25 && !(cols.sure && t.firm > 0):
		return false
	case cols.sure:
		return t.firm > 0 || t.weak > 0 || life
	case cols.list && cols.heads == nil:
		return true
	case headed:
		return firmly >= 0.3 || t.firm > 0 && life || (life || about) && t.share(t.firm+t.weak) >= 0.5
	}
	return firmly >= 0.5 && (life || cols.at[column.Purpose] >= 0 || cols.at[column.Category] >= 0 || cols.at[column.Party] >= 0 || cols.at[column.Provider] >= 0 || cols.at[column.Domain] >= 0 || firmly >= 0.8)
}

// fields reports whether the header over the names says that they are a program's,
// and nothing says how long they are kept.
func (cols columns) fields(header []string) bool {
	if cols.at[column.Lifetime] >= 0 || cols.sure || cols.at[column.Name] >= len(header) {
		return false
	}
	i, _ := column.Words().Foreign.Find(words.Of(header[cols.at[column.Name]]))
	return i >= 0
}
