package inuse

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"crumbs/cookies"
)

// Browser gives the running browser that a store belongs to, if there is one.
func Browser(s *cookies.Store) (Holder, bool) { return Scan().browser(s) }

// Port gives the debugging port that a store's running browser says it listens
// on, 0 if there is none. A file says so, which stays behind when the browser is
// killed, or its command line: the number is believed only where the system tells
// that this very process listens there.
func Port(s *cookies.Store, user Holder) int {
	port := announced(s)
	if port == 0 && s.Format == cookies.Chromium {
		port = askedFor(arguments(user.PID)) // of a port that it was given Chromium writes no file
	}
	if port == 0 || user.PID <= 0 ||
		!slices.ContainsFunc(Listeners(port), func(h Holder) bool { return h.PID == user.PID }) {
		return 0
	}
	return port
}

// announced reads the file: Chromium's DevToolsActivePort has the port on its
// first line, Firefox's WebDriverBiDiServer.json in a field. What Firefox keeps of
// its session is not changed through it.
func announced(s *cookies.Store) int {
	switch {
	case s.Format == cookies.Chromium && s.UserData != "":
		line, _, _ := bytes.Cut(small(filepath.Join(s.UserData, "DevToolsActivePort")), []byte("\n"))
		return portOf(string(bytes.TrimSpace(line)))
	case s.Format == cookies.Firefox:
		var file struct {
			Port json.Number `json:"ws_port"`
		}
		if json.Unmarshal(small(filepath.Join(folderOf(s), "WebDriverBiDiServer.json")), &file) == nil {
			return portOf(file.Port.String())
		}
	}
	return 0
}

// askedFor gives the debugging port that Chromium was started with. Of several
// the last one counts.
func askedFor(arguments []string) (port int) {
	for _, a := range arguments {
		if n, ok := strings.CutPrefix(a, "--remote-debugging-port="); ok {
			port = portOf(n)
		}
	}
	return port
}

func portOf(s string) int {
	n, err := strconv.ParseUint(s, 10, 16)
	if err != nil {
		return 0
	}
	return int(n)
}

// small reads a file of a few lines; of what is none it gives nothing.
func small(path string) []byte {
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() > 4096 {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer f.Close() //nolint:errcheck // only read
	text, _ := io.ReadAll(io.LimitReader(f, 4096))
	return text
}
