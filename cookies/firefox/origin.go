package firefox

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Attributes are Firefox's origin attributes: in which of several separate
// stores within the store a cookie lies (caps/OriginAttributes.cpp).
type Attributes struct {
	Container        uint32 // userContextId; 0 is none
	Private          uint32 // privateBrowsingId; 0 is none
	FirstPartyDomain string // of first-party isolation, "" if that is off
	GeckoViewContext string // geckoViewUserContextId, of Firefox for Android's relatives
	Partition        string // partitionKey as Firefox writes it: "(https,shop.test)"
}

var errNoCaret = errors.New("origin attributes do not begin with ^")

// ParseOrigin reads the text form of origin attributes, as in the column
// originAttributes: "" or "^userContextId=2&partitionKey=%28https%2Cshop.test%29",
// form-encoded, with + for a colon. What could be read is given with an error
// too, as Firefox goes on with what it understood; a name that is not known is
// such an error.
func ParseOrigin(s string) (Attributes, error) {
	var a Attributes
	if s == "" {
		return a, nil
	}
	if s[0] != '^' {
		return a, errNoCaret
	}
	for pair := range strings.SplitSeq(s[1:], "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		if err := a.set(unescape(name), unescape(value)); err != nil {
			return a, err
		}
	}
	return a, nil
}

func (a *Attributes) set(name, value string) error {
	number := func(n *uint32) error {
		v, err := strconv.ParseUint(value, 10, 32)
		if err != nil {
			return fmt.Errorf("origin attribute %s is no number", name)
		}
		*n = uint32(v)
		return nil
	}
	switch name {
	case "userContextId":
		return number(&a.Container)
	case "privateBrowsingId":
		return number(&a.Private)
	case "firstPartyDomain":
		a.FirstPartyDomain = strings.ReplaceAll(value, "+", ":")
	case "geckoViewUserContextId":
		a.GeckoViewContext = value
	case "partitionKey":
		a.Partition = strings.ReplaceAll(value, "+", ":")
	case "inBrowser", "addonId", "appId", "disableJit": // of the past
	default:
		return errors.New("unknown origin attribute")
	}
	return nil
}

// String gives the text form, in Firefox's order and with its escapes; "" for
// no attributes.
func (a Attributes) String() string {
	var b strings.Builder
	add := func(name, value string) {
		if b.Len() == 0 {
			b.WriteByte('^')
		} else {
			b.WriteByte('&')
		}
		b.WriteString(name + "=" + escape(value))
	}
	if a.Container != 0 {
		add("userContextId", strconv.FormatUint(uint64(a.Container), 10))
	}
	if a.Private != 0 {
		add("privateBrowsingId", strconv.FormatUint(uint64(a.Private), 10))
	}
	if a.FirstPartyDomain != "" {
		add("firstPartyDomain", strings.ReplaceAll(a.FirstPartyDomain, ":", "+"))
	}
	if a.GeckoViewContext != "" {
		add("geckoViewUserContextId", a.GeckoViewContext)
	}
	if a.Partition != "" {
		add("partitionKey", strings.ReplaceAll(a.Partition, ":", "+"))
	}
	return b.String()
}

// Site gives the top-level site that a cookie with these attributes is
// partitioned under, "https://shop.test" or "https://shop.test:8443", "" if it
// is not. A partition without a scheme, of older Firefoxes and of first-party
// isolation, counts as https.
func (a Attributes) Site() string {
	key := a.Partition
	if key == "" {
		key = a.FirstPartyDomain
	}
	if !strings.HasPrefix(key, "(") || !strings.HasSuffix(key, ")") {
		if key == "" {
			return ""
		}
		return "https://" + key
	}
	// (scheme,host[,port][,f]); the f says that a frame of another site lies
	// between the page and the one that set the cookie.
	fields := strings.Split(key[1:len(key)-1], ",")
	if len(fields) < 2 || fields[0] == "" || fields[1] == "" {
		return key
	}
	site := fields[0] + "://" + fields[1]
	if len(fields) > 2 {
		if port, err := strconv.ParseUint(fields[2], 10, 16); err == nil && port != 0 {
			site += ":" + fields[2]
		}
	}
	return site
}

// unescape undoes form encoding; what is no escape stays as it is.
func unescape(s string) string {
	if !strings.ContainsAny(s, "%+") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '+':
			c = ' '
		case c == '%' && i+2 < len(s):
			if v, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				c = byte(v)
				i += 2
			}
		}
		b.WriteByte(c)
	}
	return b.String()
}

// escape is form encoding (url.spec.whatwg.org, section 5.2), and the star,
// which Firefox escapes too.
func escape(s string) string {
	var b strings.Builder
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '-', c == '.', c == '_':
			b.WriteByte(c)
		case c == ' ':
			b.WriteByte('+')
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}
