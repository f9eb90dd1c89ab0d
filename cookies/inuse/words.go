package inuse

import (
	"fmt"
	"strings"
	"time"

	"crumbs/cookies"
)

// inUse is the condition of a store whose browser runs.
func inUse(h Holder, s *cookies.Store) cookies.Condition {
	c := cookies.Condition{State: cookies.InUse, Reason: h.name() + " is using it" + h.details(time.Now()),
		Advice: "close " + h.known() + " and try again", Holder: h.known()}
	if h.Name == "cookies.dpi" { // dillo's, which stays for a while when that has closed
		c.Advice = "close dillo and end what it leaves running (dpidc stop), and try again"
	}
	if s.Format == cookies.KCookieJar { // no program that a person opened, so none to close
		name := h.name() // kded5, ended by kquitapp5
		c.Advice = "log out of KDE, or end " + name + " alone (kquitapp" + name[len(name)-1:] + " " + name + "), and try again"
	}
	return c
}

// locked is the condition of a store that another program has.
func locked(h Holder) cookies.Condition {
	return cookies.Condition{State: cookies.Locked, Reason: h.name() + " holds it" + h.details(time.Now()),
		Advice: "close " + h.known() + " and try again", Holder: h.known()}
}

// name gives a name that can be shown.
func (h Holder) name() string {
	name := cookies.Visible(strings.TrimSpace(h.Name))
	if name == "" {
		return "another program"
	}
	return name
}

// known is the name where the program was spoken of already.
func (h Holder) known() string {
	if name := h.name(); name != (Holder{}).name() {
		return name
	}
	return "the program that has it open"
}

// details gives what a person can find the process by: " (process 4711, since
// 14:02)", in local time, with the date unless it started today.
func (h Holder) details(now time.Time) string {
	if h.PID <= 0 {
		return ""
	}
	text := fmt.Sprintf(" (process %d", h.PID)
	if !h.Since.IsZero() {
		since, now := h.Since.Local(), now.Local()
		layout := "2006-01-02 15:04"
		if since.Format(time.DateOnly) == now.Format(time.DateOnly) {
			layout = "15:04"
		}
		text += ", since " + since.Format(layout)
	}
	return text + ")"
}

// isBrowser tells by a program's name whether it is a browser of a family that
// crumbs knows, or one of its processes.
func isBrowser(name string) bool {
	name = strings.ToLower(name)
	for _, word := range []string{
		"chrom", "google-chrome", "ungoogled", "brave", "msedge", "microsoft-edge", "vivaldi", "opera", "yandex", "thorium",
		"qtwebengine", "falkon", "qutebrowser", "konqueror", "webkit", "epiphany", "midori",
		"firefox", "librewolf", "waterfox", "floorp", "icecat", "palemoon", "seamonkey", "thunderbird", "mullvad", "geckomain",
	} {
		if strings.HasPrefix(name, word) {
			return true
		}
	}
	return name == "zen" || name == "zen-bin" // there is a zenity too
}
