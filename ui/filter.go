package ui

import (
	"strings"
	"time"

	"crumbs/cookies"
	"crumbs/policy"
)

// filter is what the user typed behind the slash, read. All its terms must
// hold; the empty filter lets everything through.
//
//	words      in the host, as it is stored or read, the name or the provider
//	site: name: cat: party: browser: provider:
//	           in that alone; cat and party from their beginning
//	expired session insecure
//	           what the cookie is; in quotes they are words
//	-term      not so
type filter struct {
	terms []term
	now   int64 // microseconds since 1970
}

type term struct {
	not  bool
	kind termKind
	text string // lower case
}

type termKind int

const (
	anyWord termKind = iota
	inSite
	inName
	inCategory
	inParty
	inBrowser
	inProvider
	isExpired
	isSession
	isInsecure
)

func keyedTerms() map[string]termKind {
	return map[string]termKind{
		"site": inSite, "name": inName, "cat": inCategory,
		"party": inParty, "browser": inBrowser, "provider": inProvider,
	}
}

func flagTerms() map[string]termKind {
	return map[string]termKind{"expired": isExpired, "session": isSession, "insecure": isInsecure}
}

// maxQuery bounds a filter, in bytes: it is typed or pasted by a person.
const maxQuery = 1024

// parseFilter reads the filter language. Every text is a filter: what is no
// term of its own is a word.
func parseFilter(query string, now time.Time) filter {
	if len(query) > maxQuery {
		query = strings.ToValidUTF8(query[:maxQuery], "")
	}
	f := filter{now: now.UnixMicro()}
	keyed, flags := keyedTerms(), flagTerms()
	for _, field := range fields(query) {
		var t term
		if rest, ok := strings.CutPrefix(field, "-"); ok {
			t.not, field = true, rest
		}
		field = strings.ToLower(field)
		if k, rest, ok := strings.Cut(field, ":"); ok {
			if kind, known := keyed[k]; known {
				t.kind, field = kind, rest
			}
		} else if kind, known := flags[field]; known {
			t.kind = kind
		}
		t.text = strings.ReplaceAll(field, `"`, "")
		if t.text == "" {
			continue // still being typed
		}
		f.terms = append(f.terms, t)
	}
	return f
}

// fields splits a query at spaces outside double quotes.
func fields(query string) []string {
	quoted := false
	return strings.FieldsFunc(query, func(r rune) bool {
		if r == '"' {
			quoted = !quoted
		}
		return !quoted && (r == ' ' || r == '\t')
	})
}

// all reports whether the filter lets everything through.
func (f filter) all() bool { return len(f.terms) == 0 }

// entry is one cookie as it stands in one site's list.
type entry struct {
	policy.Sorted
	host, name, provider, browser int32 // numbers of the shelf's texts

	session, insecure bool // as [cookies.Cookie] says it, here because a filter asks each

	extra    bool // it stands in another site's list too and is counted there
	cleared  bool // clear would take it
	kept     bool // on the keep list
	category int8 // index into policy.Categories
}

func (e *entry) id() cookies.ID { return e.Cookie.ID() }
