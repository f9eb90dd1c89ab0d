package lifetime

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
		{"1 year", Year}, {"2 Years", 2 * Year}, {"13 months", 13 * Month}, {"a year", Year}, {"A month", Month}, {"an hour", Hour},
		{"365 days", 365 * Day}, {"24h", Day}, {"30m", 30 * Minute}, {"12m", 12 * Month}, {"90d", 90 * Day}, {"1y", Year}, {"6 mo", 6 * Month},
		{"~30 minutes", 30 * Minute}, {"Up to 2 years", 2 * Year}, {"1,5 years", Year * 3 / 2}, {"1.5 years", Year * 3 / 2}, {"1½ years", Year * 3 / 2},
		{"1,000 days", 1000 * Day}, {"half a year", Year / 2}, {"twenty-four hours", Day}, {"31536000s (1 year)", Year},
		{"1 year 1 month", Year + Month}, {"1 year and 1 month", Year + Month}, {"1 año y 1 mes", Year + Month}, {"1 Jahr (365 Tage)", Year},
		{"30 days after the last visit", 30 * Day}, {"deleted after 10 minutes", 10 * Minute}, {"Persistent (2 years)", 2 * Year},
		{"2 Jahre", 2 * Year}, {"13 Monate", 13 * Month}, {"ein Jahr", Year}, {"30 Min.", 30 * Minute}, {"24 Std.", Day}, {"bis zu 90 Tage", 90 * Day},
		{"2 ans", 2 * Year}, {"un an", Year}, {"13 mois", 13 * Month}, {"treize mois", 13 * Month}, {"1 jour", Day}, {"30 secondes", 30},
		{"en 2 años", 2 * Year}, {"un mes", Month}, {"20 horas", 20 * Hour}, {"diez minutos", 10 * Minute}, {"2 semanas", 2 * Week},
		{"maximaal 2 jaar; alleen na toestemming", 2 * Year}, {"één dag", Day}, {"30 minuten", 30 * Minute}, {"6 maanden", 6 * Month},
		{"2 anni", 2 * Year}, {"un giorno", Day}, {"30 minuti", 30 * Minute}, {"6 mesi", 6 * Month}, {"1 ora", Hour},
		{"2 anos", 2 * Year}, {"um ano", Year}, {"1 dia", Day}, {"30 minutos", 30 * Minute}, {"6 meses", 6 * Month},
		{"one hundred and eighty days", 180 * Day}, {"three hundred sixty-five days", Year}, {"one and a half years", Year * 3 / 2}, {"ein halbes Jahr", Year / 2},
		{"einhundertachtzig Tage", 180 * Day}, {"fünfundvierzig Minuten", 45 * Minute}, {"achtenveertig uur", 2 * Day}, {"honderdtachtig dagen", 180 * Day},
		{"trois cent soixante-cinq jours", Year}, {"quatre-vingt-dix jours", 90 * Day}, {"soixante-douze heures", 3 * Day}, {"un an et demi", Year * 3 / 2},
		{"ciento ochenta días", 180 * Day}, {"veinticuatro horas", Day}, {"1 año y medio", Year * 3 / 2}, {"quarenta e oito horas", 2 * Day},
		{"trezentos e sessenta e cinco dias", Year}, {"quarantotto ore", 2 * Day}, {"trecento giorni", 300 * Day}, {"ventuno giorni", 21 * Day}, {"fifteen (15) minutes", 15 * Minute},
		{"between 6 and 12 months", none}, {"zwischen 1 und 2 Jahren", none}, {"entre 1 y 2 años", none}, {"de 1 à 13 mois", none}, {"three to six months", none},
		{"session management", none}, {"Sitzungsstatus", none}, {"l'état de la session", none}, {"gestion de session", none}, {"estado de la sesión", none}, {"session and traffic analysis", none},
		{"Sitzungscookie", session}, {"session cookie; session id", session}, {"cookie de session", session}, {"durante la sesión", session}, {"tijdens de sessie", session},
		{"Session to 1 year", none}, {"Sessione – 2 anni", none}, {"one or two years", 2 * Year}, {"1 y 6 months", Year + 6*Month}, {"a year and a half", Year * 3 / 2},
		{"GA4: 2 years", 2 * Year}, {"Session: 30 minutes", 30 * Minute},
		{"Session", session}, {"session cookie", session}, {"End of session (browser)", session}, {"when you close your browser", session},
		{"until the browser is closed", session}, {"Sitzungsende", session}, {"It is removed at the end of your visit.", session}, {"à la fin de votre visite", session}, {"am Ende Ihres Besuchs", session}, {"Sitzung", session}, {"bis zum Schließen des Browsers", session},
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
		{"nach 30 Sekunden bis zu einem Jahr", none}, {"bis zu einem Jahr", Year}, {"2y 1m", 2*Year + Month}, {"1h 30m", 90 * Minute}, {"12 Mon.", 12 * Month},
		{"13 mois si vous acceptez, 6 mois si vous refusez", none}, {"1 year if you agree", Year},
	} {
		got := int64(none)
		if l := Read(c.s, 0, 1); l != nil {
			got = l[0].seconds
			if l[0].Session {
				got = session
			}
		}
		if got != c.want {
			t.Errorf("%q lasts %d, want %d", c.s, got, c.want)
		}
	}
	if l := Read("365", Unit(words.Of("Expiry (days)")), 1); len(l) != 1 || l[0].seconds != Year {
		t.Errorf("a bare number in a column of days: %v", l)
	}
}

func TestNoted(t *testing.T) {
	for s, want := range map[string]bool{"session, authentication": true, "security, session": true, "session authentication": false, "a session id, kept": false} {
		if l := Noted(s); len(l) == 1 && l[0].Session != want || len(l) == 0 && want {
			t.Errorf("%q: %v", s, l)
		}
	}
	if l := Noted("2 years, Mill"); len(l) != 1 || l[0].seconds != 2*Year {
		t.Errorf("two years beside a name are %v", l)
	}
}

func TestParallelLifetimes(t *testing.T) {
	for s, want := range map[string][]Lifetime{
		"2 years, 24 hours, 1 minute":                        {{seconds: 2 * Year}, {seconds: Day}, {seconds: Minute}},
		"two years, a day and ten minutes respectively":      {{seconds: 2 * Year}, {seconds: Day}, {seconds: 10 * Minute}},
		"Session / 1 year / session":                         {{Session: true}, {seconds: Year}, {Session: true}},
		"2 Jahre\n1 Tag\nSitzung":                            {{seconds: 2 * Year}, {seconds: Day}, {Session: true}},
		"13 months":                                          {{seconds: 13 * Month}},
		"caducan a los 2 años, 24 horas y 1 minuto cada una": {{seconds: 2 * Year}, {seconds: Day}, {seconds: Minute}},
	} {
		got := Read(s, 0, 3)
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
		for _, l := range Read(s, Day, n) {
			if l.seconds < 0 || l.Session && l.seconds != 0 {
				t.Fatalf("%q gives %+v", s, l)
			}
		}
		Like(s)
	})
}
