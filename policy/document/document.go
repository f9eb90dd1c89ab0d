// Package document reads cookie policies as people have them: web pages,
// Markdown, text copied from a page or taken from a PDF.
//
// A document goes one way through the packages below, which know nothing of it. Formats
// that are for programs are read by settings and script. Any other becomes a list of
// blocks: a page by markup, a text by layout, after pages has brought it out of a PDF.
// Meaning makes a policy of the blocks, whatever they came from; grouping, platform, told
// and denial each answer it one question. The words that all go by are in words,
// purpose, lifetime, column, shape and names.
package document

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"crumbs/policy"
	"crumbs/policy/document/block"
	"crumbs/policy/document/layout"
	"crumbs/policy/document/markdown"
	"crumbs/policy/document/markup"
	"crumbs/policy/document/meaning"
	"crumbs/policy/document/pages"
	"crumbs/policy/document/settings"
)

// maxDocument is more than any policy: a page saved with its pictures fits, a
// disk image does not.
const maxDocument = 16 << 20

// Parse reads a policy document and gives what it declares, in the contract's
// form; each declaration says from which place it comes. It is [Read] for those
// who want the policy alone.
func Parse(ctx context.Context, r io.Reader) (policy.Policy, error) {
	got, err := Read(ctx, r)
	return got.Policy, err
}

// Read reads a policy document, one for people or one for programs. The format
// is found from the content. A document in which nothing is found gives a policy
// without cookies and no error. The error of what is no document, binary, damaged
// or too large, says what it is, where, and what to do. A document for people is
// read block by block: a context that ends stops it, and its error is the error.
func Read(ctx context.Context, r io.Reader) (settings.Reading, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxDocument+1))
	if err != nil {
		return settings.Reading{}, fmt.Errorf("the document can't be read: %w", err)
	}
	if len(b) > maxDocument {
		return settings.Reading{}, fmt.Errorf("it is larger than %d MB: no cookie policy is; give the page or the text alone", maxDocument>>20)
	}
	if pages.Is(b) {
		return readPDF(ctx, b)
	}
	text, err := decode(b)
	if err != nil {
		return settings.Reading{}, err
	}
	// Formats that machines write are read here, before those for people.
	if got, ok, err := settings.Own(text); ok || err != nil {
		return got, err
	}
	if got, ok, err := settings.Declared(text, cells{}); ok || err != nil {
		return got, err
	}
	if got, ok, err := values(ctx, text); ok || err != nil {
		return got, err
	}
	blocks, pg, err := blocksOf(ctx, text)
	if err != nil {
		return settings.Reading{}, err
	}
	read, err := meaning.Of(ctx, blocks, pg)
	if err != nil {
		return settings.Reading{}, err
	}
	got := settings.Reading{Policy: read}
	if len(got.Cookies) == 0 && markup.Is(text) {
		if inside := settings.Scripts(text, cells{}); inside.Format != "" {
			inside.Title, inside.Language, inside.Platform = got.Title, cmp.Or(got.Language, inside.Language), got.Platform
			return inside, nil
		}
	}
	return got, nil
}

// blocksOf reads a text in whatever format it is for people.
func blocksOf(ctx context.Context, text string) ([]block.Block, block.Page, error) {
	tooLong := fmt.Errorf("it has more than %d MB of text: no cookie policy has; give the part about cookies alone", block.MaxText>>20)
	if markup.Is(text) {
		m := &markup.Reader{}
		m.Read([]byte(text), 1)
		if m.Full() {
			return nil, block.Page{}, tooLong
		}
		return m.Finish(), m.Page, nil
	}
	if len(text) > block.MaxText {
		return nil, block.Page{}, tooLong
	}
	head, body, line := markdown.Front(text)
	blocks, page, err := layout.Read(ctx, body, line, markdown.Marked(text))
	if err != nil {
		return nil, block.Page{}, err
	}
	page.Title = cmp.Or(page.Title, head.Title)
	page.About = head.About
	page.Lang = cmp.Or(page.Lang, head.Lang)
	return blocks, page, nil
}

// decode gives the text in UTF-8. It refuses what is no text.
func decode(b []byte) (string, error) {
	switch {
	case bytes.HasPrefix(b, []byte("PK\x03\x04")):
		return "", errors.New("it is a packed file (a Word or OpenDocument text?): save it as plain text or as a web page and read that")
	case bytes.HasPrefix(b, []byte{0xff, 0xfe}), bytes.HasPrefix(b, []byte{0xfe, 0xff}):
		b = fromUTF16(b)
	}
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	if i := bytes.IndexByte(b, 0); i >= 0 {
		return "", fmt.Errorf("it is no text: byte %d is zero; give a page, a Markdown file or plain text", i+1)
	}
	controls, first := 0, -1
	for i, c := range b {
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\v' && c != 0x1b {
			if controls++; first < 0 {
				first = i
			}
		}
	}
	if controls > 8 && controls > len(b)/100 {
		return "", fmt.Errorf("it is no text: byte %d is 0x%02x, and there are %d more of the kind; give a page, a Markdown file or plain text", first+1, b[first], controls-1)
	}
	if !utf8.Valid(b) {
		// Old pages are in Windows' Latin alphabet, which knows every byte.
		wide, err := charmap.Windows1252.NewDecoder().Bytes(b)
		if err != nil {
			return "", fmt.Errorf("it is no text in UTF-8: %w", err)
		}
		b = wide
	}
	s := strings.NewReplacer("\r\n", "\n", "\r", "\n", "\f", "\n\n", "\u2028", "\n", "\u2029", "\n", "\u00a0", " ").Replace(string(b))
	return s, nil
}

func fromUTF16(b []byte) []byte {
	big := b[0] == 0xfe
	u := make([]uint16, 0, len(b)/2)
	for i := 2; i+1 < len(b); i += 2 {
		if big {
			u = append(u, uint16(b[i])<<8|uint16(b[i+1]))
		} else {
			u = append(u, uint16(b[i+1])<<8|uint16(b[i]))
		}
	}
	return []byte(string(utf16.Decode(u)))
}
