// Package values opens the values that a Chromium keeps encrypted, and only
// those that someone asks to see: a keyring may have to be asked for the key,
// and that can open a dialog.
//
// kooky does the opening, but for the values under the key that everybody knows,
// of which there may be thousands. It never gets to see a browser's file: the encrypted
// values asked for are put into a small private database, under names of ours.
// What comes back is believed only where it proves itself, because with a wrong
// key kooky gives garbage without an error in one row of eight.
package values

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strconv"
	"sync"

	"crumbs/cookies"
)

// Opened is an opened value, or a short clause that says why it can't be.
type Opened struct {
	Bytes []byte // not nil where Err is nil; any bytes
	Err   error
}

// Folder is where private files go that do not outlive the program.
type Folder interface {
	Sub() (string, error) // a new empty folder that nobody else may enter
}

// Keyring is this user's keyring. The zero value is ready, and one is enough for
// a program: a person is asked at most once to unlock it, whatever is opened
// after that. Its methods may be called from several goroutines.
type Keyring struct {
	mu    sync.Mutex
	asked bool
}

// unlock sees to it that the keyring is open before kooky asks it for keys, for
// as long as [patience].
func (k *Keyring) unlock(ctx context.Context) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	asking, end := context.WithTimeout(ctx, patience)
	defer end()
	err := unlock(asking, func() bool {
		first := !k.asked
		k.asked = true
		return first
	})
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// Open opens the values of rows of a Chromium store, in their order. Rows that
// keep their value as it is give that, and so do those of any other store with
// a column "value". The files it makes in f hold encrypted values only, and are
// gone when it returns, unless kooky still has not answered by then.
func (k *Keyring) Open(ctx context.Context, s *cookies.Store, f Folder, rows cookies.Rows) []Opened {
	o := opener{store: s, schema: rows.Schema, unlock: k.unlock, ask: func(ctx context.Context, e entry, sealed [][]byte) ([]answer, error) {
		dir, err := f.Sub()
		if err != nil {
			return nil, err
		}
		return askKooky(ctx, e, dir, s.UserData, sealed)
	}}
	return o.open(ctx, rows)
}

// opener opens rows of one store.
type opener struct {
	store  *cookies.Store
	schema int                         // the store's meta version
	unlock func(context.Context) error // opens the keyring, nil where there is none to open
	ask    func(context.Context, entry, [][]byte) ([]answer, error)
}

// answer is what kooky makes of one encrypted value.
type answer struct {
	plain []byte
	err   error
}

// hashed is the first meta version whose values begin, encrypted, with the
// SHA-256 of the host that they belong to.
const hashed = 24

// open sorts the rows by how they are encrypted and opens each sort for itself:
// kooky tries the last key that did something first, and would read one sort
// with the key of another.
func (o opener) open(ctx context.Context, rows cookies.Rows) []Opened {
	out := make([]Opened, rows.Len())
	host, value, sealed := slices.Index(rows.Columns, "host_key"), slices.Index(rows.Columns, "value"), slices.Index(rows.Columns, "encrypted_value")
	groups := map[string][]int{}
	var order []string
	for i, cells := range rows.Cells {
		switch {
		case sealed >= 0 && len(cells[sealed].Bytes) > 0 && host >= 0:
			scheme := schemeOf(cells[sealed].Bytes)
			if groups[scheme] == nil {
				order = append(order, scheme)
			}
			groups[scheme] = append(groups[scheme], i)
		case value >= 0:
			out[i].Bytes = plain(cells[value])
		default:
			out[i].Err = errors.New("the row has no value")
		}
	}
	for _, scheme := range order {
		list := make([]secret, len(groups[scheme]))
		for j, i := range groups[scheme] {
			list[j] = secret{host: string(rows.Cells[i][host].Bytes), sealed: rows.Cells[i][sealed].Bytes}
		}
		for j, v := range o.scheme(ctx, scheme, list) {
			out[groups[scheme][j]] = v
		}
	}
	return out
}

// scheme opens values that are encrypted in one way: here where the key is known,
// and what is left through kooky.
func (o opener) scheme(ctx context.Context, scheme string, list []secret) []Opened {
	if !certain(scheme, runtime.GOOS) {
		return o.group(ctx, scheme, list)
	}
	out := make([]Opened, len(list))
	left := openConstant(o.schema, list, out)
	if len(left) == 0 {
		return out
	}
	rest := make([]secret, len(left))
	for j, i := range left {
		rest[j] = list[i]
	}
	for j, v := range o.group(ctx, scheme, rest) {
		if errors.Is(v.Err, errNoKey) {
			v.Err = errWrongKey // no keyring has a key of this sort
		}
		out[left[j]] = v
	}
	return out
}

