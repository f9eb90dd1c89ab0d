package jar

import (
	"context"
	"path/filepath"
	"time"

	"github.com/fsnotify/fsnotify"

	"crumbs/cookies"
)

const (
	// pulse is how often the files of stores are looked at where the system
	// gives no notice of changes, and relist after how many of these the stores
	// are looked for anew: a browser that starts makes a profile, or another
	// session file.
	pulse  = 300 * time.Millisecond
	relist = 5
	// safety is how often they are looked at all the same where it does, for a
	// watch that a person sits before; calmly is that of a screen that stays open.
	safety = 5 * time.Second
	calmly = 30 * time.Second
	// lull is how long after a notice the look comes, so that a burst is one.
	lull = 50 * time.Millisecond
)

// beat says that it is time to look at the stores.
type beat struct {
	list bool // and to look for them anew before
}

// ear tells when files of stores may have changed. It listens to the folders
// that they are in, and falls back on looking often while there is one that it
// can't listen to.
type ear struct {
	events  <-chan fsnotify.Event
	errors  <-chan error
	listen  func(folder string, on bool) error
	remote  func(folder string) bool // changes made elsewhere give no notice there
	safety  time.Duration
	beats   chan beat
	follows chan []*cookies.Store

	folders map[string]bool // that are listened to
	names   map[string]bool // of files that matter
	deaf    bool
}

// newEar makes an ear that works until ctx ends.
func newEar(ctx context.Context, safety time.Duration) *ear {
	e := &ear{safety: safety, remote: remote, beats: make(chan beat), follows: make(chan []*cookies.Store), deaf: true}
	w, err := fsnotify.NewWatcher()
	if err != nil { // no inotify left for this user, or none here
		e.listen = func(string, bool) error { return err }
	} else {
		e.events, e.errors = w.Events, w.Errors
		e.listen = func(folder string, on bool) error {
			if on {
				return w.Add(folder)
			}
			return w.Remove(folder)
		}
		context.AfterFunc(ctx, func() { _ = w.Close() })
	}
	go e.run(ctx)
	return e
}

// follow says which stores matter from now on. What changes after it came back
// is told.
func (e *ear) follow(ctx context.Context, stores []*cookies.Store) {
	select {
	case e.follows <- stores:
		select {
		case e.follows <- nil: // it has dealt with them when it takes this
		case <-ctx.Done():
		}
	case <-ctx.Done():
	}
}

func (e *ear) run(ctx context.Context) {
	poll := time.NewTimer(e.period())
	defer poll.Stop()
	var calm <-chan time.Time
	var out chan beat // e.beats when there is one to be handed over
	var due beat
	for n := 1; ; {
		select {
		case <-ctx.Done():
			return
		case stores := <-e.follows:
			if stores != nil {
				e.attend(stores)
				poll.Reset(e.period())
			}
			continue
		case out <- due:
			out, due = nil, beat{}
			continue
		case <-calm:
			calm, out = nil, e.beats
			continue
		case <-poll.C:
			due.list = due.list || !e.deaf || n%relist == 0
			out = e.beats
			n++
			poll.Reset(e.period())
			continue
		case ev := <-e.events:
			if !e.names[filepath.Base(ev.Name)] || ev.Op == fsnotify.Chmod {
				continue
			}
			due.list = due.list || ev.Has(fsnotify.Create) || ev.Has(fsnotify.Remove) || ev.Has(fsnotify.Rename)
		case err := <-e.errors: // notices were lost
			due.list = due.list || err != nil
		}
		if calm == nil && out == nil {
			calm = time.After(lull)
		}
	}
}

func (e *ear) period() time.Duration {
	if e.deaf {
		return pulse
	}
	return e.safety
}

// attend listens to the folders of these stores and to no others.
func (e *ear) attend(stores []*cookies.Store) {
	wanted := map[string]bool{}
	closed, running := cookies.SessionFiles()
	e.names = map[string]bool{closed: true, filepath.Base(running): true}
	for _, s := range stores {
		wanted[filepath.Dir(s.Path)] = true
		for _, end := range logs {
			e.names[filepath.Base(s.Path)+end] = true
		}
	}
	before := e.folders
	e.folders, e.deaf = map[string]bool{}, false
	for dir := range wanted {
		if !before[dir] && (e.remote(dir) || e.listen(dir, true) != nil) {
			e.deaf = true
			continue
		}
		e.folders[dir] = true
	}
	for dir := range before {
		if !wanted[dir] {
			_ = e.listen(dir, false) // the folder may be gone, and with it the notices
		}
	}
}
