package safari

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crumbs/cookies"
	"crumbs/cookies/sqlite/sqlitetest"
)

// made is a cookie to put into a file.
type made struct {
	host, name, path, value string
	flags                   uint32
	expires, created        float64 // seconds since 2001
	port                    bool
}

// record gives the cookie's bytes.
func (m made) record() []byte {
	head := make([]byte, headLength)
	texts := []byte{}
	base := headLength
	if m.port {
		binary.LittleEndian.PutUint32(head[12:], 1)
		texts = append(texts, 0xbb, 0x01)
	}
	for i, s := range []string{m.host, m.name, m.path, m.value} {
		binary.LittleEndian.PutUint32(head[textsAt+4*i:], uint32(base+len(texts)))
		texts = append(append(texts, s...), 0)
	}
	binary.LittleEndian.PutUint32(head, uint32(base+len(texts)))
	binary.LittleEndian.PutUint32(head[8:], m.flags)
	binary.LittleEndian.PutUint64(head[expiryAt:], math.Float64bits(m.expires))
	binary.LittleEndian.PutUint64(head[createdAt:], math.Float64bits(m.created))
	return append(head, texts...)
}

// file gives a file with these pages of cookies.
func file(pages ...[]made) []byte {
	out := binary.BigEndian.AppendUint32([]byte("cook"), uint32(len(pages)))
	var bodies []byte
	for _, list := range pages {
		page := binary.LittleEndian.AppendUint32([]byte{0, 0, 1, 0}, uint32(len(list)))
		at := 8 + 4*len(list) + 4
		var records []byte
		for _, m := range list {
			page = binary.LittleEndian.AppendUint32(page, uint32(at+len(records)))
			records = append(records, m.record()...)
		}
		page = append(append(page, 0, 0, 0, 0), records...)
		out = binary.BigEndian.AppendUint32(out, uint32(len(page)))
		bodies = append(bodies, page...)
	}
	sum := uint32(0)
	for i := 0; i < len(bodies); i += 4 {
		sum += uint32(bodies[i])
	}
	out = binary.BigEndian.AppendUint32(append(out, bodies...), sum)
	return append(out, 0x07, 0x17, 0x20, 0x05, 0, 0, 0, 0x4b, 'b', 'p', 'l', 'i', 's', 't', '0', '0')
}

func some() [][]made {
	return [][]made{
		{
			{host: ".shop.test", name: "_ga", path: "/", value: "GA1.1.12.34", expires: 921_692_800.5, created: 700_000_000.25},
			{host: "shop.test", name: "sid", path: "/", value: "planted", flags: 5, expires: 921_692_801, created: 700_000_001},
			{host: "shop.test", name: "secure", path: "/deep", value: "", flags: 1, expires: 921_692_802, created: 700_000_002, port: true},
		},
		{
			{host: "news.test", name: "session", path: "/", value: "x=y; z", flags: 4 | 0x38, created: 700_000_003},
			{host: "news.test", name: "\xff\u009b\u202e", path: "/", value: "\xfe", expires: math.NaN(), created: math.Inf(-1)},
			{host: "news.test", name: "far", path: "/", value: "1", expires: math.Inf(1), created: -978_307_200},
			{host: "news.test", name: "far2", path: "/", value: "1", expires: 1e300, created: 1},
		},
		{},
	}
}

