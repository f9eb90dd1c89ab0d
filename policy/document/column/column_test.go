package column

import "testing"

func TestLabels(t *testing.T) {
	for s, want := range map[string]Role{
		"Name": Name, "Cookie": Name, "Cookie(s)": Name, "Cookie name(s)": Name, "Cookie / technology": Name, "Nom du cookie": Name, "Cookienaam": Name, "Nombre de la cookie": Name, "Schlüssel": Name,
		"Cookie or service": Name, "Cookie ou serviço": Name, "Cookie oder Dienst": Name, "Cookie provider": Provider, "Service provider's name": Provider, "Set by": Provider, "Name of the provider": Provider, "Third party": Provider, "Anbieter": Provider, "Impostato da": Provider, "Titular": Provider,
		"Domain": Domain, "Cookie Subgroup": Domain, "Hôte": Domain,
		"Purpose of cookie": Purpose, "Intended use": Purpose, "Zweck": Purpose, "Verwendungszweck": Purpose, "Finalité": Purpose, "Omschrijving": Purpose, "Scopo": Purpose,
		"Function and place": Function, "Fonction": Function,
		"Expiry": Lifetime, "Retention period": Lifetime, "How long it lasts": Lifetime, "Storage time": Lifetime, "Speicherdauer": Lifetime, "Durée de conservation": Lifetime, "Caducidad": Lifetime, "Bewaartermijn": Lifetime, "Scadenza": Lifetime, "Validade": Lifetime, "Maximum Storage Duration": Lifetime,
		"Cookie type": Category, "Kategorie": Category, "Tipologia": Category, "First/third party": Party, "Propia o de terceros": Party,
		"Privacy policy": Other, "Browser": Other, "Hafen": None, "": None,
	} {
		if got, _ := Words().Role(s); got != want {
			t.Errorf("%q heads a column of %d, want %d", s, got, want)
		}
	}
}
