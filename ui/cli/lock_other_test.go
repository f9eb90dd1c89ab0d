//go:build !unix

package cli

import "os"

// lockLikeFirefox opens a file, which is what keeps others out on Windows.
func lockLikeFirefox(path string) (release func(), err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	return func() { _ = f.Close() }, nil
}
