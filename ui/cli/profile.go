package cli

import (
	"fmt"
	"os"
	"runtime/pprof"

	"github.com/spf13/cobra"
)

// startProfile begins the profile that the hidden --cpuprofile asks for, for
// `go tool pprof`. It holds names of functions, none of the user's data. The
// file must be new, so that nothing is written over.
func (p *program) startProfile(c *cobra.Command) error {
	if !c.Flags().Changed("cpuprofile") {
		return nil
	}
	f, err := os.OpenFile(p.profile, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("--cpuprofile can't write %s: %w", p.profile, cause(err))
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		_ = f.Close()
		return fmt.Errorf("--cpuprofile: %w", err)
	}
	p.atExit = append(p.atExit, func() {
		pprof.StopCPUProfile()
		if err := f.Close(); err != nil {
			p.say("crumbs: --cpuprofile: %v", err)
		}
	})
	return nil
}
