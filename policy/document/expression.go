package document

import (
	"regexp"
	"sync"
)

// expression is a regular expression that is compiled at its first use. All of
// them together took a third of what `crumbs --version` took, and most runs read
// no document.
type expression struct{ compiled func() *regexp.Regexp }

// lazily gives the expression of a text that is known to be one.
func lazily(text string) expression {
	return expression{sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })}
}

// The methods are regexp's of the same names.

func (e expression) MatchString(s string) bool { return e.compiled().MatchString(s) }
func (e expression) ReplaceAllString(s, by string) string {
	return e.compiled().ReplaceAllString(s, by)
}
func (e expression) ReplaceAllStringFunc(s string, by func(string) string) string {
	return e.compiled().ReplaceAllStringFunc(s, by)
}
func (e expression) FindStringSubmatch(s string) []string { return e.compiled().FindStringSubmatch(s) }
func (e expression) FindStringSubmatchIndex(s string) []int {
	return e.compiled().FindStringSubmatchIndex(s)
}
func (e expression) FindStringIndex(s string) []int { return e.compiled().FindStringIndex(s) }
func (e expression) FindString(s string) string     { return e.compiled().FindString(s) }
func (e expression) FindAllStringSubmatchIndex(s string, n int) [][]int {
	return e.compiled().FindAllStringSubmatchIndex(s, n)
}
func (e expression) FindAllStringSubmatch(s string, n int) [][]string {
	return e.compiled().FindAllStringSubmatch(s, n)
}
func (e expression) FindAllStringIndex(s string, n int) [][]int {
	return e.compiled().FindAllStringIndex(s, n)
}
func (e expression) FindAllString(s string, n int) []string { return e.compiled().FindAllString(s, n) }
func (e expression) Split(s string, n int) []string         { return e.compiled().Split(s, n) }
