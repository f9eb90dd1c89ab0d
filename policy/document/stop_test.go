package document

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
)

// expiring is a context that ends after it was asked a number of times.
type expiring struct {
	context.Context
	left int
}

func (e *expiring) Err() error {
	if e.left--; e.left < 0 {
		return context.Canceled
	}
	return nil
}

// A reading stops when its context ends, at the line or the block at which it is.
func TestStops(t *testing.T) {
	pdf, err := os.ReadFile("testdata/pdf/harbour.pdf")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"text":   "# Cookies\n\n" + strings.Repeat("- ck_a: counts visits, 2 days\n\nand more\n\n", 100),
		"page":   "<html><body><h1>Cookies</h1>" + strings.Repeat("<p>The cookie ck_a counts visits", 100),
		"commas": "Cookie,Purpose,Expiry\n" + strings.Repeat("ck_a,counts visits,2 days\n", 100),
		"PDF":    string(pdf),
	} {
		ask := &expiring{t.Context(), 1 << 30}
		if _, err := Parse(ask, strings.NewReader(text)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		asked := 1<<30 - ask.left
		for _, after := range []int{0, asked / 2, asked - 1} {
			ask = &expiring{t.Context(), after}
			p, err := Parse(ask, strings.NewReader(text))
			if !errors.Is(err, context.Canceled) || len(p.Cookies) > 0 || ask.left < -1 {
				t.Errorf("%s, ended when it was asked the %d. of %d times: %d cookies, %v", name, after+1, asked, len(p.Cookies), err)
			}
		}
	}
}
