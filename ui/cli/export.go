package cli

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"crumbs/cookies"
	"crumbs/cookies/exchange"
	"crumbs/cookies/find"
	"crumbs/cookies/jar"
	"crumbs/policy"
	"crumbs/ui"
	"crumbs/ui/print"
)

// exporting is how an export was asked for.
type exporting struct {
	selection
	format, to         string
	values, yes, force bool

	as      exchange.Format
	request exchange.Request // of a format for one
}

// export is `crumbs export [SITE]`.
func (p *program) export() *cobra.Command {
	var e exporting
	c := &cobra.Command{Use: "export [SITE]", Short: "write cookies for other programs: curl, wget, Playwright, Cookie-Editor, a spreadsheet",
		Long: "Writes the cookies that SITE and the filters select, for another program. json, ndjson and csv hold all that crumbs knows of a " +
			"cookie, with the value only if --values is given. netscape (cookies.txt, for curl and wget), storage-state (Playwright) and " +
			"cookie-editor are of no use without values, and neither are header and curl, which are for one URL and hold what a browser would " +
			"send there. Values are secrets: who has them is signed in as you. So crumbs asks first, writes a file that nobody else may read, " +
			"and refuses to show them on a terminal without --force. Of a damaged store that --store names it writes what can still be read. What a format has no place for is said on standard error; exit code 4 says " +
			"that cookies or values are missing from it.",
		Example: "# as you, without the browser\ncrumbs export kiosk.example --format netscape -o cookies.txt && curl -b cookies.txt https://kiosk.example/\n" +
			"# a table, without values\ncrumbs export --category marketing --format csv -o marketing.csv",
	}
	f := c.Flags()
	f.SortFlags = false
	f.StringVar(&e.format, "format", "", strings.Join(texts(exchange.Formats()), ", "))
	f.StringVarP(&e.to, "output", "o", "", "write to this file, in the format that its name ends in if none is given")
	e.addSecret(f)
	e.add(c)
	_ = c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(texts(exchange.Formats()), cobra.ShellCompDirectiveNoFileComp))
	c.RunE = p.does(0, 1, func(c *cobra.Command, args []string) error {
		if err := e.check(args); err != nil {
			return err
		}
		w, err := e.wants(args)
		if err != nil {
			return err
		}
		return p.exported(c.Context(), &e, w)
	})
	return c
}

// addSecret gives a command the flags that are about values.
func (e *exporting) addSecret(f *pflag.FlagSet) {
	f.BoolVar(&e.values, "values", false, "with the values, which are secrets")
	f.BoolVarP(&e.yes, "yes", "y", false, "do not ask")
	f.BoolVar(&e.force, "force", false, "show secrets on a terminal")
}

// formatFor gives the format that a word asks for, or that a file's name ends
// in where there is no word; "" where neither says one.
func formatFor(word, to string, all []exchange.Format) (exchange.Format, error) {
	if word == "" {
		return exchange.FormatOf(to), nil
	}
	f, err := choose("format", []string{word}, all)
	if err != nil {
		return "", err
	}
	return f[0], nil
}

// check settles what can be wrong before anything is read.
func (e *exporting) check(args []string) error {
	var err error
	if e.as, err = formatFor(e.format, e.to, exchange.Formats()); err != nil {
		return err
	}
	if e.as == "" {
		return usage("export needs a --format: %s", strings.Join(texts(exchange.Formats()), ", "))
	}
	if e.as.OfRequest() {
		err := exchange.ErrNoURL
		if len(args) > 0 {
			e.request, err = exchange.NewRequest(args[0])
		}
		if err != nil {
			return usage("--format %s: %w", e.as, err)
		}
	}
	if err := e.guarded(); err != nil {
		return err
	}
	if !onStdout(e.to) {
		return writable(e.to)
	}
	return nil
}

// secret reports whether values are written.
func (e *exporting) secret() bool { return e.values || e.as.NeedsValues() }

// guarded keeps values off a terminal, and from where nobody can be asked.
func (e *exporting) guarded() error {
	switch {
	case e.secret() && showing(e.to) && !e.force:
		return usage("values are secrets, and a terminal keeps what it has shown: write to a file with -o FILE, or add --force")
	case e.secret() && !e.values && !e.yes && !canAsk():
		return usage("%s holds values, which are secrets, and there is no terminal to ask on: add --yes", e.as)
	}
	return nil
}

