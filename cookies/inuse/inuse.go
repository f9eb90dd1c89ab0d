// Package inuse says who is using a store and what else stands in the way of
// reading or writing it, and it keeps Firefox from starting while we write.
//
// A browser that runs keeps its cookies in memory: what is deleted below it
// goes on being sent, and a lock at the wrong moment loses what it was about to
// write. So the question is asked before every write, and no answer rests on a
// file that merely exists: locks and links of a browser that was killed stay
// behind, and its store is free all the same.
//
// The POSIX locks of a process on a file are dropped when it closes any
// descriptor of that file. [Look] opens and closes the store, so it must not be
// called on a store that this process has open in SQLite; [Held.Free] never touches
// the store and may be called in the middle of a transaction.
package inuse

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"crumbs/cookies"
	"crumbs/cookies/regular"
)

// Holder is a process that has a store.
type Holder struct {
	PID   int       // 0 where it lives in another process namespace, or can't be told
	Name  string    // the program's, as the system has it; hostile like everything else
	Since time.Time // when the process started; zero where that can't be told
}

// Look gives what stands between crumbs and a store before its content is read:
// [cookies.Fine] if nothing does. For many stores, [Scan] once.
func Look(s *cookies.Store) cookies.Condition { return Scan().Look(s) }

// Processes are the processes of this machine and the files they have open, as
// they were when that was first needed. It may be shared by many stores and by
// goroutines.
type Processes struct {
	files func() []openFile
}

// Scan begins a look at the machine's processes; they are gone through once, at
// the first store that needs it.
func Scan() *Processes { return &Processes{files: sync.OnceValue(openFiles)} }

// Look is [Look] with the processes already known.
func (p *Processes) Look(s *cookies.Store) cookies.Condition {
	if c, bad := Unreadable(s); bad {
		return c
	}
	if h, ok := p.browser(s); ok {
		c := inUse(h, s)
		if port := Port(s, h); port != 0 {
			c.Port = port
			c.Advice += fmt.Sprintf(", or add --devtools %d to have it done by %s itself", port, h.name())
		}
		return c
	}
	if h, ok := p.other(s); ok {
		return locked(h)
	}
	if c, fixed := readOnly(s); fixed {
		return c
	}
	return cookies.Fine()
}

// Free asks once more whether the store's browser runs: nil, or a
// [*cookies.Problem] with [cookies.InUse]. It never opens the store. Of a text
// jar, which has no transactions, it also asks whether a program has it open for
// writing, and gives [cookies.Locked] for that. Of a store that is held
// [Held.Free] is asked: by this one our own lock is a browser's on Windows, and
// may be lost elsewhere.
func Free(s *cookies.Store) error {
	if s.Format.Text() {
		return freeText(s)
	}
	h, ok := lockedBy(s)
	if !ok && !gecko(s) {
		h, ok = Scan().browserWithFile(s)
	}
	if ok {
		return &cookies.Problem{Condition: inUse(h, s), Path: s.Path}
	}
	return nil
}

// Held is a store whose browser is kept out, as far as that can be done.
type Held struct {
	// Free asks, as [Free] does, whether the browser is still away. It opens
	// neither the store nor a lock that is held.
	Free func() error
	// Release lets the browser in again. Twice is once.
	Release func()
}

// Hold keeps the store's browser out until it is released, as far as that
// can be done, and otherwise gives a [*cookies.Problem] with the browser or the
// program that is in the way.
//
// A Firefox is kept out: it refuses to start while its .parentlock is locked.
// Where a profile has no .parentlock yet, an empty one is made, as Firefox does
// at its first start, because one could start at any moment; and it stays
// there, as Firefox's stays, because to remove it could take it from under a
// Firefox that has just opened it, and a second one would then start beside it.
//
// A Chromium can't be kept out: it takes over the lock of any process that is
// not a Chromium. Nor can a browser that locks no profile, or a program with a
// text jar. There Hold is a [Free], and to hold its store only for milliseconds
// is what protects it.
func Hold(s *cookies.Store) (*Held, error) {
	if !gecko(s) {
		if err := Free(s); err != nil {
			return nil, err
		}
		return &Held{Free: func() error { return Free(s) }, Release: func() {}}, nil
	}
	return lockProfile(s)
}

