package exchange

import (
	"strings"
	"testing"
	"time"
)

// TestCSVEscapes: what CSV shows as an escape was another character, and no
// cookie is made of the escape; what sites write themselves is text.
func TestCSVEscapes(t *testing.T) {
	for text, taken := range map[string]bool{
		`c1\x9bx`: false, `\x1b]0;pwned`: false, `a\xff`: false, `a\u202eb`: false, `\U000e0041`: false, `é\x7f`: false,
		`c1\x41x`: true, `\u003cb\u003e`: true, `C:\users`: true, `a\\b`: true, `\x4`: true, `\u00e9`: true,
	} {
		for _, column := range []string{"name", "value"} {
			name, value := "n", text
			if column == "name" {
				name, value = text, "v"
			}
			c, err := Read(strings.NewReader("name,value,domain,path\n"+name+","+value+",shop.test,/\n"), Options{Format: CSV, Now: time.Unix(1_900_000_000, 0)})
			if err != nil {
				t.Fatal(err)
			}
			ok := len(c.Items) == 1
			if ok != taken || !ok && !strings.Contains(c.Refused[0].Why, "a character that CSV can't hold") {
				t.Errorf("%s %s: taken %v, refused %v", column, text, ok, c.Refused)
			}
		}
	}
}