// agreed asks before values are written that the format needs and nobody asked
// for by name. What it does not agree to is said.
func (p *program) agreed(ctx context.Context, e *exporting, n int) (bool, error) {
	if !e.as.NeedsValues() || e.values || e.yes || n == 0 {
		return true, nil
	}
	yes, err := p.ask(ctx, fmt.Sprintf("Write %s with their values? Whoever has them is signed in as you.", print.Plural(n, "cookie")))
	if err == nil && !yes {
		p.say("nothing was written")
	}
	return yes, err
}

// write writes an export, which on a terminal does no harm.
func (e *exporting) write(ctx context.Context, text []byte) error {
	return output(ctx, e.to, func(w io.Writer) error {
		if showing(e.to) {
			text = fitForTerminal(text)
		}
		_, err := w.Write(text)
		return err
	})
}

// handOver writes rows as an export, and says what the format can't hold.
func (p *program) handOver(ctx context.Context, e *exporting, rows []print.Row) (account, error) {
	text, told, err := exchanged(ctx, e.as, e.secret(), e.request, rows)
	for _, line := range told.notes {
		p.say("crumbs: %s", line)
	}
	if err != nil {
		return told, err
	}
	return told, e.write(ctx, text)
}

// exported reads, asks, and writes.
func (p *program) exported(ctx context.Context, e *exporting, w want) error {
	p.salvage = len(e.stores) > 0
	h, r, chosen, err := p.read(ctx, e.stores, w)
	if err != nil {
		return err
	}
	if err := p.notAStore(ctx, e.to, e.stores, e.as == exchange.Netscape); err != nil {
		return err
	}
	inOrder(chosen)
	if e.as.OfRequest() {
		if chosen, err = e.sent(chosen); err != nil {
			return err
		}
	}
	if yes, err := p.agreed(ctx, e, len(chosen)); !yes {
		return err
	}
	told, err := p.handOver(ctx, e, slices.Collect(rows(ctx, h, chosen, e.secret())))
	if err != nil {
		return err
	}
	if !onStdout(e.to) {
		p.say("%s: %s", e.to, print.Plural(told.written, "cookie"))
	}
	damaged := slices.ContainsFunc(r.stores, func(c jar.Contents) bool { return c.Cookies != nil && c.Condition.State == cookies.Damaged })
	if damaged && told.missing == 0 {
		return &fault{partly, fmt.Errorf("%s exported, of a damaged store what could be read", print.Plural(told.written, "cookie"))}
	}
	return told.fault()
}

// fitForTerminal makes the bytes of strangers harmless, line by line.
func fitForTerminal(text []byte) []byte {
	lines := bytes.Split(text, []byte("\n"))
	for i, line := range lines {
		fields := strings.Split(string(line), "\t")
		for j, field := range fields {
			fields[j] = cookies.Visible(field)
		}
		lines[i] = []byte(strings.Join(fields, "\t"))
	}
	return bytes.Join(lines, []byte("\n"))
}

// notAStore makes sure that what is written to a file does not take the place of
// a browser's cookies, whether they are read or not, or of another file of the
// browser's, or of what crumbs itself needs: nor does the demo what is the user's.
// Named are those of --store. A jar is written over a cookies.txt, which may be an
// earlier export.
func (p *program) notAStore(ctx context.Context, to string, named []string, asJar bool) error {
	if onStdout(to) {
		return nil
	}
	everywhere, err := p.enter(nil)
	if err != nil {
		return err
	}
	if everywhere.owns(to) || ofUser().owns(to) {
		return usage("%s is a file that crumbs itself needs: name another file", to)
	}
	info, _ := os.Stat(to)
	if info == nil {
		return nil // it takes the place of nothing
	}
	stores, _ := everywhere.Stores(ctx) // as far as they are found
	if everywhere.demo {
		stores = append(stores, find.FromEnv().Stores(ctx)...)
	}
	found := stores
	for _, path := range named {
		there, _ := find.Open(path, nil)
		stores = append(stores, there...)
	}
	for _, s := range stores {
		for _, part := range []string{"", "-wal", "-journal"} {
			if there, err := os.Stat(s.Path + part); err == nil && os.SameFile(info, there) {
				return usage("%s is where %s keeps its cookies: name another file", to, print.StoreName(s))
			}
		}
	}
	if s := keeper(to, found); s != nil {
		return usage("%s is a file of %s: name another file", to, print.StoreName(s))
	}
	earlier := func(s *cookies.Store) bool { return asJar && s.Format == cookies.Netscape }
	if there, err := find.Open(to, nil); err == nil && slices.ContainsFunc(there, func(s *cookies.Store) bool { return !earlier(s) }) {
		return usage("%s is where a browser keeps its cookies: name another file", to)
	}
	return nil
}

