package exchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"crumbs/cookies"
	"crumbs/cookies/netscape"
)

// The most that is read: a browser keeps a few thousand cookies of 4 KB.
const (
	maxSize  = 64 << 20 // bytes of a file
	maxItems = 200_000
)

// Options say how a file is to be read.
type Options struct {
	Format Format    // "": told by the content
	URL    string    // that a header belongs to
	Now    time.Time // what has ended by then is not taken
}

// Content is what a file holds.
type Content struct {
	Format  Format
	Items   []cookies.Item // each of them one that a browser would take
	Refused []cookies.Refusal
	Note    string // what the file holds beside cookies, or ""
}

// Read reads cookies in any of the formats but curl. A cookie that breaks a rule
// is refused and the others are still read; an error says that the whole is none
// of the formats.
func Read(from io.Reader, o Options) (Content, error) {
	text, err := io.ReadAll(io.LimitReader(from, maxSize+1))
	switch {
	case err != nil:
		return Content{}, err
	case len(text) > maxSize:
		return Content{}, fmt.Errorf("it has more than %d MB, which is no list of cookies", maxSize>>20)
	}
	text = bytes.TrimPrefix(text, []byte("\uFEFF"))
	r := reader{Content: Content{Format: o.Format}, options: o, seen: map[identity]bool{}}
	if r.Format == "" {
		r.Format = told(text)
	}
	if r.Format != Netscape && r.Format != Header && !utf8.Valid(text) {
		return Content{}, errors.New("it is not UTF-8")
	}
	switch r.Format {
	case JSON, CookieEditor:
		err = r.array(text)
	case NDJSON:
		err = r.lines(text)
	case StorageState:
		err = r.state(text)
	case CSV:
		err = r.csv(text)
	case Netscape:
		err = r.netscape(text)
	case Header:
		err = r.header(text)
	case Curl:
		err = errors.New("a curl command can't be read back: export json or netscape instead")
	default:
		err = errors.New("it is no list of cookies that crumbs reads: json, ndjson, csv, netscape, storage-state, cookie-editor, or a Cookie: header")
	}
	return r.Content, err
}

// told gives the format of a text by its beginning, "" for none.
func told(text []byte) Format {
	text = bytes.TrimSpace(text)
	switch {
	case len(text) == 0:
		return ""
	case text[0] == '[':
		if bytes.Contains(text, []byte(`"storeId"`)) || bytes.Contains(text, []byte(`"expirationDate"`)) {
			return CookieEditor
		}
		return JSON
	case text[0] == '{':
		var whole struct{ Cookies *json.RawMessage }
		if json.NewDecoder(bytes.NewReader(text)).Decode(&whole) == nil && whole.Cookies != nil {
			return StorageState
		}
		return NDJSON
	case hasWord(text, "cookie:"):
		return Header
	case hasWord(text, "curl "):
		return Curl
	}
	for line := range bytes.Lines(text) {
		switch {
		case netscape.Headed(line), bytes.Count(line, []byte("\t")) >= 5:
			return Netscape
		case len(bytes.TrimSpace(line)) == 0, line[0] == '#':
			continue
		}
		columns := strings.Split(strings.TrimSpace(string(line)), ",")
		if at := columnsOf(columns); at["name"] >= 0 && at["domain"] >= 0 {
			return CSV
		}
		break
	}
	return ""
}

func hasWord(text []byte, word string) bool {
	return len(text) >= len(word) && strings.EqualFold(string(text[:len(word)]), word)
}

// identity is what tells cookies of a list apart.
type identity struct{ name, host, path, partition, container string }

// reader collects what is read.
type reader struct {
	Content
	options Options
	seen    map[identity]bool
}

var errTooMany = fmt.Errorf("it holds more than %d cookies", maxItems)

// take takes an item in if it is one that a browser would take.
func (r *reader) take(it cookies.Item, from string) error {
	if len(r.Items)+len(r.Refused) >= maxItems {
		return errTooMany
	}
	from = fmt.Sprintf("%s (%s of %s)", from, clip(it.Name), clip(it.Host))
	it.From = from
	why := check(&it, r.options.Now)
	id := identity{it.Name, it.Host, it.Path, it.PartitionKey(), it.Container()}
	if why == "" && r.seen[id] {
		why = "the cookie stands there twice, and the first is taken"
	}
	if why != "" {
		r.refuse(from, why)
		return nil
	}
	r.seen[id] = true
	r.Items = append(r.Items, it)
	return nil
}

// clip cuts what a stranger may have made long.
func clip(s string) string {
	const enough = 60
	if len(s) > enough {
		return strings.ToValidUTF8(s[:enough], "") + "…"
	}
	return s
}

func (r *reader) refuse(from, why string) {
	r.Refused = append(r.Refused, cookies.Refusal{From: from, Why: why})
}

// header reads a Cookie: line (RFC 6265bis, section 4.2.1), which says nothing of
// where its cookies belong but by the URL that it went to: they become cookies
// of that host alone, for all its paths, until the browser ends.
func (r *reader) header(text []byte) error {
	to, err := NewRequest(r.options.URL)
	if err != nil {
		return errors.New("a Cookie: header does not say whose cookies it has: add --url with the URL that it went to")
	}
	line := strings.TrimSpace(string(text))
	if hasWord([]byte(line), "cookie:") {
		line = line[len("cookie:"):]
	}
	n := 0
	for part := range strings.SplitSeq(line, ";") {
		if part = strings.Trim(part, " \t"); part == "" {
			continue
		}
		n++
		name, value, ok := strings.Cut(part, "=")
		if !ok {
			name, value = "", part
		}
		it := cookies.Item{Value: []byte(value)}
		it.Name, it.Path, it.Secure = name, "/", to.scheme == "https"
		it.Host = to.host
		if strings.Contains(to.host, ":") {
			it.Host = "[" + to.host + "]"
		}
		if err := r.take(it, fmt.Sprintf("cookie %d", n)); err != nil {
			return err
		}
	}
	return nil
}
