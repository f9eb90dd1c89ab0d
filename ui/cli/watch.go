package cli

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"crumbs/cookies"
	"crumbs/cookies/jar"
	"crumbs/policy"
	"crumbs/policy/consent"
	"crumbs/policy/plan"
	"crumbs/ui/print"
)

// watch is `crumbs watch SITE`.
func (p *program) watch() *cobra.Command {
	var all bool
	var period time.Duration
	var a auditing
	c := &cobra.Command{Use: "watch SITE", Short: "what the browser writes while you click: new, changed, gone",
		Long: "Shows the site's cookies as the browser writes them, until ctrl+c or the time is over, and then the audit of the site. " +
			"What you type and end with enter marks that moment (\"reject all\"), so that before and after can be told apart; " +
			"an answer that the site records is told as soon as it is written. " +
			"Firefox writes at once, its session cookies some 15 s later; Chromium every 30 s and when it is closed.",
		Example: "# click through a consent banner, then see what came before and after the answer\ncrumbs watch kiosk.example\n" +
			"# for a script: an object a line, for two minutes\ncrumbs watch kiosk.example --json --for 2m"}
	addOutput(c, &a.asJSON, nil)
	c.Flags().BoolVar(&all, "all", false, "also cookies of other sites that are set meanwhile")
	c.Flags().DurationVar(&period, "for", 0, "end by itself after this time: 90s, 5m")
	c.Flags().Lookup("for").DefValue = "" // 0s in the help would read as a time
	addStore(c.Flags(), &a.stores)
	c.Flags().StringVar(&a.policy, "policy", "", "the site's policy for the audit, in any form that policy parse reads")
	c.Flags().StringVarP(&a.to, "output", "o", "", "write the audit to this file, in the format that its name ends in if none is given")
	c.Flags().StringVar(&a.format, "format", "", "of the audit: "+strings.Join(texts(print.AuditFormats()), ", "))
	_ = c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(texts(print.AuditFormats()), cobra.ShellCompDirectiveNoFileComp))
	c.RunE = p.does(1, 1, func(c *cobra.Command, args []string) error {
		site, err := siteOf(args)
		if err != nil {
			return err
		}
		switch {
		case period < 0:
			return usage("--for can't be below zero")
		case a.format != "" && a.to == "":
			return usage("--format is that of the audit's file: name it with -o, for standard output has the stream")
		case a.to != "":
			// Not after an hour of clicking.
			if err := cmp.Or(writable(a.to), p.notAStore(c.Context(), a.to, a.stores, false)); err != nil {
				return err
			}
		}
		w := &watching{p: p, site: site, json: a.asJSON, to: a.to, all: all, started: time.Now(), marks: []moment{{}}}
		a.asJSON = false // the stream is JSON; the audit is what its file's name says
		if w.format, err = a.chosenFormat(); err != nil {
			return err
		}
		if w.h, err = p.open(c.Context(), a.stores); err != nil {
			return err
		}
		if w.on, err = p.against(c.Context(), w.h, a.policy, site); err != nil {
			return err
		}
		return w.run(c.Context(), period)
	})
	return c
}

// watching is a watch on its way.
type watching struct {
	p         *program
	h         *house
	site      policy.Site
	on        comparison
	json, all bool
	started   time.Time

	format print.AuditFormat // of the audit at the end
	to     string

	mu     sync.Mutex
	stores map[string]jar.Contents // as they were read last, by path
	marks  []moment                // the one before any was made, then the user's
	others map[string]int          // changes of other sites' cookies, by site
	err    error                   // of writing
}

// moment is what the user marked, with what happened from then on.
type moment struct {
	name   string
	at     time.Time
	events map[policy.Category]map[jar.Event]int
}

func (w *watching) run(ctx context.Context, period time.Duration) error {
	watched, stop := context.WithCancel(ctx)
	defer stop()
	if period > 0 {
		var over context.CancelFunc
		watched, over = context.WithTimeout(watched, period)
		defer over()
	}
	w.stores, w.others = map[string]jar.Contents{}, map[string]int{}
	if !w.json && term.IsTerminal(os.Stdin.Fd()) {
		go w.listen(os.Stdin)
	}
	start := cookies.FromTime(w.started)
	want := func(c *cookies.Cookie) bool { return w.site.Holds(c) || max(c.Created, c.Updated) >= start }
	err := w.h.Watch(watched, want, func(s jar.Sight) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.see(ctx, s)
		if w.err != nil {
			stop() // whoever read this went away
		}
	})
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := first(err, w.err); err != nil {
		return err
	}
	if ctx.Err() != nil {
		// It ended the watch, and is no interruption of what follows; a second
		// ctrl+c is.
		ctx = context.WithoutCancel(ctx)
	}
	return w.end(ctx)
}

