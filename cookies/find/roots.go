package find

import (
	"path/filepath"
	"slices"
)

// root is a folder in which a browser keeps its profiles.
type root struct {
	browser string // the contract's word
	family  family
	base    base
	dir     string // below the base, with slashes
}

// base is the folder of [Places] that a root lies in.
type base byte

const (
	inHome   base = iota
	inConfig      // on Linux also ~/.config, when XDG_CONFIG_HOME is elsewhere: browsers started without it used that
	inData
)

// folders gives the absolute folders that the root stands for.
func (r root) folders(p Places) []string {
	var bases []string
	switch r.base {
	case inHome:
		bases = []string{p.Home}
	case inConfig:
		bases = []string{p.Config}
		if p.System == "linux" && p.Home != "" {
			bases = append(bases, filepath.Join(p.Home, ".config"))
		}
	case inData:
		bases = []string{p.Data}
		if p.System == "linux" && p.Home != "" {
			bases = append(bases, filepath.Join(p.Home, ".local", "share"))
		}
	}
	var dirs []string
	for _, b := range bases {
		if !filepath.IsAbs(b) {
			continue
		}
		if dir := filepath.Join(b, filepath.FromSlash(r.dir)); !slices.Contains(dirs, dir) {
			dirs = append(dirs, dir)
		}
	}
	return dirs
}

// roots gives the table of a system.
func roots(system string) []root {
	switch system {
	case "darwin":
		return darwinRoots()
	case "windows":
		return windowsRoots()
	}
	return linuxRoots()
}

