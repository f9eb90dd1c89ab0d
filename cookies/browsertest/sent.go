package browsertest

import (
	"maps"
	"net/url"
	"slices"
	"strings"
)

// Sent is what a browser sent on a walk: for each URL, without query and port,
// every cookie as name=value. A cookie that came twice is there twice.
type Sent map[string][]string

// Sent gives what was sent to the pages that set nothing since the last call,
// sorted, and forgets it.
func (s *Server) Sent() Sent {
	s.mu.Lock()
	defer s.mu.Unlock()
	sent := s.sent
	s.sent = Sent{}
	for _, cookies := range sent {
		slices.Sort(cookies)
	}
	return sent
}

// pairs takes Cookie headers apart (RFC 6265bis, section 4.2: pairs are
// separated by a semicolon and a space). The bytes are left as they came.
func pairs(headers []string) []string {
	var out []string
	for _, h := range headers {
		for pair := range strings.SplitSeq(h, "; ") {
			if pair != "" {
				out = append(out, pair)
			}
		}
	}
	return out
}

// Hosts are the hosts that got at least one cookie, sorted.
func (s Sent) Hosts() []string {
	hosts := map[string]bool{}
	for place, cookies := range s {
		if u, err := url.Parse(place); err == nil && len(cookies) > 0 {
			hosts[u.Hostname()] = true
		}
	}
	return slices.Sorted(maps.Keys(hosts))
}

// Names are the names of the cookies that were sent to a host, sorted, each
// once.
func (s Sent) Names(host string) []string {
	names := map[string]bool{}
	for place, cookies := range s {
		if u, err := url.Parse(place); err != nil || u.Hostname() != host {
			continue
		}
		for _, c := range cookies {
			name, _, _ := strings.Cut(c, "=")
			names[name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// Len is the number of cookies that were sent, in all requests together.
func (s Sent) Len() int {
	n := 0
	for _, cookies := range s {
		n += len(cookies)
	}
	return n
}

// Without gives what is left when the cookies of these names are taken away
// wherever the URL begins with one of the prefixes; no prefix means everywhere.
func (s Sent) Without(names []string, prefixes ...string) Sent {
	left := Sent{}
	for place, cookies := range s {
		here := len(prefixes) == 0 || slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(place, p) })
		left[place] = slices.DeleteFunc(slices.Clone(cookies), func(c string) bool {
			name, _, _ := strings.Cut(c, "=")
			return here && slices.Contains(names, name)
		})
	}
	return left
}

// Diff gives what one walk sent and the other did not, as "URL name=value".
func (s Sent) Diff(other Sent) (gone, appeared []string) {
	return s.minus(other), other.minus(s)
}

func (s Sent) minus(other Sent) []string {
	var out []string
	for _, place := range slices.Sorted(maps.Keys(s)) {
		rest := slices.Clone(other[place])
		for _, c := range s[place] {
			if i := slices.Index(rest, c); i >= 0 {
				rest = slices.Delete(rest, i, i+1)
			} else {
				out = append(out, place+" "+c)
			}
		}
	}
	return out
}
