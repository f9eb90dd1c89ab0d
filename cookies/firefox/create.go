package firefox

import "crumbs/cookies/sqlite"

// Create makes an empty store as Firefox 153 makes it (schema 17, pages of 32
// KB, a write-ahead log). The file must not be there yet. Firefox leaves the
// mode to the profile's folder; here it is 0600 for certain.
func Create(path string) error {
	return sqlite.Create(path, 0o600,
		`PRAGMA page_size=32768`,
		`PRAGMA journal_mode=WAL`,
		`BEGIN`,
		`PRAGMA user_version=17`,
		`CREATE TABLE moz_cookies (id INTEGER PRIMARY KEY, originAttributes TEXT NOT NULL DEFAULT '', name TEXT, value TEXT, host TEXT, path TEXT, `+
			`expiry INTEGER, lastAccessed INTEGER, creationTime INTEGER, isSecure INTEGER, isHttpOnly INTEGER, inBrowserElement INTEGER DEFAULT 0, `+
			`sameSite INTEGER DEFAULT 0, schemeMap INTEGER DEFAULT 0, isPartitionedAttributeSet INTEGER DEFAULT 0, updateTime INTEGER, `+
			`CONSTRAINT moz_uniqueid UNIQUE (name, host, path, originAttributes))`,
		`COMMIT`)
}
