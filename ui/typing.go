package ui

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"crumbs/ui/print"
)

// typing is what helps with a filter while it is typed.
type typing struct {
	past  []string // filters of this session and those before, the newest first
	asked bool     // for those of earlier sessions
	at    int      // 1 is the newest of past, 0 what the user typed
	own   string   // what the user typed, while an earlier one stands there

	stem string // what a completion began with
	gave string // what it came to
	turn int    // the how manieth it was

	learns struct { // vocabularies that are being collected
		of    *shelf
		rests []string
	}
	offered offering
}

// offering is the words that the last one can become, with what each would
// leave, as they stood when the filter was this.
type offering struct {
	query string
	of    *vocabulary
	shelf *shelf
	stem  string
	words []string // without the key
	left  []int    // -1: not counted
}

// maxPast is how many filters are remembered.
const maxPast = 50

// recalledMsg brings the filters of earlier sessions.
type recalledMsg []string

// startTyping begins a filter, or goes on with the one there is.
func (m *Model) startTyping() tea.Cmd {
	m.typing, m.writing.at, m.writing.own = true, 0, ""
	m.query.CursorEnd()
	cmds := []tea.Cmd{m.query.Focus()}
	if !m.writing.asked && m.conf.Recall != nil {
		m.writing.asked = true
		cmds = append(cmds, func() tea.Msg { return recalledMsg(m.conf.Recall()) })
	}
	return tea.Batch(cmds...)
}

// recalled puts the filters of earlier sessions behind those of this one.
func (m *Model) recalled(msg recalledMsg) {
	for _, q := range msg {
		if !slices.Contains(m.writing.past, q) {
			m.writing.past = append(m.writing.past, q)
		}
	}
	m.writing.past = m.writing.past[:min(len(m.writing.past), maxPast)]
}

// type1 gives a key to the filter.
func (m *Model) type1(msg tea.KeyPressMsg) tea.Cmd {
	atEnd := m.query.Position() == len([]rune(m.query.Value()))
	switch {
	case key.Matches(msg, m.keys.Enter):
		m.typing = false
		m.query.Blur()
		return m.remember()
	case key.Matches(msg, m.keys.Back):
		m.unfilter()
	case key.Matches(msg, m.keys.Complete):
		m.complete()
	case msg.String() == "right" && atEnd:
		if m.ghost() != "" {
			m.complete()
		}
	case key.Matches(msg, m.keys.Earlier):
		m.recall(1)
	case msg.String() == "down":
		m.recall(-1)
	default:
		return m.edit(msg)
	}
	return nil
}

// write puts a text in the place of the filter.
func (m *Model) write(query string) {
	m.query.SetValue(query)
	m.query.CursorEnd()
	m.refilter()
}

// complete completes the last word. Pressed again it takes the next word that
// there could be instead.
func (m *Model) complete() {
	t, query := &m.writing, m.query.Value()
	if t.gave != query || strings.HasSuffix(query, ":") {
		t.stem, t.turn = query, -1
	}
	at, words := m.completing().complete(t.stem)
	if len(words) == 0 {
		return
	}
	t.turn = (t.turn + 1) % len(words)
	m.write(t.stem[:at] + words[t.turn])
	t.gave = m.query.Value()
}

// ghost is the rest of the word that a completion would give now, where the
// cursor stands behind it.
func (m *Model) ghost() string {
	query := m.query.Value()
	if m.query.Position() != len([]rune(query)) || m.writing.gave == query && !strings.HasSuffix(query, ":") {
		return ""
	}
	at, words := m.completing().complete(query)
	if len(words) == 0 {
		return ""
	}
	bare := func(s string) string { return strings.ToLower(strings.ReplaceAll(s, `"`, "")) }
	rest, _ := strings.CutPrefix(bare(words[0]), bare(query[at:]))
	return rest
}

// offer gives the words that the last one can become.
func (m *Model) offer() *offering {
	t, query := &m.writing, m.query.Value()
	v, stem := m.completing(), query
	if t.gave == query && !strings.HasSuffix(query, ":") {
		stem = t.stem
	}
	if o := &t.offered; o.query == query && o.of == v && o.shelf == v.of && o.stem == stem {
		return o
	}
	o := offering{query: query, of: v, shelf: v.of, stem: stem}
	if _, rest, keyed := strings.Cut(stem[lastField(stem):], ":"); keyed || rest != "" {
		at, words := v.complete(stem)
		not := strings.HasSuffix(stem[:at], "-")
		for _, w := range words[:min(len(words), inLine)] {
			_, value, _ := strings.Cut(w, ":")
			o.words, o.left = append(o.words, value), append(o.left, v.leaves(w, not))
		}
	}
	t.offered = o
	return &t.offered
}

