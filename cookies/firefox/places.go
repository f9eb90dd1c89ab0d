package firefox

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"crumbs/cookies"
)

// places gives the place of a cookie by its origin attributes, one for each.
type places struct {
	store *cookies.Store
	known map[string]*cookies.Place
	names map[uint32]string // of containers, read at the first need
}

func newPlaces(s *cookies.Store) *places {
	return &places{store: s, known: map[string]*cookies.Place{}}
}

// of gives the place, nil for attributes that say nothing of one.
func (p *places) of(origin string) *cookies.Place {
	if origin == "" {
		return nil
	}
	if place, ok := p.known[origin]; ok {
		return place
	}
	a, _ := ParseOrigin(origin) // as far as it can be read, as Firefox does
	place := &cookies.Place{Partition: a.Site(), Private: a.Private != 0}
	if a.Container != 0 {
		place.Container = p.container(a.Container)
	}
	if *place == (cookies.Place{}) {
		place = nil
	}
	p.known[origin] = place
	return place
}

// container gives a container's display name.
func (p *places) container(id uint32) string {
	if p.names == nil {
		dir := p.store.Folder
		if dir == "" {
			dir = filepath.Dir(p.store.Path)
		}
		p.names = containers(filepath.Join(dir, "containers.json"))
	}
	if name := p.names[id]; name != "" {
		return name
	}
	return fmt.Sprintf("Container %d", id)
}

// containersLimit is how long a containers.json may be, in bytes.
const containersLimit = 4 << 20

// containers reads the names of a profile's containers
// (toolkit/components/contextualidentity). The first four come without a name of
// their own and are known by the key of their translation. A file that is
// missing or bad gives no names and is no error: a container's number does.
func containers(path string) map[uint32]string {
	names := map[uint32]string{}
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return names
	}
	f, err := os.Open(path)
	if err != nil {
		return names
	}
	defer f.Close() //nolint:errcheck // only read
	data, err := io.ReadAll(io.LimitReader(f, containersLimit))
	if err != nil {
		return names
	}
	var file struct {
		Identities []json.RawMessage `json:"identities"`
	}
	if json.Unmarshal(data, &file) != nil {
		return names
	}
	for _, raw := range file.Identities {
		var identity struct {
			ID     uint32 `json:"userContextId"`
			Public bool   `json:"public"`
			Name   string `json:"name"`
			L10n   string `json:"l10nId"` // also matches the older l10nID
		}
		if json.Unmarshal(raw, &identity) != nil || !identity.Public {
			continue
		}
		if identity.Name == "" {
			identity.Name = translated(identity.L10n)
		}
		names[identity.ID] = identity.Name
	}
	return names
}

// translated gives the English name of a container that Firefox names itself.
func translated(key string) string {
	switch key {
	case "userContextPersonal.label", "user-context-personal":
		return "Personal"
	case "userContextWork.label", "user-context-work":
		return "Work"
	case "userContextBanking.label", "user-context-banking":
		return "Banking"
	case "userContextShopping.label", "user-context-shopping":
		return "Shopping"
	}
	return ""
}
