package inuse

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// gone is what the kernel puts behind the name of a file that was removed.
const gone = " (deleted)"

// openFiles gives the files that other processes have open, of all processes
// whose descriptors may be seen: one's own, and everybody's for root. It only
// reads names, which asks nothing of the file systems that the files are on.
//
// There are thousands, and a deletion asks several times, once with the store
// locked: so each link is read from its open folder, and what is no file makes no
// string. Whether links may be read is a question of the process (ptrace(2), access
// mode checking): where one may not, none may.
func openFiles() []openFile {
	self := os.Getpid()
	var found []openFile
	buf := make([]byte, unix.PathMax)
	for _, name := range names("/proc") {
		pid, err := strconv.Atoi(name)
		if err != nil || pid == self {
			continue
		}
		dir, err := os.Open("/proc/" + name + "/fd")
		if err != nil {
			continue // it ended, or is somebody else's
		}
		fds, _ := dir.Readdirnames(-1) // what may not be seen is not
		for _, fd := range fds {
			n, err := unix.Readlinkat(int(dir.Fd()), fd, buf)
			if err == unix.EACCES {
				break
			}
			target := buf[:max(n, 0)]
			if err != nil || !bytes.HasPrefix(target, []byte("/")) || bytes.HasPrefix(target, []byte("/dev/")) ||
				bytes.HasPrefix(target, []byte("/memfd:")) || bytes.HasPrefix(target, []byte("/proc/")) {
				continue
			}
			found = append(found, openFile{pid: pid, fd: fd, name: string(target)})
		}
		_ = dir.Close() // only read
	}
	return found
}

// names gives what is in a folder; what may not be seen is not.
func names(dir string) []string {
	f, err := os.Open(dir)
	if err != nil {
		return nil
	}
	defer f.Close() //nolint:errcheck // only read
	list, _ := f.Readdirnames(-1)
	return list
}

// base gives the file's own name.
func (f openFile) base() string { return filepath.Base(strings.TrimSuffix(f.name, gone)) }

// stat looks at the file itself, through the process that has it open, whatever
// it is called in which namespace.
func (f openFile) stat() (os.FileInfo, error) {
	return os.Stat("/proc/" + strconv.Itoa(f.pid) + "/fd/" + f.fd)
}

// writes reports whether the file is open for writing.
func (f openFile) writes() bool {
	text, err := os.ReadFile("/proc/" + strconv.Itoa(f.pid) + "/fdinfo/" + f.fd)
	if err != nil {
		return false
	}
	_, rest, _ := bytes.Cut(text, []byte("flags:"))
	line, _, _ := bytes.Cut(rest, []byte("\n"))
	flags, err := strconv.ParseUint(string(bytes.TrimSpace(line)), 8, 64)
	return err == nil && flags&syscall.O_ACCMODE != syscall.O_RDONLY
}

// holder gives a process' name and start.
func holder(pid int) Holder {
	h := Holder{PID: max(pid, 0)}
	if pid <= 0 {
		return h
	}
	h.Name = program(pid)
	_, ticks := status(pid)
	if boot := bootTime(); boot != 0 && ticks != 0 {
		h.Since = time.Unix(boot, 0).Add(time.Duration(ticks) * (time.Second / ticksPerSecond))
	}
	return h
}

// program gives the name of the file that a process runs. Where that may not be
// seen, or is an interpreter's, as qutebrowser's is, it is the name the process
// goes by.
func program(pid int) string {
	dir := "/proc/" + strconv.Itoa(pid)
	comm, _ := os.ReadFile(dir + "/comm")
	name := strings.TrimSpace(string(comm))
	if exe, err := os.Readlink(dir + "/exe"); err == nil {
		file := filepath.Base(strings.TrimSuffix(exe, gone)) // removed: the browser was updated while it ran
		if isBrowser(file) || !isBrowser(name) {
			return file
		}
	}
	return name
}

// running gives the processes whose program has one of these names, other than
// this one.
func running(programs []string) []int {
	var found []int
	for _, name := range names("/proc") {
		pid, err := strconv.Atoi(name)
		if err == nil && pid != os.Getpid() && slices.Contains(programs, program(pid)) {
			found = append(found, pid)
		}
	}
	return found
}

// homeOf gives the HOME that a process was started with, "" where that may not
// be seen.
func homeOf(pid int) string {
	text, _ := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/environ")
	for v := range bytes.SplitSeq(text, []byte{0}) {
		if home, ok := bytes.CutPrefix(v, []byte("HOME=")); ok {
			return string(home)
		}
	}
	return ""
}

// loaded reports whether a process has a file with this in its name in its
// memory, as a program has its plugins.
func loaded(pid int, part string) bool {
	text, _ := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/maps")
	return bytes.Contains(text, []byte(part))
}

// eldest goes up from a process to the first that is the same program, and from
// WebKit's processes, which have programs of their own, to the browser.
func eldest(pid int) int {
	for range 16 { // a browser's tree is flat; process numbers are used again
		parent, _ := status(pid)
		if parent <= 1 {
			break
		}
		child, up := program(pid), program(parent)
		if up != child && !(strings.HasPrefix(child, "WebKit") && isBrowser(up)) {
			break
		}
		pid = parent
	}
	return pid
}

// ticksPerSecond is the unit of the kernel's times in /proc, USER_HZ: 100 on
// every architecture that Go runs on.
const ticksPerSecond = 100

// status gives a process' parent and its start in ticks since the machine
// started (proc_pid_stat(5), fields 4 and 22, counted from behind the name,
// which may hold anything).
func status(pid int) (parent int, started int64) {
	text, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return 0, 0
	}
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	if len(fields) < 20 {
		return 0, 0
	}
	parent, _ = strconv.Atoi(fields[1])
	started, _ = strconv.ParseInt(fields[19], 10, 64)
	return parent, started
}

// bootTime gives when the machine started, in seconds since 1970, 0 if unknown.
func bootTime() int64 {
	text, _ := os.ReadFile("/proc/stat")
	_, rest, _ := bytes.Cut(text, []byte("\nbtime "))
	line, _, _ := bytes.Cut(rest, []byte("\n"))
	at, _ := strconv.ParseInt(string(line), 10, 64)
	return at
}
