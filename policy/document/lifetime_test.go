package document

import (
	"testing"

	"crumbs/policy/document/words"
)

func TestLifetimes(t *testing.T) {
	const none, session = -1, -2
	for _, c := range []struct {
		s    string
		want int64
	}{
		{"1 year", year}, {"2 Years", 2 * year}, {"13 months", 13 * month}, {"a year", year}, {"A month", month}, {"an hour", hour},
		{"365 days", 365 * day}, {"24h", day}, {"30m", 30 * minute}, {"12m", 12 * month}, {"90d", 90 * day}, {"1y", year}, {"6 mo", 6 * month},
		{"~30 minutes", 30 * minute}, {"Up to 2 years", 2 * year}, {"1,5 years", year * 3 / 2}, {"1.5 years", year * 3 / 2}, {"1½ years", year * 3 / 2},
		{"1,000 days", 1000 * day}, {"half a year", year / 2}, {"twenty-four hours", day}, {"31536000s (1 year)", year},
		{"1 year 1 month", year + month}, {"1 year and 1 month", year + month}, {"1 año y 1 mes", year + month}, {"1 Jahr (365 Tage)", year},
		{"30 days after the last visit", 30 * day}, {"deleted after 10 minutes", 10 * minute}, {"Persistent (2 years)", 2 * year},
		{"2 Jahre", 2 * year}, {"13 Monate", 13 * month}, {"ein Jahr", year}, {"30 Min.", 30 * minute}, {"24 Std.", day}, {"bis zu 90 Tage", 90 * day},
		{"2 ans", 2 * year}, {"un an", year}, {"13 mois", 13 * month}, {"treize mois", 13 * month}, {"1 jour", day}, {"30 secondes", 30},
		{"en 2 años", 2 * year}, {"un mes", month}, {"20 horas", 20 * hour}, {"diez minutos", 10 * minute}, {"2 semanas", 2 * week},
		{"maximaal 2 jaar; alleen na toestemming", 2 * year}, {"één dag", day}, {"30 minuten", 30 * minute}, {"6 maanden", 6 * month},
		{"2 anni", 2 * year}, {"un giorno", day}, {"30 minuti", 30 * minute}, {"6 mesi", 6 * month}, {"1 ora", hour},
		{"2 anos", 2 * year}, {"um ano", year}, {"1 dia", day}, {"30 minutos", 30 * minute}, {"6 meses", 6 * month},
		{"one hundred and eighty days", 180 * day}, {"three hundred sixty-five days", year}, {"one and a half years", year * 3 / 2}, {"ein halbes Jahr", year / 2},
		{"einhundertachtzig Tage", 180 * day}, {"fünfundvierzig Minuten", 45 * minute}, {"achtenveertig uur", 2 * day}, {"honderdtachtig dagen", 180 * day},
		{"trois cent soixante-cinq jours", year}, {"quatre-vingt-dix jours", 90 * day}, {"soixante-douze heures", 3 * day}, {"un an et demi", year * 3 / 2},
		{"ciento ochenta días", 180 * day}, {"veinticuatro horas", day}, {"1 año y medio", year * 3 / 2}, {"quarenta e oito horas", 2 * day},
		{"trezentos e sessenta e cinco dias", year}, {"quarantotto ore", 2 * day}, {"trecento giorni", 300 * day}, {"ventuno giorni", 21 * day}, {"fifteen (15) minutes", 15 * minute},
		{"between 6 and 12 months", none}, {"zwischen 1 und 2 Jahren", none}, {"entre 1 y 2 años", none}, {"de 1 à 13 mois", none}, {"three to six months", none},
		{"session management", none}, {"Sitzungsstatus", none}, {"l'état de la session", none}, {"gestion de session", none}, {"estado de la sesión", none}, {"session and traffic analysis", none},
		{"Sitzungscookie", session}, {"session cookie; session id", session}, {"cookie de session", session}, {"durante la sesión", session}, {"tijdens de sessie", session},
		{"Session to 1 year", none}, {"Sessione – 2 anni", none}, {"one or two years", 2 * year}, {"1 y 6 months", year + 6*month}, {"a year and a half", year * 3 / 2},
		{"GA4: 2 years", 2 * year}, {"Session: 30 minutes", 30 * minute},
		{"Session", session}, {"session cookie", session}, {"End of session (browser)", session}, {"when you close your browser", session},
		{"until the browser is closed", session}, {"Sitzungsende", session}, {"Sitzung", session}, {"bis zum Schließen des Browsers", session},
		{"Fin de la session", session}, {"fermeture du navigateur", session}, {"Sesión", session}, {"al cerrar el navegador", session},
		{"sessie", session}, {"sluiten van de browser", session}, {"sessione", session}, {"chiusura del browser", session}, {"sessão", session},
		{"Sessie (tot de browser wordt gesloten)", session},
		{"", none}, {"Persistent", none}, {"persistant (jusqu'à suppression)", none}, {"less than 1 minute", none}, {"< 1 day", none}, {"a few seconds", none},
		{"1-2 years", none}, {"1 to 2 years", none}, {"30 days - 2 years", none}, {"weniger als eine Minute", none}, {"moins de 1 seconde", none},
		{"unlimited", none}, {"2024-05-01", none}, {"365", none}, {"none", none}, {"0 days", none}, {"Session / persistent", none},
		{"99999999999999999999 years", none},
		{"30 segundos a 1 año", none}, {"de 6 à 13 mois", none}, {"da 1 a 6 mesi", none}, {"von 1 bis 2 Jahren", none},
		{"session–30 days", none}, {"Session / 30 jours", none}, {"sessão ou até 14 dias", none},
		{"entre 6 et 13 mois", none}, {"between 1 and 2 years", none}, {"zwischen 1 Tag und 2 Jahren", none}, {"entre 1 dia e 2 anos", none},
		{"13 mois si vous acceptez, 6 mois si vous refusez", none}, {"1 year if you agree", year},
	} {
		got := int64(none)
		if l := theClock().lifetimes(c.s, 0, 1); l != nil {
			got = l[0].seconds
			if l[0].session {
				got = session
			}
		}
		if got != c.want {
			t.Errorf("%q lasts %d, want %d", c.s, got, c.want)
		}
	}
	if l := theClock().lifetimes("365", theClock().unit(words.Of("Expiry (days)")), 1); len(l) != 1 || l[0].seconds != year {
		t.Errorf("a bare number in a column of days: %v", l)
	}
}

