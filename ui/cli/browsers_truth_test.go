package cli_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"crumbs/cookies/browsertest"
)

// fact is what crumbs must say of a cookie, by the contract's names of fields:
// text, bool, float64 or nil; times are microseconds since 1970.
type fact map[string]any

// id is what tells facts of one browser apart.
func (f fact) id() string {
	return fmt.Sprintf("%v %q %q %q %v", f["store"], f["domain"], f["path"], f["name"], f["partitionKey"])
}

// truth reads a browser's store without anything of crumbs: the sqlite3 shell,
// the documented encryption, Firefox's session file.
func truth(t *testing.T, browser, home string) []fact {
	t.Helper()
	store := browsertest.StorePath(t, browser, home)
	var facts []fact
	if browser == browsertest.Chromium {
		for _, r := range browsertest.Dump(t, store, "cookies") {
			facts = append(facts, chromiumFact(t, r))
		}
	} else {
		for _, r := range browsertest.Dump(t, store, "moz_cookies") {
			facts = append(facts, firefoxFact(t, r))
		}
	}
	for _, f := range facts {
		f["store"] = store
	}
	if browser == browsertest.Firefox {
		facts = append(facts, sessionFacts(t, filepath.Dir(store))...)
	}
	for _, f := range facts {
		f["browser"], f["profile"], f["container"] = browser, filepath.Base(filepath.Dir(store)), ""
		f["profileName"] = map[string]string{browsertest.Chromium: "Your Chromium", browsertest.Firefox: "default"}[browser]
		domain := f["domain"].(string)
		f["hostOnly"] = !strings.HasPrefix(domain, ".")
		labels := strings.Split(strings.TrimPrefix(domain, "."), ".")
		f["site"] = strings.Join(labels[len(labels)-2:], ".") // all hosts of the walk are below .test
	}
	slices.SortFunc(facts, func(a, b fact) int { return strings.Compare(a.id(), b.id()) })
	return facts
}

// value puts a value into a fact as the contract spells it.
func (f fact) value(v string) {
	f["value"] = v
	if !utf8.ValidString(v) {
		f["valueBase64"] = base64.StdEncoding.EncodeToString([]byte(v))
		delete(f, "value") // a readable form, whose look is not fixed
	}
}

func chromiumFact(t *testing.T, r browsertest.Row) fact {
	t.Helper()
	f := fact{
		"name": r["name"].Text, "domain": r["host_key"].Text, "path": r["path"].Text, "partitionKey": r["top_frame_site_key"].Text,
		"secure": r["is_secure"].Text == "1", "httpOnly": r["is_httponly"].Text == "1",
		"sameSite": map[string]string{"-1": "unspecified", "0": "none", "1": "lax", "2": "strict"}[r["samesite"].Text],
		"created":  since1601(t, r["creation_utc"].Text), "lastAccessed": since1601(t, r["last_access_utc"].Text),
		"expires": nil, "size": nil, // it is not known of what was not opened
	}
	if r["has_expires"].Text == "1" {
		f["expires"] = since1601(t, r["expires_utc"].Text)
	}
	f.value(decrypt(t, r["host_key"].Text, r["encrypted_value"].Text))
	return f
}

func since1601(t *testing.T, digits string) float64 {
	t.Helper()
	return float64(integer(t, digits) - 11_644_473_600_000_000) // as it is it has more digits than a float64
}

