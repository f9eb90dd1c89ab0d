package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/rogpeppe/go-internal/testscript"

	"crumbs/cookies/demo"
)

func TestMain(m *testing.M) {
	testscript.Main(tests{m}, map[string]func(){
		"crumbs": func() { os.Exit(Run(os.Args[1:], "v0.1.2-test")) }, // what main does
		"crumbling": func() { // with a screen that breaks
			p := &program{version: "v0.1.2-test", command: "crumbs", alter: breaking}
			os.Exit(p.run(os.Args[1:]))
		},
	})
}

// TestScripts runs the commands as people do: HOME is that of a demo, kept in
// the folder that $DEMO names.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"),
		Setup: func(e *testscript.Env) error {
			dir := filepath.Join(e.WorkDir, "demo")
			if err := demo.Make(dir); err != nil {
				return err
			}
			// $WEB leads to what lies in the script's folder, on $WEBPORT.
			web := httptest.NewServer(http.FileServer(http.Dir(e.WorkDir)))
			e.Defer(web.Close)
			e.Setenv("WEB", web.URL)
			_, port, err := net.SplitHostPort(web.Listener.Addr().String())
			if err != nil {
				return err
			}
			e.Setenv("WEBPORT", port)
			e.Setenv("DEMO", dir)
			e.Setenv("HOME", demo.Home(dir))
			e.Setenv("USERPROFILE", demo.Home(dir))
			e.Setenv("TERM", "xterm-256color")
			return os.MkdirAll(filepath.Join(e.WorkDir, ".tmp"), 0o700)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":    exits,
			"elements": elements,
			"fields":   fields,
			"keep":     keepAs,
			"harmless": harmless,
			"held":     held,
			"damage":   damage,
		},
	})
}

// exits CODE COMMAND... runs a command, which must end with a code.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	err = ts.Exec(args[1], args[2:]...)
	var end *exec.ExitError
	if errors.As(err, &end) {
		got = end.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// elements N checks that standard output is a JSON array of N; "N+" of at least
// N.
func elements(ts *testscript.TestScript, _ bool, args []string) {
	var list []json.RawMessage
	if err := json.Unmarshal([]byte(ts.ReadFile("stdout")), &list); err != nil || list == nil {
		ts.Fatalf("standard output is no JSON array: %v", err)
	}
	want, err := strconv.Atoi(strings.TrimSuffix(args[0], "+"))
	ts.Check(err)
	if len(list) != want && (len(list) < want || !strings.HasSuffix(args[0], "+")) {
		ts.Fatalf("%d elements, want %s", len(list), args[0])
	}
}

// fields NAME JSON... checks fields of the object on standard output, or of
// every object of the array there.
func fields(ts *testscript.TestScript, not bool, args []string) {
	for _, o := range objects(ts) {
		for pair := range slices.Chunk(args, 2) {
			var got bytes.Buffer
			if v, ok := o[pair[0]]; !ok {
				got.WriteString("absent")
			} else {
				ts.Check(json.Compact(&got, v))
			}
			if (got.String() == pair[1]) == not {
				ts.Fatalf("%s is %s, want %s (the opposite: %v)", pair[0], &got, pair[1], not)
			}
		}
	}
}

func objects(ts *testscript.TestScript) []map[string]json.RawMessage {
	text := []byte(ts.ReadFile("stdout"))
	var one map[string]json.RawMessage
	if json.Unmarshal(text, &one) == nil {
		return []map[string]json.RawMessage{one}
	}
	var list []map[string]json.RawMessage
	if err := json.Unmarshal(text, &list); err != nil {
		ts.Fatalf("standard output is no JSON: %v", err)
	}
	return list
}

// keep NAME FIELD sets a variable to a string field of the first object on
// standard output, keep NAME ARRAY FIELD to that of the first object in an array
// of it, keep NAME alone to its number of elements.
func keepAs(ts *testscript.TestScript, _ bool, args []string) {
	list := objects(ts)
	if len(args) == 1 {
		ts.Setenv(args[0], strconv.Itoa(len(list)))
		return
	}
	if len(list) == 0 {
		ts.Fatalf("standard output has no object")
	}
	if len(args) == 3 {
		text := list[0][args[1]]
		list = nil
		ts.Check(json.Unmarshal(text, &list))
	}
	s := string(list[0][args[len(args)-1]])
	if strings.HasPrefix(s, `"`) {
		ts.Check(json.Unmarshal([]byte(s), &s))
	}
	ts.Setenv(args[0], s)
}

// harmless checks that neither stream holds what a terminal would act on.
func harmless(ts *testscript.TestScript, _ bool, _ []string) {
	for _, stream := range []string{"stdout", "stderr"} {
		for _, r := range ts.ReadFile(stream) {
			if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
				ts.Fatalf("%s holds %U", stream, r)
			}
		}
	}
}

// held PATH locks a file as a running Firefox does, for the rest of the script.
func held(ts *testscript.TestScript, _ bool, args []string) {
	release, err := lockLikeFirefox(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Defer(release)
}

// damage FROM TO copies a store and empties one of its pages of rows.
func damage(ts *testscript.TestScript, _ bool, args []string) {
	text, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	const page = 4096
	clear(text[6*page : 7*page])
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), text, 0o600))
}
