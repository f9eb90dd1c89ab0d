package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
)

// Create makes a database that is not there yet, with the given mode, and runs
// the statements in it one after the other.
func Create(path string, mode os.FileMode, statements ...string) (err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return fmt.Errorf("create a store: %w", err)
	}
	if err := errors.Join(f.Chmod(mode), f.Close()); err != nil {
		return fmt.Errorf("create a store: %w", err)
	}
	d, err := open(context.Background(), path, writeMemory, path)
	if err != nil {
		return fmt.Errorf("create a store: %w", err)
	}
	defer func() { err = errors.Join(err, d.close()) }()
	for _, s := range statements {
		if err := d.conn.Exec(s); err != nil {
			return fmt.Errorf("create a store: %w", err)
		}
	}
	return nil
}
