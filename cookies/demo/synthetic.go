package demo

import (
	"fmt"
	"iter"
	"strings"
	"time"

	"crumbs/cookies"
	"crumbs/cookies/chromium"
	"crumbs/cookies/firefox"
	"crumbs/cookies/sqlite"
)

// Fill makes a store of the format ([cookies.Chromium] or [cookies.Firefox])
// with n cookies at path, where nothing may be yet: for benchmarks and for tests
// that need many. The same n gives the same cookies, with times before November
// 2026. Each site has up to ten of its own, and those of vendors partitioned
// under it.
func Fill(path string, format cookies.Format, n int) error {
	switch format {
	case cookies.Chromium:
		if err := chromium.Create(path); err != nil {
			return err
		}
		s, err := chromium.NewSealer(24)
		if err != nil {
			return err
		}
		return sqlite.Fill(path, "cookies", chromiumColumns(), rows(n, func(c cookie) []cookies.Cell { return chromiumRow(c, s) }))
	case cookies.Firefox:
		if err := firefox.Create(path); err != nil {
			return err
		}
		return sqlite.Fill(path, "moz_cookies", firefoxColumns(), rows(n, firefoxRow))
	}
	return fmt.Errorf("no store of the format %q can be made", format)
}

// rows gives n rows.
func rows(n int, row func(cookie) []cookies.Cell) iter.Seq[[]cookies.Cell] {
	return func(yield func([]cookies.Cell) bool) {
		left := n
		for site := 0; left > 0; site++ {
			for _, c := range synthetic(site) {
				if left == 0 {
					return
				}
				left--
				if !yield(row(c)) {
					return
				}
			}
		}
	}
}

// synthetic gives the cookies of one site after another, no key twice.
func synthetic(site int) []cookie {
	r := random("synthetic", fmt.Sprint(site))
	now := time.Date(2026, time.November, 1, 12, 0, 0, 0, time.UTC)
	domain := syntheticDomain(site)
	visited := now.Add(-time.Duration(r.Int64N(int64(300 * 24 * time.Hour)))).Truncate(time.Microsecond)
	var out []cookie
	add := func(host, name, value, attributes string, lives time.Duration) {
		c := cookie{entry: entry{host: host, name: name, attributes: strings.Fields(attributes), lives: lives}}
		c.value = c.fill(value, r)
		c.madeAt = visited
		c.setAt = visited.Add(time.Duration(r.Int64N(int64(now.Sub(visited)) + 1))).Truncate(time.Microsecond)
		c.usedAt = c.setAt
		if lives > 0 {
			c.expires = c.setAt.Add(min(lives, longest))
		}
		out = append(out, c)
	}
	own := syntheticNames()
	r.Shuffle(len(own), func(i, j int) { own[i], own[j] = own[j], own[i] })
	for _, o := range own[:2+r.IntN(9)] {
		host := "." + domain
		if r.IntN(3) == 0 {
			host = "www." + domain
		}
		name := o.name
		for strings.Contains(name, "#") {
			name = strings.Replace(name, "#", draw("0123456789ABCDEFGHJKLMNPQRSTVWXYZ", 10, r), 1)
		}
		add(host, name, o.value, o.attributes, o.lives)
	}
	vendors := syntheticVendors()
	r.Shuffle(len(vendors), func(i, j int) { vendors[i], vendors[j] = vendors[j], vendors[i] })
	for _, v := range vendors[:r.IntN(len(vendors))] {
		add(v.host, v.name, v.value, "secure none part=https://"+domain, v.lives)
	}
	return out
}

// syntheticDomain makes a domain of two words and, from the second round on, a
// number.
func syntheticDomain(site int) string {
	first := strings.Fields("alder amber apple birch brass cedar clover copper coral cotton ember fern flint garnet hazel indigo iron ivory juniper " +
		"lemon linen maple marble mellow moss oak olive onyx opal pearl pepper pine quartz raven river rowan saffron silver slate thistle walnut willow")
	second := strings.Fields("bakery bank books cafe camp clinic club daily depot farm film forum garden gazette guide harbour health hotel jobs kitchen lab " +
		"library market media mill museum music news office phone press radio school shop sport stage station store studio times tours travel tv weather works")
	name := first[site%len(first)] + "-" + second[site/len(first)%len(second)]
	if round := site / (len(first) * len(second)); round > 0 {
		name += fmt.Sprint(round + 1)
	}
	return name + ".example"
}