// linuxRoots are the native folders, then Snap's, then Flatpak's: where one
// file is reached through several, the first gives it its name.
func linuxRoots() []root {
	return []root{
		{"chromium", blink, inConfig, "chromium"},
		{"chromium", blink, inConfig, "ungoogled-chromium"},
		{"chrome", blink, inConfig, "google-chrome"},
		{"chrome-beta", blink, inConfig, "google-chrome-beta"},
		{"chrome-dev", blink, inConfig, "google-chrome-unstable"},
		{"chrome-canary", blink, inConfig, "google-chrome-canary"},
		{"brave", blink, inConfig, "BraveSoftware/Brave-Browser"},
		{"brave", blink, inConfig, "brave-browser"},
		{"brave-beta", blink, inConfig, "BraveSoftware/Brave-Browser-Beta"},
		{"brave-nightly", blink, inConfig, "BraveSoftware/Brave-Browser-Nightly"},
		{"edge", blink, inConfig, "microsoft-edge"},
		{"edge-beta", blink, inConfig, "microsoft-edge-beta"},
		{"edge-dev", blink, inConfig, "microsoft-edge-dev"},
		{"vivaldi", blink, inConfig, "vivaldi"},
		{"vivaldi-snapshot", blink, inConfig, "vivaldi-snapshot"},
		{"opera", blink, inConfig, "opera"},
		{"opera-beta", blink, inConfig, "opera-beta"},
		{"opera-developer", blink, inConfig, "opera-developer"},
		{"yandex", blink, inConfig, "yandex-browser"},
		{"yandex-beta", blink, inConfig, "yandex-browser-beta"},
		{"thorium", blink, inConfig, "thorium"},
		{"falkon", qt, inConfig, "falkon/profiles"},
		{"qutebrowser", qt, inData, "qutebrowser/webengine"},
		{"konqueror", qt, inData, "konqueror/QtWebEngine"}, // Debian 12's leaves them to kcookiejar

		{"firefox", gecko, inConfig, "mozilla/firefox"}, // where a fresh Firefox makes its profile
		{"firefox", gecko, inHome, ".mozilla/firefox"},
		{"firefox", gecko, inHome, ".mozilla/firefox-esr"},
		{"librewolf", gecko, inConfig, "librewolf/librewolf"},
		{"librewolf", gecko, inHome, ".librewolf"},
		{"waterfox", gecko, inConfig, "waterfox"},
		{"waterfox", gecko, inHome, ".waterfox"},
		{"floorp", gecko, inConfig, "floorp"},
		{"floorp", gecko, inHome, ".floorp"},
		{"zen", gecko, inConfig, "zen"},
		{"zen", gecko, inHome, ".zen"},
		{"icecat", gecko, inHome, ".mozilla/icecat"},
		{"seamonkey", gecko, inHome, ".mozilla/seamonkey"},
		{"palemoon", gecko, inHome, ".moonchild productions/pale moon"},
		{"thunderbird", gecko, inHome, ".thunderbird"},
		{"mullvad", gecko, inHome, ".mullvad-browser"},
		{"mullvad", gecko, inHome, ".mullvad/mullvadbrowser"},
		{"tor", gecko, inHome, ".tor-browser/app/Browser/TorBrowser/Data/Browser"},
		{"tor", gecko, inData, "torbrowser/tbb/x86_64/tor-browser/Browser/TorBrowser/Data/Browser"},
		{"tor", gecko, inData, "torbrowser/tbb/aarch64/tor-browser/Browser/TorBrowser/Data/Browser"},

		{"epiphany", soup, inData, "epiphany"},
		{"epiphany", soupApps, inData, ""},

		{"chromium", blink, inHome, "snap/chromium/common/chromium"},
		{"brave", blink, inHome, "snap/brave/current/.config/BraveSoftware/Brave-Browser"},
		{"opera", blink, inHome, "snap/opera/current/.config/opera"},
		{"opera-beta", blink, inHome, "snap/opera-beta/current/.config/opera-beta"},
		{"vivaldi", blink, inHome, "snap/vivaldi/current/.config/vivaldi"},
		{"firefox", gecko, inHome, "snap/firefox/common/.config/mozilla/firefox"},
		{"firefox", gecko, inHome, "snap/firefox/common/.mozilla/firefox"},
		{"thunderbird", gecko, inHome, "snap/thunderbird/common/.thunderbird"},
		{"epiphany", soup, inHome, "snap/epiphany/current/.local/share/epiphany"},

		{"chromium", blink, inHome, ".var/app/org.chromium.Chromium/config/chromium"},
		{"chromium", blink, inHome, ".var/app/io.github.ungoogled_software.ungoogled_chromium/config/chromium"},
		{"chrome", blink, inHome, ".var/app/com.google.Chrome/config/google-chrome"},
		{"chrome-dev", blink, inHome, ".var/app/com.google.ChromeDev/config/google-chrome-unstable"},
		{"brave", blink, inHome, ".var/app/com.brave.Browser/config/BraveSoftware/Brave-Browser"},
		{"edge", blink, inHome, ".var/app/com.microsoft.Edge/config/microsoft-edge"},
		{"edge-dev", blink, inHome, ".var/app/com.microsoft.EdgeDev/config/microsoft-edge-dev"},
		{"vivaldi", blink, inHome, ".var/app/com.vivaldi.Vivaldi/config/vivaldi"},
		{"opera", blink, inHome, ".var/app/com.opera.Opera/config/opera"},
		{"yandex", blink, inHome, ".var/app/ru.yandex.Browser/config/yandex-browser"},
		{"falkon", qt, inHome, ".var/app/org.kde.falkon/config/falkon/profiles"},
		{"qutebrowser", qt, inHome, ".var/app/org.qutebrowser.qutebrowser/data/qutebrowser/webengine"},
		{"firefox", gecko, inHome, ".var/app/org.mozilla.firefox/config/mozilla/firefox"},
		{"firefox", gecko, inHome, ".var/app/org.mozilla.firefox/.mozilla/firefox"},
		{"librewolf", gecko, inHome, ".var/app/io.gitlab.librewolf-community/config/librewolf/librewolf"},
		{"librewolf", gecko, inHome, ".var/app/io.gitlab.librewolf-community/.librewolf"},
		{"waterfox", gecko, inHome, ".var/app/net.waterfox.waterfox/.waterfox"},
		{"floorp", gecko, inHome, ".var/app/one.ablaze.floorp/.floorp"},
		{"zen", gecko, inHome, ".var/app/app.zen_browser.zen/config/zen"},
		{"zen", gecko, inHome, ".var/app/app.zen_browser.zen/.zen"},
		{"thunderbird", gecko, inHome, ".var/app/org.mozilla.Thunderbird/.thunderbird"},
		{"mullvad", gecko, inHome, ".var/app/net.mullvad.MullvadBrowser/.mullvad-browser"},
		{"tor", gecko, inHome, ".var/app/org.torproject.torbrowser-launcher/data/torbrowser/tbb/x86_64/tor-browser/Browser/TorBrowser/Data/Browser"},
		{"epiphany", soup, inHome, ".var/app/org.gnome.Epiphany/data/epiphany"},
		{"epiphany", soupApps, inHome, ".var/app/org.gnome.Epiphany/data"},
		{"epiphany-canary", soup, inHome, ".var/app/org.gnome.Epiphany.Canary/data/epiphany"},
		{"epiphany-dev", soup, inHome, ".var/app/org.gnome.Epiphany.Devel/data/epiphany"},
	}
}

