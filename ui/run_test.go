package ui

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"

	"crumbs/policy"
)

// terminal is an emulated one that keeps what was written to it.
type terminal struct {
	*vt.SafeEmulator
	mu      sync.Mutex
	written bytes.Buffer
}

func (t *terminal) Write(b []byte) (int, error) {
	t.mu.Lock()
	t.written.Write(b)
	t.mu.Unlock()
	return t.SafeEmulator.Write(b)
}

func (t *terminal) bytes() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.written.String()
}

func (t *terminal) text() string { return ansi.Strip(t.Render()) }

// rest lets everything happen that is under way, and d pass. In a synctest
// bubble that takes no time.
func rest(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// running runs the real program in an emulated terminal.
func running(t *testing.T, f *fakeJar, env []string, do func(term *terminal)) {
	runningJar(t, f, env, do)
}

func runningJar(t *testing.T, f Jar, env []string, do func(term *terminal), change ...func(*Config)) {
	synctest.Test(t, func(t *testing.T) {
		term := &terminal{SafeEmulator: vt.NewSafeEmulator(120, 40)}
		if _, err := term.SafeEmulator.Write([]byte(ansi.SetModeLineFeedNewLine)); err != nil {
			t.Fatal(err)
		}
		c := Config{
			Jar: f, Now: func() time.Time { return today },
			Judge: func() (Judge, []policy.Policy, error) { return judge, []policy.Policy{townPolicy()}, nil },
			Options: []tea.ProgramOption{
				tea.WithInput(term), tea.WithOutput(term), tea.WithWindowSize(120, 40), tea.WithoutSignalHandler(),
				tea.WithEnvironment(env), tea.WithColorProfile(colorprofile.Env(env)),
			},
		}
		opened("umami.opendatasoft.com")(&c)
		for _, ch := range change {
			ch(&c)
		}
		ended := make(chan error, 1)
		go func() { ended <- Run(t.Context(), c) }()
		rest(time.Second)
		do(term)
		term.SendText("q")
		rest(time.Second)
		if closer, ok := term.InputPipe().(interface{ Close() error }); ok {
			_ = closer.Close()
		}
		if err := <-ended; err != nil {
			t.Errorf("the program ended with %v", err)
		}
		rest(stays) // what still waits for its time ends
	})
}

// The whole way, through a terminal: look, delete, bring back.
func TestRun(t *testing.T) {
	f := town()
	running(t, f, []string{"TERM=xterm-256color"}, func(term *terminal) {
		see := func(want ...string) {
			t.Helper()
			for _, w := range want {
				if !strings.Contains(term.text(), w) {
					t.Errorf("the terminal does not show %q:\n%s", w, term.text())
				}
			}
		}
		see("umami.opendatasoft.com", "69 cookies", "Not in the policy")
		if p := term.CursorPosition(); term.CursorHidden() || p.X != 33 || p.Y != 6 {
			t.Errorf("the cursor is at %v, hidden %v: want it on the selected row", p, term.CursorHidden())
		}
		term.SendText("dy") // one burst
		rest(time.Second)
		see("Delete csrftoken")
		if f.deletes != 0 {
			t.Error("dy in one burst deleted")
		}
		term.SendText("\r\r\r")
		rest(time.Second)
		if f.deletes != 0 {
			t.Error("enter deleted")
		}
		term.SendText("y")
		rest(time.Second)
		see("deleted 1 cookie, u brings it back", "68 cookies")
		rest(stays)
		if strings.Contains(term.text(), "deleted 1 cookie") {
			t.Error("the information stays for ever")
		}
		term.SendText("u")
		rest(time.Second)
		see("1 cookie is back", "69 cookies")
		term.Paste("dy")
		rest(time.Second)
		if f.deletes != 1 {
			t.Error("pasted text deleted")
		}
	})
}

// Without colours, and on a terminal that can nothing, focus, marks and
// categories can still be told.
func TestPlainTerminals(t *testing.T) {
	for _, env := range [][]string{{"TERM=xterm-256color", "NO_COLOR=1"}, {"TERM=dumb"}} {
		running(t, town(), env, func(term *terminal) {
			term.SendText(" ")
			rest(time.Second)
			for _, want := range []string{"●", "▌", "›", "statistical", "[1 Cookies]", "1 marked"} {
				if !strings.Contains(term.text(), want) {
					t.Errorf("%v: no %q:\n%s", env, want, term.text())
				}
			}
			for _, colour := range []string{"\x1b[3", "\x1b[4", "\x1b[9", "\x1b[10", ";3", ";9"} {
				for n := range 8 {
					if strings.Contains(term.bytes(), fmt.Sprintf("%s%dm", colour, n)) {
						t.Errorf("%v: the colour %q is written", env, fmt.Sprintf("%s%dm", colour, n))
					}
				}
			}
		})
	}
}

// Only the 16 colours of the user's theme are ever asked for.
func TestSixteenColours(t *testing.T) {
	running(t, town(), []string{"TERM=xterm-256color", "COLORTERM=truecolor"}, func(term *terminal) {
		term.SendText("jjv")
		rest(time.Second)
		term.SendText("x")
		rest(time.Second)
		term.SendText("n?")
		rest(time.Second)
		for _, other := range []string{"38;5;", "48;5;", "38;2;", "48;2;", "38:", "48:"} {
			if strings.Contains(term.bytes(), other) {
				t.Errorf("%q is written", other)
			}
		}
	})
}

// What a stranger put into a store reaches the terminal only escaped: checked
// on the bytes written.
func TestHostileBytes(t *testing.T) {
	f := village()
	running(t, f, []string{"TERM=xterm-256color"}, func(term *terminal) {
		for _, keys := range []string{"h", "j", "j", "j", "l", "j", "v", "b", "b", "b", "d", "n", "c", "n", "3", "j", "j", "4", "l", "1"} {
			term.SendText(keys)
			rest(300 * time.Millisecond)
		}
		out := term.bytes()
		for _, bad := range []string{"\x1b]0;EVIL", "\x1b[31mEVIL", "\u009b", "\u0090", "\u202e", "\u2066", "\x07EVIL", "\x7f", "\x00", "\u200d", "\u2028", "\U000e0001"} {
			if strings.Contains(out, bad) {
				t.Errorf("%q is written to the terminal", bad)
			}
		}
		if !strings.Contains(out, "EVIL") {
			t.Error("nothing of it was shown: the test proves nothing")
		}
	})
}
