package cli_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"testing"
	"time"

	"github.com/pierrec/lz4/v4"

	"crumbs/cookies/browsertest"
)

// many is how many cookies the stores have that runs are killed on, and some how
// many are imported or lie in a session file.
const many, some = 20_000, 5_000

// killed is a file that runs are killed on.
type killed struct {
	path   string
	before []byte                                 // as read gave it before the first
	read   func(t testing.TB, path string) []byte // all that must be kept of it
	done   func(before, now []byte) bool          // whether the deed is done in it, whole
	count  func(content []byte) int               // the cookies in it
}

// aim chooses the moments at which runs are killed. A third of them are spread
// evenly over all the time that a run takes. The others come close to the moment
// from which the deed is done, where most can break: that is searched for while
// runs are killed, in steps that shrink where it is found and grow where it is not,
// for no machine is equally fast all the time.
type aim struct {
	random              *rand.Rand
	whole, commit, step time.Duration
	missed              bool // the last one came after the commit
}

func newAim(whole time.Duration) *aim {
	return &aim{random: rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 0)), whole: whole, commit: whole / 2, step: whole / 4}
}

// moment gives the i-th of n moments, as the time since the start of the run.
func (a *aim) moment(i, n int) time.Duration {
	if i%3 == 0 {
		return time.Duration((float64(i%n) + a.random.Float64()) / float64(n) * float64(a.whole))
	}
	return max(0, a.commit+time.Duration((a.random.Float64()-0.5)*float64(a.whole)/8))
}

// saw learns from a kill whether the run had ended before it, and whether the
// deed was done.
func (a *aim) saw(moment time.Duration, ended, done bool) {
	if ended {
		a.whole = moment
	}
	if done != a.missed {
		a.step = max(a.step/2, a.whole/32)
	} else {
		a.step = min(a.step*2, a.whole/4)
	}
	if a.missed = done; done {
		a.commit = max(0, min(a.commit, moment)-a.step)
	} else {
		a.commit = max(a.commit, min(moment, a.whole)) + a.step
	}
	a.whole = max(a.whole, a.commit)
}

func count(content []byte) int { return bytes.Count(content, []byte("\n")) }

func empty(_, now []byte) bool { return len(now) == 0 }

// table is a database whose rows are deleted.
func table(path, name string) killed {
	return killed{path: path, done: empty, count: count, read: func(t testing.TB, path string) []byte { return browsertest.Literals(t, path, name) }}
}

// imported is a database that rows come into: all of them, behind those that
// were there.
func imported(path, name string) killed {
	k := table(path, name)
	k.done = func(before, now []byte) bool {
		return bytes.HasPrefix(now, before) && count(now) == count(before)+some
	}
	return k
}

// lengthened is a text jar that lines come into, behind those that were there.
func lengthened(path string) killed {
	k := text(path)
	k.done = func(before, now []byte) bool {
		return bytes.HasPrefix(now, before) && count(now) == count(before)+some
	}
	return k
}

// text is a text jar of cookies alone.
func text(path string) killed {
	return killed{path: path, done: empty, count: count, read: func(t testing.TB, path string) []byte {
		data, err := os.ReadFile(path)
		must(t, err)
		return data
	}}
}

// session is a Firefox's session file; what is in it beside cookies must stay.
func session(path string) killed {
	return killed{path: path, read: func(t testing.TB, path string) []byte { return []byte(unpacked(t, path)) }, count: func(content []byte) int { return bytes.Count(content, []byte(`"host":`)) }, done: func(before, now []byte) bool {
		var was, is map[string]any
		if json.Unmarshal(before, &was) != nil || json.Unmarshal(now, &is) != nil {
			return false
		}
		left, ok := is["cookies"].([]any)
		delete(was, "cookies")
		delete(is, "cookies")
		return ok && len(left) == 0 && reflect.DeepEqual(was, is)
	}}
}

// fillText makes a cookies.txt of cookies alone.
func fillText(t *testing.T, path string, n int) {
	t.Helper()
	var b bytes.Buffer
	for i := range n {
		fmt.Fprintf(&b, "h%d.test\tFALSE\t/\tFALSE\t1900000000\tname%d\tvalue%d\n", i%1000, i, i)
	}
	must(t, os.WriteFile(path, b.Bytes(), 0o600))
}

// fillSession makes a session file with windows and cookies.
func fillSession(t *testing.T, path string, n int) {
	t.Helper()
	b := bytes.NewBufferString(`{"version":["sessionrestore",1],"windows":[{"tabs":[{"entries":[{"url":"https://shop.test/"}]}]}],"cookies":[`)
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(b, `{"host":"h%d.test","name":"name%d","value":"value%d","path":"/","originAttributes":{"userContextId":0}}`, i%1000, i, i)
	}
	b.WriteString(`],"global":{"kept":true}}`)
	pack(t, path, b.Bytes())
}

// pack writes a content as a session file: "mozLz40\0", its length, one LZ4 block.
func pack(t *testing.T, path string, content []byte) {
	t.Helper()
	block := make([]byte, lz4.CompressBlockBound(len(content)))
	n, err := lz4.CompressBlock(content, block, nil)
	must(t, err)
	head := binary.LittleEndian.AppendUint32([]byte("mozLz40\x00"), uint32(len(content)))
	must(t, os.WriteFile(path, append(head, block[:n]...), 0o600))
}
