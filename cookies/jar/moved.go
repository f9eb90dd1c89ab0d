package jar

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"crumbs/cookies"
)

// goneAdvice is what to do about a store that is nowhere.
const goneAdvice = "crumbs history export writes what was deleted from it to a file, as cookies.txt"

// whereabouts gives the store that a deletion's store is now: itself while
// something lies at its path, else the one store of the same profile, for
// profiles are moved and made anew. Where there is none, or several could be
// it, the condition says so, and the store is nil.
func (j *Jar) whereabouts(ctx context.Context, s *cookies.Store) (*cookies.Store, cookies.Condition) {
	s = current(s)
	if _, err := os.Lstat(s.Path); !errors.Is(err, fs.ErrNotExist) {
		return s, cookies.Condition{}
	}
	firefox := s.Format == cookies.Firefox || s.Format == cookies.FirefoxSession
	if !firefox && s.Format != cookies.Chromium {
		return nil, gone("its store is no longer there") // a file that belongs to no profile
	}
	stores, _ := j.Stores(ctx) // those that there are
	for _, alike := range []func(*cookies.Store) bool{
		func(o *cookies.Store) bool { return o.Profile == s.Profile && o.ProfileName == s.ProfileName },
		// Firefox makes up the folder's name for each profile; every Chromium has
		// a Default, and that of another is another's.
		func(o *cookies.Store) bool { return firefox && o.Profile == s.Profile },
		func(o *cookies.Store) bool { return firefox && o.ProfileName == s.ProfileName },
	} {
		var found []*cookies.Store
		for _, o := range stores {
			if o.Format == s.Format && o.Browser == s.Browser && alike(o) {
				found = append(found, o)
			}
		}
		switch {
		case len(found) == 1:
			return found[0], cookies.Condition{}
		case len(found) > 1:
			return nil, gone("its store is no longer there, and more than one profile could be it now")
		}
	}
	return nil, gone("its store is no longer there, and no other is of its profile")
}

func gone(reason string) cookies.Condition {
	return cookies.Condition{State: cookies.Denied, Reason: reason, Advice: goneAdvice}
}
