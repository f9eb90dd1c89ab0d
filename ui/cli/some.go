package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"crumbs/cookies"
	"crumbs/cookies/jar"
	"crumbs/policy"
	"crumbs/policy/plan"
)

// some are the filters on the cookies of a deletion: those that need no sorting.
type some struct{ ids, names, domains list }

func (s *some) add(c *cobra.Command) {
	c.Flags().Var(&s.ids, "id", "exactly the cookie of this ID, as crumbs history show gives it")
	c.Flags().Var(&s.names, "name", "only names that fit a pattern with * and ?")
	c.Flags().Var(&s.domains, "domain", "only cookies of this host and its subdomains")
}

// pick gives what tells whether a cookie was chosen; nil is all.
func (s *some) pick() (func(*cookies.Cookie) bool, error) {
	all := selection{ids: s.ids, names: s.names, domains: s.domains}
	f, err := all.filter()
	if err != nil || f.Empty() {
		return nil, err
	}
	return func(c *cookies.Cookie) bool { return fits(f, c) }, nil
}

// fits is for filters that look at no verdict.
func fits(f plan.Filter, c *cookies.Cookie) bool {
	return f.Match(policy.Sorted{Cookie: c, Verdict: &policy.Verdict{}}, time.Time{})
}

// undo brings back what was chosen of a deletion; without its ID, of the newest
// deletion from which something of that is still gone.
func (s *some) undo(ctx context.Context, h *house, id string, back func(context.Context, string, []cookies.ID) (jar.Result, error)) (jar.Result, error) {
	chosen, err := s.pick()
	switch {
	case err != nil:
		return jar.Result{}, err
	case chosen == nil:
		return back(ctx, id, nil)
	}
	ids := []string{id}
	if id == "" {
		entries, err := h.History(ctx)
		if len(entries) == 0 && err != nil {
			return jar.Result{}, err
		}
		ids = nil
		for _, e := range entries {
			ids = append(ids, e.ID)
		}
	}
	for _, entry := range ids {
		took, err := h.Deleted(ctx, entry)
		if err != nil && id == "" && ctx.Err() == nil {
			continue // one that can't be opened holds up no other
		}
		if err != nil {
			return jar.Result{}, err
		}
		only := []cookies.ID{}
		for i := range took {
			if chosen(&took[i]) {
				only = append(only, took[i].ID())
			}
		}
		if len(only) == 0 {
			continue
		}
		if res, err := back(ctx, entry, only); id != "" || !errors.Is(err, jar.ErrNothing) {
			return res, err
		}
	}
	if id != "" {
		return jar.Result{}, fmt.Errorf("deletion %s took no such cookie: crumbs history show %s lists what it took", id, id)
	}
	return jar.Result{}, errors.New("nothing of that is still gone: crumbs history lists the deletions")
}
