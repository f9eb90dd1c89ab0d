package ui

import (
	"context"
	"errors"
	"strings"
	"time"

	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"crumbs/cookies"
	"crumbs/cookies/jar"
)

// Model is the screen as Bubble Tea runs it.
type Model struct {
	ctx    context.Context
	conf   Config
	keys   keyMap
	styles styles
	hints  help.Model

	width, height int
	layout        layout
	frame         *lipgloss.Canvas // drawn anew each time, kept for its memory
	screen        screen
	focus         [4]pane           // by screen
	console       *strings.Replacer // nil: the fonts have all signs
	help          bool
	helpTop       int

	shelf      *shelf
	filter     sieve
	counts     counts
	query      textinput.Model
	typing     bool
	writing    typing
	jump       jump
	words      vocabulary // of everything
	within     vocabulary // of what the terms before the last one leave
	marks      map[cookies.ID]bool
	sites      sitesPane
	list       listPane
	detail     detailPane
	audit      auditPane
	stores     storesPane
	history    historyPanes
	dialog     dialog
	armed      bool   // answers are heard: the dialog listens, or none was open a moment ago
	heard      int    // how often keys have made them wait
	answered   string // the key that ended the last dialog
	noted      bool   // what is true of every deletion was said
	status     status
	busy       string // a write that is under way
	under      work   // that write, and how far it has come
	tour       tour
	takeBack   func() tea.Cmd // the user's last word on a cookie, until something is deleted; else nil
	seqWork    int
	looks      chan struct{} // of one: held by who looks at stores, and by who writes to them
	waits      []*pending    // deletions and undos that wait for a browser to close
	seqWait    int
	seq        int // of the newest load
	stopLoad   context.CancelFunc
	loading    bool
	everLoaded bool
	done       int    // stores that the load has read
	extent     extent // of the load
	began      time.Time
	took       time.Duration                  // the last load
	opened     map[cookies.ID]cookies.Imprint // of values that were shown
	relating   bool                           // relatives are being looked for
	kin        relation                       // the last that were found
	following  []string                       // paths of the stores whose files are heard of
	stopFollow context.CancelFunc
	files      map[string]jar.Mark      // as they are now, by path
	freshening bool                     // what changed is about to be read again
	slow       bool                     // what is under way takes longer than a second
	states     map[string]cookies.State // what was in the way at the last glance, by path
	seqGlance  int                      // of the showing of the stores

	// after sends a message some time later; a test puts its own clock here.
	after func(time.Duration, tea.Msg) tea.Cmd
}

var errNoAnswer = errors.New("nothing came back")

// New makes the screen of a Config; the context ends what it has under way.
func New(ctx context.Context, c Config) *Model {
	m := &Model{
		looks: make(chan struct{}, 1),
		ctx:   ctx, conf: c, keys: newKeys(), styles: newStyles(false), hints: help.New(),
		shelf: &shelf{texts: &texts{}}, marks: map[cookies.ID]bool{}, query: textinput.New(), stopLoad: func() {},
		stopFollow: func() {}, armed: true, files: map[string]jar.Mark{}, opened: map[cookies.ID]cookies.Imprint{},
		after: func(d time.Duration, msg tea.Msg) tea.Cmd {
			return tea.Tick(d, func(time.Time) tea.Msg { return msg })
		},
	}
	m.hints.ShortSeparator = "  "
	m.hints.Styles = help.Styles{ShortKey: m.styles.bold, ShortDesc: m.styles.faint, ShortSeparator: m.styles.faint, Ellipsis: m.styles.faint}
	m.query.CharLimit = maxQuery / 4
	m.query.KeyMap.Paste.SetEnabled(false) // it would read the clipboard through other programs
	m.query.SetVirtualCursor(false)
	m.list.marks, m.list.folded, m.list.left = m.marks, map[foldKey]bool{}, map[string]rowKey{}
	m.stores.waits, m.stores.stale = m.waitsFor, m.stale
	m.stores.loading = func() bool { return m.loading }
	m.sites.want = c.Site.Host
	m.tour.on = c.Demo
	if !c.Site.IsZero() {
		m.focus[onCookies] = paneList
	}
	m.width, m.height = c.Width, c.Height
	m.arrange()
	return m
}

// Init begins the first load.
func (m *Model) Init() tea.Cmd { return m.load(extent{all: true}) }

