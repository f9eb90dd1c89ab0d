package values

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/sha256"
	"errors"
	"os"
	"strings"
	"testing"

	"crumbs/cookies"
)

// lock encrypts a value as a Chromium on Linux does: the scheme's name, and
// AES-128-CBC with padding of what is given, under a key made of the password.
func lock(t testing.TB, scheme, password string, plain []byte) []byte {
	t.Helper()
	key, err := pbkdf2.Key(sha1.New, password, []byte("saltysalt"), 1, 16)
	if err != nil {
		t.Fatal(err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	pad := 16 - len(plain)%16
	text := append(bytes.Clone(plain), bytes.Repeat([]byte{byte(pad)}, pad)...)
	cipher.NewCBCEncrypter(block, bytes.Repeat([]byte{' '}, 16)).CryptBlocks(text, text)
	return append([]byte(scheme), text...)
}

// withHash puts the hash of a host before a value.
func withHash(host, value string) []byte {
	sum := sha256.Sum256([]byte(host))
	return append(sum[:], value...)
}

// folder is a place for private files.
type folder string

func (f folder) Sub() (string, error) { return os.MkdirTemp(string(f), "") }

// row is a row as the tests write it.
type row struct {
	host, name, value string
	sealed            []byte
}

func rowsOf(schema int, list ...row) cookies.Rows {
	r := cookies.Rows{Schema: schema, Columns: []string{"rowid", "host_key", "name", "value", "path", "encrypted_value"}}
	for i, x := range list {
		r.Keys = append(r.Keys, cookies.Key{Host: x.host, Name: x.name, Path: "/"})
		r.Cells = append(r.Cells, []cookies.Cell{cookies.IntegerCell(int64(99 - i)), cookies.TextCell([]byte(x.host)), cookies.TextCell([]byte(x.name)),
			cookies.TextCell([]byte(x.value)), cookies.TextCell([]byte("/")), cookies.BlobCell(x.sealed)})
	}
	return r
}

func chromiumStore() *cookies.Store {
	return &cookies.Store{Browser: "chromium", Format: cookies.Chromium}
}

const peanuts = "peanuts" // Chromium's constant where there is no keyring

func TestOpen(t *testing.T) {
	want := []string{"hello", "", "a\x00b\xff\xfe\x9b", strings.Repeat("long ", 800), "plain as it is", "same name"}
	rows := rowsOf(24,
		row{".shop.test", "a", "", lock(t, "v10", peanuts, withHash(".shop.test", want[0]))},
		row{"shop.test", "b", "", lock(t, "v10", peanuts, withHash("shop.test", want[1]))},
		row{"x\x00y", "\x1b[2J", "", lock(t, "v10", peanuts, withHash("x\x00y", want[2]))},
		row{"", "", "", lock(t, "v10", peanuts, withHash("", want[3]))},
		row{"old.test", "d", want[4], nil},
		row{"other.test", "a", "", lock(t, "v10", peanuts, withHash("other.test", want[5]))},
	)
	dir := t.TempDir()
	for i, v := range new(Keyring).Open(t.Context(), chromiumStore(), folder(dir), rows) {
		if v.Err != nil || v.Bytes == nil || string(v.Bytes) != want[i] {
			t.Errorf("%d: got %q, %v; want %q", i, v.Bytes, v.Err, want[i])
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// A value that was moved to another host is not that host's.
func TestWrongHashIsRefused(t *testing.T) {
	rows := rowsOf(24,
		row{"a.test", "n", "", lock(t, "v10", peanuts, withHash("a.test", "mine"))},
		row{"a.test", "m", "", lock(t, "v10", peanuts, withHash("b.test", "not mine"))},
		row{"a.test", "o", "", lock(t, "v10", peanuts, []byte("no hash"))},
		row{"a.test", "p", "", []byte("v10 not whole blocks")},
		row{"a.test", "q", "", lock(t, "v10", peanuts, withHash("a.test", "mine too"))},
	)
	got := new(Keyring).Open(t.Context(), chromiumStore(), folder(t.TempDir()), rows)
	for i, want := range []string{"mine", "", "", "", "mine too"} {
		if (got[i].Err == nil) != (want != "") || string(got[i].Bytes) != want {
			t.Errorf("%d: got %q, %v", i, got[i].Bytes, got[i].Err)
		}
		if got[i].Err != nil && strings.Contains(got[i].Err.Error(), "mine") {
			t.Errorf("the error tells a value: %v", got[i].Err)
		}
	}
}

// With a wrong key kooky hands out garbage without an error for one row in
// eight or so: none of it may pass for a value.
func TestWrongKey(t *testing.T) {
	var list []row
	for i := range 300 {
		name := rowName(i)
		list = append(list, row{"a.test", name, "", lock(t, "v10", "walnuts", withHash("a.test", name))})
	}
	o := opener{store: chromiumStore(), schema: 24, ask: func(ctx context.Context, e entry, sealed [][]byte) ([]answer, error) {
		return askKooky(ctx, e, t.TempDir(), "", sealed)
	}}
	var secrets []secret
	for _, r := range list {
		secrets = append(secrets, secret{r.host, r.sealed})
	}
	all := make([][]byte, len(secrets))
	for i, s := range secrets {
		all[i] = s.sealed
	}
	answers, err := o.ask(t.Context(), entryFor("chromium"), all)
	if err != nil {
		t.Fatal(err)
	}
	garbage := 0
	for i, a := range answers {
		if a.err == nil {
			garbage++
		}
		if v := proven(a, secrets[i].host); v.Err == nil {
			t.Errorf("%d: %q passed for a value", i, v.Bytes)
		}
	}
	if garbage == 0 {
		t.Error("kooky gave no garbage: this test tests nothing")
	}
	for i, v := range new(Keyring).Open(t.Context(), chromiumStore(), folder(t.TempDir()), rowsOf(24, list...)) {
		if !errors.Is(v.Err, errWrongKey) && !errors.Is(v.Err, errNoKey) {
			t.Errorf("%d: %q, %v", i, v.Bytes, v.Err)
		}
	}
}

func TestBeforeHashes(t *testing.T) {
	good := rowsOf(23,
		row{"a.test", "n", "", lock(t, "v10", peanuts, []byte("one"))},
		row{"b.test", "n", "", lock(t, "v10", peanuts, nil)})
	got := new(Keyring).Open(t.Context(), chromiumStore(), folder(t.TempDir()), good)
	if got[0].Err != nil || string(got[0].Bytes) != "one" || got[1].Err != nil || got[1].Bytes == nil || len(got[1].Bytes) != 0 {
		t.Errorf("got %q", got)
	}
	bad := rowsOf(23,
		row{"a.test", "n", "", lock(t, "v10", peanuts, []byte("one"))},
		row{"b.test", "n", "", lock(t, "v10", peanuts, []byte("\x01\x02"))})
	for i, v := range new(Keyring).Open(t.Context(), chromiumStore(), folder(t.TempDir()), bad) {
		if v.Err == nil {
			t.Errorf("%d: %q is believed beside nonsense", i, v.Bytes)
		}
	}
}

func TestTrusting(t *testing.T) {
	text := func(s string) answer { return answer{plain: []byte(s)} }
	for _, c := range []struct {
		name    string
		answers []answer
		certain bool
		want    error
	}{
		{"known key", []answer{text("a")}, true, nil},
		{"too little", []answer{text("a"), text("")}, false, errUnproven},
		{"enough", []answer{text("0123456789"), text("abcdef")}, false, nil},
		{"one failed", []answer{text("0123456789abcdef"), {err: errors.New("decryption failed")}}, false, errWrongKey},
		{"one is no text", []answer{text("0123456789abcdef"), text("\xff")}, false, errWrongKey},
		{"one has controls", []answer{text("0123456789abcdef\x00")}, true, errWrongKey},
		{"unicode", []answer{text("grün ✓ 0123456789")}, false, nil},
	} {
		for _, v := range trusting(c.answers, c.certain) {
			if !errors.Is(v.Err, c.want) || (v.Err == nil) != (v.Bytes != nil) {
				t.Errorf("%s: %q, %v; want %v", c.name, v.Bytes, v.Err, c.want)
			}
		}
	}
}

func TestSchemes(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:")
	rows := rowsOf(24,
		row{"a.test", "a", "", []byte("v20" + strings.Repeat("x", 48))},
		row{"a.test", "b", "", []byte("v11" + strings.Repeat("x", 48))},
		row{"a.test", "c", "", []byte("v99" + strings.Repeat("x", 48))},
		row{"a.test", "d", "", []byte("\x01\x00\x00\x00\xd0\x8c\x9d\xdf")},
		row{"a.test", "e", "", []byte("garbage\x00")},
		row{"a.test", "f", "", []byte("v1")},
		row{"a.test", "g", "", lock(t, "v10", peanuts, withHash("a.test", "yes"))},
	)
	got := new(Keyring).Open(t.Context(), chromiumStore(), folder(t.TempDir()), rows)
	for i, want := range []string{"app-bound", "no session bus", "does not know (v99)", "Windows account", "does not know", "does not know"} {
		if got[i].Err == nil || !strings.Contains(got[i].Err.Error(), want) {
			t.Errorf("%d: %q, %v; want %q", i, got[i].Bytes, got[i].Err, want)
		}
	}
	if got[6].Err != nil || string(got[6].Bytes) != "yes" {
		t.Errorf("got %q, %v", got[6].Bytes, got[6].Err)
	}
}

// Columns go by name; without a value there is none, and odd types are shown.
func TestColumns(t *testing.T) {
	r := cookies.Rows{Columns: []string{"value"}, Keys: make([]cookies.Key, 4), Cells: [][]cookies.Cell{
		{cookies.TextCell([]byte("x"))}, {cookies.NullCell()}, {cookies.IntegerCell(-7)}, {cookies.RealCell(0.5)}}}
	for i, want := range []string{"x", "", "-7", "0.5"} {
		if got := new(Keyring).Open(t.Context(), chromiumStore(), folder(t.TempDir()), r)[i]; string(got.Bytes) != want || got.Bytes == nil || got.Err != nil {
			t.Errorf("%d: %q, %v", i, got.Bytes, got.Err)
		}
	}
	r.Columns = []string{"name"}
	if got := new(Keyring).Open(t.Context(), chromiumStore(), folder(t.TempDir()), r)[0]; got.Err == nil {
		t.Error("a row without a value has one")
	}
	if got := new(Keyring).Open(t.Context(), chromiumStore(), folder(t.TempDir()), cookies.Rows{}); len(got) != 0 {
		t.Errorf("got %v", got)
	}
}

// asked counts what kooky is asked for and answers in its place.
func asked(answers ...answer) (*int, opener) {
	n := 0
	return &n, opener{store: chromiumStore(), schema: 24, ask: func(_ context.Context, _ entry, sealed [][]byte) ([]answer, error) {
		n += len(sealed)
		out := make([]answer, len(sealed))
		for i := range out {
			out[i] = answers[min(i, len(answers)-1)]
		}
		return out, nil
	}}
}

// The keyring is asked for one value, and where it is locked for no other.
func TestLockedKeyringIsAskedOnce(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
	secrets := make([]secret, 1000)
	for _, c := range []struct {
		kooky string
		want  error
		asked int
	}{
		{"decrypting cookie: keyring password retrieval failed: prompt dismissed", errNoKey, 1},
		{"decryption failed", errWrongKey, 3},
	} {
		n, o := asked(answer{err: errors.New(c.kooky)})
		for _, v := range o.group(t.Context(), "v11", secrets) {
			if !errors.Is(v.Err, c.want) {
				t.Fatalf("%s: %v", c.kooky, v.Err)
			}
		}
		if *n != c.asked {
			t.Errorf("%s: asked for %d values, want %d", c.kooky, *n, c.asked)
		}
	}
}

// Rows that come back in another number are nobody's.
func TestDisorder(t *testing.T) {
	o := opener{store: chromiumStore(), schema: 24, ask: func(_ context.Context, _ entry, sealed [][]byte) ([]answer, error) {
		if len(sealed) == 1 {
			return []answer{{plain: withHash("a", "x")}}, nil
		}
		return make([]answer, len(sealed)-1), nil
	}}
	for _, v := range o.group(t.Context(), "v10", []secret{{host: "a"}, {host: "a"}, {host: "a"}}) {
		if !errors.Is(v.Err, errDisorder) {
			t.Errorf("got %q, %v", v.Bytes, v.Err)
		}
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	rows := rowsOf(24, row{"a.test", "n", "", lock(t, "v10", peanuts, withHash("a.test", "x"))})
	if v := new(Keyring).Open(ctx, chromiumStore(), folder(t.TempDir()), rows)[0]; v.Err == nil && string(v.Bytes) != "x" {
		t.Errorf("got %q", v.Bytes)
	}
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte("v10"), "host", 24)
	f.Add([]byte("v10"+strings.Repeat("x", 48)), "host", 24)
	f.Add([]byte("v10"+strings.Repeat("\x00", 32)), "", 18)
	f.Add([]byte("v20abc"), "\x00", 0)
	if err := os.Setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:"); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, sealed []byte, host string, schema int) {
		got := new(Keyring).Open(t.Context(), chromiumStore(), folder(t.TempDir()), rowsOf(schema, row{host: host, sealed: sealed}))
		if len(got) != 1 || (got[0].Err == nil) != (got[0].Bytes != nil) {
			t.Fatalf("got %v", got)
		}
		if schema >= hashed && got[0].Err == nil && len(sealed) > 0 {
			t.Fatalf("%q passed for a value of %q", got[0].Bytes, host)
		}
	})
}
