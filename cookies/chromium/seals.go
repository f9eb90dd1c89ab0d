package chromium

import (
	"context"

	"crumbs/cookies"
	"crumbs/cookies/scratch"
	"crumbs/cookies/sqlite"
)

// Seals counts the store's encrypted values by the first three bytes of each,
// which name the way it is encrypted: v10, v11, ... . Nothing is opened. A store
// of a schema without encryption is an error.
func Seals(ctx context.Context, s *cookies.Store, f *scratch.Folder) (map[string]int, error) {
	c, err := sqlite.Snapshot(ctx, f, s.Path)
	if err != nil {
		return nil, err
	}
	defer c.Close() //nolint:errcheck // a copy that stays goes with its folder
	seals := map[string]int{}
	err = c.Each(`SELECT CAST(substr(encrypted_value, 1, 3) AS BLOB), count(*) FROM cookies WHERE octet_length(encrypted_value) > 0 GROUP BY 1`, func(r *sqlite.Row) error {
		seals[string(r.Text(0))] += int(r.Int(1))
		return nil
	})
	return seals, err
}
