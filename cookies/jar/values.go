package jar

import (
	"context"
	"errors"
	"slices"

	"crumbs/cookies"
	"crumbs/cookies/chromium"
	"crumbs/cookies/scratch"
	"crumbs/cookies/values"
)

// Values opens the values of these cookies and of no others, in their order.
// A value that can't be opened has an error in place of its bytes.
func (j *Jar) Values(ctx context.Context, list []*cookies.Cookie) []Value {
	type opened struct {
		values map[cookies.Key]Value
		err    error
	}
	of := map[string]opened{}
	done := 0
	for _, part := range byStore(list) {
		Tell(ctx, "opening values", done, len(list))
		done += len(part)
		values, err := j.open(ctx, part)
		of[part[0].Store.Path] = opened{values, err}
	}
	out := make([]Value, len(list))
	for i, c := range list {
		store := of[c.Store.Path]
		v, ok := store.values[c.Key]
		switch {
		case store.err != nil:
			v.Err = store.err
		case !ok:
			v.Err = errors.New("the cookie is no longer in its store")
		}
		out[i] = v
	}
	return out
}

// Sealed says how the values of a store are encrypted and by what they could be
// opened, without opening one: a keyring that is asked may open a dialog. It
// gives "" for a store whose values lie there in plain.
func (j *Jar) Sealed(ctx context.Context, s *cookies.Store) (string, error) {
	if s.Format != cookies.Chromium {
		return "", nil
	}
	folder, err := j.folder()
	if err != nil {
		return "", err
	}
	seals, err := chromium.Seals(ctx, s, folder)
	return values.Words(seals), err
}

// open gives the values of cookies of one store, those that are still there.
func (j *Jar) open(ctx context.Context, part []*cookies.Cookie) (map[cookies.Key]Value, error) {
	store := part[0].Store
	f, err := formatOf(store)
	if err != nil {
		return nil, err
	}
	folder, err := j.folder()
	if err != nil {
		return nil, err
	}
	keys := make([]cookies.Key, len(part))
	for i, c := range part {
		keys[i] = c.Key
	}
	rows, err := j.rowsOf(ctx, f, store, folder, keys)
	if err != nil {
		return nil, err
	}
	out := make(map[cookies.Key]Value, rows.Len())
	for i, v := range j.valuesOf(ctx, store, folder, rows) {
		out[rows.Keys[i]] = v
	}
	return out, nil
}

// valuesOf opens the values of raw rows of a store, in their order.
func (j *Jar) valuesOf(ctx context.Context, s *cookies.Store, folder *scratch.Folder, rows cookies.Rows) []Value {
	out := make([]Value, rows.Len())
	if s.Format == cookies.Chromium {
		for i, o := range j.keyring.Open(ctx, s, folder, rows) {
			out[i] = Value{Bytes: o.Bytes, Err: o.Err}
		}
		return out
	}
	column := slices.Index(rows.Columns, "value")
	for i := range out {
		if column < 0 {
			out[i].Err = errors.New("the store has no column of values")
		} else {
			out[i].Bytes = rows.Cells[i][column].Bytes
		}
	}
	return out
}
