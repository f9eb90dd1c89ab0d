package cli

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"crumbs/ui/print"
)

// root is the command tree.
func (p *program) root() *cobra.Command {
	var stores []string
	root := &cobra.Command{
		Use:   "crumbs [SITE]",
		Short: "See the cookies of your browsers by what they are for; delete them, and undo it",
		Long: "crumbs shows what the browsers on this machine keep about you: each site's cookies, sorted by what they are for.\n" +
			"Inspect them, delete them, and have them back. Without a command it opens the screen, on one SITE if you name it.",
		Example: "# look around without touching anything of yours\ncrumbs --demo\n" +
			"# one site, then only what it does not need\ncrumbs github.com\ncrumbs clear github.com --dry-run",
		RunE: p.does(0, -1, func(c *cobra.Command, args []string) error { return p.screen(c, stores, args) }),
	}
	root.PersistentFlags().Var(&p.demo, "demo", "on demo stores instead of yours: temporary ones, or kept with --demo=DIR")
	root.PersistentFlags().Lookup("demo").NoOptDefVal = temporary
	root.PersistentFlags().BoolVarP(&p.verbose, "verbose", "v", false, "say more on standard error")
	root.PersistentFlags().StringVar(&p.debug, "debug", "", "append to this file what is done: counts, states and times, no name and no value of a cookie")
	root.PersistentFlags().StringVar(&p.profile, "cpuprofile", "", "write a profile of the processor's work to this new file")
	_ = root.PersistentFlags().MarkHidden("cpuprofile") // it is there
	addStore(root.Flags(), &stores)
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		p.command = c.CommandPath()
		p.err = flagError(c, err)
		return nil
	})
	root.AddCommand(p.stores(), p.list(), p.stats(), p.show(), p.delete(), p.clear(), p.undo(), p.history(), p.audit(), p.watch(), p.policy(), p.keep(), p.export(), p.import1(),
		p.completion(), p.man())
	root.SetHelpCommand(p.help())
	p.completes(root)
	for _, c := range commands(root) {
		c.Args = cobra.ArbitraryArgs // each counts its own, in our words
	}
	return root
}

// commands gives a command and all below it.
func commands(c *cobra.Command) []*cobra.Command {
	out := []*cobra.Command{c}
	for _, sub := range c.Commands() {
		out = append(out, commands(sub)...)
	}
	return out
}

// does makes a deed what a command runs: from least to most arguments, -1 for
// any number. How it ended is kept for the end of the program.
func (p *program) does(least, most int, deed func(*cobra.Command, []string) error) func(*cobra.Command, []string) error {
	return func(c *cobra.Command, args []string) error {
		p.command = c.CommandPath()
		switch {
		case len(args) < least:
			p.err = usage("%s needs %s", p.command, strings.TrimPrefix(c.Use, c.Name()+" "))
		case most >= 0 && len(args) > most && c.HasAvailableSubCommands():
			p.err = unknown("command", args[0], names(c))
		case most == 0 && len(args) > 0:
			p.err = usage("%s takes no argument, and %q is one", p.command, args[0])
		case most >= 0 && len(args) > most:
			p.err = usage("%s takes only %s: %q is too many", p.command, strings.TrimPrefix(c.Use, c.Name()+" "), args[most])
		default:
			if p.err = errors.Join(p.startLog(c), p.startProfile(c)); p.err == nil {
				p.err = deed(c, args)
			}
		}
		return nil
	}
}

// names gives the commands below one.
func names(c *cobra.Command) []string {
	var out []string
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() || sub.Name() == "help" {
			out = append(out, sub.Name())
		}
	}
	return out
}

// flagError says of a flag that can't be used what would be right.
func flagError(c *cobra.Command, err error) error {
	var no *pflag.NotExistError
	var bad *pflag.InvalidValueError
	var bare *pflag.ValueRequiredError
	switch {
	case errors.As(err, &no) && no.GetSpecifiedShortnames() != "":
		return usage("unknown flag -%s", no.GetSpecifiedName())
	case errors.As(err, &no):
		return unknownFlag(c, no.GetSpecifiedName())
	case errors.As(err, &bad) && bad.GetFlag().Value.Type() == "bool":
		return usage("--%s can't be %q: it stands alone, or is true or false", bad.GetFlag().Name, bad.GetValue())
	case errors.As(err, &bad) && bad.GetFlag().Name == "for":
		return usage("--for can't be %q: it takes a time such as 90s, 5m or 1h", bad.GetValue())
	case errors.As(err, &bad):
		return usage("--%s can't be %q: %w", bad.GetFlag().Name, bad.GetValue(), bad.Unwrap())
	case errors.As(err, &bare):
		return usage("--%s needs a value", bare.GetSpecifiedName())
	}
	return usage("%w", err)
}

// unknownFlag names the flag that was probably meant, or the command that has
// the one that was typed.
func unknownFlag(c *cobra.Command, name string) error {
	var have []string
	for _, other := range c.Root().Commands() {
		if other != c && other.Flags().Lookup(name) != nil {
			have = append(have, other.Name())
		}
	}
	if len(have) > 0 {
		return usage("%s has no flag --%s; it is one of %s", c.CommandPath(), name, strings.Join(have, ", "))
	}
	var flags []string
	c.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			flags = append(flags, f.Name)
		}
	})
	if meant := print.Meant(name, flags, 1); len(meant) > 0 {
		return usage("unknown flag --%s: did you mean --%s?", name, meant[0])
	}
	return usage("unknown flag --%s", name)
}
