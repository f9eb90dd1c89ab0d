package firefox

import (
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"crumbs/cookies"
	"crumbs/cookies/regular"
)

// places gives the place of a cookie by its origin attributes, one for each.
type places struct {
	store *cookies.Store
	known map[string]*cookies.Place
	boxes map[uint32]container // by their numbers, read at the first need
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
		c := p.container(a.Container)
		place.Container, place.Colour, place.Icon = c.name, c.colour, c.icon
	}
	if *place == (cookies.Place{}) {
		place = nil
	}
	p.known[origin] = place
	return place
}

// container is how a container looks to its user.
type container struct{ name, colour, icon string }

// container gives a container by its number.
func (p *places) container(id uint32) container {
	if p.boxes == nil {
		dir := p.store.Folder
		if dir == "" {
			dir = filepath.Dir(p.store.Path)
		}
		p.boxes = containers(filepath.Join(dir, "containers.json"))
	}
	c := p.boxes[id]
	if c.name == "" {
		c.name = fmt.Sprintf("Container %d", id)
	}
	return c
}

// containersLimit is how long a containers.json may be, in bytes.
const containersLimit = 4 << 20

// containers reads a profile's containers
// (toolkit/components/contextualidentity). The first four come without a name of
// their own and are known by the key of their translation. A file that is
// missing or bad gives none and is no error: a container's number does.
func containers(path string) map[uint32]container {
	out := map[uint32]container{}
	f, _, err := regular.Open(path)
	if err != nil {
		return out
	}
	defer f.Close() //nolint:errcheck // only read
	data, err := io.ReadAll(io.LimitReader(f, containersLimit))
	if err != nil {
		return out
	}
	var file struct {
		Identities []json.RawMessage `json:"identities"`
	}
	if json.Unmarshal(data, &file) != nil {
		return out
	}
	for _, raw := range file.Identities {
		var identity struct {
			ID     uint32 `json:"userContextId"`
			Public bool   `json:"public"`
			Name   string `json:"name"`
			Colour string `json:"color"`
			Icon   string `json:"icon"`
			L10n   string `json:"l10nId"` // also matches the older l10nID
		}
		if json.Unmarshal(raw, &identity) != nil || !identity.Public {
			continue
		}
		if identity.Name == "" {
			identity.Name = translated(identity.L10n)
		}
		out[identity.ID] = container{identity.Name, known(identity.Colour, colours()), known(identity.Icon, icons())}
	}
	return out
}

// colours and icons are the words that Firefox has for them
// (toolkit/components/extensions/parent/ext-contextualIdentities.js).
func colours() []string {
	return []string{"blue", "turquoise", "green", "yellow", "orange", "red", "pink", "purple", "toolbar"}
}

func icons() []string {
	return []string{"fingerprint", "briefcase", "dollar", "cart", "circle", "gift", "vacation", "food", "fruit", "pet", "tree", "chill", "fence"}
}

// known gives a word if it is one of these, and else "".
func known(word string, words []string) string {
	if slices.Contains(words, word) {
		return word
	}
	return ""
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
