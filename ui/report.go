package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"crumbs/policy"
	"crumbs/ui/print"
)

// openedMsg says that a policy document was read for a site.
type openedMsg struct {
	site   policy.Site
	opened *Opened
	err    error
}

// exportedMsg says that a report was written.
type exportedMsg struct {
	path string
	err  error
}

// askOpen asks for the policy document that the site is to be compared with.
func (m *Model) askOpen() tea.Cmd {
	s := m.sites.current()
	switch {
	case m.conf.Open == nil:
		return m.fail("no document can be opened here")
	case s == nil:
		return m.fail("there is no site to compare a policy with")
	}
	return m.open(newPrompt("Policy of "+clip(host(s.seen.Host), 40), "a file, or the http(s) address of the site's cookie policy",
		"open", "", "keep it: it decides on the site's cookies from now on",
		func(a answer) tea.Cmd { return m.openDocument(s.seen, a) }))
}

// openDocument reads a document beside the screen.
func (m *Model) openDocument(site policy.Site, a answer) tea.Cmd {
	return tea.Batch(m.tell("reading "+a.text), func() tea.Msg {
		o, err := m.conf.Open(m.ctx, a.text, site, a.on)
		return openedMsg{site, o, err}
	})
}

// openedDocument compares the site with a document that was read. One that is
// kept decides everywhere, so all is sorted again.
func (m *Model) openedDocument(msg openedMsg) tea.Cmd {
	if msg.err != nil {
		return m.fail(msg.err.Error())
	}
	declared := print.Plural(len(msg.opened.Policy.Cookies), "cookie")
	if m.audit.opened == nil {
		m.audit.opened = map[string]*Opened{}
	}
	m.audit.of, m.audit.asked = nil, auditAsked{} // what is shown is made anew
	if msg.opened.Kept {
		delete(m.audit.opened, msg.site.Host)
		return tea.Batch(m.load(extent{}), m.tell(fmt.Sprintf("%s declared; it is the policy of %s from now on", declared, msg.site.Host)))
	}
	m.audit.opened[msg.site.Host] = msg.opened
	return m.tell(fmt.Sprintf("%s declared; compared with it until crumbs ends", declared))
}

// askExport asks where the report is to be written.
func (m *Model) askExport() tea.Cmd {
	r := m.audit.report
	switch {
	case m.conf.Export == nil:
		return m.fail("no report can be written here")
	case r == nil || m.audit.of != m.shelf:
		return m.fail("there is no report yet")
	}
	return m.open(newPrompt("Export the report", "a new file, as its ending says: .html .md .csv .json .txt", "write",
		"crumbs-audit-"+host(r.Site)+".html", "", func(a answer) tea.Cmd {
			return func() tea.Msg { return exportedMsg{a.text, m.conf.Export(a.text, *r)} }
		}))
}

func (m *Model) exported(msg exportedMsg) tea.Cmd {
	if msg.err != nil {
		return m.fail(msg.err.Error())
	}
	return m.tell("written: " + msg.path)
}
