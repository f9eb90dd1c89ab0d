package find

import (
	"path/filepath"
	"testing"
)

// Every text jar is found at its place, empty or not, and by its folder.
func TestTextFiles(t *testing.T) {
	for i, f := range textFiles() {
		home := t.TempDir()
		p := At(home)
		path := write(t, f.folders(p)[0], []string{"", "text\n"}[i%2])
		rel, _ := filepath.Rel(home, path)
		want := []string{f.browser + "|" + filepath.Base(path) + "|" + filepath.Base(path) + "|" + string(f.format) + "|" + filepath.ToSlash(rel)}
		same(t, brief(home, p.Stores(t.Context())), want)
		for _, open := range []string{path, filepath.Dir(path)} {
			if open == home {
				continue // a home folder is not one of lynx
			}
			stores, err := Open(open, nil)
			if err != nil {
				t.Errorf("%s: %v", open, err)
				continue
			}
			same(t, brief(home, stores), want)
		}
	}
	same(t, brief("", At(t.TempDir()).Stores(t.Context())), nil)
}
