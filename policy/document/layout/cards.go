package layout

import (
	"strings"

	"crumbs/policy/document/block"
	"crumbs/policy/document/column"
	"crumbs/policy/document/field"
	"crumbs/policy/document/names"
	"crumbs/policy/document/shape"
	"crumbs/policy/document/words"
)

// card reads the cookies of a consent dialog as its text is copied: a label on
// a line of its own, its value on the next one, and again, from a name on. The
// labels go, the values keep their role. next is i if there is none.
func (r *lines) card(i int) (next int) {
	if role, ok := r.labels.Label(r.src[i]); !ok || role != column.Name {
		return i
	}
	// The name, its value, and a label of something else: all on lines one below
	// the other.
	head := r.nonEmpty(i, 3)
	service := r.namedBelow(i)
	if len(head) < 3 || !service && !cardName(head[1]) || r.labels.IsLabel(head[1]) && !r.shouted(head) {
		return i
	}
	if words.Fold(head[0]) == "cookies" && names.Firmest(names.Only(block.Inline{S: head[1]}, nil)) < shape.Firm {
		return i // of several kinds of things
	}
	if role, ok := r.labels.Label(head[2]); !ok || role == column.Name || strings.Contains(head[2], "\t") {
		return i
	}
	r.flush()
	j := i
	for j < len(r.src) {
		at := r.filled(j)
		if at < 0 {
			break
		}
		role, ok := r.labels.Label(r.src[at])
		if !ok || role == column.Name && at > i && !(service && !column.PlainName(r.src[at])) {
			break
		}
		if service && at == i {
			role = column.Service
		}
		j = at + 1
		v := r.filled(j)
		if v < 0 || r.labels.IsLabel(r.src[v]) && !(at == i && r.shouted(head)) {
			continue // a label without a value
		}
		if atx.MatchString(r.src[v]) || v > at+2 || isItem(r.src[v]) {
			break
		}
		b := block.Block{Kind: block.Para, Line: r.number(v), Role: role, Labelled: true}
		text := strings.TrimSpace(r.src[v])
		j = v + 1
		for j < len(r.src) && words.StartsLower(r.src[j]) && len(text) < 2000 && !r.labels.IsLabel(r.src[j]) {
			text += " " + strings.TrimSpace(r.src[j]) // wrapped
			j++
		}
		b.Text = r.text(text)
		if !b.Text.Empty() {
			r.out = append(r.out, b)
		}
	}
	return j
}

// namedBelow reports whether a card that begins with the name of a service names
// its cookies further down, behind a label for that: "Name", "Provider", "Cookie
// name".
func (r *lines) namedBelow(i int) bool {
	if !column.PlainName(r.src[i]) {
		return false
	}
	for k, s := range r.nonEmpty(i, 16) {
		role, ok := r.labels.Label(s)
		if k == 0 || !ok || role != column.Name {
			continue
		}
		return !column.PlainName(s)
	}
	return false
}

// shouted reports whether what sounds like a label is a name: it alone is in
// capitals, as the cookie CONSENT is.
func (r *lines) shouted(head []string) bool {
	return names.Capitals(head[1]) && !names.Capitals(head[0]) && shape.Of(head[1]) == shape.Weak
}

// filled gives the first line that is not empty from i on, of the next three; -1
// if there is none.
func (r *lines) filled(i int) int {
	for j := i; j < len(r.src) && j < i+3; j++ {
		if strings.TrimSpace(r.src[j]) != "" {
			return j
		}
	}
	return -1
}

// cardName reports whether a line under the label of a name can be one: names,
// or a few words for what has none ("Google Maps API").
func cardName(s string) bool {
	if words.SpeakOfCookies(s) && strings.Contains(s, " ") {
		return false
	}
	return len(names.Only(block.Inline{S: s}, nil)) > 0 || len(words.Of(s)) <= 4 && !strings.ContainsAny(s, ":.;")
}

// labelRows reads a table of two columns that was copied with tabs, a label and
// its value on each line, with the label of a name among them. next is i if there
// is none.
func (r *lines) labelRows(i int) (next int) {
	var rows []block.Row
	named := false
	j := i
	for ; j < len(r.src) && len(rows) < 4000; j++ {
		label, value, ok := strings.Cut(strings.TrimSpace(r.src[j]), "\t")
		value = strings.TrimSpace(value)
		role, known := r.labels.Label(label)
		if !ok || !known || strings.Contains(value, "\t") || r.labels.IsLabel(value) && !named && role != column.Name {
			break
		}
		named = named || role == column.Name && names.Firmest(names.Only(block.Inline{S: value}, nil)) >= shape.Weak
		rows = append(rows, block.Row{Line: r.number(j), Cells: []block.Cell{{Inline: r.text(label), Line: r.number(j)}, {Inline: r.text(value), Line: r.number(j)}}})
	}
	if !named || len(rows) < 3 {
		return i
	}
	r.out = append(r.out, block.Block{Kind: block.Table, Line: r.number(i), Rows: rows})
	return j
}

// labelLine reads a line on which strokes stand between labelled values, the
// name first: "Name: x | Provider: y | Lifetime: z". It is no row of a table.
func (r *lines) labelLine(i int) (next int) {
	s := strings.TrimSpace(r.src[i])
	if strings.Count(s, "|") < 2 || strings.HasPrefix(s, "|") {
		return i
	}
	t := r.text(s)
	list, before := field.In(t)
	if before != "" || len(list) < 3 || list[0].Role != column.Name {
		return i
	}
	r.out = append(r.out, block.Block{Kind: block.Para, Line: r.number(i), Text: t})
	return i + 1
}
