package textjar

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"crumbs/cookies"
	"crumbs/cookies/regular"
	"crumbs/cookies/replace"
)

const (
	// limit is how long a jar may be, in bytes. That of a person who never
	// deletes has less than one megabyte.
	limit = 128 << 20
	// tries is how often a file that changes while it is read is read again.
	tries = 5
)

// file is a text file as it was at one moment.
type file struct {
	path  string // as the store has it, for what is said of it
	info  os.FileInfo
	lines []line
}

// read reads a whole file at a moment at which nobody writes it. Errors are
// [*cookies.Problem].
func read(ctx context.Context, path string) (*file, error) {
	for range tries {
		f, err := readOnce(path)
		if err != nil {
			return nil, err
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if now, err := os.Stat(path); err == nil && replace.Same(f.info, now) {
			return f, nil
		}
	}
	return nil, problem(path, cookies.Locked, "it changes while it is read", "try again when the program that writes it is done", nil)
}

func readOnce(path string) (*file, error) {
	r, info, err := regular.Open(path)
	var other regular.Other
	switch {
	case errors.As(err, &other):
		return nil, damaged(path, other.Error(), nil)
	case err != nil:
		return nil, unreachable(path, err)
	}
	defer r.Close() //nolint:errcheck // only read
	if info.Size() > limit {
		return nil, damaged(path, fmt.Sprintf("it has more than %d MB", limit>>20), nil)
	}
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	switch {
	case err != nil:
		return nil, damaged(path, "it can't be read", err)
	case len(data) > limit:
		return nil, damaged(path, fmt.Sprintf("it has more than %d MB", limit>>20), nil)
	}
	return &file{path: path, info: info, lines: split(data)}, nil
}

// replace puts a file of these lines into the place of the one that was read.
func (f *file) replace(ctx context.Context, lines []line, free func() error) error {
	var data []byte
	for _, l := range lines {
		data = append(append(data, l.text...), l.ending...)
	}
	err := replace.File(ctx, f.path, f.info, data, free)
	if !errors.Is(err, replace.ErrChanged) {
		return err
	}
	if _, err := os.Stat(f.path); err != nil {
		return unreachable(f.path, err)
	}
	return problem(f.path, cookies.Locked, err.Error(), "try again", nil)
}

func unreachable(path string, err error) error {
	switch {
	case errors.Is(err, fs.ErrPermission):
		return cookies.Refused(path, err)
	case errors.Is(err, fs.ErrNotExist):
		return problem(path, cookies.Damaged, "it is no longer there", "look whether its disk and its links are as they should be", err)
	}
	return problem(path, cookies.Damaged, "it can't be reached", "look whether its disk and its links are as they should be", err)
}

// damaged is the problem of what is no jar.
func damaged(path, reason string, err error) error {
	return problem(path, cookies.Damaged, reason, "move it away; the program makes a new one", err)
}

func problem(path string, state cookies.State, reason, advice string, err error) error {
	return &cookies.Problem{Condition: cookies.Condition{State: state, Reason: reason, Advice: advice}, Path: path, Err: err}
}
