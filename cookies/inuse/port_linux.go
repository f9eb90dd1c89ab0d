package inuse

import (
	"os"
	"strconv"
	"strings"
)

// Listeners gives the processes that listen on a TCP port of this machine. It is
// empty where the system does not tell: processes of other people, or of another
// namespace.
func Listeners(port int) []Holder {
	sockets := map[string]bool{}
	for _, table := range []string{"/proc/net/tcp", "/proc/net/tcp6"} {
		text, _ := os.ReadFile(table)
		for line := range strings.Lines(string(text)) {
			// proc_net_tcp: sl local_address rem_address st ... inode, the tenth.
			fields := strings.Fields(line)
			if len(fields) < 10 || fields[3] != "0A" { // listening
				continue
			}
			_, hex, _ := strings.Cut(fields[1], ":")
			if n, err := strconv.ParseUint(hex, 16, 16); err == nil && int(n) == port {
				sockets["socket:["+fields[9]+"]"] = true
			}
		}
	}
	if len(sockets) == 0 {
		return nil
	}
	var found []Holder
	for _, name := range names("/proc") {
		pid, err := strconv.Atoi(name)
		if err != nil {
			continue
		}
		dir := "/proc/" + name + "/fd"
		for _, fd := range names(dir) {
			if target, err := os.Readlink(dir + "/" + fd); err == nil && sockets[target] {
				found = append(found, holder(pid))
				break
			}
		}
	}
	return found
}

// arguments gives what a process was started with, nothing where that may not be
// seen.
func arguments(pid int) []string {
	if pid <= 0 {
		return nil
	}
	text, _ := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/cmdline")
	return strings.Split(string(text), "\x00")
}
