package find

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"crumbs/cookies"
	"crumbs/cookies/scratch"
)

// family is a way of laying out profiles in folders.
type family byte

const (
	notYet   family = iota // no format package reads it yet
	blink                  // Chromium's: a user-data directory of profile folders
	qt                     // QtWebEngine's: Chromium's files without its user-data directory
	gecko                  // Firefox's: profile folders anywhere, named by a profiles.ini
	text                   // a file of text
	soup                   // Epiphany's: one folder with a store of libsoup's
	apple                  // Safari's: one folder with one file
	soupApps               // Epiphany's web applications: such folders side by side, among others
)

// The names under which the formats keep their files in a profile.
const (
	blinkFile   = "Cookies"
	blinkSubdir = "Network"           // since Chromium 96 on Windows, and where a sandbox asks for it
	blinkOwn    = "Extension Cookies" // of the pages of extensions themselves
	geckoFile   = "cookies.sqlite"
	soupFile    = "cookies.sqlite"
	appleFile   = "Cookies.binarycookies"
)

// search gives the stores in a browser's root folder; copies is for private
// copies of what names profiles.
func (f family) search(browser, dir string, copies *scratch.Folder) []*cookies.Store {
	switch f {
	case blink:
		return searchBlink(browser, dir, dir)
	case qt:
		return searchBlink(browser, dir, "")
	case gecko:
		return searchGecko(browser, dir, copies)
	case soup:
		return soupProfile(browser, dir)
	case apple:
		return appleStore(browser, dir)
	case soupApps:
		return searchApps(browser, dir)
	}
	return nil
}

// searchBlink looks at the folder itself and at every folder in it, whether or
// not Local State names it: a profile can be made with --profile-directory, and
// Opera and QtWebEngine keep one in the root.
func searchBlink(browser, dir, userData string) []*cookies.Store {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return unreachable(err, &cookies.Store{Browser: browser, Profile: filepath.Base(dir), ProfileName: filepath.Base(dir),
			Path: dir, Format: cookies.Chromium, Folder: dir, UserData: userData})
	}
	names := localState(dir)
	found := blinkProfile(browser, dir, userData, "", false)
	for _, e := range entries {
		if e.Type().IsRegular() || e.Name() == blinkSubdir {
			continue
		}
		name, known := names[e.Name()]
		known = known || e.Name() == "Default" || strings.HasPrefix(e.Name(), "Profile ")
		found = append(found, blinkProfile(browser, filepath.Join(dir, e.Name()), userData, name, known)...)
	}
	return found
}

// blinkProfile gives the stores of one profile folder; known tells that the
// folder is a profile even where its inside can't be seen.
func blinkProfile(browser, folder, userData, name string, known bool) []*cookies.Store {
	s := cookies.Store{Browser: browser, Profile: filepath.Base(folder), ProfileName: name,
		Format: cookies.Chromium, Folder: folder, UserData: userData}
	if s.ProfileName == "" {
		s.ProfileName = s.Profile
	}
	var found []*cookies.Store
	var veiled string
	for _, path := range []string{filepath.Join(folder, blinkSubdir, blinkFile), filepath.Join(folder, blinkFile)} {
		switch look(path) {
		case present:
			found = append(found, place(s, path))
		case hidden:
			veiled = path
		}
	}
	if len(found) == 0 && veiled != "" && known {
		found = append(found, place(s, veiled))
	}
	for _, path := range apart(folder) {
		if look(path) == present {
			found = append(found, place(s, path))
		}
	}
	return found
}

// apart gives where a Chromium profile keeps cookies that its sites don't see:
// those of extensions' own pages, and those of the partitions that apps and
// their web views have, a folder for each in one for each app
// (content/browser/storage_partition_impl_map.cc).
func apart(folder string) []string {
	paths := []string{filepath.Join(folder, blinkOwn), filepath.Join(folder, blinkSubdir, blinkOwn)}
	all := filepath.Join(folder, "Storage", "ext")
	apps, _ := os.ReadDir(all) // most profiles have none
	for _, app := range apps {
		partitions, _ := os.ReadDir(filepath.Join(all, app.Name()))
		for _, p := range partitions {
			in := filepath.Join(all, app.Name(), p.Name())
			paths = append(paths, filepath.Join(in, blinkFile), filepath.Join(in, blinkSubdir, blinkFile))
		}
	}
	return paths
}

