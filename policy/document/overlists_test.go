package document

import (
	"fmt"
	"strings"
	"testing"

	"crumbs/policy"
)

// listed is a cookie as the documents of this test list it.
type listed [3]string

var (
	millKeeps  = []listed{{"PHPSESSID", "Session", "keeps you signed in"}, {"csrftoken", "1 year", "protects forms"}}
	millCounts = []listed{{"_fbp", "90 days", "ads on Facebook"}, {"IDE", "13 months", "ads of Google"}, {"_ga", "2 years", "counts visits"}}
)

// layouts are the ways in which people list cookies below a title.
var layouts = map[string]func([]listed) string{
	"drawn":    func(l []listed) string { return ruled(l, "│", "─", "┌┬┐", "├┼┤", "└┴┘") },
	"ascii":    func(l []listed) string { return ruled(l, "|", "-", "+++", "+++", "+++") },
	"aligned":  func(l []listed) string { return listLines(l, true, "%-12s%-12s%s") },
	"unheaded": func(l []listed) string { return listLines(l, false, "%-12s%-12s%s") },
	"tabs":     func(l []listed) string { return listLines(l, true, "%s\t%s\t%s") },
	"rows":     func(l []listed) string { return listLines(l, false, "%s\t%s\t%s") },
	"flowing":  func(l []listed) string { return listLines(l, true, "%s %s %s") },
	"stacked":  func(l []listed) string { return listLines(l, true, "%s\n%s\n%s") },
	"pipes": func(l []listed) string {
		return "| Name | Duration | Purpose |\n|---|---|---|\n" + listLines(l, false, "| %s | %s | %s |")
	},
	"bullets": func(l []listed) string { return listLines(l, false, "- %[1]s: %[3]s (%[2]s)") },
	"names":   func(l []listed) string { return listLines(l, false, "- %[1]s") },
	"cards":   func(l []listed) string { return listLines(l, false, "Name: %s\nDuration: %s\nPurpose: %s\n") },
	"in a line": func(l []listed) string {
		return strings.ReplaceAll(listLines(l, false, "%[1]s"), "\n", ", ") + "."
	},
}

func listLines(l []listed, head bool, format string) string {
	if head {
		l = append([]listed{{"Name", "Duration", "Purpose"}}, l...)
	}
	var out []string
	for _, x := range l {
		s := fmt.Sprintf(format, x[0], x[1], x[2])
		s, _, _ = strings.Cut(s, "%!(EXTRA") // a format that leaves cells out
		out = append(out, s)
	}
	return strings.Join(out, "\n")
}

func ruled(l []listed, side, line, top, between, bottom string) string {
	rule := func(ends string) string {
		e := []rune(ends)
		part := strings.Repeat(line, 22)
		return string(e[0]) + part + string(e[1]) + part + string(e[1]) + part + string(e[2]) + "\n"
	}
	row := side + " %-20s " + side + " %-20s " + side + " %-20s " + side
	all := strings.Split(listLines(l, true, row), "\n")
	return rule(top) + all[0] + "\n" + rule(between) + strings.Join(all[1:], "\n") + "\n" + strings.TrimSpace(rule(bottom))
}

