package find

import (
	"path/filepath"

	"crumbs/cookies"
)

// appleStore gives Safari's store in a folder, also where macOS lets nobody see
// whether it is there: every Mac has a Safari.
func appleStore(browser, folder string) []*cookies.Store {
	path := filepath.Join(folder, appleFile)
	if look(path) == absent {
		return nil
	}
	s := cookies.Store{Browser: browser, Profile: filepath.Base(folder), ProfileName: "Safari",
		Format: cookies.BinaryCookies, Folder: folder}
	return []*cookies.Store{place(s, path)}
}
