package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"crumbs/cookies"
	"crumbs/cookies/jar"
	"crumbs/policy"
)

func (d *drive) plainText() string { return ansi.Strip(d.screenText()) }

func (d *drive) shows(want ...string) {
	d.t.Helper()
	for _, w := range want {
		if text := d.plainText(); !strings.Contains(text, w) {
			d.t.Errorf("the screen does not say %q:\n%s", w, text)
		}
	}
}

func (d *drive) lacks(unwanted ...string) {
	d.t.Helper()
	for _, w := range unwanted {
		if text := d.plainText(); strings.Contains(text, w) {
			d.t.Errorf("the screen says %q:\n%s", w, text)
		}
	}
}

func (d *drive) under() string {
	if e := d.list.current().entry; e != nil {
		return e.Cookie.Name
	}
	return ""
}

func umami(t testing.TB, f *fakeJar) *drive {
	return start(t, f, 120, 40, opened("umami.opendatasoft.com"))
}

func TestInformationFades(t *testing.T) {
	d := umami(t, town()).keys("b")
	d.shows("grouped by type")
	d.settle()
	d.lacks("grouped by type")
}

func TestValue(t *testing.T) {
	d := umami(t, town()).keys("j", "j", "j", "j")
	d.lacks("1034567890")
	d.keys("v")
	d.shows("GA1.2.1034567890.17000", "Google Analytics client id", "2023-11-14 22:13 UTC")
	held := d.detail.seen.bytes
	d.keys("j")
	d.lacks("1034567890")
	if strings.Contains(string(held), "1034567890") {
		t.Error("the value is still in memory")
	}
	d.keys("k")
	d.lacks("1034567890")
	d.keys("v", "v")
	d.lacks("1034567890")
	// A value that arrives after the cursor has left its cookie is not shown.
	id := d.list.current().id()
	d.keys("j")
	d.send(revealedMsg{id, jar.Value{Bytes: []byte("GA1.2.1034567890.1700000000")}})
	d.lacks("1034567890")
	d.keys("v", "3", "1")
	d.lacks("1034567890")
}

func TestCopy(t *testing.T) {
	d := umami(t, town()).keys("y")
	if d.clip != "GA1.2.1034567890.1700000000" {
		t.Errorf("y copied %q", d.clip)
	}
	d.shows("copied the value of csrftoken")
	d.lacks("1034567890")
	d.keys("Y")
	if !strings.Contains(d.clip, `"csrftoken"`) || strings.Contains(d.clip, "1034567890") {
		t.Errorf("Y copied %s", d.clip)
	}
	d.keys("v", "Y")
	if !strings.Contains(d.clip, "1034567890") {
		t.Errorf("Y with the value shown copied %s", d.clip)
	}
}

// Single keys do nothing while a filter is typed.
func TestTypingIsNoKey(t *testing.T) {
	f := town()
	d := umami(t, f).keys("/").typed("dxuyq134?rva A")
	if d.dialog != nil || d.quit || d.help || f.deletes+f.loads != 1 || d.screen != onCookies || len(d.marks) > 0 {
		t.Error("a letter of the filter was taken for a key")
	}
	if d.query.Value() != "dxuyq134?rva A" {
		t.Errorf("the filter is %q", d.query.Value())
	}
	d.shows("Nothing matches")
	d.keys("esc")
	d.shows("csrftoken")
}

func TestFilterAndHits(t *testing.T) {
	d := umami(t, town()).keys("/").typed("name:ide").keys("enter")
	d.shows("filter: name:ide")
	if d.under() != "IDE" || d.sites.current().seen.Host != "umami.opendatasoft.com" {
		t.Fatalf("on %s of %s", d.under(), d.sites.current().seen.Host)
	}
	d.keys("n")
	if d.under() != "IDE" || d.sites.current().seen.Host != "google.com" {
		t.Errorf("n went to %s of %s", d.under(), d.sites.current().seen.Host)
	}
	d.keys("N")
	if d.sites.current().seen.Host != "umami.opendatasoft.com" {
		t.Errorf("N went to %s", d.sites.current().seen.Host)
	}
	d.keys("esc", "esc", "esc", "esc", "esc")
	if d.quit || d.query.Value() != "" {
		t.Error("esc left the filter, or the program")
	}
}

