package explorer

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crumbs/cookies"
	"crumbs/cookies/sqlite/sqlitetest"
)

const whole = "_ga\nGA1.1.12.34\nshop.test/\n1024\n479119360\n30840659\n1780332960\n30834624\n*\n" +
	"sid\r\nplanted\r\nshop.test/deep/path\r\n25601\r\n479119360\r\n30840659\r\n1780332960\r\n30834624\r\n*\r\n" +
	"far\n\nnews.test/\n0\n4294967295\n4294967295\n0\n0\n*\n"

func storeOf(t testing.TB, text string) *cookies.Store {
	t.Helper()
	s := &cookies.Store{Browser: "ie", Format: cookies.Explorer, Path: filepath.Join(t.TempDir(), "ada@shop[1].txt")}
	if err := os.WriteFile(s.Path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestRead(t *testing.T) {
	f := sqlitetest.Folder(t)
	var got []string
	err := Format{}.Read(t.Context(), storeOf(t, whole), f, func(part []cookies.Cookie) {
		for _, c := range part {
			got = append(got, fmt.Sprintf("%q %s%s %q %q %v %v %d", c.Name, c.Host, c.Path, c.Expires.RFC3339(), c.Created.RFC3339(), c.Secure, c.HTTPOnly, c.Size))
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		`"_ga" .shop.test/ "2020-09-30T17:57:07.120742Z" "2020-08-31T17:59:04.478966Z" false false 14`,
		`"sid" shop.test/deep/path "2020-09-30T17:57:07.120742Z" "2020-08-31T17:59:04.478966Z" true true 10`,
		`"far" .news.test/ "9999-12-31T23:59:59Z" "" false false 3`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestDamaged(t *testing.T) {
	f := sqlitetest.Folder(t)
	for name, text := range map[string]string{
		"cut off": whole[:len(whole)-20], "half a cookie": whole + "half\nv\n", "no number": strings.Replace(whole, "1024", "x", 1),
		"no star": strings.Replace(whole, "*", "+", 1), "no host": strings.Replace(whole, "shop.test/", "shop.test", 1), "empty": "",
		"a long line": strings.Replace(whole, "planted", strings.Repeat("x", 70<<10), 1),
	} {
		err := Format{}.Read(t.Context(), storeOf(t, text), f, func([]cookies.Cookie) { t.Errorf("%s: cookies", name) })
		var p *cookies.Problem
		if !errors.As(err, &p) || p.State != cookies.Damaged {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(whole)
	f.Add("")
	folder := sqlitetest.Folder(f)
	f.Fuzz(func(t *testing.T, text string) {
		n := -1
		err := Format{}.Read(t.Context(), storeOf(t, text), folder, func(part []cookies.Cookie) { n = len(part) })
		if (err == nil) != (n >= 0) {
			t.Errorf("%d cookies, %v", n, err)
		}
	})
}
