package textjar

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"crumbs/cookies"
	"crumbs/cookies/private"
)

const (
	// limit is how long a jar may be, in bytes. That of a person who never
	// deletes has less than one megabyte.
	limit = 128 << 20
	// tries is how often a file that changes while it is read is read again.
	tries = 5
	// beside begins the names of the files that a new jar is written to.
	beside = ".crumbs-jar-"
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
		if now, err := os.Stat(path); err == nil && same(f.info, now) {
			return f, nil
		}
	}
	return nil, problem(path, cookies.Locked, "it changes while it is read", "try again when the program that writes it is done", nil)
}

func readOnce(path string) (*file, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, unreachable(path, err)
	case info.IsDir():
		return nil, damaged(path, "it is a directory", nil)
	case !info.Mode().IsRegular():
		return nil, damaged(path, "it is no regular file", nil)
	case info.Size() > limit:
		return nil, damaged(path, fmt.Sprintf("it has more than %d MB", limit>>20), nil)
	}
	r, err := os.OpenFile(path, os.O_RDONLY|noWait, 0)
	if err != nil {
		return nil, unreachable(path, err)
	}
	defer r.Close() //nolint:errcheck // only read
	opened, err := r.Stat()
	if err != nil {
		return nil, unreachable(path, err)
	}
	if !opened.Mode().IsRegular() {
		return nil, damaged(path, "it is no regular file", nil)
	}
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	switch {
	case err != nil:
		return nil, damaged(path, "it can't be read", err)
	case len(data) > limit:
		return nil, damaged(path, fmt.Sprintf("it has more than %d MB", limit>>20), nil)
	}
	return &file{path: path, info: opened, lines: split(data)}, nil
}

// same reports whether a file is the one that it was, untouched.
func same(a, b os.FileInfo) bool {
	return os.SameFile(a, b) && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime())
}

// replace puts a file of these lines into the place of the one that was read.
// The order, and why:
//
//   - The file must be writable by intent, not by privilege: as root nothing is
//     written that belongs to someone else. One with more than one name is left
//     alone, because the others would keep the old content.
//   - The new file is written beside it, with its mode and owner, and is on the
//     disk before it takes the name: at every moment one of the two is there,
//     whole.
//   - Free is asked last, and the old file must be the one that was read, to the
//     time of its last change. A program that writes it in the microseconds from
//     here to the renaming is not noticed: nothing could keep it out.
//   - A link is resolved before, so that what it leads to is replaced.
func (f *file) replace(ctx context.Context, lines []line, free func() error) (err error) {
	real, err := filepath.EvalSymlinks(f.path)
	if err != nil {
		return unreachable(f.path, err)
	}
	if err := f.mayReplace(); err != nil {
		return err
	}
	dir := filepath.Dir(real)
	if err := sweep(real); err != nil {
		return f.refused(err)
	}
	out, err := os.CreateTemp(dir, beside+"*") // 0600
	if err != nil {
		return f.refused(err)
	}
	defer func() {
		if err != nil {
			_ = out.Close()
			_ = os.Remove(out.Name())
		}
	}()
	if err = f.write(out, lines); err != nil {
		return err
	}
	if err = ctx.Err(); err != nil {
		return err
	}
	if free != nil {
		if err = free(); err != nil {
			return err
		}
	}
	now, err := os.Lstat(real)
	if err != nil {
		return unreachable(f.path, err)
	}
	if !same(f.info, now) {
		return problem(f.path, cookies.Locked, "another program has just written it", "try again", nil)
	}
	if err = os.Rename(out.Name(), real); err != nil {
		return f.refused(err)
	}
	// The new file is there, whatever comes now.
	if serr := private.SyncFolder(dir); serr != nil {
		return fmt.Errorf("%s was written, but may be the old one again after a power failure: %w", cookies.Visible(f.path), serr)
	}
	return nil
}

// write writes the lines and makes sure that they are on the disk.
func (f *file) write(out *os.File, lines []line) error {
	w := bufio.NewWriter(out)
	for _, l := range lines {
		_, _ = w.Write(l.text) // Flush gives the error
		_, _ = w.WriteString(l.ending)
	}
	if err := w.Flush(); err != nil {
		return f.refused(err)
	}
	if err := own(out, f.info); err != nil {
		return problem(f.path, cookies.ReadOnly, "a new file in its place could not belong to its owner", "run crumbs as its owner", err)
	}
	if err := out.Chmod(f.info.Mode().Perm()); err != nil {
		return f.refused(err)
	}
	return f.refused(errors.Join(out.Sync(), out.Close()))
}

// mayReplace says what of the file forbids to replace it.
func (f *file) mayReplace() error {
	switch {
	case foreign(f.info):
		return problem(f.path, cookies.ReadOnly, "it belongs to someone else, and root does not write other people's stores", "run crumbs as its owner", nil)
	case f.info.Mode().Perm()&0o222 == 0:
		return problem(f.path, cookies.ReadOnly, "its mode forbids writing", "allow writing to it", nil)
	case names(f.info) > 1:
		return problem(f.path, cookies.ReadOnly, "it has other names too, which would keep the old content", "remove its other names", nil)
	}
	return nil
}

// sweep removes what killed rewritings left beside a jar. Another crumbs that is
// writing just now fails, and nothing is lost.
func sweep(path string) error {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	dir := filepath.Dir(path)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), beside) && e.Type().IsRegular() {
			if err := os.Remove(filepath.Join(dir, e.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
	}
	return nil
}

// refused makes the error of a system call while writing into a problem of the
// store where it is one.
func (f *file) refused(err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, fs.ErrPermission) || readOnlyFileSystem(err) {
		return problem(f.path, cookies.ReadOnly, "its folder or its file system forbids writing", "allow writing in its folder", err)
	}
	if diskFull(err) {
		return problem(f.path, cookies.ReadOnly, "its disk is full", "make room and try again", err)
	}
	var of *fs.PathError
	if errors.As(err, &of) { // which names the new file, of which nobody knows
		err = of.Err
	}
	return fmt.Errorf("%s can't be written anew: %w", cookies.Visible(f.path), err)
}

func unreachable(path string, err error) error {
	switch {
	case errors.Is(err, fs.ErrPermission):
		return problem(path, cookies.Denied, "no permission to read it", "run crumbs as its owner", err)
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
