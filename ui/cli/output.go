package cli

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"crumbs/cookies/private"
	"crumbs/policy/audit"
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
	return output(path, func(w io.Writer) error { return print.Audit(w, r, format, terminalOf(path)) })
}

// output writes to a file, whole or not at all and for nobody else to read, or
// to standard output if no file is named.
func output(to string, write func(io.Writer) error) error {
	if to == "" || to == "-" {
		return write(os.Stdout)
	}
	if err := writable(to); err != nil {
		return err
	}
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	_ = private.Sweep(to) // what a killed run left of it; what can't be removed stays
	return private.WriteFile(to, b.Bytes())
}

// terminalOf describes where a table goes: a file is no terminal.
func terminalOf(to string) print.Terminal {
	if to == "" || to == "-" {
		return stdout()
	}
	return print.Terminal{}
}

// writable reports what would keep a file from being written, as far as that
// shows before.
func writable(to string) error {
	if info, err := os.Stat(to); err == nil && info.IsDir() {
		return fmt.Errorf("%s can't be written: it is a folder", to)
	}
	if info, err := os.Stat(filepath.Dir(to)); err != nil || !info.IsDir() {
		return fmt.Errorf("%s can't be written: there is no folder %s", to, filepath.Dir(to))
	}
	return nil
}
