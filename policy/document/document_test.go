package document

import (
	"strings"
	"testing"
)

// A page copied into a text: tabs between the cells, cells wrapped over lines
// with empty ones before them, the end cut off.
const copied = `## **Our cookies**

### What is this about?

A cookie is a note that your browser keeps for a site and shows to it again on the next visit.

#### There are these kinds:

"Necessary" cookies of our own keep what you typed between two pages. They may be set without the consent of the visitor.

"Statistical" cookies count visits. Where the figures are anonymised, no consent of the visitor is required.

"Third-party" cookies come from another site, which may see several of your visits.

## The cookies set by the https://data.harbour.example platform

## Cookies required to run the portal/comfort cookies

Provider of the service	Function and place	Cookie name(s)	Purposes
Harbourware	Signing in (public and	portalsession	To know the visitor on the
	office pages)		next page
Harbourware	Choice of tongue (public	portal_tongue	To know the visitor's
	and office pages)		tongue

# harbour**ware**

Harbourware
Harb`

func TestCopiedPage(t *testing.T) {
	p, err := Parse(t.Context(), strings.NewReader(copied))
	if err != nil {
		t.Fatal(err)
	}
	if p.Platform != "data.harbour.example" || p.Title != "Our cookies" || p.Language != "en" {
		t.Errorf("platform %q, title %q, language %q", p.Platform, p.Title, p.Language)
	}
	if len(p.Sections) != 1 || p.Sections[0].Category != "necessary" || p.Sections[0].Consent != "none" || p.Sections[0].Title != "Cookies required to run the portal/comfort cookies" {
		t.Errorf("sections %+v", p.Sections)
	}
	if len(p.Cookies) != 2 {
		t.Fatalf("%d cookies: %+v", len(p.Cookies), p.Cookies)
	}
	for i, want := range []struct{ name, function, purpose, position string }{
		{"portalsession", "Signing in (public and office pages)", "To know the visitor on the next page", "line 20, cell 3"},
		{"portal_tongue", "Choice of tongue (public and office pages)", "To know the visitor's tongue", "line 22, cell 3"},
	} {
		c := p.Cookies[i]
		if c.Name != want.name || c.Function != want.function || c.Purpose != want.purpose || c.Position != want.position ||
			c.Category != "necessary" || c.Provider != "Harbourware" || c.Section != p.Sections[0].Title || c.LifetimeSeconds != nil || c.Session {
			t.Errorf("cookie %d is %+v", i, c)
		}
	}
}
