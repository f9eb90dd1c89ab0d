package pages

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// file makes a PDF file of objects, with the catalogue as the first of them.
func file(trailer string, objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var at []int
	for i, o := range objects {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, x := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", x)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, trailer, xref)
	return b.Bytes()
}

// drawn makes a file of one page.
func drawn(content string) []byte {
	return file("", "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(content), content),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /FirstChar 32 /LastChar 126 /Widths ["+strings.Repeat("600 ", 95)+"] >>")
}

func text(lines []Line) string {
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(strings.TrimRight(l.Text, " ") + "\n")
	}
	return strings.TrimRight(b.String(), "\n")
}

func TestLayout(t *testing.T) {
	for name, c := range map[string]struct{ content, want string }{
		"columns": {"BT /F1 10 Tf 50 700 Td (Name) Tj 100 0 Td (Purpose) Tj -100 -12 Td (sid) Tj 100 0 Td (Keeps it) Tj ET",
			"Name            Purpose\nsid             Keeps it"},
		"spaces by moving": {"BT /F1 10 Tf 50 700 Td [(Keeps) -250 (it) 30 (self)] TJ ET", "Keeps itself"},
		"quotation marks":  {"BT /F1 10 Tf 12 TL 50 700 Td (one) Tj (two) ' 0 0 (three) \" T* (four) Tj ET", "one\ntwo\nthree\nfour"},
		"a gap":            {"BT /F1 10 Tf 50 700 Td (one) Tj 0 -30 Td (two) Tj ET", "one\n\ntwo"},
		"any order":        {"BT /F1 10 Tf 50 680 Td (two) Tj 0 12 Td (one) Tj ET", "one\ntwo"},
		"moved":            {"q 2 0 0 2 0 0 cm BT /F1 5 Tf 1 0 0 1 25 350 Tm (a) Tj 50 0 Td (b) Tj ET Q BT /F1 10 Tf 50 688 Td (c) Tj ET", "a               b\nc"},
		"upright":          {"BT /F1 10 Tf 50 700 Td (one) Tj ET BT /F1 10 Tf 0 1 -1 0 20 100 Tm (margin) Tj ET", "one"},
		"bold by twice":    {"BT /F1 10 Tf 50 700 Td (sid) Tj ET BT /F1 10 Tf 50.2 700 Td (sid) Tj ET", "sid"},
		"middle of rows":   {"BT /F1 10 Tf 50 700 Td (Keeps what) Tj 0 -11 Td (you chose) Tj 100 5.5 Td (sid) Tj ET", "Keeps what      sid\nyou chose"},
	} {
		lines, err := Read(drawn(c.content))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := text(lines); got != c.want {
			t.Errorf("%s:\n%s\nwant:\n%s", name, got, c.want)
		}
	}
}

func TestRefused(t *testing.T) {
	whole := drawn("BT /F1 10 Tf 50 700 Td (one) Tj ET")
	encrypted := file("/Encrypt << /Filter /Standard /V 5 /R 6 /Length 256 >> /ID [(a) (b)]", "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>")
	for name, c := range map[string]struct {
		b    []byte
		want string
	}{
		"cut":       {whole[:len(whole)/2], "damaged"},
		"a head":    {[]byte("%PDF-1.7\n..."), "damaged"},
		"a circle":  {file("", "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"), "circles"},
		"encrypted": {encrypted, "password"},
		"a picture": {drawn("0 0 100 100 re f"), "OCR"},
		"pages":     {file("", "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids ["+strings.Repeat("3 0 R ", 1000)+"] /Count 1000 >>", "<< /Type /Page >>"), "more than 200 pages"},
		"itself":    {file("", "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Page /Parent 3 0 R /Contents 4 0 R >>", "4 0 R"), "PDF file"},
		"operators": {drawn(strings.Repeat("q ", 1000) + strings.Repeat("(x) Tj ", 1000) + "[1 2"), "PDF file"},
	} {
		from := time.Now()
		_, err := Read(c.b)
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "PDF file") {
			t.Errorf("%s: %v", name, err)
		}
		if took := time.Since(from); took > time.Minute {
			t.Errorf("%s takes %v", name, took)
		}
	}
}

// A page that draws more than any page is not drawn to its end.
func TestEndless(t *testing.T) {
	_, err := Read(drawn("BT /F1 10 Tf " + strings.Repeat("(xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx) Tj ", maxGlyphs/30) + "ET"))
	if !errors.Is(err, ErrSlow) {
		t.Errorf("%v", err)
	}
}

// Whatever comes in: no panic, and lines as wide as lines are.
func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("../testdata/pdf/*.pdf")
	if err != nil || len(files) == 0 {
		f.Fatal("no files", err)
	}
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		if len(b) < 20<<10 { // a large one is changed where it doesn't matter
			f.Add(b)
		}
	}
	f.Add(file("", "<< /Type /Catalog /Pages 2 0 R >>", "<< /Kids [3 0 R] /Count 1 >>", "<< /Contents [4 0 R 4 0 R] /Resources << /XObject << /X 4 0 R >> /Font << /F1 5 0 R >> >> >>",
		"<< /Length 40 /Subtype /Form /Matrix [1 0 0 1 0 0] >>\nstream\n/X Do BT /F1 9 Tf 9 9 Td <00010002> Tj ET  \nendstream",
		"<< /Subtype /Type0 /DescendantFonts [<< /DW 500 /W [1 [500 600] 3 9 700] >>] /ToUnicode 4 0 R >>"))
	f.Add(drawn("BT /F1 10 Tf 50 700 Td (one) Tj [(a) -20 (b)] TJ ET"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if !Is(b) {
			return
		}
		lines, err := Read(b)
		if err != nil && !strings.Contains(err.Error(), "PDF file") {
			t.Fatal(err)
		}
		for _, l := range lines {
			if strings.ContainsAny(l.Text, "\n\r") || l.Page < 1 {
				t.Fatalf("%+v", l)
			}
		}
	})
}
