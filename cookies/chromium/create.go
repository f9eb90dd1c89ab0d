package chromium

import "crumbs/cookies/sqlite"

// Create makes an empty store as Chromium 156 makes it (schema 24, mode 0600,
// a rollback journal). The file must not be there yet.
func Create(path string) error {
	return sqlite.Create(path, 0o600,
		`PRAGMA page_size=4096`,
		`PRAGMA journal_mode=DELETE`,
		`BEGIN`,
		`CREATE TABLE meta(key LONGVARCHAR NOT NULL UNIQUE PRIMARY KEY, value LONGVARCHAR)`,
		`INSERT INTO meta VALUES('mmap_status','-1'),('version','24'),('last_compatible_version','24')`,
		`CREATE TABLE cookies(creation_utc INTEGER NOT NULL,host_key TEXT NOT NULL,top_frame_site_key TEXT NOT NULL,name TEXT NOT NULL,value TEXT NOT NULL,`+
			`encrypted_value BLOB NOT NULL,path TEXT NOT NULL,expires_utc INTEGER NOT NULL,is_secure INTEGER NOT NULL,is_httponly INTEGER NOT NULL,`+
			`last_access_utc INTEGER NOT NULL,has_expires INTEGER NOT NULL,is_persistent INTEGER NOT NULL,priority INTEGER NOT NULL,samesite INTEGER NOT NULL,`+
			`source_scheme INTEGER NOT NULL,source_port INTEGER NOT NULL,last_update_utc INTEGER NOT NULL,source_type INTEGER NOT NULL,has_cross_site_ancestor INTEGER NOT NULL)`,
		`CREATE UNIQUE INDEX cookies_unique_index ON cookies(host_key, top_frame_site_key, has_cross_site_ancestor, name, path, source_scheme, source_port)`,
		`COMMIT`)
}
