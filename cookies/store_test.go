package cookies_test

import (
	"io/fs"
	"os"
	"strings"
	"testing"

	"crumbs/cookies"
)

// What may not be read is spoken of in one place: what macOS asks of a person was
// missing where the words were written down again.
func TestWordsOfWhatMayNotBeRead(t *testing.T) {
	reason := cookies.Forbidden().Reason
	here := os.DirFS(".")
	var found []string
	err := fs.WalkDir(here, ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := fs.ReadFile(here, path)
		if strings.Contains(string(text), `"`+reason) {
			found = append(found, path)
		}
		return err
	})
	if err != nil || len(found) != 1 || found[0] != "store.go" {
		t.Errorf("the words are in %v, %v", found, err)
	}
}
