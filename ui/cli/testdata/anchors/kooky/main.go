// Command kooky reads a store of Chromium with the kooky library and nothing
// else.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/browserutils/kooky/browser/chrome"
)

func main() {
	list, err := chrome.ReadCookies(context.Background(), os.Args[1])
	if err != nil {
		panic(err)
	}
	fmt.Println(len(list))
}
