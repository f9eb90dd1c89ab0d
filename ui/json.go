package ui

import (
	"encoding/json"

	"crumbs/cookies/jar"
	"crumbs/policy"
)

// cookieJSON gives a cookie as the commands print it, with its value if one is
// given.
func cookieJSON(s policy.Sorted, v *jar.Value) ([]byte, error) {
	out := map[string]any{
		"id": s.Cookie.ID().String(), "name": s.Cookie.Name, "domain": s.Cookie.Host, "path": s.Cookie.Path,
		"category": s.Verdict.Category,
	}
	if v != nil && v.Err == nil {
		out["value"] = string(v.Bytes)
	}
	return json.Marshal(out)
}
