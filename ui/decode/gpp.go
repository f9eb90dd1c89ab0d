package decode

import (
	"encoding/base64"
	"fmt"
	"strings"

	"github.com/prebid/go-gpp/constants"
	"github.com/prebid/go-gpp/sections/uspca"
	"github.com/prebid/go-gpp/sections/uspco"
	"github.com/prebid/go-gpp/sections/uspct"
	"github.com/prebid/go-gpp/sections/uspnat"
	"github.com/prebid/go-gpp/sections/usput"
	"github.com/prebid/go-gpp/sections/uspva"
)

// gpp spells out a string of the IAB's Global Privacy Platform: which laws it
// answers to, and for those of the United States what the visitor said.
func (r reader) gpp(b []byte) (Layer, bool) {
	parts := strings.Split(string(b), "~")
	if len(parts) < 2 || len(b) > maxConsent {
		return Layer{}, false
	}
	ids := sections(parts[0])
	if len(ids) == 0 || len(ids) != len(parts)-1 {
		return Layer{}, false
	}
	layer := Layer{Name: "GPP privacy string"}
	for i, id := range ids {
		inner, found := r.section(id, parts[i+1])
		switch {
		case !found:
			layer.Facts = append(layer.Facts, Fact{law(id), "held, and not read here"})
		case inner.Name == "":
			layer.Facts = append(layer.Facts, Fact{law(id), inner.Text})
		default:
			layer.Facts = append(append(layer.Facts, Fact{law(id), inner.Name}), inner.Facts...)
		}
	}
	return layer, true
}

// section reads one section: as a layer of its own, or in a text alone.
func (r reader) section(id constants.SectionID, s string) (layer Layer, ok bool) {
	defer stumbled(&layer, &ok)
	var err error
	switch id {
	case constants.SectionTCFEU2:
		return r.tcf([]byte(s))
	case constants.SectionUSPV1:
		return usPrivacy([]byte(s))
	case constants.SectionUSPNAT:
		var c uspnat.USPNAT
		c, err = uspnat.NewUSPNAT(s)
		layer.Text = optOuts(c.CoreSegment.SaleOptOut, c.CoreSegment.TargetedAdvertisingOptOut, c.GPCSegment.Gpc)
	case constants.SectionUSPCA:
		var c uspca.USPCA
		c, err = uspca.NewUSPCA(s)
		layer.Text = optOuts(c.CoreSegment.SaleOptOut, c.CoreSegment.SharingOptOut, c.GPCSegment.Gpc)
	case constants.SectionUSPVA:
		var c uspva.USPVA
		c, err = uspva.NewUSPVA(s)
		layer.Text = optOuts(c.CoreSegment.SaleOptOut, c.CoreSegment.TargetedAdvertisingOptOut, false)
	case constants.SectionUSPCO:
		var c uspco.USPCO
		c, err = uspco.NewUSPCO(s)
		layer.Text = optOuts(c.CoreSegment.SaleOptOut, c.CoreSegment.TargetedAdvertisingOptOut, c.GPCSegment.Gpc)
	case constants.SectionUSPUT:
		var c usput.USPUT
		c, err = usput.NewUSPUT(s)
		layer.Text = optOuts(c.CoreSegment.SaleOptOut, c.CoreSegment.TargetedAdvertisingOptOut, false)
	case constants.SectionUSPCT:
		var c uspct.USPCT
		c, err = uspct.NewUSPCT(s)
		layer.Text = optOuts(c.CoreSegment.SaleOptOut, c.CoreSegment.TargetedAdvertisingOptOut, c.GPCSegment.Gpc)
	default:
		return Layer{}, false
	}
	return layer, err == nil
}

// The greatest number of a section that is read, and how many a string may name.
const maxSection, maxSections = 64, 32

