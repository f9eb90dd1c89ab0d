package browsertest

import (
	"fmt"
	"strings"
	"time"
)

// page is one address of the server: what it sets, and which other addresses
// it has in frames.
type page struct {
	url    string
	set    []string // Set-Cookie headers
	script []string // what a script on the page gives to document.cookie
	frames []string // URLs
	apart  bool     // not on the walk
}

// The lifetimes, in seconds. Browsers cap what is longer than 400 days.
const (
	hour  = "; Max-Age=3600"
	day   = "; Max-Age=86400"
	month = "; Max-Age=2592000"
	year  = "; Max-Age=31536000"
	long  = "; Max-Age=63072000"
)

const thirdParty = "; Secure; SameSite=None"

// pages gives the walk, in its order. Frames are pages too and come at the end:
// a browser gets to them through the pages that hold them.
func pages() []page {
	return []page{
		{
			url: "https://shop.test/",
			set: []string{
				"sessionid=s3n8e1kq0v7d2h5w; HttpOnly; Secure; SameSite=Lax",
				"csrftoken=u1Jm0XrTqGv4Zy7L; Secure; SameSite=Lax" + year,
				"_ga=GA1.1.1483920175.1750000001; Domain=shop.test" + long,
				"_ga_7Q0F2K8LMN=GS1.1.1750000002.3.1.1750000099.0.0.0; Domain=shop.test" + long,
				"_gid=GA1.1.902817364.1750000003; Domain=shop.test" + day,
				"_fbp=fb.1.1750000004123.5566778899; Domain=shop.test; SameSite=Lax; Max-Age=7776000",
				"_gcl_au=1.1.664411220.1750000005; Domain=shop.test; Max-Age=7776000",
				"CookieConsent={stamp:%27kQ3vLw%27%2Cnecessary:true%2Cmarketing:false}; Secure" + year,
				"lang=de; SameSite=Strict" + year,
				"cart=7c1d55e0-shoppingcart-31",
				"uid=4f9a77120bb3" + year,
				"theme=dark" + month,
				"legacy=kept-for-old-frames" + thirdParty + month,
				"never=stored; Max-Age=0",
			},
			script: []string{
				"_hjSessionUser_31337=eyJpZCI6ImExYjIifQ==; path=/; max-age=31536000; samesite=lax",
				"ab_variant=checkout-b; path=/; max-age=86400",
			},
			frames: []string{"https://ads.test/frame/shop", "https://social.test/frame/shop"},
		},
		{
			url: "https://shop.test/account/orders",
			set: []string{
				"orders=last-30-days" + month, // its path is the page's folder
				"address=home; Path=/account; Secure" + month,
				"lang=de-AT; Path=/account" + year, // the name again, another path
			},
		},
		{
			url: "https://www.shop.test/",
			set: []string{
				"currency=EUR; Domain=shop.test" + year,
				"recent=1182.4471.9930" + hour,
				"www_session=vq81zzk2; HttpOnly; Secure",
			},
		},
		{
			url: "https://bank.test/",
			set: []string{
				"__Host-session=kd02mfw93hfz61bq; Path=/; Secure; HttpOnly; SameSite=Strict",
				"__Secure-device=9a8b7c6d5e4f; Domain=bank.test; Secure; HttpOnly" + long,
				"strict=only-from-here; SameSite=Strict; Secure" + year,
				"JSESSIONID=8C41D9A0F2; Path=/; Secure; HttpOnly",
				"statement=" + strings.Repeat("0123456789abcdef", 254) + "; Secure" + month,
				"__Host-refused=1; Path=/; Secure; Domain=bank.test", // refused: it has a Domain
			},
		},
		{
			url: "https://news.test/",
			set: []string{
				"_pk_id.1.1fff=0a1b2c3d4e5f6071.1750000010." + "; Max-Age=33955200",
				"_pk_ses.1.1fff=1; Max-Age=1800",
				"euconsent-v2=CPzInventedTCFConsentStringAAA.YAAAAAAAAAAA; Secure" + year,
				"__gads=ID=f00dfeed:T=1750000011:RT=1750000011:S=ALNI_invented; Domain=news.test; Max-Age=33696000",
				"paywall=2" + month,
				"_chartbeat2=.1750000012.1750000013.1.Dinvented" + "; Max-Age=33696000",
			},
			frames: []string{"https://ads.test/frame/news", "https://social.test/frame/news"},
		},
		{url: "https://odd.test/", set: oddities()},
		{url: "https://odd.test/" + deep, set: []string{"deep=long-path; Path=/" + deep + month}},
		{
			url: "https://xn--bcher-kva.test/",
			set: []string{
				"gruss=gr\u00fc\u00dfe aus K\u00f6ln" + month,
				"\u540d\u524d=\u5024; Secure" + month,
			},
		},
		{
			url: "http://plain.test/",
			set: []string{
				"plain=1" + month,
				"sid=insecure-8831",
				"pref=rows:50; Path=/; SameSite=Lax" + year,
				"refused=1; Secure", // refused: not over plain HTTP
			},
		},
		{
			url: "https://ads.test/",
			set: []string{
				"IDE=AHWqTUkInventedAdvertisingId00" + thirdParty + "; Domain=ads.test" + year,
				"uid3p=first-party-8a7b" + thirdParty + year, // beside the partitioned ones
			},
		},
		{url: "https://later.test/", set: []string{"later=alligator" + year}},
		{
			url: "https://audit.test/", apart: true,
			set: []string{
				"sessionid=p2v9c4n7x1z8; Secure; SameSite=Lax" + month, // scripts can read it
				"basket=3f2a9c; Secure; HttpOnly; SameSite=Lax" + year,
				"_gcl_au=1.1.664411220.1750000005; Domain=audit.test; Max-Age=7776000",
				"_ga=GA1.1.1483920175.1750000001; Domain=audit.test" + long,
				"django_language=de; SameSite=Lax" + month,
			},
			script: []string{
				fmt.Sprintf("CookieConsent={stamp:%%27aud1T%%27%%2Cnecessary:true%%2Cpreferences:true%%2Cstatistics:true%%2Cmarketing:false%%2Cmethod:%%27explicit%%27%%2Cver:1%%2Cutc:%d}; path=/; max-age=31536000; secure",
					time.Now().Add(-time.Hour).UnixMilli()),
			},
			frames: []string{"https://ads.test/frame/audit"},
		},
		{url: "https://audit.test/later", apart: true, script: []string{
			"_fbp=fb.1.1750000004123.5566778899; path=/; max-age=7776000; samesite=lax"}},
		{url: "https://ads.test/frame/audit", set: []string{"frame_language=fr; Partitioned; Path=/" + thirdParty + month}},
		{url: "https://ads.test/frame/shop", set: framed("shop")},
		{url: "https://ads.test/frame/news", set: framed("news")},
		{url: "https://social.test/frame/shop", set: []string{
			"fr=0xInventedSocialId..shop; Domain=social.test; HttpOnly" + thirdParty + "; Max-Age=7776000"}},
		{url: "https://social.test/frame/news", set: []string{
			"datr=InventedBrowserIdNews; Partitioned; Path=/" + thirdParty + year}},
	}
}

