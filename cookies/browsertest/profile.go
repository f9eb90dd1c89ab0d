package browsertest

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// StorePath is where the browser of that word keeps its cookies when its home
// folder is home.
func StorePath(t testing.TB, browser, home string) string {
	t.Helper()
	switch browser {
	case Chromium:
		return filepath.Join(home, ".config", "chromium", "Default", "Cookies")
	case Firefox:
		return filepath.Join(home, ".config", "mozilla", "firefox", firefoxProfile, "cookies.sqlite")
	}
	t.Fatalf("browsertest does not know the browser %q", browser)
	return ""
}

// CopyProfile copies a home folder with the profiles in it and gives the copy.
// A browser that only starts drops its session cookies and expired ones, so
// the question what it still sends is asked on a copy. What says that a
// browser runs is left out.
func CopyProfile(t testing.TB, home string) string {
	t.Helper()
	copied := t.TempDir()
	err := filepath.WalkDir(home, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			if errors.Is(err, fs.ErrNotExist) { // a running browser removed it
				return nil
			}
			return err
		}
		rel, err := filepath.Rel(home, path)
		if err != nil {
			return err
		}
		to := filepath.Join(copied, rel)
		switch {
		case entry.IsDir() && slices.Contains(caches(), entry.Name()):
			return fs.SkipDir
		case entry.IsDir():
			return os.MkdirAll(to, 0o700)
		case entry.Type().IsRegular():
			return copyFile(path, to)
		}
		return nil // Singleton* and lock are links
	})
	if err != nil {
		t.Fatalf("copy the profile: %v", err)
	}
	return copied
}

// caches are folders that say nothing about cookies and take long to copy.
func caches() []string {
	return []string{"Cache", "Code Cache", "GPUCache", "DawnGraphiteCache", "DawnWebGPUCache", "GrShaderCache",
		"ShaderCache", "GraphiteDawnCache", "cache2", "startupCache", "Safe Browsing", "component_crx_cache"}
}

func copyFile(from, to string) error {
	text, err := os.ReadFile(from)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return os.WriteFile(to, text, 0o600)
}
