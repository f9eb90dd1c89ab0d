package private_test

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"crumbs/cookies/private"
)

func TestLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	unlock, err := private.Lock(path, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := private.Lock(path, time.Millisecond); !errors.Is(err, private.ErrLocked) {
		t.Errorf("a lock that is held gives %v", err)
	}
	unlock()
	again, err := private.Lock(path, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	again()
	if _, err := private.Lock(filepath.Join(path, "below"), time.Minute); err == nil || errors.Is(err, private.ErrLocked) {
		t.Errorf("a lock below a file gives %v", err)
	}
}
