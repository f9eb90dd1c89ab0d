package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"crumbs/cookies"
	"crumbs/cookies/exchange"
	"crumbs/cookies/jar"
	"crumbs/ui/print"
)

// importing is how an import was asked for.
type importing struct {
	from, into, format, url string
	dryRun, yes, asJSON     bool
}

// import1 is `crumbs import FILE --into STORE`.
func (p *program) import1() *cobra.Command {
	var i importing
	c := &cobra.Command{Use: "import FILE", Short: "put cookies of a file into a store: json, csv, cookies.txt, Playwright's, Cookie-Editor's",
		Long: "Reads cookies from a FILE (- for standard input), in any format that export writes but curl, and puts them into a cookies.txt or one store of a " +
			"browser that is closed. The format is told from the content. A cookie that the browser would not take from a server is not taken, " +
			"and the line says why; no session cookie goes into Firefox, which keeps them elsewhere. One that the store has already stays as it is. What would happen is shown first; crumbs undo takes out " +
			"again what was put in, as far as nobody has set it anew.",
		Example: "# what would go in, and what not\ncrumbs import cookies.txt --into ~/.config/chromium/Default --dry-run\n" +
			"# in, and out again\ncrumbs import state.json --into firefox --yes && crumbs undo",
	}
	f := c.Flags()
	f.SortFlags = false
	f.StringVar(&i.into, "into", "", "the store: a file, a profile's folder, or a browser or profile if there is one of that name")
	f.StringVar(&i.format, "format", "", "the file's format, if its content does not tell: "+strings.Join(texts(readable()), ", "))
	f.StringVar(&i.url, "url", "", "the URL that a Cookie: header went to")
	f.BoolVarP(&i.dryRun, "dry-run", "n", false, "say what would go in, change nothing")
	f.BoolVarP(&i.yes, "yes", "y", false, "do not ask")
	addOutput(c, &i.asJSON, nil)
	c.RunE = p.does(1, 1, func(c *cobra.Command, args []string) error {
		i.from = args[0]
		if i.into == "" {
			return usage("import needs a store to put the cookies into: --into STORE, one of those that crumbs stores lists")
		}
		if !i.dryRun && !i.yes && !canAsk() {
			return usage("there is no terminal to ask on: add --yes to import, or --dry-run to see what would go in")
		}
		return p.imported(c.Context(), &i)
	})
	return c
}

// imported reads, shows, asks, and puts in.
func (p *program) imported(ctx context.Context, i *importing) error {
	content, err := waitFor(ctx, i.read)
	if err != nil {
		return err
	}
	h, store, err := p.target(ctx, i.into)
	if err != nil {
		return err
	}
	condition := cookies.Fine()
	h.Load(ctx, []*cookies.Store{store}, func(c jar.Contents) { condition = c.Condition })
	made, err := h.Compose(ctx, store, content.Items)
	if err != nil {
		return err
	}
	shown := print.Import{File: i.from, Format: string(content.Format), Store: store, Made: made, Refused: content.Refused,
		Held: len(content.Items) + len(content.Refused), Note: content.Note, Session: sessions(store, content.Items)}
	refused := len(content.Refused) + len(made.Refused)
	if i.dryRun {
		if i.asJSON {
			for _, line := range print.RefusalWords(shown) {
				p.say("crumbs: %s", strings.TrimSuffix(line, ".\n"))
			}
			return print.ImportedJSON(os.Stdout, foreseen(store, condition, made, refused))
		}
		if !condition.Writable {
			p.say("crumbs: %v", &cookies.Problem{Condition: condition, Path: store.Path})
		}
		return print.ImportPlan(os.Stdout, shown)
	}
	if err := print.ImportPlan(os.Stderr, shown); err != nil {
		return err
	}
	items := content.Items
	if made.Rows.Len() > 0 && !i.yes && condition.Writable {
		yes, err := p.ask(ctx, fmt.Sprintf("Import %s?", print.Plural(made.Rows.Len(), "cookie")))
		if err != nil {
			return err
		}
		if !yes {
			p.say("nothing was imported")
			return nil
		}
	}
	res, err := h.Import(ctx, store, items)
	told := p.tellImport(store, res, err, len(content.Refused), i.asJSON)
	if res.ID != "" && !i.asJSON && !p.demo.passing() {
		p.say("crumbs undo %s%s takes them out again", p.demo.again(), res.ID)
	}
	return told
}

