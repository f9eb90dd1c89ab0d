package document

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crumbs/policy"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/settings"
)

// invented gives a policy as documents give them.
func invented(r *rand.Rand) policy.Policy {
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	text := func() string {
		return pick("", "", "Counts visits", "Für Gäste, \"immer\"; oder nie", "=1+1", "'=1+1", "-x", "@home", "'quoted'", "+", "a\\b {c} [d]", "日本 ünï", "</script>&amp;", "''@", "1 year")
	}
	p := policy.Policy{Platform: pick("", "harbour.example"), Title: text(), Language: pick("", "de")}
	seen := map[string]bool{}
	for range r.IntN(12) {
		c := policy.Declaration{
			Name:     pick("_ga", "_x_*", "*_tail", "a*b", "sid", "__Host-id", "-minus", "@at", "+plus", "c", "fr", "x.y", "n[0]", "'odd", "_ga_#", "user|id", "v%20w") + pick("", fmt.Sprint(r.IntN(50))),
			Category: policy.Categories()[r.IntN(5)], Party: []policy.Party{policy.FirstParty, policy.ThirdParty, policy.PartyUnsaid}[r.IntN(3)],
			Provider: text(), Purpose: text(), Function: text(), Section: text(), Domain: pick("", "harbour.example", "a.b.example", "localhost"),
		}
		switch r.IntN(4) {
		case 0:
			c.Session = true
		case 1:
			n := 1 + r.Int64N(999_999_999)
			c.LifetimeSeconds = &n
		case 2:
			n := (1 + r.Int64N(1000)) * []int64{lifetime.Minute, lifetime.Hour, lifetime.Day, lifetime.Year}[r.IntN(4)]
			c.LifetimeSeconds = &n
		}
		if key := c.Name + string(c.Category); !seen[key] {
			seen[key] = true
			p.Cookies = append(p.Cookies, c)
		}
		if c.Section != "" {
			p.Sections = append(p.Sections, policy.Section{Title: c.Section, Category: c.Category, Party: c.Party, Consent: policy.ConsentNeeded})
		}
	}
	return p
}

// What is written is read back equal, but for what the format can't hold.
func TestWriteRead(t *testing.T) {
	for name, f := range map[string]struct {
		write func(io.Writer, policy.Policy) error
		holds func(policy.Policy) policy.Policy
	}{
		"own": {func(w io.Writer, p policy.Policy) error { return json.NewEncoder(w).Encode(p) }, func(p policy.Policy) policy.Policy { return p }},
		"ocd": {settings.WriteOpenCookieDatabase, func(p policy.Policy) policy.Policy {
			out := policy.Policy{}
			for _, c := range p.Cookies {
				c.Function = ""
				if c.Provider == "" {
					c.Provider = c.Section
				}
				out.Cookies = append(out.Cookies, c)
			}
			return out
		}},
		"tcf": {settings.WriteTCF, func(p policy.Policy) policy.Policy {
			out := policy.Policy{}
			for _, c := range p.Cookies {
				c.Function, c.Provider, c.Section = "", "", ""
				if c.Domain != "" || c.Party != policy.FirstParty {
					c.Party = policy.PartyUnsaid
				}
				out.Cookies = append(out.Cookies, c)
			}
			return out
		}},
	} {
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(400) {
				p := invented(rand.New(rand.NewPCG(seed, 1)))
				var b bytes.Buffer
				if err := f.write(&b, p); err != nil {
					t.Fatal(err)
				}
				written := b.String()
				got, err := Read(t.Context(), &b)
				if err != nil {
					t.Fatalf("%v:\n%s", err, written)
				}
				for i := range got.Cookies {
					if got.Cookies[i].Position == "" {
						t.Fatalf("no position: %+v", got.Cookies[i])
					}
					got.Cookies[i].Position = ""
				}
				if len(got.Cookies) == 0 {
					got.Cookies = nil
				}
				if len(got.Sections) == 0 {
					got.Sections = nil
				}
				want := f.holds(p)
				if name != "own" {
					// Guessed from the purposes, and made of the cookies'.
					got.Language, got.Sections = "", nil
				}
				if diff := cmp.Diff(want.Cookies, got.Cookies); diff != "" {
					t.Fatalf("seed %d: -want +got:\n%s\n%s", seed, diff, written)
				}
				got.Cookies, want.Cookies = nil, nil
				if diff := cmp.Diff(want, got.Policy); diff != "" {
					t.Fatalf("seed %d: -want +got:\n%s", seed, diff)
				}
			}
		})
	}
}
