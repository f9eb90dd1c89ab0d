package devtools

import (
	"errors"
	"fmt"

	"crumbs/cookies"
)

// What comes of a cookie, and what a person can do about it.

func goneAlready() Outcome {
	return Outcome{Reason: cookies.ReasonChanged, Words: "the running browser no longer has it"}
}

func otherNow() Outcome {
	return Outcome{Reason: cookies.ReasonChanged, Words: "its site has set it again since the browser last wrote its store: try again in half a minute"}
}

func tooMuch(more int) Outcome {
	return Outcome{Reason: cookies.ReasonInUse, Words: fmt.Sprintf(
		"the running browser can't delete it alone, it would take %d more of the same name, host and path in other partitions, containers or ports: close it and try again", more)}
}

func stillThere(err error) Outcome {
	words := "the running browser was told to delete it and still has it: close it and try again"
	if err != nil {
		words = fmt.Sprintf("the running browser did not delete it (%v): close it and try again", err)
	}
	return Outcome{Reason: cookies.ReasonInUse, Words: words}
}

func unknown(err error) Outcome {
	return Outcome{Reason: cookies.ReasonUnreadable, Unknown: true, Words: fmt.Sprintf(
		"the browser went silent, and what became of it is known when it has closed (%v)", err)}
}

func newer() Outcome {
	return Outcome{Reason: cookies.ReasonNewer, Words: "its site has set it again since, and the newer one stays"}
}

func notText() Outcome {
	return Outcome{Reason: cookies.ReasonUnreadable, Words: "it holds bytes that a running browser can't be told: close it, then undo brings it back"}
}

func notTaken(err error) Outcome {
	if r := (*refusal)(nil); errors.As(err, &r) {
		err = nil // its words may hold the value
	}
	words := "the running browser did not take it: close it, then undo brings it back"
	if err != nil {
		words = fmt.Sprintf("the running browser did not take it (%v): close it, then undo brings it back", err)
	}
	return Outcome{Reason: cookies.ReasonInUse, Words: words}
}
