package lazyregexp

import (
	"reflect"
	"regexp"
	"strings"
	"sync"
	"testing"
)

// What is asked of an expression is what regexp answers.
func TestAnswers(t *testing.T) {
	const text = `(\d+)\s*(sacks?)`
	lazy, plain := New(text), regexp.MustCompile(text)
	for _, s := range []string{"", "no grain", "3 sacks", "1 sack, 20sacks and 5 sacks of rye"} {
		for name, c := range map[string][2]any{
			"MatchString":                {lazy.MatchString(s), plain.MatchString(s)},
			"ReplaceAllString":           {lazy.ReplaceAllString(s, "$2 $1"), plain.ReplaceAllString(s, "$2 $1")},
			"ReplaceAllStringFunc":       {lazy.ReplaceAllStringFunc(s, strings.ToUpper), plain.ReplaceAllStringFunc(s, strings.ToUpper)},
			"FindString":                 {lazy.FindString(s), plain.FindString(s)},
			"FindStringIndex":            {lazy.FindStringIndex(s), plain.FindStringIndex(s)},
			"FindStringSubmatch":         {lazy.FindStringSubmatch(s), plain.FindStringSubmatch(s)},
			"FindStringSubmatchIndex":    {lazy.FindStringSubmatchIndex(s), plain.FindStringSubmatchIndex(s)},
			"FindAllString":              {lazy.FindAllString(s, 2), plain.FindAllString(s, 2)},
			"FindAllStringIndex":         {lazy.FindAllStringIndex(s, -1), plain.FindAllStringIndex(s, -1)},
			"FindAllStringSubmatch":      {lazy.FindAllStringSubmatch(s, 2), plain.FindAllStringSubmatch(s, 2)},
			"FindAllStringSubmatchIndex": {lazy.FindAllStringSubmatchIndex(s, 1), plain.FindAllStringSubmatchIndex(s, 1)},
			"Split":                      {lazy.Split(s, -1), plain.Split(s, -1)},
		} {
			if !reflect.DeepEqual(c[0], c[1]) {
				t.Errorf("%s of %q is %v, want %v", name, s, c[0], c[1])
			}
		}
	}
}

// Nothing is compiled before the first use, and only one thing after it, whoever asks.
func TestCompiledOnce(t *testing.T) {
	broken := New(`(`) // made without a word
	func() {
		defer func() {
			if recover() == nil {
				t.Error("an expression that is none is used")
			}
		}()
		broken.MatchString("")
	}()
	lazy := New(`^mill_\w+$`)
	const users = 8
	var seen [users]*regexp.Regexp
	var wait sync.WaitGroup
	for i := range users {
		wait.Go(func() {
			copied := lazy // they are handed on by value
			if !copied.MatchString("mill_id") || copied.MatchString("mill") {
				t.Error("a wrong answer")
			}
			seen[i] = copied.compiled()
		})
	}
	wait.Wait()
	for _, re := range seen {
		if re == nil || re != seen[0] {
			t.Fatal("compiled more than once")
		}
	}
}
