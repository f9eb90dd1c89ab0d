package print

import (
	"bufio"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"

	"crumbs/cookies"
	"crumbs/policy"
	"crumbs/ui/decode"
)

// CookiesInFull writes everything about each cookie, for people, with the
// reasons for its category and with where else it lives, as kin tells.
func CookiesInFull(w io.Writer, rows iter.Seq[Row], kin map[cookies.ID]*cookies.Kin, t Terminal, now time.Time) error {
	b := bufio.NewWriter(w)
	first := true
	for r := range rows {
		if !first {
			_ = b.WriteByte('\n') // a bufio.Writer keeps its first error
		}
		first = false
		_, _ = b.WriteString(t.Bold(orNone(cookies.Visible(r.Cookie.Name))) + "\n")
		for _, f := range fields(r, kin[r.Cookie.ID()], now) {
			if f.words == "" {
				continue
			}
			if _, err := fmt.Fprintf(b, "  %s %s\n", t.faint(fmt.Sprintf("%-10s", f.name)), f.words); err != nil {
				return err
			}
		}
		layers(b, r, t, now)
	}
	return b.Flush()
}

// layers writes what a value that was asked for looks like, layer by layer.
func layers(b *bufio.Writer, r Row, t Terminal, now time.Time) {
	if r.Value == nil || r.Value.Err != nil {
		return
	}
	for _, l := range decode.Value(r.Cookie.Name, r.Value.Bytes, func(at time.Time) string { return When(at, now) }) {
		_, _ = fmt.Fprintf(b, "  %s\n", t.Bold(cookies.Visible(l.Name)))
		if l.Text != "" {
			for text := range strings.SplitSeq(l.Text, "\n") {
				_, _ = fmt.Fprintf(b, "    %s\n", cookies.Visible(text))
			}
		}
		for _, f := range l.Facts {
			_, _ = fmt.Fprintf(b, "    %s %s\n", t.faint(cookies.Visible(f.Label)+":"), cookies.Visible(f.Text))
		}
	}
}

type field struct{ name, words string }

func fields(r Row, kin *cookies.Kin, now time.Time) []field {
	c, v := r.Cookie, r.Verdict
	partition := "none"
	if c.PartitionKey() != "" {
		partition = cookies.Visible(c.PartitionKey())
	}
	out := []field{
		{"what", cookies.Visible(Summary(v))},
		{"domain", cookies.Visible(c.Host)},
		{"path", cookies.Visible(c.Path)},
		{"value", valueWords(r)},
		{"created", moment(c.Created)},
		{"used", moment(c.Accessed)},
		{"expires", expiry(c, now)},
		{"flags", flags(c)},
		{"partition", partition},
		{"container", cookies.Visible(c.ContainerWords())},
		{"browser", StoreName(c.Store)},
		{"store", cookies.Visible(c.Store.Path)},
		{"category", string(v.Category)},
		{"party", string(v.Party)},
		{"type", fmt.Sprintf("%s, %s", v.Type, consentWords(v.Consent))},
		{"provider", cookies.Visible(v.Provider)},
		{"purpose", cookies.Visible(v.Purpose)},
	}
	reasons := v.Reasons()
	out = append(out, field{"because", cookies.Visible(reasons[0])})
	for _, s := range v.Agreed() {
		out = append(out, field{"agrees", cookies.Visible(s)})
	}
	for _, s := range v.Disagreed() {
		out = append(out, field{"disagrees", cookies.Visible(s)})
	}
	if d := v.Declared; d != nil {
		out = append(out, field{"declared", declared(d) + ": " + Declared(c, v)})
	} else {
		out = append(out, field{"declared", Declared(c, v)})
	}
	out = append(out, field{"set by", cookies.Visible(Setter(c, v))}, field{"lives", Lives(c, now)})
	if kin != nil {
		out = append(out, field{"also in", cookies.Visible(AlsoIn(c, kin))}, field{"same value", cookies.Visible(SameValue(c, kin))})
	}
	out = append(out, field{"deleting", cookies.Visible(Loss(c, v))})
	if v.Shared {
		out = append(out, field{"shared", "with other sites: deleted only with --party third"})
	}
	if words := guardWords(v.Guard); words != "" {
		out = append(out, field{"guard", words + ": clear leaves it unless it is named"})
	}
	return append(out, field{"id", c.ID().String()})
}

func moment(m cookies.Moment) string {
	if m == 0 {
		return "not known"
	}
	return Clock(m.Time())
}

func expiry(c *cookies.Cookie, now time.Time) string {
	switch {
	case c.Session():
		return "with the session"
	case c.Expired(now):
		return Clock(c.Expires.Time()) + "  expired"
	}
	return Clock(c.Expires.Time()) + "  in " + Lasts(c, now)
}

func flags(c *cookies.Cookie) string {
	var out []string
	if c.Secure {
		out = append(out, "secure")
	}
	if c.HTTPOnly {
		out = append(out, "http-only")
	}
	if c.HostOnly() {
		out = append(out, "host-only")
	}
	return strings.Join(append(out, "same-site "+c.SameSite.String()), ", ")
}

func consentWords(c policy.Consent) string {
	switch c {
	case policy.ConsentNone:
		return "no consent needed"
	case policy.ConsentUnlessAnonymised:
		return "consent needed unless anonymised"
	case policy.ConsentUnsaid:
		return "consent not said"
	}
	return "consent needed"
}

func guardWords(g policy.Guard) string {
	switch g {
	case policy.GuardLogin:
		return "looks like a sign-in"
	case policy.GuardCSRF:
		return "looks like protection of forms"
	case policy.GuardConsent:
		return "looks like your answer about consent"
	}
	return ""
}

func declared(d *policy.Declaration) string {
	return cookies.Visible(d.Name) + ", " + string(d.Category)
}

// Lifetime is how long a declaration says that a cookie lives, "" where it does
// not say.
func Lifetime(d *policy.Declaration) string {
	life, ok := d.Lifetime()
	switch {
	case d.Session:
		return "session"
	case !ok:
		return ""
	}
	return Span(life)
}
