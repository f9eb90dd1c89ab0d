package consent

import (
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/prebid/go-gdpr/consentconstants"
	"github.com/prebid/go-gdpr/vendorconsent"

	"crumbs/policy"
)

// purposes are those of the TCF by what cookies they are served by: choosing,
// profiling and measuring ads; measuring content and improving services;
// profiling and choosing content, which a site does for its visitor. Purpose 1
// is storing anything at all.
var purposes = []struct {
	category policy.Category
	ids      []consentconstants.Purpose
}{
	{policy.Functional, []consentconstants.Purpose{5, 6, 11}},
	{policy.Statistical, []consentconstants.Purpose{8, 9, 10}},
	{policy.Marketing, []consentconstants.Purpose{2, 3, 4, 7}},
}

// readTCF reads a Transparency and Consent String of version 2, alone or in the
// list that Google's own banner keeps. A category is refused where storing is,
// or where none of its purposes has consent and none is claimed as a legitimate
// interest that the visitor let stand.
func readTCF(value string) (*Record, error) {
	text := unescape(value)
	if strings.HasPrefix(text, "[") {
		if text = listed(text); text == "" {
			return nil, nil
		}
	}
	if !strings.HasPrefix(text, "C") {
		return nil, errors.New("it is not a TCF string of version 2")
	}
	c, err := vendorconsent.ParseString(text)
	if err != nil {
		return nil, errors.New("it is not a whole TCF string of version 2")
	}
	out := &Record{At: plausible(c.LastUpdated())}
	if made := plausible(c.Created()); out.At.IsZero() || made.IsZero() || out.At.Before(made.Add(-24*time.Hour)) {
		return nil, errors.New("its TCF string has no times that could be right")
	}
	// From version 2.2 on the times are those of the day.
	out.Daily = out.At.Equal(out.At.Truncate(24 * time.Hour))
	more, _ := c.(interface {
		PurposeLITransparency(consentconstants.Purpose) bool
		PurposeOneTreatment() bool
	})
	stores := c.PurposeAllowed(1) || more != nil && more.PurposeOneTreatment()
	for _, p := range purposes {
		consent, claimed := false, false
		for _, id := range p.ids {
			consent = consent || c.PurposeAllowed(id)
			claimed = claimed || more != nil && more.PurposeLITransparency(id)
		}
		switch {
		case !stores, !consent && !claimed:
			out.answer(p.category, false)
		case consent:
			out.answer(p.category, true)
		}
	}
	return out, nil
}

// listed gives the first TCF string within lists of JSON, "" if there is none.
func listed(text string) string {
	var v any
	if json.Unmarshal([]byte(text), &v) != nil {
		return ""
	}
	for todo := []any{v}; len(todo) > 0; todo = todo[1:] {
		switch v := todo[0].(type) {
		case []any:
			todo = append(todo, v...)
		case string:
			if strings.HasPrefix(v, "C") && len(v) > 30 {
				return v
			}
		}
	}
	return ""
}
