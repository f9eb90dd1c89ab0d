package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"slices"

	"crumbs/cookies"
	"crumbs/policy"
)

// row is a labelled cookie.
type row struct {
	site  string
	label int // of classes
	value string
	cookies.Cookie
}

var classes = []policy.Category{policy.Necessary, policy.Functional, policy.Statistical, policy.Marketing}

func readRows(path string) ([]row, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // only read
	var out []row
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		var in struct {
			Name, Domain, Path, Value, Label string
			Site                             string `json:"site_etld1"`
			HTTPOnly                         bool   `json:"http_only"`
			Secure, Session                  bool
			SameSite                         string `json:"same_site"`
			Lifetime                         int64  `json:"lifetime_s"`
		}
		if err := json.Unmarshal(lines.Bytes(), &in); err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", path, n, err)
		}
		r := row{site: in.Site, label: slices.Index(classes, policy.Category(in.Label)), value: in.Value}
		if r.label < 0 {
			return nil, fmt.Errorf("%s, line %d: %q is no category", path, n, in.Label)
		}
		const longest = 100 * 365 * 24 * 3600
		r.Cookie = cookies.Cookie{
			Key:   cookies.Key{Host: in.Domain, Name: in.Name, Path: in.Path},
			Store: &cookies.Store{}, Created: 1_600_000_000_000_000,
			HTTPOnly: in.HTTPOnly, Secure: in.Secure,
			Size: int32(len(in.Name) + len(in.Value)), Shape: cookies.ShapeOf([]byte(in.Value)),
		}
		if !in.Session {
			r.Expires = r.Created + cookies.Moment(min(in.Lifetime, longest)*1_000_000)
		}
		switch in.SameSite {
		case "no_restriction":
			r.SameSite = cookies.None
		case "strict":
			r.SameSite = cookies.Strict
		case "lax": // what browsers say of a cookie that did not say
			r.SameSite = cookies.Lax
		}
		out = append(out, r)
	}
	return out, lines.Err()
}

func everything(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}
