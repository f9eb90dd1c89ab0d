package demo

import "crumbs/cookies"

// The cells that a demo's rows are made of.

func text(s string) cookies.Cell { return cookies.TextCell([]byte(s)) }

func number(n int64) cookies.Cell { return cookies.IntegerCell(n) }

func truth(b bool) cookies.Cell {
	if b {
		return cookies.IntegerCell(1)
	}
	return cookies.IntegerCell(0)
}
