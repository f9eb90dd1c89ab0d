package find

import (
	"encoding/json"
	"errors"
	"io"
	"path/filepath"
	"strings"

	"crumbs/cookies/regular"
)

// longest is how much of a Local State or a profiles.ini is read: far more than
// any browser writes, far less than would hurt.
const longest = 16 << 20

// localState gives the display names of the profile folders of a user-data
// directory, from profile.info_cache in its Local State. A file that is missing
// or malformed gives none: the folders are there all the same.
func localState(userData string) map[string]string {
	text, err := read(filepath.Join(userData, "Local State"))
	if err != nil {
		return nil
	}
	var state struct {
		Profile struct {
			InfoCache map[string]json.RawMessage `json:"info_cache"`
		} `json:"profile"`
	}
	if json.Unmarshal(text, &state) != nil {
		return nil
	}
	names := map[string]string{}
	for folder, entry := range state.Profile.InfoCache {
		var info struct {
			Name string `json:"name"`
		}
		_ = json.Unmarshal(entry, &info) // one odd entry does not spoil the others
		names[folder] = info.Name
	}
	return names
}

// profile is a section of a profiles.ini.
type profile struct {
	folder string // absolute
	name   string
}

// profilesINI gives the profiles that the profiles.ini in a folder names, in
// its order. The format is that of Mozilla's nsINIParser: sections, keys, no
// quotes, no continuation; lines it would not understand are passed over.
func profilesINI(dir string) []profile {
	text, err := read(filepath.Join(dir, "profiles.ini"))
	if err != nil {
		return nil
	}
	return parseINI(dir, string(text))
}

// parseINI gives the profiles that a profiles.ini in dir names.
func parseINI(dir, text string) []profile {
	var profiles []profile
	var section string
	keys := map[string]string{}
	end := func() {
		// What IsRelative says can be seen.
		if folder, ok := profileAt(dir, keys["Path"]); ok && strings.HasPrefix(section, "Profile") {
			profiles = append(profiles, profile{folder, keys["Name"]})
		}
		clear(keys)
	}
	for line := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		line = strings.TrimSpace(line)
		if name, ok := strings.CutPrefix(line, "["); ok {
			end()
			section, _, _ = strings.Cut(name, "]")
		} else if key, value, ok := strings.Cut(line, "="); ok {
			keys[strings.TrimSpace(key)] = strings.TrimSpace(value)
		}
	}
	end()
	return profiles
}

// read gives a whole file, if it is one and not absurdly long. It never waits.
func read(path string) ([]byte, error) {
	f, _, err := regular.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // only read
	text, err := io.ReadAll(io.LimitReader(f, longest+1))
	if err == nil && len(text) > longest {
		err = errors.New("too long")
	}
	return text, err
}
