package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/charmbracelet/x/term"

	"crumbs/cookies/private"
	"crumbs/policy/audit"
	"crumbs/policy/library"
	"crumbs/ui/print"
)

// exportReport writes a report for the screen: to a new file, in the format that
// its name ends in. One that is there is not written over, for the screen asks
// for a name and not for a replacement.
func exportReport(path string, r audit.Report) error {
	path = atHome(path)
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("%s is there already: give another name", path)
	}
	a := auditing{to: path}
	format, err := a.chosenFormat()
	if err != nil {
		return err
	}
	return output(context.Background(), path, func(w io.Writer) error { return print.Audit(w, r, format, terminalOf(path)) })
}

// output writes to a file, whole or not at all and for nobody else to read, or
// to standard output if no file is named. Links are followed. What is there and
// no file, such as a pipe or a terminal, is written to and stays what it is.
func output(ctx context.Context, to string, write func(io.Writer) error) error {
	if onStdout(to) {
		return write(os.Stdout)
	}
	if err := writable(to); err != nil {
		return err
	}
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	if stream(to) {
		// A pipe waits until somebody reads it.
		_, err := waitFor(ctx, func() (struct{}, error) { return struct{}{}, send(to, b.Bytes()) })
		return err
	}
	if real, err := filepath.EvalSymlinks(to); err == nil {
		to = real
	}
	_ = private.Sweep(to) // what a killed run left of it; what can't be removed stays
	return private.WriteFile(to, b.Bytes())
}

// send writes into what is no file.
func send(to string, data []byte) error {
	f, err := os.OpenFile(to, os.O_WRONLY, 0)
	if err != nil {
		return fmt.Errorf("%s can't be written: %w", to, cause(err))
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

// onStdout reports whether a name means standard output: none, -, and one that
// leads there, as /dev/stdout does. The name of a file that a shell has made for
// standard output means the file: it is put in its place, for nobody else to read.
func onStdout(to string) bool {
	if to == "" || to == "-" {
		return true
	}
	there, err := os.Stat(to)
	if err != nil {
		return false
	}
	if clean := filepath.Clean(to); there.Mode().IsRegular() && !strings.HasPrefix(clean, "/dev/") && !strings.HasPrefix(clean, "/proc/") {
		return false
	}
	out, err := os.Stdout.Stat()
	return err == nil && os.SameFile(there, out)
}

// stream reports whether a name leads to what is no file: a pipe, a terminal or
// another device.
func stream(to string) bool {
	info, err := os.Stat(to) // an empty name is absent
	return err == nil && !info.Mode().IsRegular() && !info.IsDir()
}

// showing reports whether what is written to this name is shown on a terminal.
func showing(to string) bool {
	if onStdout(to) {
		return term.IsTerminal(os.Stdout.Fd())
	}
	info, err := os.Stat(to)
	if err != nil || info.Mode()&fs.ModeCharDevice == 0 {
		return false // opening a pipe would wait for its reader
	}
	f, err := os.OpenFile(to, os.O_WRONLY, 0)
	if err != nil {
		return false
	}
	defer f.Close() //nolint:errcheck // nothing was written
	return term.IsTerminal(f.Fd())
}

// terminalOf describes where a table goes: a file is no terminal.
func terminalOf(to string) print.Terminal {
	if onStdout(to) {
		return stdout()
	}
	return print.Terminal{}
}

// writable reports what would keep a file from being written, as far as that
// shows before.
func writable(to string) error {
	info, err := os.Stat(to)
	if err == nil && info.IsDir() {
		return fmt.Errorf("%s can't be written: it is a folder", to)
	}
	if _, there := os.Lstat(to); err != nil && there == nil {
		return fmt.Errorf("%s can't be written: it is a link that leads nowhere", to)
	}
	if info, err := os.Stat(filepath.Dir(to)); err != nil || !info.IsDir() {
		return fmt.Errorf("%s can't be written: there is no folder %s", to, filepath.Dir(to))
	}
	return nil
}

// owns reports whether a file is one of crumbs' own that can't be made anew, the keep
// list or the rules, or would lie with the journal, which reads what is there.
func (h *house) owns(path string) bool {
	if within(foldersOf(path), h.state) {
		return true
	}
	info, err := os.Stat(path)
	return err == nil && slices.ContainsFunc([]string{h.keepPath(), library.RulesPath(h.config)}, func(own string) bool {
		there, err := os.Stat(own)
		return err == nil && os.SameFile(info, there)
	})
}

// foldersOf gives the folders that a file lies in, by its own name and by that
// to which links lead.
func foldersOf(path string) (above []os.FileInfo) {
	path, _ = filepath.Abs(path)
	real, _ := filepath.EvalSymlinks(path)
	for _, at := range []string{path, real} {
		for at != "" && at != filepath.Dir(at) {
			at = filepath.Dir(at)
			if info, err := os.Stat(at); err == nil {
				above = append(above, info)
			}
		}
	}
	return above
}

// within reports whether a folder is among these.
func within(above []os.FileInfo, folder string) bool {
	info, err := os.Stat(folder) // an empty name is absent too
	return err == nil && slices.ContainsFunc(above, func(a os.FileInfo) bool { return os.SameFile(a, info) })
}
