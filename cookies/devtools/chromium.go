package devtools

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"crumbs/cookies"
)

// chromium is a connection to a Chromium and one page of ours in it. Deleting is
// a command of pages; and a page belongs to one profile, whose cookies it lists.
type chromium struct {
	*wire
	port    int
	page    string // its target
	session string
}

func openChromium(ctx context.Context, w *wire, port int) (*chromium, error) {
	c := &chromium{wire: w, port: port}
	var target struct {
		ID string `json:"targetId"`
	}
	// Hidden: it is in no window and in no list of closed tabs, and goes with
	// the connection. A Chromium that does not know the word yet makes a tab
	// behind the others.
	err := w.call(ctx, "", "Target.createTarget", map[string]any{"url": "about:blank", "background": true, "hidden": true}, &target)
	if err != nil {
		return nil, c.silent(err)
	}
	c.page = target.ID
	var attached struct {
		Session string `json:"sessionId"`
	}
	err = w.call(ctx, "", "Target.attachToTarget", map[string]any{"targetId": c.page, "flatten": true}, &attached)
	if err == nil && attached.Session == "" {
		err = errors.New("it names no session")
	}
	if err != nil {
		c.leave(ctx)
		return nil, c.silent(err)
	}
	c.session = attached.Session
	return c, nil
}

// silent says whose answer an error is about.
func (c *chromium) silent(err error) error {
	return fmt.Errorf("the browser on port %d: %w", c.port, err)
}

// close closes the page and the connection.
func (c *chromium) close() {
	c.leave(context.Background())
	c.wire.close()
}

// leave closes the page, also for whoever no longer waits.
func (c *chromium) leave(ctx context.Context) {
	// It goes with the connection where that fails, or is an empty tab.
	_ = c.call(context.WithoutCancel(ctx), "", "Target.closeTarget", map[string]any{"targetId": c.page}, nil)
}

// partition is a partition key in the protocol.
type partition struct {
	Site      string `json:"topLevelSite"`
	CrossSite bool   `json:"hasCrossSiteAncestor"`
}

// networkCookie is Network.Cookie of the protocol.
type networkCookie struct {
	Name      string     `json:"name"`
	Value     string     `json:"value"`
	Domain    string     `json:"domain"`
	Path      string     `json:"path"`
	Expires   float64    `json:"expires"` // seconds since 1970
	Size      int        `json:"size"`
	HTTPOnly  bool       `json:"httpOnly"`
	Secure    bool       `json:"secure"`
	Session   bool       `json:"session"`
	Scheme    string     `json:"sourceScheme"`
	Port      int32      `json:"sourcePort"`
	Partition *partition `json:"partitionKey"`
	Opaque    bool       `json:"partitionKeyOpaque"`
}

// schemes are the words of the protocol for Chromium's source_scheme.
func schemes() []string { return []string{"Unset", "NonSecure", "Secure"} }

func (n networkCookie) known() known {
	k := known{
		key: cookies.Key{
			Host: n.Domain, Name: n.Name, Path: n.Path,
			Scheme: int8(max(0, slices.Index(schemes(), n.Scheme))), Port: n.Port,
		},
		value: n.Value, size: n.Size, secure: n.Secure, httpOnly: n.HTTPOnly,
	}
	switch {
	case n.Opaque:
		k.key.Origin = "\x00opaque" // of no stored cookie
	case n.Partition != nil:
		k.key.Origin, k.key.CrossSite = n.Partition.Site, n.Partition.CrossSite
	}
	if us := n.Expires * 1e6; !n.Session && math.Abs(us) < math.MaxInt64/2 {
		k.expires = cookies.FromUnixMicro(int64(math.Round(us)))
	}
	return k
}

func (c *chromium) list(ctx context.Context) ([]known, error) {
	var answer struct {
		Cookies []networkCookie `json:"cookies"`
	}
	if err := c.call(ctx, c.session, "Storage.getCookies", none{}, &answer); err != nil {
		return nil, c.silent(err)
	}
	out := make([]known, len(answer.Cookies))
	for i, n := range answer.Cookies {
		out[i] = n.known()
	}
	return out, nil
}

// aim is what Network.deleteCookies tells cookies apart by.
type aim struct {
	host, name, path, origin string
	crossSite                bool
}

func aimOf(k cookies.Key) aim { return aim{k.Host, k.Name, k.Path, k.Origin, k.CrossSite} }

