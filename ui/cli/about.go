package cli

import (
	"fmt"
	"io"
	"os"
	"regexp"

	mango "github.com/muesli/mango-cobra"
	"github.com/muesli/roff"
	"github.com/spf13/cobra"
)

// completion is `crumbs completion SHELL`.
func (p *program) completion() *cobra.Command {
	shells := []string{"bash", "zsh", "fish", "powershell"}
	c := &cobra.Command{Use: "completion SHELL", Short: "a script that completes commands and flags: bash, zsh, fish or powershell", ValidArgs: shells}
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
	c := &cobra.Command{Use: "man", Short: "the manual page, for man -l -"}
	c.RunE = p.does(0, 0, func(c *cobra.Command, _ []string) error {
		page, err := mango.NewManPage(1, c.Root())
		if err != nil {
			return err
		}
		// mango writes two dashes before short flags too.
		text := regexp.MustCompile(`\\fB--([a-z]) --`).ReplaceAllString(page.Build(roff.NewDocument()), `\fB-$1 --`)
		_, err = fmt.Fprint(os.Stdout, text)
		return err
	})
	return c
}

// help is `crumbs help [COMMAND]`.
func (p *program) help() *cobra.Command {
	c := &cobra.Command{Use: "help [COMMAND]", Short: "help on a command"}
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
