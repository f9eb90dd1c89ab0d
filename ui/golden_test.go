package ui

import (
	"fmt"
	"image/color"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"crumbs/cookies"
	"crumbs/cookies/jar"
	"crumbs/policy"
)

func opened(host string) func(*Config) {
	return func(c *Config) { c.Site, _ = policy.ParseSite(host) }
}

// scenes are the screens and dialogs there are, each as keys lead to it.
func scenes() map[string]func(t testing.TB, w, h int) *drive {
	first := func(keys ...string) func(t testing.TB, w, h int) *drive {
		return func(t testing.TB, w, h int) *drive {
			return start(t, town(), w, h, opened("umami.opendatasoft.com")).keys(keys...)
		}
	}
	return map[string]func(t testing.TB, w, h int) *drive{
		"sites":      func(t testing.TB, w, h int) *drive { return start(t, town(), w, h) },
		"cookies":    first("j", "j", "j", "space", "space"),
		"types":      first("b"),
		"detail":     first("j", "j", "j", "j", "enter"),
		"value":      first("j", "j", "j", "j", "enter", "v"),
		"filter":     func(t testing.TB, w, h int) *drive { return first("/")(t, w, h).typed("cat:stat -ga") },
		"completion": func(t testing.TB, w, h int) *drive { return first("/")(t, w, h).typed("party:third cat:m") },
		"jump":       func(t testing.TB, w, h int) *drive { return first("f")(t, w, h).typed("spi") },
		"alike":      first("j", "j", "j", "j", "*"),
		"sorted":     first("s", "s", "S"),
		"partitions": first("b", "b", "b", "b", "b", "b"),
		"save":       first("e"),
		"console": func(t testing.TB, w, h int) *drive {
			d := first("space", "Z")(t, w, h)
			d.send(tea.EnvMsg{"TERM=linux"})
			return d.keys("d")
		},
		"light": func(t testing.TB, w, h int) *drive {
			d := first("space")(t, w, h)
			d.send(tea.BackgroundColorMsg{Color: color.White})
			return d
		},
		"folded":         first("Z"),
		"misspelt":       func(t testing.TB, w, h int) *drive { return first("/")(t, w, h).typed("provider:gogle") },
		"no match":       func(t testing.TB, w, h int) *drive { return first("/")(t, w, h).typed("zzz").keys("enter") },
		"delete":         first("j", "j", "d"),
		"clear":          first("x"),
		"delete heading": first("g", "d"),
		"delete shown": func(t testing.TB, w, h int) *drive {
			return first("h", "/")(t, w, h).typed("party:third").keys("enter", "d")
		},
		"delete marked": func(t testing.TB, w, h int) *drive {
			return first("a", "h", "j", "a", "/")(t, w, h).typed("cat:stat").keys("enter", "d")
		},
		"heading": first("g", "enter", "k", "l"),
		"correct": first("c"),
		"correct again": func(t testing.TB, w, h int) *drive {
			b := &rulebook{[]policy.Rule{{Name: "csrftoken", Domain: "opendatasoft.com", Category: policy.Functional}}}
			return start(t, town(), w, h, opened("umami.opendatasoft.com"), func(c *Config) {
				c.Judge = func() (Judge, []policy.Policy, error) { return b.judge, []policy.Policy{townPolicy()}, nil }
			}).keys("c", "up")
		},
		"sites sorted": first("h", "s", "s", "s", "s"),
		"no policy": func(t testing.TB, w, h int) *drive {
			return start(t, town(), w, h, opened("google.com")).keys("2")
		},
		"no history": first("4"),
		"audit":      first("2", "j", "j"),
		"open":       func(t testing.TB, w, h int) *drive { return first("2", "o")(t, w, h).typed("~/cookies.html") },
		"opened": func(t testing.TB, w, h int) *drive {
			return first("2", "o")(t, w, h).typed("a").keys("enter", "j")
		},
		"export":         first("2", "e"),
		"stores":         first("3", "j"),
		"history":        func(t testing.TB, w, h int) *drive { return first("x", "y", "4")(t, w, h) },
		"help":           first("?"),
		"wait to delete": first("h", "d"),
		"through":        through("d"),
		"waiting":        waits(),
		"waiting stores": waits("3", "j"),
		"quit":           waits("q"),
		"undo held": func(t testing.TB, w, h int) *drive {
			f := town()
			d := start(t, f, w, h, opened("umami.opendatasoft.com")).keys("d", "y")
			f.skipped = []jar.Skip{{Store: f.contents[1].Store.Path, Reason: cookies.ReasonInUse, Count: 4, Words: "firefox is using it (process 4711, since 09:12): close firefox and try again"}}
			return d.keys("u")
		},
		"undo through": func(t testing.TB, w, h int) *drive {
			f := town()
			f.contents[1].Condition.Port = 9222
			d := start(t, f, w, h, opened("umami.opendatasoft.com")).keys("d", "y")
			f.skipped = []jar.Skip{{Store: f.contents[1].Store.Path, Reason: cookies.ReasonInUse, Count: 4, Words: "firefox is using it (process 4711, since 09:12): close firefox and try again"}}
			return d.keys("u")
		},
		"writing": func(t testing.TB, w, h int) *drive {
			d := first()(t, w, h)
			d.work("writing umami.opendatasoft.com.json", nil) // which is not begun
			d.send(progressMsg{d.seqWork, jar.Progress{Doing: "writing", Done: 40000, Of: 120000}, nil})
			d.send(slowMsg{-d.seqWork})
			return d
		},
		"tour":       func(t testing.TB, w, h int) *drive { return start(t, town(), w, h, demo).keys("enter", "enter", "esc") },
		"taken back": first("c", "j", "enter"),
		"deleting": func(t testing.TB, w, h int) *drive {
			d := first()(t, w, h)
			d.work("deleting 300000 cookies", nil) // which is not begun
			d.send(progressMsg{d.seqWork, jar.Progress{Doing: "deleting", Done: 100000, Of: 300000}, nil})
			d.send(slowMsg{-d.seqWork})
			return d
		},
		"deleted": first("d", "y"),
		"nothing": func(t testing.TB, w, h int) *drive {
			return start(t, &fakeJar{}, w, h)
		},
		"first frame": func(t testing.TB, w, h int) *drive {
			f := town()
			d := start(t, f, w, h, func(c *Config) { c.Demo = true })
			// The stores are found, one of three is read, and it takes its time.
			half := *d.shelf
			half.stores = append([]shelved(nil), half.stores...)
			half.stores[1], half.stores[2] = shelved{Contents: jar.Contents{Store: f.contents[1].Store}}, shelved{Contents: jar.Contents{Store: f.contents[2].Store}}
			d.seq, d.loading = 7, true
			d.send(loadedMsg{seq: 7, shelf: &half, done: 1})
			d.send(slowMsg{7})
			return d
		},
	}
}

