package devtools

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode"

	"crumbs/cookies"
	"crumbs/cookies/firefox"
)

// bidi is a session with a Firefox. It tells nothing of a cookie's partition or
// container, but lists and deletes within one where it is asked to.
type bidi struct {
	*wire
	port int
}

func openFirefox(ctx context.Context, w *wire, port int) (*bidi, error) {
	f := &bidi{w, port}
	err := w.call(ctx, "", "session.new", map[string]any{"capabilities": none{}}, nil)
	var r *refusal
	if errors.As(err, &r) && r.code == "session not created" {
		return nil, errBusy
	}
	if err != nil {
		return nil, f.silent(err)
	}
	return f, nil
}

func (f *bidi) silent(err error) error {
	return fmt.Errorf("the browser on port %d: %w", f.port, err)
}

// close ends the session, so that another can begin.
func (f *bidi) close() {
	_ = f.call(context.Background(), "", "session.end", none{}, nil) // it ends with the connection too
	f.wire.close()
}

// storageCookie is storage.Cookie of the protocol, as far as it is needed.
type storageCookie struct {
	Name  string `json:"name"`
	Value struct {
		Type  string `json:"type"`
		Value string `json:"value"`
	} `json:"value"`
	Domain   string `json:"domain"`
	Path     string `json:"path"`
	Size     int    `json:"size"`
	HTTPOnly bool   `json:"httpOnly"`
	Secure   bool   `json:"secure"`
	Expiry   *int64 `json:"expiry"` // seconds since 1970
}

func (s storageCookie) known() known {
	k := known{
		key:   cookies.Key{Host: s.Domain, Name: bytesOf(s.Name), Path: s.Path},
		value: s.Value.Value, size: s.Size, secure: s.Secure, httpOnly: s.HTTPOnly,
	}
	if s.Expiry != nil && *s.Expiry < 1<<43 && *s.Expiry > -1<<43 { // their microseconds are 63 bits
		k.expires = cookies.FromUnix(*s.Expiry)
	}
	return k
}

func (f *bidi) list(ctx context.Context) ([]known, error) { return f.within(ctx, none{}, nil) }

// filter names the cookies of one name, host and path.
type filter struct {
	Name   string `json:"name"`
	Domain string `json:"domain"`
	Path   string `json:"path"`
}

func filterOf(k cookies.Key) filter { return filter{charsOf(k.Name), k.Host, k.Path} }

// charsOf gives a name as Firefox has it in the protocol, measured with 153: a
// character for each byte, while values and all else are the text that they are.
func charsOf(name string) string {
	var b strings.Builder
	for i := range len(name) {
		b.WriteRune(rune(name[i]))
	}
	return b.String()
}

// bytesOf undoes charsOf; what is no such name stays as it is.
func bytesOf(chars string) string {
	b := make([]byte, 0, len(chars))
	for _, r := range chars {
		if r > 0xff {
			return chars
		}
		b = append(b, byte(r))
	}
	return string(b)
}

// scope is a partition in the protocol. Within the one of a site are the cookies
// that are partitioned under it, and those of its own host that are not.
type scope struct {
	Type      string `json:"type"`
	Origin    string `json:"sourceOrigin"`
	Container string `json:"userContext"`
}

// scopeOf gives the narrowest scope that a cookie is in, nil where none can be
// named: containers have numbers in the store and other names in the protocol,
// and some partitions have no name there.
func scopeOf(c *cookies.Cookie) *scope {
	a, err := firefox.ParseOrigin(c.Origin)
	if err != nil || a != (firefox.Attributes{Partition: a.Partition}) {
		return nil
	}
	origin := a.Site()
	if origin == "" {
		origin = "https://" + strings.TrimPrefix(c.Host, ".")
	}
	if u, err := url.Parse(origin); err != nil || u.Host == "" || u.Path != "" || strings.ContainsAny(origin, "?#") {
		return nil
	}
	return &scope{"storageKey", origin, "default"}
}

// within lists the cookies that fit a filter, in a scope or anywhere.
func (f *bidi) within(ctx context.Context, filter any, in *scope) ([]known, error) {
	var answer struct {
		Cookies []storageCookie `json:"cookies"`
	}
	if err := f.call(ctx, "", "storage.getCookies", where(filter, in), &answer); err != nil {
		return nil, f.silent(err)
	}
	out := make([]known, len(answer.Cookies))
	for i, s := range answer.Cookies {
		out[i] = s.known()
	}
	return out, nil
}

func where(filter any, in *scope) map[string]any {
	params := map[string]any{"filter": filter}
	if in != nil {
		params["partition"] = in
	}
	return params
}

func (f *bidi) remove(ctx context.Context, chosen Held, p proof) ([]Outcome, error) {
	live, err := f.list(ctx)
	if err != nil {
		return nil, err
	}
	if err := p(live); err != nil {
		return nil, err
	}
	alike := map[filter][]int{}
	var order []filter
	for i := range chosen.Cookies {
		a := filterOf(chosen.Cookies[i].Key)
		if alike[a] == nil {
			order = append(order, a)
		}
		alike[a] = append(alike[a], i)
	}
	out := make([]Outcome, len(chosen.Cookies))
	for _, a := range order {
		f.group(ctx, a, chosen, alike[a], out)
	}
	return out, nil
}

