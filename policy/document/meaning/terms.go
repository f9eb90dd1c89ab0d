package meaning

import (
	"slices"
	"strings"

	"crumbs/policy/document/lazyregexp"
	"crumbs/policy/document/lifetime"
	"crumbs/policy/document/words"
)

// terms cuts a record's text into sentences and at the dashes between the cells of
// what could be a row: "Third-party – 1 year – Prevents fraud".
func terms(text []string) []string {
	var out []string
	for _, s := range words.Sentences(strings.Join(text, "\n")) {
		parts := dashed.Split(s, 8)
		if cells := commaCells(s); cells != nil {
			parts = cells
		}
		out = append(out, parts...)
	}
	return out
}

// commaCells gives, from the last, the parts of a text that commas cut into what
// could be the cells of a row, one of them a lifetime; nil if they don't:
// "Mill, 3 months, marketing".
func commaCells(s string) []string {
	parts := strings.Split(strings.TrimRight(s, "."), ", ")
	if len(parts) < 3 || len(parts) > 6 {
		return nil
	}
	lives := false
	for _, p := range parts {
		if len(words.Of(p)) > 4 {
			return nil
		}
		lives = lives || lifetime.Like(p)
	}
	if !lives {
		return nil
	}
	slices.Reverse(parts)
	return parts
}

var dashed = lazyregexp.New(`\s[-–—|·]\s|;\s`)
