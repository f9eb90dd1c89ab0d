package keep

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"unicode/utf8"

	"crumbs/cookies"
	"crumbs/cookies/private"
)

// List is the keep list as it was read. The zero List keeps nothing.
type List struct {
	lines []string // as the file has them, comments and blank lines too

	patterns []Pattern
	hosts    map[string]int // of Host patterns, to their place in patterns
	ones     map[[3]string][]int
	globs    []int
}

// most is longer than any list that a person keeps.
const most = 16 << 20

// Read reads the list at a path. That there is no file is an empty list; all
// else that keeps it from being read, one malformed line included, is an error
// that names file and line. Then nothing is known of what is to stay, and
// nothing may be deleted. With the path "" there is no list.
func Read(path string) (*List, error) {
	if path == "" {
		return &List{}, nil
	}
	b, err := private.ReadFile(path, most)
	if errors.Is(err, fs.ErrNotExist) {
		return &List{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("the keep list %s can't be read: %w", cookies.Visible(path), err)
	}
	l, err := parse(b)
	if err != nil {
		return nil, fmt.Errorf("the keep list %s, %w", cookies.Visible(path), err)
	}
	return l, nil
}

// parse reads the text of a list; its error begins with the line.
func parse(b []byte) (*List, error) {
	l := &List{}
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")) // editors of Windows begin a file so
	n := 0
	for line := range strings.Lines(string(b)) {
		n++
		line = strings.TrimRight(line, "\r\n")
		text := strings.TrimSpace(line)
		l.lines = append(l.lines, line)
		if !utf8.ValidString(line) {
			return nil, fmt.Errorf("line %d: it is not UTF-8", n)
		}
		if text == "" || text[0] == '#' {
			continue
		}
		p, err := Parse(text)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		l.index(p)
	}
	return l, nil
}

// index makes a pattern findable.
func (l *List) index(p Pattern) {
	if l.hosts == nil {
		l.hosts, l.ones = map[string]int{}, map[[3]string][]int{}
	}
	at := len(l.patterns)
	l.patterns = append(l.patterns, p)
	switch p.kind {
	case Host:
		if _, twice := l.hosts[p.host]; !twice {
			l.hosts[p.host] = at
		}
	case Glob:
		l.globs = append(l.globs, at)
	case One:
		key := [3]string{p.one.domain, p.one.name, p.one.path}
		l.ones[key] = append(l.ones[key], at)
	}
}

// Patterns gives the patterns in the order of the file.
func (l *List) Patterns() []Pattern { return l.patterns }

// Keeps reports whether a cookie is on the list.
func (l *List) Keeps(c *cookies.Cookie) bool {
	_, ok := l.By(c)
	return ok
}

// By gives the pattern that keeps a cookie: the one that names it alone, else
// the host's, else another.
func (l *List) By(c *cookies.Cookie) (Pattern, bool) {
	if len(l.patterns) == 0 {
		return Pattern{}, false
	}
	for _, i := range l.ones[[3]string{c.Host, c.Name, c.Path}] {
		if l.patterns[i].Match(c) {
			return l.patterns[i], true
		}
	}
	host := cookies.BareHost(c.Host)
	for domain := host; len(l.hosts) > 0; {
		if i, ok := l.hosts[domain]; ok && l.patterns[i].Match(c) {
			return l.patterns[i], true
		}
		_, above, ok := strings.Cut(domain, ".")
		if !ok {
			break
		}
		domain = above
	}
	for _, i := range l.globs {
		if l.patterns[i].Match(c) {
			return l.patterns[i], true
		}
	}
	return Pattern{}, false
}

// Has reports whether a pattern is on the list.
func (l *List) Has(p Pattern) bool {
	for _, q := range l.patterns {
		if p == q {
			return true
		}
	}
	return false
}
