//go:build unix

package regular_test

import (
	"errors"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"crumbs/cookies/regular"
)

func TestOpen(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	if err := os.WriteFile(at("file"), []byte("text"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Symlink("file", at("link")), os.Symlink("nowhere", at("lost")), syscall.Mkfifo(at("pipe"), 0o600)); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("unix", at("socket"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for name, want := range map[string]error{
		"file": nil, "link": nil, "lost": fs.ErrNotExist, "none": fs.ErrNotExist,
		".": regular.Directory, "pipe": regular.Other("a named pipe"), "socket": regular.Other("a socket"),
	} {
		f, info, err := regular.Open(at(name))
		if !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", name, err, want)
		}
		if err != nil {
			continue
		}
		text, err := io.ReadAll(f)
		if string(text) != "text" || err != nil || info.Size() != 4 {
			t.Errorf("%s: %q, %v, %d bytes", name, text, err, info.Size())
		}
		_ = f.Close()
	}
	if _, _, err := regular.Open(os.DevNull); !errors.Is(err, regular.Other("a device")) {
		t.Errorf("%s: %v", os.DevNull, err)
	}
	if err := regular.Other("a socket").Error(); err != "it is a socket" {
		t.Error(err)
	}
}

// A pipe that takes a file's place between the look and the opening keeps nobody
// waiting: nothing that Open gives is one, and each call comes back.
func TestOpenSwapped(t *testing.T) {
	dir := t.TempDir()
	path, file, pipe := filepath.Join(dir, "store"), filepath.Join(dir, "file"), filepath.Join(dir, "pipe")
	if err := errors.Join(os.WriteFile(file, nil, 0o600), syscall.Mkfifo(pipe, 0o600), os.Symlink(file, path)); err != nil {
		t.Fatal(err)
	}
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			next := filepath.Join(dir, "next")
			_ = os.Symlink([]string{file, pipe}[i%2], next)
			_ = os.Rename(next, path)
		}
	}()
	done := make(chan struct{})
	go func() {
		defer close(done)
		for range 20_000 {
			f, info, err := regular.Open(path)
			if err != nil {
				continue
			}
			if !info.Mode().IsRegular() {
				t.Error("a pipe was handed out")
			}
			_ = f.Close()
		}
	}()
	select {
	case <-done:
	case <-time.After(time.Minute):
		t.Fatal("an opening waits for a writer")
	}
	close(stop)
	<-stopped
}
