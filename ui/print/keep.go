package print

import (
	"io"

	"crumbs/cookies/keep"
)

type patternJSON struct {
	Pattern string    `json:"pattern"`
	Kind    keep.Kind `json:"kind"`
}

// KeepJSON writes the patterns of the keep list as an array.
func KeepJSON(w io.Writer, ps []keep.Pattern) error {
	out := []patternJSON{}
	for _, p := range ps {
		out = append(out, patternJSON{p.String(), p.Kind()})
	}
	return Object(w, out)
}
