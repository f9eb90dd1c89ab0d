package values

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/browserutils/kooky"
)

// How long kooky may take: a person may have to find a password for the
// keyring, and each value that does not open takes some milliseconds.
const (
	patience = 90 * time.Second
	perValue = 20 * time.Millisecond
)

// askKooky lets kooky open encrypted values with the key of a keyring entry, and
// gives what it made of each. It does so in a goroutine of its own that is left
// behind when the time is up: kooky knows no context and, on a locked keyring,
// waits for a dialog. userData is where Windows keeps the key.
func askKooky(ctx context.Context, e entry, dir, userData string, sealed [][]byte) ([]answer, error) {
	path := filepath.Join(dir, "Default", "Cookies")
	if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("no private copy could be made: %w", err)
	}
	if err := seal(path, sealed); err != nil {
		return nil, fmt.Errorf("no private copy could be made: %w", err)
	}
	if runtime.GOOS == "windows" && userData != "" {
		// Never run: kooky looks for the key two folders above the store.
		if err := copyFile(filepath.Join(dir, "Local State"), filepath.Join(userData, "Local State")); err != nil {
			return nil, errNoKey
		}
	}
	type result struct {
		answers []answer
		err     error
	}
	done := make(chan result, 1)
	go func() {
		var r result
		defer func() {
			if recover() != nil {
				r = result{err: errFailed}
			}
			_ = os.RemoveAll(dir) // what is left, the folder's owner removes
			done <- r
		}()
		r.answers, r.err = traverse(e, path, len(sealed))
	}()
	late := time.NewTimer(patience + time.Duration(len(sealed))*perValue)
	defer late.Stop()
	select {
	case r := <-done:
		return r.answers, r.err
	case <-late.C:
		return nil, errLate
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// traverse reads the private store through kooky. The answers come in the order
// of the rows, errors included; that is checked by count and by our own names.
// The loop is never left early: kooky goes on after that, and panics.
func traverse(e entry, path string, n int) ([]answer, error) {
	store, err := e(path)
	if err != nil {
		return nil, errFailed
	}
	defer store.Close() //nolint:errcheck // only read
	answers := make([]answer, 0, n)
	disorder := false
	for c, err := range store.TraverseCookies() {
		switch {
		case err != nil:
			answers = append(answers, answer{err: err})
		case c == nil || !ours(c, len(answers)):
			disorder = true
		default:
			answers = append(answers, answer{plain: []byte(c.Value)})
		}
	}
	if disorder || len(answers) != n {
		if len(answers) == 1 && answers[0].err != nil {
			return nil, clause(answers[0].err) // it never came to the rows
		}
		return nil, errDisorder
	}
	return answers, nil
}

// ours reports whether a cookie is the one that was put into place i.
func ours(c *kooky.Cookie, i int) bool {
	return c.Name == rowName(i) && c.Domain == rowHost && c.Path == rowPath
}

// copyFile copies a small private file.
func copyFile(to, from string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close() //nolint:errcheck // only read
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}