// secret is an encrypted value and the host it must belong to.
type secret struct {
	host   string
	sealed []byte
}

// group opens values that are encrypted in one way through kooky. A few are tried first:
// where the key is missing, the keyring is asked for those and not for each of
// thousands.
func (o opener) group(ctx context.Context, scheme string, list []secret) []Opened {
	if err := refused(scheme, runtime.GOOS); err != nil {
		return all(len(list), err)
	}
	if (scheme == "v11" || scheme == "v12") && o.unlock != nil {
		if err := o.unlock(ctx); err != nil {
			return all(len(list), err)
		}
	}
	entry := entryFor(o.store.Browser)
	if err := o.probe(ctx, entry, list); err != nil {
		return all(len(list), err)
	}
	sealed := make([][]byte, len(list))
	for i, s := range list {
		sealed[i] = s.sealed
	}
	answers, err := o.ask(ctx, entry, sealed)
	if err == nil && len(answers) != len(list) {
		err = errDisorder
	}
	if err != nil {
		return all(len(list), err)
	}
	if o.schema < hashed {
		return trusting(answers, certain(scheme, runtime.GOOS))
	}
	out := make([]Opened, len(list))
	for i, a := range answers {
		out[i] = proven(a, list[i].host)
	}
	return out
}

// probe gives nil if the key that a keyring entry holds fits. Up to three values
// are tried, the first, one from the middle and the last, because some may be
// damaged; a keyring that gives no key is not asked for another.
func (o opener) probe(ctx context.Context, e entry, list []secret) error {
	for _, i := range slices.Compact([]int{0, len(list) / 2, len(list) - 1}) {
		answers, err := o.ask(ctx, e, [][]byte{list[i].sealed})
		switch {
		case err != nil:
			return err
		case len(answers) != 1:
			return errDisorder
		case answers[0].err != nil:
			if err := clause(answers[0].err); errors.Is(err, errNoKey) {
				return err
			}
		case o.schema < hashed: // nothing to prove it by, yet
			return nil
		default:
			if v := proven(answers[0], list[i].host); v.Err == nil {
				return nil
			}
		}
	}
	return errWrongKey
}

// all gives n values that can't be opened for one reason.
func all(n int, err error) []Opened {
	return slices.Repeat([]Opened{{Err: err}}, n)
}

// plain gives a cell's value as text. Browsers write text there; what other
// programs have written is given as SQLite would show it.
func plain(c cookies.Cell) []byte {
	switch c.Kind {
	case cookies.Integer:
		return strconv.AppendInt(nil, c.Int, 10)
	case cookies.Real:
		return strconv.AppendFloat(nil, c.Float(), 'g', 15, 64)
	}
	return append([]byte{}, c.Bytes...)
}

// schemeOf gives the name of the way a value is encrypted: v10 and the like, or
// dpapi for what Windows encrypted before there were such names, or "".
func schemeOf(sealed []byte) string {
	switch {
	case len(sealed) > 3 && sealed[0] == 'v' && digit(sealed[1]) && digit(sealed[2]):
		return string(sealed[:3])
	case len(sealed) > 4 && string(sealed[:4]) == "\x01\x00\x00\x00":
		return "dpapi"
	}
	return ""
}

func digit(b byte) bool { return '0' <= b && b <= '9' }

// refused says why a scheme can't be opened on a system, nil if it may be.
func refused(scheme, system string) error {
	switch {
	case scheme == "v20":
		return errors.New("it has app-bound encryption (v20), which only the browser itself can open")
	case scheme == "":
		return errors.New("it is encrypted in a way that crumbs does not know")
	case scheme == "dpapi" && system != "windows":
		return errors.New("only the Windows account that it was encrypted for can open it")
	case (scheme == "v11" || scheme == "v12") && system != "linux":
		return errors.New("it is encrypted with a Linux keyring's key")
	case scheme != "v10" && scheme != "v11" && scheme != "v12" && scheme != "dpapi":
		return fmt.Errorf("it is encrypted in a way that crumbs does not know (%s)", scheme)
	case (scheme == "v11" || scheme == "v12") && !hasBus():
		return errors.New("its key is in the keyring, and there is no session bus to ask for it")
	}
	return nil
}

// certain reports whether a scheme has one key that everybody knows: v10 on
// Linux is encrypted with a constant.
func certain(scheme, system string) bool { return scheme == "v10" && system == "linux" }
