package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"crumbs/cookies/private"
)

// The filters that were typed on the screen lie in the state folder, one a line,
// the newest first.
const (
	filtersFile = "filters"
	maxFilters  = 50
	maxFilter   = 1 << 10 // bytes
)

// recall gives the filters that were remembered, the newest first. What can't
// be read is as good as none: nothing hangs on it.
func (h *house) recall() []string {
	past, err := h.filters()
	if err != nil {
		return nil
	}
	return past
}

// remember keeps a filter, as the newest.
func (h *house) remember(filter string) error {
	filter = strings.Join(strings.Fields(filter), " ")
	if filter == "" || len(filter) > maxFilter || h.state == "" {
		return nil
	}
	past, err := h.filters()
	if err != nil {
		return fmt.Errorf("the filter is not remembered: %s: %w", h.filtersPath(), err)
	}
	past = slices.DeleteFunc(past, func(f string) bool { return f == filter })
	past = slices.Insert(past, 0, filter)
	past = past[:min(len(past), maxFilters)]
	if err := private.Folder(h.state); err != nil {
		return fmt.Errorf("the filter is not remembered: %w", err)
	}
	if err := private.WriteFile(h.filtersPath(), []byte(strings.Join(past, "\n")+"\n")); err != nil {
		return fmt.Errorf("the filter is not remembered: %w", err)
	}
	return nil
}

func (h *house) filtersPath() string { return filepath.Join(h.state, filtersFile) }

// filters reads the file; one that is not there holds none.
func (h *house) filters() ([]string, error) {
	if h.state == "" {
		return nil, nil
	}
	b, err := private.ReadFile(h.filtersPath(), 2*maxFilters*maxFilter)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var past []string
	for line := range strings.Lines(strings.ToValidUTF8(string(b), "")) {
		if line = strings.TrimSpace(line); line != "" && len(line) <= maxFilter && len(past) < maxFilters {
			past = append(past, line)
		}
	}
	return past, nil
}
