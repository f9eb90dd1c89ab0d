package document

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"
)

// What is no document is refused with a sentence that says what it is and what
// to do.
func TestRefused(t *testing.T) {
	for name, c := range map[string]struct {
		r    io.Reader
		want string
	}{
		"zero bytes": {strings.NewReader("| Name |\x00\x01\x02"), "byte 9 is zero"},
		"noise":      {strings.NewReader(strings.Repeat("a\x01\x02\x7f", 100)), "byte 2 is 0x01"},
		"PDF":        {strings.NewReader("%PDF-1.7\n..."), "pdftotext"},
		"Word":       {strings.NewReader("PK\x03\x04..."), "plain text"},
		"huge":       {io.LimitReader(forever('x'), 50<<20), "larger than 16 MB"},
		"long text":  {strings.NewReader(strings.Repeat("cookies and more\n", 200_000)), "more than 1 MB of text"},
		"long page":  {strings.NewReader("<html>" + strings.Repeat("<p>cookies and more", 200_000)), "more than 1 MB of text"},
		"unreadable": {iotest.ErrReader(errors.New("the disk is gone")), "the disk is gone"},
	} {
		if _, err := Parse(t.Context(), c.r); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

type forever byte

func (f forever) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = byte(f)
	}
	return len(b), nil
}

// A document in which nothing is found is no error.
func TestNothing(t *testing.T) {
	for _, s := range []string{"", "\n\n", "Hello.", "<html></html>", "| a |\n|---|\n", "{}", "[1, 2]", "\ufeff"} {
		if p, err := Parse(t.Context(), strings.NewReader(s)); err != nil || len(p.Cookies) != 0 {
			t.Errorf("%q gives %v, %v", s, p.Cookies, err)
		}
	}
}

// Whatever bytes it is written in, the text is the same.
func TestEncodings(t *testing.T) {
	const text = "# Cookies für Gäste\r\n\r\n| Name | Zweck |\r\n|---|---|\r\n| _gäste_nein | x |\r\n| gast_sid | Für Gäste |\r\n"
	latin := []byte(strings.NewReplacer("ä", "\xe4", "ü", "\xfc").Replace(text))
	var little, big bytes.Buffer
	little.WriteString("\xff\xfe")
	big.WriteString("\xfe\xff")
	for _, u := range utf16.Encode([]rune(text)) {
		little.Write([]byte{byte(u), byte(u >> 8)})
		big.Write([]byte{byte(u >> 8), byte(u)})
	}
	for name, b := range map[string][]byte{"UTF-8": []byte(text), "with a mark": []byte("\ufeff" + text), "Windows-1252": latin, "UTF-16": little.Bytes(), "UTF-16, big": big.Bytes(),
		"old Macintosh lines": []byte(strings.ReplaceAll(text, "\r\n", "\r"))} {
		p, err := Parse(t.Context(), bytes.NewReader(b))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if len(p.Cookies) != 1 || p.Cookies[0].Name != "gast_sid" || p.Cookies[0].Purpose != "Für Gäste" || p.Title != "Cookies für Gäste" {
			t.Errorf("%s: %q, %+v", name, p.Title, p.Cookies)
		}
	}
}
