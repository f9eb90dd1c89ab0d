package find

import (
	"os"
	"path/filepath"
	"strings"

	"crumbs/cookies"
)

// appPrefix is how the names of the folders begin in which Epiphany keeps the
// web applications that a person made of sites, each with cookies of its own.
const appPrefix = "org.gnome.Epiphany.WebApp"

// soupProfile gives the store of one of Epiphany's folders.
func soupProfile(browser, folder string) []*cookies.Store {
	path := filepath.Join(folder, soupFile)
	if look(path) == absent {
		return nil
	}
	s := cookies.Store{Browser: browser, Profile: filepath.Base(folder), ProfileName: appName(folder),
		Format: cookies.WebKit, Folder: folder}
	if s.ProfileName == "" {
		s.ProfileName = s.Profile
	}
	return []*cookies.Store{place(s, path)}
}

// searchApps looks into the folders of web applications beside Epiphany's own.
func searchApps(browser, dir string) []*cookies.Store {
	entries, _ := os.ReadDir(dir) // one that may not be read is somebody else's to report
	var found []*cookies.Store
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), appPrefix) {
			found = append(found, soupProfile(browser, filepath.Join(dir, e.Name()))...)
		}
	}
	return found
}

// appName gives the name that a person sees of a web application, from the file
// that puts it into the menu (freedesktop.org, "Desktop Entry Specification"),
// which lies in its folder, or beside it among the applications; "" for none.
func appName(folder string) string {
	id := filepath.Base(folder)
	if !strings.HasPrefix(id, appPrefix) {
		return ""
	}
	for _, dir := range []string{folder, filepath.Join(filepath.Dir(folder), "applications"),
		filepath.Join(filepath.Dir(folder), "xdg-desktop-portal", "applications")} {
		text, err := read(filepath.Join(dir, id+".desktop"))
		if err != nil {
			continue
		}
		section := ""
		for line := range strings.Lines(string(text)) {
			line = strings.TrimSpace(line)
			if strings.HasPrefix(line, "[") {
				section = line
			}
			if name, ok := strings.CutPrefix(line, "Name="); ok && section == "[Desktop Entry]" {
				return name
			}
		}
	}
	return ""
}
