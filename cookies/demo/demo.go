// Package demo makes cookie stores in the real formats, so that crumbs can be
// tried, shown and measured without anybody's own cookies: a home folder with
// two Chromium profiles and a Firefox profile, and stores of any size. All that
// is in them is invented, names of vendors' cookies aside.
package demo

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// ErrNotDemo is a place that is neither an empty folder nor one of the demo's.
var ErrNotDemo = errors.New("not an empty folder and not one that crumbs made for a demo")

// marker is the file that tells the demo's folders from everybody's others.
const marker = ".crumbs-demo"

// Home is the home folder in a demo's folder; stores lie in it as on Linux.
func Home(dir string) string { return filepath.Join(dir, "home") }

// Config is the folder for the configuration that goes with a demo.
func Config(dir string) string { return filepath.Join(dir, "config") }

// State is the folder for what crumbs remembers of a demo.
func State(dir string) string { return filepath.Join(dir, "state") }

// Make makes the demo in dir, which it makes too if it is not there. In a
// folder that already holds a demo it changes nothing. Anything else there is
// [ErrNotDemo], and nothing is touched.
func Make(dir string) error { return MakeAt(dir, time.Now()) }

// MakeAt is [Make] for another time than now: every time in the stores is
// counted back from it, and all else is the same each time.
func MakeAt(dir string, now time.Time) error {
	if err := claim(dir); err != nil {
		return err
	}
	if _, err := os.Lstat(Home(dir)); err == nil {
		return nil
	}
	// It is made under another name, so that one that was cut off, or that
	// another crumbs is making just now, is not taken for whole.
	temporary, err := os.MkdirTemp(dir, "making-")
	if err != nil {
		return fmt.Errorf("make the demo: %w", err)
	}
	defer os.RemoveAll(temporary) //nolint:errcheck // what stays is in a demo's folder
	if err := furnish(temporary, now.UTC()); err != nil {
		return fmt.Errorf("make the demo: %w", err)
	}
	if err := os.Rename(temporary, Home(dir)); err != nil {
		if _, there := os.Lstat(Home(dir)); there == nil {
			return nil // the other one was first
		}
		return fmt.Errorf("make the demo: %w", err)
	}
	return nil
}

// claim makes sure that dir is a demo's folder, and makes it one if it is empty.
func claim(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		if info, serr := os.Stat(dir); serr == nil && !info.IsDir() {
			return ErrNotDemo
		}
		return fmt.Errorf("make the demo's folder: %w", err)
	}
	path := filepath.Join(dir, marker)
	if info, err := os.Lstat(path); err == nil && info.Mode().IsRegular() {
		return nil
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("look into the demo's folder: %w", err)
	}
	if len(entries) > 0 {
		return ErrNotDemo
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil // another crumbs was here in between
	}
	if err != nil {
		return fmt.Errorf("mark the demo's folder: %w", err)
	}
	_, err = f.WriteString("crumbs keeps a demo here: invented cookies. It can be deleted.\n")
	if err := errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("mark the demo's folder: %w", err)
	}
	return nil
}

// furnish fills a home folder.
func furnish(home string, now time.Time) error {
	chromium := filepath.Join(home, ".config", "chromium")
	firefox := filepath.Join(home, ".config", "mozilla", "firefox")
	for _, p := range []struct {
		folder, table string
		make          func(folder string, entries []entry, now time.Time) error
	}{
		{filepath.Join(chromium, "Default"), "stores/chromium-default.txt", makeChromium},
		{filepath.Join(chromium, "Profile 1"), "stores/chromium-profile-1.txt", makeChromium},
		{filepath.Join(firefox, firefoxProfile), "stores/firefox-default.txt", makeFirefox},
	} {
		entries, err := readTable(p.table)
		if err != nil {
			return err
		}
		if err := os.MkdirAll(p.folder, 0o700); err != nil {
			return err
		}
		if err := p.make(p.folder, entries, now); err != nil {
			return err
		}
	}
	return errors.Join(
		os.WriteFile(filepath.Join(chromium, "Local State"), []byte(localState), 0o600),
		os.WriteFile(filepath.Join(firefox, "profiles.ini"), []byte(profilesINI), 0o600),
	)
}
