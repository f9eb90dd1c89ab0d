package ui

import (
	"strings"

	"crumbs/policy"
)

// texts are what a filter looks at of the cookies on a shelf, in lower case and
// each text once: a cookie has its numbers. Of a million cookies some hundred
// thousand texts differ, so that a word is looked for a third as often, and then
// cookies are only asked whether their numbers have it.
type texts struct {
	homes                             interned // hosts of sites
	hosts, names, providers, browsers interned // of cookies
}

// interned is texts in the order in which they came. It only grows: what a shelf
// holds of it stays as it was while the next store is added.
type interned struct {
	list []string
	read []reading        // of hosts in punycode: what they are to a reader
	at   map[string]int32 // where each stands; nil on a shelf, which adds none
	last int32            // what was numbered last, which is often the next one's too
}

// reading is the readable form of the nth text.
type reading struct {
	n    int32
	text string
}

// number gives the place of a text, which it gets if it has none.
func (c *interned) number(text string) int32 {
	if len(c.list) > 0 && c.list[c.last] == text {
		return c.last
	}
	n, ok := c.at[text]
	if !ok {
		if c.at == nil {
			c.at = map[string]int32{}
		}
		n = int32(len(c.list))
		c.at[text] = n
		c.list = append(c.list, text)
	}
	c.last = n
	return n
}

// host is number for a host, which is looked for as it is read too.
func (c *interned) host(host string) int32 {
	known := len(c.list)
	n := c.number(host)
	if len(c.list) == known {
		return n
	}
	if u := unicodeHost(host); u != "" {
		c.read = append(c.read, reading{n, strings.ToLower(u)})
	}
	return n
}

// text gives the text of a number.
func (c *interned) text(n int32) string { return c.list[n] }

// lists gives the texts without the maps that find them.
func (t *texts) lists() *texts {
	return &texts{
		homes: interned{list: t.homes.list, read: t.homes.read}, hosts: interned{list: t.hosts.list, read: t.hosts.read}, names: interned{list: t.names.list},
		providers: interned{list: t.providers.list}, browsers: interned{list: t.browsers.list},
	}
}

// entry makes the entry of a cookie; browser is the lower-case browser and
// profile of its store.
func (t *texts) entry(s policy.Sorted, browser string) entry {
	return entry{
		Sorted: s, category: categoryIndex(s.Verdict.Category), session: s.Cookie.Session(), insecure: !s.Cookie.Secure,
		host: t.hosts.host(strings.ToLower(s.Cookie.Host)), name: t.names.number(strings.ToLower(s.Cookie.Name)),
		provider: t.providers.number(strings.ToLower(s.Verdict.Provider)), browser: t.browsers.number(browser),
	}
}

// categoryIndex gives the place of a category among all.
func categoryIndex(c policy.Category) int8 {
	for i, known := range policy.Categories() {
		if known == c {
			return int8(i)
		}
	}
	return 0
}

func (s *site) providerOf(e *entry) string { return s.texts.providers.list[e.provider] }
