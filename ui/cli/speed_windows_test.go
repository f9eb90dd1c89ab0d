package cli_test

import "testing"

func (w whole) peak(b *testing.B, _ int) { b.Skip("the system does not tell") }

func (w whole) onTerminal(*testing.B) {} // there is none that a test can open
