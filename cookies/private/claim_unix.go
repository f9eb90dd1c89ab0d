//go:build unix

package private

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/user"
	"strconv"
	"syscall"
	"time"

	"github.com/gofrs/flock"
)

// Claim says to other programs of crumbs that this one writes the file at path,
// or puts another in its place, until release is called. It waits so long at
// most for another that does; then the error is [ErrLocked]. The file is never
// made and no link is followed. A file system without locks lets everybody have
// it, as does Windows.
func Claim(ctx context.Context, path string, most time.Duration) (release func(), err error) {
	ctx, stop := context.WithTimeout(ctx, most)
	defer stop()
	l := flock.New(path, flock.SetFlag(os.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK))
	held, err := l.TryLock()
	if err == nil && !held && most > 0 {
		held, err = l.TryLockContext(ctx, 5*time.Millisecond)
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded), err == nil && !held:
		_ = l.Close()
		return nil, ErrLocked
	case errors.Is(err, os.ErrNotExist), errors.Is(err, syscall.ELOOP), errors.Is(err, os.ErrPermission), errors.Is(err, context.Canceled):
		_ = l.Close()
		return nil, err
	}
	return func() { _ = l.Close() }, nil
}

// owned reports whether the file belongs to this user.
func owned(info fs.FileInfo) bool {
	st, ok := info.Sys().(*syscall.Stat_t)
	return ok && int64(st.Uid) == int64(os.Geteuid())
}

// stranger gives the name of whom the file belongs to, where crumbs runs as root and
// that is somebody else, and else "".
func stranger(info fs.FileInfo) string {
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok || os.Geteuid() != 0 || st.Uid == 0 {
		return ""
	}
	id := strconv.FormatUint(uint64(st.Uid), 10)
	if u, err := user.LookupId(id); err == nil {
		return u.Username
	}
	return "user " + id
}
