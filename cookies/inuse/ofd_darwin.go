package inuse

// setLock sets a lock of an open file: F_OFD_SETLK of macOS's fcntl.h, which
// x/sys does not name. It was never run.
const setLock = 90
