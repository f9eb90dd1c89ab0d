package lifetime

import (
	"strings"
	"sync"

	"crumbs/policy/document/words"
)

// clock knows numbers and units of time in seven languages, and the words for
// what ends with the browser and for what never ends.
type clock struct {
	units     map[string]int64
	short     map[string]int64   // units of one letter, which count only behind a figure
	parts     map[string]float64 // of one
	session   *words.Lexicon
	ofSession *words.Lexicon // what sessions have: a state, an id
	ends      *words.Lexicon // close, quit ...
	browser   *words.Lexicon
	forever   *words.Lexicon
	under     *words.Lexicon // less than
	between   *words.Lexicon // between: the two figures behind it make a range
	sums      map[string]bool
}

var theClock = sync.OnceValue(func() *clock {
	c := &clock{units: map[string]int64{}, parts: map[string]float64{}, sums: map[string]bool{}}
	for unit, names := range map[int64]string{
		second: "sec secs second seconds seconde secondes sekunde sekunden sek segundo segundos seconden secondo secondi seg segs",
		Minute: "min mins minute minutes mn minuten minuut minuto minutos minuti",
		Hour:   "hour hours hr hrs heure heures stunde stunden std hora horas uur uren ora ore",
		Day:    "day days jour jours tag tage tagen dia dias dag dagen giorno giorni gg dgn",
		Week:   "week weeks semaine semaines woche wochen semana semanas weken settimana settimane wk wks wkn sem",
		Month:  "month months mo mos mon mth mths mois moi monat monate monaten mes meses maand maanden mese mesi mnd mnden",
		Year:   "year years yr yrs an ans annee annees jahr jahre jahren ano anos jaar jaren anno anni jr jrs",
	} {
		for n := range strings.FieldsSeq(names) {
			c.units[n] = unit
		}
	}
	c.short = map[string]int64{"s": second, "h": Hour, "d": Day, "j": Day, "w": Week, "y": Year, "a": Year, "m": Minute, "t": Day, "u": Hour, "g": Day}
	for value, names := range map[float64]string{
		0.25: "quarter",
		0.5:  "half halb halbes halben halbe demi demie medio media halve mezzo mezza meio meia",
		1.5:  "anderthalb eineinhalb anderhalf",
	} {
		for n := range strings.FieldsSeq(names) {
			c.parts[n] = value
		}
	}
	c.session = words.NewLexicon(`session, sessions, sessioncookie*, sessionende, sessiondauer, sessionbasiert*, sitzung*, sesion, sesiones, sessie, sessies, sessiecookie*, sessieduur, sessie-einde, sessione, sessioni, sessao, sessoes, browsersession*, usersession*, nutzersession*, benutzersession*, *sitzung, *sessie,
		end of your visit, end of the visit, end of a visit, end of each visit, fin de votre visite, fin de la visite, ende ihres besuchs, ende des besuchs, fin de su visita, fin de la visita, einde van uw bezoek, einde van het bezoek, einde van je bezoek, fine della visita, fim da visita, fim da sua visita`)
	c.ofSession = words.NewLexicon(`state, states, status, id, ids, identif*, management, persistence, data, analysis, tracking, security, information, replay, replays, recording*, token*, handling, variable*, authentication, and traffic, and campaign, control, key, number, count, statistic*,
		etat, gestion, donnees, suivi, securite, informations, variables, enregistrement*, maintien, *status, *verwaltung, *daten, *kennung, *analyse, *id, *aufzeichnung*, *zustand, *informationen, *sicherheit, *steuerung,
		estado, datos, seguimiento, seguridad, informacion, mantenimiento, *beheer, *gegevens, *status, *staat, stato, gestione, dati, tracciamento, sicurezza, informazioni, gestao, dados, seguranca, informacoes`)
	c.browser = words.NewLexicon(`browser*, navigateur*, navegador*, window*, fenetre, fenster, ventana, venster, finestra, janela, tab, *browser, *browsers, *fenster`)
	c.ends = words.NewLexicon(`clos*, exit*, quit*, shut*, schliess*, geschlossen, beend*, ferm*, cierr*, cerr*, sluit*, gesloten, afsluit*, chiu*, chius*, fech*, encerr*, leav*, verlass*, quitt*`)
	c.forever = words.NewLexicon(`persist*, permanent*, unlimited, never, forever, indefinite*, no expir*, not expire, until deleted, until delet*, unbegrenzt, dauerhaft, unbeschrankt, unbefristet,
		illimite*, indetermine*, jamais, indefinid*, ilimitad*, nunca, onbeperkt, onbepaald, blijvend, illimitat*, indeterminat*, mai, jusqu a suppression, jusqu a sa suppression, jusqu a ce que, until you clear*, until clear*, until remov*, bis zur loschung, bis zum loschen, hasta su elimin*, hasta que, hasta elimin*,
		fino a cancellazione, fino alla cancellazione, fino a rimozione, ate voce limp*, ate limp*, ate ser elimin*, ate exclu*, tot verwijder*, totdat,
		local storage, localstorage, session storage, sessionstorage, html5 storage`)
	c.under = words.NewLexicon(`less than, under, fewer than, few, moins de, moins d, quelques, weniger als, unter, wenige, menos de, algunos, unos, unas, pocos, pocas, minder dan, enkele, paar, meno di, pochi, alcuni, alguns, poucos`)
	c.between = words.NewLexicon(`between, zwischen, entre, tussen, tra, fra`)
	for w := range strings.FieldsSeq("and und et y e en plus") {
		c.sums[w] = true
	}
	return c
})
