package demo

import (
	"bufio"
	"bytes"
	"embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// tables are the stores' contents; the first one says how to read them.
//
//go:embed stores/*.txt
var tables embed.FS

// entry is a line of a table.
type entry struct {
	host, name, value string
	lives             time.Duration // from the last setting to the expiry; 0 for a session cookie
	made, set, used   time.Duration // ago
	attributes        []string
}

// is reports whether the entry has an attribute.
func (e entry) is(attribute string) bool { return slices.Contains(e.attributes, attribute) }

// of gives what follows the = of an attribute, "" if it is not there.
func (e entry) of(attribute string) string {
	for _, a := range e.attributes {
		if value, ok := strings.CutPrefix(a, attribute+"="); ok {
			return value
		}
	}
	return ""
}

// readTable reads an embedded table.
func readTable(path string) ([]entry, error) {
	text, err := tables.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var entries []entry
	lines := bufio.NewScanner(bytes.NewReader(text))
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		if line == "" || line[0] == '#' {
			continue
		}
		e, err := parseEntry(line)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, n, err)
		}
		entries = append(entries, e)
	}
	return entries, lines.Err()
}

// parseEntry reads: host | name | lives | made/set/used | attributes | value.
func parseEntry(line string) (entry, error) {
	fields := strings.SplitN(line, " | ", 6)
	if len(fields) != 6 {
		return entry{}, fmt.Errorf("%d fields, want 6", len(fields))
	}
	e := entry{host: fields[0]}
	if fields[4] != "-" {
		e.attributes = strings.Fields(fields[4])
	}
	var err error
	if e.name, err = unescape(fields[1]); err != nil {
		return e, fmt.Errorf("name: %w", err)
	}
	if e.value, err = unescape(fields[5]); err != nil {
		return e, fmt.Errorf("value: %w", err)
	}
	if fields[2] != "session" {
		if e.lives, err = parseSpan(fields[2]); err != nil {
			return e, err
		}
	}
	ages := strings.Split(fields[3], "/")
	if len(ages) != 3 {
		return e, fmt.Errorf("%q is not made/set/used", fields[3])
	}
	for i, to := range []*time.Duration{&e.made, &e.set, &e.used} {
		if *to, err = parseSpan(ages[i]); err != nil {
			return e, err
		}
	}
	if e.made < e.set || e.set < e.used {
		return e, fmt.Errorf("%q: made before set before used", fields[3])
	}
	return e, nil
}

// parseSpan reads a number and m, h or d.
func parseSpan(s string) (time.Duration, error) {
	units := map[string]time.Duration{"m": time.Minute, "h": time.Hour, "d": 24 * time.Hour}
	if s != "" {
		n, err := strconv.Atoi(s[:len(s)-1])
		if unit := units[s[len(s)-1:]]; err == nil && n >= 0 && unit > 0 {
			return time.Duration(n) * unit, nil
		}
	}
	return 0, fmt.Errorf("%q is no span such as 30m or 9d", s)
}

// unescape undoes escapes as in Go's strings; quotes stand for themselves.
func unescape(s string) (string, error) {
	if !strings.Contains(s, `\`) {
		return s, nil
	}
	out, err := strconv.Unquote(`"` + strings.ReplaceAll(s, `"`, `\"`) + `"`)
	if err != nil {
		return "", fmt.Errorf("escapes in %q", s)
	}
	return out, nil
}
