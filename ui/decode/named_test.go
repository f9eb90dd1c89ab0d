package decode

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Values whose form alone would not tell what they are.
func TestNamed(t *testing.T) {
	utk := strings.Repeat("0a", 16)
	for _, c := range []struct{ name, in, want string }{
		{"_gcl_au", "1.1.987654321.1700000000", "[Google Ads id] \n  browser id: 987654321\n  first visit: 2023-11-14 22:13 UTC\n"},
		{"other", "1.1.987654321.1700000000", ""},
		{"_gcl_aw", "GCL.1700000000.EAIaIQ.x", "[Google Ads click] \n  click id: EAIaIQ.x\n  clicked: 2023-11-14 22:13 UTC\n"},
		{"_gac_UA-1", "1.1700000000.EAIaIQ", "[Google Ads click] \n  click id: EAIaIQ\n  clicked: 2023-11-14 22:13 UTC\n"},
		{"__utma", "1.2.1700000000.1700000000.1700000060.7", "[Google Analytics visitor, old form] \n  visitor id: 2\n  first visit: 2023-11-14 22:13 UTC\n  visit before: 2023-11-14 22:13 UTC\n  last visit: 2023-11-14 22:14 UTC\n  visits: 7\n"},
		{"__hstc", "123." + utk + ".1700000000000.1700000000000.1700000060000.7", "[HubSpot visitor] \n  visitor id: " + utk + "\n  first visit: 2023-11-14 22:13 UTC\n  visit before: 2023-11-14 22:13 UTC\n  last visit: 2023-11-14 22:14 UTC\n  visits: 7\n"},
		{"hubspotutk", utk, "[HubSpot visitor id] \n  visitor id: " + utk + "\n  first visit: not in it; __hstc has it\n"},
		{"other", utk, ""},
		{"amp_1a2b3c", "dEvIcE...1hf7uaq00.1hf7uckj0.3.1.4", "[Amplitude device id] \n  device id: dEvIcE\n  visit began: 2023-11-14 22:13 UTC\n  last event: 2023-11-14 22:14 UTC\n"},
		{"AMP_1a2b3c", base64.StdEncoding.EncodeToString([]byte(`%7B%22deviceId%22%3A%22d%22%2C%22sessionId%22%3A1700000000000%7D`)),
			"[base64-decoded] %7B%22deviceId%22%3A%22d%22%2C%22sessionId%22%3A1700000000000%7D\n[URL-decoded] {\"deviceId\":\"d\",\"sessionId\":1700000000000}\n" +
				"[JSON] {\n  \"deviceId\": \"d\",\n  \"sessionId\": 1700000000000\n}\n  sessionId: 2023-11-14 22:13 UTC\n"},
		{"__cf_bm", "aBc_d.eF-1700000000-1.0.1.1-xYz", "[Cloudflare token] \n  made: 2023-11-14 22:13 UTC\n"},
		{"", "0190163d-8694-739b-aea5-966c26f8ad91", "[UUID] \n  made: 2024-06-14 10:14 UTC\n"},
		{"", "c232ab00-9414-11ec-b3c8-9f6bdeced846", "[UUID] \n  made: 2022-02-22 19:22 UTC\n"},
		{"", "919108f7-52d1-4320-9bac-f847db4148a8", "[UUID] \n  version 4: drawn at random; nothing can be read out of it\n"},
		{"__gads", "ID=0f3c:T=1700000000:RT=1700000060", "[fields] \n  ID: 0f3c\n  T: 1700000000  (2023-11-14 22:13 UTC)\n  RT: 1700000060  (2023-11-14 22:14 UTC)\n"},
	} {
		if d := cmp.Diff(c.want, flat(Value(c.name, []byte(c.in), stamp))); d != "" {
			t.Errorf("%s: %s\n%s", c.name, c.in, d)
		}
	}
}