func integer(t *testing.T, digits string) int64 {
	t.Helper()
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// decrypt opens a value as Chromium encrypts it on Linux without a keyring.
func decrypt(t *testing.T, host, sealed string) string {
	t.Helper()
	if text, ok := strings.CutPrefix(sealed, "v10"); !ok || len(text) == 0 || len(text)%16 != 0 {
		t.Fatalf("a value of %d bytes is not in the version v10", len(sealed))
	}
	plain := []byte(unseal(t, sealed, "peanuts"))
	hash := sha256.Sum256([]byte(host))
	value, ok := bytes.CutPrefix(plain, hash[:])
	if !ok {
		t.Fatalf("a value of %s does not begin with the host's hash", host)
	}
	return string(value)
}

func firefoxFact(t *testing.T, r browsertest.Row) fact {
	t.Helper()
	f := fact{
		"name": r["name"].Text, "domain": r["host"].Text, "path": r["path"].Text, "partitionKey": partition(t, r["originAttributes"].Text),
		"secure": r["isSecure"].Text == "1", "httpOnly": r["isHttpOnly"].Text == "1", "sameSite": firefoxSameSite(r["sameSite"].Text),
		"created": float64(integer(t, r["creationTime"].Text)), "lastAccessed": float64(integer(t, r["lastAccessed"].Text)),
		"expires": float64(integer(t, r["expiry"].Text) * 1000),
		"size":    float64(len(r["name"].Text) + len(r["value"].Text)),
	}
	f.value(r["value"].Text)
	return f
}

func firefoxSameSite(digits string) string {
	return map[string]string{"256": "unspecified", "0": "none", "1": "lax", "2": "strict"}[digits]
}

// partition reads ^partitionKey=%28https%2Cshop.test%29; the walk makes no
// other attributes.
func partition(t *testing.T, attributes string) string {
	t.Helper()
	values, err := url.ParseQuery(strings.TrimPrefix(attributes, "^"))
	if err != nil || len(values) > 1 {
		t.Fatalf("origin attributes %q: %v", attributes, err)
	}
	return bracketed(values.Get("partitionKey"))
}

func bracketed(key string) string {
	scheme, host, ok := strings.Cut(strings.Trim(key, "()"), ",")
	if !ok {
		return ""
	}
	return scheme + "://" + host
}

// sessionFacts reads the cookies in the session file of a profile.
func sessionFacts(t *testing.T, profile string) []fact {
	t.Helper()
	var path string
	for _, name := range []string{"sessionstore.jsonlz4", filepath.Join("sessionstore-backups", "recovery.jsonlz4")} {
		if exists(filepath.Join(profile, name)) {
			path = filepath.Join(profile, name)
			break
		}
	}
	if path == "" {
		return nil
	}
	var file struct {
		Cookies []struct {
			Host, Name, Value, Path string
			Secure, HTTPOnly        bool
			SameSite                json.Number
			OriginAttributes        struct{ PartitionKey string }
		}
	}
	if err := json.Unmarshal([]byte(unpacked(t, path)), &file); err != nil {
		t.Fatalf("the session file: %v", err)
	}
	var facts []fact
	for _, c := range file.Cookies {
		f := fact{
			"store": path, "name": c.Name, "domain": c.Host, "path": c.Path, "partitionKey": bracketed(c.OriginAttributes.PartitionKey),
			"secure": c.Secure, "httpOnly": c.HTTPOnly, "sameSite": firefoxSameSite(c.SameSite.String()),
			"created": nil, "lastAccessed": nil, "expires": nil, "size": float64(len(c.Name) + len(c.Value)),
		}
		f.value(c.Value)
		facts = append(facts, f)
	}
	return facts
}

// listed is what `crumbs list --json --values` says, in the form of facts.
func listed(t *testing.T, program, home string, args ...string) []fact {
	t.Helper()
	code, out, complaint := run(t, program, home, append([]string{"list", "--json", "--values"}, args...)...)
	if code != 0 {
		t.Fatalf("list: exit %d: %s", code, complaint)
	}
	var facts []fact
	if err := json.Unmarshal(out, &facts); err != nil {
		t.Fatalf("list: %v", err)
	}
	unique := map[any]bool{}
	for _, f := range facts {
		unique[f["id"]] = true
		for _, name := range []string{"expires", "created", "lastAccessed"} {
			text, ok := f[name].(string)
			if !ok {
				continue
			}
			when, err := time.Parse(time.RFC3339Nano, text)
			if err != nil || !strings.HasSuffix(text, "Z") {
				t.Errorf("%s is %q, which is not RFC 3339 in UTC", name, text)
			}
			f[name] = float64(when.UnixMicro())
		}
	}
	if len(unique) != len(facts) {
		t.Errorf("%d cookies have %d ids", len(facts), len(unique))
	}
	slices.SortFunc(facts, func(a, b fact) int { return strings.Compare(a.id(), b.id()) })
	return facts
}

// compare gives the fields in which what crumbs lists differs from the truth.
func compare(want, got []fact) []string {
	var out []string
	if len(want) != len(got) {
		out = append(out, fmt.Sprintf("%d cookies are listed, %d are there", len(got), len(want)))
	}
	said := map[string]fact{}
	for _, g := range got {
		said[g.id()] = g
	}
	for _, w := range want {
		g, ok := said[w.id()]
		if !ok {
			out = append(out, "not listed: "+w.id())
			continue
		}
		for _, field := range slices.Sorted(maps.Keys(w)) {
			if g[field] != w[field] {
				out = append(out, fmt.Sprintf("%s: %s is %#v, not %#v", w.id(), field, g[field], w[field]))
			}
		}
	}
	return out
}
