package find

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode/utf8"

	"crumbs/cookies"
	"crumbs/cookies/regular"
	"crumbs/cookies/scratch"
	"crumbs/cookies/textjar"
)

// Open gives the stores at a path that a person names: a store's file, a
// profile's folder, or a folder of profiles. What a file is is told by its
// content; one with a database's name that is damaged, empty or unreadable is
// given too, so that its state can be shown. The error says in one clause what
// is there instead; it is a [*cookies.Problem] where permission is missing.
// Copies is for private copies of what names profiles, as [Places] has it.
//
// It opens and closes the file, which on POSIX systems drops every lock that
// this process has on it: it is for the start, not for while a store is written.
func Open(path string, copies *scratch.Folder) ([]*cookies.Store, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("%s has no absolute path: %w", cookies.Visible(path), err)
	}
	// The lock that keeps a browser out lies beside what a link leads to.
	if real, err := filepath.EvalSymlinks(abs); err == nil {
		abs = real
	}
	info, err := os.Stat(abs)
	switch {
	case err == nil && info.IsDir():
		return openFolder(abs, copies)
	case err == nil:
		return openFile(abs, info, copies)
	case errors.Is(err, fs.ErrNotExist):
		if _, err := os.Lstat(abs); err == nil {
			return nil, refuse(abs, "is a link that leads nowhere")
		}
		return nil, refuse(abs, "does not exist")
	case errors.Is(err, fs.ErrPermission):
		if s := byName(abs, copies); s != nil {
			return []*cookies.Store{s}, nil
		}
		return nil, cookies.Refused(abs, err)
	}
	if s := byName(abs, copies); s != nil && look(abs) == present { // a link that leads in a circle
		return []*cookies.Store{s}, nil
	}
	return nil, refuse(abs, "can't be reached")
}

// openFolder gives the stores of a profile, or of all profiles in a folder.
func openFolder(dir string, copies *scratch.Folder) ([]*cookies.Store, error) {
	if _, err := os.ReadDir(dir); errors.Is(err, fs.ErrPermission) {
		return nil, cookies.Refused(dir, err)
	}
	if s := libsoups(filepath.Join(dir, soupFile), copies); s != nil {
		return []*cookies.Store{s}, nil
	}
	if path := filepath.Join(dir, appleFile); look(path) == present {
		return []*cookies.Store{describe(path, cookies.BinaryCookies, copies)}, nil
	}
	var found []*cookies.Store
	if userData, name := userDataOf(dir); userData != dir {
		found = append(found, blinkProfile(wordFor(dir, blink), dir, userData, name, false)...)
	}
	found = append(found, geckoProfile(wordFor(dir, gecko), dir, geckoName(dir, copies), false)...)
	for _, f := range textFiles() {
		path := filepath.Join(dir, filepath.Base(f.dir))
		if at, ok := textFileAt(path); ok && at == f && look(path) == present {
			found = append(found, textAt(path, f.format))
		}
	}
	if len(found) == 0 {
		found = append(found, searchBlink(wordFor(dir, blink), dir, dir)...)
		found = append(found, searchGecko(wordFor(dir, gecko), dir, copies)...)
		found = once(found)
		for i, s := range found {
			if webkit := libsoups(s.Path, copies); webkit != nil {
				found[i] = webkit
			}
		}
	}
	if len(found) == 0 {
		if s := byName(dir, copies); s != nil {
			return []*cookies.Store{s}, nil
		}
		return nil, refuse(dir, "is a directory without a cookie store that crumbs reads")
	}
	return found, nil
}

// openFile gives the store in a file, by its content or else by its name.
func openFile(path string, info fs.FileInfo, copies *scratch.Folder) ([]*cookies.Store, error) {
	named := byName(path, copies)
	if other := regular.Kind(info.Mode()); other != "" {
		if named != nil {
			return []*cookies.Store{named}, nil
		}
		return nil, refuse(path, "is "+string(other)+", not a cookie store")
	}
	format, what, err := sniff(path)
	switch {
	case format != "":
		return []*cookies.Store{describe(path, format, copies)}, nil
	case named != nil:
		return []*cookies.Store{named}, nil
	case errors.Is(err, fs.ErrPermission):
		return nil, cookies.Refused(path, err)
	case err == nil && info.Size() == 0: // as a text jar is from which all was deleted
		return []*cookies.Store{textAt(path, cookies.Netscape)}, nil
	case err != nil:
		return nil, fmt.Errorf("%s can't be read: %w", cookies.Visible(path), err)
	}
	return nil, refuse(path, what)
}

