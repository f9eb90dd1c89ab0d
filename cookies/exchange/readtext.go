package exchange

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"crumbs/cookies"
	"crumbs/cookies/netscape"
)

// netscape reads a cookies.txt. The port that wget writes behind a host is left
// out: what a server sets goes to all ports of it.
func (r *reader) netscape(text []byte) error {
	n := 0
	for line := range bytes.Lines(text) {
		n++
		from := fmt.Sprintf("line %d", n)
		c, err := netscape.Parse(bytes.TrimRight(line, "\r\n"))
		switch {
		case errors.Is(err, netscape.ErrComment):
			continue
		case err != nil:
			r.refuse(from, err.Error())
			continue
		}
		it := cookies.Item{Value: c.Value}
		it.Host, it.Path, it.Name, it.Secure, it.HTTPOnly = c.Host, c.Path, c.Name, c.Secure, c.HTTPOnly
		if c.Expires != 0 {
			it.Expires = moment(float64(c.Expires))
		}
		if err := r.take(it, from); err != nil {
			return err
		}
	}
	return nil
}

// truthOf reads a column of CSV.
func truthOf(s string) (value, ok bool) {
	switch strings.ToUpper(s) {
	case "TRUE":
		return true, true
	case "FALSE":
		return false, true
	}
	return false, false
}

// withDot spells a domain as stores do: with a dot before it if subdomains get
// the cookie too.
func withDot(domain string, subdomains bool) string {
	domain = strings.TrimPrefix(domain, ".")
	if subdomains {
		return "." + domain
	}
	return domain
}

// columnNames are the columns of a CSV that make a cookie, and columnsOf says
// where they stand, -1 for one that is not there.
func columnNames() []string {
	return []string{"name", "value", "valueError", "domain", "path", "hostOnly", "secure", "httpOnly", "sameSite", "expires",
		"created", "lastAccessed", "partitionKey", "container"}
}

func columnsOf(head []string) map[string]int {
	at := map[string]int{}
	for _, name := range columnNames() {
		at[name] = slices.IndexFunc(head, func(h string) bool { return strings.EqualFold(strings.Trim(h, " \""), name) })
	}
	return at
}

// csv reads the contract's CSV (RFC 4180), the columns by their names.
func (r *reader) csv(text []byte) error {
	in := csv.NewReader(bytes.NewReader(text))
	in.FieldsPerRecord = -1
	head, err := in.Read()
	if err != nil {
		return errors.New("it is no CSV")
	}
	at := columnsOf(head)
	for _, name := range []string{"name", "value", "domain"} {
		if at[name] < 0 && name == "value" {
			return errNoValues
		}
		if at[name] < 0 {
			return fmt.Errorf("it is no CSV of cookies: it has no column %s", name)
		}
	}
	for {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("it is no CSV from here on: %w", err)
		}
		line, _ := in.FieldPos(0)
		field := func(name string) string {
			if i := at[name]; i >= 0 && i < len(record) {
				return unplain(record[i])
			}
			return ""
		}
		from := fmt.Sprintf("line %d", line)
		it, why := csvItem(field)
		if why != "" {
			r.refuse(from, why)
			continue
		}
		if err := r.take(it, from); err != nil {
			return err
		}
	}
}

func csvItem(field func(string) string) (cookies.Item, string) {
	for _, column := range []string{"name", "value", "domain", "path"} {
		if e := escapeIn(field(column)); e != "" {
			return cookies.Item{}, fmt.Sprintf("its %s holds %s, which stands for a character that CSV can't hold: export json instead, which can", column, e)
		}
	}
	o := object{
		Name: new(field("name")), Value: new(field("value")), ValueError: field("valueError"), Domain: new(field("domain")),
		Path: new(field("path")), Container: field("container"), Partition: partition{site: field("partitionKey")},
	}
	for _, b := range []struct {
		column string
		set    func(bool)
	}{
		{"hostOnly", func(v bool) { o.HostOnly = &v }},
		{"secure", func(v bool) { o.Secure = v }},
		{"httpOnly", func(v bool) { o.HTTPOnly = v }},
	} {
		text := field(b.column)
		v, ok := truthOf(text)
		if !ok && text != "" {
			return cookies.Item{}, fmt.Sprintf("its %s is not true or false", b.column)
		}
		if ok {
			b.set(v)
		}
	}
	if s := field("sameSite"); s != "" {
		o.SameSite = &s
	}
	for _, t := range []struct {
		column string
		to     *instant
	}{{"expires", &o.Expires}, {"created", &o.Created}, {"lastAccessed", &o.Accessed}} {
		if err := t.to.parse(field(t.column)); err != nil {
			return cookies.Item{}, fmt.Sprintf("its %s is no time", t.column)
		}
	}
	return o.item()
}

// escape is the form of what [cookies.Visible] writes.
var escape = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\\(x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8})`)
})

// escapeIn gives the first escape in a text for what can't be shown, "" for none.
// Sites write such for other characters, and those are text.
func escapeIn(s string) string {
	for _, e := range escape().FindAllString(s, -1) {
		n, _ := strconv.ParseUint(e[2:], 16, 32)
		if cookies.Visible(string(rune(n))) == e || e[1] == 'x' && n >= utf8.RuneSelf {
			return e
		}
	}
	return ""
}

// unplain takes off the apostrophe that keeps a text from being a formula.
func unplain(s string) string {
	if len(s) > 1 && s[0] == '\'' && strings.ContainsRune("=+-@'", rune(s[1])) {
		return s[1:]
	}
	return s
}
