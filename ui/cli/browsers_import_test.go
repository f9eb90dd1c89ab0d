package cli_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"crumbs/cookies/browsertest"
)

// A browser's cookies, exported, and imported into the empty profile of another
// of its kind: that one sends what the first sends, and after an undo nothing.
func TestImportedCookiesAreSent(t *testing.T) {
	t.Parallel()
	eachBrowser(t, func(t *testing.T, r *rig) {
		r.visited(t).Close()
		want := r.sends(t)
		if want.Len() == 0 {
			t.Fatal("it sends nothing")
		}
		file := filepath.Join(r.home, "cookies.json")
		code, _, complaint := run(t, r.program, r.home, "export", "--format", "json", "--values", "-o", file)
		if code != 0 {
			t.Fatalf("export: exit %d: %s", code, complaint)
		}
		other := &rig{program: r.program, browser: r.browser, home: t.TempDir(), server: r.server}
		if err := os.Mkdir(filepath.Join(other.home, "tmp"), 0o700); err != nil {
			t.Fatal(err)
		}
		b := browsertest.Start(t, r.browser, other.home, r.server)
		b.Visit(r.server.Walk()...) // which sets nothing, but a browser that asks for nothing may make no store
		b.Close()
		r.server.Sent()
		before := other.rows(t)

		code, out, complaint := run(t, r.program, other.home, "import", file, "--into", other.store(t), "--yes", "--json")
		t.Logf("import: %s%s", out, complaint)
		if code != 0 && code != 4 {
			t.Fatalf("import: exit %d", code)
		}
		gone, appeared := want.Diff(other.sends(t))
		if len(gone) > 0 || len(appeared) > 0 {
			t.Errorf("gone %q\nappeared %q", gone, appeared)
		}
		// Values are opened again as they went in.
		var first, second []struct{ Name, Domain, Path, PartitionKey, Value, Expires string }
		r.crumbs(t, 0, &first, "list", "--store", r.store(t), "--values", "--json")
		other.crumbs(t, 0, &second, "list", "--store", other.store(t), "--values", "--json")
		for _, c := range first {
			expires, err := time.Parse(time.RFC3339, c.Expires)
			if err == nil && expires.After(time.Now()) && !slices.Contains(second, c) {
				t.Errorf("%+v is not there", c)
			}
		}
		other.crumbs(t, 0, new(any), "undo", "--json")
		if after := other.rows(t); len(after) != len(before) {
			t.Errorf("%d rows after the undo, %d before", len(after), len(before))
		}
		if sent := other.sends(t); sent.Len() != 0 {
			t.Errorf("after the undo it sends %v", sent)
		}
	})
}
