// Command crumbs shows what the browsers on this machine keep about their user,
// each site's cookies sorted by what they are for, and deletes them or brings
// them back.
package main

import (
	"os"

	"crumbs/ui/cli"
)

// version is set by the release build; otherwise the build says what it is.
var version = ""

func main() { os.Exit(cli.Run(os.Args[1:], version)) }