// searchGecko looks at every folder in the root and in its Profiles folder, and
// at those that profiles.ini or a group of profiles names, wherever they are.
func searchGecko(browser, dir string, copies *scratch.Folder) []*cookies.Store {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return unreachable(err, &cookies.Store{Browser: browser, Profile: filepath.Base(dir), ProfileName: filepath.Base(dir),
			Path: dir, Format: cookies.Firefox, Folder: dir})
	}
	profiles := geckoProfiles(dir, copies)
	names := map[string]string{}
	for _, p := range profiles {
		names[p.folder] = p.name
	}
	var folders []string
	for _, e := range entries {
		if !e.Type().IsRegular() {
			folders = append(folders, filepath.Join(dir, e.Name()))
		}
	}
	sub, _ := os.ReadDir(filepath.Join(dir, "Profiles")) // macOS and Windows; elsewhere it isn't there
	for _, e := range sub {
		folders = append(folders, filepath.Join(dir, "Profiles", e.Name()))
	}
	var found []*cookies.Store
	for _, folder := range folders {
		name, known := names[folder]
		delete(names, folder)
		found = append(found, geckoProfile(browser, folder, name, known)...)
	}
	for _, p := range profiles { // in the file's order
		if _, left := names[p.folder]; left {
			found = append(found, geckoProfile(browser, p.folder, p.name, true)...)
		}
	}
	return found
}

// geckoProfile gives the stores of one profile folder: the database, and the
// session file with the cookies that have no expiry date.
func geckoProfile(browser, folder, name string, known bool) []*cookies.Store {
	s := cookies.Store{Browser: browser, Profile: filepath.Base(folder), ProfileName: name,
		Format: cookies.Firefox, Folder: folder}
	if s.ProfileName == "" {
		s.ProfileName = s.Profile
	}
	var found []*cookies.Store
	path := filepath.Join(folder, geckoFile)
	if p := look(path); p == present || p == hidden && known {
		found = append(found, place(s, path))
	}
	closed, running := cookies.SessionFiles()
	for _, name := range []string{closed, running} {
		if path := filepath.Join(folder, name); look(path) == present {
			session := place(s, path)
			session.Format = cookies.FirefoxSession
			found = append(found, session)
			break
		}
	}
	return found
}

// unreachable gives the root itself as a store that no one may enter: a folder
// that exists must not look like a browser that is not installed.
func unreachable(err error, s *cookies.Store) []*cookies.Store {
	if errors.Is(err, fs.ErrPermission) {
		return []*cookies.Store{s}
	}
	return nil
}

// presence is what a look at a path came to.
type presence byte

const (
	absent  presence = iota
	present          // a file, or something that is none but has its name
	hidden           // a folder on the way may not be entered
)

// look tells whether there is something at a path. A link that leads nowhere is
// nothing; one that leads in a circle is something broken.
func look(path string) presence {
	_, err := os.Stat(path)
	switch {
	case err == nil:
		return present
	case errors.Is(err, fs.ErrPermission):
		return hidden
	case errors.Is(err, fs.ErrNotExist):
		return absent
	}
	if info, err := os.Lstat(path); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		return present
	}
	return absent
}

// place gives the store at a path, by the one path that has no link in it: the
// write-ahead log and the journal lie beside what a link leads to, and a cookie
// has the same ID by whatever way its store is reached.
func place(s cookies.Store, path string) *cookies.Store {
	s.Path = path
	if real, err := filepath.EvalSymlinks(path); err == nil {
		s.Path = real
	}
	return &s
}
