package demo

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/pierrec/lz4/v4"

	"crumbs/cookies"
	"crumbs/cookies/firefox"
	"crumbs/cookies/sqlite"
)

// firefoxProfile is the name of the profile's folder; Firefox makes them of
// eight letters and a word.
const firefoxProfile = "q5t1mz8e.default-release"

const profilesINI = "[General]\nStartWithLastProfile=1\nVersion=2\n\n" +
	"[Profile0]\nName=default-release\nIsRelative=1\nPath=" + firefoxProfile + "\nDefault=1\n"

// containersJSON names the containers. Firefox knows those that it came with by
// the key of their translation, those of its user by their names.
const containersJSON = `{"version":6,"lastUserContextId":6,"identities":[` +
	`{"icon":"fingerprint","color":"blue","l10nId":"user-context-personal","public":true,"userContextId":1},` +
	`{"icon":"briefcase","color":"orange","l10nId":"user-context-work","public":true,"userContextId":2},` +
	`{"icon":"dollar","color":"green","public":true,"userContextId":6,"name":"Banking"},` +
	`{"public":false,"icon":"","color":"","name":"userContextIdInternal.thumbnail","accessKey":"","userContextId":5}]}
`

// container gives the number of a container by its name, 0 for none.
func container(name string) uint32 {
	return map[string]uint32{"Work": 2, "Banking": 6}[name]
}

// makeFirefox makes a Firefox profile in a folder: a database, the names of the
// containers and a session file.
func makeFirefox(folder string, entries []entry, now time.Time) error {
	path := filepath.Join(folder, "cookies.sqlite")
	if err := firefox.Create(path); err != nil {
		return err
	}
	var session []sessionCookie
	err := sqlite.Fill(path, "moz_cookies", firefoxColumns(), func(yield func([]cookies.Cell) bool) {
		for _, e := range entries {
			c := e.at(now, folderSeed(folder))
			if c.lives == 0 {
				session = append(session, forSession(c))
			} else if !yield(firefoxRow(c)) {
				return
			}
		}
	})
	if err != nil {
		return err
	}
	closed, _ := cookies.SessionFiles()
	return errors.Join(
		os.WriteFile(filepath.Join(folder, "containers.json"), []byte(containersJSON), 0o600),
		writeSession(filepath.Join(folder, closed), session, now),
	)
}

func firefoxColumns() []string {
	return []string{"originAttributes", "name", "value", "host", "path", "expiry", "lastAccessed", "creationTime",
		"isSecure", "isHttpOnly", "inBrowserElement", "sameSite", "schemeMap", "isPartitionedAttributeSet", "updateTime"}
}

// firefoxRow spells a cookie as Firefox 153 does.
func firefoxRow(c cookie) []cookies.Cell {
	return []cookies.Cell{
		text(origin(c).String()), text(c.name), text(c.value), text(c.host), text("/"), number(c.expires.UnixMilli()),
		number(c.usedAt.UnixMicro()), number(c.madeAt.UnixMicro()), truth(c.is("secure")), truth(c.is("http")), number(0),
		number(firefoxSameSite(c)), number(schemeMap(c)), truth(c.is("chips")), number(c.setAt.UnixMicro()),
	}
}

// origin gives where in the store the cookie lies.
func origin(c cookie) firefox.Attributes {
	a := firefox.Attributes{Container: container(c.of("in"))}
	if scheme, host, ok := strings.Cut(c.of("part"), "://"); ok {
		a.Partition = "(" + scheme + "," + host + ")"
	}
	return a
}

func firefoxSameSite(c cookie) int64 {
	switch {
	case c.is("none"):
		return 0
	case c.is("lax"):
		return 1
	case c.is("strict"):
		return 2
	}
	return 256
}

// schemeMap says over which schemes a cookie was set: 1 HTTP, 2 HTTPS.
func schemeMap(c cookie) int64 {
	if c.is("plain") {
		return 1
	}
	return 2
}

// sessionCookie is a cookie in the session file, as Firefox 153 writes it.
type sessionCookie struct {
	Host     string        `json:"host"`
	Value    string        `json:"value"`
	Path     string        `json:"path"`
	Name     string        `json:"name"`
	Secure   bool          `json:"secure,omitempty"`
	HTTPOnly bool          `json:"httponly,omitempty"`
	Origin   sessionOrigin `json:"originAttributes"`
	SameSite int64         `json:"sameSite"`
	Schemes  int64         `json:"schemeMap"`
	Chips    bool          `json:"isPartitioned,omitempty"`
}

type sessionOrigin struct {
	FirstParty string `json:"firstPartyDomain"`
	GeckoView  string `json:"geckoViewSessionContextId"`
	Partition  string `json:"partitionKey"`
	Private    uint32 `json:"privateBrowsingId"`
	Container  uint32 `json:"userContextId"`
}

func forSession(c cookie) sessionCookie {
	a := origin(c)
	return sessionCookie{Host: c.host, Value: c.value, Path: "/", Name: c.name, Secure: c.is("secure"), HTTPOnly: c.is("http"),
		Origin: sessionOrigin{Partition: a.Partition, Container: a.Container}, SameSite: firefoxSameSite(c), Schemes: schemeMap(c), Chips: c.is("chips")}
}

// writeSession writes a session file of a browser without windows: a magic
// word, the length of the content in four bytes, little-endian, and one LZ4
// block.
func writeSession(path string, list []sessionCookie, now time.Time) error {
	content, err := json.Marshal(map[string]any{
		"version": []any{"sessionrestore", 1}, "windows": []any{}, "selectedWindow": 0, "_closedWindows": []any{},
		"session": map[string]any{"lastUpdate": now.UnixMilli(), "startTime": now.Add(-time.Hour).UnixMilli(), "recentCrashes": 0},
		"global":  map[string]any{}, "cookies": list,
	})
	if err != nil {
		return err
	}
	file := binary.LittleEndian.AppendUint32([]byte("mozLz40\x00"), uint32(len(content)))
	block := make([]byte, lz4.CompressBlockBound(len(content)))
	n, err := lz4.CompressBlock(content, block, nil)
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(file, block[:n]...), 0o600)
}
