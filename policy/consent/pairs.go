package consent

import (
	"net/url"
	"strconv"
	"strings"

	"crumbs/policy"
)

// oneTrustGroups are the groups that OneTrust makes by itself, by their newer
// and their older names; those that a site made are its own secret.
var oneTrustGroups = map[string]policy.Category{
	"C0001": policy.Necessary, "C0002": policy.Statistical, "C0003": policy.Functional,
	"C0004": policy.Marketing, "C0005": policy.Marketing,
	"1": policy.Necessary, "2": policy.Statistical, "3": policy.Functional, "4": policy.Marketing,
}

// readOneTrust reads OptanonConsent, a query whose groups are "C0001:1,C0002:0",
// and OptanonAlertBoxClosed, the time at which the banner was closed. OneTrust
// writes the first with its defaults before anybody answered, and its datestamp
// anew with each page; so the banner's time is that of the answer where there
// was one answer only, and the datestamp, which can't be before the last one,
// where there were several.
func readOneTrust(entries []Entry) (*Record, error) {
	out := &Record{}
	var consent url.Values
	var closed string
	for _, e := range entries {
		if e.Name == "OptanonAlertBoxClosed" {
			closed = unescape(string(e.Value))
			out.Cookies = append(out.Cookies, e.Name)
			continue
		}
		q, err := url.ParseQuery(string(e.Value))
		if err != nil || !q.Has("groups") && !q.Has("datestamp") {
			return nil, errForm
		}
		consent = q
		out.Cookies = append(out.Cookies, e.Name)
	}
	if consent == nil {
		return nil, nil // closed, and what was answered is not there
	}
	count, _ := strconv.Atoi(consent.Get("interactionCount")) // older ones have none
	if closed == "" && count == 0 {
		return nil, nil
	}
	out.At = instant(closed)
	if count > 1 || out.At.IsZero() {
		out.At = instant(consent.Get("datestamp"))
	}
	for group := range strings.SplitSeq(consent.Get("groups"), ",") {
		name, state, ok := strings.Cut(group, ":")
		if c := oneTrustGroups[name]; ok && (state == "0" || state == "1") {
			out.answer(c, state == "1")
		}
	}
	return out, nil
}

// readCookiebot reads CookieConsent, an object as scripts write them, without
// quotes around its names. A stamp of -1 stands for a visitor who was not asked.
func readCookiebot(value string) (*Record, error) {
	text, ok := strings.CutPrefix(unescape(value), "{")
	text, closed := strings.CutSuffix(text, "}")
	if !ok || !closed {
		if value == "-1" || value == "0" {
			return nil, nil
		}
		return nil, errForm
	}
	out := &Record{}
	said := 0
	for field := range strings.SplitSeq(text, ",") {
		name, v, _ := strings.Cut(strings.TrimSpace(field), ":")
		v = strings.Trim(v, "'")
		c := map[string]policy.Category{"necessary": policy.Necessary, "preferences": policy.Functional,
			"statistics": policy.Statistical, "marketing": policy.Marketing}[name]
		switch {
		case name == "stamp" && v == "-1":
			return nil, nil
		case name == "utc":
			out.At = instant(v)
		case c != "" && (v == "true" || v == "false"):
			out.answer(c, v == "true")
			said++
		}
	}
	if said == 0 {
		return nil, errForm
	}
	return out, nil
}

// readTarteaucitron reads "!gajs=true!facebookpixel=false!vimeo=wait", in which
// wait is a service that was not answered yet.
func readTarteaucitron(value string) (*Record, error) {
	out := &Record{}
	form := false
	for field := range strings.SplitSeq(unescape(value), "!") {
		name, state, ok := strings.Cut(field, "=")
		if !ok || name == "" {
			continue
		}
		form = true
		if state == "true" || state == "false" {
			out.Services = append(out.Services, service(name, state == "true"))
		}
	}
	switch {
	case !form:
		return nil, errForm
	case len(out.Services) == 0:
		return nil, nil
	}
	return out, nil
}

// isComplianz knows the cookies of Complianz: one for each category, and one for
// the banner. On a root domain their names have an rt_ in them.
func isComplianz(name string) bool {
	_, ok := complianz(name)
	return ok
}

// complianz gives what stands for a category in the name of a cookie, or
// "banner-status".
func complianz(name string) (string, bool) {
	rest, ok := strings.CutPrefix(name, "cmplz_")
	rest = strings.TrimPrefix(rest, "rt_")
	switch rest {
	case "functional", "preferences", "statistics", "statistics-anonymous", "stats", "marketing", "banner-status":
		return rest, ok
	}
	return "", false
}

// readComplianz reads "allow" and "deny" of each category. Statistics without
// names may be allowed where those with names are not; then nobody can tell
// from a cookie which it is of.
func readComplianz(entries []Entry) (*Record, error) {
	out := &Record{}
	for _, e := range entries {
		of, _ := complianz(e.Name)
		value := string(e.Value)
		out.Cookies = append(out.Cookies, e.Name)
		if of == "banner-status" || value != "allow" && value != "deny" {
			continue
		}
		c := map[string]policy.Category{"functional": policy.Necessary, "preferences": policy.Functional,
			"marketing": policy.Marketing}[of]
		if c == "" {
			c = policy.Statistical
		}
		if of == "statistics-anonymous" && value == "deny" {
			continue // the other one says it
		}
		out.answer(c, value == "allow")
	}
	if len(out.Granted)+len(out.Refused) == 0 {
		return nil, nil
	}
	return out, nil
}
