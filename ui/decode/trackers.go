package decode

import (
	"strconv"
	"strings"
	"time"
)

// googleAds is Google Ads' _gcl_au: 1.LEVELS.RANDOM.SECONDS.
func (r reader) googleAds(s string) (Layer, bool) {
	p := strings.Split(s, ".")
	if r.name != "_gcl_au" || len(p) < 4 || len(p) > 8 || !digits(p[0]) || !levels(p[1]) || !digits(p[2]) {
		return Layer{}, false
	}
	first, ok := r.moment(p[3])
	if !ok {
		return Layer{}, false
	}
	return Layer{Name: "Google Ads id", Facts: []Fact{{"browser id", p[2]}, {"first visit", first}}}, true
}

// googleClick is what Google Ads keeps of a click on an advertisement: _gcl_aw,
// GCL.SECONDS.CLICK, and _gac_ID, 1.SECONDS.CLICK.
func (r reader) googleClick(s string) (Layer, bool) {
	p := strings.SplitN(s, ".", 3)
	if len(p) != 3 || p[2] == "" || (p[0] != "GCL" && !(p[0] == "1" && strings.HasPrefix(r.name, "_gac_"))) {
		return Layer{}, false
	}
	clicked, ok := r.moment(p[1])
	if !ok {
		return Layer{}, false
	}
	return Layer{Name: "Google Ads click", Facts: []Fact{{"click id", p[2]}, {"clicked", clicked}}}, true
}

// googleUrchin is the __utma of Google Analytics' former scripts:
// DOMAIN.RANDOM.FIRST.BEFORE.NOW.VISITS, times in seconds.
func (r reader) googleUrchin(s string) (Layer, bool) {
	p := strings.Split(s, ".")
	if r.name != "__utma" || len(p) != 6 || !digits(p[0]) || !digits(p[1]) || !digits(p[5]) {
		return Layer{}, false
	}
	return r.trail("Google Analytics visitor, old form", "visitor id", p[1], p[2:])
}

// hubspotTrail is HubSpot's __hstc: DOMAIN.VISITOR.FIRST.BEFORE.NOW.VISITS,
// times in milliseconds.
func (r reader) hubspotTrail(s string) (Layer, bool) {
	p := strings.Split(s, ".")
	if r.name != "__hstc" || len(p) != 6 || !digits(p[0]) || !hex(p[1], 32) || !digits(p[5]) {
		return Layer{}, false
	}
	return r.trail("HubSpot visitor", "visitor id", p[1], p[2:])
}

// trail is an id, the times of the first, the former and the present visit, and
// a count.
func (r reader) trail(name, label, id string, p []string) (Layer, bool) {
	layer := Layer{Name: name, Facts: []Fact{{label, id}}}
	for i, label := range []string{"first visit", "visit before", "last visit"} {
		t, ok := r.moment(p[i])
		if !ok {
			return Layer{}, false
		}
		layer.Facts = append(layer.Facts, Fact{label, t})
	}
	layer.Facts = append(layer.Facts, Fact{"visits", p[3]})
	return layer, true
}

// hubspotVisitor is HubSpot's hubspotutk, which is an id alone.
func (r reader) hubspotVisitor(s string) (Layer, bool) {
	if r.name != "hubspotutk" || !hex(s, 32) {
		return Layer{}, false
	}
	return Layer{Name: "HubSpot visitor id", Facts: []Fact{{"visitor id", s}, {"first visit", "not in it; __hstc has it"}}}, true
}

// amplitude is Amplitude's amp_KEY of its older scripts:
// DEVICE.USER.…START.LAST.EVENT.IDENTIFY.SEQUENCE, the times in milliseconds
// and to the base of 32. The newer AMP_KEY is JSON in base64.
func (r reader) amplitude(s string) (Layer, bool) {
	p := strings.Split(s, ".")
	if !strings.HasPrefix(r.name, "amp_") || len(p) < 8 || len(p) > 10 || p[0] == "" {
		return Layer{}, false
	}
	layer := Layer{Name: "Amplitude device id", Facts: []Fact{{"device id", p[0]}}}
	for i, label := range []string{"visit began", "last event"} {
		n, err := strconv.ParseInt(p[3+i], 32, 64)
		t := time.UnixMilli(n)
		if err != nil || !plausible(t) {
			return Layer{}, false
		}
		layer.Facts = append(layer.Facts, Fact{label, r.when(t)})
	}
	return layer, true
}

// cloudflare is Cloudflare's __cf_bm and its like: a token, a time in seconds, a
// version and a signature, with hyphens between.
func (r reader) cloudflare(s string) (Layer, bool) {
	if !strings.HasPrefix(r.name, "__cf") && r.name != "_cfuvid" {
		return Layer{}, false
	}
	p := strings.Split(s, "-")
	for _, part := range p[1:] {
		if t, ok := r.moment(part); ok {
			return Layer{Name: "Cloudflare token", Facts: []Fact{{"made", t}}}, true
		}
	}
	return Layer{}, false
}

// uuid recognises a UUID (RFC 9562) and says what its version tells: most are
// random, some hold the time at which they were made.
func (r reader) uuid(b []byte) (Layer, bool) {
	s := string(b)
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' || strings.Count(s, "-") != 4 {
		return Layer{}, false
	}
	bare := strings.ReplaceAll(s, "-", "")
	if !hex(bare, 32) {
		return Layer{}, false
	}
	layer := Layer{Name: "UUID"}
	high, err := strconv.ParseUint(bare[:16], 16, 64)
	if err != nil {
		return Layer{}, false
	}
	var made time.Time
	switch version := bare[12]; version {
	case '1': // hundreds of nanoseconds since 1582-10-15, the low part first
		const shift = 0x01B21DD213814000
		n := high&0xfff<<48 | high>>16&0xffff<<32 | high>>32
		made = time.Unix(0, 0).Add(0)
		if n > shift && (n-shift)/10 < 1<<62/1000 {
			made = time.UnixMicro(int64((n - shift) / 10))
		}
	case '4':
		layer.Facts = append(layer.Facts, Fact{"version 4", "drawn at random; nothing can be read out of it"})
	case '7': // milliseconds since 1970
		made = time.UnixMilli(int64(high >> 16))
	}
	if plausible(made) {
		layer.Facts = append(layer.Facts, Fact{"made", r.when(made)})
	}
	if layer.Facts == nil {
		return Layer{}, false
	}
	return layer, true
}

// hex reports whether s is n hexadecimal digits.
func hex(s string, n int) bool {
	for i := 0; i < len(s); i++ {
		if (s[i] < '0' || s[i] > '9') && (s[i]|0x20 < 'a' || s[i]|0x20 > 'f') {
			return false
		}
	}
	return len(s) == n
}
