package cookies

import (
	"fmt"
	"path/filepath"
	"runtime"
)

// Format names a way of keeping cookies in files.
type Format string

// The formats crumbs knows; the words are those of `crumbs stores --json`.
const (
	Chromium       Format = "chromium"        // SQLite, table cookies
	Firefox        Format = "firefox"         // SQLite, table moz_cookies
	FirefoxSession Format = "firefox-session" // sessionstore.jsonlz4
	Netscape       Format = "netscape"        // cookies.txt: curl, wget, lynx, dillo
	W3M            Format = "w3m"             // text, a line a cookie
	ELinks         Format = "elinks"          // the same
	KCookieJar     Format = "kcookiejar"      // the same: KDE's, for Konqueror
	WebKit         Format = "webkit"          // libsoup's SQLite, table moz_cookies
	BinaryCookies  Format = "binarycookies"   // Safari's; never written
	Explorer       Format = "ie"              // Internet Explorer's text files; never written
)

// Text reports whether the format is a text file with a line for each cookie.
func (f Format) Text() bool {
	switch f {
	case Netscape, W3M, ELinks, KCookieJar:
		return true
	}
	return false
}

// Store is one place where a browser keeps cookies: one file.
type Store struct {
	Browser     string // lower-case word: chromium, firefox, chrome-beta, ...
	Profile     string // the profile's folder name
	ProfileName string // its display name
	Apart       string // what tells it from others whose browser and profile are called the same, "" where none are
	Path        string // absolute
	Format      Format

	// Folder is the profile's folder, where Firefox keeps its .parentlock.
	Folder string
	// UserData is Chromium's user-data directory, where its Singleton* links
	// are; "" for other formats or where it is not known.
	UserData string
	// Backup: a FirefoxSession to which Firefox goes back only where the file from
	// which it starts, which is there too, can't be read.
	Backup bool
}

// SessionFiles gives where in its profile's folder Firefox keeps the cookies of a
// session: in the first after an orderly end, in the second while it runs and after
// a crash. With both there it starts from the first, and the second is a backup
// (browser/components/sessionstore, SessionFile.sys.mjs).
func SessionFiles() (closed, running string) {
	return "sessionstore.jsonlz4", filepath.Join("sessionstore-backups", "recovery.jsonlz4")
}

// Lasting is the path by which a store is known while its files come and go: its
// own. Firefox's session is known by its file when it is closed, unless it is a
// backup, which is there beside that.
func (s *Store) Lasting() string {
	if s.Format != FirefoxSession || s.Backup {
		return s.Path
	}
	closed, running := SessionFiles()
	folder := filepath.Dir(filepath.Dir(s.Path))
	if s.Path != filepath.Join(folder, running) {
		return s.Path
	}
	return filepath.Join(folder, closed)
}

// State is what stands between crumbs and a store.
type State string

// The states, in the order in which they are looked for: the first that holds.
const (
	Denied   State = "denied"    // no permission
	Damaged  State = "damaged"   // not a store of its kind
	InUse    State = "in-use"    // its browser runs
	Locked   State = "locked"    // another program holds it
	ReadOnly State = "read-only" // file, file system or format
	Ready    State = "ready"
)

// Reason is the reason for which cookies of a store in this state are skipped.
func (s State) Reason() Reason {
	switch s {
	case InUse:
		return ReasonInUse
	case Locked:
		return ReasonLocked
	case Damaged:
		return ReasonDamaged
	case Denied:
		return ReasonUnreadable
	}
	return ReasonReadOnly
}

// Condition is a state with what a person needs to know of it. The zero
// Condition is not a state; a store nobody is in the way of is [Fine].
type Condition struct {
	State    State
	Writable bool   // right now
	Reason   string // one clause, lower case: why
	Advice   string // one clause, lower case: what to do about it
	Holder   string // the program that is in the way, by a name that can be shown; "" if that is none
	Port     int    // the debugging port on which that program listens, as it says itself; 0 if it says none
}

// Fine is the condition of a store that can be read and written.
func Fine() Condition { return Condition{State: Ready, Writable: true} }

// DeniedAdvice says what to do about a store that may not be read, on a system
// as Go names it. macOS keeps other programs' files even from their owner, unless
// the program has Full Disk Access; a program in a terminal has the terminal's.
func DeniedAdvice(system string) string {
	if system == "darwin" {
		return "give your terminal Full Disk Access in System Settings, Privacy & Security, or run crumbs as its owner"
	}
	return "run crumbs as its owner"
}

// Forbidden is the condition of a store that may not be read.
func Forbidden() Condition {
	return Condition{State: Denied, Reason: "no permission to read it", Advice: DeniedAdvice(runtime.GOOS)}
}

// Problem is the error of a store that can't be read or written: its
// condition, whose it is, and the cause if there is one.
type Problem struct {
	Condition
	Path string
	Err  error // may be nil
}

// Refused is the problem of a store, or of a path to one, that may not be read.
func Refused(path string, err error) *Problem {
	return &Problem{Condition: Forbidden(), Path: path, Err: err}
}

// Error gives one sentence: what is wrong, where, and what to do.
func (p *Problem) Error() string {
	s := fmt.Sprintf("%s is %s: %s", Visible(p.Path), p.State, p.Reason)
	if p.Advice != "" {
		s += "; " + p.Advice
	}
	return s
}

// Unwrap gives the cause.
func (p *Problem) Unwrap() error { return p.Err }
