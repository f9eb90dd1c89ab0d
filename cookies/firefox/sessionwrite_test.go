package firefox

import (
	"bytes"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"crumbs/cookies"
)

// content unpacks a store's file.
func content(t testing.TB, s *cookies.Store) string {
	t.Helper()
	b, _, err := readSession(s.Path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// sessionRows reads rows by the names of their cookies, all for none.
func sessionRows(t testing.TB, s *cookies.Store, names ...string) cookies.Rows {
	t.Helper()
	all, err := Session{}.Rows(t.Context(), s, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	rows := cookies.Rows{Columns: all.Columns}
	for i, k := range all.Keys {
		if len(names) == 0 || slices.Contains(names, k.Name) {
			rows.Keys, rows.Cells = append(rows.Keys, k), append(rows.Cells, all.Cells[i])
		}
	}
	return rows
}

// written fails the test unless every row met its reason.
func written(t testing.TB, w cookies.Written, err error, want ...cookies.Reason) {
	t.Helper()
	if err != nil || !slices.Equal(w.Reasons, want) {
		t.Fatalf("got %q, %v; want %q", w.Reasons, err, want)
	}
}

func TestSessionRemove(t *testing.T) {
	s := sessionStore(t, pack(t, []byte(session)))
	if err := os.Chmod(s.Path, 0o640); err != nil {
		t.Fatal(err)
	}
	rows := sessionRows(t, s, "chips")
	w, err := Session{}.Remove(t.Context(), s, nil, rows, free)
	written(t, w, err, cookies.ReasonNone)
	cut := strings.Index(session, `
	{"host":".shop.test"`)
	end := strings.Index(session, `
	{"host":"bare.test"`)
	if got, want := content(t, s), session[:cut]+session[end:]; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	info, err := os.Stat(s.Path)
	if err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if raw, _ := os.ReadFile(s.Path); bytes.Contains(raw, []byte("chips")) {
		t.Error("it is still in the file")
	}
	if names, _ := os.ReadDir(s.Folder); len(names) != 1 {
		t.Errorf("beside it lies %v", names)
	}
	w, err = Session{}.Remove(t.Context(), s, nil, rows, free)
	written(t, w, err, cookies.ReasonChanged)
	w, err = Session{}.Restore(t.Context(), s, nil, rows, free)
	written(t, w, err, cookies.ReasonNone)
	if got := content(t, s); got != session {
		t.Errorf("not as it was:\n%s", got)
	}
}

// The cookie may have changed since it was read, in either direction.
func TestSessionChanged(t *testing.T) {
	s := sessionStore(t, pack(t, []byte(session)))
	rows := sessionRows(t, s, "sid", "chips")
	other := strings.Replace(session, "planted-secret", "another", 1)
	for text, want := range map[string][2]cookies.Reason{
		other: {cookies.ReasonChanged, cookies.ReasonNone},
		strings.ReplaceAll(session, "\n\t{", "{"): {cookies.ReasonNone, cookies.ReasonNone}, // other white space
		`{"cookies":[]}`: {cookies.ReasonChanged, cookies.ReasonChanged},
		`{"windows":[]}`: {cookies.ReasonChanged, cookies.ReasonChanged},
	} {
		put(t, s, text)
		w, err := Session{}.Remove(t.Context(), s, nil, rows, free)
		written(t, w, err, want[0], want[1])
	}
	for text, want := range map[string][2]cookies.Reason{
		other:                           {cookies.ReasonNewer, cookies.ReasonNone},
		session:                         {cookies.ReasonNone, cookies.ReasonNone}, // they are there
		`{"cookies":[]}`:                {cookies.ReasonNone, cookies.ReasonNone},
		`{"cookies":null,"windows":[]}`: {cookies.ReasonUnreadable, cookies.ReasonUnreadable},
		`{}`:                            {cookies.ReasonUnreadable, cookies.ReasonUnreadable},
	} {
		put(t, s, text)
		w, err := Session{}.Restore(t.Context(), s, nil, rows, free)
		written(t, w, err, want[0], want[1])
		if !json.Valid([]byte(content(t, s))) {
			t.Errorf("%s became\n%s", text, content(t, s))
		}
	}
}

func put(t testing.TB, s *cookies.Store, text string) {
	t.Helper()
	if err := os.WriteFile(s.Path, pack(t, []byte(text)), 0o600); err != nil {
		t.Fatal(err)
	}
}

// Whatever goes and in whatever parts it comes back, nothing is lost; directly
// undone, the content is what it was.
func TestSessionRandomly(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	for range 60 {
		space := func() string { return strings.Repeat(" \n\t", r.IntN(2)) }
		var list []string
		for i := range r.IntN(7) {
			list = append(list, space()+`{"host":"a.test","name":"n`+strconv.Itoa(i)+`","value":"[,]}\"","path":"/","x":[1,{"y":","}]}`+space())
		}
		if len(list) == 0 {
			list = []string{space()}
		}
		text := `{"a":"cookies","b":{"cookies":[{"name":"not this"}]},"Cookies":[1],"cookies":[7],` + space() + `"cookies":` + space() + `[` + strings.Join(list, ",") + `],"z":[]}` + space()
		s := sessionStore(t, pack(t, []byte(text)))
		all := sessionRows(t, s)
		var went cookies.Rows
		went.Columns = all.Columns
		for _, i := range r.Perm(all.Len())[:r.IntN(all.Len()+1)] {
			went.Keys, went.Cells = append(went.Keys, all.Keys[i]), append(went.Cells, all.Cells[i])
		}
		none := make([]cookies.Reason, went.Len())
		w, err := Session{}.Remove(t.Context(), s, nil, went, free)
		written(t, w, err, none...)
		if left := sessionRows(t, s); left.Len() != all.Len()-went.Len() {
			t.Fatalf("%d of %d are left, %d went", left.Len(), all.Len(), went.Len())
		}
		w, err = Session{}.Restore(t.Context(), s, nil, went, free)
		written(t, w, err, none...)
		if got := content(t, s); got != text {
			t.Fatalf("got\n%s\nwant\n%s", got, text)
		}
	}
}

// Nothing is written while the browser runs, over a file that is another one by
// now, or over a link; and nothing stays beside it.
func TestSessionIsLeftAlone(t *testing.T) {
	busy := errors.New("it runs")
	elsewhere := filepath.Join(t.TempDir(), "elsewhere")
	for name, c := range map[string]struct {
		meanwhile func(s *cookies.Store) error
		want      func(w cookies.Written, err error) bool
	}{
		"browser started": {func(*cookies.Store) error { return busy }, func(_ cookies.Written, err error) bool { return errors.Is(err, busy) }},
		"written to": {func(s *cookies.Store) error { put(t, s, `{"cookies":[]}`); return nil },
			func(w cookies.Written, err error) bool { return err == nil && w.Reasons[0] == cookies.ReasonChanged }},
		"moved away": {func(s *cookies.Store) error { return os.Rename(s.Path, elsewhere) },
			func(w cookies.Written, err error) bool { return err == nil && w.Reasons[0] == cookies.ReasonChanged }},
		"made a link": {func(s *cookies.Store) error {
			return errors.Join(os.Rename(s.Path, elsewhere), os.Symlink(elsewhere, s.Path))
		},
			func(w cookies.Written, err error) bool { return err == nil && w.Reasons[0] == cookies.ReasonChanged }},
	} {
		s := sessionStore(t, pack(t, []byte(session)))
		rows := sessionRows(t, s, "sid")
		var after []byte
		w, err := Session{}.Remove(t.Context(), s, nil, rows, func() error {
			err := c.meanwhile(s)
			after, _ = os.ReadFile(s.Path)
			return err
		})
		if !c.want(w, err) {
			t.Errorf("%s: %v, %v", name, w, err)
		}
		if now, _ := os.ReadFile(s.Path); !bytes.Equal(now, after) {
			t.Errorf("%s: the file was written", name)
		}
		names, err := os.ReadDir(s.Folder)
		for _, n := range names {
			if n.Name() != filepath.Base(s.Path) {
				t.Errorf("%s: beside it lies %s, %v", name, n.Name(), err)
			}
		}
	}
	s := sessionStore(t, pack(t, []byte(session)))
	rows := sessionRows(t, s, "sid")
	if err := errors.Join(os.Rename(s.Path, elsewhere), os.Symlink(elsewhere, s.Path)); err != nil {
		t.Fatal(err)
	}
	var p *cookies.Problem
	if _, err := (Session{}).Remove(t.Context(), s, nil, rows, free); !errors.As(err, &p) || p.State != cookies.Damaged {
		t.Errorf("over a link: %v", err)
	}
	if err := errors.Join(os.Remove(s.Path), os.Rename(elsewhere, s.Path), os.Chmod(s.Path, 0o400)); err != nil {
		t.Fatal(err)
	}
	if _, err := (Session{}).Remove(t.Context(), s, nil, rows, free); !errors.As(err, &p) || p.State != cookies.ReadOnly {
		t.Errorf("over a file that forbids it: %v", err)
	}
}

// What a killed crumbs left beside the file goes at the next write, also at one
// that has nothing to write.
func TestSessionLeftover(t *testing.T) {
	s := sessionStore(t, pack(t, []byte(session)))
	left := filepath.Join(s.Folder, ".crumbs-new-1")
	if err := os.WriteFile(left, []byte("half of it"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := (Session{}).Remove(t.Context(), s, nil, cookies.Rows{}, free); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Lstat(left); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("it is still there: %v", err)
	}
}

// FuzzSplitSession: whatever valid JSON is in a session, taken apart and put
// together it is the same; and what goes out of it can be put back.
func FuzzSplitSession(f *testing.F) {
	for _, text := range []string{session, `{"cookies":[]}`, `{"cookies":[ ]}`, `{"cookies":null}`, `{"cookies":[1,"[,\"",{"a":[1,2]}],"cookies":[2 , 3]}`, `[]`, `{}`, `{"c\u006fokies":[{}]}`} {
		f.Add([]byte(text), uint8(1))
	}
	f.Fuzz(func(t *testing.T, text []byte, which uint8) {
		l, err := splitSession(text)
		if err != nil {
			return
		}
		if !bytes.Equal(l.bytes(), text) {
			t.Fatalf("%q became %q", text, l.bytes())
		}
		for _, part := range l.parts {
			if !json.Valid(part) {
				t.Fatalf("%q is an element of %q", part, text)
			}
		}
		if len(l.parts) == 0 {
			return
		}
		at := int(which) % len(l.parts)
		part := l.parts[at]
		l.parts = slices.Delete(slices.Clone(l.parts), at, at+1)
		if !json.Valid(l.bytes()) {
			t.Fatalf("%q became %q", text, l.bytes())
		}
		again, err := splitSession(l.bytes())
		if err != nil {
			t.Fatal(err)
		}
		again.parts = slices.Insert(again.parts, at, part)
		if !bytes.Equal(again.bytes(), text) {
			t.Fatalf("%q came back as %q", text, again.bytes())
		}
	})
}
