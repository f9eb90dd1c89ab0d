package values

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"strconv"
	"testing"
)

// What kooky opens is opened here, to the same bytes, of values of any bytes,
// among others that were moved to other hosts, cut short, and put under other
// keys. After one of those kooky may not open what is sound; here it opens, and
// is what was encrypted. Where nothing proves the key, all is as with kooky.
func TestConstantIsAsKooky(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, schema := range []int{23, 24} {
		for round := range 20 {
			dir := t.TempDir()
			o := opener{store: chromiumStore(), schema: schema, ask: func(ctx context.Context, e entry, sealed [][]byte) ([]answer, error) {
				sub, err := folder(dir).Sub()
				if err != nil {
					return nil, err
				}
				return askKooky(ctx, e, sub, "", sealed)
			}}
			var list []secret
			var truth [][]byte
			for range 1 + r.IntN(40) {
				value := make([]byte, r.IntN(70))
				for i := range value {
					value[i] = 'a' + byte(r.IntN(26))
					if schema >= hashed {
						value[i] = byte(r.Uint32())
					}
				}
				host, password := "h"+strconv.Itoa(r.IntN(5))+".test", peanuts
				s := secret{host: host}
				moved := false
				odd := round%2 == 0 && r.IntN(4) == 0 // every other list is sound
				if odd && r.IntN(3) == 0 {
					password = "walnuts"
				}
				if odd && r.IntN(3) == 0 {
					host, moved = "elsewhere.test", true
				}
				if truth = append(truth, value); moved {
					truth[len(truth)-1] = []byte("not this host's")
				}
				if schema >= hashed {
					value = withHash(host, string(value))
				}
				s.sealed = lock(t, "v10", password, value)
				if odd && r.IntN(3) == 0 {
					s.sealed = s.sealed[:max(4, r.IntN(len(s.sealed)))]
				}
				list = append(list, s)
			}
			want, got := o.group(t.Context(), "v10", list), o.scheme(t.Context(), "v10", list)
			for i := range list {
				opened := got[i].Err == nil
				switch {
				case want[i].Err == nil && !opened, schema < hashed && want[i].Err != nil && opened:
					t.Errorf("schema %d, %d of %d: %v; kooky %v", schema, i, len(list), got[i].Err, want[i].Err)
				case want[i].Err == nil && !bytes.Equal(got[i].Bytes, want[i].Bytes):
					t.Errorf("schema %d, %d of %d: %q; kooky %q", schema, i, len(list), got[i].Bytes, want[i].Bytes)
				case errors.Is(got[i].Err, errNoKey):
					t.Errorf("schema %d, %d of %d: no keyring has this key, and yet %v", schema, i, len(list), got[i].Err)
				case opened && (got[i].Bytes == nil || schema >= hashed && !bytes.Equal(got[i].Bytes, truth[i])):
					t.Errorf("schema %d, %d of %d: %q was encrypted, and opens as %q", schema, i, len(list), truth[i], got[i].Bytes)
				}
			}
		}
	}
}

// One value's bytes end where they end: nothing that is appended to them may run
// into the next.
func TestOpenedValuesAreApart(t *testing.T) {
	list := []secret{{"a.test", lock(t, "v10", peanuts, withHash("a.test", "one"))}, {"a.test", lock(t, "v10", peanuts, withHash("a.test", "two"))}}
	out := make([]Opened, 2)
	if left := openConstant(24, list, out); left != nil {
		t.Fatalf("left: %v", left)
	}
	_ = append(out[0].Bytes, "and a lot more than the padding has room for, of which nothing may be seen"...)
	if string(out[1].Bytes) != "two" {
		t.Errorf("the second is %q", out[1].Bytes)
	}
}

func BenchmarkConstant(b *testing.B) {
	var list []secret
	for i := range 3000 {
		host := "h" + strconv.Itoa(i/5) + ".test"
		list = append(list, secret{host, lock(b, "v10", peanuts, withHash(host, "GA1.1.1234567890.1234567890"))})
	}
	out := make([]Opened, len(list))
	for b.Loop() {
		if openConstant(24, list, out) != nil {
			b.Fatal("not all were opened")
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(list)), "ns/value")
}