func TestParallelLifetimes(t *testing.T) {
	for s, want := range map[string][]lifetime{
		"2 years, 24 hours, 1 minute":                        {{seconds: 2 * year}, {seconds: day}, {seconds: minute}},
		"two years, a day and ten minutes respectively":      {{seconds: 2 * year}, {seconds: day}, {seconds: 10 * minute}},
		"Session / 1 year / session":                         {{session: true}, {seconds: year}, {session: true}},
		"2 Jahre\n1 Tag\nSitzung":                            {{seconds: 2 * year}, {seconds: day}, {session: true}},
		"13 months":                                          {{seconds: 13 * month}},
		"caducan a los 2 años, 24 horas y 1 minuto cada una": {{seconds: 2 * year}, {seconds: day}, {seconds: minute}},
	} {
		got := theClock().lifetimes(s, 0, 3)
		if len(got) != len(want) {
			t.Errorf("%q gives %v", s, got)
			continue
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("%q gives %v, want %v", s, got, want)
			}
		}
	}
}

func FuzzLifetimes(f *testing.F) {
	for _, s := range []string{"2 years and 1 month", "<1", "1-2 a b", "half a", "1.2.3,4 d", "½½ years", "moins", "weniger"} {
		f.Add(s, 2)
	}
	f.Fuzz(func(t *testing.T, s string, n int) {
		if n < 0 || n > 100 {
			return
		}
		for _, l := range theClock().lifetimes(s, day, n) {
			if l.seconds < 0 || l.session && l.seconds != 0 {
				t.Fatalf("%q gives %+v", s, l)
			}
		}
		theClock().like(s)
	})
}
