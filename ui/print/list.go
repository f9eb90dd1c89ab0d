package print

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
	"time"

	"crumbs/cookies"
	"crumbs/policy"
)

// CookiesTable writes cookies for people, under a heading for each category.
// The rows must come in the order of the categories; they are gone through
// twice.
func CookiesTable(w io.Writer, rows iter.Seq[Row], withValues bool, t Terminal, now time.Time) error {
	columns := []column{
		{head: "NAME", min: 12}, {head: "DOMAIN", min: 14}, {head: "EXPIRES", leave: 3},
		{head: "BROWSER", min: 10, leave: 1}, {head: "PARTY", leave: 4}, {head: "PROVIDER", min: 8, leave: 2},
	}
	if withValues {
		columns = append(columns, column{head: "VALUE", min: 12, leave: 5})
	}
	tab := newTable(t, 2, columns...)
	count := map[policy.Category]int{}
	for r := range rows {
		count[r.Verdict.Category]++
		tab.measure(cookieRow(r, withValues, now))
	}
	tab.fit()
	b := bufio.NewWriterSize(w, 64<<10)
	var at policy.Category
	for r := range rows {
		if c := r.Verdict.Category; c != at {
			if at == "" {
				if err := tab.head(b); err != nil {
					return err
				}
			}
			at = c
			if err := t.heading(b, fmt.Sprintf("%s  %d", capital(string(c)), count[c])); err != nil {
				return err
			}
		}
		if err := tab.row(b, nil, cookieRow(r, withValues, now)); err != nil {
			return err
		}
	}
	return b.Flush()
}

func cookieRow(r Row, withValues bool, now time.Time) []string {
	c, v := r.Cookie, r.Verdict
	party := string(v.Party)
	if v.Shared {
		party += ", shared"
	}
	out := []string{
		orNone(cookies.Visible(c.Name)), Where(c), Lasts(c, now), StoreName(c.Store), party, cookies.Visible(v.Provider),
	}
	if withValues {
		out = append(out, valueWords(r))
	}
	return out
}

// orNone writes something for a name of no characters, which is a name too.
func orNone(s string) string {
	if s == "" {
		return "(no name)"
	}
	return s
}

// Where gives the domain, with what [Apart] gives.
func Where(c *cookies.Cookie) string { return cookies.Visible(c.Host) + Apart(c) }

// Apart gives of port, path, partition and container what is out of the ordinary:
// it tells cookies apart that look alike otherwise.
func Apart(c *cookies.Cookie) string {
	s := ""
	if c.Port > 0 && c.Port != 443 && c.Port != 80 {
		s += fmt.Sprintf(":%d", c.Port)
	}
	if c.Path != "/" {
		s += cookies.Visible(c.Path)
	}
	if c.PartitionKey() != "" {
		_, site, _ := strings.Cut(c.PartitionKey(), "://")
		s += " in " + cookies.Visible(site)
	}
	if c.Container() != "" {
		s += ", " + cookies.Visible(c.Container())
	}
	return s
}

// valueWords is the value that was asked for, masked if it was not.
func valueWords(r Row) string {
	switch n := r.Cookie.ValueSize(); {
	case r.Value == nil && n < 0:
		return masked
	case r.Value == nil:
		return fmt.Sprintf("%s  %d B", masked, n)
	case r.Value.Err != nil:
		return "(" + cookies.Visible(r.Value.Err.Error()) + ")"
	}
	return cookies.Visible(string(r.Value.Bytes))
}

// masked stands for a value, always alike, so that it tells nothing of it.
const masked = "••••••••"

// CookiesCSV writes cookies as they come: RFC 4180 with the fields of the JSON,
// reasons joined by "; ". What is not fit to be shown is escaped, and a text
// that a spreadsheet would take for a formula gets an apostrophe before it.
func CookiesCSV(w io.Writer, rows iter.Seq[Row], withValues bool) error {
	b := bufio.NewWriterSize(w, 64<<10)
	c := csv.NewWriter(b)
	head := []string{"id", "name", "domain", "path", "hostOnly", "secure", "httpOnly", "sameSite", "expires", "created",
		"lastAccessed", "partitionKey", "container", "size"}
	if withValues {
		head = append(head, "value", "valueError")
	}
	head = append(head, "browser", "profile", "profileName", "store", "site", "category", "party", "type", "consent",
		"provider", "purpose", "source", "reasons")
	if err := c.Write(head); err != nil {
		return err
	}
	for r := range rows {
		if err := c.Write(record(r, withValues)); err != nil {
			return err
		}
	}
	c.Flush()
	if err := c.Error(); err != nil {
		return err
	}
	return b.Flush()
}

func record(r Row, withValues bool) []string {
	k, v := r.Cookie, r.Verdict
	size := ""
	if k.Size >= 0 {
		size = strconv.Itoa(int(k.Size))
	}
	out := []string{
		k.ID().String(), plain(k.Name), plain(k.Host), plain(k.Path), strconv.FormatBool(k.HostOnly()),
		strconv.FormatBool(k.Secure), strconv.FormatBool(k.HTTPOnly), k.SameSite.String(), k.Expires.RFC3339(),
		k.Created.RFC3339(), k.Accessed.RFC3339(), plain(k.PartitionKey()), plain(k.Container()), size,
	}
	if withValues {
		value, fault := "", ""
		switch {
		case r.Value == nil:
		case r.Value.Err != nil:
			fault = plain(r.Value.Err.Error())
		default:
			value = plain(string(r.Value.Bytes))
		}
		out = append(out, value, fault)
	}
	return append(out, k.Store.Browser, plain(k.Store.Profile), plain(k.Store.ProfileName), plain(k.Store.Path),
		plain(cookies.Registrable(k.Host)), string(v.Category), string(v.Party), string(v.Type), string(v.Consent),
		plain(v.Provider), plain(v.Purpose), string(v.Source), plain(strings.Join(v.Reasons(), "; ")))
}

// plain makes a foreign text fit for a spreadsheet. One that begins with an
// apostrophe gets a second, so that reading it back is never a guess.
func plain(s string) string {
	s = cookies.Visible(s)
	if s != "" && strings.ContainsRune("=+-@'", rune(s[0])) {
		return "'" + s
	}
	return s
}