// libsoups gives the store at a path that has Firefox's name and is libsoup's,
// by its content or, where that says nothing, by the folder it lies in; else nil.
func libsoups(path string, copies *scratch.Folder) *cookies.Store {
	if filepath.Base(path) != soupFile || look(path) == absent {
		return nil
	}
	format, _, _ := sniff(path)
	if format == cookies.WebKit || format == "" && guess(filepath.Dir(path), soup) != "" {
		return describe(path, cookies.WebKit, copies)
	}
	return nil
}

// byName gives the store that a file's name promises, or nil.
func byName(path string, copies *scratch.Folder) *cookies.Store {
	base := filepath.Base(path)
	closed, running := cookies.SessionFiles()
	switch {
	case base == blinkFile, base == blinkOwn:
		return describe(path, cookies.Chromium, copies)
	case base == appleFile:
		return describe(path, cookies.BinaryCookies, copies)
	case base == soupFile && guess(filepath.Dir(path), soup) != "":
		return describe(path, cookies.WebKit, copies)
	case base == geckoFile:
		return describe(path, cookies.Firefox, copies)
	case base == closed, base == filepath.Base(running):
		return describe(path, cookies.FirefoxSession, copies)
	}
	if f, ok := textFileAt(path); ok {
		return textAt(path, f.format)
	}
	return nil
}

// describe says of a file with a format whose it is.
func describe(path string, format cookies.Format, copies *scratch.Folder) *cookies.Store {
	if format.Text() {
		return textAt(path, format)
	}
	s := cookies.Store{Format: format, Folder: filepath.Dir(path)}
	_, running := cookies.SessionFiles()
	switch filepath.Base(s.Folder) {
	case blinkSubdir, filepath.Dir(running):
		s.Folder = filepath.Dir(s.Folder)
	}
	// Storage/ext/APP/PARTITION is in a profile's folder.
	if ext := filepath.Dir(filepath.Dir(s.Folder)); filepath.Base(ext) == "ext" && filepath.Base(filepath.Dir(ext)) == "Storage" {
		s.Folder = filepath.Dir(filepath.Dir(ext))
	}
	s.Profile = filepath.Base(s.Folder)
	switch format {
	case cookies.Chromium:
		s.Browser = wordFor(s.Folder, blink)
		s.UserData, s.ProfileName = userDataOf(s.Folder)
	case cookies.Explorer:
		s.Browser = "ie"
	case cookies.BinaryCookies:
		s.Browser, s.ProfileName = wordFor(s.Folder, apple), "Safari"
	case cookies.WebKit:
		s.Browser, s.ProfileName = wordFor(s.Folder, soup), appName(s.Folder)
	default:
		s.Browser = wordFor(s.Folder, gecko)
		s.ProfileName = geckoName(s.Folder, copies)
	}
	if s.ProfileName == "" {
		s.ProfileName = s.Profile
	}
	found := place(s, path)
	if closed := found.Lasting(); closed != found.Path {
		found.Backup = look(closed) != absent
	}
	return found
}

// wordFor gives the browser that a profile folder is most likely of.
func wordFor(folder string, f family) string {
	if word := guess(folder, f); word != "" {
		return word
	}
	switch f {
	case gecko:
		return "firefox"
	case soup:
		return "epiphany"
	case apple:
		return "safari"
	}
	return "chromium"
}

// userDataOf gives the user-data directory that a Chromium profile folder lies
// in, told by what the browser keeps there, and the profile's display name.
func userDataOf(folder string) (dir, name string) {
	for _, dir := range []string{filepath.Dir(folder), folder} {
		for _, mark := range []string{"Local State", "SingletonLock", "First Run"} {
			if _, err := os.Lstat(filepath.Join(dir, mark)); err == nil {
				return dir, localState(dir)[filepath.Base(folder)]
			}
		}
	}
	return "", ""
}

// geckoName gives the display name that what names the profiles near a Firefox
// profile's folder has for it.
func geckoName(folder string, copies *scratch.Folder) string {
	for _, dir := range []string{filepath.Dir(folder), filepath.Dir(filepath.Dir(folder))} {
		for _, p := range geckoProfiles(dir, copies) {
			if p.folder == folder {
				return p.name
			}
		}
	}
	return ""
}

