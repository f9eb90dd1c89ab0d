package keep

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"crumbs/cookies"
)

// Imported is what a list of another program gives.
type Imported struct {
	From     string // whose list it is
	Patterns []Pattern
	Left     []string // what can't be taken over, a sentence each
}

// Import reads the keep list of another program, told by its form: a JSON array
// of hosts is BleachBit's cookie_keep_list.json, a JSON object is what Cookie
// AutoDelete exports its expressions as, and text with a host a line is
// cookiecutter's whitelist. Crumbs' own list is such text too.
//
// No protection is lost on the way: where there is no form for what the other
// program keeps, the pattern keeps more, and what is not taken over is said.
func Import(b []byte) (Imported, error) {
	b = bytes.TrimSpace(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")))
	switch {
	case !utf8.Valid(b):
		return Imported{}, fmt.Errorf("it is not UTF-8")
	case len(b) == 0:
		return Imported{}, fmt.Errorf("it is empty")
	case b[0] == '[':
		return bleachBit(b)
	case b[0] == '{':
		return autoDelete(b)
	}
	return hostLines(string(b)), nil
}

func (in *Imported) leave(where, what, why string) {
	in.Left = append(in.Left, fmt.Sprintf("%s, %s: %s", where, cookies.Visible(what), why))
}

func (in *Imported) take(p Pattern) {
	if !slices.Contains(in.Patterns, p) {
		in.Patterns = append(in.Patterns, p)
	}
}

// bleachBit reads BleachBit's cookie_keep_list.json (bleachbit/Cookie.py): an
// array of domains, each of which keeps its subdomains too.
func bleachBit(b []byte) (Imported, error) {
	in := Imported{From: "BleachBit"}
	var list []any
	if err := json.Unmarshal(b, &list); err != nil {
		return in, fmt.Errorf("it begins like a list of BleachBit's and is not: %w", err)
	}
	for i, v := range list {
		where := fmt.Sprintf("entry %d", i+1)
		s, ok := v.(string)
		if !ok {
			in.leave(where, fmt.Sprint(v), "it is no text")
			continue
		}
		in.host(where, s)
	}
	return in, nil
}

// host takes a line that should be a host, or a pattern of crumbs' own.
func (in *Imported) host(where, s string) {
	p, err := Parse(s)
	if err != nil {
		in.leave(where, s, err.Error())
		return
	}
	in.take(p)
}

// hostLines reads a host a line; # begins a comment.
func hostLines(text string) Imported {
	in := Imported{From: "a list of hosts"}
	n := 0
	for line := range strings.Lines(text) {
		n++
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			in.host(fmt.Sprintf("line %d", n), line)
		}
	}
	return in
}

// expression is an entry of Cookie AutoDelete's lists (src/typings of its
// source): a host with * in it or a regular expression between slashes, on the
// white list (kept) or the grey one (kept until the browser starts again). With
// cleanAllCookies false only the named cookies are kept.
type expression struct {
	Expression  string   `json:"expression"`
	ListType    string   `json:"listType"`
	StoreID     string   `json:"storeId"`
	CleanAll    *bool    `json:"cleanAllCookies"`
	CookieNames []string `json:"cookieNames"`
}

// autoDelete reads an export of Cookie AutoDelete: by the container's ID, the
// expressions in it.
func autoDelete(b []byte) (Imported, error) {
	in := Imported{From: "Cookie AutoDelete"}
	var lists map[string]json.RawMessage
	if err := json.Unmarshal(b, &lists); err != nil {
		return in, fmt.Errorf("it begins like a list of Cookie AutoDelete's and is not: %w", err)
	}
	var containers []string
	for c := range lists {
		containers = append(containers, c)
	}
	slices.Sort(containers)
	for _, c := range containers {
		var entries []json.RawMessage
		if err := json.Unmarshal(lists[c], &entries); err != nil {
			in.leave("list "+cookies.Visible(c), "", "it is no list of expressions")
			continue
		}
		for i, raw := range entries {
			where := fmt.Sprintf("list %s, entry %d", cookies.Visible(c), i+1)
			var e expression
			if err := json.Unmarshal(raw, &e); err != nil || e.Expression == "" {
				in.leave(where, string(raw), "it is no expression")
				continue
			}
			in.expression(where, c, e)
		}
	}
	return in, nil
}

func (in *Imported) expression(where, container string, e expression) {
	text := strings.TrimSpace(e.Expression)
	named := e.CleanAll != nil && !*e.CleanAll
	switch {
	case strings.HasPrefix(text, "_Default:"):
		in.leave(where, text, "it holds the options of new entries and keeps nothing")
		return
	case e.ListType != "WHITE" && e.ListType != "GREY":
		in.leave(where, text, fmt.Sprintf("it is on the list %q, which crumbs does not know", e.ListType))
		return
	case e.ListType == "GREY" && !named:
		in.leave(where, text, "it is on the grey list, which keeps until the browser starts again and not after: crumbs keep add keeps for good")
		return
	case named && len(e.CookieNames) == 0:
		in.leave(where, text, "it names no cookie, so it keeps none")
		return
	case len(text) > 1 && text[0] == '/' && text[len(text)-1] == '/':
		in.leave(where, text, "it is a regular expression, and crumbs' patterns have only * and ?")
		return
	}
	hosts := []string{text}
	if under, ok := strings.CutPrefix(text, "*."); ok {
		hosts = []string{under, text} // the host itself and all below it
	}
	names := []string{"*"}
	if named {
		names = e.CookieNames
	}
	var ps []Pattern
	if !named && len(hosts) == 2 && !strings.ContainsAny(hosts[0], "*?") {
		hosts, names = hosts[:1], nil
		p, err := Parse(hosts[0])
		if err != nil {
			in.leave(where, text, err.Error())
			return
		}
		ps = append(ps, p)
	}
	for _, name := range names {
		for _, host := range hosts {
			p, err := parseGlob(name, host)
			if err == nil {
				p, err = Parse(p.String()) // what the file could not say again is refused here
			}
			if err != nil {
				in.leave(where, text, err.Error())
				return
			}
			ps = append(ps, p)
		}
	}
	for _, p := range ps {
		in.take(p)
	}
	if strings.HasPrefix(container, "firefox-container-") {
		in.leave(where, text, "taken over, but for every container: Cookie AutoDelete knows this one by a number only")
	}
}
