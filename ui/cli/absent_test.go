package cli

import (
	"slices"
	"strings"
	"testing"
)

// A site may be meant for its own name, never for an ending that it shares.
func TestNearSites(t *testing.T) {
	stored := []string{"bing.com", ".google.com", "google.de", "www.google.com", "kiosk.example", "learn.example", "sid.co.uk", "shop.test", "yt.be", "[::1]", "localhost"}
	for host, want := range map[string]string{
		"blah.com": "", "xyz.example.com": "", "xyz.example": "", "sad.org.uk": "sid.co.uk", "a.com": "", "www.www": "", "10.0.0.1": "",
		"shop.tset": "shop.test", "shp.test": "shop.test", "gogle.com": "google.com google.de", "goggle.de": "google.de google.com",
		"google.fr": "google.de google.com", "www.bing.org": "bing.com", "kiosks.example": "kiosk.example", "lern.example": "learn.example",
	} {
		if got := strings.Join(nearSites(host, slices.Values(stored)), " "); got != want {
			t.Errorf("%s may be meant for %q, want %q", host, got, want)
		}
	}
}