// listen marks a moment for every line that is typed.
func (w *watching) listen(from io.Reader) {
	lines := bufio.NewScanner(from)
	for lines.Scan() {
		name := strings.TrimSpace(lines.Text())
		w.mu.Lock()
		if name == "" {
			name = fmt.Sprintf("moment %d", len(w.marks))
		}
		w.marks = append(w.marks, moment{name: name, at: time.Now()})
		w.write(print.Moment(os.Stdout, name, stdout()))
		w.mu.Unlock()
	}
}

func (w *watching) write(err error) { w.err = first(w.err, err) }

// see shows what a look at the stores gave.
func (w *watching) see(ctx context.Context, s jar.Sight) {
	for _, c := range s.Stores {
		if c.Cookies != nil {
			w.stores[c.Store.Path] = c
		} else if s.First {
			w.p.say("crumbs: %v", &cookies.Problem{Condition: c.Condition, Path: c.Store.Path})
		}
	}
	if s.First {
		w.greet()
	}
	now := time.Now()
	for i := range s.Changes {
		c := s.Changes[i]
		v := w.on.sorter.Verdict(&c.Cookie, w.site)
		if !w.site.Holds(&c.Cookie) && !v.Shared {
			w.others[cookies.Registrable(c.Cookie.Host)]++
			if !w.all {
				continue
			}
		}
		w.count(c.Event, v.Category)
		if w.json {
			w.write(print.WatchNDJSON(os.Stdout, c, v))
			continue
		}
		w.write(print.WatchLine(os.Stdout, c, v, stdout(), now))
		if c.Event != jar.Gone && consent.Is(c.Cookie.Name) {
			w.answered(ctx, &c.Cookie)
		}
	}
}

func (w *watching) greet() {
	if len(w.stores) == 0 {
		w.p.say("no store can be read yet")
		return
	}
	n := 0
	for _, c := range w.stores {
		for i := range c.Cookies {
			if w.site.Holds(&c.Cookies[i]) {
				n++
			}
		}
	}
	w.p.say("%s stored of %s in %s; what changes is shown as browsers write it", print.Plural(n, "cookie"), w.site.Host, print.Plural(len(w.stores), "store"))
	if !w.json && term.IsTerminal(os.Stdin.Fd()) {
		w.p.say("a line that you type marks that moment; ctrl+c ends the watch and shows the audit")
	}
}

// count notes a change under the last moment that was marked.
func (w *watching) count(e jar.Event, c policy.Category) {
	m := &w.marks[len(w.marks)-1]
	if m.events == nil {
		m.events = map[policy.Category]map[jar.Event]int{}
	}
	if m.events[c] == nil {
		m.events[c] = map[jar.Event]int{}
	}
	m.events[c][e]++
}

// answered tells the answer that the site has just recorded.
func (w *watching) answered(ctx context.Context, c *cookies.Cookie) {
	values := w.h.Values(ctx, []*cookies.Cookie{c})
	if len(values) != 1 || values[0].Err != nil {
		return
	}
	records, _ := consent.Read([]consent.Entry{{Name: c.Name, Value: values[0].Bytes}})
	clear(values[0].Bytes)
	for _, r := range records {
		w.write(print.Recorded(os.Stdout, r, stdout()))
	}
}

// end sums the watch up and makes the report.
func (w *watching) end(ctx context.Context) error {
	if len(w.others) > 0 && !w.all {
		sites := slices.SortedFunc(maps.Keys(w.others), func(a, b string) int { return w.others[b] - w.others[a] })
		more := ""
		if len(sites) > 5 {
			more = fmt.Sprintf(" and %d more", len(sites)-5)
		}
		w.p.say("cookies of other sites were set meanwhile: %s%s (--all shows them)", strings.Join(sites[:min(5, len(sites))], ", "), more)
	}
	if w.json && w.to == "" {
		return nil
	}
	if !w.json {
		for _, m := range w.marks {
			w.write(print.Since(os.Stdout, m.name, m.at, m.events, stdout()))
		}
	}
	if w.err != nil {
		return w.err
	}
	var all []policy.Sorted
	for _, path := range slices.Sorted(maps.Keys(w.stores)) {
		all = append(all, w.on.sorter.Sort(w.stores[path].Cookies, w.site)...)
	}
	all = plan.Select(all, w.site, plan.Filter{}, time.Now())
	return w.p.writeReport(ctx, w.on.report(ctx, w.h, all), w.format, w.to)
}
