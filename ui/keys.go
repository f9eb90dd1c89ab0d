package ui

import "charm.land/bubbles/v2/key"

// keyMap is every key there is. The help screen and the README's table are
// printed from it.
type keyMap struct {
	Up, Down, Top, End, HalfUp, HalfDown, PageUp, PageDown key.Binding
	Next, Left, Right, Enter, Back                         key.Binding
	Cookies, Audit, Stores, History                        key.Binding
	Mark, MarkAll, Unmark, Delete, Clear, Undo, Keep       key.Binding
	Correct, Drop                                          key.Binding
	Filter, NextHit, PrevHit, Sort, Reverse, Group         key.Binding
	Jump, Alike, Fold, FoldAll                             key.Binding
	Complete, Earlier                                      key.Binding
	Value, Copy, CopyJSON, Reload                          key.Binding
	Open, Export                                           key.Binding
	Help, Quit, Kill, Suspend                              key.Binding

	// Of dialogs only.
	Yes, No, Toggle, Wait, Through key.Binding
}

func newKeys() keyMap {
	bind := func(help, does string, keys ...string) key.Binding {
		return key.NewBinding(key.WithKeys(keys...), key.WithHelp(help, does))
	}
	return keyMap{
		Up:       bind("k ↑", "up", "k", "up"),
		Down:     bind("j ↓", "down", "j", "down"),
		Top:      bind("g home", "first row", "g", "home"),
		End:      bind("G end", "last row", "G", "end"),
		HalfUp:   bind("ctrl+u", "half a page up", "ctrl+u"),
		HalfDown: bind("ctrl+d", "half a page down, never deletes", "ctrl+d"),
		PageUp:   bind("pgup", "page up", "pgup", "ctrl+b"),
		PageDown: bind("pgdn", "page down", "pgdown", "ctrl+f"),

		Next:  bind("tab", "other pane", "tab"),
		Left:  bind("h ←", "pane at the left; on a heading: fold", "h", "left"),
		Right: bind("l →", "pane at the right; on a heading: unfold", "l", "right"),
		Enter: bind("enter", "detail; on a heading: fold, unfold", "enter"),
		Back:  bind("esc", "back, one layer a press; never quits", "esc"),

		Cookies: bind("1", "cookies", "1"),
		Audit:   bind("2", "audit: declared against stored", "2"),
		Stores:  bind("3", "stores", "3"),
		History: bind("4", "history", "4"),

		Mark:    bind("space", "mark and go on", "space"),
		MarkAll: bind("a", "mark all shown", "a"),
		Unmark:  bind("A", "unmark all", "A"),
		Delete:  bind("d", "delete marked, or what is under the cursor", "d"),
		Clear:   bind("x", "clear the site's non-necessary cookies", "x"),
		Undo:    bind("u", "undo the last deletion, c or K, or the deletion under the cursor", "u"),
		Keep:    bind("K", "keep: put on, take off the keep list", "K"),
		Drop:    bind("W", "stop waiting for a browser to close", "W"),
		Correct: bind("c", "correct the category; saved as your rule", "c"),

		Filter:   bind("/", "filter", "/"),
		Complete: bind("tab →", "in a filter: complete the word; again: the next one", "tab"),
		Earlier:  bind("↑ ↓", "in a filter: an earlier one, a later one", "up"),
		Jump:     bind("f", "find a site: type some of its name, tab goes to the next", "f"),
		Alike:    bind("*", "mark what is of the same provider and category, or name; again: on all sites", "*"),
		NextHit:  bind("n", "next cookie shown, on any site", "n"),
		PrevHit:  bind("N", "the one before", "N"),
		Sort:     bind("s", "sort by the next column, in sight or not", "s"),
		Reverse:  bind("S", "reverse the order", "S"),
		Group:    bind("b", "group by policy section, type, category, party, provider, browser, partition", "b"),
		Fold:     bind("z", "fold, unfold the heading that the cursor is under", "z"),
		FoldAll:  bind("Z", "fold all headings, unfold all", "Z"),

		Value:    bind("v", "show, hide the value", "v"),
		Copy:     bind("y", "copy the value", "y"),
		CopyJSON: bind("Y", "copy as JSON", "Y"),
		Reload:   bind("r", "reload", "r"),
		Open:     bind("o", "open a policy document for the site", "o"),
		Export:   bind("e", "export the cookies shown, or the audit's report", "e"),

		Help:    bind("?", "help", "?"),
		Quit:    bind("q", "quit", "q"),
		Kill:    bind("ctrl+c", "quit, from anywhere", "ctrl+c"),
		Suspend: bind("ctrl+z", "suspend", "ctrl+z"),

		Yes:    bind("y", "delete", "y"),
		No:     bind("n", "keep", "n", "esc"),
		Toggle: bind("space", "toggle", "space"),
		Wait:   bind("w", "in a preview: delete when the browser has closed", "w"),

		Through: bind("p", "in a preview: delete through the running browser", "p"),
	}
}

// groups gives the keys under the headings of the help screen.
func (k keyMap) groups() []keyGroup {
	return []keyGroup{
		{"Move", []key.Binding{k.Down, k.Up, k.Top, k.End, k.HalfDown, k.HalfUp, k.PageDown, k.PageUp, k.Next, k.Left, k.Right, k.Enter, k.Back}},
		{"Screens", []key.Binding{k.Cookies, k.Audit, k.Stores, k.History, k.Help, k.Quit, k.Kill, k.Suspend}},
		{"Cookies", []key.Binding{k.Mark, k.MarkAll, k.Alike, k.Unmark, k.Delete, k.Clear, k.Wait, k.Through, k.Drop, k.Undo, k.Keep, k.Correct}},
		{"Look", []key.Binding{k.Filter, k.Complete, k.Earlier, k.Jump, k.NextHit, k.PrevHit, k.Sort, k.Reverse, k.Group, k.Fold, k.FoldAll, k.Value, k.Copy, k.CopyJSON, k.Reload}},
		{"Audit", []key.Binding{k.Open, k.Export}},
	}
}

type keyGroup struct {
	title string
	keys  []key.Binding
}

// KeyTable gives every key of the screen with what it does, in the order of
// the help screen.
func KeyTable() [][2]string {
	var out [][2]string
	for _, g := range newKeys().groups() {
		for _, b := range g.keys {
			out = append(out, [2]string{b.Help().Key, b.Help().Desc})
		}
	}
	return out
}
