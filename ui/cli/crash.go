package cli

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"crumbs/cookies/demo"
	"crumbs/cookies/private"
	"crumbs/ui"
)

// reported gives the error of the screen; of a crash it writes the report first
// and says where. What happens on a demo that goes with the program is written
// to standard error: its state folder goes too.
func (p *program) reported(err error) error {
	var crash *ui.Crash
	if !errors.As(err, &crash) {
		return err
	}
	p.log.Error("crashed")
	report := fmt.Sprintf("crumbs %s crashed. This report holds no name, host, value or path of yours.\n\n%s", p.version, crash.Report)
	state := stateFolder()
	if p.demo.on {
		state = ""
		if !p.demo.passing() {
			state = demo.State(p.made)
		}
	}
	if state != "" {
		path, werr := writeReport(state, report, time.Now())
		if werr == nil {
			return fmt.Errorf("%w: the report is %s, and holds nothing of what is stored", crash, path)
		}
		p.say("crumbs: the report can't be kept: %v", werr)
	}
	for line := range strings.Lines(report) {
		p.say("%s", strings.TrimSuffix(line, "\n"))
	}
	return fmt.Errorf("%w: the report is above, and holds nothing of what is stored", crash)
}

// writeReport writes a report into the state folder and gives its path.
func writeReport(state, report string, now time.Time) (string, error) {
	if err := private.Folder(state); err != nil {
		return "", err
	}
	path := filepath.Join(state, "crash-"+now.UTC().Format("20060102-150405")+".txt")
	return path, private.WriteFile(path, []byte(report))
}
