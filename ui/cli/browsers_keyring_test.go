package cli_test

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"crumbs/cookies/browsertest"
)

// TestKeyring opens what a real Chromium encrypted with a key that a real
// keyring keeps, beside values of every other kind in the same store. What it
// can't open it says so of; it never shows a wrong value.
func TestKeyring(t *testing.T) {
	browsertest.Need(t, browsertest.Chromium)
	t.Parallel()
	r := &rig{program: build(t), browser: browsertest.Chromium, home: t.TempDir(), server: browsertest.Serve(t)}
	if err := os.Mkdir(filepath.Join(r.home, "tmp"), 0o700); err != nil {
		t.Fatal(err)
	}
	k := browsertest.StartKeyring(t, r.home, "password of the keyring")
	b := browsertest.StartChromiumWith(t, k, r.home, r.server)
	b.Visit(r.server.Setting()...)
	b.Close()
	plain := r.mixed(t) // the same walk without a keyring says what is in there
	store := r.rows(t)

	r.values(t, k.Env(), plain, map[string]string{"v20": "app-bound", "bad": "does not fit"})
	r.values(t, []string{"DBUS_SESSION_BUS_ADDRESS=disabled:"}, plain,
		map[string]string{"v11": "no session bus", "v20": "app-bound", "bad": "no session bus"})

	// What nobody can open can be deleted and put back all the same.
	var done written
	r.crumbs(t, 0, &done, "delete", "--name", "v20_*", "--yes", "--json")
	if left := r.rows(t); done.Deleted < 40 || len(left) != len(store)-done.Deleted {
		t.Errorf("%d were deleted, and of %d are %d left", done.Deleted, len(store), len(left))
	}
	r.crumbs(t, 0, &done, "undo", "--json")
	if !same(r.rows(t), store) {
		t.Error("after undo the store's rows are not what they were")
	}

	// Before version 24 nothing proves a value, and what is opened of a kind is
	// believed together or not at all.
	secret := k.Secret(t, "chromium")
	old := r.before24(t, secret)
	r.values(t, k.Env(), old, map[string]string{"v20": "app-bound"})
	k.Stop()

	k = browsertest.StartKeyring(t, r.home, "")
	start := time.Now()
	r.values(t, k.Env(), old, map[string]string{"v11": "keyring is locked", "v20": "app-bound"})
	if n := k.Dialogs(); n > 1 {
		t.Errorf("the keyring was asked %d times", n)
	}
	t.Logf("a locked keyring: %v and %d dialogs", time.Since(start).Round(time.Millisecond), k.Dialogs())

	// A listing tells what is known without asking.
	asked := k.Dialogs()
	cmd := command(r.program, r.home, "stores", "-v")
	cmd.Env = append(cmd.Env, k.Env()...)
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "under a key in the keyring, which is asked when a value is to be shown (v11), ") {
		t.Errorf("%v: %s", err, out)
	}
	if k.Dialogs() != asked {
		t.Error("a listing asked the keyring")
	}
}

// sql runs the sqlite3 shell on the store.
func (r *rig) sql(t *testing.T, statements string) {
	t.Helper()
	cmd := exec.Command("sqlite3", r.store(t))
	cmd.Stdin = strings.NewReader(statements)
	if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
		t.Fatalf("sqlite3: %v: %s", err, out)
	}
}

// mixed puts into a store of v11 values what else can be in one: each cookie
// once more with the v10 value that a Chromium without a keyring gave it, with a
// value that only the browser can open, and, for some, with the value of another
// host. It gives the values that can be known, by domain, path, name and
// partition.
func (r *rig) mixed(t *testing.T) map[string]string {
	t.Helper()
	for _, row := range r.rows(t) {
		if !strings.HasPrefix(row["encrypted_value"].Text, "v11") {
			t.Fatalf("%s is not encrypted with the keyring's key", row["name"].Text)
		}
	}
	other := &rig{browser: r.browser, home: t.TempDir(), server: r.server}
	other.visited(t).Close()
	const rest = `top_frame_site_key, '', %s, path, expires_utc, is_secure, is_httponly, last_access_utc, has_expires, is_persistent, priority, samesite, source_scheme, source_port, last_update_utc, source_type, has_cross_site_ancestor`
	const columns = `creation_utc, host_key, name, top_frame_site_key, value, encrypted_value, path, expires_utc, is_secure, is_httponly, last_access_utc, has_expires, is_persistent, priority, samesite, source_scheme, source_port, last_update_utc, source_type, has_cross_site_ancestor`
	copied := func(from, host, name, sealed string) string {
		return fmt.Sprintf("INSERT INTO cookies (%s) SELECT creation_utc, %s, '%s_' || name, %s FROM %s;\n", columns, host, name, fmt.Sprintf(rest, sealed), from)
	}
	r.sql(t, fmt.Sprintf("ATTACH '%s' AS other;\n", other.store(t))+
		"CREATE TEMP TABLE v11 AS SELECT * FROM cookies;\n"+
		copied("other.cookies", "host_key", "v10", "encrypted_value")+
		copied("v11", "host_key", "v20", "CAST('v20' || randomblob(60) AS BLOB)")+
		copied("v11 WHERE host_key = 'shop.test'", "'elsewhere.test'", "bad", "encrypted_value"))
	plain := map[string]string{}
	for _, row := range browsertest.Dump(t, other.store(t), "cookies") {
		value := decrypt(t, row["host_key"].Text, row["encrypted_value"].Text)
		for _, kind := range []string{"", "v10_"} {
			plain[strings.Join([]string{row["host_key"].Text, row["path"].Text, kind + row["name"].Text, row["top_frame_site_key"].Text}, "\x00")] = value
		}
	}
	return plain
}

