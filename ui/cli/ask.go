package cli

import (
	"bufio"
	"context"
	"io"
	"os"
	"strings"

	"github.com/charmbracelet/x/term"
)

// canAsk reports whether there is somebody to ask.
func canAsk() bool { return term.IsTerminal(os.Stdin.Fd()) && term.IsTerminal(os.Stderr.Fd()) }

// ask asks a question on the terminal. Only y and yes are yes; what was typed or pasted
// before the question stood there is no answer to it.
func (p *program) ask(ctx context.Context, question string) (bool, error) {
	if !canAsk() {
		return false, usage("there is no terminal to ask on: add --yes")
	}
	dropTyped(os.Stdin)
	_, _ = io.WriteString(os.Stderr, question+" y does it, all else does not: ")
	answer, err := waitFor(ctx, func() (string, error) {
		line, err := bufio.NewReader(os.Stdin).ReadString('\n')
		if err == io.EOF {
			err = nil // ctrl+d is no
		}
		return line, err
	})
	if err != nil {
		return false, err
	}
	answer = strings.ToLower(strings.TrimSpace(answer))
	return answer == "y" || answer == "yes", nil
}

// waitFor does what may wait for ever, such as reading from a terminal, until
// ctx ends. Then it is left behind, for the program ends too.
func waitFor[T any](ctx context.Context, do func() (T, error)) (T, error) {
	type answer struct {
		v   T
		err error
	}
	c := make(chan answer, 1)
	go func() {
		v, err := do()
		c <- answer{v, err}
	}()
	select {
	case a := <-c:
		return a.v, a.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}
