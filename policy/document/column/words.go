package column

import (
	"strings"
	"sync"

	"crumbs/policy/document/words"
)

// Words gives the labels that all documents share. Nobody may change them.
func Words() *Labels { return theLabels() }

// theLabels are made once and never written again.
var theLabels = sync.OnceValue(func() *Labels {
	l := &Labels{Idle: map[string]bool{}}
	for w := range strings.FieldsSeq(`the of a an and or our your this that is are s n for to in on by with used use placed each default maximum total
		le la les l du de des d un une et ou ce cette par pour sur aux au nos
		der die das den dem des ein eine und oder unsere wird fur von im
		el los las del al y o u una uno en que se
		het een van en of de wij
		il lo gli i di dei della delle dello e ed o per con
		os as do da dos das no na por em um uma
		utilises utilisees utilizadas utilizados utilizzati verwendete verwendeten gebruikte usados usadas`) {
		l.Idle[w] = true
	}
	l.Name = words.NewLexicon(`name, names, title, identifier, identifiers, id, key, keys, tracker, tracker name, trackers,
		nom, noms, cle, cles, traceur, traceurs, identifiant, intitule, denomination,
		bezeichnung, schlussel, cookiename, cookienamen, namen, kennung,
		nombre, nombres, clave, claves, identificador, denominacion, rastreador,
		naam, namen, sleutel, sleutels, cookienaam, benaming,
		nome, nomi, chiave, chiavi, identificativo, denominazione,
		nomes, chave, chaves, denominacao`)
	l.Cookie = words.NewLexicon(`cookie, cookies, technology, technologie, tecnologia`)
	l.Life = words.NewLexicon(`expir*, expiration time, expiration date, expiry time, expiry date, expiration period, retention time, duration*, duration of storage, duration of cookie, lifetime*, lifespan*, life span, life, retention*, storage, storage time, storage period, storage duration, valid*, how long, how long it lasts, how long does it last, how long do they last, how long we keep it, how long is it stored,
		lasts, lasts for, it lasts, stays, stays for, max age, time, term, period, ttl, persistence, timeframe, length, retained, kept, stored for, cookie duration,
		combien de temps, duree*, echeance, delai, conservation, temps,
		wie lange, *dauer, dauer, *laufzeit, *ablauf, ablauf*, gultig*, speicherung, speicherfrist, aufbewahr*, *frist, zeitraum, haltbarkeit, verfall*, ablaufdatum,
		cuanto dura, cuanto tiempo, por cuanto tiempo, duracion, caduc*, plazo*, vencimiento, periodo, expira*, vigencia, tiempo, permanencia, conservacion, vence,
		hoe lang, duur, *duur, *termijn, *looptijd, verval*, verloop*, geldig*, houdbaar*, bewaar*, opslag*, levensduur,
		quanto dura, quanto tempo, per quanto tempo, durata, scadenza, conservazione, tempo, validita, persistenza,
		duracao, validade, prazo, retencao, conservacao, armazenamento, vida util`)
	l.provider = words.NewLexicon(`provider*, vendor*, company, companies, owner*, publisher*, issuer*, set by, placed by, served by, provided by, source, service*, application, third party name, third parties, third party,
		controller*, supplier*, partner*, operator*, entity, origin, responsible party, who, tool, product, manufacturer, organisation, organization, cookie provider, belongs to, from,
		fournisseur*, emetteur*, editeur*, proprietaire*, societe*, prestataire*, origine, tiers, partenaire*, responsable*, depose par, qui le depose, qui la depose, qui depose, emis par, installe par, place par, entreprise, outil, solution, provenance, acteur,
		anbieter*, *anbieter, herausgeber*, dienst*, quelle, unternehmen, verantwortlich*, eigentumer*, inhaber*, firma, herkunft, betreiber*, gesetzt von, gesetzt durch, bereitgestellt von, partei, hersteller, tool,
		de quien es, de quien, quien la pone, proveedor*, propiedad, propietari*, titular*, entidad*, emisor*, servicio*, empresa*, origen, tercero*, gestor*, gestionad*, instalada por, establecida por, herramienta, dueno,
		aanbieder*, uitgever*, leverancier*, partij*, eigenaar*, bron, plaatser, herkomst, afkomstig van, geplaatst door, gezet door, ingesteld door, bedrijf, dienst, verstrekker,
		fornitor*, titolar*, proprietari*, emittent*, servizi*, gestor*, societa, fonte, terza parte, terze parti, impostato da, installato da, gestito da, azienda, editore, provenienza,
		fornecedor*, entidade*, provedor*, servico*, origem, definido por, colocado por, quem define, quem, terceiro*, proprietario`)
	l.domain = words.NewLexicon(`domain*, host, hosts, hostname, website, site, subgroup, cookie subgroup, web site, url, set on, server,
		domaine*, hote, hotes, sous groupe, site web, serveur,
		domane*, webseite, website*, untergruppe,
		dominio*, sitio, sitio web, anfitrion, subgrupo,
		domein*, site, subgroep,
		sito, sito web, sottogruppo`)
	l.purpose = words.NewLexicon(`purpose*, description*, descript*, what, why, usage, uses, goal*, objective*, aim, details, detail, intended use, intended purpose, intended, information, info, explanation*, used for, comment*, use case*, reason*, what does it do, what it does, notes, meaning, about, use, content, task,
		finalite*, a quoi il sert, a quoi ca sert, a quoi sert, sert a, but, buts, objectif*, utilite*, utilisation*, explication*, commentaire*, role, contenu, informations,
		zweck*, *zweck, *zwecke, beschreibung*, *beschreibung, verwendung, nutzung, erlauterung*, erklarung, einsatz*, inhalt, wofur, ziel, aufgabe, information*, bedeutung,
		finalidad*, proposito*, descripcion*, uso, usos, objetivo*, utilidad*, para que, explicacion, contenido, informacion, motivo,
		doel*, *doel, *doeleinden, omschrijving*, beschrijving*, toelichting*, gebruik, waarvoor, uitleg, wat doet, informatie, inhoud,
		scopo, scopi, finalita, descrizion*, utilizzo, obiettivo, spiegazione, informazioni, cosa fa, motivo,
		finalidade*, descrica*, descricoes, utilizacao, explicacao, para que serve, informacoes`)
	l.function = words.NewLexicon(`function, functions, fonction, fonctions, funktion, funktionen, funktionsweise, funcion, funciones, functie, functies, funzione, funzioni, funcao, funcoes`)
	l.category = words.NewLexicon(`categor*, type, types, kind, class, classification, group, cookie type, nature, genre, categorie*,
		art, typ, typen, kategorie*, *kategorie, cookieart, *typ, gruppe, klassifizierung,
		tipo*, clase*, clasificacion, tipolog*, grupo, naturaleza,
		soort*, *soort, *type, categorie*, groep, classificatie,
		natura, gruppo, classificazione, classificacao, natureza`)
	l.other = words.NewLexicon(`link*, privacy, privacy policy, policy, policies, more information, further information, learn more, opt out, optout, consent, consent required, country, countries, legal basis, legal, lawful basis, data, personal data, browser*, address, contact, url, transfer*, recipient*, access, path, secure, httponly, samesite, status, size, value, example, settings, location, sdk, safeguards,
		lien*, politique*, plus informations, en savoir plus, consentement, pays, base legale, donnees, navigateur*, adresse, transfert*, destinataire*, valeur,
		datenschutz*, rechtsgrundlage, einwilligung, land, daten, adresse, empfanger*, weitere informationen, mehr informationen, ubermittlung, wert,
		enlace*, politica*, mas informacion, consentimiento, pais, base legal, base juridica, datos, navegador*, direccion, destinatario*, transferencia*, valor,
		privacybeleid, meer informatie, toestemming, rechtsgrond*, grondslag, gegevens, adres, ontvanger*, doorgifte, waarde,
		informativa*, maggiori informazioni, ulteriori informazioni, consenso, paese, base giuridica, dati, indirizzo, destinatari, trasferimento*, valore,
		ligacao, ligacoes, mais informacoes, consentimento, dados, endereco, destinatarios`)
	l.Foreign = words.NewLexicon(`data, database, field*, parameter*, argument*, column*, attribute*, property, properties, variable*, default, required, api, retention policy, data type,
		donnees, champ*, parametre*, colonne*, daten, datenbank, feld*, spalte*, datos, campo*, parametro*, columna*, gegevens, veld*, kolom*, dati, colonna, dados, coluna*`)
	l.Coded = words.NewLexicon(`variable*, parameter*, argument*, header*, option, options, setting, settings, attribute*, property, properties, directive*, flag, flags, constant*, method*, command*, ingredient*,
		parametre*, en tete, attribut*, option, umgebungsvariable*, kopfzeile*, einstellung, zutat*, opcion, ajuste, atributo*, cabecera*, parametro*, opzione, impostazione, instelling, eigenschap`)
	l.Defaults = words.NewLexicon(`default, defaults, default value, standard, standardwert, vorgabe, valeur par defaut, par defaut, valor por defecto, por defecto, predeterminad*, standaard, standaardwaarde, predefinit*, padrao, valor padrao`)
	l.Data = words.NewLexicon(`data, information, daten, datenart*, datenkategorie*, informationen, donnees, informations, datos, informacion, gegevens, informatie, dati, informazioni, dados, informacoes`)
	l.Topics = words.NewLexicon(`your, our, my, account*, shop, shopping, store, basket, cart, checkout, payment*, order*, login, sign in, signing in, session*, security, chat, contact*, support, help, newsletter*, partner*, website*, home, page, pages, search, language*, privacy, visitor*, user*, customer*, overview, general, introduction, other, others, list, table, video*, map, maps, forum, blog, comments, form, forms, app, apps, consent, settings, annex, appendix, processors, words, details, summary,
		votre, vos, notre, nos, compte*, boutique, panier*, paiement*, commande*, connexion, securite, aide, partenaires, accueil, recherche, langue*, visiteur*, utilisateur*, client*, general, generalites, autres, liste, tableau, formulaire*, annexe, resume,
		ihr, ihre, unser, unsere, mein, konto, *konto, warenkorb, kasse, zahlung*, bezahlung, bestell*, anmeld*, sicherheit, hilfe, partner, startseite, suche, sprache*, besucher*, nutzer*, kunde*, kunden*, ubersicht, allgemein*, einleitung, andere, sonstige*, liste, tabelle, formular*, anhang, einkauf*, shop,
		su, tu, nuestro, nuestra, cuenta*, tienda, cesta, carrito, pago*, pedido*, acceso, seguridad, ayuda, socios, inicio, busqueda, idioma*, visitante*, usuario*, cliente*, otros, otras, lista, tabla, formulario*, anexo, resumen,
		uw, jouw, onze, mijn, winkel*, mandje, betaling*, betalen, bestelling*, inloggen, veiligheid, beveiliging, hulp, partners, zoeken, taal, bezoeker*, gebruiker*, klant*, overzicht, algemeen, overige, lijst, tabel, formulier*, bijlage,
		tuo, vostro, nostro, negozio, carrello, pagament*, ordine, ordini, accesso, sicurezza, aiuto, ricerca, lingua, visitator*, utent*, client*, altri, altro, elenco, tabella, modulo, allegato, generale,
		sua, seu, nossa, nosso, conta, contas, loja, carrinho, pagamento*, pedido*, encomenda*, seguranca, ajuda, parceiros, pesquisa, utilizador*, cliente*, outros, outras, tabela, anexo, geral`)
	l.first = words.NewLexicon(`first, 1st, own, intern*, propre*, premiere, erst*, eigen*, propi*, primera, eerste, prima, propri*, primeira, 1a, 1p`)
	l.third = words.NewLexicon(`third, 3rd, external, tier*, tierce, dritt*, fremd*, tercer*, derde*, terz*, terceir*, 3p, extern*`)
	return l
})