// inLine is how many words are offered at most in a line below the filter.
const inLine = 12

// offers writes in w cells what the last word can become, with how many cookies
// each would leave, as far as whole words fit; "" if there is nothing to choose.
// The one that stands in the filter is bold.
func (m *Model) offers(w int) string {
	st, o := m.styles, m.offer()
	if len(o.words) == 0 {
		return ""
	}
	var l line
	l.add(st.bold, " tab ")
	room := w - len(" tab ") - 1
	for i, word := range o.words {
		text, count := shown(word), ""
		if o.left[i] >= 0 {
			count = fmt.Sprint(" ", o.left[i])
		}
		if room -= 1 + cells(text+count) + 1; room < 0 {
			break
		}
		style := st.text
		if m.writing.gave == o.query && m.writing.turn == i {
			style = st.bold
		}
		l.add(st.text, " ").add(style, text).add(st.faint, count+" ")
	}
	if tail := "  enter keep the filter  esc drop it"; room >= len(tail) {
		l.add(st.bold, "  enter").add(st.faint, " keep the filter").add(st.bold, "  esc").add(st.faint, " drop it")
	}
	return l.String()
}

// recall puts an earlier filter in the place of this one, or a later one again.
func (m *Model) recall(by int) {
	t := &m.writing
	if t.at == 0 {
		t.own = m.query.Value()
	}
	for to := t.at + by; to >= 0 && to <= len(t.past); to += by {
		query := t.own
		if to > 0 {
			query = t.past[to-1]
		}
		if query != m.query.Value() { // one that stands there already is passed over
			t.at = to
			m.write(query)
			return
		}
	}
}

// remember keeps a filter for later: in this session any, beyond it only one of
// which each word is found in the host, name, provider or browser of a cookie.
// A filter looks at no values, so that no secret which was typed or pasted can
// be such a word.
func (m *Model) remember() tea.Cmd {
	query := strings.TrimSpace(m.query.Value())
	if query == "" {
		return nil
	}
	t := &m.writing
	t.past = slices.DeleteFunc(t.past, func(q string) bool { return q == query })
	t.past = slices.Insert(t.past, 0, query)
	t.past = t.past[:min(len(t.past), maxPast)]
	if m.conf.Remember == nil {
		return nil
	}
	sh, f := m.shelf, m.filter.filter
	return func() tea.Msg {
		if !f.known(sh) {
			return nil
		}
		if err := m.conf.Remember(query); err != nil {
			return forgottenMsg{err}
		}
		return nil
	}
}

// forgottenMsg says that a filter could not be kept for later.
type forgottenMsg struct{ err error }

// known reports whether each of a filter's words is found in some cookie.
func (f filter) known(sh *shelf) bool {
	for _, t := range f.terms {
		t.not = false
		one := filter{terms: []term{t}, now: f.now}.on(sh.texts)
		found := t.kind >= isExpired // no word but the language's own
		for _, s := range sh.sites {
			for i := 0; i < len(s.entries) && !found; i++ {
				found = one.match(s, &s.entries[i])
			}
		}
		if !found {
			return false
		}
	}
	return true
}

// found says what the filter leaves, in words: how many cookies, of how many
// sites.
func (m *Model) found() string {
	n := 0
	for _, by := range m.counts {
		n += by
	}
	return fmt.Sprintf("%d of %s · %s", n, print.Plural(m.shelf.total, "cookie"), print.Plural(len(m.sites.rows), "site"))
}

// typingLine draws the filter while it is typed, with what would complete it,
// and what it finds or why it can't. The text scrolls so that the cursor stays
// in sight; it is measured in cells, which the widget does not do.
func (m *Model) typingLine(w int) (string, int) {
	st := m.styles
	value := []rune(m.query.Value())
	pos := min(m.query.Position(), len(value))
	before, after := shown(string(value[:pos])), shown(string(value[pos:]))
	room := w - 3
	for cells(before) > room && before != "" {
		size := firstCluster(before)
		before = before[size:]
	}
	after = clip(after, room-cells(before))
	ghost := clip(shown(m.ghost()), room-cells(before+after))
	var l line
	l.add(st.bold, " /").add(st.text, before+after).add(st.faint, ghost)
	rest := room - cells(before+after+ghost)
	says, style := m.found(), st.faint
	if why := m.words.astray(m.query.Value(), len(m.sites.rows) > 0); why != "" {
		says, style = why, st.bad
	}
	for rest < cells(says)+2 && strings.Contains(says, " · ") {
		says, _, _ = strings.Cut(says, " · ")
	}
	if says = clip(says, rest-2); says != "" {
		l.add(st.text, strings.Repeat(" ", rest-cells(says))).add(style, says)
	}
	return l.String(), 2 + cells(before)
}
