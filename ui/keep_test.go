package ui

import (
	"errors"
	"testing"

	"crumbs/cookies"
)

// keeper is a keep list in memory.
type keeper struct {
	ids   map[cookies.ID]bool
	hosts map[string]bool
	err   error
}

func keeping(k *keeper) func(*Config) {
	return func(c *Config) {
		c.Keeps = func() (func(*cookies.Cookie) bool, error) {
			if k.err != nil {
				return nil, k.err
			}
			return func(c *cookies.Cookie) bool { return k.ids[c.ID()] || k.hosts[cookies.Registrable(c.Host)] }, nil
		}
		c.Keep = func(c *cookies.Cookie, host string, to KeepTo) (KeepTo, string, error) {
			is, what := k.hosts[host], host
			if c != nil {
				is, what = k.ids[c.ID()], "cookie name="+c.Name
			}
			switch {
			case k.err != nil:
				return to, "", k.err
			case to == KeepOn && is || to == KeepOff && !is:
				return to, "", errors.New("nothing to take back: " + what)
			case c != nil:
				k.ids[c.ID()] = !is
			default:
				k.hosts[host] = !is
			}
			if is {
				return KeepOff, "no longer kept: " + what, nil
			}
			return KeepOn, "kept: " + what, nil
		}
	}
}

// K works at once: the mark, the detail and the previews are others.
func TestKeep(t *testing.T) {
	k := &keeper{ids: map[cookies.ID]bool{}, hosts: map[string]bool{}}
	f := town()
	d := start(t, f, 120, 40, opened("umami.opendatasoft.com"), keeping(k)).keys("j", "j", "j", "j")
	if d.under() != "_ga" {
		t.Fatalf("the cursor is on %s", d.under())
	}
	d.lacks("K S _ga")
	d.keys("K")
	d.shows("K S _ga ", "kept: cookie name=_ga", "on your keep list")
	d.keys("x")
	d.shows("Kept: ", "1 on the keep list (_ga)")
	d.keys("n", "d")
	d.shows("nothing to delete: Kept: 1 on the keep list (_ga). K takes a cookie off it.")
	if d.dialog != nil {
		t.Error("a cookie on the keep list can be deleted")
	}
	d.keys("K")
	d.shows("no longer kept: cookie name=_ga")
	d.lacks("K S _ga")
	d.keys("tab", "tab", "K")
	if len(k.hosts) != 1 {
		t.Errorf("among the sites K keeps %v", k.hosts)
	}
}

// A keep list that can't be read is said, and nothing can be deleted.
func TestUnreadableKeepList(t *testing.T) {
	k := &keeper{err: errors.New("the keep list /c/keep, line 2: no host")}
	f := town()
	d := start(t, f, 120, 40, opened("umami.opendatasoft.com"), keeping(k))
	d.shows("the keep list /c/keep, line 2: no host")
	for _, key := range []string{"d", "x"} {
		d.keys("j", key)
		d.shows("nothing can be deleted: the keep list /c/keep, line 2")
		if d.dialog != nil {
			t.Errorf("%s asks all the same", key)
		}
	}
}

// What K did is taken back by its opposite, and only where that still applies:
// another terminal may have told the list the same.
func TestTakeBackKeep(t *testing.T) {
	k := &keeper{ids: map[cookies.ID]bool{}, hosts: map[string]bool{}}
	d := start(t, town(), 120, 40, opened("github.com"), keeping(k))
	d.focus[onCookies] = paneSites
	d.keys("K")
	d.shows("kept: github.com · u takes it back")
	k.hosts["github.com"] = false
	d.keys("u")
	if k.hosts["github.com"] {
		t.Error("u kept what another had taken off")
	}
	d.shows("nothing to take back: github.com")

	k.hosts["github.com"] = true
	d.keys("K")
	d.shows("no longer kept: github.com · u takes it back")
	d.keys("u")
	d.shows("kept: github.com")
	if !k.hosts["github.com"] {
		t.Error("u did not keep again")
	}
}