// deep is a path as long as some shops make them.
const deep = "very/long/path/" +
	"0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789/" +
	"0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789/end"

// framed is what an advertiser sets when it is framed by a site: one cookie
// that asks for a partition of its own, and one that does not.
func framed(by string) []string {
	return []string{
		"uid3p=partitioned-under-" + by + "; Partitioned; Path=/" + thirdParty + year,
		"__Host-chips=session-" + by + "; Partitioned; Path=/" + thirdParty,
		"test_cookie=CheckForPermission-" + by + thirdParty + "; Max-Age=900",
	}
}

// oddities are what only a careless or a hostile site sets and browsers store
// all the same: C1 controls, which some terminals obey, text that runs
// backwards, names that read as something else, shell and format syntax.
func oddities() []string {
	return []string{
		"c1\u009b31mname=red" + month,
		"c1value=before\u009b2Jafter" + month,
		"bidi\u202eeman=txt\u202e.exe" + month,
		"\u2066isolate\u2069=\u2067x\u2069" + month,
		"zero\u200bwidth=a\u200d\ufeffb" + month,
		"family=\U0001f468\u200d\U0001f469\u200d\U0001f467" + month,
		"markup=<script>alert(1)</script>" + month,
		"<b>bold</b>=markup as a name" + month,
		"format=%s%n%x" + month,
		"shell=$(id)`id`|id" + month,
		"-=a name that looks like an option" + month,
		strings.Repeat("n", 200) + "=long name" + month,
		"empty=" + month,
		"nameless value" + month,
		`quoted="with quotes"` + month,
		"equals=a=b==c" + month,
		"json={\"a\":[1,2],\"b\":null}" + month,
		"raw=\xff\xfe\x9b bytes" + month,
		"spaces=  kept inside  but not around" + month,
		"CASE=upper" + month,
		"case=lower" + month,
	}
}
