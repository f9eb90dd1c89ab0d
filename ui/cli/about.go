package cli

import (
	"io"
	"os"
	"time"

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
		return manual(os.Stdout, c.Root(), committed(time.Now()))
	})
	return c
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
