package meaning

import (
	"slices"
	"strings"

	"crumbs/policy"
	"crumbs/policy/document/block"
	"crumbs/policy/document/denial"
	"crumbs/policy/document/words"
)

// unset reports whether a title around says that the cookies under it are not set.
func (ss sections) unset() bool {
	return slices.ContainsFunc(ss, func(s *section) bool { return s.on == unset })
}

// mention notes a cookie that counts only where nothing else declares it, unless it
// stands where the cookies are not set.
func (r *reader) mention(d policy.Declaration) {
	if r.at.unset() {
		r.notSet(d.Name)
		return
	}
	r.later = append(r.later, mention{d, r.section()})
}

// notSet notes a cookie that is said not to be set: what running text told of it before
// declares it no more.
func (r *reader) notSet(name string) {
	if r.refuted == nil {
		r.refuted = map[string]bool{}
	}
	r.refuted[name] = true
}

// endUnset closes a part whose cookies are not set where the block at i shows that it
// is over: what is nested in an item ends at the next one; what a line announced ends
// behind its list, and at text, as which the paragraph may have been read by now; and
// any ends at "What we do use is this:".
func (r *reader) endUnset(i int, text bool) {
	if !r.at.unset() {
		return
	}
	b := &r.blocks[i]
	w := words.Of(b.Text.S)
	item := b.Kind == block.Item
	set := !item && strings.HasSuffix(b.Text.S, ":") && denial.Sets(w) && !denial.Whole(w)
	behind := !item && i > 0 && r.blocks[i-1].Kind != block.Para || text && (r.rec == nil || len(r.rec.text) > 0)
	at := slices.IndexFunc(r.at, func(s *section) bool {
		over := set || behind && s.level >= itemLevel || item && s.extent == nested && s.level >= itemLevel+b.Level
		return s.on == unset && over
	})
	if at >= 0 {
		r.close()
		r.at = r.at[:at]
	}
}
