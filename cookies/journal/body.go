package journal

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"filippo.io/age"

	"crumbs/cookies"
	"crumbs/cookies/private"
)

// The body of an entry is JSON, a value a line, encrypted: for each store a
// line with its columns, then a line for each row. It can be read without
// crumbs: age -d -i identity.txt ID.age

type shareLine struct {
	Store   packed   `json:"store"`
	Schema  int      `json:"schema"`
	Columns []string `json:"columns"`
	Rows    int      `json:"rows"`
}

type rowLine struct {
	Key   cookies.Key `json:"key"`
	Bytes *[4][]byte  `json:"bytes,omitempty"` // host, name, path, origin of a key that is no UTF-8
	Cells []any       `json:"cells"`
}

// writeBody encrypts the batches into the entry's body, syncs it, and reads it
// again: a deletion that could not be undone must not begin. It is read as an undo
// reads it, to the last cell. That takes a tenth of a deletion, and what nobody
// thought of when the form was made, such as a column whose name is no UTF-8,
// shows in nothing else.
func (j *Journal) writeBody(id string, batches []Batch) error {
	identity, err := j.identity()
	if err != nil {
		return err
	}
	var sealed bytes.Buffer
	w, err := age.Encrypt(&sealed, identity.Recipient())
	if err != nil {
		return fmt.Errorf("encrypt the journal: %w", err)
	}
	plain := bufio.NewWriterSize(w, 64<<10)
	enc := json.NewEncoder(plain)
	enc.SetEscapeHTML(false)
	for _, b := range batches {
		if err := encodeBatch(enc, b); err != nil {
			return fmt.Errorf("encrypt the journal: %w", err)
		}
	}
	if err := errors.Join(plain.Flush(), w.Close()); err != nil {
		return fmt.Errorf("encrypt the journal: %w", err)
	}
	if err := private.WriteFile(j.body(id), sealed.Bytes()); err != nil {
		return err
	}
	back, err := j.Rows(id)
	if err == nil && !slices.EqualFunc(batches, back, equal) {
		err = errors.New("it reads back as something else")
	}
	if err != nil {
		_ = os.Remove(j.body(id))
		return fmt.Errorf("the journal in %s can't be opened again, so nothing was deleted: %w", j.dir, err)
	}
	return nil
}

// equal reports whether two batches hold the same rows.
func equal(a, b Batch) bool {
	return a.Store.Path == b.Store.Path && a.Rows.Schema == b.Rows.Schema &&
		slices.Equal(a.Rows.Columns, b.Rows.Columns) && slices.Equal(a.Rows.Keys, b.Rows.Keys) &&
		slices.EqualFunc(a.Rows.Cells, b.Rows.Cells, func(x, y []cookies.Cell) bool {
			return slices.EqualFunc(x, y, cookies.Cell.Equal)
		})
}

func encodeBatch(enc *json.Encoder, b Batch) error {
	err := enc.Encode(shareLine{Store: pack(*b.Store), Schema: b.Rows.Schema, Columns: b.Rows.Columns, Rows: b.Rows.Len()})
	if err != nil {
		return err
	}
	cells := make([]any, len(b.Rows.Columns))
	for i, k := range b.Rows.Keys {
		if len(b.Rows.Cells[i]) != len(cells) {
			return errors.New("a row of another length than its table")
		}
		for n, c := range b.Rows.Cells[i] {
			if cells[n], err = encodeCell(c); err != nil {
				return err
			}
		}
		line := rowLine{Key: k, Cells: cells}
		// Each by itself: halves of a character in two of them are whole when joined.
		if !utf8.ValidString(k.Host) || !utf8.ValidString(k.Name) || !utf8.ValidString(k.Path) || !utf8.ValidString(k.Origin) {
			line.Bytes = &[4][]byte{[]byte(k.Host), []byte(k.Name), []byte(k.Path), []byte(k.Origin)}
		}
		if err := enc.Encode(line); err != nil {
			return err
		}
	}
	return nil
}

// encodeCell gives null, a number, a string, or an object with one field that
// names the storage class of what JSON has no form for, as bytes in base64.
func encodeCell(c cookies.Cell) (any, error) {
	switch c.Kind {
	case cookies.Null:
		return nil, nil
	case cookies.Integer:
		return c.Int, nil
	case cookies.Text:
		if utf8.Valid(c.Bytes) {
			return string(c.Bytes), nil
		}
		return map[string][]byte{"text": c.Bytes}, nil
	case cookies.Blob:
		return map[string][]byte{"blob": append([]byte{}, c.Bytes...)}, nil // never nil, which JSON writes as null
	case cookies.Real:
		return map[string]int64{"real": c.Int}, nil
	}
	return nil, errors.New("a cell of no known kind")
}