// values lists the store with its values in an environment and holds them
// against the plain ones; refused says for each kind of value that can't be
// opened what is to be said of it.
func (r *rig) values(t *testing.T, env []string, plain, refused map[string]string) {
	t.Helper()
	cmd := command(r.program, r.home, "list", "--json", "--values")
	cmd.Env = append(cmd.Env, env...)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var list []struct {
		Name, Domain, Path, PartitionKey string
		NameBase64, ValueBase64          []byte
		Value                            *string
		ValueError                       string
	}
	if err := json.Unmarshal(out, &list); err != nil {
		t.Fatal(err)
	}
	opened, wrong := map[string]int{}, 0
	for _, c := range list {
		kind, _, ok := strings.Cut(c.Name, "_")
		if !ok || !slices.Contains([]string{"v10", "v20", "bad"}, kind) {
			kind = "v11"
		}
		name := c.Name
		if c.NameBase64 != nil {
			name = string(c.NameBase64)
		}
		if why, no := refused[kind]; no {
			if c.Value != nil || !strings.Contains(c.ValueError, why) {
				t.Errorf("%s of %s: %q, want %q", c.Name, c.Domain, c.ValueError, why)
			}
			continue
		}
		if c.Value == nil {
			t.Errorf("%s of %s: %s", c.Name, c.Domain, c.ValueError)
			continue
		}
		opened[kind]++
		value := *c.Value
		if c.ValueBase64 != nil {
			value = string(c.ValueBase64)
		}
		if want, known := plain[strings.Join([]string{c.Domain, c.Path, name, c.PartitionKey}, "\x00")]; !known || value != want {
			if wrong++; wrong < 5 {
				t.Errorf("%s of %s is shown as %q, and it is %q, %v", c.Name, c.Domain, value, want, known)
			}
		}
	}
	t.Logf("opened %v of %d, %d wrong", opened, len(list), wrong)
	for _, kind := range []string{"v10", "v11"} {
		if _, no := refused[kind]; !no && opened[kind] < 40 {
			t.Errorf("only %d values of %s were opened", opened[kind], kind)
		}
	}
}

// before24 makes the store one of the version before values began with the hash
// of their host: each v10 and v11 value is encrypted anew without it, but for
// those that are no text, which go. It gives the values that are left.
func (r *rig) before24(t *testing.T, secret string) map[string]string {
	t.Helper()
	text := []string{"UPDATE meta SET value = '23' WHERE key IN ('version', 'last_compatible_version'); BEGIN;"}
	plain := map[string]string{}
	for _, row := range r.rows(t) {
		sealed, password := row["encrypted_value"].Text, "peanuts"
		if strings.HasPrefix(sealed, "v20") {
			continue
		}
		if strings.HasPrefix(sealed, "v11") {
			password = secret
		}
		value := unseal(t, sealed, password)[32:]
		where := fmt.Sprintf("WHERE rowid = %s;", row["rowid"].Text)
		if strings.HasPrefix(row["name"].Text, "bad_") || strings.ContainsFunc(value, func(c rune) bool { return c == '\ufffd' || c < ' ' || 0x7f <= c && c < 0xa0 }) {
			text = append(text, "DELETE FROM cookies "+where)
			continue
		}
		text = append(text, fmt.Sprintf("UPDATE cookies SET encrypted_value = X'%s' %s", hex.EncodeToString(seal(t, sealed[:3], password, value)), where))
		plain[strings.Join([]string{row["host_key"].Text, row["path"].Text, row["name"].Text, row["top_frame_site_key"].Text}, "\x00")] = value
	}
	r.sql(t, strings.Join(append(text, "COMMIT;"), "\n"))
	return plain
}

// block gives Chromium's cipher for a password, as it is on Linux.
func block(t *testing.T, password string) cipher.Block {
	t.Helper()
	key, err := pbkdf2.Key(sha1.New, password, []byte("saltysalt"), 1, 16)
	if err != nil {
		t.Fatal(err)
	}
	b, err := aes.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func unseal(t *testing.T, sealed, password string) string {
	t.Helper()
	text := []byte(sealed[3:])
	cipher.NewCBCDecrypter(block(t, password), bytes.Repeat([]byte{' '}, 16)).CryptBlocks(text, text)
	return string(text[:len(text)-int(text[len(text)-1])])
}

func seal(t *testing.T, scheme, password, value string) []byte {
	t.Helper()
	pad := 16 - len(value)%16
	text := append([]byte(value), bytes.Repeat([]byte{byte(pad)}, pad)...)
	cipher.NewCBCEncrypter(block(t, password), bytes.Repeat([]byte{' '}, 16)).CryptBlocks(text, text)
	return append([]byte(scheme), text...)
}