// sniff tells a file's format by its content, and otherwise what it is.
func sniff(path string) (format cookies.Format, what string, err error) {
	f, _, err := regular.Open(path)
	if err != nil {
		return "", "", err
	}
	defer f.Close()               //nolint:errcheck // only read
	start := make([]byte, 64<<10) // SQLite's longest page: the schema's first
	n, err := io.ReadFull(f, start)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return "", "", err
	}
	start = start[:n]
	switch {
	case n == 0:
		return "", "is empty", nil
	case bytes.HasPrefix(start, []byte("SQLite format 3\x00")):
		format, what = schema(start, path)
	case bytes.HasPrefix(start, []byte("mozLz40\x00")):
		format = cookies.FirefoxSession
	case bytes.HasPrefix(start, []byte("cook")):
		format = cookies.BinaryCookies
	case isExplorers(start):
		format = cookies.Explorer
	case n > 8 && string(start[4:8]) == "\xef\xcd\xab\x89": // libyal, "Extensible Storage Engine Database File format"
		what = "is a database of Windows, such as Internet Explorer and the Edge of before 2020 kept cookies in, which crumbs does not read"
	case textjar.Tell(start) != "":
		format = textjar.Tell(start)
	case isText(start):
		what = "is a text file, not a cookie store"
	default:
		what = "is no kind of file that crumbs knows"
	}
	return format, what, nil
}

// schema tells by its tables whose database a file is. The statements that made
// the tables stand in the first page, or, before the first checkpoint, in the
// write-ahead log.
func schema(page []byte, path string) (cookies.Format, string) {
	for _, text := range [][]byte{page, walStart(path)} {
		switch {
		case bytes.Contains(text, []byte("CREATE TABLE moz_cookies")):
			return mozilla(text), ""
		case bytes.Contains(text, []byte("CREATE TABLE cookies")), bytes.Contains(text, []byte(`CREATE TABLE "cookies"`)):
			return cookies.Chromium, ""
		}
	}
	return "", "is an SQLite database without a table of cookies"
}

// mozilla tells Firefox's table from that of libsoup, which took its name and its
// first columns and never got those that every Firefox since version 4 has.
func mozilla(schema []byte) cookies.Format {
	_, table, _ := bytes.Cut(schema, []byte("CREATE TABLE moz_cookies"))
	table = table[:min(len(table), 1024)]
	for _, column := range []string{"creationTime", "originAttributes", "baseDomain"} {
		if bytes.Contains(table, []byte(column)) {
			return cookies.Firefox
		}
	}
	if !bytes.Contains(table, []byte("isHttpOnly")) {
		return cookies.Firefox // nobody's table; its format says what is wrong with it
	}
	return cookies.WebKit
}

// walStart gives the beginning of a database's write-ahead log, if there is one.
func walStart(path string) []byte {
	f, _, err := regular.Open(path + "-wal")
	if err != nil {
		return nil
	}
	defer f.Close() //nolint:errcheck // only read
	text, _ := io.ReadAll(io.LimitReader(f, 1<<20))
	return text
}

// isExplorers tells one of Internet Explorer's files by the first cookie in it:
// nine lines, of which the fourth to eighth are numbers and the last a star.
func isExplorers(b []byte) bool {
	lines := bytes.SplitN(b, []byte("\n"), 10)
	if len(lines) < 9 || string(bytes.TrimSpace(lines[8])) != "*" || !bytes.Contains(lines[2], []byte("/")) {
		return false
	}
	for _, line := range lines[3:8] {
		if _, err := strconv.ParseUint(string(bytes.TrimSpace(line)), 10, 32); err != nil {
			return false
		}
	}
	return true
}

// isText tells text from bytes: UTF-8 but for a last character cut in two, and
// no NUL.
func isText(b []byte) bool {
	b = b[:min(len(b), 4096)]
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == 0 || r == utf8.RuneError && n == 1 && utf8.FullRune(b) {
			return false
		}
		b = b[n:]
	}
	return true
}

// refuse is the error of a path that is no store.
func refuse(path, what string) error {
	return errors.New(cookies.Visible(path) + " " + strings.TrimSpace(what))
}