// titled are the titles of necessary cookies, of those that wait for consent, and of
// those that are not set.
var titled = map[string]struct{ necessary, asked, unset []string }{
	"en": {
		[]string{"Strictly necessary cookies", "Cookies that we set without your consent"},
		[]string{"Cookies that need your consent", "With your consent we also set:", "If you agree, we also use:", "Optional cookies", "Not strictly necessary", "Statistics and marketing"},
		[]string{"Cookies that we do not set:", "Cookies we never use", "We do not use any of these cookies:", "The following cookies are not used on this site:", "Removed cookies", "We do not set any of these:", "Which cookies we never use"},
	},
	"fr": {
		[]string{"Cookies strictement nécessaires"},
		[]string{"Cookies soumis à votre consentement", "Avec votre accord, nous utilisons aussi :", "Si vous les acceptez :"},
		[]string{"Cookies que nous n'utilisons plus :", "Les cookies suivants ne sont pas utilisés :", "Nous n'utilisons aucun de ces cookies :"},
	},
	"de": {
		[]string{"Technisch erforderliche Cookies"},
		[]string{"Einwilligungspflichtige Cookies", "Mit Ihrer Einwilligung setzen wir außerdem:", "Wenn Sie zustimmen, verwenden wir auch:"},
		[]string{"Cookies, die wir nicht verwenden", "Die folgenden Cookies werden nicht gesetzt:", "Wir verwenden keines dieser Cookies:", "Nicht verwendete Cookies"},
	},
	"es": {
		[]string{"Cookies necesarias"},
		[]string{"Cookies que requieren su consentimiento", "Si las acepta, usamos además:"},
		[]string{"Cookies que ya no usamos:", "Las siguientes cookies no se utilizan:"},
	},
	"nl": {
		[]string{"Noodzakelijke cookies"},
		[]string{"Cookies waarvoor toestemming nodig is", "Als u akkoord gaat, gebruiken wij ook:"},
		[]string{"Cookies die wij niet meer plaatsen:", "Wij gebruiken geen van deze cookies:", "Verwijderde cookies"},
	},
	"it": {
		[]string{"Cookie necessari"},
		[]string{"Cookie soggetti al tuo consenso", "Se li accetti, usiamo anche:"},
		[]string{"Cookie che non usiamo più:", "Non usiamo nessuno di questi cookie:"},
	},
	"pt": {
		[]string{"Cookies estritamente necessários"},
		[]string{"Cookies que exigem o seu consentimento", "Se aceitar, usamos também:"},
		[]string{"Cookies que já não usamos:", "Não usamos nenhum destes cookies:"},
	},
}

// However a title is written, and whatever the list under it looks like, what stands
// behind the title of the necessary cookies must not become necessary as well, and
// what is not set must not be declared at all.
func TestTitlesOverLists(t *testing.T) {
	for lang, x := range titled {
		for layout, list := range layouts {
			for _, style := range []string{"", "2.1 ", "## "} {
				if layout == "pipes" && style != "## " || lang != "en" && style == "2.1 " {
					continue
				}
				for _, necessary := range x.necessary {
					for _, s := range x.asked {
						a, b := style+necessary+"\n\n"+list(millKeeps), style+s+"\n\n"+list(millCounts)
						for _, doc := range []string{a + "\n\n" + b, b + "\n\n" + a} {
							found := categories(t, doc)
							for _, c := range millCounts {
								if got, ok := found[c[0]]; !ok || got == policy.Necessary {
									t.Errorf("%s, %s: %s is %q, found %t, in\n%s", lang, layout, c[0], got, ok, doc)
								}
							}
							for _, c := range millKeeps {
								if got, ok := found[c[0]]; !ok || got == policy.Statistical || got == policy.Marketing {
									t.Errorf("%s, %s: %s is %q, found %t, in\n%s", lang, layout, c[0], got, ok, doc)
								}
							}
						}
					}
					for _, s := range x.unset {
						doc := style + necessary + "\n\n" + list(millKeeps) + "\n\n" + style + s + "\n\n" + list(millCounts)
						found := categories(t, doc)
						for _, c := range millKeeps {
							if _, ok := found[c[0]]; !ok {
								t.Errorf("%s, %s: %s is lost in\n%s", lang, layout, c[0], doc)
							}
						}
						for _, c := range millCounts {
							if got, ok := found[c[0]]; ok {
								t.Errorf("%s, %s: %s is %q, in\n%s", lang, layout, c[0], got, doc)
							}
						}
					}
				}
			}
		}
	}
}

func categories(t *testing.T, doc string) map[string]policy.Category {
	t.Helper()
	p, err := Parse(t.Context(), strings.NewReader("Cookie policy\n\n"+doc+"\n"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]policy.Category{}
	for _, c := range p.Cookies {
		out[c.Name] = c.Category
	}
	return out
}
