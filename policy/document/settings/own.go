package settings

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"crumbs/policy"
	"crumbs/policy/document/script"
)

// Own reads a policy in crumbs' own form, the contract's "JSON of a policy". It
// is strict: a word that is no category, or a lifetime below zero, would be
// kept as a policy that says something else.
func Own(text string) (Reading, bool, error) {
	if !strings.HasPrefix(strings.TrimSpace(text), "{") {
		return Reading{}, false, nil
	}
	var shape struct {
		Platform, Sections json.RawMessage
		Cookies            []map[string]json.RawMessage
	}
	if err := json.Unmarshal([]byte(text), &shape); err != nil || shape.Cookies == nil {
		return Reading{}, false, nil //nolint:nilerr // it is of another form, or the next reader says where it is damaged
	}
	// Others keep cookies under the same word: ours have sections or a platform,
	// or fields that nobody else has.
	ours := shape.Platform != nil || shape.Sections != nil
	for _, c := range shape.Cookies {
		if _, ok := c["value"]; ok || c["name"] == nil {
			return Reading{}, false, nil
		}
		ours = ours || c["category"] != nil && (c["lifetimeSeconds"] != nil || c["session"] != nil || len(c) <= 3)
	}
	if !ours && len(shape.Cookies) > 0 {
		return Reading{}, false, nil
	}
	out := Reading{Format: "a policy in crumbs' own form"}
	if err := json.Unmarshal([]byte(text), &out.Policy); err != nil {
		var kind *json.UnmarshalTypeError
		if errors.As(err, &kind) {
			return Reading{}, false, fmt.Errorf("line %d: %s can't be a %s", 1+strings.Count(text[:min(int(kind.Offset), len(text))], "\n"), kind.Field, kind.Value)
		}
		return Reading{}, false, fmt.Errorf("it is no policy in crumbs' form: %w", err)
	}
	for i := range out.Cookies {
		c := &out.Cookies[i]
		c.Position = fmt.Sprintf("cookies[%d]", i)
		if err := proper(c); err != nil {
			return Reading{}, false, fmt.Errorf("%s: %w", c.Position, err)
		}
	}
	for i, s := range out.Sections {
		if err := properWords(s.Category, s.Party); err != nil {
			return Reading{}, false, fmt.Errorf("sections[%d]: %w", i, err)
		}
		switch s.Consent {
		case policy.ConsentUnsaid, policy.ConsentNone, policy.ConsentUnlessAnonymised, policy.ConsentNeeded:
		default:
			return Reading{}, false, fmt.Errorf("sections[%d]: %.60q is no consent: it is none, unless-anonymised, needed or null", i, s.Consent)
		}
	}
	return out, true, nil
}

// proper checks a declaration and puts it into one spelling.
func proper(c *policy.Declaration) error {
	if c.Name == "" {
		return errors.New("it has no name")
	}
	if err := properWords(c.Category, c.Party); err != nil {
		return err
	}
	if c.LifetimeSeconds != nil && *c.LifetimeSeconds < 0 {
		return fmt.Errorf("%d seconds are no lifetime", *c.LifetimeSeconds)
	}
	if c.Category == policy.CategoryUnsaid {
		c.Category = policy.Unclassified
	}
	c.Domain = strings.ToLower(strings.Trim(c.Domain, "."))
	return nil
}

func properWords(c policy.Category, p policy.Party) error {
	known := c == policy.CategoryUnsaid
	for _, x := range policy.Categories() {
		known = known || c == x
	}
	if !known {
		return fmt.Errorf("%.60q is no category: there are necessary, functional, statistical, marketing and unclassified", c)
	}
	if p != policy.PartyUnsaid && p != policy.FirstParty && p != policy.ThirdParty {
		return fmt.Errorf("%.60q is no party: it is first, third or null", p)
	}
	return nil
}

// maxScripts bounds the scripts of a page that are read.
const maxScripts = 40

// Scripts reads what the scripts of a page declare: only in formats that are
// known, and only where the page itself declares nothing.
func Scripts(text string, c Cells) Reading {
	g := newGatherer(c)
	z := html.NewTokenizer(strings.NewReader(text))
	line, read, inside := 1, 0, false
	for {
		kind := z.Next()
		if kind == html.ErrorToken || read == maxScripts {
			return g.finish()
		}
		raw := string(z.Raw())
		switch {
		case kind == html.StartTagToken:
			inside = z.Token().DataAtom == atom.Script
		case kind == html.TextToken && inside && telling.MatchString(raw):
			read++
			// A script that is none says nothing; the page is no worse for it.
			if roots, err := script.Read(strings.Repeat("\n", line-1) + raw); err == nil || len(roots) > 0 {
				g.gather(roots)
			}
		default:
			inside = false
		}
		line += strings.Count(raw, "\n")
	}
}