// Update routes a message to the part that it is about.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	cmd := m.route(msg)
	m.arrange()
	return m, tea.Batch(cmd, m.advance(), m.followed(), m.freshen())
}

func (m *Model) route(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
	case tea.EnvMsg:
		return m.suit(msg)
	case tea.BackgroundColorMsg:
		m.styles = newStyles(!msg.IsDark())
	case tea.KeyPressMsg:
		return m.press(msg)
	case tea.PasteMsg:
		return m.paste(msg)
	case tea.MouseClickMsg:
		return m.click(msg)
	case tea.MouseWheelMsg:
		m.wheel(msg)
	case loadedMsg:
		return m.loaded(msg)
	case changesMsg:
		return m.noteMarks(msg)
	case lookedMsg:
		m.lookedAt(msg)
	case standingMsg:
		return m.attend(msg)
	case stoodMsg:
		return m.stood(msg)
	case glanceMsg:
		return m.glance(msg)
	case glancedMsg:
		return m.glanced(msg)
	case staleMsg:
		return m.reread()
	case slowMsg:
		m.slow = m.slow || m.loading && msg.seq == m.seq || m.busy != "" && msg.seq == -m.seqWork
	case progressMsg:
		return m.advanced(msg)
	case fadedMsg:
		m.faded(msg)
	case armedMsg:
		m.armed = m.armed || msg.n == m.heard
	case removedMsg:
		return m.removed(msg)
	case restoredMsg:
		return m.restored(msg)
	case heldMsg:
		return m.heldUp(msg)
	case waitedMsg:
		return m.waited(msg)
	case ruledMsg:
		return m.ruledAsBefore(msg)
	case correctedMsg:
		return m.corrected(msg)
	case keptMsg:
		return m.keptOrNot(msg)
	case learntMsg:
		m.learnt(vocabulary(msg))
	case recalledMsg:
		m.recalled(msg)
	case forgottenMsg:
		return m.fail(msg.err.Error())
	case revealedMsg:
		m.revealed(msg)
	case copiedMsg:
		return m.copied(msg)
	case auditedMsg:
		m.auditDone(msg)
	case openedMsg:
		return m.openedDocument(msg)
	case kinMsg:
		m.related(msg)
	case exportedMsg:
		return m.exported(msg)
	case writtenMsg:
		return m.wrote(msg)
	case sealedMsg:
		m.stores.seals = msg
	case historyMsg:
		return m.historyRead(msg)
	case entryMsg:
		m.entryRead(msg)
	}
	return nil
}

// press gives a key to whoever has the keyboard: a dialog, the filter that is
// being typed, the help, the screen.
func (m *Model) press(msg tea.KeyPressMsg) tea.Cmd {
	if m.dialog == nil && !m.typing && !m.jump.on && m.late(msg) {
		return m.disarm(repeat)
	}
	if m.status.bad {
		m.status.text = ""
	}
	switch {
	case key.Matches(msg, m.keys.Kill):
		return m.kill()
	case key.Matches(msg, m.keys.Suspend):
		return tea.Suspend
	case m.dialog != nil:
		return m.inDialog(msg)
	case m.typing:
		return m.type1(msg)
	case m.jump.on:
		return m.jumping(msg)
	case m.help:
		return m.inHelp(msg)
	}
	return m.onScreen(msg)
}

// edit gives a message to the text of the filter and applies what it became.
func (m *Model) edit(msg tea.Msg) tea.Cmd {
	before := m.query.Value()
	var cmd tea.Cmd
	m.query, cmd = m.query.Update(msg)
	if m.query.Value() != before {
		m.refilter()
	}
	return cmd
}

// paste takes pasted text where text is typed, and nowhere else.
func (m *Model) paste(msg tea.PasteMsg) tea.Cmd {
	switch {
	case m.dialog != nil && !m.armed:
		return m.disarm(repeat)
	case m.dialog != nil:
		if p, ok := m.dialog.(*prompt); ok {
			p.insert(msg.Content)
		}
	case m.typing:
		return m.edit(msg)
	case m.jump.on:
		text, _, _ := strings.Cut(strings.TrimSpace(msg.Content), "\n")
		m.retype(m.jump.text + text)
	}
	return nil
}

