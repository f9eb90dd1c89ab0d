package sqlite

import (
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"crumbs/cookies"
	"crumbs/cookies/sqlite/sqlitetest"
)

// Gigabytes of noise under a store's name are told by their beginning and their
// size, and never copied: also not with a journal or a log of noise beside them.
func TestNoiseIsNotCopied(t *testing.T) {
	const size = 3 << 30 // of which what was never written takes no room
	head := append([]byte("SQLite format 3\x00\x10\x00\x01\x01\x00\x40\x20\x20"), make([]byte, 76)...)
	hot := []byte("\xd9\xd5\x05\xf9\x20\xa1\x63\xd7")
	log := binary.BigEndian.AppendUint32(nil, 0x377f0682)
	noise := []byte("\x93\x1f\x07\xe8\x42\xd1\x9a\x60")
	const no, many = "it is not an SQLite database", "its files have 3072 MB, which no store of cookies has"
	for name, c := range map[string]struct {
		begin, beside []byte
		suffix, want  string
	}{
		"noise":                    {noise, nil, "", no},
		"magic":                    {head[:16], nil, "", no},
		"a whole head":             {head, nil, "", many},
		"noise and a hot journal":  {noise, hot, "-journal", many},
		"noise, a journal of it":   {noise, noise, "-journal", no},
		"noise, a log of it":       {noise, noise, "-wal", no},
		"noise and a log":          {noise, log, "-wal", many},
		"a head, a journal":        {head, hot, "-journal", many},
		"a head, a log":            {head, log, "-wal", many},
		"noise, a journal of zero": {noise, make([]byte, 28), "-journal", no},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "Cookies")
			must(t, os.WriteFile(path, c.begin, 0o600))
			must(t, os.Truncate(path, size))
			if c.suffix != "" {
				must(t, os.WriteFile(path+c.suffix, append(c.beside, make([]byte, 64)...), 0o600))
			}
			uncopied := errors.New("it was copied")
			_, err := snapshot(t.Context(), sqlitetest.Folder(t), path, func(copied string, err error) error {
				if _, there := os.Lstat(copied); there == nil {
					return uncopied
				}
				return err
			})
			var p *cookies.Problem
			if !errors.As(err, &p) || p.State != cookies.Damaged || p.Reason != c.want {
				t.Errorf("%v", err)
			}
		})
	}
}