func storeOf(t testing.TB, data []byte) *cookies.Store {
	t.Helper()
	s := &cookies.Store{Browser: "safari", Format: cookies.BinaryCookies, Path: filepath.Join(t.TempDir(), "Cookies.binarycookies")}
	if err := os.WriteFile(s.Path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestRead(t *testing.T) {
	s, f := storeOf(t, file(some()...)), sqlitetest.Folder(t)
	var list []cookies.Cookie
	if err := (Format{}).Read(t.Context(), s, f, func(part []cookies.Cookie) { list = append(list, part...) }); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range list {
		if c.Store != s || c.SameSite != cookies.Unspecified || c.Place != nil {
			t.Errorf("%+v", c)
		}
		got = append(got, fmt.Sprintf("%q %s%s %q %q %v %v %d", c.Name, c.Host, c.Path, c.Expires.RFC3339(), c.Created.RFC3339(), c.Secure, c.HTTPOnly, c.Size))
	}
	want := []string{
		`"_ga" .shop.test/ "2030-03-17T17:46:40.5Z" "2023-03-08T20:26:40.25Z" false false 14`,
		`"sid" shop.test/ "2030-03-17T17:46:41Z" "2023-03-08T20:26:41Z" true true 10`,
		`"secure" shop.test/deep "2030-03-17T17:46:42Z" "2023-03-08T20:26:42Z" true false 6`,
		`"session" news.test/ "" "2023-03-08T20:26:43Z" false true 13`,
		`"\xff\u009b\u202e" news.test/ "" "0000-01-01T00:00:00Z" false false 7`,
		`"far" news.test/ "9999-12-31T23:59:59Z" "1970-01-01T00:00:00Z" false false 4`,
		`"far2" news.test/ "9999-12-31T23:59:59Z" "2001-01-01T00:00:01Z" false false 5`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	rows, err := Format{}.Rows(t.Context(), s, f, []cookies.Key{list[1].Key, {Host: "gone"}})
	if err != nil || rows.Len() != 1 || string(rows.Cells[0][0].Bytes) != "planted" {
		t.Errorf("%+v, %v", rows, err)
	}
	left, err := filepath.Glob(filepath.Join(os.Getenv("TMPDIR"), "*", "store-*"))
	if err != nil || len(left) != 0 {
		t.Errorf("copies stay: %v, %v", left, err)
	}
}

func TestNeverWritten(t *testing.T) {
	s := storeOf(t, file(some()...))
	before, _ := os.ReadFile(s.Path)
	_, removed := Format{}.Remove(t.Context(), s, nil, cookies.Rows{}, nil)
	_, restored := Format{}.Restore(t.Context(), s, nil, cookies.Rows{}, nil)
	for _, err := range []error{removed, restored} {
		var p *cookies.Problem
		if !errors.As(err, &p) || p.State != cookies.ReadOnly || !strings.Contains(err.Error(), "Safari's store is read-only to crumbs") {
			t.Errorf("%v", err)
		}
	}
	if after, _ := os.ReadFile(s.Path); string(after) != string(before) {
		t.Error("the file changed")
	}
}

// put gives the file with a number somewhere else in it.
func put(at int, order binary.ByteOrder, n uint32) []byte {
	data := file(some()...)
	order.PutUint32(data[at:], n)
	return data
}

func TestDamaged(t *testing.T) {
	f := sqlitetest.Folder(t)
	whole := file(some()...)
	pageAt := 8 + 4*3
	for name, data := range map[string][]byte{
		"empty": {}, "text": []byte("Cookies are small files.\n"), "magic alone": []byte("cook"), "cut": whole[:len(whole)/2], "no end": whole[:len(whole)-16-8],
		"2^31 pages": put(4, binary.BigEndian, 1<<31), "a page of 2 GB": put(8, binary.BigEndian, 1<<31-1), "2^32-1 cookies": put(pageAt+4, binary.LittleEndian, 1<<32-1),
		"a cookie outside": put(pageAt+8, binary.LittleEndian, 1<<31), "a cookie on the head": put(pageAt+8, binary.LittleEndian, 0),
		"a cookie twice": put(pageAt+12, binary.LittleEndian, 8+4*3+4), "another page's head": put(pageAt, binary.LittleEndian, 7),
		"a name outside": put(pageAt+8+4*3+4+textsAt+4, binary.LittleEndian, 1<<30), "a size of 0": put(pageAt+8+4*3+4, binary.LittleEndian, 0),
	} {
		if name == "a cookie twice" { // and a third time, more than there is room for
			binary.LittleEndian.PutUint32(data[pageAt+16:], 8+4*3+4)
			binary.LittleEndian.PutUint32(data[pageAt+8+4*3+4:], uint32(len(made{}.record())+150))
		}
		err := Format{}.Read(t.Context(), storeOf(t, data), f, func([]cookies.Cookie) { t.Errorf("%s: cookies", name) })
		var p *cookies.Problem
		if !errors.As(err, &p) || p.State != cookies.Damaged || p.Reason == "" || p.Advice == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	s := storeOf(t, whole)
	s.Path = filepath.Dir(s.Path)
	if err := (Format{}).Read(t.Context(), s, f, nil); err == nil {
		t.Error("a directory was read")
	}
}

// The list ends when its context does, and a large file is refused unread.
func TestLimits(t *testing.T) {
	f, s := sqlitetest.Folder(t), storeOf(t, file(some()...))
	if err := os.Truncate(s.Path, 65<<20); err != nil {
		t.Fatal(err)
	}
	if err := (Format{}).Read(t.Context(), s, f, nil); err == nil || !strings.Contains(err.Error(), "more than 64 MB") {
		t.Errorf("%v", err)
	}
	var many []made
	for i := range 20_000 {
		many = append(many, made{host: "many.test", name: fmt.Sprint("n", i), path: "/", value: "v", created: float64(i + 1)})
	}
	start, n := time.Now(), 0
	if err := (Format{}).Read(t.Context(), storeOf(t, file(many)), f, func(part []cookies.Cookie) { n += len(part) }); err != nil || n != len(many) {
		t.Errorf("%d, %v", n, err)
	}
	t.Logf("%d cookies in %v", n, time.Since(start))
}

// Whatever the bytes are, crumbs gives all cookies or says why not.
func FuzzRead(f *testing.F) {
	whole := file(some()...)
	f.Add(whole)
	f.Add(whole[:40])
	for i := 0; i < len(whole); i += 7 {
		bad := append([]byte{}, whole...)
		bad[i] ^= 0x81
		f.Add(bad)
	}
	folder := sqlitetest.Folder(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		n := -1
		err := Format{}.Read(t.Context(), storeOf(t, data), folder, func(part []cookies.Cookie) { n = len(part) })
		var p *cookies.Problem
		if (err == nil) != (n >= 0) || err != nil && !errors.As(err, &p) {
			t.Errorf("%d cookies, %v", n, err)
		}
		if list, rerr := records(data); err == nil && (rerr != nil || len(list) != n) {
			t.Errorf("%d cookies of %d: %v", n, len(list), rerr)
		}
	})
}
