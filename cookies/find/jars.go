package find

import (
	"path/filepath"
	"strings"

	"crumbs/cookies"
)

// textFile is where a program keeps a text jar. curl and wget have none unless
// they are told one.
type textFile struct {
	root
	format cookies.Format
}

// textFiles are the same on every system that has such programs; Windows has
// them under Cygwin and the like only, with a home folder of its own.
func textFiles() []textFile {
	file := func(browser string, format cookies.Format, b base, path string) textFile {
		return textFile{root{browser: browser, base: b, dir: path}, format}
	}
	return []textFile{
		file("lynx", cookies.Netscape, inHome, ".lynx_cookies"),
		file("w3m", cookies.W3M, inHome, ".w3m/cookie"),
		file("elinks", cookies.ELinks, inHome, ".elinks/cookies"),
		file("elinks", cookies.ELinks, inConfig, "elinks/cookies"), // since ELinks 0.16
		file("konqueror", cookies.KCookieJar, inData, "kcookiejar/cookies"),
		file("konqueror", cookies.KCookieJar, inHome, ".kde/share/apps/kcookiejar/cookies"),
		file("konqueror", cookies.KCookieJar, inHome, ".kde4/share/apps/kcookiejar/cookies"),
		file("dillo", cookies.Netscape, inHome, ".dillo/cookies.txt"),
		file("netscape", cookies.Netscape, inHome, ".netscape/cookies"),
		file("netscape", cookies.Netscape, inHome, ".netscape/cookies.txt"),
		file("uzbl", cookies.Netscape, inData, "uzbl/cookies.txt"),
	}
}

// stores gives the jar where there is one.
func (f textFile) stores(p Places) []*cookies.Store {
	var found []*cookies.Store
	for _, path := range f.folders(p) {
		if look(path) == present {
			found = append(found, textStore(f.browser, path, f.format))
		}
	}
	return found
}

// textStore gives a text jar as a store. Its profile is the file, because many
// of them can lie in one folder.
func textStore(browser, path string, format cookies.Format) *cookies.Store {
	name := filepath.Base(path)
	return place(cookies.Store{Browser: browser, Profile: name, ProfileName: name, Format: format, Folder: filepath.Dir(path)}, path)
}

// textFileAt gives the place of a table that a path ends with.
func textFileAt(path string) (textFile, bool) {
	for _, f := range textFiles() {
		if strings.HasSuffix(slashes(path), "/"+f.dir) {
			return f, true
		}
	}
	return textFile{}, false
}

// textAt gives the store in a text jar of this format. The program is told by
// the place, as far as that is one where jars of the format lie.
func textAt(path string, format cookies.Format) *cookies.Store {
	browser := string(format)
	if format == cookies.KCookieJar {
		browser = "konqueror"
	}
	if f, ok := textFileAt(path); ok && f.format == format {
		browser = f.browser
	}
	return textStore(browser, path, format)
}
