package cookies

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unsafe"
)

func TestForms(t *testing.T) {
	for value, want := range map[string]Form{
		"":                                     Empty,
		`""`:                                   Empty,
		"1":                                    One,
		"0":                                    Zero,
		"TRUE":                                 Truth,
		"off":                                  Truth,
		"42":                                   Small,
		"-7":                                   Small,
		"123456":                               Number,
		"7318845120093341756":                  Large,
		"1700000000":                           Seconds,
		"1700000000123":                        Millis,
		"9700000000":                           Number,
		"2024-03-01T10:00:00Z":                 Date,
		"2024-03-01":                           Date,
		"1.4.2":                                Version,
		"en":                                   Locale,
		"pt_BR":                                Locale,
		"de-ch":                                Locale,
		"qx":                                   Word,
		"GB":                                   Country,
		"EUR":                                  Currency,
		"dark":                                 Word,
		"GridView":                             Word,
		"left-menu_open":                       Phrase,
		"4f6d1c1e-08c1-4a86-9d6e-1b2f0c9a7e55": UUID,
		"%224f6d1c1e-08c1-4a86-9d6e-1b2f0c9a7e55%22": UUID,
		"{4F6D1C1E-08C1-4A86-9D6E-1B2F0C9A7E55}":     UUID,
		"4f6d1c1e08c14a86":                           Hex16,
		"4f6d1c1e08c14a869d6e1b2f0c9a7e55":           Hex32,
		"4F6D1C1E08C14A869D6E1B2F0C9A7E55":           Hex32,
		"4f6d1c1e08c14a869d6e1b2f0c9a7e5501234567":   Hex40,
		strings.Repeat("4f6d1c1e", 8):                Hex64,
		"4f6d1c1e08c1":                               Hex,
		"k3j9x0q2mzw7r1t5v8b4n6pa":                   Lower24,
		"k3j9x0q2mzw7r1t5v8b4n6pacd":                 Lower26,
		"k3J9x0":                                     Token,
		"k3J9x0q2MZw7r1t5v8":                         Token16,
		"k3J9x0q2MZw7r1t5v8b4n6pAcdEfGhZz99":         Token32,
		"Zm9vYmFyYmF6+/A=":                           Base64,
		strings.Repeat("Zm9vYmFyYmF6+/A", 6) + "=":   Base64XL,
		"GA1.2.1711.1700000000":                      GAClient,
		"GS1.1.1700000000.3.1.1700000099.0.0.0":      GASession,
		"GS2.1.s1700000000$o3$g1$t1700000099$j0":     GASession,
		"GAX1.2.xYz.19000.1":                         GATest,
		"1.1.555444333.1700000000":                   Click,
		"GCL.1700000000.EAIaIQ":                      Click,
		"fb.1.1700000000123.987654321":               MetaID,
		"1122.3344.1700000000.1700000100.1700000200": Counter,
		"335544330.20480.0000":                       Balancer,
		"0F3A9C11D2AA4B6E9D100123456789AB.node7":     Affinity,
		"CPzHq4APzHq4AEsABBENAtEoAP_AAH_AACiQ.YAAA":  TCString,
		"{stamp:%27x%27%2Cnecessary:true}":           Answer,
		"v=2&gdpr=1&groups=C0001%3A1":                Answer,
		"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln":  JWT,
		"eyJpdiI6ImFiYyIsInZhbHVlIjoieHl6In0%3D":     Sealed,
		"eyJhIjoxfQ":                                 Packed,
		"s%3Ak3J9x0q2MZw7r1t5v8b4n6pAcdEfGhZz99.abc": Signed,
		"%7B%7D":                     Settings,
		"[]":                         Settings,
		"{\"a\":[1,2]}":              Object,
		"https://shop.test/a":        Page,
		"https%3A%2F%2Fshop.test%2F": Page,
		"aHR0cHM6Ly9zaG9wLnRlc3Qv":   Page,
		".shop.test":                 Host,
		"/fr/accueil":                Path,
		"a=1&b=2":                    Pairs,
		"a|b|c":                      Bars,
		"x7-1700000000123":           Timed,
		"\xff\xfe\x00":               Mixed,
	} {
		if got := ShapeOf([]byte(value)); got.Form != want {
			t.Errorf("%q is %s, want %s", value, got.Form, want)
		}
	}
}

func TestMarks(t *testing.T) {
	for value, want := range map[string]Marks{
		"plain":                      0,
		"x.1700000000":               HasTime,
		"x.9700000000":               0,
		"a1700000000":                0, // digits of an id
		"a|http%3A%2F%2Fshop.test":   0,
		"a|http%3A%2F%2Fshop.test/":  0,
		"4f6d1c1e08c14a86|x":         HasID,
		"a%7Cb":                      Escaped,
		"u=https://shop.test/&v=1.2": HasPage,
	} {
		if strings.Contains(value, "%3A%2F%2F") {
			want = HasPage | Escaped
		}
		if got := ShapeOf([]byte(value)).Marks; got != want {
			t.Errorf("%q: %b, want %b", value, got, want)
		}
	}
}

