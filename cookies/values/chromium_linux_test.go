package values

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/ncruces/go-sqlite3"

	"crumbs/cookies"
)

// visit lets the real Chromium visit a site of ours that sets these cookies, on
// two hosts, and close in order; it gives the store that it has written.
func visit(t *testing.T, values map[string]string) (path string) {
	t.Helper()
	if os.Getenv("CRUMBS_BROWSERS") != "1" {
		t.Skip("CRUMBS_BROWSERS=1 runs the tests with real browsers")
	}
	program, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{}, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/", "/b":
			for name, value := range values { // by hand: net/http would not set every value that a browser takes
				w.Header()["Set-Cookie"] = append(w.Header()["Set-Cookie"], name+"="+value+"; Max-Age=86400")
			}
			next := "http://b.test/b"
			if r.URL.Path == "/b" {
				next = "/done"
			}
			w.Header().Set("Content-Type", "text/html")
			_, _ = fmt.Fprintf(w, `<meta http-equiv="refresh" content="0; url=%s">`, next)
		case "/done":
			select {
			case done <- struct{}{}:
			default:
			}
		}
	}))
	defer server.Close()
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	home := t.TempDir()
	data := filepath.Join(home, ".config", "chromium")
	in, say, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	hear, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = hear.Close(); _ = say.Close() }()
	cmd := exec.Command(program, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--no-default-browser-check",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
		"--password-store=basic", "--user-data-dir="+data, "--host-resolver-rules=MAP *:80 127.0.0.1:"+port,
		"--remote-debugging-pipe", "http://a.test/")
	cmd.Env = append(os.Environ(), "HOME="+home, "DBUS_SESSION_BUS_ADDRESS=disabled:")
	cmd.ExtraFiles = []*os.File{in, out}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	_, _ = in.Close(), out.Close()
	stop := time.AfterFunc(2*time.Minute, func() { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) })
	defer stop.Stop()
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case <-done:
	case err := <-ended:
		t.Fatalf("chromium ended: %v", err)
	}
	if _, err := say.WriteString(`{"id":1,"method":"Browser.close"}` + "\x00"); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err != nil {
		t.Fatalf("chromium did not end in order: %v", err)
	}
	return filepath.Join(data, "Default", "Cookies")
}

// rowsIn reads the rows of a closed store.
func rowsIn(t *testing.T, path string) cookies.Rows {
	t.Helper()
	db, err := sqlite3.OpenFlags(path, sqlite3.OPEN_READONLY)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // only read
	r := cookies.Rows{Columns: []string{"host_key", "name", "path", "value", "encrypted_value"}}
	rows, _, err := db.Prepare("SELECT " + strings.Join(r.Columns, ",") + ", (SELECT value FROM meta WHERE key='version') FROM cookies ORDER BY rowid")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close() //nolint:errcheck // only read
	for rows.Step() {
		cells := make([]cookies.Cell, len(r.Columns))
		for i := range cells {
			cells[i] = cookies.BlobCell(rows.ColumnBlob(i, nil))
		}
		r.Schema = rows.ColumnInt(len(r.Columns))
		r.Keys = append(r.Keys, cookies.Key{Host: string(cells[0].Bytes), Name: string(cells[1].Bytes), Path: string(cells[2].Bytes)})
		r.Cells = append(r.Cells, cells)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return r
}

// What a real Chromium has encrypted is opened as the server set it, and a
// value that is put under another host is not.
func TestRealChromium(t *testing.T) {
	set := map[string]string{
		"plain": "hello", "empty": "", "raw": "\x9b\xff\xfe", "utf8": "grün ✓ \u202e", "quoted": `"a, b"`,
		"long": strings.Repeat("x", 4000), "equals": "a=b&c=d",
	}
	rows := rowsIn(t, visit(t, set))
	if rows.Len() != 2*len(set) || rows.Schema < hashed {
		t.Fatalf("the store has %d rows of version %d: %v", rows.Len(), rows.Schema, rows.Keys)
	}
	for i, v := range new(Keyring).Open(t.Context(), chromiumStore(), folder(t.TempDir()), rows) {
		sealed := rows.Cells[i][4].Bytes
		if !strings.HasPrefix(string(sealed), "v10") || len(rows.Cells[i][3].Bytes) != 0 {
			t.Errorf("%v is not encrypted: %q", rows.Keys[i], sealed)
		}
		if v.Err != nil || string(v.Bytes) != set[rows.Keys[i].Name] {
			t.Errorf("%v: got %q, %v", rows.Keys[i], v.Bytes, v.Err)
		}
	}
	for i := range rows.Cells {
		if rows.Keys[i].Host == "a.test" { // seven of fourteen, in any order
			rows.Cells[i][0] = cookies.TextCell([]byte("b.test"))
		}
	}
	for i, v := range new(Keyring).Open(t.Context(), chromiumStore(), folder(t.TempDir()), rows) {
		if (rows.Keys[i].Host == "a.test") != (v.Err != nil) {
			t.Errorf("%v, now of %s: got %q, %v", rows.Keys[i], rows.Cells[i][0].Bytes, v.Bytes, v.Err)
		}
	}
}
