package ui

import (
	"context"
	"errors"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"crumbs/policy"
	"crumbs/ui/print"
)

// Written says what an export of cookies came to.
type Written struct {
	Cookies int
	Note    string // what is missing from the file, "" for nothing
}

// writtenMsg says that cookies were written to a file.
type writtenMsg struct {
	path    string
	written Written
	err     error
}

// WriteCookies writes cookies to a new file, in the format that its name ends in,
// with their values if those are asked for.
type WriteCookies func(ctx context.Context, path string, list []policy.Sorted, values bool) (Written, error)

// askWrite asks where the cookies that the list shows are to be written. Values
// go along only if that is chosen there, with the words that they are secrets.
func (m *Model) askWrite() tea.Cmd {
	var list []policy.Sorted
	for _, h := range m.list.groups {
		for e := range h.cookies() {
			list = append(list, e.Sorted)
		}
	}
	switch {
	case m.conf.Write == nil:
		return m.fail("no cookies can be written here")
	case len(list) == 0:
		return m.fail("there is no cookie to export")
	}
	name := "crumbs"
	if s := m.sites.current(); s != nil {
		name = host(s.seen.Host)
	}
	return m.open(newPrompt("Export "+print.Plural(len(list), "cookie"), "a new file; its ending says the format: .json .csv .txt (curl, wget)",
		"write", name+".json", "with values: secrets that sign in whoever has the file", func(a answer) tea.Cmd {
			return m.work("writing "+a.text, func(ctx context.Context) tea.Msg {
				w, err := m.conf.Write(ctx, a.text, list, a.on)
				return writtenMsg{a.text, w, err}
			})
		}))
}

// wrote says what came of it.
func (m *Model) wrote(msg writtenMsg) tea.Cmd {
	m.busy = ""
	switch {
	case errors.Is(msg.err, context.Canceled):
		words := "stopped"
		if p := m.under.Progress; p.Of > 0 {
			words = fmt.Sprintf("stopped %s at %d of %d", p.Doing, p.Done, p.Of)
		}
		return m.fail(words + ": " + msg.path + " was not written")
	case msg.err != nil:
		return m.fail(msg.err.Error())
	case msg.written.Note != "":
		return m.fail("written: " + msg.path + ", " + print.Plural(msg.written.Cookies, "cookie") + "; " + msg.written.Note)
	}
	return m.tell("written: " + msg.path + ", " + print.Plural(msg.written.Cookies, "cookie"))
}