// TestTwins: equal values have equal twins, unlike ones hardly ever; what may be
// equal by chance has none. A shape is small, and holds no value.
func TestTwins(t *testing.T) {
	a, b := ShapeOf([]byte("k3J9x0q2MZ")), ShapeOf([]byte("k3J9x0q2MZ"))
	if a.Twin == 0 || a != b || a.Twin == ShapeOf([]byte("k3J9x0q2MY")).Twin {
		t.Error("twins")
	}
	for _, value := range []string{"", "1", "true", "k3J9x0q", "00000000000", "2024-03-01T10:00:00Z", "1700000000", "de-DE", "%7B%7D", "https://shop.test/"} {
		if got := ShapeOf([]byte(value)).Twin; got != 0 {
			t.Errorf("%q has a twin", value)
		}
	}
	if n := unsafe.Sizeof(Shape{}); n > 8 {
		t.Errorf("a shape takes %d bytes", n)
	}
	if n := unsafe.Sizeof(Cookie{}); n > 136 {
		t.Errorf("a cookie takes %d bytes", n)
	}
}

func TestFormNames(t *testing.T) {
	seen := map[string]bool{}
	for i, words := range FormNames() {
		if words == "" || seen[words] || Form(i).String() != words {
			t.Errorf("form %d: %q", i, words)
		}
		seen[words] = true
	}
	if len(seen) != int(formsCount) || formsCount.String() != "unknown" {
		t.Errorf("%d names of %d forms", len(seen), formsCount)
	}
}

func FuzzShape(f *testing.F) {
	for _, s := range []string{"", "%", "%2", "\"", "GA1.", "fb.", "C", "s:", "eyJ", "a%7", "1.", strings.Repeat("9", 5000), "\x80\xff{[%5B"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, value []byte) {
		kept := bytes.Clone(value)
		s := ShapeOf(value)
		if s != ShapeOf(value) || !bytes.Equal(kept, value) {
			t.Fatalf("two shapes of %q, or it was changed", value)
		}
		if s.Form >= formsCount || s.Form == Unread || s.Marks&(Renamed|Elsewhere) != 0 || s.Spread != 0 {
			t.Fatalf("%q: %+v", value, s)
		}
		if (s.Form == Empty) != (len(value) == 0 || string(value) == `""` || string(value) == "%22%22") {
			t.Fatalf("%q is %s", value, s.Form)
		}
	})
}

func TestSurvey(t *testing.T) {
	make := func(name, host, value string) Cookie {
		return Cookie{Key: Key{Name: name, Host: host}, Store: &Store{}, Shape: ShapeOf([]byte(value))}
	}
	const id = "k3J9x0q2MZw7r1t5v8"
	list := []Cookie{
		make("vid", ".shop.test", id), make("vid", "www.shop.test", id), // one site
		make("uid", "news.test", "zzTop42xyzQ1"), make("pid", ".news.test", "zzTop42xyzQ1"), // another name
		make("sync", ".ads.test", "Qr5tYu8iOp2"), make("sync", ".dmp.test", "Qr5tYu8iOp2"), // another site
		make("lang", "a.test", "de"), make("lang", "b.test", "de"), make("lang", "c.test", "fr"),
		{Key: Key{Name: "sealed", Host: "a.test"}, Store: &Store{}},
	}
	Survey(list)
	for i, want := range []Marks{0, 0, Renamed, Renamed, Elsewhere, Elsewhere, 0, 0, 0, 0} {
		if got := list[i].Shape.Marks & (Renamed | Elsewhere); got != want {
			t.Errorf("%d, %s: %b, want %b", i, list[i].Name, got, want)
		}
	}
	for i, want := range []uint8{1, 1, 1, 1, 2, 2, 3, 3, 3, 1} {
		if got := list[i].Shape.Spread; got != want {
			t.Errorf("%d, %s: %d sites, want %d", i, list[i].Name, got, want)
		}
	}
	Survey(list[:2])
	Survey(list[4:5])
	if list[4].Shape.Spread != 1 || list[4].Shape.Marks&Elsewhere != 0 {
		t.Error("what was noted before stays")
	}
}

// TestSurveyInAnyOrder: what is noted of a cookie does not depend on where it
// stands.
func TestSurveyInAnyOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	list := make([]Cookie, 500)
	for i := range list {
		list[i] = Cookie{Key: Key{Name: fmt.Sprint("n", r.IntN(40)), Host: fmt.Sprintf(".s%d.test", r.IntN(30)), Port: int32(i)}, Store: &Store{}}
		list[i].Shape = ShapeOf(fmt.Appendf(nil, "value%dOf-some", r.IntN(200)))
	}
	Survey(list)
	want := map[int32]Shape{}
	for _, c := range list {
		want[c.Port] = c.Shape
	}
	for range 5 {
		r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		Survey(list)
		for _, c := range list {
			if c.Shape != want[c.Port] {
				t.Fatalf("%+v, then %+v", want[c.Port], c.Shape)
			}
		}
	}
}

func BenchmarkShape(b *testing.B) {
	values := [][]byte{[]byte("GA1.2.1711.1700000000"), []byte("4f6d1c1e-08c1-4a86-9d6e-1b2f0c9a7e55"), []byte("{stamp:%27x%27%2Cnecessary:true}"), []byte("de"), bytes.Repeat([]byte("Zm9vYmFyYmF6+/A"), 12)}
	for i := 0; b.Loop(); i++ {
		ShapeOf(values[i%len(values)])
	}
}

func BenchmarkSurvey(b *testing.B) {
	list := make([]Cookie, 30_000)
	for i := range list {
		list[i] = Cookie{Key: Key{Name: fmt.Sprint("name", i%700), Host: fmt.Sprintf(".site%d.test", i/20)}, Store: &Store{}, Shape: ShapeOf(fmt.Appendf(nil, "k3J9x0q2MZ%d", i))}
	}
	for b.Loop() {
		Survey(list)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(list)), "ns/cookie")
}
