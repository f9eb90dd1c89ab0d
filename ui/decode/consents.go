package decode

import (
	"fmt"
	"strings"

	"github.com/prebid/go-gdpr/consentconstants"
	"github.com/prebid/go-gdpr/vendorconsent"

	"crumbs/policy"
	"crumbs/policy/consent"
)

// answers says in words what the visitor answered to a consent banner, where
// the cookie is one in which a known banner keeps that.
func (r reader) answers(b []byte) []Layer {
	if !consent.Is(r.name) {
		return nil
	}
	records, faults := consent.Read([]consent.Entry{{Name: r.name, Value: b}})
	var out []Layer
	for _, rec := range records {
		layer := Layer{Name: "your answer to " + rec.Product + "'s banner"}
		add := func(label string, list []policy.Category) {
			var words []string
			for _, c := range list {
				words = append(words, string(c))
			}
			if words != nil {
				layer.Facts = append(layer.Facts, Fact{label, strings.Join(words, ", ")})
			}
		}
		add("granted", rec.Granted)
		add("refused", rec.Refused)
		for i, s := range rec.Services {
			if i == maxServices {
				layer.Facts = append(layer.Facts, Fact{"more", fmt.Sprintf("%d services", len(rec.Services)-i)})
				break
			}
			layer.Facts = append(layer.Facts, Fact{s.Name, yesNo(s.Granted, "granted", "refused")})
		}
		switch {
		case rec.At.IsZero():
		case rec.Daily:
			layer.Facts = append(layer.Facts, Fact{"answered", "on " + rec.At.Format("2006-01-02")})
		default:
			layer.Facts = append(layer.Facts, Fact{"answered", r.when(rec.At)})
		}
		if layer.Facts == nil {
			layer.Facts = []Fact{{"answer", "of no category that crumbs knows"}}
		}
		out = append(out, layer)
	}
	for _, f := range faults {
		out = append(out, Layer{Name: "a consent banner's record", Facts: []Fact{{"not read", f.Why}}})
	}
	if out == nil {
		out = []Layer{{Name: "a consent banner's record", Facts: []Fact{{"answer", "none in it: not given yet, or kept beside it"}}}}
	}
	return out
}

const maxServices = 20

func yesNo(b bool, yes, no string) string {
	if b {
		return yes
	}
	return no
}

// The purposes and special features of the IAB's Transparency and Consent
// Framework, by their numbers from 1, in short words of ours.
var (
	tcfPurposes = []string{
		"storing on this device", "choosing ads by little data", "profiling for ads", "choosing ads by profile",
		"profiling for content", "choosing content by profile", "measuring ads", "measuring content",
		"understanding audiences", "improving services", "choosing content by little data",
	}
	tcfFeatures = []string{"precise location", "telling the device apart by scanning it"}
)

// The bounds of a consent string: what browsers keep in one cookie, and more
// vendors than were ever listed.
const (
	maxConsent = 8 << 10
	maxVendors = 5000
)

// tcf spells out a Transparency and Consent String of version 2.
func (r reader) tcf(b []byte) (layer Layer, ok bool) {
	if len(b) < 20 || len(b) > maxConsent || b[0] != 'C' {
		return Layer{}, false
	}
	defer stumbled(&layer, &ok)
	c, err := vendorconsent.ParseString(string(b))
	if err != nil || c.Version() != 2 || !plausible(c.Created()) || !plausible(c.LastUpdated()) {
		return Layer{}, false
	}
	more, _ := c.(interface {
		PurposeLITransparency(consentconstants.Purpose) bool
		PurposeOneTreatment() bool
		SpecialFeatureOptIn(uint16) bool
		VendorLegitInterest(uint16) bool
		VendorLegitInterestMaxID() uint16
	})
	layer = Layer{Name: "TCF consent string, version 2"}
	add := func(label, text string) {
		if text != "" {
			layer.Facts = append(layer.Facts, Fact{label, text})
		}
	}
	add("first given", r.when(c.Created()))
	if !c.LastUpdated().Equal(c.Created()) {
		add("last changed", r.when(c.LastUpdated()))
	}
	var yes, no, claimed []string
	for i, words := range tcfPurposes {
		id := consentconstants.Purpose(i + 1)
		if c.PurposeAllowed(id) {
			yes = append(yes, words)
		} else {
			no = append(no, words)
		}
		if more != nil && more.PurposeLITransparency(id) {
			claimed = append(claimed, words)
		}
	}
	add("agreed to", orNothing(yes))
	add("refused", orNothing(no))
	if claimed != nil {
		add("claimed", "as interests of theirs: "+strings.Join(claimed, ", "))
	}
	if more != nil {
		var features []string
		for i, words := range tcfFeatures {
			features = append(features, words+" "+yesNo(more.SpecialFeatureOptIn(uint16(i+1)), "yes", "no"))
		}
		add("special", strings.Join(features, ", "))
		if more.PurposeOneTreatment() {
			add("storing", "asked for by other law of the site's country, not by this")
		}
	}
	vendors := count(c.MaxVendorID(), c.VendorConsent) + " with consent"
	if more != nil {
		vendors += ", " + count(more.VendorLegitInterestMaxID(), more.VendorLegitInterest) + " with a claim of their own"
	}
	add("vendors", fmt.Sprintf("%s, of list %d", vendors, c.VendorListVersion()))
	add("asked by", fmt.Sprintf("banner maker %d, in %s", c.CmpID(), c.ConsentLanguage()))
	return layer, true
}

// count counts the vendors that something holds of, as far as that is bounded.
func count(most uint16, holds func(uint16) bool) string {
	if most > maxVendors {
		return fmt.Sprintf("some of the first %d", most)
	}
	n := 0
	for id := uint16(1); id <= most; id++ {
		if holds(id) {
			n++
		}
	}
	return fmt.Sprint(n)
}

func orNothing(list []string) string {
	if len(list) == 0 {
		return "nothing"
	}
	return strings.Join(list, ", ")
}

// stumbled is deferred around a decoder of others: on bytes that make it panic
// nothing is said of them.
func stumbled(layer *Layer, ok *bool) {
	if recover() != nil {
		*layer, *ok = Layer{}, false
	}
}
