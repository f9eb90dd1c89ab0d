// Package jar makes all stores on this machine one thing: it loads them side by
// side, deletes from them with the undo journal written first, puts back what
// was deleted, and settles what a crash left open.
package jar

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"crumbs/cookies"
	"crumbs/cookies/chromium"
	"crumbs/cookies/explorer"
	"crumbs/cookies/find"
	"crumbs/cookies/firefox"
	"crumbs/cookies/journal"
	"crumbs/cookies/safari"
	"crumbs/cookies/scratch"
	"crumbs/cookies/textjar"
	"crumbs/cookies/values"
	"crumbs/cookies/webkit"
)

// format is what each kind of store can do.
type format interface {
	// Read hands over every cookie of the store, in parts that are add's to keep,
	// values left alone.
	Read(ctx context.Context, s *cookies.Store, f *scratch.Folder, add func([]cookies.Cookie)) error
	// Rows gives the raw rows of the keys that are there; of all rows for nil.
	Rows(ctx context.Context, s *cookies.Store, f *scratch.Folder, keys []cookies.Key) (cookies.Rows, error)
	// Describe decodes raw rows, values left alone.
	Describe(rows cookies.Rows, s *cookies.Store) []cookies.Cookie
	// Remove deletes the rows in one transaction. It asks free once more when
	// it holds the store, and looks at what it wrote in a copy in f. After an error nothing is known: look at the store.
	Remove(ctx context.Context, s *cookies.Store, f *scratch.Folder, rows cookies.Rows, free func() error) (cookies.Written, error)
	// Restore puts rows back in one transaction, likewise.
	Restore(ctx context.Context, s *cookies.Store, f *scratch.Folder, rows cookies.Rows, free func() error) (cookies.Written, error)
}

func formatOf(s *cookies.Store) (format, error) {
	switch s.Format {
	case cookies.Chromium:
		return chromium.Format{}, nil
	case cookies.Firefox:
		return firefox.Format{}, nil
	case cookies.FirefoxSession:
		return firefox.Session{}, nil
	case cookies.Netscape:
		return textjar.CookiesTxt{}, nil
	case cookies.W3M, cookies.ELinks, cookies.KCookieJar:
		return textjar.Format{}, nil
	case cookies.WebKit:
		return webkit.Format{}, nil
	case cookies.BinaryCookies:
		return safari.Format{}, nil
	case cookies.Explorer:
		return explorer.Format{}, nil
	}
	return nil, fmt.Errorf("%s: crumbs does not know the format %q", cookies.Visible(s.Path), s.Format)
}

// Options say where a jar looks and writes.
type Options struct {
	Places  find.Places     // where stores are looked for
	Only    []string        // files or profile folders: these and no others, if any are given
	Log     *slog.Logger    // is told what is done, without names and values of cookies; nil: nobody
	State   string          // the folder of what crumbs remembers, for the journal in it; "": there is none, and nothing can be deleted
	Keep    string          // the file of the keep list, which need not be there; "": there is none
	Scratch *scratch.Folder // for private copies of stores; closing it is the caller's to do
}

// Jar is all stores of one person on one machine. Its methods may be called
// from several goroutines.
type Jar struct {
	opts    Options
	journal *journal.Journal
	log     *slog.Logger
	look    func([]*cookies.Store) []cookies.Condition // what is in the way of stores; a test has its own
	keyring values.Keyring

	wrecks sync.Map // by path, the [wreck] that was salvaged of a damaged store
}

// Open gives the jar. It reads no store.
func Open(o Options) *Jar {
	dir := ""
	if o.State != "" {
		dir = filepath.Join(o.State, "journal")
	}
	o.Places.Scratch = o.Scratch
	return &Jar{opts: o, journal: journal.Open(dir), log: logger(o.Log), look: conditions}
}

// Look says what is in the way of stores before their content is read, in their
// order. It opens and closes their files, so it is for while nothing is written.
func (j *Jar) Look(stores []*cookies.Store) []cookies.Condition { return j.look(stores) }

// folder gives the private folder for copies, made at the first need.
func (j *Jar) folder() (*scratch.Folder, error) {
	return j.opts.Scratch, j.opts.Scratch.Make()
}

// begin is for before a write: it gives the folder for copies, and keeps other
// programs from changing the journal until unlock is called.
func (j *Jar) begin() (folder *scratch.Folder, unlock func(), err error) {
	if folder, err = j.folder(); err != nil {
		return nil, nil, err
	}
	unlock, err = j.journal.Lock()
	return folder, unlock, err
}

// Stores lists the stores there are, or those that Options.Only names. A name
// that is no store is an error, and the others are still given.
func (j *Jar) Stores(ctx context.Context) ([]*cookies.Store, error) {
	start := time.Now()
	if len(j.opts.Only) == 0 {
		out := j.opts.Places.Stores(ctx)
		j.log.Debug("stores found", "stores", len(out), "took", time.Since(start))
		return out, ctx.Err()
	}
	var out []*cookies.Store
	var bad []error
	for _, path := range j.opts.Only {
		stores, err := find.Open(path, j.opts.Scratch)
		if err != nil {
			bad = append(bad, err)
		}
		for _, s := range stores {
			if !slices.ContainsFunc(out, func(o *cookies.Store) bool { return o.Path == s.Path }) {
				out = append(out, s)
			}
		}
	}
	find.TellApart(out)
	j.log.Debug("stores opened by path", "stores", len(out), "refused", len(bad), "took", time.Since(start))
	return out, errors.Join(bad...)
}

// Looked lists the folders in which stores are looked for, for a person who
// has none.
func (j *Jar) Looked() []string {
	if len(j.opts.Only) > 0 {
		return slices.Clone(j.opts.Only)
	}
	return j.opts.Places.Roots()
}
