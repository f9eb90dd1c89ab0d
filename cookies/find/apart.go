package find

import (
	"path/filepath"
	"slices"
	"strings"

	"crumbs/cookies"
)

// TellApart notes of stores whose browser and profile are called the same, but lie
// in different folders, what tells them apart: the first name in their folders'
// paths in which they differ, such as "Profile 2", "snap" or ".config".
func TellApart(stores []*cookies.Store) {
	type name struct{ browser, profile string }
	folders := map[name][]string{}
	for _, s := range stores {
		n := name{s.Browser, s.ProfileName}
		if !slices.Contains(folders[n], s.Folder) {
			folders[n] = append(folders[n], s.Folder)
		}
	}
	for _, s := range stores {
		if all := folders[name{s.Browser, s.ProfileName}]; len(all) > 1 {
			s.Apart = unlike(s.Folder, all)
		}
	}
}

// unlike gives the first name in a folder's path that none of the others has there,
// the whole path if there is none.
func unlike(folder string, all []string) string {
	mine := partsOf(folder)
	for i, part := range mine {
		if !slices.ContainsFunc(all, func(other string) bool {
			theirs := partsOf(other)
			return other != folder && i < len(theirs) && theirs[i] == part
		}) {
			return part
		}
	}
	return folder
}

func partsOf(folder string) []string {
	return strings.Split(filepath.ToSlash(folder), "/")
}
