package exchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"crumbs/cookies"
)

// errNoValues is a list that was exported without values.
var errNoValues = errors.New("it holds no values: export it again with --values")

// object is a cookie in any of the JSON forms: the contract's, Playwright's, or
// that of the browsers' extensions. They give one name to one thing.
type object struct {
	Name       *string   `json:"name"`
	NameBytes  []byte    `json:"nameBase64"`
	Value      *string   `json:"value"`
	ValueBytes []byte    `json:"valueBase64"`
	ValueError string    `json:"valueError"`
	Domain     *string   `json:"domain"`
	Path       *string   `json:"path"`
	HostOnly   *bool     `json:"hostOnly"`
	Secure     bool      `json:"secure"`
	HTTPOnly   bool      `json:"httpOnly"`
	SameSite   *string   `json:"sameSite"`
	Expires    instant   `json:"expires"`
	End        instant   `json:"expirationDate"`
	Session    bool      `json:"session"`
	Created    instant   `json:"created"`
	Accessed   instant   `json:"lastAccessed"`
	Partition  partition `json:"partitionKey"`
	CrossSite  *bool     `json:"_crHasCrossSiteAncestor"`
	Container  string    `json:"container"`
}

// instant is a time: RFC 3339, or seconds since 1970, of which -1 says none.
type instant struct{ cookies.Moment }

// UnmarshalJSON reads a string, a number or null.
func (i *instant) UnmarshalJSON(b []byte) error {
	var n *float64
	if json.Unmarshal(b, &n) == nil {
		if n != nil && *n != -1 {
			i.Moment = moment(*n)
		}
		return nil
	}
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	return i.parse(s)
}

// parse reads RFC 3339; "" is no time.
func (i *instant) parse(s string) error {
	if s == "" {
		return nil
	}
	t, err := time.Parse(time.RFC3339, s)
	i.Moment = cookies.FromTime(t)
	return err
}

// moment gives a time in seconds since 1970, which ends at the year 9999.
func moment(seconds float64) cookies.Moment {
	if math.IsNaN(seconds) {
		return 1 // long ago
	}
	return cookies.FromUnixMicro(int64(math.Round(max(-lastSecond, min(seconds, lastSecond)) * 1e6)))
}

// partition is a site, alone or in the extensions' object.
type partition struct {
	site  string
	cross *bool
}

// UnmarshalJSON reads a string, an object or null.
func (p *partition) UnmarshalJSON(b []byte) error {
	if bytes.HasPrefix(b, []byte("{")) {
		var o struct {
			Site  string `json:"topLevelSite"`
			Cross *bool  `json:"hasCrossSiteAncestor"`
		}
		err := json.Unmarshal(b, &o)
		p.site, p.cross = o.Site, o.Cross
		return err
	}
	return json.Unmarshal(b, &p.site)
}

// item makes an item of an object, or says why there is none in it.
func (o *object) item() (cookies.Item, string) {
	var it cookies.Item
	switch {
	case o.Name == nil || o.Domain == nil:
		return it, "it is no cookie: it has no name or no domain"
	case o.ValueError != "":
		return it, "its value could not be opened when it was exported"
	case o.Value == nil:
		return it, "it has no value"
	}
	it.Name, it.Value = *o.Name, []byte(*o.Value)
	if o.NameBytes != nil {
		it.Name = string(o.NameBytes)
	}
	if o.ValueBytes != nil {
		it.Value = o.ValueBytes
	}
	it.Host, it.Path = *o.Domain, "/"
	if o.HostOnly != nil {
		it.Host = withDot(it.Host, !*o.HostOnly)
	}
	if o.Path != nil && *o.Path != "" {
		it.Path = *o.Path
	}
	it.Secure, it.HTTPOnly = o.Secure, o.HTTPOnly
	if o.SameSite != nil {
		switch strings.ToLower(*o.SameSite) {
		case "strict":
			it.SameSite = cookies.Strict
		case "lax":
			it.SameSite = cookies.Lax
		case "none", "no_restriction":
			it.SameSite = cookies.None
		case "", "unspecified":
		default:
			return it, "its sameSite is none of strict, lax, none and unspecified"
		}
	}
	if it.Expires = o.Expires.Moment; it.Expires == 0 {
		it.Expires = o.End.Moment
	}
	if o.Session {
		it.Expires = 0
	}
	it.Created, it.Accessed = o.Created.Moment, o.Accessed.Moment
	if o.Partition.site != "" || o.Container != "" {
		it.Place = &cookies.Place{Partition: o.Partition.site, Container: o.Container}
	}
	it.CrossSite = o.crossSite(it.Host)
	return it, ""
}

// crossSite tells whether a partitioned cookie was set below a frame of another
// site; where nothing says so, it was if it is another site's than the
// partition's.
func (o *object) crossSite(host string) bool {
	switch {
	case o.Partition.site == "":
		return false
	case o.CrossSite != nil:
		return *o.CrossSite
	case o.Partition.cross != nil:
		return *o.Partition.cross
	}
	return cookies.Registrable(host) != cookies.PartitionDomain(o.Partition.site)
}

// one takes a cookie in from its JSON.
func (r *reader) one(raw json.RawMessage, from string) error {
	var o object
	var it cookies.Item
	why := "it is no cookie: a field of it is of another kind than it should be"
	if json.Unmarshal(raw, &o) == nil {
		it, why = o.item()
	}
	if why != "" {
		r.refuse(from, why)
		return nil
	}
	return r.take(it, from)
}

// array reads a JSON array of cookies.
func (r *reader) array(text []byte) error {
	in := json.NewDecoder(bytes.NewReader(text))
	if t, err := in.Token(); err != nil || t != json.Delim('[') {
		return errors.New("it is no JSON array")
	}
	for n := 1; in.More(); n++ {
		var raw json.RawMessage
		if err := in.Decode(&raw); err != nil {
			return fmt.Errorf("it is no JSON after cookie %d", n-1)
		}
		if err := r.one(raw, fmt.Sprintf("cookie %d", n)); err != nil {
			return err
		}
	}
	if _, err := in.Token(); err != nil {
		return errors.New("its end is missing")
	}
	return r.hasValues()
}

// lines reads JSON objects one after the other.
func (r *reader) lines(text []byte) error {
	in := json.NewDecoder(bytes.NewReader(text))
	for n := 1; ; n++ {
		var raw json.RawMessage
		err := in.Decode(&raw)
		if errors.Is(err, io.EOF) {
			return r.hasValues()
		}
		if err != nil {
			return fmt.Errorf("it is no JSON after cookie %d", n-1)
		}
		if err := r.one(raw, fmt.Sprintf("cookie %d", n)); err != nil {
			return err
		}
	}
}

// hasValues gives the error of a list of which no cookie has a value.
func (r *reader) hasValues() error {
	for _, f := range r.Refused {
		if f.Why != "it has no value" {
			return nil
		}
	}
	if len(r.Items) == 0 && len(r.Refused) > 0 {
		return errNoValues
	}
	return nil
}

// state reads Playwright's storage state.
func (r *reader) state(text []byte) error {
	var whole struct {
		Cookies []json.RawMessage `json:"cookies"`
		Origins []json.RawMessage `json:"origins"`
	}
	if err := json.Unmarshal(text, &whole); err != nil {
		return errors.New("it is no storage state: that is a JSON object with a list of cookies")
	}
	for n, raw := range whole.Cookies {
		if err := r.one(raw, fmt.Sprintf("cookie %d", n+1)); err != nil {
			return err
		}
	}
	if len(whole.Origins) > 0 {
		r.Note = "its local storage stays out: crumbs carries cookies"
	}
	return nil
}
