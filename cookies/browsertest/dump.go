package browsertest

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Cell is what SQLite holds in one column of one row.
type Cell struct {
	Type string // null, integer, real, text or blob, as typeof gives it
	Text string // the bytes of a text or a blob, the digits of a number
}

// Row is one row by the names of its columns; rowid is there always.
type Row map[string]Cell

// Dump gives all rows of a table of a SQLite database in the order of their
// rowids, as the sqlite3 shell reads them: what crumbs says of a store is
// compared with a reader that is no part of it. It reads a copy, so that no
// lock gets in a browser's way, with what the write-ahead log holds. Without
// the shell the test is skipped, with CRUMBS_BROWSERS=1 it fails.
func Dump(t testing.TB, path, table string) []Row {
	t.Helper()
	columns, text := query(t, path, table, func(column string) string {
		return fmt.Sprintf("typeof(%[1]s), hex(CAST(%[1]s AS BLOB))", column)
	})
	var rows []Row
	for line := range strings.Lines(string(text)) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "|")
		if len(fields) != 2*len(columns) {
			t.Fatalf("sqlite3 gave %d fields for %d columns", len(fields), len(columns))
		}
		row := Row{}
		for i, c := range columns {
			text, err := hex.DecodeString(fields[2*i+1])
			if err != nil {
				t.Fatalf("sqlite3 gave no hexadecimal digits: %v", err)
			}
			row[c] = Cell{Type: fields[2*i], Text: string(text)}
		}
		rows = append(rows, row)
	}
	return rows
}

// Literals gives the same rows as the lines of text that SQLite makes of them,
// every column with its class: the cheap way to ask whether two stores of many
// thousand cookies hold the same.
func Literals(t testing.TB, path, table string) []byte {
	t.Helper()
	_, text := query(t, path, table, func(column string) string { return "quote(" + column + ")" })
	return text
}

// query asks the shell, on a copy, for an expression of every column of every
// row.
func query(t testing.TB, path, table string, expression func(column string) string) (columns []string, text []byte) {
	t.Helper()
	shell, err := exec.LookPath("sqlite3")
	if err != nil {
		if os.Getenv("CRUMBS_BROWSERS") == "1" {
			t.Fatalf("CRUMBS_BROWSERS=1 is set and there is no sqlite3 shell: %v", err)
		}
		t.Skip("there is no sqlite3 shell to compare with")
	}
	folder, err := os.MkdirTemp("", "dump")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(folder) //nolint:errcheck // a copy in a temporary folder
	copied := filepath.Join(folder, "copy")
	for _, suffix := range []string{"", "-wal", "-journal"} {
		if err := copyFile(path+suffix, copied+suffix); err != nil {
			t.Fatalf("copy the store: %v", err)
		}
	}
	run := func(query string) []byte {
		cmd := exec.Command(shell, "-batch", "-noheader", "-list", "-separator", "|", copied, query)
		var complaint bytes.Buffer
		cmd.Stderr = &complaint
		text, err := cmd.Output()
		if err != nil {
			t.Fatalf("sqlite3 on a copy of %s: %v: %s", path, err, &complaint)
		}
		return text
	}
	columns = append([]string{"rowid"}, strings.Fields(string(run("SELECT name FROM pragma_table_info('"+table+"')")))...)
	expressions := make([]string, len(columns))
	for i, c := range columns {
		expressions[i] = expression(c)
	}
	return columns, run("SELECT " + strings.Join(expressions, ", ") + " FROM " + table + " ORDER BY rowid")
}
