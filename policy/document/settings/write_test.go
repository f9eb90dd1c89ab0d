package settings

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"crumbs/policy"
)

// No cell that is written is a formula to a spreadsheet.
func TestNoFormulas(t *testing.T) {
	p := policy.Policy{Cookies: []policy.Declaration{{Name: "=cmd()", Provider: "@x", Purpose: "+1", Section: "-2", Category: policy.Marketing}}}
	var b bytes.Buffer
	if err := WriteOpenCookieDatabase(&b, p); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil || len(rows) != 2 {
		t.Fatal(rows, err)
	}
	for i, c := range rows[1] {
		if c != "" && strings.ContainsAny(c[:1], "=+-@\t\r") {
			t.Errorf("cell %d is %q", i, c)
		}
	}
	if rows[1][3] != "'=cmd()" {
		t.Errorf("the name is %q", rows[1][3])
	}
}