// keeper gives the store whose browser keeps the file at this path: one that lies
// in the folder of its profile or of all its profiles. Text jars have no such
// folder: they lie beside what is anybody's.
func keeper(path string, stores []*cookies.Store) *cookies.Store {
	above := foldersOf(path)
	for _, s := range stores {
		if s.Format.Text() {
			continue
		}
		for _, folder := range []string{s.Folder, s.UserData} {
			if within(above, folder) {
				return s
			}
		}
	}
	return nil
}

// sent gives those of the cookies that go to the request, all of one browser's
// profile and one container: no request has cookies of two.
func (e *exporting) sent(list []policy.Sorted) ([]policy.Sorted, error) {
	now := time.Now()
	var out []policy.Sorted
	var places []string
	for _, s := range list {
		if !e.request.Takes(s.Cookie, now) {
			continue
		}
		out = append(out, s)
		place := print.StoreName(s.Cookie.Store)
		if c := s.Cookie.Container(); c != "" {
			place += ", container " + c
		}
		if !slices.Contains(places, place) {
			places = append(places, place)
		}
	}
	if len(places) > 1 {
		return nil, usage("cookies of %d places go there, and a request has those of one: choose with --browser, --profile, --store or --container (%s)",
			len(places), strings.Join(places, "; "))
	}
	return out, nil
}

// account is what is to be said of an export.
type account struct {
	written int
	missing int // cookies left out, and values that are null
	notes   []string
}

// fault is nil where nothing is missing.
func (a account) fault() error {
	if a.missing == 0 {
		return nil
	}
	return &fault{partly, fmt.Errorf("%s exported, %d not or without value", print.Plural(a.written, "cookie"), a.missing)}
}

// exchanged makes the text of an export. Cookies that the format can't hold, or
// that it needs a value of which can't be opened, are left out and accounted for.
// It tells how far it has come; when ctx ends it gives an error and no text.
func exchanged(ctx context.Context, f exchange.Format, withValues bool, to exchange.Request, rows []print.Row) ([]byte, account, error) {
	var told account
	unopened, unfit := tally{}, tally{}
	var items []cookies.Item
	for r := range telling(ctx, "preparing", rows) {
		it := cookies.Item{Cookie: *r.Cookie}
		if r.Value != nil {
			if r.Value.Err != nil {
				unopened.add(r.Value.Err.Error())
				if f.NeedsValues() {
					continue
				}
			}
			it.Value = r.Value.Bytes
		}
		if why := exchange.Fits(f, &it); why != "" {
			unfit.add(why)
			continue
		}
		items = append(items, it)
	}
	if err := ctx.Err(); err != nil {
		return nil, told, err
	}
	told.written, told.missing = len(items), unopened.sum()+unfit.sum()
	behind := "it is null"
	if f.NeedsValues() {
		behind = "its cookie is left out"
	}
	unopened.each(func(why string, n int) {
		told.notes = append(told.notes, fmt.Sprintf("%s can't be opened, so that %s: %s", print.Plural(n, "value"), behind, why))
	})
	unfit.each(func(why string, n int) {
		told.notes = append(told.notes, fmt.Sprintf("%s %s left out, which %s can't hold", print.Plural(n, "cookie"), why, f))
	})
	if told.written == 0 && told.missing > 0 {
		return nil, told, errors.New("nothing was exported")
	}
	if lost := exchange.Losses(f, items); len(lost) > 0 {
		parts := make([]string, len(lost))
		for i, l := range lost {
			parts[i] = fmt.Sprintf("%s (%s)", l.What, print.Plural(l.Count, "cookie"))
		}
		told.notes = append(told.notes, fmt.Sprintf("%s has no place for %s", f, strings.Join(parts, ", ")))
	}
	if n := exchange.Alike(f, items); n > 0 {
		told.notes = append(told.notes, fmt.Sprintf("%d of them have the name, domain and path of another, from another browser, profile, container or "+
			"partition: what reads the file keeps one of each; --browser, --profile and --container choose", n))
	}
	if n := onlyForCurl(f, items); n > 0 {
		told.notes = append(told.notes, fmt.Sprintf("%s that scripts of pages may not read: curl takes their lines, wget does not", print.Plural(n, "cookie")))
	}
	var b bytes.Buffer
	if err := cmp.Or(writeExport(ctx, &b, f, to, rows, items, withValues), ctx.Err()); err != nil {
		return nil, told, err
	}
	return b.Bytes(), told, nil
}

