package inuse

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"crumbs/cookies"
	"crumbs/cookies/regular"
)

// Unreadable gives the condition of a store that can't be read as a file:
// denied, or damaged in a way that shows without its content.
func Unreadable(s *cookies.Store) (cookies.Condition, bool) {
	info, err := os.Stat(s.Path)
	if err == nil {
		err = mayRead(s.Path, info)
	}
	switch {
	case errors.Is(err, fs.ErrPermission):
		return cookies.Forbidden(), true
	case err != nil:
		return damaged(why(s.Path, err), "look whether its disk and its links are as they should be"), true
	}
	advice := fmt.Sprintf("move it away; %s makes a new one when it starts", orBrowser(s.Browser))
	switch other := regular.Kind(info.Mode()); {
	case other != "":
		return damaged(other.Error(), advice), true
	case info.Size() == 0 && !s.Format.Text():
		return damaged("it has 0 bytes", advice), true
	}
	return cookies.Condition{}, false
}

// damaged makes the condition of what is not a store of its kind.
func damaged(reason, advice string) cookies.Condition {
	return cookies.Condition{State: cookies.Damaged, Reason: reason, Advice: advice}
}

// why says what is wrong with a path that leads to no file.
func why(path string, err error) string {
	info, lerr := os.Lstat(path)
	switch {
	case lerr == nil && info.Mode()&fs.ModeSymlink != 0 && errors.Is(err, fs.ErrNotExist):
		return "its link leads nowhere"
	case lerr == nil && info.Mode()&fs.ModeSymlink != 0:
		return "its link leads in a circle"
	case errors.Is(err, fs.ErrNotExist):
		return "it is no longer there"
	}
	return "it can't be reached"
}

// readOnly gives the condition of a store that can be read but not written.
func readOnly(s *cookies.Store) (cookies.Condition, bool) {
	switch s.Format {
	case cookies.BinaryCookies:
		return fixed("Safari's store is read-only to crumbs", "delete these cookies in Safari: Settings, Privacy, Manage Website Data"), true
	case cookies.Explorer:
		return fixed("Internet Explorer's store is read-only to crumbs", "delete the file; it is one site's"), true
	case cookies.FirefoxSession:
		if now := CurrentSession(s.Path); now != s.Path {
			return fixed("it is a backup: Firefox starts from "+filepath.Base(now)+", which is there too", "name that file or the profile instead"), true
		}
	}
	info, err := os.Stat(s.Path)
	if err != nil {
		return cookies.Condition{}, false
	}
	if owner, ours := owner(info); !ours {
		return fixed("it belongs to "+owner+", and root does not write other people's stores", "run crumbs as "+owner), true
	}
	// Root may write such a file all the same; whoever took the permission
	// away meant root too.
	if info.Mode().Perm()&0o222 == 0 {
		return fixed(fmt.Sprintf("its mode %#o forbids writing", info.Mode().Perm()), "allow writing to it"), true
	}
	if s.Format.Text() && regular.Names(info) > 1 {
		return fixed("it has other names too, which would keep the old content", "remove its other names"), true
	}
	if reason, advice := mayWrite(s.Path); reason != "" {
		return fixed(reason, advice), true
	}
	return cookies.Condition{}, false
}

// fixed makes the condition of what can't be written.
func fixed(reason, advice string) cookies.Condition {
	return cookies.Condition{State: cookies.ReadOnly, Reason: reason, Advice: advice}
}

// orBrowser gives a word for a browser.
func orBrowser(word string) string {
	if word == "" {
		return "the browser"
	}
	return cookies.Visible(word)
}
