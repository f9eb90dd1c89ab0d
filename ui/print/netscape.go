package print

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"crumbs/cookies"
)

// Netscape writes cookies with their values as a cookies.txt, and gives in a
// sentence each what it left out. A line is domain, whether subdomains get it
// too, path, whether it is secure, expiry in Unix seconds (0: a session
// cookie), name and value, with tabs between; #HttpOnly_ stands before the
// domain of one that scripts can't see (curl.se, "HTTP Cookies").
func Netscape(w io.Writer, rows []Row) (left []string, err error) {
	b := bufio.NewWriter(w)
	_, _ = b.WriteString("# Netscape HTTP Cookie File\n") // a bufio.Writer keeps its first error
	for _, r := range rows {
		c := r.Cookie
		if why := noPlace(r); why != "" {
			left = append(left, fmt.Sprintf("%s of %s%s: %s", orNone(cookies.Visible(c.Name)), cookies.Visible(c.Host), cookies.Visible(c.Path), why))
			continue
		}
		prefix := ""
		if c.HTTPOnly {
			prefix = "#HttpOnly_"
		}
		expires := int64(0)
		if !c.Session() {
			expires = max(1, c.Expires.Time().Unix())
		}
		_, _ = fmt.Fprintf(b, "%s%s\t%s\t%s\t%s\t%d\t%s\t%s\n",
			prefix, c.Host, truth(!c.HostOnly()), c.Path, truth(c.Secure), expires, c.Name, r.Value.Bytes)
	}
	return left, b.Flush()
}

// noPlace says why a cookie has no place in a cookies.txt.
func noPlace(r Row) string {
	c := r.Cookie
	switch {
	case r.Value.Err != nil:
		return "its value can't be opened: " + cookies.Visible(r.Value.Err.Error())
	case c.Place != nil:
		return "cookies.txt has no place for a partition or a container, and without it this would be another cookie"
	case strings.ContainsAny(c.Host+c.Path+c.Name+string(r.Value.Bytes), "\t\r\n\x00"), strings.HasPrefix(c.Host, "#"), c.Host == "":
		return "cookies.txt can't hold a tab or the end of a line"
	}
	return ""
}

func truth(b bool) string {
	if b {
		return "TRUE"
	}
	return "FALSE"
}