// model is a cookie as many sites have it. A # in a name stands for an id.
type model struct {
	host, name, value, attributes string
	lives                         time.Duration
}

const (
	aDay  = 24 * time.Hour
	aYear = 365 * aDay
)

// syntheticNames are what sites set themselves.
func syntheticNames() []model {
	return []model{
		{name: "sessionid", value: "{b62:32}", attributes: "secure http lax", lives: 14 * aDay},
		{name: "PHPSESSID", value: "{hex:26}", attributes: "http", lives: 2 * aDay},
		{name: "csrftoken", value: "{b62:32}", attributes: "secure lax", lives: aYear},
		{name: "XSRF-TOKEN", value: "{b62:44}", attributes: "secure lax", lives: aDay},
		{name: "lang", value: "de", lives: aYear},
		{name: "theme", value: "dark", lives: aYear},
		{name: "cart", value: "{uuid}", lives: 30 * aDay},
		{name: "OptanonConsent", value: "consentId={uuid}&groups=C0001%3A1%2CC0002%3A0", attributes: "lax js", lives: aYear},
		{name: "euconsent-v2", value: "CP{b62:150}", attributes: "secure lax", lives: 395 * aDay},
		{name: "_ga", value: "GA1.1.{num:10}.{num:10}", attributes: "js", lives: longest},
		{name: "_ga_#", value: "GS2.1.s{num:10}$o3$g1$t{num:10}$j60$l0$h0", attributes: "js", lives: longest},
		{name: "_gid", value: "GA1.1.{num:9}.{num:10}", attributes: "js", lives: aDay},
		{name: "_pk_id.#", value: "{hex:16}.{num:10}.", attributes: "js lax", lives: 393 * aDay},
		{name: "_hjSessionUser_#", value: "{b62:96}", attributes: "js none secure", lives: aYear},
		{name: "_fbp", value: "fb.1.{num:13}.{num:18}", attributes: "js lax", lives: 90 * aDay},
		{name: "_gcl_au", value: "1.1.{num:9}.{num:10}", attributes: "js", lives: 90 * aDay},
		{name: "_uetvid", value: "{hex:32}", attributes: "js", lives: 390 * aDay},
		{name: "__stripe_mid", value: "{uuid}{hex:6}", attributes: "secure strict js", lives: aYear},
		{name: "uid", value: "{hex:24}", lives: aYear},
		{name: "visitor", value: "{num:8}", lives: aYear},
		{name: "ab_#", value: "variant-b", attributes: "js", lives: 30 * aDay},
		{name: "#", value: "{b62:64}", attributes: "http", lives: 180 * aDay},
	}
}

// syntheticVendors are whom sites embed.
func syntheticVendors() []model {
	return []model{
		{host: ".doubleclick.net", name: "IDE", value: "AHWqTU{b62:58}", lives: 395 * aDay},
		{host: ".facebook.com", name: "fr", value: "0{b62:40}..{b62:6}", lives: 90 * aDay},
		{host: ".adnxs.com", name: "uuid2", value: "{num:19}", lives: 90 * aDay},
		{host: ".criteo.com", name: "uid", value: "{uuid}", lives: 390 * aDay},
		{host: ".youtube.com", name: "VISITOR_INFO1_LIVE", value: "{b62:11}", lives: 180 * aDay},
		{host: ".bing.com", name: "MUID", value: "{hex:32}", lives: 390 * aDay},
		{host: ".linkedin.com", name: "bcookie", value: "v=2&{uuid}", lives: aYear},
		{host: ".casalemedia.com", name: "CMID", value: "{b62:27}", lives: aYear},
		{host: ".pubmatic.com", name: "KADUSERCOOKIE", value: "{uuid}", lives: aYear},
		{host: "sync.exchange.example", name: "tuuid", value: "{uuid}", lives: aYear},
		{host: ".metrics.example", name: "s_vi", value: "[CS]v1|{hex:16}-{hex:16}[CE]", lives: longest},
	}
}
