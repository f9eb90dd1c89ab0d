package jar

import (
	"context"
	"os"
	"slices"
	"time"

	"crumbs/cookies"
)

// logs are the endings of the files that make up a store: the database, its log
// and its journal.
var logs = [3]string{"", "-wal", "-journal"}

// Mark is by what a changed store is known, without reading it. It is
// comparable; the zero Mark is that of a store that is not there.
type Mark [len(logs)]struct {
	Size int64 // and one more; 0 for a file that is not there
	Time time.Time
}

// markOf looks at a store's files.
func markOf(path string) (m Mark) {
	for i, end := range logs {
		if info, err := os.Stat(path + end); err == nil {
			m[i].Size, m[i].Time = info.Size()+1, info.ModTime()
		}
	}
	return m
}

// Changes tells, until ctx ends, how the files of the stores are, by their
// paths: first of all of them, and then of those that have changed, and of
// stores that have come since, as a Firefox that starts or ends makes another
// session file. What was read and is out of date is what has another Mark in its
// [Contents].
func (j *Jar) Changes(ctx context.Context, stores []*cookies.Store, each func(map[string]Mark)) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	e := newEar(ctx, calmly)
	e.follow(ctx, stores)
	known := map[string]Mark{}
	for {
		now := map[string]Mark{}
		for _, s := range stores {
			m := markOf(s.Path)
			if old, was := known[s.Path]; !was || old != m {
				now[s.Path], known[s.Path] = m, m
			}
		}
		if len(now) > 0 {
			each(now)
		}
		select {
		case <-ctx.Done():
			return
		case b := <-e.beats:
			if b.list {
				stores = j.join(ctx, stores)
			}
		}
	}
}

// join gives the stores with those that have come since.
func (j *Jar) join(ctx context.Context, stores []*cookies.Store) []*cookies.Store {
	found, _ := j.Stores(ctx) // what is wrong with a --store was told when it was opened
	for _, s := range found {
		if !slices.ContainsFunc(stores, func(o *cookies.Store) bool { return o.Path == s.Path }) {
			stores = append(slices.Clip(stores), s)
		}
	}
	return stores
}
