package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crumbs/cookies/demo"
	"crumbs/cookies/sqlite/sqlitetest"
)

// TestSecretsStayInside plants a name and a value in stores of both kinds and
// has everything done with them that writes somewhere. What crumbs wrote beside
// the data that was asked for holds neither: standard error, the journal, the
// log of --debug, temporary files.
func TestSecretsStayInside(t *testing.T) {
	const name, value = "planted_name_7f3a", "planted-value-91c5"
	program, dir := build(t), t.TempDir()
	if err := demo.Make(dir); err != nil {
		t.Fatal(err)
	}
	home := demo.Home(dir)
	tmp := filepath.Join(home, "tmp")
	if err := os.Mkdir(tmp, 0o700); err != nil {
		t.Fatal(err)
	}
	chromium, firefox := filepath.Join(home, ".config", "chromium", "Default", "Cookies"), filepath.Join(home, ".config", "mozilla", "firefox", "q5t1mz8e.default-release", "cookies.sqlite")
	sqlitetest.Run(t, chromium, `UPDATE cookies SET name = '`+name+`', value = '`+value+`', encrypted_value = x'', host_key = '.planted.test' WHERE rowid = (SELECT min(rowid) FROM cookies)`)
	sqlitetest.Run(t, firefox, `UPDATE moz_cookies SET name = '`+name+`', value = '`+value+`', host = '.planted.test' WHERE id = (SELECT min(id) FROM moz_cookies)`)
	jar := "# Netscape HTTP Cookie File\n.planted.test\tTRUE\t/\tFALSE\t4102444800\t" + name + "\t" + value + "\n"
	if err := os.WriteFile(filepath.Join(home, ".lynx_cookies"), []byte(jar), 0o600); err != nil {
		t.Fatal(err)
	}
	log := filepath.Join(home, "debug.log")

	var said []byte
	crumbs := func(want int, args ...string) (stdout []byte) {
		t.Helper()
		code, out, complaint := run(t, program, home, append(args, "--debug", log, "-v")...)
		if code != want {
			t.Errorf("crumbs %s: exit %d, want %d: %s", strings.Join(args, " "), code, want, complaint)
		}
		said = append(said, complaint...)
		return out
	}
	if out := crumbs(0, "list", "planted.test", "--json", "--values"); bytes.Count(out, []byte(name)) < 3 || bytes.Count(out, []byte(value)) < 3 {
		t.Fatalf("the planted cookies are not in the stores:\n%s", out)
	}
	crumbs(0, "stores")
	crumbs(0, "stats")
	crumbs(0, "delete", "planted.test", "--yes")
	crumbs(0, "undo")
	crumbs(0, "delete", "--name", "planted*", "--yes", "--wait")
	crumbs(0, "undo", "--wait=1s")
	crumbs(0, "history", "--json")
	crumbs(2, "delete", "--id", "planted", "--yes")
	crumbs(0, "audit", "planted.test")
	out := filepath.Join(home, "out.txt")
	crumbs(0, "export", "planted.test", "--browser", "lynx", "--yes", "-o", out)
	crumbs(0, "import", out, "--into", chromium, "--yes")
	crumbs(1, "import", log, "--into", chromium, "--yes")
	// And with a store that breaks in the middle of its rows.
	whole, err := os.ReadFile(chromium)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(chromium, append(whole[:len(whole)/2:len(whole)/2], bytes.Repeat([]byte(value), 3000)...), 0o600); err != nil {
		t.Fatal(err)
	}
	crumbs(0, "stores")
	crumbs(0, "delete", "planted.test", "--yes")
	crumbs(0, "undo")

	clean := func(where string, text []byte, secrets ...string) {
		t.Helper()
		for _, s := range secrets {
			if i := bytes.Index(text, []byte(s)); i >= 0 {
				t.Errorf("%s holds %s: …%q…", where, s, text[max(0, i-60):min(len(text), i+60)])
			}
		}
	}
	clean("standard error", said, name, value)
	files := 0
	for _, path := range append(entries(t, filepath.Join(home, ".local")), log) {
		text, err := os.ReadFile(path)
		if err != nil {
			continue // a folder
		}
		files++
		clean(path, text, name, value)
	}
	if files < 4 {
		t.Errorf("only %d files were looked at: the test looks in the wrong place", files)
	}
	if left := entries(t, tmp); len(left) > 0 {
		t.Errorf("temporary files are left: %q", left)
	}
}
