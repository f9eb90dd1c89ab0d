package jar

import "golang.org/x/sys/unix"

// remote reports whether a folder is on a file system that others write to as
// well, of which the kernel gives no notice (statfs(2): NFS, the three of SMB,
// 9P, Ceph, AFS, and FUSE, which may be any of them).
func remote(folder string) bool {
	var fs unix.Statfs_t
	if unix.Statfs(folder, &fs) != nil {
		return false
	}
	switch uint32(fs.Type) {
	case 0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x01021997, 0x00c36400, 0x5346414f, 0x65735546:
		return true
	}
	return false
}