// sections reads the header of a GPP string: the type 3 and the version 1 in six
// bits each, twelve of how many ranges follow, and those in Fibonacci's code. It
// gives nothing for what is no such header. The library's own reader of headers
// is not asked: what it does with hostile ones takes time without bound.
func sections(head string) []constants.SectionID {
	raw, err := base64.RawURLEncoding.DecodeString(head)
	if err != nil {
		// The header may end within six bits, which that decoder refuses.
		if raw, err = base64.RawURLEncoding.DecodeString(head + "A"); err != nil {
			return nil
		}
	}
	bits := &bitReader{b: raw}
	if bits.number(6) != 3 || bits.number(6) != 1 {
		return nil
	}
	var out []constants.SectionID
	last := 0
	for range bits.number(12) {
		several := bits.number(1) == 1
		from := last + bits.fibonacci()
		to := from
		if several {
			to += bits.fibonacci()
		}
		if bits.over || to > maxSection || len(out)+to-from >= maxSections {
			return nil
		}
		for last = from; last <= to; last++ {
			out = append(out, constants.SectionID(last))
		}
		last = to
	}
	return out
}

// bitReader reads numbers bit by bit. Behind the end it gives zeros and says so.
type bitReader struct {
	b    []byte
	at   int
	over bool
}

func (r *bitReader) number(n int) int {
	out := 0
	for range n {
		out <<= 1
		if r.at/8 < len(r.b) {
			out |= int(r.b[r.at/8]>>(7-r.at%8)) & 1
		} else {
			r.over = true
		}
		r.at++
	}
	return out
}

// fibonacci reads a sum of Fibonacci's numbers: a bit for each from the least,
// ended by two ones. What does not end among the small ones is too much.
func (r *bitReader) fibonacci() int {
	sum, before := 0, 0
	for fib, next := 1, 2; fib <= 2*maxSection; fib, next = next, fib+next {
		bit := r.number(1)
		if bit == 1 && before == 1 {
			return sum
		}
		sum += bit * fib
		before = bit
	}
	r.over = true
	return 0
}

// law names the law of a section.
func law(id constants.SectionID) string {
	switch id {
	case constants.SectionTCFEU2:
		return "European Union"
	case constants.SectionUSPV1:
		return "US privacy, old form"
	case constants.SectionUSPNAT:
		return "United States"
	case constants.SectionUSPCA:
		return "California"
	case constants.SectionUSPVA:
		return "Virginia"
	case constants.SectionUSPCO:
		return "Colorado"
	case constants.SectionUSPUT:
		return "Utah"
	case constants.SectionUSPCT:
		return "Connecticut"
	}
	return fmt.Sprintf("section %d", id)
}

// optOuts writes what a section for the United States holds: 0 does not apply,
// 1 opted out, 2 did not.
func optOuts(sale, ads byte, gpc bool) string {
	words := func(b byte) string {
		switch b {
		case 1:
			return "opted out"
		case 2:
			return "not opted out"
		}
		return "not asked"
	}
	out := "sale " + words(sale) + ", ads across sites " + words(ads)
	if gpc {
		out += ", the browser asks for privacy (GPC)"
	}
	return out
}

// usPrivacy is [usPrivacy] of the cookies that hold nothing else.
func (r reader) usPrivacy(b []byte) (Layer, bool) {
	if r.name != "usprivacy" && r.name != "us_privacy" {
		return Layer{}, false
	}
	return usPrivacy(b)
}

// usPrivacy is the IAB's older us_privacy string: its version, and Y, N or - for
// notice given, sale opted out of, and a contract of the publisher's.
func usPrivacy(b []byte) (Layer, bool) {
	s := strings.ToUpper(string(b))
	if len(s) != 4 || s[0] != '1' || strings.Trim(s[1:], "YN-") != "" {
		return Layer{}, false
	}
	said := func(c byte) string {
		return map[byte]string{'Y': "yes", 'N': "no", '-': "does not apply"}[c]
	}
	return Layer{Name: "US privacy string", Facts: []Fact{{"notice given", said(s[1])}, {"sale opted out", said(s[2])}}}, true
}
