package print

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crumbs/cookies"
	"crumbs/cookies/jar"
	"crumbs/policy"
)

func TestNetscape(t *testing.T) {
	row := func(host, name, value string, change func(*cookies.Cookie)) Row {
		c := &cookies.Cookie{Key: cookies.Key{Host: host, Name: name, Path: "/"}, Expires: cookies.FromUnixMicro(1_900_000_000_500_000)}
		if change != nil {
			change(c)
		}
		return Row{Sorted: policy.Sorted{Cookie: c}, Value: &jar.Value{Bytes: []byte(value)}}
	}
	sealed := row("a.test", "sealed", "", nil)
	sealed.Value.Err = errors.New("its key is missing")
	var b strings.Builder
	left, err := Netscape(&b, []Row{
		row(".a.test", "plain", "v=1; x", nil),
		row("a.test", "strict", "\xff", func(c *cookies.Cookie) { c.Secure, c.HTTPOnly, c.Expires = true, true, 0 }),
		row("a.test", "two\nlines", "v", nil),
		row("a.test", "tab", "a\tb", nil),
		row("a.test", "parted", "v", func(c *cookies.Cookie) { c.Place = &cookies.Place{Partition: "https://b.test"} }),
		sealed,
	})
	if err != nil {
		t.Fatal(err)
	}
	want := "# Netscape HTTP Cookie File\n.a.test\tTRUE\t/\tFALSE\t1900000000\tplain\tv=1; x\n#HttpOnly_a.test\tFALSE\t/\tTRUE\t0\tstrict\t\xff\n"
	if d := cmp.Diff(want, b.String()); d != "" {
		t.Error(d)
	}
	if len(left) != 4 || !strings.HasPrefix(left[0], `two\x0alines of a.test/: `) || !strings.HasSuffix(left[3], "can't be opened: its key is missing") {
		t.Errorf("left out were %q", left)
	}
}
