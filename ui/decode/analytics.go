package decode

import (
	"strconv"
	"strings"
)

// analytics recognises the ids that the common statistics and advertising
// scripts write. The formats are known from the scripts' own documentation and
// from what they write: they carry the time of the first visit in the open.
func (r reader) analytics(b []byte) (Layer, bool) {
	s := string(b)
	for _, known := range []func(string) (Layer, bool){
		r.googleClient, r.googleSession, r.googleSession2, r.googleAds, r.googleUrchin, r.googleClick,
		r.metaBrowser, r.matomoVisitor, r.hubspotTrail, r.hubspotVisitor, r.amplitude, r.cloudflare,
	} {
		if layer, ok := known(s); ok {
			return layer, true
		}
	}
	return Layer{}, false
}

// googleClient is Google Analytics' _ga: GA1.LEVELS.RANDOM.SECONDS, where the
// second half is the client id and its last part the time of the first visit.
// LEVELS counts the labels of the domain, and may carry the path's depth (1-2).
func (r reader) googleClient(s string) (Layer, bool) {
	p := strings.Split(s, ".")
	if len(p) != 4 || p[0] != "GA1" || !levels(p[1]) || !digits(p[2]) {
		return Layer{}, false
	}
	first, ok := r.moment(p[3])
	if !ok {
		return Layer{}, false
	}
	return Layer{Name: "Google Analytics client id", Facts: []Fact{
		{"client id", p[2] + "." + p[3]}, {"first visit", first},
	}}, true
}

// googleSession is Google Analytics 4's _ga_ID until 2025:
// GS1.LEVELS.START.COUNT.ENGAGED.LAST.…, times in seconds.
func (r reader) googleSession(s string) (Layer, bool) {
	p := strings.Split(s, ".")
	if len(p) < 6 || len(p) > 12 || p[0] != "GS1" || !levels(p[1]) || !digits(p[3]) {
		return Layer{}, false
	}
	start, ok := r.moment(p[2])
	last, ok2 := r.moment(p[5])
	if !ok || !ok2 {
		return Layer{}, false
	}
	return session(start, p[3], p[4], last), true
}

// googleSession2 is its successor: GS2.LEVELS.s START $o COUNT $g ENGAGED $t
// LAST $…, each field one letter and a value.
func (r reader) googleSession2(s string) (Layer, bool) {
	head, rest, ok := strings.Cut(s, "s")
	version, level, ok2 := strings.Cut(strings.TrimSuffix(head, "."), ".")
	if !ok || !ok2 || version != "GS2" || !levels(level) {
		return Layer{}, false
	}
	fields := map[byte]string{}
	for i, f := range strings.SplitN("s"+rest, "$", 20) {
		if f == "" {
			return Layer{}, false
		}
		if _, twice := fields[f[0]]; twice || i == 19 {
			return Layer{}, false
		}
		fields[f[0]] = f[1:]
	}
	start, ok := r.moment(fields['s'])
	if !ok {
		return Layer{}, false
	}
	last, _ := r.moment(fields['t'])
	return session(start, fields['o'], fields['g'], last), true
}

func session(start, count, engaged, last string) Layer {
	layer := Layer{Name: "Google Analytics session", Facts: []Fact{{"session began", start}}}
	if digits(count) {
		layer.Facts = append(layer.Facts, Fact{"visits", count})
	}
	if engaged == "0" || engaged == "1" {
		layer.Facts = append(layer.Facts, Fact{"engaged", map[string]string{"0": "no", "1": "yes"}[engaged]})
	}
	if last != "" {
		layer.Facts = append(layer.Facts, Fact{"last seen", last})
	}
	return layer
}

// metaBrowser is Meta's _fbp and _fbc: fb.LEVEL.MILLISECONDS.ID, where the time
// is that of the first visit (_fbp) or of the click on an advertisement (_fbc,
// whose id is the click's).
func (r reader) metaBrowser(s string) (Layer, bool) {
	p := strings.SplitN(s, ".", 4)
	if len(p) != 4 || p[0] != "fb" || !levels(p[1]) || len(p[2]) != 13 || p[3] == "" {
		return Layer{}, false
	}
	first, ok := r.moment(p[2])
	if !ok {
		return Layer{}, false
	}
	if id, _, _ := strings.Cut(p[3], "."); digits(id) {
		return Layer{Name: "Meta browser id", Facts: []Fact{{"browser id", p[3]}, {"first visit", first}}}, true
	}
	return Layer{Name: "Meta click id", Facts: []Fact{{"click id", p[3]}, {"clicked", first}}}, true
}

// matomoVisitor is Matomo's _pk_id: sixteen hexadecimal digits, a dot and the
// time of the first visit; older versions add visits and more times.
func (r reader) matomoVisitor(s string) (Layer, bool) {
	p := strings.Split(s, ".")
	if len(p) < 2 || len(p) > 8 || len(p[0]) != 16 {
		return Layer{}, false
	}
	if _, err := strconv.ParseUint(p[0], 16, 64); err != nil || strings.ToLower(p[0]) != p[0] {
		return Layer{}, false
	}
	first, ok := r.moment(p[1])
	if !ok || len(p[1]) != 10 {
		return Layer{}, false
	}
	return Layer{Name: "Matomo visitor id", Facts: []Fact{{"visitor id", p[0]}, {"first visit", first}}}, true
}

// levels reports whether s is a small number, or two with a dash.
func levels(s string) bool {
	a, b, two := strings.Cut(s, "-")
	return len(s) <= 5 && digits(a) && (!two || digits(b))
}

func digits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