func (c *chromium) remove(ctx context.Context, chosen Held, p proof) ([]Outcome, error) {
	before, err := c.list(ctx)
	if err != nil {
		return nil, err
	}
	if err := p(before); err != nil {
		return nil, err
	}
	there := map[cookies.Key]known{}
	takes := map[aim]int{}
	for _, k := range before {
		there[k.key] = k
		takes[aimOf(k.key)]++
	}
	out := make([]Outcome, len(chosen.Cookies))
	ours := map[aim]int{}
	for i := range chosen.Cookies {
		k, ok := there[keyOf(&chosen.Cookies[i])]
		switch {
		case !ok:
			out[i] = goneAlready()
		case !k.is(chosen, i):
			out[i] = otherNow()
		default:
			ours[aimOf(k.key)]++
		}
	}
	told := map[aim]error{}
	for i := range chosen.Cookies {
		a := aimOf(keyOf(&chosen.Cookies[i]))
		if out[i].Reason != cookies.ReasonNone {
			continue
		}
		if more := takes[a] - ours[a]; more > 0 {
			out[i] = tooMuch(more)
			continue
		}
		if _, done := told[a]; done {
			continue
		}
		told[a] = c.tell(ctx, a)
	}
	after, err := c.list(ctx)
	left := map[cookies.Key]bool{}
	for _, k := range after {
		left[k.key] = true
	}
	for i := range chosen.Cookies {
		k := keyOf(&chosen.Cookies[i])
		switch {
		case out[i].Reason != cookies.ReasonNone:
		case err != nil:
			out[i] = unknown(err)
		case left[k]:
			out[i] = stillThere(told[aimOf(k)])
		}
	}
	return out, nil
}

// tell has the page delete what one aim hits.
func (c *chromium) tell(ctx context.Context, a aim) error {
	params := map[string]any{"name": a.name, "domain": a.host, "path": a.path}
	if a.origin != "" {
		params["partitionKey"] = partition{a.origin, a.crossSite}
	}
	return c.call(ctx, c.session, "Network.deleteCookies", params, nil)
}

func (c *chromium) restore(ctx context.Context, rows Held, values []string, p proof) ([]Outcome, error) {
	before, err := c.list(ctx)
	if err != nil {
		return nil, err
	}
	if err := p(before); err != nil {
		return nil, err
	}
	there := map[cookies.Key]bool{}
	for _, k := range before {
		there[k.key] = true
	}
	out := make([]Outcome, len(rows.Cookies))
	said := make([]error, len(rows.Cookies))
	for i := range rows.Cookies {
		cookie := &rows.Cookies[i]
		switch {
		case there[keyOf(cookie)]:
			out[i] = newer()
		case !asText(cookie.Key, values[i]):
			out[i] = notText()
		default:
			said[i] = c.call(ctx, c.session, "Storage.setCookies", map[string]any{"cookies": []any{settable(cookie, values[i], rows, i)}}, nil)
		}
	}
	after, err := c.list(ctx)
	back := map[cookies.Key]known{}
	alike := map[aim]int{}
	for _, k := range after {
		back[k.key] = k
		alike[aimOf(k.key)]++
	}
	for i := range rows.Cookies {
		switch k, ok := back[keyOf(&rows.Cookies[i])]; {
		case out[i].Reason != cookies.ReasonNone:
		case err != nil:
			out[i] = unknown(err)
		case ok && k.value == values[i] && k.is(rows, i):
		default:
			out[i] = notTaken(said[i])
			if a := aimOf(k.key); ok && said[i] == nil && k.value == values[i] && alike[a] == 1 {
				// Ours and not as it was: it would stand in the way of the undo to come.
				_ = c.tell(ctx, a)
			}
		}
	}
	return out, nil
}

// settable is Network.CookieParam of the protocol. A cookie of one host alone is
// set by an address instead of a domain.
func settable(c *cookies.Cookie, value string, rows Held, row int) map[string]any {
	params := map[string]any{
		"name": c.Name, "value": value, "path": c.Path, "secure": c.Secure, "httpOnly": c.HTTPOnly,
		"sourceScheme": schemes()[max(0, min(int(c.Scheme), 2))], "sourcePort": c.Port,
	}
	scheme := "http://"
	if c.Secure { // by an address with https it would be so in any case
		scheme = "https://"
	}
	params["url"] = scheme + strings.TrimPrefix(c.Host, ".") + "/"
	if !c.HostOnly() {
		params["domain"] = c.Host
	}
	switch c.SameSite {
	case cookies.None:
		params["sameSite"] = "None"
	case cookies.Lax:
		params["sameSite"] = "Lax"
	case cookies.Strict:
		params["sameSite"] = "Strict"
	}
	if !c.Session() {
		params["expires"] = float64(c.Expires) / 1e6
	}
	if at := slices.Index(rows.Rows.Columns, "priority"); at >= 0 {
		// Chromium's column: 0 low, 1 medium, 2 high.
		if p := rows.Rows.Cells[row][at].Int; p >= 0 && p <= 2 {
			params["priority"] = []string{"Low", "Medium", "High"}[p]
		}
	}
	if c.Origin != "" {
		params["partitionKey"] = partition{c.Origin, c.CrossSite}
	}
	return params
}

// asText reports whether a cookie can be told in JSON, which carries no other
// bytes than UTF-8.
func asText(k cookies.Key, value string) bool {
	for _, s := range []string{k.Host, k.Name, k.Path, k.Origin, value} {
		if !utf8.ValidString(s) {
			return false
		}
	}
	return true
}
