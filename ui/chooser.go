package ui

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"crumbs/policy"
)

// correction is the decision to keep a rule: the user's word on a cookie. A
// rule without a category takes the word back.
type correction struct{ rule policy.Rule }

// chooser lets the user say what a cookie is for.
type chooser struct {
	name, domain string // as stored, the domain without a leading dot
	now          policy.Category
	ruled        bool // the user has said something before
	cur          int
	everywhere   bool // the rule is for every domain
}

func newChooser(e *entry) *chooser {
	c := &chooser{
		name:   e.Cookie.Name,
		domain: policy.Registrable(e.Cookie.Host),
		now:    e.Verdict.Category,
		ruled:  e.Verdict.Source == policy.SourceUser,
	}
	for i, cat := range policy.Categories() {
		if cat == c.now {
			c.cur = i
		}
	}
	return c
}

// choices is how many lines can be chosen: the categories, and the taking back
// of a word where there is one.
func (c *chooser) choices() int {
	if c.ruled {
		return len(policy.Categories()) + 1
	}
	return len(policy.Categories())
}

// press gives a correction for enter.
func (c *chooser) press(k keyMap, msg tea.KeyPressMsg) decision {
	switch {
	case key.Matches(msg, k.Up):
		c.cur = (c.cur + c.choices() - 1) % c.choices()
	case key.Matches(msg, k.Down):
		c.cur = (c.cur + 1) % c.choices()
	case key.Matches(msg, k.Toggle), key.Matches(msg, k.Next):
		c.everywhere = !c.everywhere
	case key.Matches(msg, k.No), key.Matches(msg, k.Quit):
		return left{}
	case key.Matches(msg, k.Enter):
		return correction{c.rule()}
	}
	return nil
}

func (c *chooser) rule() policy.Rule {
	r := policy.Rule{Name: c.name, Domain: c.domain}
	if c.everywhere {
		r.Domain = ""
	}
	if c.cur < len(policy.Categories()) {
		r.Category = policy.Categories()[c.cur]
	}
	return r
}

// click chooses the line at a place in the box.
func (c *chooser) click(_, y, _ int) {
	if y >= 1 && y <= c.choices() {
		c.cur = y - 1
	}
}

// view draws the chooser.
func (c *chooser) view(st styles, w, h int) ([]string, int, int) {
	w = min(w, 58)
	in := w - 4
	var rows []string
	for i := range c.choices() {
		on := st.of(i == c.cur)
		text, style := "as sorted without your word", on.text
		if i < len(policy.Categories()) {
			cat := policy.Categories()[i]
			text, style = string(cat), on.category[cat]
			if cat == c.now {
				text += "  (now)"
			}
		}
		var l line
		l.add(on.mark, marker(i == c.cur, true)+" ").add(style, fit(text, in-2))
		rows = append(rows, l.String())
	}
	where := "on " + host(c.domain) + " and below"
	if c.everywhere {
		where = "on every site"
	}
	tail := []string{""}
	for _, t := range wrap("for "+clip(shown(c.name), 24)+" "+where, in) {
		tail = append(tail, st.text.Render(fit(t, in)))
	}
	keys := "enter save   space here or everywhere   esc leave"
	if cells(keys) > in {
		keys = "enter save  space everywhere  esc leave"
	}
	tail = append(tail, "", st.faint.Render(fit(keys, in)))
	if len(rows)+len(tail)+2 > h { // the keys are said below too
		tail = append(tail[:len(tail)-2], tail[len(tail)-1])
	}
	for len(rows)+len(tail)+2 > h && len(tail) > 0 {
		tail = tail[:len(tail)-1]
	}
	y := 1 + c.cur
	if over := len(rows) + 2 - h; over > 0 { // too many lines for the window
		from := min(over, c.cur)
		rows = rows[from : len(rows)-(over-from)]
		y -= from
	}
	for _, t := range tail {
		rows = append(rows, t+strings.Repeat(" ", max(0, in-cells(t))))
	}
	return box(st, "What is "+clip(shown(c.name), 30)+" for?", rows, w), 2, y
}
