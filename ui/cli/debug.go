package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"runtime"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// startLog begins the log that --debug asks for. It says what was done and with
// which stores, in counts, states and times: never a cookie's name or value,
// and nothing of what was typed but which flags were set, for names are typed
// too.
func (p *program) startLog(c *cobra.Command) error {
	p.log = slog.New(slog.DiscardHandler)
	if !c.Flags().Changed("debug") {
		return nil
	}
	f, err := openLog(p.debug)
	if err != nil {
		return fmt.Errorf("--debug can't write %s: %w", p.debug, err)
	}
	p.log = slog.New(slog.NewTextHandler(f, &slog.HandlerOptions{Level: slog.LevelDebug}))
	var flags []string
	c.Flags().Visit(func(f *pflag.Flag) { flags = append(flags, f.Name) })
	p.log.Info("started", "command", c.CommandPath(), "flags", flags, "version", p.version, "os", runtime.GOOS, "arch", runtime.GOARCH, "pid", os.Getpid())
	p.atExit = append(p.atExit, func() {
		p.log.Info("ended", "code", p.code)
		if err := f.Close(); err != nil {
			p.say("crumbs: --debug: %v", err)
		}
	})
	return nil
}

// openLog opens a file to append to, or makes it. It is never reached through a
// link, and nobody else may read it.
func openLog(path string) (*os.File, error) {
	before, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND|os.O_CREATE|os.O_EXCL, 0o600)
		return f, cause(err)
	}
	if err != nil {
		return nil, cause(err)
	}
	if !before.Mode().IsRegular() {
		return nil, errors.New("it is no regular file; name a new file, or one that an earlier run wrote")
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_APPEND, 0)
	if err != nil {
		return nil, cause(err)
	}
	now, err := f.Stat()
	switch {
	case err != nil:
	case !os.SameFile(before, now):
		err = errors.New("another file took its place")
	case !isLog(f):
		err = errors.New("it is no log of crumbs; name a new file, or one that an earlier run wrote")
	case now.Mode().Perm()&0o077 != 0:
		err = cause(f.Chmod(0o600))
	}
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	return f, nil
}

// isLog reports whether a file is empty or begins as a log does: what is
// appended to anything else, a browser's store or the keep list, damages it.
func isLog(f io.ReaderAt) bool {
	start := make([]byte, len(logStart))
	n, err := f.ReadAt(start, 0)
	return n == 0 && err == io.EOF || string(start) == logStart
}

// logStart begins every line of slog's text.
const logStart = slog.TimeKey + "="

// cause is an error of a file without the path, for a sentence that has it.
func cause(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