// tellImport writes what an import did. Cookies that the store had already are
// no failure; those that were refused are, and were told of one by one.
func (p *program) tellImport(store *cookies.Store, res jar.Result, err error, refused int, asJSON bool) error {
	var there []jar.Skip
	for n := 0; n < len(res.Skipped); {
		switch res.Skipped[n].Reason {
		case cookies.ReasonNewer:
			there = append(there, res.Skipped[n])
			res.Skipped = slices.Delete(res.Skipped, n, n+1)
			continue
		case cookies.ReasonUnreadable:
			res.Skipped[n].Count += refused
			refused = 0
		}
		n++
	}
	if refused > 0 {
		res.Skipped = append(res.Skipped, jar.Skip{Store: store.Path, Reason: cookies.ReasonUnreadable, Count: refused, Words: "each is named above"})
	}
	names := map[string]string{store.Path: print.StoreName(store)}
	return p.tell(res, err, names, deed{"imported", print.ImportedJSON, there, false}, asJSON)
}

// readable lists the formats that can be read back.
func readable() []exchange.Format {
	return slices.DeleteFunc(exchange.Formats(), func(f exchange.Format) bool { return f == exchange.Curl })
}

// read reads the file.
func (i *importing) read() (exchange.Content, error) {
	o := exchange.Options{URL: i.url, Now: time.Now()}
	if i.format != "" {
		f, err := choose("format", []string{i.format}, readable())
		if err != nil {
			return exchange.Content{}, err
		}
		o.Format = f[0]
	}
	var in io.Reader = os.Stdin
	if i.from != "-" {
		f, err := os.Open(i.from)
		if err != nil {
			return exchange.Content{}, fmt.Errorf("%s can't be read: %w", i.from, cause(err))
		}
		defer f.Close() //nolint:errcheck // only read
		if info, err := f.Stat(); err == nil && info.IsDir() {
			return exchange.Content{}, fmt.Errorf("%s can't be read: it is a folder", i.from)
		}
		in = f
	}
	content, err := exchange.Read(in, o)
	if err != nil {
		return content, fmt.Errorf("%s: %w", i.from, err)
	}
	return content, nil
}

// target gives the store that cookies are to be put into, by its path or by the
// name of its browser or profile, if it is the only one of that name.
func (p *program) target(ctx context.Context, into string) (*house, *cookies.Store, error) {
	var only []string
	if _, err := os.Lstat(into); err == nil || strings.ContainsAny(into, `/\`) {
		only = []string{into}
	}
	h, err := p.open(ctx, only)
	if err != nil {
		return nil, nil, err
	}
	stores, err := h.Stores(ctx)
	if err != nil {
		return nil, nil, err
	}
	var names []string
	var fit, no []*cookies.Store
	for _, s := range stores {
		words := []string{s.Browser, s.Profile, s.ProfileName, print.StoreName(s)}
		names = append(names, words...)
		switch {
		case only == nil && !slices.ContainsFunc(words, func(w string) bool { return strings.EqualFold(w, into) }):
		case jar.Importable(s):
			fit = append(fit, s)
		default:
			no = append(no, s)
		}
	}
	switch {
	case len(fit) == 1:
		return h, fit[0], nil
	case len(fit) > 1:
		paths := make([]string, len(fit))
		for n, s := range fit {
			paths[n] = s.Path
		}
		return nil, nil, usage("--into %s names %d stores: give the path of one (%s)", into, len(fit), strings.Join(paths, ", "))
	case len(no) > 0:
		return nil, nil, usage("crumbs puts no cookies into %s stores: %s", no[0].Format, no[0].Path)
	}
	if meant := print.Meant(into, names, 1); len(meant) > 0 {
		return nil, nil, usage("there is no store %q: did you mean %s? crumbs stores lists them with their paths", into, meant[0])
	}
	return nil, nil, usage("there is no store %q: crumbs stores lists those there are, with their paths", into)
}

// sessions counts the session cookies that a store keeps until its browser
// starts.
func sessions(s *cookies.Store, items []cookies.Item) int {
	n := 0
	for i := range items {
		if s.Format == cookies.Chromium && items[i].Session() {
			n++
		}
	}
	return n
}

// foreseen is the result that an import would have if nothing changed meanwhile.
func foreseen(s *cookies.Store, c cookies.Condition, made cookies.Composed, refused int) jar.Result {
	var res jar.Result
	add := func(reason cookies.Reason, n int) {
		if n > 0 {
			res.Skipped = append(res.Skipped, jar.Skip{Store: s.Path, Reason: reason, Count: n})
		}
	}
	add(cookies.ReasonNewer, made.There)
	add(cookies.ReasonUnreadable, refused)
	if !c.Writable {
		add(c.State.Reason(), made.Rows.Len())
		return res
	}
	if res.Done = made.Rows.Len(); res.Done > 0 {
		res.Stores = []jar.StoreResult{{Store: s.Path, Count: res.Done}}
	}
	return res
}
