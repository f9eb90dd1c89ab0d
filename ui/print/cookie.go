package print

import (
	"bufio"
	"encoding/base64"
	"io"
	"iter"
	"unicode/utf8"

	"crumbs/cookies"
	"crumbs/cookies/jar"
	"crumbs/policy"
)

// Row is a cookie to write, with its value if that was asked for.
type Row struct {
	policy.Sorted
	Value *jar.Value // nil: not asked for
}

// cookieJSON is the contract's JSON of a cookie, in its order.
type cookieJSON struct {
	ID           string  `json:"id"`
	Name         string  `json:"name"`
	NameBase64   *string `json:"nameBase64,omitempty"`
	Domain       string  `json:"domain"`
	Path         string  `json:"path"`
	HostOnly     bool    `json:"hostOnly"`
	Secure       bool    `json:"secure"`
	HTTPOnly     bool    `json:"httpOnly"`
	SameSite     string  `json:"sameSite"`
	Expires      *string `json:"expires"`
	Created      *string `json:"created"`
	LastAccessed *string `json:"lastAccessed"`
	PartitionKey string  `json:"partitionKey"`
	Container    string  `json:"container"`
	Size         *int32  `json:"size"`
	*valueJSON           // nil: not in the object
	Browser      string  `json:"browser"`
	Profile      string  `json:"profile"`
	ProfileName  string  `json:"profileName"`
	Store        string  `json:"store"`
	Site         string  `json:"site"`

	Category policy.Category `json:"category"`
	Party    policy.Party    `json:"party"`
	Type     policy.Type     `json:"type"`
	Consent  policy.Consent  `json:"consent"`
	Provider string          `json:"provider"`
	Purpose  string          `json:"purpose"`
	Source   policy.Source   `json:"source"`
	Reasons  []string        `json:"reasons"`
	*othersJSON
}

type valueJSON struct {
	Value       *string `json:"value"`
	ValueBase64 *string `json:"valueBase64,omitempty"`
	ValueError  string  `json:"valueError,omitempty"`
}

// othersJSON is what `show` adds.
type othersJSON struct {
	Agreed    []string `json:"agreed"`
	Disagreed []string `json:"disagreed"`
}

// Cookie gives the contract's JSON of a cookie in one line. With inFull it has
// also the layers of evidence that agreed and that disagreed.
func Cookie(r Row, inFull bool) ([]byte, error) {
	c, v := r.Cookie, r.Verdict
	out := cookieJSON{
		ID: c.ID().String(), Domain: readable(c.Host), Path: readable(c.Path),
		HostOnly: c.HostOnly(), Secure: c.Secure, HTTPOnly: c.HTTPOnly, SameSite: c.SameSite.String(),
		Expires: when(c.Expires), Created: when(c.Created), LastAccessed: when(c.Accessed),
		PartitionKey: readable(c.PartitionKey()), Container: readable(c.Container()),
		Browser: c.Store.Browser, Profile: readable(c.Store.Profile), ProfileName: readable(c.Store.ProfileName),
		Store: readable(c.Store.Path), Site: readable(cookies.Registrable(c.Host)),
		Category: v.Category, Party: v.Party, Type: v.Type, Consent: v.Consent,
		Provider: readable(v.Provider), Purpose: readable(v.Purpose), Source: v.Source, Reasons: readables(v.Reasons()),
	}
	out.Name, out.NameBase64 = text(c.Name)
	if c.Size >= 0 {
		out.Size = &c.Size
	}
	if r.Value != nil {
		out.valueJSON = valueOf(*r.Value)
	}
	if inFull {
		out.othersJSON = &othersJSON{Agreed: readables(v.Agreed()), Disagreed: readables(v.Disagreed())}
	}
	return encode(&out)
}

// CookiesJSON writes an array of cookies as they come.
func CookiesJSON(w io.Writer, rows iter.Seq[Row], inFull bool) error {
	return array(w, rows, func(r Row) ([]byte, error) { return Cookie(r, inFull) })
}

// CookiesNDJSON writes cookies as they come, one object a line.
func CookiesNDJSON(w io.Writer, rows iter.Seq[Row]) error {
	b := bufio.NewWriterSize(w, 64<<10)
	for r := range rows {
		text, err := Cookie(r, false)
		if err != nil {
			return err
		}
		if _, err := b.Write(append(text, '\n')); err != nil {
			return err
		}
	}
	return b.Flush()
}

func valueOf(v jar.Value) *valueJSON {
	if v.Err != nil {
		return &valueJSON{ValueError: cookies.Visible(v.Err.Error())}
	}
	var out valueJSON
	s, raw := text(string(v.Bytes))
	out.Value, out.ValueBase64 = &s, raw
	return &out
}

// text gives a string for JSON, and its bytes in base64 where it is no UTF-8
// and the string is only a readable form.
func text(s string) (string, *string) {
	if utf8.ValidString(s) {
		return s, nil
	}
	raw := base64.StdEncoding.EncodeToString([]byte(s))
	return cookies.Visible(s), &raw
}

// readable gives a string for JSON that has no base64 form beside it.
func readable(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return cookies.Visible(s)
}

func readables(list []string) []string {
	for i, s := range list {
		if !utf8.ValidString(s) {
			list[i] = cookies.Visible(s)
		}
	}
	return list
}

func when(m cookies.Moment) *string {
	if m == 0 {
		return nil
	}
	s := m.RFC3339()
	return &s
}
