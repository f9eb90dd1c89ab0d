package cookies

import (
	"fmt"
	"slices"
	"testing"
)

func TestKin(t *testing.T) {
	one, two := &Store{Path: "/one"}, &Store{Path: "/two"}
	all := []*Cookie{}
	put := func(s *Store, host, name, value string, place *Place) *Cookie {
		c := &Cookie{Key: Key{Host: host, Name: name, Path: fmt.Sprint("/", len(all))}, Store: s, Place: place, Size: -1}
		if value != "" {
			c.Shape, c.Size = ShapeOf([]byte(value)), int32(len(name)+len(value))
		}
		all = append(all, c)
		return c
	}
	const id, other = "0f3b9c77d1e84a5296ab", "77d1e84a5296ab0f3b9c"
	first := put(one, ".shop.example", "uid", id, nil)
	put(one, "www.shop.example", "uid", id, nil)    // the same site and store, another host
	put(two, ".shop.example", "uid", other, nil)    // another store
	put(two, "www.shop.example", "uid", other, nil) // both others
	put(one, ".shop.example", "uid", "", &Place{Container: "Work"})
	put(one, ".news.example", "uid", id, nil)   // another site, the same value
	put(one, ".news.example", "uid", id, nil)   // once more
	put(two, ".ads.example", "uid", other, nil) // another site by name alone
	put(one, ".shop.example", "copy", id, nil)  // another name
	sealed := put(one, ".bank.example", "token", "", nil)
	plain := put(one, ".shop.example", "lang", "de", nil)
	put(one, ".news.example", "lang", "de", nil)

	kin := KinOf([]*Cookie{first, sealed, plain}, nil, slices.Values(all))
	k := kin[first.ID()]
	if len(k.Also) != 4 || k.Also[0].Host != "www.shop.example" || k.Also[1].Store != two || k.Also[3].Container() != "Work" {
		t.Errorf("also in %v", k.Also)
	}
	if k.Sites != 2 || !k.Compared || len(k.Alike) != 3 {
		t.Errorf("%d sites, compared %v, alike %v", k.Sites, k.Compared, k.Alike)
	}
	if k := kin[sealed.ID()]; k.Compared || len(k.Alike)+len(k.Also)+k.Sites != 0 {
		t.Errorf("of a sealed value: %+v", k)
	}
	if k := kin[plain.ID()]; k.Compared || len(k.Alike) != 0 || k.Sites != 1 {
		t.Errorf("of a value that is alike by chance: %+v", k)
	}

	// Two hosts of one site may have a cookie of one name each.
	a := &Cookie{Key: Key{Host: "a.mall.example", Name: "sid"}, Store: one, Shape: ShapeOf([]byte(other + id)), Size: int32(3 + len(other+id))}
	b := *a
	b.Host = "b.mall.example"
	again := *a
	again.Path = "/again"
	kin = KinOf([]*Cookie{a}, nil, slices.Values([]*Cookie{a, &again, &b}))
	if k := kin[a.ID()]; len(k.Also) != 1 || k.Also[0] != &b || len(k.Alike) != 1 || k.Alike[0] != &b {
		t.Errorf("of another host of the site: %+v", k)
	}

	// A value that the user opened is compared like those in plain.
	kin = KinOf([]*Cookie{sealed, first}, map[ID]Imprint{sealed.ID(): ImprintOf([]byte(id))}, slices.Values(all))
	if k := kin[sealed.ID()]; !k.Compared || len(k.Alike) != 3 {
		t.Errorf("of an opened value: %+v", k)
	}
	if k := kin[first.ID()]; len(k.Alike) != 4 {
		t.Errorf("with an opened value elsewhere: %+v", k)
	}
}
