//go:build unix

package cli

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// before is what must have happened for the examples of a command to be of use.
var before = map[string]string{
	"crumbs undo":           "crumbs clear umami.opendatasoft.com --yes",
	"crumbs history":        "crumbs clear umami.opendatasoft.com --yes",
	"crumbs history show":   "crumbs clear umami.opendatasoft.com --yes",
	"crumbs history export": "crumbs clear umami.opendatasoft.com --yes",
	"crumbs history purge":  "crumbs clear umami.opendatasoft.com --yes",
	"crumbs keep remove":    "crumbs keep add shop.example --id 0123456789abcdef",
	"crumbs keep list":      "crumbs keep add shop.example",
	"crumbs policy remove":  "crumbs policy add cookies.html --site shop.example && crumbs policy add cookies.html --site shop.example",
	"crumbs policy reread":  "crumbs policy add cookies.html --site shop.example",
	"crumbs policy unset":   "crumbs policy set _ga --category marketing && crumbs policy set uid --domain umami.opendatasoft.com --category marketing",
	"crumbs import":         "crumbs export umami.opendatasoft.com --browser chromium --profile Default --name '_ga*' --format storage-state -o state.json --values && crumbs export umami.opendatasoft.com --browser chromium --profile Default --values -o cookies.txt",
	"crumbs completion":     "mkdir -p ~/.config/fish/completions ~/.zfunc",
	"crumbs man":            "mkdir -p ~/.local/share/man/man1",
}

// ends are the exit codes of examples that are to end with another than 0.
var ends = map[string]int{
	"crumbs audit kiosk.example --json --fail-on against-consent,undeclared": found,
}

// TestExamples does what the help of each command shows, in its order, on a demo
// and with somebody at the terminal who says y.
func TestExamples(t *testing.T) {
	page := "<h1>Cookies</h1><table><tr><th>Name</th><th>Purpose</th></tr><tr><td>_ga</td><td>Statistics</td></tr></table>"
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprint(w, page)
	}))
	t.Cleanup(web.Close)
	for _, c := range commands((&program{}).root()) {
		t.Run(c.CommandPath(), func(t *testing.T) {
			t.Parallel()
			lines := examples(c)
			if len(lines) < 2 {
				t.Fatalf("it has %d examples, want two at least", len(lines))
			}
			first := crumbs(t, filepath.Join(t.TempDir(), "demo"))
			dir := filepath.Dir(first.Path)
			home := strings.TrimPrefix(first.Env[0], "HOME=")
			write(t, filepath.Join(dir, "cookies.html"), page, 0o600)
			write(t, filepath.Join(home, ".config", "bleachbit", "cookie_keep_list.json"), `["shop.example"]`, 0o600)
			// What would need a network or a reader is there by name.
			for _, name := range []string{"curl", "man", "less"} {
				write(t, filepath.Join(dir, name), "#!/bin/sh\ncase \"$*\" in -l*|-R*) cat >/dev/null ;; esac\n", 0o700)
			}
			if _, err := exec.LookPath("jq"); err != nil && os.Getenv("CRUMBS_BROWSERS") == "" {
				write(t, filepath.Join(dir, "jq"), "#!/bin/sh\ncat >/dev/null\n", 0o700)
			}
			run := func(line string) (string, int) {
				sh := exec.Command("bash", "-c", "set -o pipefail\n{ "+line+"\n} >out.txt")
				sh.Dir, sh.Env = dir, append(first.Env, "PATH="+dir+":"+os.Getenv("PATH"))
				screen, code := talk(t, sh, "", "y\n", "y\n", "y\n")
				out, err := os.ReadFile(filepath.Join(dir, "out.txt"))
				if err != nil {
					t.Fatal(err)
				}
				return string(out) + screen, code
			}
			real := func(line string) string {
				id, entry := "0123456789abcdef", "20261127-090000-0a1b2c"
				if strings.Contains(line, entry) || c.Name() == "undo" {
					out, _ := run("crumbs history --json | grep -m1 '\"id\"' | cut -d'\"' -f4")
					line = strings.ReplaceAll(line, entry, strings.TrimSpace(out))
					entry = strings.TrimSpace(out)
				}
				if strings.Contains(line, id) {
					out, _ := run("crumbs list umami.opendatasoft.com --name sessionid --format csv | tail -1 | cut -d, -f1")
					if c.Name() == "undo" {
						out, _ = run("crumbs history show " + entry + " --json | grep '\"id\"' | tail -1 | cut -d'\"' -f4")
					}
					line = strings.ReplaceAll(line, id, strings.TrimSpace(out))
				}
				return strings.NewReplacer("https://shop.example/cookies", web.URL, "--for 2m", "--for 1s").Replace(line)
			}
			for _, line := range lines {
				if line := before[c.CommandPath()]; line != "" {
					if out, code := run(real(line)); code != done {
						t.Fatalf("%s: exit code %d\n%s", line, code, out)
					}
				}
				do := real(line)
				if line == "crumbs watch kiosk.example" {
					do += " --for 1s" // it has no end of its own
				}
				if out, code := run(do); code != ends[line] {
					t.Errorf("%s: exit code %d, want %d\n%s", do, code, ends[line], out)
				}
			}
		})
	}
}

// examples gives the command lines in a command's help.
func examples(c *cobra.Command) []string {
	var out []string
	for line := range strings.Lines(c.Example) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, line)
		}
	}
	return out
}

func write(t *testing.T, path, text string, mode os.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
}