// waits is a screen on which 12 cookies wait for Firefox to close.
func waits(keys ...string) func(t testing.TB, w, h int) *drive {
	return func(t testing.TB, w, h int) *drive {
		f := town()
		d := start(t, f, w, h, opened("umami.opendatasoft.com"))
		d.waits = []*pending{{n: 1, count: 12, stays: "stay", stop: func() {}, held: []jar.Holdup{{Store: f.contents[1].Store, Condition: f.contents[1].Condition}}}}
		return d.keys(keys...)
	}
}

// through is a screen on which Firefox runs and can be asked itself.
func through(keys ...string) func(t testing.TB, w, h int) *drive {
	return func(t testing.TB, w, h int) *drive {
		f := town()
		f.contents[1].Condition.Port = 9222
		return start(t, f, w, h, opened("umami.opendatasoft.com")).keys("h").keys(keys...)
	}
}

func TestGolden(t *testing.T) {
	for name, scene := range scenes() {
		for _, size := range [][2]int{{80, 24}, {120, 40}, {44, 12}} {
			t.Run(fmt.Sprintf("%s/%dx%d", name, size[0], size[1]), func(t *testing.T) {
				golden.RequireEqual(t, scene(t, size[0], size[1]).screenText())
			})
		}
	}
}

// Nothing leaves the window at any size, on any screen.
func TestSizes(t *testing.T) {
	for name, scene := range scenes() {
		for _, size := range [][2]int{{1, 1}, {2, 3}, {19, 5}, {20, 4}, {20, 5}, {21, 6}, {33, 8}, {44, 12}, {59, 10}, {60, 11}, {80, 24}, {109, 30}, {110, 31}, {120, 40}, {250, 70}, {250, 5}, {20, 70}} {
			d := scene(t, size[0], size[1])
			inside(t, name, d)
			d.send(pressed("G"))
			inside(t, name+", at the end", d)
		}
	}
}

func inside(t *testing.T, name string, d *drive) {
	t.Helper()
	v := d.View()
	lines := strings.Split(v.Content, "\n")
	if len(lines) > d.height {
		t.Errorf("%s at %dx%d: %d lines", name, d.width, d.height, len(lines))
	}
	for i, l := range lines {
		if w := max(ansi.StringWidth(l), ansi.StringWidthWc(l)); w > d.width {
			t.Errorf("%s at %dx%d: line %d is %d cells wide", name, d.width, d.height, i, w)
		}
	}
	if c := v.Cursor; c != nil && (c.X < 0 || c.Y < 0 || c.X >= d.width || c.Y >= d.height) {
		t.Errorf("%s at %dx%d: the cursor is at %d,%d", name, d.width, d.height, c.X, c.Y)
	}
	if d.width < minWidth && d.width >= 4 && !strings.Contains(ansi.Strip(v.Content), "win") {
		t.Errorf("%s at %dx%d says nothing of the window", name, d.width, d.height)
	}
}

// A size that changes under an open screen is taken like one at the start.
func TestResized(t *testing.T) {
	for name, scene := range scenes() {
		d := scene(t, 120, 40)
		for _, size := range [][2]int{{1, 1}, {20, 5}, {44, 12}, {250, 70}} {
			d.width, d.height = size[0], size[1]
			d.arrange()
			inside(t, name, d)
		}
	}
}