// Holds gives what [Hold] takes of a store: the folder of a Firefox's profile,
// whose stores share one lock, and of every other store its own path, whatever
// else lies in that folder.
func Holds(s *cookies.Store) string {
	if gecko(s) {
		return folderOf(s)
	}
	return s.Path
}

// gecko reports whether the store is one of a Firefox or its kin, which lock
// their profile.
func gecko(s *cookies.Store) bool {
	return s.Format == cookies.Firefox || s.Format == cookies.FirefoxSession
}

// browser gives the running browser that the store belongs to.
func (p *Processes) browser(s *cookies.Store) (Holder, bool) {
	if s.Format.Text() {
		return keeper(s)
	}
	if h, ok := lockedBy(s); ok {
		return h, true
	}
	return p.browserWithFile(s)
}

// browserWithFile gives a browser that has the store's files open, which is
// true in every namespace and without any lock. Chromium's and WebKit's are open
// in a child of the process that a person knows, so the parent is named that is
// the browser.
func (p *Processes) browserWithFile(s *cookies.Store) (Holder, bool) {
	for _, u := range p.users(s) {
		if h := holder(u.pid); isBrowser(h.Name) {
			return holder(eldest(u.pid)), true
		}
	}
	return Holder{}, false
}

// Open gives those of some stores that a browser is seen to have open. Where the
// files of other processes can't be seen, there are none.
func Open(stores []*cookies.Store) []*cookies.Store {
	p := Scan()
	return slices.DeleteFunc(slices.Clone(stores), func(s *cookies.Store) bool {
		_, open := p.browserWithFile(s)
		return !open
	})
}

// other gives a program that is no browser and holds the store: with a lock on
// it, or with the file open for writing. One that only reads is in nobody's way.
func (p *Processes) other(s *cookies.Store) (Holder, bool) {
	if pid, held := storeLock(s); held {
		if pid > 0 {
			return holder(pid), true
		}
		for _, u := range p.users(s) { // a lock of an open file, which names no process
			return holder(u.pid), true
		}
		return Holder{}, true
	}
	for _, u := range p.users(s) {
		if u.writes {
			return holder(u.pid), true
		}
	}
	if foreignLock(s) {
		return Holder{}, true
	}
	return Holder{}, false
}

// openFile is a file that a process has open.
type openFile struct {
	pid  int
	fd   string // its number
	name string // where it is or was, seen from the process
}

// opener is a process that has one of a store's files open.
type opener struct {
	pid    int
	writes bool
}

// users gives the processes, other than this one, that have the store or one of
// the files beside it open. Only files of the same name are looked at closely:
// to ask after every open file could wait for a share that is gone. A store with
// more than one name is compared with all of them.
func (p *Processes) users(s *cookies.Store) []opener {
	var infos []os.FileInfo
	names := map[string]bool{}
	for _, suffix := range []string{"", "-wal", "-journal", "-shm"} {
		if info, err := os.Stat(s.Path + suffix); err == nil {
			infos = append(infos, info)
			names[filepath.Base(s.Path)+suffix] = true
		}
	}
	if len(infos) == 0 {
		return nil
	}
	every := regular.Names(infos[0]) > 1
	var found []opener
	for _, f := range p.files() {
		if !every && !names[f.base()] {
			continue
		}
		info, err := f.stat()
		if err != nil {
			continue
		}
		for _, mine := range infos {
			if os.SameFile(mine, info) {
				found = append(found, opener{f.pid, f.writes()})
				break
			}
		}
	}
	return found
}

// folderOf gives the folder in which a browser keeps its locks.
func folderOf(s *cookies.Store) string {
	if s.Folder != "" {
		return s.Folder
	}
	return filepath.Dir(s.Path)
}
