package cli

import (
	"bytes"
	"fmt"
	"os"

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
	var b bytes.Buffer
	if err := print.Audit(&b, r, format, print.Terminal{}); err != nil {
		return err
	}
	return private.WriteFile(path, b.Bytes())
}