// bits writes numbers in fields of so many bits each, in base64url.
func bits(fields ...[2]int) string {
	var b []byte
	n := 0
	for _, f := range fields {
		for i := f[0] - 1; i >= 0; i-- {
			if n%8 == 0 {
				b = append(b, 0)
			}
			b[n/8] |= byte(f[1]>>i&1) << (7 - n%8)
			n++
		}
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// tcf makes a consent string of the purposes in two sets of bits, with the first
// three of ten vendors.
func tcf(consents, claims, features int) string {
	at := int(time.Date(2026, 3, 4, 5, 6, 0, 0, time.UTC).UnixMilli() / 100)
	return bits([2]int{6, 2}, [2]int{36, at}, [2]int{36, at}, [2]int{12, 300}, [2]int{12, 1}, [2]int{6, 1}, [2]int{6, 3}, [2]int{6, 4},
		[2]int{12, 140}, [2]int{6, 4}, [2]int{2, 0}, [2]int{12, features}, [2]int{24, consents}, [2]int{24, claims}, [2]int{1, 0}, [2]int{12, 0},
		[2]int{16, 10}, [2]int{1, 0}, [2]int{10, 0b1110000000}, [2]int{16, 0}, [2]int{1, 0}, [2]int{12, 0})
}

func TestConsents(t *testing.T) {
	spelt := "[TCF consent string, version 2] \n  first given: 2026-03-04 05:06 UTC\n  agreed to: storing on this device, measuring content\n" +
		"  refused: choosing ads by little data, profiling for ads, choosing ads by profile, profiling for content, choosing content by profile, measuring ads, understanding audiences, improving services, choosing content by little data\n" +
		"  claimed: as interests of theirs: choosing ads by little data\n  special: precise location yes, telling the device apart by scanning it no\n" +
		"  vendors: 3 with consent, 0 with a claim of their own, of list 140\n  asked by: banner maker 300, in DE\n"
	some := tcf(1<<23|1<<16, 1<<22, 1<<11)
	for _, c := range []struct{ name, in, want string }{
		{"euconsent-v2", some, "[your answer to IAB TCF's banner] \n  granted: statistical\n  refused: functional\n  answered: 2026-03-04 05:06 UTC\n" + spelt},
		{"whatever", some, spelt},
		{"OptanonConsent", "groups=C0001%3A1%2CC0002%3A0%2CC0004%3A0&datestamp=2026-03-04T05%3A06%3A07.000Z&interactionCount=2",
			"[your answer to OneTrust's banner] \n  granted: necessary\n  refused: statistical, marketing\n  answered: 2026-03-04 05:06 UTC\n" +
				"[fields] \n  groups: C0001:1,C0002:0,C0004:0\n  datestamp: 2026-03-04T05:06:07.000Z\n  interactionCount: 2\n"},
		{"CookieConsent", "-1", "[a consent banner's record] \n  answer: none in it: not given yet, or kept beside it\n"},
		{"didomi_token", "x", "[a consent banner's record] \n  not read: its value is not in the form that is known\n"},
		{"usprivacy", "1YYN", "[US privacy string] \n  notice given: yes\n  sale opted out: yes\n"},
		{"other", "1YYN", ""},
		{"__gpp", "DBABzw~1YNN~BVQqAAAAAgA", "[GPP privacy string] \n  US privacy, old form: US privacy string\n  notice given: yes\n  sale opted out: no\n  United States: " + usNational + "\n"},
	} {
		if d := cmp.Diff(c.want, flat(Value(c.name, []byte(c.in), stamp))); d != "" {
			t.Errorf("%s\n%s", c.name, d)
		}
	}
}

const usNational = "sale not opted out, ads across sites not opted out"

// A header of a few letters that names a section beyond all there could be must
// not be counted up to: the decoder would never come to an end of it.
func TestHostileHeader(t *testing.T) {
	for _, n := range []int{65535, 65534, 300} {
		code, size := fibonacci(n)
		head := bits([2]int{6, 3}, [2]int{6, 1}, [2]int{12, 1}, [2]int{1, 0}, [2]int{size, code})
		if layers := Value("", []byte(head+"~x"), stamp); len(layers) != 0 {
			t.Errorf("%d: %s", n, flat(layers))
		}
	}
	code, size := fibonacci(6)
	head := bits([2]int{6, 3}, [2]int{6, 1}, [2]int{12, 1}, [2]int{1, 0}, [2]int{size, code})
	if layers := Value("", []byte(head+"~1YNN"), stamp); len(layers) != 1 {
		t.Errorf("a header that is made alike and names section 6 is not read: %s", head)
	}
}

// fibonacci writes a number as the sum of Fibonacci's, the smallest first, with
// a one behind it, and gives how many bits that are.
func fibonacci(n int) (code, size int) {
	fibs := []int{1, 2}
	for fibs[len(fibs)-1] <= n {
		fibs = append(fibs, fibs[len(fibs)-1]+fibs[len(fibs)-2])
	}
	for i := len(fibs) - 1; i >= 0; i-- {
		if fibs[i] <= n {
			n -= fibs[i]
			if size == 0 {
				size = i + 2
				code = 1
			}
			code |= 1 << (size - 1 - i)
		}
	}
	return code, size
}
