package portal

import (
	"termijn/config"
	"termijn/internal/ledger"
	"termijn/workflows/incident"
)

func (v *visit) reportGroups(s Sheet, f Form) ([]reportGroup, error) {
	choose := Choice{Text: v.text.T("form.choose")}
	what := reportGroup{"what", v.text.T("incident.new.what"), []Field{s.Field("title", "incident.title"), s.Area("description", "incident.description", 6),
		s.Select("service", "incident.service", append([]Choice{choose}, v.serviceChoices()...))}}
	if service, ok := v.portal.service.Policy.Incident.Service(f.Value("service")); ok {
		what.Fields = append(what.Fields, v.partsOf(s, service)...)
	}
	grave := reportGroup{"grave", v.text.T("incident.new.grave"), []Field{s.Radio("impact", "incident.impact", v.degrees("impact")), s.Radio("urgency", "incident.urgency", v.degrees("urgency"))}}
	groups := []reportGroup{what, grave}
	switch v.who.Kind {
	case "si":
		who, err := v.reporterFields(s, f)
		if err != nil {
			return nil, err
		}
		groups = append([]reportGroup{{"who", v.text.T("incident.new.who"), who}}, groups...)
	case "provider":
		clients, err := v.clientChoices()
		if err != nil {
			return nil, err
		}
		groups = append([]reportGroup{{"who", v.text.T("incident.new.whose"), []Field{s.Select("client", "incident.client", append([]Choice{choose}, clients...)).Optional()}}}, groups...)
	}
	return groups, nil
}

// partsOf are the fields that a service's categories and items give.
func (v *visit) partsOf(s Sheet, service config.CatalogueService) []Field {
	none := Choice{Text: v.text.T("incident.new.unknown")}
	var fields []Field
	if len(service.Categories) > 0 {
		all := []Choice{none}
		for _, c := range service.Categories {
			all = append(all, Choice{Value: c.ID, Text: either(v.text, c.NL, c.EN)})
		}
		fields = append(fields, s.Select("category", "incident.category", all).Optional())
	}
	if len(service.Items) > 0 {
		all := []Choice{none}
		for _, item := range service.Items {
			all = append(all, Choice{Value: item, Text: item})
		}
		fields = append(fields, s.Select("item", "incident.item", all).Optional())
	}
	return fields
}

// degrees are the degrees of impact or urgency in plain words.
func (v *visit) degrees(field string) []Choice {
	var all []Choice
	for _, d := range incident.Degrees {
		id := "incident." + field + "." + d
		all = append(all, Choice{Value: d, Text: v.text.T(id), Hint: v.text.T(id + ".hint")})
	}
	return all
}

// reporterFields are for whom the Service Desk registers: a person of a Client, or
// somebody without an account who can be reached some way.
func (v *visit) reporterFields(s Sheet, f Form) ([]Field, error) {
	clients, err := v.clientChoices()
	if err != nil {
		return nil, err
	}
	var people []ledger.Person
	if client := f.Value("client"); client != "" {
		if people, err = v.portal.service.Reporters(v.r.Context(), v.who, client); err != nil {
			return nil, err
		}
	}
	reporters := []Choice{{Text: v.text.T("incident.new.no_account")}}
	for _, o := range people {
		if o.Active {
			reporters = append(reporters, Choice{Value: o.ID, Text: o.Name})
		}
	}
	var channels []Choice
	for _, c := range incident.Channels {
		channels = append(channels, Choice{Value: c, Text: titled(v.text, "incident.channel.", c)})
	}
	return []Field{s.Select("channel", "incident.channel", channels), s.make("time", "arrived", "incident.arrived").Optional(), s.Select("client", "incident.client", append([]Choice{{Text: v.text.T("form.choose")}}, clients...)),
		s.Select("reporter", "incident.reporter", reporters).Optional(), s.Field("contact", "incident.contact").Optional()}, nil
}

func (v *visit) clientChoices() ([]Choice, error) {
	clients, err := v.portal.service.Clients(v.r.Context(), v.who)
	if err != nil {
		return nil, err
	}
	var all []Choice
	for _, o := range clients {
		all = append(all, Choice{Value: o.ID, Text: o.Name})
	}
	return all, nil
}
