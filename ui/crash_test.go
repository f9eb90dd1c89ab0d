package ui

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"

	"crumbs/cookies"
	"crumbs/cookies/jar"
	"crumbs/policy"
)

// secret is what a panic may be about, and no report.
const secret = "sekret-of-bank.example"

// breakingJar panics where values are asked for.
type breakingJar struct{ *fakeJar }

func (breakingJar) Values(context.Context, []*cookies.Cookie) []jar.Value { panic(secret) }

// Wherever the program breaks, the terminal is given back, and the report says
// where and nothing of what is stored.
func TestCrash(t *testing.T) {
	for _, c := range []struct {
		name, keys string
		alter      func(m *Model)
		want       []string
	}{
		{"in Update", "/a", func(m *Model) {
			now, calls := m.conf.Now, 0
			m.conf.Now = func() time.Time {
				if calls++; m.query.Value() != "" {
					panic(errors.New(secret))
				}
				return now()
			}
		}, []string{"Update of tea.KeyPressMsg", "a *errors.errorString", "ui.(*Model).refilter"}},
		{"in View", "3", func(m *Model) { m.stores.stale = func(*shelved) bool { panic(secret) } }, []string{"in       View", "a string"}},
		{"in a command", "v", func(m *Model) { m.conf.Jar = breakingJar{m.conf.Jar.(*fakeJar)} }, []string{"a command", "a string", "ui.breakingJar.Values", "crash_test.go:"}},
		{"in one of several commands, at once", "", func(m *Model) {
			m.after = func(time.Duration, tea.Msg) tea.Cmd {
				return tea.Batch(func() tea.Msg { return nil }, func() tea.Msg { panic(secret) })
			}
		}, []string{"a command"}},
		{"by the runtime", "3", func(m *Model) {
			m.stores.stale = func(*shelved) bool { return []bool{}[len(m.width0())] }
		}, []string{"runtime error: index out of range [1] with length 0"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				term := &terminal{SafeEmulator: vt.NewSafeEmulator(120, 40)}
				if _, err := term.SafeEmulator.Write([]byte(ansi.SetModeLineFeedNewLine)); err != nil {
					t.Fatal(err)
				}
				ctx, stop := context.WithCancel(t.Context())
				defer stop()
				conf := Config{
					Jar: town(), Now: func() time.Time { return today },
					Judge: func() (Judge, []policy.Policy, error) { return judge, []policy.Policy{townPolicy()}, nil },
				}
				opened("umami.opendatasoft.com")(&conf)
				g := &guard{Model: New(ctx, conf), stop: stop}
				c.alter(g.Model)
				ended := make(chan error, 1)
				go func() {
					ended <- run(ctx, g, []tea.ProgramOption{tea.WithInput(term), tea.WithOutput(term), tea.WithWindowSize(120, 40), tea.WithoutSignalHandler(), tea.WithEnvironment([]string{"TERM=xterm-256color"})})
				}()
				rest(time.Second)
				if c.keys != "" {
					term.SendText(c.keys)
					rest(time.Second)
				}
				if closer, ok := term.InputPipe().(interface{ Close() error }); ok {
					_ = closer.Close()
				}
				var crash *Crash
				if err := <-ended; !errors.As(err, &crash) {
					t.Fatalf("it ended with %v", err)
				}
				for _, w := range c.want {
					if !strings.Contains(crash.Report, w) {
						t.Errorf("no %q in the report:\n%s", w, crash.Report)
					}
				}
				for _, bad := range []string{secret, "bank.example", "opendatasoft", "/home/ada", "sessionid", "/ui/"} {
					if strings.Contains(crash.Report, bad) || strings.Contains(crash.Error(), bad) {
						t.Errorf("%q is in the report:\n%s", bad, crash.Report)
					}
				}
				out := term.bytes()
				left := strings.LastIndex(out, "\x1b[?1049l") > strings.LastIndex(out, "\x1b[?1049h") && strings.LastIndex(out, "\x1b[?25h") > strings.LastIndex(out, "\x1b[?25l")
				if began := strings.Contains(out, "\x1b[?1049h"); strings.Contains(out, secret) || began && !left || !began && c.keys != "" {
					t.Errorf("the terminal is not as it was, or is told the secret: %q", out[max(0, len(out)-200):])
				}
				rest(stays)
			})
		})
	}
}

// width0 is one byte, as the compiler can't know.
func (m *Model) width0() []byte { return make([]byte, min(1, m.width)) }