func TestGroupings(t *testing.T) {
	d := umami(t, town())
	d.shows("policy: Opendatasoft", "Not in the policy", "no consent needed", "consent unless anonymised")
	for g := bySection; g < groupings; g++ {
		n := map[cookies.ID]int{}
		for _, r := range d.list.rows(0) {
			if r.entry != nil {
				n[r.id()]++
			}
		}
		if len(n) != 8 {
			t.Errorf("by %s: %d cookies, want 8", g, len(n))
		}
		for id, times := range n {
			if times != 1 {
				t.Errorf("by %s: %s stands there %d times", g, id.Key.Name, times)
			}
		}
		d.keys("b")
	}
	d.shows("Not in the policy")
	d.keys("b")
	d.shows("by type", "Necessary", "Statistical", "First-party", "Third-party")
	d.keys("h", "h", "j")
	if last := d.list.row(d.list.count - 1); last.entry != nil || last.head.title != "Third-party" || last.head.consent != policy.ConsentNeeded {
		t.Error("a type of which there is no cookie has no heading")
	}
}

// A site without a policy shows categories and says so.
func TestNoPolicy(t *testing.T) {
	start(t, town(), 120, 40, opened("google.com")).shows("no policy, by category", "Marketing", "Functional")
}

func TestFoldAndPanes(t *testing.T) {
	d := umami(t, town()).keys("g")
	if d.under() != "" {
		t.Fatal("g does not go to the first heading")
	}
	d.keys("h")
	d.shows("▸ Necessary")
	d.lacks("csrftoken")
	d.keys("h")
	if d.focus[onCookies] != paneSites {
		t.Error("h on a folded heading stays")
	}
	d.keys("l", "l")
	d.shows("▾ Necessary", "csrftoken")
	d.keys("j", "l")
	if d.focus[onCookies] != paneDetail {
		t.Error("l on a cookie does not go to the detail")
	}
	d.keys("esc", "esc", "esc", "esc")
	if d.focus[onCookies] != paneSites || d.quit {
		t.Error("esc does not end at the sites")
	}
	d.keys("q")
	if !d.quit {
		t.Error("q does not quit")
	}
}

func TestMouse(t *testing.T) {
	f := town()
	d := umami(t, f)
	click := func(x, y int) { d.send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft}) }
	click(5, 5)
	if d.sites.current().seen.Host != "google.com" || d.focus[onCookies] != paneSites {
		t.Errorf("a click selected %s", d.sites.current().seen.Host)
	}
	click(40, 6)
	if d.under() != "csrftoken" || d.focus[onCookies] != paneList {
		t.Errorf("a click selected %q", d.under())
	}
	click(40, 5)
	click(40, 5)
	d.shows("▸ Necessary")
	expires := strings.Index(strings.Split(d.plainText(), "\n")[4], "EXPIRES") - len("│") + 1
	click(expires, 4)
	d.shows("↑EXPIRES")
	click(expires, 4)
	d.shows("↓EXPIRES")
	click(expires, 4)
	d.shows("↑EXPIRES")
	d.send(tea.MouseWheelMsg{X: 5, Y: 10, Button: tea.MouseWheelDown})
	for _, tab := range d.layout.tabs {
		click(tab.x+1, 0)
		if d.screen != tab.screen {
			t.Errorf("a click on %q shows screen %d", tab.label, d.screen)
		}
	}
	d.keys("1", "x")
	for y := range 40 {
		for x := y % 3; x < 120; x += 7 {
			click(x, y)
		}
	}
	if f.deletes != 0 || d.dialog == nil {
		t.Error("a click answered a dialog")
	}
}

func TestKeyTable(t *testing.T) {
	seen := map[string]bool{}
	for _, row := range KeyTable() {
		if row[0] == "" || row[1] == "" || seen[row[0]] {
			t.Errorf("%q stands there twice, or says nothing", row)
		}
		seen[row[0]] = true
	}
	bound := map[string]string{}
	for _, g := range newKeys().groups() {
		for _, b := range g.keys {
			for _, k := range b.Keys() {
				if strings.HasPrefix(b.Help().Desc, "in a filter:") {
					continue // where no other key is one
				}
				if bound[k] != "" {
					t.Errorf("%s is bound to %q and to %q", k, bound[k], b.Help().Desc)
				}
				bound[k] = b.Help().Desc
			}
		}
	}
}

// The audit is of the site in view, and made anew when what it is of changes.
func TestAudit(t *testing.T) {
	d := start(t, town(), 120, 40, opened("umami.opendatasoft.com")).keys("2")
	if d.audit.report == nil || d.audit.report.Site != "umami.opendatasoft.com" || d.audit.report.Policy == "" {
		t.Fatalf("the report is %+v", d.audit.report)
	}
	before := len(d.audit.report.Findings)
	d.keys("1", "G", "d", "y", "2")
	if d.audit.of != d.shelf {
		t.Error("after a deletion the report is of what was before")
	}
	d.keys("esc")
	if d.screen != onCookies {
		t.Error("esc does not lead back")
	}
	if before == 0 {
		t.Error("nothing was found in the town")
	}
}

