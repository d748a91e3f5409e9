package portal

import (
	"termijn/config"
	"termijn/internal/i18n"
)

// either is the name in the reader's language.
func either(say *i18n.Printer, nl, en string) string {
	if say.Lang() == i18n.English {
		return en
	}
	return nl
}

// teamName is what a team is called; its ID when the configuration knows it no more.
func (v *visit) teamName(id string) string {
	return teamName(v.text, v.portal.service.Policy.Incident, id)
}

func teamName(say *i18n.Printer, c config.Incident, id string) string {
	if t, ok := c.Team(id); ok {
		return either(say, t.NL, t.EN)
	}
	return id
}

// serviceName is what a service of the catalogue is called.
func (v *visit) serviceName(id string) string {
	return serviceName(v.text, v.portal.service.Policy.Incident, id)
}

func serviceName(say *i18n.Printer, c config.Incident, id string) string {
	if s, ok := c.Service(id); ok {
		return either(say, s.NL, s.EN)
	}
	return id
}

// categoryName is what a category of a service is called.
func categoryName(say *i18n.Printer, c config.Incident, service, id string) string {
	s, _ := c.Service(service)
	for _, k := range s.Categories {
		if k.ID == id {
			return either(say, k.NL, k.EN)
		}
	}
	return id
}

// serviceChoices are the services of the catalogue.
func (v *visit) serviceChoices() []Choice {
	var all []Choice
	for _, s := range v.portal.service.Policy.Incident.Services {
		all = append(all, Choice{Value: s.ID, Text: either(v.text, s.NL, s.EN)})
	}
	return all
}

// teamChoices are the teams of an organisation, or of all, without one of them.
func (v *visit) teamChoices(org, without string) []Choice {
	names, err := v.portal.service.Names(v.r.Context())
	if err != nil {
		v.logError(err) // the teams' own names will do
	}
	var all []Choice
	for _, t := range v.portal.service.Teams(org) {
		if t.ID == without {
			continue
		}
		text := either(v.text, t.NL, t.EN)
		if n := names[t.Org]; n != "" && org == "" {
			text = v.text.T("incident.team_of", "Team", text, "Org", n)
		}
		all = append(all, Choice{Value: t.ID, Text: text})
	}
	return all
}
