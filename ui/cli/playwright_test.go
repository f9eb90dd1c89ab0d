package cli_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"crumbs/cookies/browsertest"
)

// loads makes a context of a storage state in a real Chromium, opens a page in
// it, and prints the cookies that the browser then has.
const loads = `
const { chromium } = require('playwright-core');
const [program, state, port, page] = process.argv.slice(1);
(async () => {
  const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox', '--host-resolver-rules=MAP *:443 127.0.0.1:' + port] });
  const context = await browser.newContext({ storageState: state, ignoreHTTPSErrors: true });
  await (await context.newPage()).goto(page);
  console.log(JSON.stringify(await context.cookies()));
  await browser.close();
})().catch(e => { console.error(e); process.exit(1); });
`

// The real Playwright loads a storage state into the real Chromium, which has
// the cookies then and sends those of a page. CRUMBS_PLAYWRIGHT names the
// node_modules that playwright-core is in; without it nobody looks.
func TestPlaywrightLoadsTheState(t *testing.T) {
	modules := os.Getenv("CRUMBS_PLAYWRIGHT")
	if modules == "" {
		t.Skip("CRUMBS_PLAYWRIGHT names no folder with playwright-core: .ci/release does")
	}
	chromium, home, program := browsertest.Need(t, browsertest.Chromium), t.TempDir(), build(t)
	if err := os.Mkdir(filepath.Join(home, "tmp"), 0o700); err != nil {
		t.Fatal(err)
	}
	got := make(chan string, 8)
	server := httptest.NewTLSServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if r.Host == "github.com" && r.URL.Path == "/" {
			got <- r.Header.Get("Cookie")
		}
	}))
	defer server.Close()
	demo, state := "--demo="+filepath.Join(home, "demo"), filepath.Join(home, "storage-state.json")
	if code, _, complaint := run(t, program, home, demo, "export", "--profile", "Default", "-o", state, "--yes"); code != 4 { // JSON can not hold some of the demo's
		t.Fatalf("exit %d: %s", code, complaint)
	}
	code, header, complaint := run(t, program, home, demo, "export", "https://github.com/", "--profile", "Default", "--format", "header", "--yes")
	if code != 0 {
		t.Fatalf("exit %d: %s", code, complaint)
	}
	node := exec.Command("node", "-e", loads, chromium, state, server.URL[strings.LastIndexByte(server.URL, ':')+1:], "https://github.com/")
	node.Env = append(os.Environ(), "NODE_PATH="+modules, "HOME="+home)
	var fault strings.Builder
	node.Stderr = &fault
	out, err := node.Output()
	if err != nil {
		t.Fatalf("playwright: %v: %s", err, &fault)
	}
	type cookie struct {
		Name, Value, Domain, Path, PartitionKey string
		HTTPOnly, Secure                        bool
		Expires                                 float64
	}
	var has []cookie
	var want struct{ Cookies []cookie }
	text, err := os.ReadFile(state)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &want); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(out, &has); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	now := float64(time.Now().Unix())
	want.Cookies = slices.DeleteFunc(want.Cookies, func(c cookie) bool { return c.Expires > 0 && c.Expires < now })
	near := func(a, b float64) bool { return a-b < 1 && b-a < 1 }
	if len(want.Cookies) < 50 || len(has) != len(want.Cookies) {
		t.Errorf("of %d cookies the browser has %d", len(want.Cookies), len(has))
	}
	for _, c := range want.Cookies {
		if !slices.ContainsFunc(has, func(h cookie) bool {
			same := near(h.Expires, c.Expires)
			h.Expires = c.Expires
			return same && h == c
		}) {
			t.Errorf("the browser has no %+v", c)
		}
	}
	sent := strings.Split(<-got, "; ")
	line := strings.Split(strings.TrimSpace(strings.TrimPrefix(string(header), "Cookie: ")), "; ")
	slices.Sort(sent)
	slices.Sort(line)
	if !slices.Equal(sent, line) {
		t.Errorf("the browser sends\n%q, and the header would be\n%q", sent, line)
	}
}
