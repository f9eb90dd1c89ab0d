package layout

import (
	"strings"

	"crumbs/policy/document/lazyregexp"
)

// boxes are the characters with which programs draw the lines of tables, and what
// people type in their place.
var boxes = strings.NewReplacer("│", "|", "┃", "|", "║", "|", "─", "-", "━", "-", "═", "=",
	"┌", "+", "┐", "+", "└", "+", "┘", "+", "├", "+", "┤", "+", "┬", "+", "┴", "+", "┼", "+",
	"┏", "+", "┓", "+", "┗", "+", "┛", "+", "┣", "+", "┫", "+", "┳", "+", "┻", "+", "╋", "+", "┡", "+", "┩", "+", "╇", "+",
	"╔", "+", "╗", "+", "╚", "+", "╝", "+", "╠", "+", "╣", "+", "╦", "+", "╩", "+", "╬", "+",
	"╒", "+", "╕", "+", "╘", "+", "╛", "+", "╞", "+", "╡", "+", "╤", "+", "╧", "+", "╪", "+", "╭", "+", "╮", "+", "╰", "+", "╯", "+")

// beside is a piece of a border that stands beside a cell over several rows.
var beside = lazyregexp.New(`\+[-=]{2,}\+`)

// unboxed gives a line of a table that is drawn with these characters as one of
// pipes, dashes and plus signs.
func unboxed(s string) string {
	if !strings.ContainsAny(s, "│┃║├┣┡╠└┗╚┌┏╔╭╰╞╒╘") {
		return s
	}
	s = boxes.Replace(s)
	if !gridBorder.MatchString(s) && strings.ContainsAny(s, "+") {
		s = beside.ReplaceAllString(s, "| |")
	}
	return s
}
