package audit

import (
	"strings"

	"crumbs/cookies"
	"crumbs/policy"
)

// insecure looks for logins and form tokens without the attributes that protect
// them. A token may be there for the page's own script to read, so that nobody
// asks HttpOnly of it. SameSite=None is a decision and not a lack.
func (a *auditor) insecure() {
	for _, s := range a.own {
		c := s.Cookie
		what := proves(s)
		if what == "" || c.Expired(a.in.Now) || s.Verdict.Shared {
			continue
		}
		token := s.Verdict.Guard == policy.GuardCSRF
		var lacks, means []string
		sev := Low
		if !c.Secure && !unprotected(c) {
			lacks, means = append(lacks, "Secure"), append(means, "it can go over the network in the clear")
			sev = High
			if token {
				sev = Medium
			}
		}
		if !c.HTTPOnly && !token {
			lacks, means = append(lacks, "HttpOnly"), append(means, "every script of the page can read it")
			if sev == Low {
				sev = Medium
			}
		}
		if c.SameSite == cookies.Unspecified {
			lacks, means = append(lacks, "SameSite"), append(means, "it depends on the browser which other sites' requests carry it")
		}
		if len(lacks) > 0 {
			a.add(Insecure, sev, c, int64(len(lacks)), "It "+what+" and lacks "+list(lacks)+": "+list(means)+".")
		}
	}
}

// proves says what a cookie is to its holder, "" for one that proves nothing.
func proves(s policy.Sorted) string {
	if trifling(s.Cookie) {
		return ""
	}
	switch v := s.Verdict; {
	case v.Guard == policy.GuardLogin:
		return "looks like a login"
	case v.Guard == policy.GuardCSRF:
		return "looks like a token that protects forms"
	case v.Guard == policy.Unguarded && v.Category == policy.Necessary && namesSession(s.Cookie.Name):
		return "names a session"
	}
	return ""
}

// trifling reports whether a cookie can't be a proof of anything: its value, as
// far as it was seen, is a word, a small number or a time, or its name is that of
// a note on something, such as session_count or login_popup_seen.
func trifling(c *cookies.Cookie) bool {
	switch c.Shape.Form {
	case cookies.Empty, cookies.One, cookies.Zero, cookies.Truth, cookies.Small, cookies.Date, cookies.Seconds, cookies.Millis,
		cookies.Version, cookies.Locale, cookies.Country, cookies.Currency, cookies.Word, cookies.Page, cookies.Host, cookies.Path:
		return true
	}
	const notes = " count counter time timeout timestamp start started last expires expiry expiration seen shown popup hint status state active visited depth "
	for _, part := range parts(c.Name) {
		if strings.Contains(notes, " "+part+" ") {
			return true
		}
	}
	return false
}

func parts(name string) []string {
	return strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r == '_' || r == '-' || r == '.' })
}

// namesSession reports whether a name is that of a session, as servers and
// frameworks call them.
func namesSession(name string) bool {
	low := strings.ToLower(name)
	if strings.Contains(low, "session") || strings.Contains(low, "sessid") {
		return true
	}
	for _, part := range parts(name) {
		if part == "sid" || part == "sess" {
			return true
		}
	}
	return false
}

// unprotected reports whether a cookie is one that can't be Secure: of this
// machine, or of a site that its browser saw over plain HTTP (Chromium's
// source_scheme).
func unprotected(c *cookies.Cookie) bool {
	const plain = 1
	return c.Scheme == plain || cookies.ThisMachine(cookies.BareHost(c.Host))
}

// list joins words: "a", "a and b", "a, b and c".
func list(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}
