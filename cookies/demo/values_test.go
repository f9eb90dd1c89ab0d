package demo_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"crumbs/cookies"
	"crumbs/cookies/chromium"
	"crumbs/cookies/demo"
	"crumbs/cookies/find"
	"crumbs/cookies/scratch"
	"crumbs/cookies/values"
)

// TestValuesOpen: the demo's values can be shown, those of the hostile site
// byte for byte.
func TestValuesOpen(t *testing.T) {
	dir := t.TempDir()
	if err := demo.Make(dir); err != nil {
		t.Fatal(err)
	}
	folder := new(scratch.Folder)
	defer func() { _ = folder.Close() }()
	opened := map[string]string{}
	for _, s := range find.At(demo.Home(dir)).Stores(context.Background()) {
		if s.Format != cookies.Chromium {
			continue
		}
		rows, err := chromium.Format{}.Rows(context.Background(), s, folder, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i, v := range new(values.Keyring).Open(context.Background(), s, folder, rows) {
			if v.Err != nil {
				t.Errorf("%s: %v", cookies.Visible(rows.Keys[i].Name), v.Err)
			}
			opened[filepath.Base(s.Folder)+" "+rows.Keys[i].Host+" "+rows.Keys[i].Name] = string(v.Bytes)
		}
	}
	for cookie, want := range map[string]string{
		"Default umami.opendatasoft.com django_language":    "fr",
		"Profile 1 umami.opendatasoft.com django_language":  "en",
		"Default free-ringtones.example bytes":              "\xff\xfe\x9b2J",
		"Default free-ringtones.example \u202eeikooc_nigol": "\u2066txt\u2069.\u202eexe",
	} {
		if got := opened[cookie]; got != want {
			t.Errorf("%q = %q, want %q", cookie, got, want)
		}
	}
	if a, b := opened["Default .opendatasoft.com _ga"], opened["Profile 1 .opendatasoft.com _ga"]; a == b || !strings.HasPrefix(a, "GA1.1.") {
		t.Errorf("_ga is %q in one profile and %q in the other", a, b)
	}
	if long := opened["Default .free-ringtones.example supercookie"]; len(long) != 3900 {
		t.Errorf("the long value has %d bytes", len(long))
	}
}
