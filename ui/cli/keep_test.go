package cli

import (
	"strings"
	"testing"

	"crumbs/cookies"
)

// TestToggleKeep: K puts a cookie on the list and takes it off; what another
// pattern keeps it names instead.
func TestToggleKeep(t *testing.T) {
	h := &house{config: t.TempDir()}
	s := &cookies.Store{Browser: "firefox", Profile: "x.work", Path: "/p/cookies.sqlite", Format: cookies.Firefox}
	sid := &cookies.Cookie{Store: s, Key: cookies.Key{Host: ".shop.test", Name: "sid", Path: "/"}}
	line := "cookie name=sid domain=.shop.test path=/ browser=firefox profile=x.work"
	for _, step := range []struct {
		c          *cookies.Cookie
		said, fail string
		kept       bool
	}{
		{sid, "kept: " + line, "", true},
		{nil, "kept: shop.test", "", true},
		{sid, "no longer kept: " + line + "; still kept by shop.test", "", true},
		{sid, "", "it is kept by shop.test: crumbs keep remove 'shop.test' takes that off", true},
		{nil, "no longer kept: shop.test", "", false},
		{sid, "kept: " + line, "", true},
	} {
		said, err := h.toggleKeep(step.c, "shop.test")
		if said != step.said || (err == nil) != (step.fail == "") || err != nil && !strings.Contains(err.Error(), step.fail) {
			t.Errorf("said %q, %v; want %q, %q", said, err, step.said, step.fail)
		}
		if keeps, err := h.keeps(); err != nil || keeps(sid) != step.kept {
			t.Errorf("after %q the cookie is kept: %v, %v", said, !step.kept, err)
		}
	}
	if _, err := h.toggleKeep(nil, "co.uk"); err == nil {
		t.Error("a public suffix was kept")
	}
}
