package print

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"crumbs/cookies"
	"crumbs/policy"
	"crumbs/policy/plan"
)

// ManyCookies is from where on a deletion holds a store so long that a browser
// started just then could go without its cookies for a session: 2,000 of 30,000,
// spread over the file, took 78 ms on two shared cores.
const ManyCookies = 2000

// Plan says for people what a deletion would take and what it would leave, and
// why. Of gives the condition of a store by its path.
func Plan(w io.Writer, p plan.Plan, of func(path string) cookies.Condition, t Terminal) error {
	b := bufio.NewWriter(w)
	if goes := Going(p, of); len(goes) == 0 {
		_, _ = b.WriteString("Nothing would be deleted.\n") // a bufio.Writer keeps its first error
	} else {
		_ = t.saying(b, fmt.Sprintf("%s would be deleted: %s", Plural(len(goes), "cookie"), byCategory(goes)))
	}
	tab := newTable(t, 2, column{right: true}, column{min: 16}, column{min: 20})
	var rows [][]string
	for _, list := range byStore(p.Take) {
		c, words := of(list[0].Cookie.Store.Path), "ready"
		if !c.Writable && c.State != "" {
			words = fmt.Sprintf("skipped, %s: %s", c.State, ConditionWords(c))
		} else if c.Reason != "" {
			words = cookies.Visible(c.Reason)
		}
		rows = append(rows, []string{fmt.Sprint(len(list)), StoreName(list[0].Cookie.Store), words})
	}
	for _, r := range rows {
		tab.measure(r)
	}
	tab.fit()
	for _, r := range rows {
		_ = tab.row(b, nil, r)
	}
	if words := Embedded(p.Take, ""); words != "" {
		_, _ = b.WriteString(words + "\n")
	}
	for _, line := range Stays(p) {
		_, _ = b.WriteString(line + "\n")
	}
	switch p.Stay {
	case plan.SignInStays:
		_, _ = b.WriteString("You probably stay signed in.\n")
	case plan.SignInGoes:
		_, _ = b.WriteString(t.Red(SignedOut(p.Out)) + "\n")
	}
	if len(p.Take) > ManyCookies {
		_, _ = b.WriteString("So many take a moment: a browser started meanwhile could miss its cookies, so start none.\n")
	}
	return b.Flush()
}

// Going gives what a plan takes from stores that can be written now.
func Going(p plan.Plan, of func(path string) cookies.Condition) []policy.Sorted {
	var out []policy.Sorted
	for _, s := range p.Take {
		if c := of(s.Cookie.Store.Path); c.Writable || c.State == "" {
			out = append(out, s)
		}
	}
	return out
}

// SignedOut says, as a guess, of which sites a deletion takes the sign-in.
func SignedOut(sites []string) string {
	const most = 5
	var names []string
	for _, s := range sites {
		names = append(names, cookies.Visible(s))
	}
	if n := len(names); n > most {
		names = append(names[:most:most], fmt.Sprintf("and %d more", n-most))
	}
	if len(names) == 0 {
		return "You will probably be signed out."
	}
	return "You will probably be signed out of " + strings.Join(names, ", ") + "."
}

// Embedded says how many of these cookies lie partitioned under a site that is
// not theirs, and under which; "" if none does. The site here, if it is not "",
// is called so.
func Embedded(list []policy.Sorted, here string) string {
	count, n := map[string]int{}, 0
	for _, s := range list {
		if site := cookies.PartitionDomain(s.Cookie.PartitionKey()); site != "" && site != policy.Registrable(s.Cookie.Host) {
			count[site]++
			n++
		}
	}
	if n == 0 {
		return ""
	}
	var parts []string
	for _, site := range slices.Sorted(maps.Keys(count)) {
		switch {
		case site == here:
			parts = append(parts, "here")
		case len(count) == 1:
			parts = append(parts, "in "+cookies.Visible(site))
		default:
			parts = append(parts, fmt.Sprintf("in %s (%d)", cookies.Visible(site), count[site]))
		}
	}
	if len(parts) > 3 {
		parts = append(parts[:3], fmt.Sprintf("and in %d more", len(parts)-3))
	}
	verb := "are other sites', embedded "
	if n == 1 {
		verb = "is another site's, embedded "
	}
	return fmt.Sprintf("%d of them %s%s.", n, verb, strings.Join(parts, ", "))
}

// byCategory counts cookies by category: "2 statistical, 1 marketing".
func byCategory(list []policy.Sorted) string {
	count := map[policy.Category]int{}
	for _, s := range list {
		count[s.Verdict.Category]++
	}
	var parts []string
	for _, c := range policy.Categories() {
		if count[c] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", count[c], c))
		}
	}
	return strings.Join(parts, ", ")
}

func byStore(list []policy.Sorted) [][]policy.Sorted {
	at := map[string]int{}
	var out [][]policy.Sorted
	for _, s := range list {
		i, ok := at[s.Cookie.Store.Path]
		if !ok {
			i = len(out)
			at[s.Cookie.Store.Path] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], s)
	}
	return out
}

// Stays says what a plan leaves, a sentence for each reason.
func Stays(p plan.Plan) []string {
	var out []string
	if len(p.Rest) > 0 {
		out = append(out, fmt.Sprintf("Not aimed at: %s.", byCategory(p.Rest)))
	}
	for _, r := range []struct {
		reason cookies.Reason
		words  string
	}{
		{cookies.ReasonKept, "Kept, on the keep list"},
		{cookies.ReasonLogin, "Kept, because it looks like a sign-in, form protection or your consent"},
		{cookies.ReasonShared, "Kept, because other sites use it too (--party third takes it)"},
	} {
		var names []string
		for _, l := range p.Left {
			if l.Reason == r.reason {
				names = append(names, Clip(orNone(cookies.Visible(l.Cookie.Name)), 32))
			}
		}
		if len(names) == 0 {
			continue
		}
		n := len(names)
		slices.Sort(names)
		names = slices.Compact(names)
		if len(names) > 5 {
			names = append(names[:5], "…")
		}
		out = append(out, fmt.Sprintf("%s: %d (%s).", r.words, n, strings.Join(names, ", ")))
	}
	return out
}