// A document that is opened is compared with, and decides on nothing else
// unless it is kept.
func TestAuditOpens(t *testing.T) {
	d := start(t, town(), 120, 40, opened("umami.opendatasoft.com")).keys("2", "o").typed("a.html").keys("enter")
	if d.dialog != nil || d.audit.report == nil || d.audit.report.Declared != 2 || d.audit.report.Policy != "a.html" {
		t.Fatalf("the report is %+v", d.audit.report)
	}
	loads := d.seq
	d.keys("o").typed("b.html").keys("tab", "enter")
	if d.seq == loads {
		t.Error("a policy that is kept does not decide")
	}
	d.keys("o").typed("missing").keys("enter")
	if !strings.Contains(d.screenText(), "missing can't be read") {
		t.Error("a document that can't be read is not told of")
	}
	d.keys("o").typed("x").keys("esc")
	want := []string{"open a.html for umami.opendatasoft.com, keep false", "open b.html for umami.opendatasoft.com, keep true",
		"open missing for umami.opendatasoft.com, keep false"}
	if !slices.Equal(d.asked, want) {
		t.Errorf("asked %q", d.asked)
	}
}

// A path is often pasted; what was pasted before the question stood there is
// no answer to it.
func TestAuditPaste(t *testing.T) {
	d := start(t, town(), 120, 40, opened("umami.opendatasoft.com")).keys("2")
	d.burst("o")
	d.send(tea.PasteMsg{Content: "/early"})
	d.settle()
	d.send(tea.PasteMsg{Content: "/home/ada/policy.html\nrm -rf /"})
	d.keys("enter")
	if want := []string{"open /home/ada/policy.html for umami.opendatasoft.com, keep false"}; !slices.Equal(d.asked, want) {
		t.Errorf("asked %q, want %q", d.asked, want)
	}
}

// What is written is what is shown, folded or not, and values go along only if
// that was chosen.
func TestExportsWhatIsShown(t *testing.T) {
	d := start(t, town(), 120, 40, opened("umami.opendatasoft.com"))
	shown := 0
	for _, r := range d.list.rows(0) {
		if r.entry != nil {
			shown++
		}
	}
	d.keys("e")
	if !strings.Contains(d.screenText(), "secrets") {
		t.Error("it does not say that values are secrets")
	}
	d.keys("enter").keys("e", "tab", "enter")
	d.keys("/").typed("cat:statistical").keys("enter", "e", "enter")
	want := []string{
		fmt.Sprintf("write %d to umami.opendatasoft.com.json, values false", shown),
		fmt.Sprintf("write %d to umami.opendatasoft.com.json, values true", shown),
	}
	if len(d.asked) != 3 || !slices.Equal(d.asked[:2], want) || d.asked[2] == want[0] {
		t.Errorf("asked %q, want %q and fewer", d.asked, want)
	}
	d.keys("e").typed("taken").keys("enter")
	if !strings.Contains(d.screenText(), "is there already") {
		t.Error("that nothing was written is not told")
	}
	d.keys("/").typed("nothingiscalledso").keys("enter", "e")
	if !strings.Contains(d.screenText(), "no cookie to export") {
		t.Error("an empty export is not refused")
	}
}

func TestAuditExports(t *testing.T) {
	d := start(t, town(), 120, 40, opened("umami.opendatasoft.com")).keys("2", "e", "enter")
	if want := []string{"export umami.opendatasoft.com to crumbs-audit-umami.opendatasoft.com.html"}; !slices.Equal(d.asked, want) {
		t.Errorf("asked %q, want %q", d.asked, want)
	}
	d.keys("e").typed("taken").keys("enter")
	if !strings.Contains(d.screenText(), "is there already") {
		t.Error("that nothing was written is not told")
	}
}

// The keys that go through a list go through the help too, to its very ends.
func TestHelpScrolls(t *testing.T) {
	d := start(t, town(), 80, 24).keys("?", "G")
	n, h := d.helpLines(), d.layout.body.h
	for _, c := range []struct {
		key  string
		want int // the first line in sight
	}{{"g", 0}, {"ctrl+d", h / 2}, {"ctrl+u", 0}, {"pgdown", h}, {"j", h + 1}, {"k", h}, {"end", n - h}, {"pgup", n - 2*h}, {"home", 0}} {
		if d.keys(c.key); d.helpTop != c.want {
			t.Errorf("%s goes to line %d of %d, want %d; %d are in sight", c.key, d.helpTop, n, c.want, h)
		}
	}
}
