package private

import (
	"context"
	"errors"
	"time"

	"github.com/gofrs/flock"
)

// ErrLocked is a lock that another program held for as long as was waited.
var ErrLocked = errors.New("another program holds the lock")

// Lock takes the lock that the file at path stands for, which is made if it is
// not there, mode 0600, and keeps it until unlock is called. It waits so long at
// most; then the error is [ErrLocked].
func Lock(path string, most time.Duration) (unlock func(), err error) {
	ctx, stop := context.WithTimeout(context.Background(), most)
	defer stop()
	l := flock.New(path, flock.SetPermissions(0o600))
	if _, err := l.TryLockContext(ctx, 20*time.Millisecond); errors.Is(err, context.DeadlineExceeded) {
		return nil, ErrLocked
	} else if err != nil {
		return nil, err
	}
	return func() { _ = l.Unlock() }, nil
}
