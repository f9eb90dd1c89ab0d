package values

import (
	"fmt"
	"os"
	"strings"
)

// hasBus reports whether there is a session bus, over which keyrings are asked.
// Without one kooky would start one, which nobody would ever end.
func hasBus() bool {
	if address := os.Getenv("DBUS_SESSION_BUS_ADDRESS"); address != "" && address != "autolaunch:" {
		return !strings.HasPrefix(address, "disabled:")
	}
	dir := fmt.Sprintf("/run/user/%d", os.Getuid())
	for _, name := range []string{"/bus", "/dbus-session"} {
		if _, err := os.Stat(dir + name); err == nil {
			return true
		}
	}
	return false
}
