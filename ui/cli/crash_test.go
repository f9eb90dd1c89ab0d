package cli

import (
	"context"

	"crumbs/cookies"
	"crumbs/cookies/jar"
	"crumbs/ui"
)

// breaking makes a screen break when its stores are read.
func breaking(c *ui.Config) { c.Jar = broken{c.Jar} }

type broken struct{ ui.Jar }

func (broken) Load(context.Context, []*cookies.Store, func(jar.Contents)) {
	panic("sekret of bank.example")
}
