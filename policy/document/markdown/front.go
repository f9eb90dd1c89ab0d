package markdown

import (
	"strings"

	"crumbs/policy/document/block"
)

// Front cuts off the head between --- or +++ that site generators put
// before a page. Some keep the page itself in it, as a block of indented text:
// then that is the body. line is the number of the body's first line.
func Front(text string) (head block.Page, body string, line int) {
	lines := strings.Split(text, "\n")
	start := 0
	for start < len(lines) && strings.TrimSpace(lines[start]) == "" {
		start++
	}
	if start >= len(lines) {
		return head, text, 1
	}
	fence := strings.TrimRight(lines[start], " ")
	if fence != "---" && fence != "+++" {
		return head, text, 1
	}
	end := -1
	for i := start + 1; i < len(lines); i++ {
		if l := strings.TrimRight(lines[i], " "); l == fence || l == "..." && fence == "---" {
			end = i
			break
		}
		if i == start+1 && strings.TrimSpace(lines[i]) == "" {
			return head, text, 1 // a ruler, not a fence
		}
	}
	if end < 0 {
		return head, text, 1
	}
	bestFrom, bestTo := 0, 0
	for i := start + 1; i < end; i++ {
		key, value, ok := strings.Cut(lines[i], ":")
		if !ok {
			key, value, ok = strings.Cut(lines[i], "=")
		}
		if !ok {
			continue
		}
		value = strings.Trim(strings.TrimSpace(value), `"'`)
		switch strings.ToLower(strings.TrimSpace(key)) {
		case "title":
			if head.Title == "" {
				head.Title = value
			}
		case "description":
			head.About = value
		case "lang", "language", "locale":
			head.Lang = value
		}
		if value == "|" || value == ">" || value == "|-" || value == ">-" {
			from := i + 1
			to := from
			indent := width(lines[i]) + 1
			for to < end && (strings.TrimSpace(lines[to]) == "" || width(lines[to]) >= indent) {
				to++
			}
			if to-from > bestTo-bestFrom {
				bestFrom, bestTo = from, to
			}
			i = to - 1
		}
	}
	rest := strings.Join(lines[end+1:], "\n")
	if bestTo-bestFrom >= 3 && len(strings.TrimSpace(rest)) < 200 {
		return head, dedent(lines[bestFrom:bestTo]), bestFrom + 1
	}
	return head, rest, end + 2
}

// width is how many spaces a line begins with.
func width(s string) int { return len(s) - len(strings.TrimLeft(s, " ")) }

func dedent(lines []string) string {
	least := -1
	for _, l := range lines {
		if strings.TrimSpace(l) != "" && (least < 0 || width(l) < least) {
			least = width(l)
		}
	}
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = l[min(max(least, 0), len(l)):]
	}
	return strings.Join(out, "\n")
}
