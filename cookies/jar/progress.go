package jar

import "context"

// Progress is how far a write to stores, or the opening of their values, has come.
type Progress struct {
	Doing    string // "deleting"
	Done, Of int    // cookies
}

type progressKey struct{}

// WithProgress gives a context under which deletions, undos and the opening of
// values tell how far they have come: before each store, and before the journal
// is written. Each is called
// from the goroutine of the write and must not wait.
func WithProgress(ctx context.Context, each func(Progress)) context.Context {
	return context.WithValue(ctx, progressKey{}, each)
}

// Tell hands progress over, if somebody listens.
func Tell(ctx context.Context, doing string, done, of int) {
	if each, ok := ctx.Value(progressKey{}).(func(Progress)); ok {
		each(Progress{doing, done, of})
	}
}

// stopped is why a store was passed over when its write was stopped: each
// store's transaction is done whole or not at all.
const stopped = "it was stopped before anything of this store was done"