// group deletes chosen cookies of one name, host and path: each in its own
// scope, or all at once where they are all that there are.
func (f *bidi) group(ctx context.Context, a filter, chosen Held, rows []int, out []Outcome) {
	var rest []int
	for _, i := range rows {
		done, outcome := f.alone(ctx, a, chosen, i)
		if done {
			out[i] = outcome
		} else {
			rest = append(rest, i)
		}
	}
	if len(rest) == 0 {
		return
	}
	live, err := f.within(ctx, a, nil)
	var outcome Outcome
	switch {
	case err != nil:
		outcome = unknown(err)
	case len(live) == 0:
		outcome = goneAlready()
	case len(live) != len(rest):
		outcome = tooMuch(max(1, len(live)-len(rest)))
	case !matches(live, chosen, rest):
		outcome = otherNow()
	default:
		outcome = f.told(ctx, a, nil, len(rest))
	}
	for _, i := range rest {
		out[i] = outcome
	}
}

// alone deletes one cookie in its scope, if it has one with nothing else of its
// name in it; otherwise it is not done, and nothing has happened.
func (f *bidi) alone(ctx context.Context, a filter, chosen Held, i int) (done bool, _ Outcome) {
	in := scopeOf(&chosen.Cookies[i])
	if in == nil {
		return false, Outcome{}
	}
	live, err := f.within(ctx, a, in)
	if err != nil || len(live) != 1 {
		return false, Outcome{} // it may not know the scope; what is anywhere tells more
	}
	if !live[0].is(chosen, i) {
		return true, otherNow()
	}
	return true, f.told(ctx, a, in, 1)
}

// told deletes what fits a filter in a scope, which must be n cookies, and
// checks that these and no others are gone.
func (f *bidi) told(ctx context.Context, a filter, in *scope, n int) Outcome {
	before, err := f.within(ctx, a, nil)
	if err != nil {
		return stillThere(err) // nothing was asked for yet
	}
	refused := f.call(ctx, "", "storage.deleteCookies", where(a, in), nil)
	after, err := f.within(ctx, a, nil)
	switch {
	case err != nil:
		return unknown(err)
	case len(after) > len(before)-n:
		return stillThere(refused)
	}
	return Outcome{}
}

// matches reports whether the browser's cookies are these rows, one each.
func matches(live []known, held Held, rows []int) bool {
	used := make([]bool, len(live))
next:
	for _, i := range rows {
		for n, k := range live {
			if !used[n] && k.is(held, i) {
				used[n] = true
				continue next
			}
		}
		return false
	}
	return true
}

func (f *bidi) restore(ctx context.Context, rows Held, values []string, p proof) ([]Outcome, error) {
	live, err := f.list(ctx)
	if err != nil {
		return nil, err
	}
	if err := p(live); err != nil {
		return nil, err
	}
	out := make([]Outcome, len(rows.Cookies))
	for i := range rows.Cookies {
		out[i] = f.put(ctx, rows, i, values[i])
	}
	return out, nil
}

// put sets one cookie again, where it can be told of which partition it is.
func (f *bidi) put(ctx context.Context, rows Held, i int, value string) Outcome {
	c := &rows.Cookies[i]
	in := scopeOf(c)
	if in == nil {
		return notTaken(errors.New("it can't be told of this container or partition"))
	}
	if !ascii(c.Name) || !ascii(value) {
		return notText() // Firefox encodes them once more, and keeps another value
	}
	if !asText(c.Key, value) {
		return notText()
	}
	before, err := f.within(ctx, filterOf(c.Key), in)
	if err != nil {
		return notTaken(err)
	}
	if len(before) > 0 {
		return newer()
	}
	cookie := map[string]any{
		"name": c.Name, "value": map[string]any{"type": "string", "value": value}, "domain": c.Host, "path": c.Path,
		"httpOnly": c.HTTPOnly, "secure": c.Secure, "sameSite": sameSite(c.SameSite),
	}
	if !c.Session() {
		cookie["expiry"] = int64(c.Expires) / 1_000_000
	}
	params := map[string]any{"cookie": cookie, "partition": in}
	if c.Origin == "" {
		// Within the scope of its own host it would be partitioned under it.
		params["partition"] = map[string]any{"type": "storageKey", "userContext": "default"}
	}
	refused := f.call(ctx, "", "storage.setCookie", params, nil)
	after, err := f.within(ctx, filterOf(c.Key), in)
	switch {
	case err != nil:
		return unknown(err)
	case len(after) == 1 && after[0].is(rows, i):
		return Outcome{}
	case len(after) == 1 && refused == nil && after[0].value == value:
		// Ours and not as it was: it would stand in the way of the undo to come.
		_ = f.call(ctx, "", "storage.deleteCookies", where(filterOf(c.Key), in), nil)
	}
	return notTaken(refused)
}

// ascii reports whether a text has no other characters.
func ascii(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r > unicode.MaxASCII }) < 0
}

func sameSite(s cookies.SameSite) string {
	if s == cookies.Unspecified {
		return "default"
	}
	return s.String()
}