func decodeCell(raw json.RawMessage) (cookies.Cell, error) {
	switch raw[0] {
	case 'n':
		return cookies.NullCell(), nil
	case '"':
		if inside := raw[1 : len(raw)-1]; utf8.Valid(inside) && !bytes.ContainsRune(inside, '\\') {
			return cookies.TextCell(bytes.Clone(inside)), nil // as nearly all are
		}
		var s string
		err := json.Unmarshal(raw, &s)
		return cookies.TextCell([]byte(s)), err
	case '{':
		var o struct {
			Text, Blob *[]byte
			Real       *int64
		}
		if err := json.Unmarshal(raw, &o); err != nil {
			return cookies.Cell{}, err
		}
		switch {
		case o.Text != nil:
			return cookies.TextCell(*o.Text), nil
		case o.Blob != nil:
			return cookies.BlobCell(*o.Blob), nil
		case o.Real != nil:
			return cookies.Cell{Kind: cookies.Real, Int: *o.Real}, nil
		}
		return cookies.Cell{}, errors.New("a cell of no known kind")
	}
	n, err := strconv.ParseInt(string(raw), 10, 64)
	return cookies.IntegerCell(n), err
}

// Rows opens the body of an entry and gives what each store contributed, in
// the order of the record's stores.
func (j *Journal) Rows(id string) ([]Batch, error) {
	r, closeBody, err := j.openBody(id)
	if err != nil {
		return nil, fmt.Errorf("open deletion %s: %w", id, err)
	}
	defer closeBody()
	var out []Batch
	dec := json.NewDecoder(r)
	for {
		b, err := decodeBatch(dec)
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read deletion %s: %w", id, err)
		}
		out = append(out, b)
	}
}

func decodeBatch(dec *json.Decoder) (Batch, error) {
	var head shareLine
	if err := dec.Decode(&head); err != nil {
		return Batch{}, err
	}
	store := head.Store.unpack()
	if store.Path == "" || len(head.Columns) == 0 {
		return Batch{}, errors.New("a store without path or columns")
	}
	b := Batch{Store: &store, Rows: cookies.Rows{Schema: head.Schema, Columns: head.Columns}}
	for range head.Rows {
		var line struct {
			Key   cookies.Key
			Bytes *[4][]byte
			Cells []json.RawMessage
		}
		if err := dec.Decode(&line); err != nil {
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return Batch{}, err
		}
		if len(line.Cells) != len(head.Columns) {
			return Batch{}, errors.New("a row of another length than its table")
		}
		k := line.Key
		if line.Bytes != nil {
			k.Host, k.Name = string(line.Bytes[0]), string(line.Bytes[1])
			k.Path, k.Origin = string(line.Bytes[2]), string(line.Bytes[3])
		}
		cells := make([]cookies.Cell, len(line.Cells))
		for i, raw := range line.Cells {
			c, err := decodeCell(raw)
			if err != nil {
				return Batch{}, err
			}
			cells[i] = c
		}
		b.Rows.Keys = append(b.Rows.Keys, k)
		b.Rows.Cells = append(b.Rows.Cells, cells)
	}
	return b, nil
}

func (j *Journal) openBody(id string) (io.Reader, func(), error) {
	if !validID(id) {
		return nil, nil, ErrNoEntry
	}
	identity, err := j.identity()
	if err != nil {
		return nil, nil, err
	}
	f, err := os.Open(j.body(id))
	if err != nil {
		return nil, nil, err
	}
	r, err := age.Decrypt(bufio.NewReaderSize(f, 64<<10), identity)
	if err != nil {
		_ = f.Close()
		return nil, nil, err
	}
	return r, func() { _ = f.Close() }, nil
}

// identity reads the key of the journal, and makes it at the first deletion.
// It is a file of its own in the form that age-keygen writes.
func (j *Journal) identity() (*age.X25519Identity, error) {
	path := filepath.Join(j.dir, "identity.txt")
	b, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return j.newIdentity(path)
	}
	if err != nil {
		return nil, fmt.Errorf("read the journal's key: %w", err)
	}
	for line := range strings.Lines(string(b)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		// age's error quotes what it could not read, and that may be the key.
		identity, err := age.ParseX25519Identity(line)
		if err != nil {
			break
		}
		return identity, nil
	}
	return nil, fmt.Errorf("%s holds no age identity: put the right file back, or move it away and give up the deletions made with it", path)
}

func (j *Journal) newIdentity(path string) (*age.X25519Identity, error) {
	// A lost key must not be papered over by a new one while entries need it.
	names, err := os.ReadDir(j.dir) // no pattern: the folder's own name may hold a "["
	if err != nil {
		return nil, fmt.Errorf("read the journal: %w", err)
	}
	bodies := 0
	for _, n := range names {
		if filepath.Ext(n.Name()) == ".age" {
			bodies++
		}
	}
	if bodies > 0 {
		return nil, fmt.Errorf("%s is gone and %d deletions need it: put it back, or run crumbs history purge", path, bodies)
	}
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, fmt.Errorf("make the journal's key: %w", err)
	}
	text := fmt.Sprintf("# opens the deletions that crumbs remembers in this folder\n# public key: %s\n%s\n", identity.Recipient(), identity)
	if err := private.WriteFile(path, []byte(text)); err != nil {
		return nil, err
	}
	return identity, nil
}
