// Package lazyregexp has regular expressions that cost nothing until they are
// used: the readers of documents have a hundred of them, and most runs of the
// program read no document. Compiled at the start they took a third of what
// `crumbs --version` took.
package lazyregexp

import (
	"regexp"
	"sync"
)

// Regexp is a regular expression that is compiled at its first use, once. It may
// be used by several goroutines. Its methods are regexp's of the same names.
type Regexp struct{ compiled func() *regexp.Regexp }

// New gives the expression of a text that is known to be one: the first use of
// any other panics.
func New(text string) Regexp {
	return Regexp{sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })}
}

func (r Regexp) MatchString(s string) bool { return r.compiled().MatchString(s) }
func (r Regexp) ReplaceAllString(s, by string) string {
	return r.compiled().ReplaceAllString(s, by)
}
func (r Regexp) ReplaceAllStringFunc(s string, by func(string) string) string {
	return r.compiled().ReplaceAllStringFunc(s, by)
}
func (r Regexp) FindStringSubmatch(s string) []string { return r.compiled().FindStringSubmatch(s) }
func (r Regexp) FindStringSubmatchIndex(s string) []int {
	return r.compiled().FindStringSubmatchIndex(s)
}
func (r Regexp) FindStringIndex(s string) []int { return r.compiled().FindStringIndex(s) }
func (r Regexp) FindString(s string) string     { return r.compiled().FindString(s) }
func (r Regexp) FindAllStringSubmatchIndex(s string, n int) [][]int {
	return r.compiled().FindAllStringSubmatchIndex(s, n)
}
func (r Regexp) FindAllStringSubmatch(s string, n int) [][]string {
	return r.compiled().FindAllStringSubmatch(s, n)
}
func (r Regexp) FindAllStringIndex(s string, n int) [][]int {
	return r.compiled().FindAllStringIndex(s, n)
}
func (r Regexp) FindAllString(s string, n int) []string { return r.compiled().FindAllString(s, n) }
func (r Regexp) Split(s string, n int) []string         { return r.compiled().Split(s, n) }
