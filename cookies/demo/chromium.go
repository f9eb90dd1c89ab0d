package demo

import (
	"os"
	"path/filepath"
	"time"

	"crumbs/cookies"
	"crumbs/cookies/chromium"
	"crumbs/cookies/sqlite"
)

// localState is as much of a Local State as names the profiles.
const localState = `{"profile":{"info_cache":{` +
	`"Default":{"name":"Ada","is_using_default_name":false},` +
	`"Profile 1":{"name":"Ada at work","is_using_default_name":false}},` +
	`"last_active_profiles":["Default"],"profiles_order":["Default","Profile 1"]}}
`

// makeChromium makes a Chromium profile in a folder.
func makeChromium(folder string, entries []entry, now time.Time) error {
	path := filepath.Join(folder, "Cookies")
	if err := chromium.Create(path); err != nil {
		return err
	}
	s, err := chromium.NewSealer(24)
	if err != nil {
		return err
	}
	err = sqlite.Fill(path, "cookies", chromiumColumns(), func(yield func([]cookies.Cell) bool) {
		for _, e := range entries {
			if !yield(chromiumRow(e.at(now, folderSeed(folder)), s)) {
				return
			}
		}
	})
	if err != nil {
		return err
	}
	return os.WriteFile(path+"-journal", nil, 0o600) // Chromium leaves an empty one, always
}

// folderSeed makes the made-up parts of profiles differ: two people have not
// the same id anywhere.
func folderSeed(folder string) string { return filepath.Base(folder) }

func chromiumColumns() []string {
	return []string{"creation_utc", "host_key", "top_frame_site_key", "name", "value", "encrypted_value", "path", "expires_utc",
		"is_secure", "is_httponly", "last_access_utc", "has_expires", "is_persistent", "priority", "samesite",
		"source_scheme", "source_port", "last_update_utc", "source_type", "has_cross_site_ancestor"}
}

// chromiumRow spells a cookie as Chromium 156 does.
func chromiumRow(c cookie, s *chromium.Sealer) []cookies.Cell {
	persistent := !c.expires.IsZero()
	scheme, port := int64(2), int64(443)
	if c.is("plain") {
		scheme, port = 1, 80
	}
	source := int64(1) // set by an HTTP response
	if c.is("js") {
		source = 2
	}
	return []cookies.Cell{
		number(windows(c.madeAt)), text(c.host), text(c.of("part")), text(c.name), text(""), cookies.BlobCell(s.Seal(c.host, c.value)),
		text("/"), number(windows(c.expires)), truth(c.is("secure")), truth(c.is("http")), number(windows(c.usedAt)),
		truth(persistent), truth(persistent), number(1), number(chromiumSameSite(c)),
		number(scheme), number(port), number(windows(c.setAt)), number(source),
		number(1), // has_cross_site_ancestor: Chromium 156 has it set without a partition too
	}
}

func chromiumSameSite(c cookie) int64 {
	switch {
	case c.is("none"):
		return 0
	case c.is("lax"):
		return 1
	case c.is("strict"):
		return 2
	}
	return -1
}

// windows gives a time in microseconds since 1601-01-01, 0 for no time.
func windows(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro() + 11_644_473_600_000_000
}
