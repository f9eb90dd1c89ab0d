package cli

import (
	"strings"
	"testing"

	"crumbs/cookies"
	"crumbs/ui"
)

// TestTellKeep: K puts a cookie on the list and takes it off; what another
// pattern keeps it names instead.
func TestTellKeep(t *testing.T) {
	h := &house{config: t.TempDir()}
	s := &cookies.Store{Browser: "firefox", Profile: "x.work", Path: "/p/cookies.sqlite", Format: cookies.Firefox}
	sid := &cookies.Cookie{Store: s, Key: cookies.Key{Host: ".shop.test", Name: "sid", Path: "/"}}
	line := "cookie name=sid domain=.shop.test path=/ browser=firefox profile=x.work"
	for _, step := range []struct {
		to         ui.KeepTo
		c          *cookies.Cookie
		said, fail string
		kept       bool
	}{
		{ui.KeepToggle, sid, "kept: " + line, "", true},
		{ui.KeepToggle, nil, "kept: shop.test", "", true},
		{ui.KeepToggle, sid, "no longer kept: " + line + "; still kept by shop.test", "", true},
		{ui.KeepOff, sid, "", "nothing to take back, it is no longer on the keep list: " + line, true},
		{ui.KeepOn, sid, "kept: " + line, "", true},
		{ui.KeepOn, sid, "", "nothing to take back, it is on the keep list already: " + line, true},
		{ui.KeepOff, sid, "no longer kept: " + line + "; still kept by shop.test", "", true},
		{ui.KeepToggle, sid, "", "it is kept by shop.test: crumbs keep remove 'shop.test' takes that off", true},
		{ui.KeepToggle, nil, "no longer kept: shop.test", "", false},
		{ui.KeepOff, nil, "", "nothing to take back, it is no longer on the keep list: shop.test", false},
		{ui.KeepToggle, sid, "kept: " + line, "", true},
	} {
		_, said, err := h.tellKeep(step.c, "shop.test", step.to)
		if said != step.said || (err == nil) != (step.fail == "") || err != nil && !strings.Contains(err.Error(), step.fail) {
			t.Errorf("said %q, %v; want %q, %q", said, err, step.said, step.fail)
		}
		if keeps, err := h.keeps(); err != nil || keeps(sid) != step.kept {
			t.Errorf("after %q the cookie is kept: %v, %v", said, !step.kept, err)
		}
	}
	if _, _, err := h.tellKeep(nil, "co.uk", ui.KeepToggle); err == nil {
		t.Error("a public suffix was kept")
	}
}
