package portal

import (
	"slices"

	"termijn/internal/ledger"
	"termijn/internal/topology"
	"termijn/workflows/change"
)

// changeSection is a step of a change's form.
type changeSection struct {
	Key, Heading, Lead string
	// Fields in order, in parts: a part may end in a choice of the service map, of which
	// users are told, or of who takes part.
	Blocks []changeBlock
}

// changeBlock is one thing that a section asks for; one of its fields is set.
type changeBlock struct {
	Field  *Field
	Items  *itemChooser
	Checks *checkList
	// Row are fields that stand beside one another.
	Row []Field
}

// section draws a step of the form.
func (e changeEditor) section(step string) changeSection {
	s, say := e.Form, e.T
	x := changeSection{Key: step, Heading: say("change.part." + step), Lead: say("change.part." + step + ".lead")}
	add := func(fields ...Field) {
		for _, f := range fields {
			x.Blocks = append(x.Blocks, changeBlock{Field: &f})
		}
	}
	switch step {
	case stepWhat:
		if e.kind == change.Standard {
			follows := s.Radio("template", "change.template", e.templates)
			if len(e.templates) == 0 {
				follows.Hint = say("change.template.none")
			}
			add(follows)
		}
		add(s.Field("title", "change.title"), s.Area("reason", "change.reason", 4), s.Select("client", "change.client", e.clients).Optional())
		if e.kind == change.Emergency {
			add(s.Field("incident", "change.incident").Optional(), s.Area("threat", "change.threat", 3).Optional())
		}
		add(s.Select("migration.roadmap", "change.migration.roadmap", e.roadmaps()).Optional())
	case stepScope:
		x.Blocks = append(x.Blocks, changeBlock{Items: e.itemsOf.chooser(&e.Page, s, "items", "change.items")})
		add(s.Select("team", "change.team", e.teams).Optional())
		x.Blocks = append(x.Blocks, changeBlock{Checks: s.checks("providers", "change.providers", e.providers)})
	case stepWindow:
		x.Blocks = append(x.Blocks, changeBlock{Row: []Field{s.make("time", "from", "change.from"), s.make("time", "to", "change.to")}})
		if e.kind == change.Normal {
			add(s.Area("late", "change.late", 3).Optional())
		}
	case stepImpact:
		add(s.Area("impact", "change.impact", 6), s.Radio("risk.likelihood", "change.risk.likelihood", e.levels()), s.Radio("risk.effect", "change.risk.effect", e.levels()),
			s.Area("risk.text", "change.risk.text", 4).Optional())
	case stepBackOut:
		add(s.Area("testPlan", "change.testPlan", 5), s.Area("backOut.plan", "change.backOut.plan", 5), s.Check("backOut.always", "change.backOut.always"),
			s.make("time", "backOut.noReturn", "change.backOut.noReturn").Optional())
	case stepCommunication:
		add(s.Area("communication", "change.communication", 5), s.Check("unavailability.none", "change.unavailability.none"))
		x.Blocks = append(x.Blocks, changeBlock{Checks: s.checks("unavailability.services", "change.unavailability.services", e.endToEnd)},
			changeBlock{Row: []Field{s.make("time", "unavailability.from", "change.unavailability.from").Optional(), s.make("time", "unavailability.to", "change.unavailability.to").Optional()}})
		add(s.Area("unavailability.text", "change.unavailability.text", 3).Optional())
	case stepDoing:
		add(s.Area("steps", "change.steps", 8))
	}
	return x
}

func (e changeEditor) levels() []Choice {
	var all []Choice
	for _, l := range change.RiskLevels {
		all = append(all, Choice{Value: l, Text: e.T("change.level." + l)})
	}
	return all
}

func (e changeEditor) roadmaps() []Choice {
	all := []Choice{{Text: e.T("change.roadmap.none")}}
	for _, m := range []string{change.RoadmapInLine, change.RoadmapMissing, change.RoadmapDeviating} {
		all = append(all, Choice{Value: m, Text: e.T("change.roadmap." + m)})
	}
	return all
}

// changeChoices are what the form of a change offers to choose from.
type changeChoices struct {
	clients, teams, providers, endToEnd, templates []Choice
	itemsOf                                        itemReader
}

// changeChoices reads what a change of a kind and a provider can choose from; c is
// what it says now.
func (v *visit) changeChoices(kind, provider string, c change.Content) (changeChoices, error) {
	var x changeChoices
	names, err := v.portal.service.Names(v.r.Context())
	if err != nil {
		return x, err
	}
	clients, err := v.portal.service.Store.Organisations(v.r.Context(), "client")
	if err != nil {
		return x, err
	}
	others, err := v.portal.service.Store.Organisations(v.r.Context(), "provider")
	if err != nil {
		return x, err
	}
	x.clients = append([]Choice{{Text: v.text.T("change.client.none")}}, orgChoices(clients, "")...)
	x.providers = orgChoices(others, provider)
	x.teams = append([]Choice{{Text: v.text.T("change.team.none")}}, v.teamChoices(provider, "")...)
	on, err := v.itemMap()
	if err != nil {
		return x, err
	}
	if kind == change.Standard {
		if x.templates, err = v.templateChoices(); err != nil {
			return x, err
		}
	}
	x.itemsOf = newItemReader(on, v.who, v.text.Lang(), names)
	x.endToEnd = v.endToEnd(on, c)
	return x, nil
}

// endToEnd are the services that users know: those that the change can disturb first.
func (v *visit) endToEnd(on *topology.Map, c change.Content) []Choice {
	touched := on.EndToEnd(c.Items...)
	var near, far []Choice
	for _, i := range on.Items() {
		if !i.EndToEnd || !visibleTo(v.who, i) {
			continue
		}
		choice := Choice{Value: i.ID, Text: i.Name(v.text.Lang())}
		switch {
		case touched[i.ID]:
			choice.Hint = v.text.T("change.unavailability.touched")
			near = append(near, choice)
		default:
			far = append(far, choice)
		}
	}
	return slices.Concat(near, far)
}

func orgChoices(orgs []ledger.Organisation, without string) []Choice {
	var all []Choice
	for _, o := range orgs {
		if o.ID != without {
			all = append(all, Choice{Value: o.ID, Text: o.Name})
		}
	}
	return all
}