// darwinRoots was never tried on a Mac: it is what the browsers document.
func darwinRoots() []root {
	return []root{
		{"chromium", blink, inConfig, "Chromium"},
		{"chrome", blink, inConfig, "Google/Chrome"},
		{"chrome-beta", blink, inConfig, "Google/Chrome Beta"},
		{"chrome-dev", blink, inConfig, "Google/Chrome Dev"},
		{"chrome-canary", blink, inConfig, "Google/Chrome Canary"},
		{"brave", blink, inConfig, "BraveSoftware/Brave-Browser"},
		{"brave-beta", blink, inConfig, "BraveSoftware/Brave-Browser-Beta"},
		{"brave-nightly", blink, inConfig, "BraveSoftware/Brave-Browser-Nightly"},
		{"edge", blink, inConfig, "Microsoft Edge"},
		{"edge-beta", blink, inConfig, "Microsoft Edge Beta"},
		{"edge-dev", blink, inConfig, "Microsoft Edge Dev"},
		{"edge-canary", blink, inConfig, "Microsoft Edge Canary"},
		{"vivaldi", blink, inConfig, "Vivaldi"},
		{"opera", blink, inConfig, "com.operasoftware.Opera"},
		{"opera-gx", blink, inConfig, "com.operasoftware.OperaGX"},
		{"yandex", blink, inConfig, "Yandex/YandexBrowser"},
		{"thorium", blink, inConfig, "Thorium"},
		{"firefox", gecko, inConfig, "Firefox"},
		{"librewolf", gecko, inConfig, "LibreWolf"},
		{"waterfox", gecko, inConfig, "Waterfox"},
		{"floorp", gecko, inConfig, "Floorp"},
		{"zen", gecko, inConfig, "zen"},
		{"seamonkey", gecko, inConfig, "SeaMonkey"},
		{"mullvad", gecko, inConfig, "MullvadBrowser"},
		{"tor", gecko, inConfig, "TorBrowser-Data/Browser"},
		{"thunderbird", gecko, inHome, "Library/Thunderbird"},
		{"safari", apple, inHome, "Library/Containers/com.apple.Safari/Data/Library/Cookies"},
		{"safari", apple, inHome, "Library/Cookies"}, // before macOS 10.14
	}
}

// windowsRoots was never tried on Windows: it is what the browsers document.
func windowsRoots() []root {
	return []root{
		{"chromium", blink, inData, "Chromium/User Data"},
		{"chrome", blink, inData, "Google/Chrome/User Data"},
		{"chrome-beta", blink, inData, "Google/Chrome Beta/User Data"},
		{"chrome-dev", blink, inData, "Google/Chrome Dev/User Data"},
		{"chrome-canary", blink, inData, "Google/Chrome SxS/User Data"},
		{"brave", blink, inData, "BraveSoftware/Brave-Browser/User Data"},
		{"brave-beta", blink, inData, "BraveSoftware/Brave-Browser-Beta/User Data"},
		{"brave-nightly", blink, inData, "BraveSoftware/Brave-Browser-Nightly/User Data"},
		{"edge", blink, inData, "Microsoft/Edge/User Data"},
		{"edge-beta", blink, inData, "Microsoft/Edge Beta/User Data"},
		{"edge-dev", blink, inData, "Microsoft/Edge Dev/User Data"},
		{"edge-canary", blink, inData, "Microsoft/Edge SxS/User Data"},
		{"vivaldi", blink, inData, "Vivaldi/User Data"},
		{"opera", blink, inConfig, "Opera Software/Opera Stable"},
		{"opera-gx", blink, inConfig, "Opera Software/Opera GX Stable"},
		{"yandex", blink, inData, "Yandex/YandexBrowser/User Data"},
		{"thorium", blink, inData, "Thorium/User Data"},
		{"falkon", qt, inData, "falkon/profiles"},
		{"qutebrowser", qt, inConfig, "qutebrowser/data/webengine"},
		{"firefox", gecko, inConfig, "Mozilla/Firefox"},
		{"librewolf", gecko, inConfig, "librewolf"},
		{"waterfox", gecko, inConfig, "Waterfox"},
		{"floorp", gecko, inConfig, "Floorp"},
		{"zen", gecko, inConfig, "zen"},
		{"seamonkey", gecko, inConfig, "Mozilla/SeaMonkey"},
		{"palemoon", gecko, inConfig, "Moonchild Productions/Pale Moon"},
		{"thunderbird", gecko, inConfig, "Thunderbird"},
		{"safari", apple, inConfig, "Apple Computer/Safari/Cookies"}, // up to 5.1
	}
}
