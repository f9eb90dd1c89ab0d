package cli_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"crumbs/cookies/browsertest"
)

// auditPolicy is what audit.test says of its cookies. Of each kind of finding
// there is one thing wrong with it, and two parties.
const auditPolicy = `# Cookies of audit.test

## Necessary cookies

| Cookie | Party | Duration |
|---|---|---|
| sessionid | first-party | 30 days |
| basket | first-party | 30 days |
| CookieConsent | first-party | 1 year |
| _gcl_au | first-party | 90 days |
| wishlist_token | first-party | 1 year |

## Preference cookies

| Cookie | Party | Duration |
|---|---|---|
| frame_language | first-party | 30 days |

## Statistics cookies

| Cookie | Party | Duration |
|---|---|---|
| _ga | third-party | 2 years |

## Marketing cookies

| Cookie | Party | Duration |
|---|---|---|
| _fbp | first-party | 90 days |
`

// TestBrowserAudit: the stores that the browsers make, against a policy that
// declares some of them wrongly, give what was planted and nothing else.
func TestBrowserAudit(t *testing.T) {
	t.Parallel()
	eachBrowser(t, func(t *testing.T, r *rig) {
		b := browsertest.Start(t, r.browser, r.home, r.server)
		b.Visit(r.server.Audited()...)
		b.Close()
		document := filepath.Join(r.home, "policy.md")
		if err := os.WriteFile(document, []byte(auditPolicy), 0o600); err != nil {
			t.Fatal(err)
		}
		var report struct {
			Site, Policy     string
			Stored, Declared int
			Findings         []struct{ Kind, Severity, Name, Domain, Detail string }
		}
		r.crumbs(t, 0, &report, "audit", "audit.test", "--policy", document, "--json")
		var got []string
		for _, f := range report.Findings {
			got = append(got, strings.Join([]string{f.Kind, f.Severity, f.Name, f.Domain}, " "))
			if f.Kind == "against-consent" && !regexp.MustCompile(`Cookiebot's record \(CookieConsent\) says that marketing was refused on \S+ \S+ UTC, and it was set on \S+ \S+ UTC`).MatchString(f.Detail) {
				t.Errorf("the evidence of %s is %q", f.Name, f.Detail)
			}
		}
		want := []string{
			"category-conflict high _gcl_au .audit.test",
			"against-consent high _fbp audit.test",
			"overlong medium basket audit.test",
			"wrong-party medium frame_language ads.test",
			"insecure medium sessionid audit.test",
			"undeclared low django_language audit.test",
			"missing low wishlist_token ",
			"wrong-party low _ga .audit.test",
		}
		if !slices.Equal(got, want) {
			t.Errorf("the audit found\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if report.Stored != 8 || report.Declared != 8 {
			t.Errorf("%d stored and %d declared, want 8 and 8", report.Stored, report.Declared)
		}
		r.crumbs(t, 5, nil, "audit", "audit.test", "--policy", document, "--fail-on", "against-consent", "--format", "html", "-o", filepath.Join(r.home, "report.html"))
		r.crumbs(t, 0, nil, "audit", "audit.test", "--fail-on", "undeclared", "--json")
	})
}
