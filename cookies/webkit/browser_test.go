package webkit

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crumbs/cookies"
	"crumbs/cookies/browsertest"
	"crumbs/cookies/sqlite/sqlitetest"
)

// The table of these tests is the one that Epiphany makes, and what it puts into
// it is read to the last row.
func TestTableIsEpiphanys(t *testing.T) {
	browsertest.NeedWindowed(t, browsertest.Epiphany)
	home := t.TempDir()
	shop := browsertest.OpenShop(t)
	w := browsertest.StartDesktop(t).Open(t, browsertest.Epiphany, home, shop.Setting())
	s := &cookies.Store{Browser: "epiphany", Format: cookies.WebKit, Path: filepath.Join(home, ".local", "share", "epiphany", "cookies.sqlite")}
	f := sqlitetest.Folder(t)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	var list []cookies.Cookie
	for len(list) < len(browsertest.Kept()) {
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatalf("Epiphany keeps %d cookies", len(list))
		}
		list = nil // a store that is not there yet gives an error
		_ = Format{}.Read(ctx, s, f, func(part []cookies.Cookie) { list = append(list, part...) })
	}
	w.Close()
	if diff := cmp.Diff([]string{table}, sqlitetest.Query(t, s.Path, `SELECT sql FROM sqlite_schema`)); diff != "" {
		t.Error(diff)
	}
	if n := len(sqlitetest.Dump(t, s.Path, "moz_cookies")); n != len(list) {
		t.Errorf("%d rows, %d cookies", n, len(list))
	}
	for _, c := range list {
		// It writes 0 for a cookie without the attribute, 1 lax, 2 strict.
		same, hidden := map[string]cookies.SameSite{"sid": cookies.Lax, "lang": cookies.Strict}[c.Name], c.Name == "sid"
		if c.SameSite != same || c.HTTPOnly != hidden || c.Secure || c.Accessed != 0 || c.Session() || (c.Host == ".shop.localhost") != (c.Name == "_ga") {
			t.Errorf("%+v", c)
		}
	}
}
