package jar

import (
	"log/slog"
	"time"

	"crumbs/cookies"
)

// What a jar logs are counts, states, paths of stores and times. Names, values
// and hosts of cookies are not for a log; journal entries are named by their
// IDs.

func (j *Jar) logRead(c *Contents, start time.Time) {
	attrs := []any{"store", cookies.Visible(c.Store.Path), "format", c.Store.Format, "took", time.Since(start)}
	if c.Condition.State != "" { // else nobody asked
		attrs = append(attrs, "state", c.Condition.State)
	}
	if c.Condition.Reason != "" {
		attrs = append(attrs, "reason", cookies.Visible(c.Condition.Reason))
	}
	if c.Cookies == nil {
		j.log.Warn("store not read", attrs...)
		return
	}
	j.log.Info("store read", append(attrs, "cookies", len(c.Cookies))...)
}

// logResult logs what a write came to.
func (j *Jar) logResult(what string, start time.Time, res *Result, err *error) {
	for _, s := range res.Stores {
		j.log.Info(what+": store written", "store", cookies.Visible(s.Store), "cookies", s.Count, "held", s.Held)
	}
	for _, s := range res.Skipped {
		j.log.Info(what+": skipped", "store", cookies.Visible(s.Store), "reason", s.Reason, "cookies", s.Count, "words", cookies.Visible(s.Words))
	}
	attrs := []any{"id", res.ID, "cookies", res.Done, "took", time.Since(start)}
	if *err != nil {
		j.log.Error(what+" ended", append(attrs, "error", cookies.Visible((*err).Error()))...)
		return
	}
	j.log.Info(what+" ended", attrs...)
}

// logger gives a log, which may be one that nobody reads.
func logger(l *slog.Logger) *slog.Logger {
	if l == nil {
		return slog.New(slog.DiscardHandler)
	}
	return l
}
