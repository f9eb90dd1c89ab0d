package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/ncruces/go-sqlite3"

	"crumbs/cookies"
	"crumbs/cookies/regular"
)

// problem makes what SQLite says of a store into what a person needs to know.
// Errors that are not the store's own (no space for a copy, an interrupt) stay
// plain errors.
func (d *DB) problem(err error) error {
	var known *cookies.Problem
	if err == nil || errors.As(err, &known) {
		return err
	}
	var code sqlite3.ErrorCode
	if !errors.As(err, &code) {
		return err
	}
	// SQLite's messages can quote what lies in the store, so the code alone
	// is passed on.
	bare := fmt.Errorf("sqlite: %w", code)
	switch code {
	case sqlite3.INTERRUPT:
		if cause := d.conn.GetInterrupt().Err(); cause != nil {
			return cause
		}
		return context.Canceled
	case sqlite3.CORRUPT:
		return damaged(d.path, "its content is damaged", bare)
	case sqlite3.NOTADB:
		return damaged(d.path, "it is not an SQLite database", bare)
	case sqlite3.ERROR, sqlite3.SCHEMA, sqlite3.FORMAT, sqlite3.MISMATCH:
		return damaged(d.path, "its table is not one that crumbs knows", bare)
	case sqlite3.TOOBIG:
		return damaged(d.path, fmt.Sprintf("it holds a value of more than %d MB", maxCell>>20), bare)
	case sqlite3.BUSY, sqlite3.LOCKED:
		return locked(d.path, bare)
	case sqlite3.READONLY:
		return readOnly(d.path, "it can't be written", "allow writing to the file and its folder", bare)
	case sqlite3.FULL, sqlite3.IOERR:
		if !d.live {
			return noCopy(bare)
		}
		// The driver does not keep the system's error beyond the rollback, so one
		// can't be told from the other.
		return readOnly(d.path, "its disk is full, or fails", "make room and try again", bare)
	case sqlite3.PERM, sqlite3.AUTH:
		return cookies.Refused(d.path, bare)
	case sqlite3.CANTOPEN:
		if d.live { // the store itself, its journal or its log
			return readOnly(d.path, "its permissions or its file system forbid writing", "allow writing to the file and its folder", bare)
		}
	}
	return fmt.Errorf("%s: %w", cookies.Visible(d.path), bare)
}

// damaged is the problem of what is not a store of its kind.
func damaged(path, reason string, err error) *cookies.Problem {
	return problem(path, cookies.Damaged, reason, "close the browser and move the file away; it makes a new one when it starts", err)
}

// Damaged makes the problem of a store whose content is not of its kind; reason
// is one clause.
func (d *DB) Damaged(reason string) error { return damaged(d.path, reason, nil) }

func locked(path string, err error) *cookies.Problem {
	return problem(path, cookies.Locked, "another program holds it", "close that program and try again", err)
}

func readOnly(path, reason, advice string, err error) *cookies.Problem {
	return problem(path, cookies.ReadOnly, reason, advice, err)
}

func problem(path string, state cookies.State, reason, advice string, err error) *cookies.Problem {
	return &cookies.Problem{Condition: cookies.Condition{State: state, Reason: reason, Advice: advice}, Path: path, Err: err}
}

// noCopy is the error of a private copy that can't be written, which the store is
// not to blame for.
func noCopy(err error) error {
	return fmt.Errorf("a private copy of it can't be written to %s (TMPDIR): %w", os.TempDir(), err)
}

// fileProblem makes the error of a system call on the store's file into a
// problem of the store.
func fileProblem(path string, err error) error {
	switch {
	case errors.Is(err, fs.ErrPermission):
		return cookies.Refused(path, err)
	case regular.Held(err):
		return locked(path, err)
	case errors.Is(err, fs.ErrNotExist):
		return problem(path, cookies.Damaged, "it is no longer there", "look whether its disk and its links are as they should be", err)
	}
	return problem(path, cookies.Damaged, "it can't be reached", "look whether its disk and its links are as they should be", err)
}
