package cli

import (
	"fmt"
	"io"
	"os"
	"regexp"
	"runtime/debug"
	"time"

	mango "github.com/muesli/mango-cobra"
	"github.com/muesli/roff"
	"github.com/spf13/cobra"
)

// completion is `crumbs completion SHELL`.
func (p *program) completion() *cobra.Command {
	shells := []string{"bash", "zsh", "fish", "powershell"}
	c := &cobra.Command{Use: "completion SHELL", Short: "a script that completes commands and flags: bash, zsh, fish or powershell", ValidArgs: shells,
		Example: "# for this bash\nsource <(crumbs completion bash)\n" +
			"# for every fish\ncrumbs completion fish > ~/.config/fish/completions/crumbs.fish\n" +
			"# for every zsh, where a folder of your fpath is\ncrumbs completion zsh > ~/.zfunc/_crumbs"}
	c.RunE = p.does(1, 1, func(c *cobra.Command, args []string) error {
		write := map[string]func(io.Writer) error{
			"bash":       func(w io.Writer) error { return c.Root().GenBashCompletionV2(w, true) },
			"zsh":        c.Root().GenZshCompletion,
			"fish":       func(w io.Writer) error { return c.Root().GenFishCompletion(w, true) },
			"powershell": c.Root().GenPowerShellCompletionWithDesc,
		}[args[0]]
		if write == nil {
			return unknown("shell", args[0], shells)
		}
		return write(os.Stdout)
	})
	return c
}

// man is `crumbs man`.
func (p *program) man() *cobra.Command {
	c := &cobra.Command{Use: "man", Short: "the manual page, for man -l -",
		Example: "# read it\ncrumbs man | man -l -\n" +
			"# install it\ncrumbs man > ~/.local/share/man/man1/crumbs.1"}
	c.RunE = p.does(0, 0, func(c *cobra.Command, _ []string) error {
		page, err := mango.NewManPage(1, c.Root())
		if err != nil {
			return err
		}
		// mango writes two dashes before short flags too.
		text := regexp.MustCompile(`\\fB--([a-z]) --`).ReplaceAllString(page.Build(dated{roff.NewDocument()}), `\fB-$1 --`)
		_, err = fmt.Fprint(os.Stdout, text)
		return err
	})
	return c
}

// dated is a page of the manual with the date of the program, not of today: one
// program always prints the same page.
type dated struct{ *roff.Document }

// Heading writes the head of the page.
func (d dated) Heading(section uint, title, description string, today time.Time) {
	d.Document.Heading(section, title, description, committed(today))
}

// committed gives the time of the commit that the program was built from, or other
// where the build did not record it.
func committed(other time.Time) time.Time {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if t, err := time.Parse(time.RFC3339, s.Value); s.Key == "vcs.time" && err == nil {
				return t
			}
		}
	}
	return other
}

// help is `crumbs help [COMMAND]`.
func (p *program) help() *cobra.Command {
	c := &cobra.Command{Use: "help [COMMAND]", Short: "help on a command",
		Example: "# all commands\ncrumbs help\n" +
			"# one of them\ncrumbs help policy add"}
	c.RunE = p.does(0, -1, func(c *cobra.Command, args []string) error {
		at := c.Root()
		for _, word := range args {
			var below *cobra.Command
			for _, sub := range at.Commands() {
				if sub.Name() == word {
					below = sub
				}
			}
			if below == nil {
				return unknown("command", word, names(at))
			}
			at = below
		}
		at.InitDefaultHelpFlag()
		return at.Help()
	})
	return c
}
