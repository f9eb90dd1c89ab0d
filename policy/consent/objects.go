package consent

import (
	"encoding/json"
	"time"

	"crumbs/policy"
)

// readKlaro reads an object of services with true or false.
func readKlaro(value string) (*Record, error) {
	var services map[string]any
	if json.Unmarshal([]byte(unescape(value)), &services) != nil {
		return nil, errForm
	}
	out := &Record{}
	for name, v := range services {
		if granted, ok := v.(bool); ok {
			out.Services = append(out.Services, service(name, granted))
		}
	}
	if len(out.Services) == 0 {
		return nil, errForm
	}
	return out, nil
}

// readOrestbida reads the cookie of CookieConsent 2 and 3. It lists the
// categories that were granted; version 3 names the others by their services.
// Where only needed ones were granted, everything else was refused, whatever
// the site calls it.
func readOrestbida(value string) (*Record, error) {
	var in struct {
		Categories []string                   `json:"categories"`
		Services   map[string]json.RawMessage `json:"services"`
		First      string                     `json:"consentTimestamp"`
		Last       string                     `json:"lastConsentTimestamp"`
		OldFirst   string                     `json:"consent_date"`
		OldLast    string                     `json:"last_consent_update"`
	}
	if json.Unmarshal([]byte(unescape(value)), &in) != nil || in.Categories == nil {
		return nil, errForm
	}
	out := &Record{}
	for _, s := range []string{in.First, in.OldFirst, in.Last, in.OldLast} {
		if t := instant(s); t.After(out.At) {
			out.At = t
		}
	}
	granted := map[string]bool{}
	least := true
	for _, name := range in.Categories {
		granted[name] = true
		c := categoryOf(name)
		out.answer(c, true)
		least = least && c == policy.Necessary
	}
	for name := range in.Services {
		if !granted[name] {
			out.answer(categoryOf(name), false)
		}
	}
	if least {
		out.answer(policy.Statistical, false)
		out.answer(policy.Marketing, false)
	}
	return out, nil
}

// readDidomi reads the base64 of an object with the purposes that were granted
// and refused. Purposes are Didomi's own, those of the TCF in words, and what a
// site made, a word and some letters more.
func readDidomi(value string) (*Record, error) {
	text, err := unbase64(unescape(value))
	var in struct {
		Created  string `json:"created"`
		Updated  string `json:"updated"`
		Purposes *struct {
			Enabled  []string `json:"enabled"`
			Disabled []string `json:"disabled"`
		} `json:"purposes"`
	}
	if err != nil || json.Unmarshal(text, &in) != nil || in.Created == "" && in.Updated == "" && in.Purposes == nil {
		return nil, errForm
	}
	if in.Purposes == nil || len(in.Purposes.Enabled)+len(in.Purposes.Disabled) == 0 {
		return nil, nil
	}
	out := &Record{At: instant(in.Updated)}
	if out.At.IsZero() {
		out.At = instant(in.Created)
	}
	for _, p := range in.Purposes.Enabled {
		out.answer(categoryOf(p), true)
	}
	for _, p := range in.Purposes.Disabled {
		out.answer(categoryOf(p), false)
	}
	return out, nil
}

// readUsercentrics reads what a site mirrors to a cookie of the local storage of
// Usercentrics: the services of version 2 with the history of each, whose names
// are numbers, or the answers of version 3 to Google's consent mode.
func readUsercentrics(value string) (*Record, error) {
	var in struct {
		Services []struct {
			Status  bool `json:"status"`
			History []struct {
				Action    string `json:"action"`
				Timestamp int64  `json:"timestamp"`
			} `json:"history"`
		} `json:"services"`
		GCM struct {
			Ads   string `json:"adStorage"`
			Stats string `json:"analyticsStorage"`
		} `json:"gcm"`
		Consent struct {
			Services map[string]struct {
				Name    string `json:"name"`
				Consent *bool  `json:"consent"`
			} `json:"services"`
		} `json:"consent"`
	}
	if json.Unmarshal([]byte(unescape(value)), &in) != nil {
		return nil, errForm
	}
	out := &Record{}
	all := map[string]bool{"onAcceptAllServices": true, "onDenyAllServices": false}
	for _, s := range in.Services {
		for _, h := range s.History {
			t := plausible(time.UnixMilli(h.Timestamp))
			if t.Before(out.At) {
				continue
			}
			if t.After(out.At) {
				out.At, out.Granted, out.Refused = t, nil, nil
			}
			if granted, ok := all[h.Action]; ok {
				out.answer(policy.Statistical, granted)
				out.answer(policy.Marketing, granted)
			}
		}
	}
	for c, state := range map[policy.Category]string{policy.Marketing: in.GCM.Ads, policy.Statistical: in.GCM.Stats} {
		if state == "granted" || state == "denied" {
			out.answer(c, state == "granted")
		}
	}
	for _, s := range in.Consent.Services {
		if s.Name != "" && s.Consent != nil {
			out.Services = append(out.Services, service(s.Name, *s.Consent))
		}
	}
	if len(out.Granted)+len(out.Refused)+len(out.Services) == 0 {
		return nil, nil
	}
	return out, nil
}