func (m *Model) unfilter() {
	m.typing = false
	m.query.Blur()
	m.query.SetValue("")
	m.refilter()
}

// inHelp scrolls the help or leaves it.
func (m *Model) inHelp(msg tea.KeyPressMsg) tea.Cmd {
	t := table{n: m.helpLines(), h: m.layout.body.h, top: m.helpTop}
	switch {
	case key.Matches(msg, m.keys.Help), key.Matches(msg, m.keys.Back):
		m.help = false
	case key.Matches(msg, m.keys.Quit):
		return m.quit()
	case key.Matches(msg, m.keys.Down):
		t.scroll(1)
	case key.Matches(msg, m.keys.Up):
		t.scroll(-1)
	case key.Matches(msg, m.keys.HalfDown):
		t.scroll(max(1, t.h/2))
	case key.Matches(msg, m.keys.HalfUp):
		t.scroll(-max(1, t.h/2))
	case key.Matches(msg, m.keys.PageDown):
		t.scroll(t.h)
	case key.Matches(msg, m.keys.PageUp):
		t.scroll(-t.h)
	case key.Matches(msg, m.keys.End):
		t.scroll(t.n)
	case key.Matches(msg, m.keys.Top):
		t.scroll(-t.n)
	}
	m.helpTop = t.top
	if !m.help {
		m.helpTop = 0
	}
	return nil
}

func (m *Model) helpLines() int { return len(helpLines(m.styles, m.keys, m.layout.body.w)) }

// refilter reads the filter anew and applies it.
func (m *Model) refilter() {
	m.filter.filter = parseFilter(m.query.Value(), m.now())
	m.refill()
}

// refill puts what is on the shelf and passes the filter into the panes.
func (m *Model) refill() {
	m.sites.now, m.list.now, m.detail.now, m.history.now = m.now(), m.now(), m.now(), m.now()
	m.list.labels, m.list.labelled = m.shelf.labels, m.shelf.labelled
	m.filter = m.filter.after(m.filter, m.shelf.texts)
	m.counts = m.sites.refill(m.shelf, m.filter)
	m.list.refill(m.sites.current(), m.filter)
	m.stores.refill(m.shelf)
}

// arrange lays the screen out and tells the panes what fits.
func (m *Model) arrange() {
	m.layout = arrange(m.width, m.height, m.screen, m.focus[m.screen])
	switch p := m.layout.panes; m.screen {
	case onCookies:
		m.sites.resize(len(m.sites.rows), p[paneSites].h-1)
		m.list.resize(m.list.count, p[paneList].h-m.list.over(p[paneList].h))
		m.follow()
		// To count its lines all of them are laid out, which a profile showed to be
		// three quarters of a key that is held down: only where it was scrolled.
		if m.detail.top > 0 {
			m.detail.measure(p[paneDetail])
		}
	case onAudit:
		m.audit.resize(len(m.audit.lines), p[paneSites].h-1)
	case onStores:
		m.stores.resize(len(m.stores.stores), p[paneSites].h-1)
	case onHistory:
		m.history.entries.resize(len(m.history.all), p[paneSites].h-1)
		m.history.single.h = max(0, p[paneList].h-1)
		m.history.measure()
	}
}

// follow makes the list show the site under the cursor, and the detail the
// cookie under it. A value that was shown goes with the cursor.
func (m *Model) follow() {
	if s := m.sites.current(); s != m.list.site {
		m.list.refill(s, m.filter)
	}
	row := m.list.current()
	if row.key() != m.detail.subject.key() || !m.list.site.is(m.detail.site) {
		m.detail.top = 0
	}
	m.detail.subject, m.detail.site = row, m.list.site
	if seen := m.detail.seen; seen != nil &&
		(row.entry == nil || row.id() != seen.id || setAt(row.Cookie) != seen.set || row.Cookie.Imprint() != seen.of) {
		m.hide()
	}
	if row.entry != nil {
		m.detail.kept = row.kept
	}
}

// hide forgets a value that was shown.
func (m *Model) hide() {
	if m.detail.seen != nil {
		clear(m.detail.seen.bytes)
		m.detail.seen = nil
	}
}

// followed gives what the cursor's new place asks for.
func (m *Model) followed() tea.Cmd {
	return tea.Batch(m.readEntry(), m.audited(), m.relate(), m.learn())
}
