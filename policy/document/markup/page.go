package markup

import (
	"strings"

	"crumbs/policy/document/lazyregexp"
)

var (
	pageBegin = lazyregexp.New(`(?is)^\s*(?:<!--.*?-->\s*)*(?:<\?xml[^>]*>\s*)?<(?:!doctype|html|head|body)\b`)
	tag       = lazyregexp.New(`(?i)</?(?:html|body|div|p|table|tr|td|th|ul|ol|li|h[1-6]|section|article|main|span|br|dl|dt|dd)\b[^>]*>`)
)

// Is reports whether a text is HTML and not Markdown with some HTML in it.
func Is(text string) bool {
	if pageBegin.MatchString(text) {
		return true
	}
	trimmed := strings.TrimSpace(text)
	if !strings.HasPrefix(trimmed, "<") {
		return strings.Contains(text, "</html>") || strings.Contains(text, "</body>")
	}
	if !tag.MatchString(trimmed[:min(len(trimmed), 200)]) {
		return false
	}
	// Markdown may begin with a tag; then much stands outside of any.
	lines, inside := 0, 0
	for l := range strings.SplitSeq(trimmed, "\n") {
		l = strings.TrimSpace(l)
		if l == "" {
			continue
		}
		lines++
		if strings.Contains(l, "<") {
			inside++
		}
		if strings.HasPrefix(l, "# ") || strings.HasPrefix(l, "## ") || strings.HasPrefix(l, "### ") {
			return false
		}
	}
	return inside*2 >= lines
}
