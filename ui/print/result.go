package print

import (
	"bufio"
	"fmt"
	"io"

	"crumbs/cookies"
	"crumbs/cookies/jar"
)

type skipJSON struct {
	Store  string         `json:"store"`
	Reason cookies.Reason `json:"reason"`
	Count  int            `json:"count"`
}

type deletedJSON struct {
	Store   string `json:"store"`
	Deleted int    `json:"deleted"`
}

type restoredJSON struct {
	Store    string `json:"store"`
	Restored int    `json:"restored"`
}

// skips counts by store and reason: the words of a reason are not in the contract.
func skips(list []jar.Skip) []skipJSON {
	out := []skipJSON{}
	at := map[[2]string]int{}
	for _, s := range list {
		kind := [2]string{s.Store, string(s.Reason)}
		i, ok := at[kind]
		if !ok {
			i = len(out)
			at[kind] = i
			out = append(out, skipJSON{readable(s.Store), s.Reason, 0})
		}
		out[i].Count += s.Count
	}
	return out
}

// DeletedJSON writes the contract's object of what a deletion did, or with an
// empty ID would do.
func DeletedJSON(w io.Writer, r jar.Result) error {
	stores := []deletedJSON{}
	for _, s := range r.Stores {
		stores = append(stores, deletedJSON{readable(s.Store), s.Count})
	}
	return Object(w, struct {
		ID      string        `json:"id"`
		Deleted int           `json:"deleted"`
		Skipped []skipJSON    `json:"skipped"`
		Stores  []deletedJSON `json:"stores"`
	}{r.ID, r.Done, skips(r.Skipped), stores})
}

// RestoredJSON writes the contract's object of what an undo did.
func RestoredJSON(w io.Writer, r jar.Result) error {
	stores := []restoredJSON{}
	for _, s := range r.Stores {
		stores = append(stores, restoredJSON{readable(s.Store), s.Count})
	}
	return Object(w, struct {
		ID       string         `json:"id"`
		Restored int            `json:"restored"`
		Skipped  []skipJSON     `json:"skipped"`
		Stores   []restoredJSON `json:"stores"`
	}{r.ID, r.Done, skips(r.Skipped), stores})
}

// ResultText says for people what a deletion or an undo did; verb is "deleted"
// or "restored", names are what people call the stores, by path. What was skipped
// is not in it.
func ResultText(w io.Writer, r jar.Result, verb string, names map[string]string) error {
	b := bufio.NewWriter(w)
	stores := 0
	for _, s := range r.Stores {
		if s.Count > 0 {
			stores++
		}
	}
	if r.Done == 0 {
		_, _ = fmt.Fprintf(b, "Nothing was %s.\n", verb)
	} else {
		_, _ = fmt.Fprintf(b, "%s %s in %s.\n", capital(verb), Plural(r.Done, "cookie"), Plural(stores, "store"))
	}
	for _, s := range r.Stores {
		if s.Count == 0 || stores < 2 {
			continue
		}
		name := names[s.Store]
		if name == "" {
			name = cookies.Visible(s.Store)
		}
		_, _ = fmt.Fprintf(b, "%5d  %s\n", s.Count, name)
	}
	return b.Flush()
}

// SkipWords says in one sentence what was passed over in a store and why.
func SkipWords(s jar.Skip, name string) string {
	words := string(s.Reason)
	if s.Words != "" {
		words = cookies.Visible(s.Words)
	}
	return fmt.Sprintf("%s of %s skipped (%s): %s", Plural(s.Count, "cookie"), name, s.Reason, words)
}
