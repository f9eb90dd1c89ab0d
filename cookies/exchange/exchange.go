// Package exchange carries cookies between programs: it writes the formats that
// curl, wget, Playwright and the extension Cookie-Editor take, makes the request
// header that a browser would send to a URL, and reads the formats back. What is
// read is a stranger's, so that every cookie is held against the rules by which
// a browser would take it from a server (RFC 6265bis, section 5.7).
package exchange

import (
	"path/filepath"
	"strings"
)

// Format is a form in which cookies leave and enter.
type Format string

// The formats; the words are those of the contract.
const (
	JSON         Format = "json"          // one array of the contract's cookies
	NDJSON       Format = "ndjson"        // one of them a line
	CSV          Format = "csv"           // one of them a record, after a line of names
	Netscape     Format = "netscape"      // cookies.txt, of curl and wget
	Header       Format = "header"        // the Cookie: line of a request
	Curl         Format = "curl"          // a command line with it
	StorageState Format = "storage-state" // Playwright's
	CookieEditor Format = "cookie-editor" // the extension's JSON
)

// Formats lists all of them.
func Formats() []Format {
	return []Format{JSON, NDJSON, CSV, Netscape, Header, Curl, StorageState, CookieEditor}
}

// NeedsValues reports whether a format is of no use without values.
func (f Format) NeedsValues() bool { return f != JSON && f != NDJSON && f != CSV }

// OfRequest reports whether a format holds what goes to one URL.
func (f Format) OfRequest() bool { return f == Header || f == Curl }

// FormatOf gives the format that a file's name ends in, "" where it says none.
func FormatOf(path string) Format {
	name := strings.ToLower(filepath.Base(path))
	for _, end := range []struct {
		text   string
		format Format
	}{
		{"storage-state.json", StorageState},
		{"cookie-editor.json", CookieEditor},
		{".json", JSON},
		{".ndjson", NDJSON},
		{".jsonl", NDJSON},
		{".csv", CSV},
		{".txt", Netscape},
	} {
		if strings.HasSuffix(name, end.text) {
			return end.format
		}
	}
	return ""
}
