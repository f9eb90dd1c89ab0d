//go:build !unix

package scratch

import "testing"

func unixOnly(*testing.T, string, string) map[string]func(string) { return nil }
