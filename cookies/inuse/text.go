package inuse

import (
	"path/filepath"
	"strings"

	"crumbs/cookies"
)

// Programs with a text jar read it when they start, and write what they have in
// memory over it later: ELinks at the next cookie, the others when they end. What
// is deleted meanwhile comes back then. They lock nothing and hold no file open,
// so they are known by their program's name and the home folder that they were
// started with.

// keeper gives the running program that has a text jar in its memory.
func keeper(s *cookies.Store) (Holder, bool) {
	for _, pid := range running(keepers(s)) {
		if s.Format == cookies.KCookieJar && !loaded(pid, "kcookiejar") {
			continue // it does many things
		}
		home := homeOf(pid)
		if real, err := filepath.EvalSymlinks(home); err == nil {
			home = real
		}
		if home != "" && strings.HasPrefix(s.Path, strings.TrimSuffix(home, "/")+"/") {
			return holder(pid), true
		}
	}
	return Holder{}, false
}

// keepers gives the programs that may have a jar in memory. curl and wget write
// theirs in one go when they are done.
func keepers(s *cookies.Store) []string {
	switch s.Format {
	case cookies.W3M:
		return []string{"w3m"}
	case cookies.ELinks:
		return []string{"elinks"}
	case cookies.KCookieJar:
		return []string{"kded4", "kded5", "kded6"}
	}
	switch s.Browser {
	case "lynx":
		return []string{"lynx"}
	case "dillo":
		return []string{"dillo", "cookies.dpi"}
	}
	return nil
}

// freeText is [Free] for a text jar.
func freeText(s *cookies.Store) error {
	if h, ok := keeper(s); ok {
		return &cookies.Problem{Condition: inUse(h, s), Path: s.Path}
	}
	if h, ok := Scan().other(s); ok {
		return &cookies.Problem{Condition: locked(h), Path: s.Path}
	}
	return nil
}