// telling gives the rows one after another and tells how far it has come, until
// ctx ends.
func telling(ctx context.Context, doing string, rows []print.Row) iter.Seq[print.Row] {
	return func(yield func(print.Row) bool) {
		for i, r := range rows {
			if i%500 == 0 {
				jar.Tell(ctx, doing, i, len(rows))
			}
			if ctx.Err() != nil || !yield(r) {
				return
			}
		}
	}
}

// onlyForCurl counts the lines of a cookies.txt that begin with #HttpOnly_.
func onlyForCurl(f exchange.Format, items []cookies.Item) int {
	n := 0
	for i := range items {
		if f == exchange.Netscape && items[i].HTTPOnly {
			n++
		}
	}
	return n
}

// writeExport writes rows in a format of the contract's, items in another's.
func writeExport(ctx context.Context, b *bytes.Buffer, f exchange.Format, to exchange.Request, rows []print.Row, items []cookies.Item, withValues bool) error {
	switch f {
	case exchange.NDJSON:
		return print.CookiesNDJSON(b, telling(ctx, "writing", rows))
	case exchange.CSV:
		return print.CookiesCSV(b, telling(ctx, "writing", rows), withValues)
	case exchange.Netscape:
		b.Write(exchange.NetscapeText(items))
		return nil
	case exchange.StorageState:
		return print.Object(b, exchange.StateOf(items))
	case exchange.CookieEditor:
		return print.Object(b, exchange.EditorOf(items))
	case exchange.Header:
		exchange.InOrder(items)
		if len(items) > 0 {
			b.WriteString("Cookie: " + exchange.Line(items) + "\n")
		}
		return nil
	case exchange.Curl:
		exchange.InOrder(items)
		b.WriteString(to.CurlCommand(items) + "\n")
		return nil
	}
	return print.CookiesJSON(b, telling(ctx, "writing", rows), false)
}

// writeCookies writes cookies for the screen: to a new file, in the format that
// its name ends in. One that is there is not written over.
func (h *house) writeCookies(ctx context.Context, path string, list []policy.Sorted, values bool) (ui.Written, error) {
	path = atHome(path)
	f := exchange.FormatOf(path)
	switch {
	case f == "":
		return ui.Written{}, fmt.Errorf("%s does not end in a format: .json, .ndjson, .csv, .txt, storage-state.json or cookie-editor.json", path)
	case f.NeedsValues() && !values:
		return ui.Written{}, fmt.Errorf("%s is of no use without values: choose them with tab, or another format", f)
	}
	if _, err := os.Lstat(path); err == nil {
		return ui.Written{}, fmt.Errorf("%s is there already: give another name", path)
	}
	text, told, err := exchanged(ctx, f, values, exchange.Request{}, slices.Collect(rows(ctx, h, list, values)))
	if ctx.Err() != nil { // values that were not opened because of that must not be missing in the file
		return ui.Written{}, ctx.Err()
	}
	if err != nil {
		return ui.Written{}, errors.Join(err, errors.New(strings.Join(told.notes, "; ")))
	}
	err = output(ctx, path, func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
	w := ui.Written{Cookies: told.written}
	if told.missing > 0 {
		w.Note = strings.Join(told.notes, "; ")
	}
	return w, err
}

// tally counts by words, in the order in which they came.
type tally struct {
	words []string
	n     map[string]int
}

func (t *tally) add(word string) {
	if t.n == nil {
		t.n = map[string]int{}
	}
	if t.n[word]++; t.n[word] == 1 {
		t.words = append(t.words, word)
	}
}

func (t *tally) sum() int {
	n := 0
	for _, c := range t.n {
		n += c
	}
	return n
}

func (t *tally) each(do func(word string, n int)) {
	for _, w := range t.words {
		do(w, t.n[w])
	}
}
