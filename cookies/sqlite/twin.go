package sqlite

import (
	"context"
	"errors"
	"path/filepath"
)

// twin opens the copy once more, for another core. It gives false where that
// can't be, as with a damaged one; then the copy is as good as before.
func (c *Copy) twin(ctx context.Context) (d *DB, ok bool) {
	var err error
	defer func() { ok = err == nil }()
	defer guard(c.path, &err)
	// What a crash or a browser left beside the database is written into it: the
	// copy is ours, and only one can read it with a log. The lock goes with the
	// next reading.
	if err = c.conn.Exec(`PRAGMA journal_mode=DELETE; PRAGMA locking_mode=NORMAL; PRAGMA schema_version`); err != nil {
		return nil, false
	}
	d, err = open(ctx, filepath.Join(c.folder, copyName), readMemory, c.path)
	return d, err == nil
}

// checkBeside checks the copy while do reads it: each takes half of what a
// deletion waits for before it begins. The error of the check comes first.
func (c *Copy) checkBeside(ctx context.Context, do func() error) error {
	d, ok := c.twin(ctx)
	if !ok {
		if err := c.Check(); err != nil {
			return err
		}
		return do()
	}
	checked := make(chan error, 1)
	go func() { checked <- errors.Join(d.Check(), d.close()) }()
	err := do()
	if bad := <-checked; bad != nil {
		return bad
	}
	return err
}
