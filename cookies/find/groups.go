package find

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"crumbs/cookies/scratch"
	"crumbs/cookies/sqlite"
)

// groupsFolder is where Firefox's profile switcher keeps its groups: beside
// profiles.ini, a database for each, whose table Profiles has a row for each
// profile, with the name that its user gave it and its path
// (browser/components/profiles/SelectableProfileService.sys.mjs). profiles.ini
// names one profile of each group only.
const groupsFolder = "Profile Groups"

// mostProfiles is about how many profiles are read; nobody has that many.
const mostProfiles = 1000

// profileGroups gives the profiles of the groups in a folder of Firefox's. What
// can't be read gives none: the folders in the usual place are found all the
// same.
func profileGroups(dir string, copies *scratch.Folder) []profile {
	entries, _ := os.ReadDir(filepath.Join(dir, groupsFolder)) // most have none
	var paths []string
	for _, e := range entries {
		if path := filepath.Join(dir, groupsFolder, e.Name()); filepath.Ext(path) == ".sqlite" && isFile(path) {
			paths = append(paths, path)
		}
	}
	if copies == nil {
		return nil
	}
	var profiles []profile
	for _, path := range paths {
		if len(profiles) < mostProfiles {
			profiles = append(profiles, groupProfiles(copies, path, dir)...)
		}
	}
	return profiles
}

// groupProfiles reads a group from a private copy: a running Firefox holds the
// database.
func groupProfiles(copies *scratch.Folder, path, dir string) []profile {
	c, err := sqlite.Snapshot(context.Background(), copies, path)
	if err != nil {
		return nil
	}
	defer c.Close() //nolint:errcheck // only read
	var profiles []profile
	_ = c.Each(fmt.Sprintf(`SELECT path, name FROM Profiles ORDER BY id LIMIT %d`, mostProfiles), func(r *sqlite.Row) error { // as far as it can be read
		if p, ok := profileAt(dir, string(r.Text(0))); ok {
			profiles = append(profiles, profile{p, string(r.Text(1))})
		}
		return nil
	})
	return profiles
}

// profileAt gives the absolute folder of a path that Firefox noted, which is
// relative to dir wherever it can be; false where there is none.
func profileAt(dir, path string) (string, bool) {
	path = filepath.FromSlash(path)
	if path == "" {
		return "", false
	}
	if !filepath.IsAbs(path) {
		path = filepath.Join(dir, path)
	}
	return filepath.Clean(path), filepath.IsAbs(path)
}

// geckoProfiles gives the profiles that a folder of Firefox's names: those of
// its groups, under the names that the profile switcher shows, and those of
// profiles.ini.
func geckoProfiles(dir string, copies *scratch.Folder) []profile {
	profiles := profileGroups(dir, copies)
	grouped := map[string]bool{}
	for _, p := range profiles {
		grouped[p.folder] = true
	}
	for _, p := range profilesINI(dir) {
		if !grouped[p.folder] {
			profiles = append(profiles, p)
		}
	}
	return profiles
}

// isFile reports whether a path is a regular file.
func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}
