package policy

import "fmt"

// Source names the evidence that decided on a cookie.
type Source string

// The sources, strongest first.
const (
	SourceUser      Source = "user"
	SourcePolicy    Source = "policy"
	SourceCatalogue Source = "catalogue"
	SourceRules     Source = "rules"
	SourceNone      Source = "none"
)

// Guard says which harm deleting a cookie could do whatever its category: it
// holds the cookie back from `clear` until it is named.
type Guard string

// The guards; Unguarded is most cookies.
const (
	Unguarded    Guard = ""
	GuardLogin   Guard = "login"   // looks like a sign-in or its session
	GuardCSRF    Guard = "csrf"    // looks like protection of forms against forgery
	GuardConsent Guard = "consent" // records what the user answered to a consent banner
)

// Evidence is what one layer says of a cookie.
type Evidence struct {
	Source   Source
	Category Category
	Words    string // one clause: "catalogue: Google Analytics, _ga"

	// Worded makes the words when somebody asks, in place of Words: most verdicts
	// are counted and listed, and few are asked why. Nil: they are in Words.
	Worded fmt.Stringer

	// Firm says that it is enough to decide by: it would, if all that is stronger
	// were silent.
	Firm bool
}

// Clause gives the words.
func (e *Evidence) Clause() string {
	if e.Worded != nil {
		return e.Worded.String()
	}
	return e.Words
}

// Verdict is what crumbs thinks of a cookie seen from a site, and why.
type Verdict struct {
	Category Category
	Party    Party
	Type     Type
	Consent  Consent
	Source   Source
	Guard    Guard
	Provider string // "" if not known
	Purpose  string // "" if not known
	Section  string // the title of the policy's section that declares it, else ""

	// Declared is the policy's declaration of the cookie, nil if there is none.
	Declared *Declaration
	// Shared is an unpartitioned third-party cookie that other sites use too.
	Shared bool
	// Evidence is what every layer said, the deciding one first. Verdicts share
	// it; it is not to be changed.
	Evidence []Evidence
}

// Reasons gives the evidence in words, the deciding one first. It is never empty.
func (v *Verdict) Reasons() []string {
	out := make([]string, 0, len(v.Evidence))
	for i := range v.Evidence {
		out = append(out, v.Evidence[i].Clause())
	}
	if len(out) == 0 {
		out = append(out, "nothing is known of this cookie")
	}
	return out
}

// Agreed gives the words of the layers that support the verdict, the deciding
// one left out.
func (v *Verdict) Agreed() []string { return v.others(true) }

// Disagreed gives the words of the layers that would have decided otherwise.
func (v *Verdict) Disagreed() []string { return v.others(false) }

func (v *Verdict) others(agree bool) []string {
	out := []string{}
	for i := range v.Evidence {
		if e := &v.Evidence[i]; i > 0 && (e.Category == v.Category) == agree {
			out = append(out, e.Clause())
		}
	}
	return out
}
