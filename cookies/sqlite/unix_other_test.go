//go:build unix && !linux

package sqlite

import (
	"os"
	"testing"
)

// asNobody runs fn; these tests are not for root on systems where a thread
// can't give up its power.
func asNobody(t *testing.T, _ string, fn func()) {
	t.Helper()
	if os.Geteuid() != 0 {
		fn()
	}
}
