package demo_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"crumbs/cookies"
	"crumbs/cookies/chromium"
	"crumbs/cookies/demo"
	"crumbs/cookies/firefox"
	"crumbs/cookies/scratch"
)

// TestFill: a store of exactly that many cookies, which the formats read, with
// no key twice.
func TestFill(t *testing.T) {
	folder := new(scratch.Folder)
	defer func() { _ = folder.Close() }()
	for _, format := range []cookies.Format{cookies.Chromium, cookies.Firefox} {
		for _, n := range []int{0, 1, 5000} {
			s := &cookies.Store{Path: filepath.Join(t.TempDir(), "store"), Format: format}
			if err := demo.Fill(s.Path, format, n); err != nil {
				t.Fatal(err)
			}
			keys, sites := map[cookies.Key]bool{}, map[string]bool{}
			add := func(part []cookies.Cookie) {
				for _, c := range part {
					keys[c.Key], sites[cookies.Registrable(c.Host)] = true, true
				}
			}
			var err error
			if format == cookies.Chromium {
				err = chromium.Format{}.Read(context.Background(), s, folder, add)
			} else {
				err = firefox.Format{}.Read(context.Background(), s, folder, add)
			}
			if err != nil || len(keys) != n {
				t.Errorf("%s: %d cookies, want %d: %v", format, len(keys), n, err)
			}
			if len(sites) < n/20 {
				t.Errorf("%s: only %d sites for %d cookies", format, len(sites), n)
			}
			if err := demo.Fill(s.Path, format, n); err == nil {
				t.Errorf("%s: a store that was there was filled", format)
			}
		}
	}
	if err := demo.Fill(filepath.Join(t.TempDir(), "store"), cookies.FirefoxSession, 1); err == nil {
		t.Error("a format that can't be made was made")
	}
}

func BenchmarkFill(b *testing.B) {
	for _, format := range []cookies.Format{cookies.Chromium, cookies.Firefox} {
		b.Run(string(format), func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				if err := demo.Fill(filepath.Join(b.TempDir(), fmt.Sprint(i)), format, 20_000); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
