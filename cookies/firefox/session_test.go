package firefox

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pierrec/lz4/v4"

	"crumbs/cookies"
)

// pack makes a session file of a content.
func pack(t testing.TB, content []byte) []byte {
	t.Helper()
	block := make([]byte, lz4.CompressBlockBound(len(content)))
	n, err := lz4.CompressBlock(content, block, nil)
	if err != nil {
		t.Fatal(err)
	}
	if n == 0 { // not compressible: one run of literals
		block = append([]byte{0xf0}, block[:0]...)
		rest := len(content) - 15
		for ; rest >= 255; rest -= 255 {
			block = append(block, 255)
		}
		if rest < 0 {
			block = []byte{byte(len(content) << 4)}
		} else {
			block = append(block, byte(rest))
		}
		block = append(block, content...)
		n = len(block)
	}
	head := binary.LittleEndian.AppendUint32([]byte("mozLz40\x00"), uint32(len(content)))
	return append(head, block[:n]...)
}

func sessionStore(t testing.TB, file []byte) *cookies.Store {
	t.Helper()
	dir := t.TempDir()
	s := &cookies.Store{Path: filepath.Join(dir, "sessionstore.jsonlz4"), Folder: dir, Format: cookies.FirefoxSession}
	if err := os.WriteFile(s.Path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	return s
}

const session = `{"version":["sessionrestore",1],"windows":[{"tabs":[{"entries":[{"url":"https://shop.test/"}]}]}],"cookies":[
	{"host":"shop.test","name":"sid","value":"planted-secret","path":"/","secure":true,"httponly":true,"sameSite":1,
		"originAttributes":{"firstPartyDomain":"","geckoViewSessionContextId":"","partitionKey":"","privateBrowsingId":0,"userContextId":0},"schemeMap":2},
	{"host":".shop.test","name":"chips","value":"x","path":"/","sameSite":0,"originAttributes":{"partitionKey":"(https,news.test)","userContextId":3},"isPartitioned":true},
	{"host":"bare.test","value":"","sameSite":256,"originAttributes":{"geckoViewSessionContextId":"view"}},
	{"host":"odd.test","name":7,"value":{"a":1},"secure":"yes","path":"/odd","sameSite":2}]}`

func TestSession(t *testing.T) {
	s := sessionStore(t, pack(t, []byte(session)))
	var got []cookies.Cookie
	if err := (Session{}).Read(t.Context(), s, nil, func(part []cookies.Cookie) { got = append(got, part...) }); err != nil {
		t.Fatal(err)
	}
	want := []cookies.Cookie{
		{Key: cookies.Key{Host: "shop.test", Name: "sid", Path: "/"}, Store: s, Size: 17, Secure: true, HTTPOnly: true, SameSite: cookies.Lax,
			Shape: cookies.ShapeOf([]byte("planted-secret"))},
		{Key: cookies.Key{Host: ".shop.test", Name: "chips", Path: "/", Origin: "^userContextId=3&partitionKey=%28https%2Cnews.test%29"}, Store: s, Size: 6, SameSite: cookies.None,
			Place: &cookies.Place{Partition: "https://news.test", Container: "Container 3"}, Shape: cookies.ShapeOf([]byte("x"))},
		{Key: cookies.Key{Host: "bare.test", Origin: "^geckoViewUserContextId=view"}, Store: s, Shape: cookies.ShapeOf(nil)},
		{Key: cookies.Key{Host: "odd.test", Path: "/odd"}, Store: s, SameSite: cookies.Strict, Shape: cookies.ShapeOf(nil)},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for i := range got {
		if !got[i].Session() {
			t.Errorf("%s has an end", got[i].Name)
		}
	}
	rows, err := Session{}.Rows(t.Context(), s, nil, []cookies.Key{got[0].Key})
	if err != nil || rows.Len() != 1 || rows.Columns[1] != "value" || string(rows.Cells[0][1].Bytes) != "planted-secret" {
		t.Errorf("%+v, %v", rows, err)
	}
	if rows, err = (Session{}).Rows(t.Context(), s, nil, nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(got, Session{}.Describe(rows, s)); diff != "" {
		t.Errorf("Describe and Read differ: %s", diff)
	}
}

func TestWhatIsNoSession(t *testing.T) {
	long := pack(t, []byte(session))
	binary.LittleEndian.PutUint32(long[8:], 1<<32-1)
	swollen := pack(t, []byte(session))
	binary.LittleEndian.PutUint32(swollen[8:], uint32(ratio*len(swollen)))
	missing := pack(t, []byte(session))
	binary.LittleEndian.PutUint32(missing[8:], uint32(len(session)+10))
	short := pack(t, []byte(session))
	binary.LittleEndian.PutUint32(short[8:], 10)
	for name, file := range map[string][]byte{
		"0 bytes":         {},
		"text":            []byte("# Netscape HTTP Cookie File\n"),
		"head":            []byte("mozLz40\x00"),
		"head and length": []byte("mozLz40\x00\x01\x00\x00\x00"),
		"a bomb":          long,
		"a small bomb":    swollen,
		"less than said":  missing,
		"more than said":  short,
		"cut off":         pack(t, []byte(session))[:100],
		"no JSON":         pack(t, []byte("this is no JSON but long enough to be packed")),
		"a list":          pack(t, []byte(`[1,2,3]`)),
		"no cookie":       pack(t, []byte(`{"cookies":{"host":"a"}}`)),
	} {
		s := sessionStore(t, file)
		err := Session{}.Read(t.Context(), s, nil, func([]cookies.Cookie) { t.Errorf("%s: cookies", name) })
		var p *cookies.Problem
		if !errors.As(err, &p) || p.State != cookies.Damaged || p.Reason == "" || p.Advice == "" {
			t.Errorf("%s: %v", name, err)
		}
		if strings.Contains(name, "bomb") && p.Reason != "its length is not true" {
			t.Errorf("%s was unpacked: %v", name, err)
		}
	}
	for name, content := range map[string]string{"no cookies": `{"windows":[]}`, "an empty list": `{"cookies":[]}`, "null": `{"cookies":null}`} {
		s := sessionStore(t, pack(t, []byte(content)))
		if err := (Session{}).Read(t.Context(), s, nil, func([]cookies.Cookie) { t.Errorf("%s: cookies", name) }); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	dir := t.TempDir()
	for _, path := range []string{dir, filepath.Join(dir, "nothing")} {
		err := Session{}.Read(t.Context(), &cookies.Store{Path: path}, nil, func([]cookies.Cookie) { t.Error("cookies") })
		var p *cookies.Problem
		if !errors.As(err, &p) || p.State != cookies.Damaged {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// FuzzSession: whatever is in the file, it is cookies or a problem in words.
func FuzzSession(f *testing.F) {
	f.Add(pack(f, []byte(session)), false)
	f.Add([]byte(session), true)
	f.Add([]byte(`{"cookies":[{"host":null},null,7,[],{"originAttributes":"x"}]}`), true)
	f.Add([]byte("mozLz40\x00\xff\xff\xff\xff\x00"), false)
	f.Fuzz(func(t *testing.T, file []byte, packed bool) {
		if packed {
			if !json.Valid(file) {
				return
			}
			file = pack(t, file)
		}
		s := sessionStore(t, file)
		var got []cookies.Cookie
		err := Session{}.Read(t.Context(), s, nil, func(part []cookies.Cookie) { got = append(got, part...) })
		var p *cookies.Problem
		if err != nil && (!errors.As(err, &p) || len(got) != 0) {
			t.Errorf("%d cookies, %v", len(got), err)
		}
		rows, rerr := Session{}.Rows(t.Context(), s, nil, nil)
		if (err == nil) != (rerr == nil) {
			t.Fatalf("%v, but %v", err, rerr)
		}
		if diff := cmp.Diff(got, Session{}.Describe(rows, s)); diff != "" && len(got) > 0 {
			t.Error(diff)
		}
	})
}
