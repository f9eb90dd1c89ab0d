package shape

import (
	"strings"

	"crumbs/policy/document/lazyregexp"
)

// Placeholders in the spellings that people use for the variable part of a name.
var (
	bracketed  = lazyregexp.New(`<[^<>\n]{1,40}>|\$?\{+[^{}\n]{1,40}\}+|%[A-Za-z_]{2,30}%|\$[A-Za-z_]{2,30}`)
	squared    = lazyregexp.New(`([\w.:-])\[[A-Za-z][^\[\]\n]{0,30}\]`)
	boxBefore  = lazyregexp.New(`(^|[\s,;|/"'` + "`" + `])\[[A-Za-z][^\[\]\n]{0,30}\]([_.-])`)
	classes    = lazyregexp.New(`\[\^?(?:[A-Za-z0-9]-[A-Za-z0-9])+\](?:[+*]|\{[\d,]+\})?|\\[dw](?:[+*]|\{[\d,]+\})|\[[A-Za-z0-9]{8,80}\](?:[+*]|\{[\d,]+\})`)
	starredBox = lazyregexp.New(`\[[^\[\]\s]{0,20}\*[^\[\]\s]{0,20}\]`)
	quoted     = lazyregexp.New(`([\w])([_-])["“][A-Za-z][\w -]{1,30}["”]`)
	rounded    = lazyregexp.New(`([_.-])\([A-Za-z#*][^()\n]{0,30}\)`)
	times      = lazyregexp.New(`\s*\[x\d+\]`)
	crossed    = lazyregexp.New(`[xX]{3,}(?:-[xX]+)*|#+|\b[nN]{4,}\b|\b[yY]{4,}\b`)
	dots       = lazyregexp.New(`([\w-])(?:…|\.{3,})`)
	idWords    = lazyregexp.New(`([_-])(?:container|property|site|website|measurement|tracking|account|customer|user|session)[-_ ]?(?:id|ID)(\W|$)`)
	tails      = lazyregexp.New(`\*(?:[-_.]?(?:X{1,3}|x{3}|\*))+`)
	stars      = lazyregexp.New(`\*+`)
)

// masked reports whether a text may hold a run of letters that stand for others:
// most don't, and this is asked of every word.
func masked(s string) bool {
	n := 0
	for i := range len(s) {
		switch s[i] {
		case '#':
			return true
		case 'x', 'X', 'n', 'N', 'y', 'Y':
			if n++; n >= 3 {
				return true
			}
		default:
			n = 0
		}
	}
	return false
}

// containerID replaces a spelt-out "container-id" at the end of a name that
// begins with an underscore; "user_id" itself is a name.
func containerID(s string) string {
	return idWords.ReplaceAllStringFunc(s, func(m string) string {
		if !strings.Contains(m, "container") && !strings.Contains(m, "property") && !strings.Contains(m, "measurement") && !strings.Contains(m, "website") {
			return m
		}
		end := ""
		if last := m[len(m)-1]; !IsNameByte(last) {
			end = string(last)
		}
		return m[:1] + "*" + end
	})
}

// Variable gives a text with a * for every placeholder in it: "_ga_<container-id>"
// becomes "_ga_*".
func Variable(s string) string {
	spelt := strings.Contains(s, "*_*") || strings.Contains(s, "*-*") // "session_*_*" has two parts that vary
	if strings.ContainsAny(s, "[\\") {
		s = classes.ReplaceAllString(s, "*") // of a regular expression
	}
	if strings.ContainsAny(s, "<{%$") {
		s = bracketed.ReplaceAllString(s, "*")
	}
	if strings.Contains(s, "[") {
		s = starredBox.ReplaceAllString(squared.ReplaceAllString(times.ReplaceAllString(s, ""), "$1*"), "*")
		s = boxBefore.ReplaceAllString(s, "$1*$2") // "[site]_session"
	}
	if strings.Contains(s, "(") {
		s = rounded.ReplaceAllString(s, "$1*")
	}
	if strings.ContainsAny(s, "\"“") {
		s = quoted.ReplaceAllString(s, "$1$2*") // _ga_"property_id"
	}
	if masked(s) {
		s = crossed.ReplaceAllString(s, "*")
	}
	if strings.Contains(s, "…") || strings.Contains(s, "...") {
		s = dots.ReplaceAllString(s, "$1*")
	}
	if strings.Contains(s, "id") || strings.Contains(s, "ID") {
		s = containerID(s)
	}
	if strings.Contains(s, "*") {
		if !spelt {
			s = tails.ReplaceAllString(s, "*")
		}
		s = stars.ReplaceAllString(s, "*")
	}
	return s
}
