package portal

import (
	"strings"

	"termijn/workflows/change"
)

// facts are those of pairs of field and value that say something.
func (r changeReader) facts(pairs ...string) []fact {
	var all []fact
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			all = append(all, fact{r.say.T("change." + pairs[i]), pairs[i+1]})
		}
	}
	return all
}

// parts are the content as B-16 asks for it, in the steps of its form.
func (r changeReader) parts() []contentPart {
	var all []contentPart
	for _, step := range changeSteps {
		p := contentPart{Key: step, Heading: r.say.T("change.part." + step), Facts: r.partOf(step, r.own.Content)}
		if r.Stage == change.Drafting && r.may(change.Save.Name) {
			p.Edit = draftPath(r.Ref, step)
		}
		if len(p.Facts) > 0 {
			all = append(all, p)
		}
	}
	return all
}

// partOf is what a content says in a step, in facts.
func (r changeReader) partOf(step string, c change.Content) []fact {
	switch step {
	case stepWhat:
		roadmap := ""
		if c.Migration != nil {
			roadmap, _ = r.word("roadmap", c.Migration.Roadmap)
		}
		template := c.Template
		if template != "" && c.TemplateVersion > 0 {
			template = r.say.T("change.template.version", "Ref", c.Template, "Version", c.TemplateVersion)
		}
		return r.facts("title", c.Title, "reason", c.Reason, "provider", r.name(r.own.Provider), "client", r.name(c.Client), "template", template,
			"incident", c.Incident, "threat", c.Threat, "migration.roadmap", roadmap)
	case stepScope:
		return r.facts("items", r.itemNames(c.Items), "team", teamName(r.say, r.catalogue, c.Team), "providers", r.orgNames(c.Providers))
	case stepWindow:
		return r.facts("window", r.period(c.From, c.To), "lead", r.lead(), "late", c.Late)
	case stepImpact:
		return r.facts("impact", c.Impact, "risk", r.risk(c.Risk))
	case stepBackOut:
		back := ""
		switch {
		case c.BackOut.Always:
			back = r.say.T("change.backOut.always.is")
		case c.BackOut.NoReturn != nil:
			back = r.say.DateTime(*c.BackOut.NoReturn)
		}
		return r.facts("testPlan", c.TestPlan, "backOut.plan", c.BackOut.Plan, "backOut.noReturn", back)
	case stepCommunication:
		return append(r.facts("communication", c.Communication), r.unavailability(c.Unavailability)...)
	case stepDoing:
		return r.facts("steps", strings.Join(c.Steps, "\n"))
	}
	return nil
}

// unavailability is what users notice, in facts.
func (r changeReader) unavailability(u change.Unavailability) []fact {
	if u.None {
		return r.facts("unavailability", r.say.T("change.unavailability.none.is"))
	}
	return r.facts("unavailability", r.period(u.From, u.To), "unavailability.services", r.itemNames(u.Services), "unavailability.text", u.Text)
}

// risk is a risk in words.
func (r changeReader) risk(k change.Risk) string {
	if k == (change.Risk{}) {
		return ""
	}
	level := func(l string) string {
		if l == "" {
			return "–"
		}
		word, _ := r.word("level", l)
		return word
	}
	return strings.TrimSpace(r.say.T("change.risk.is", "Likelihood", level(k.Likelihood), "Effect", level(k.Effect)) + "\n" + k.Text)
}

// lead is how long before its window it was handed in.
func (r changeReader) lead() string {
	f := r.own.Fit
	if f == nil || r.own.Submitted == nil || r.own.Kind != change.Normal {
		return ""
	}
	return r.say.T("change.lead.is", "Days", r.say.T("case.unit.workingdays", "Count", f.LeadDays), "Asked", r.say.T("case.unit.workingdays", "Count", f.LeadAsked))
}

// itemNames are items of the service map, a line each.
func (r changeReader) itemNames(ids []string) string {
	var names []string
	for _, id := range ids {
		names = append(names, r.item(id))
	}
	return strings.Join(names, "\n")
}

func (r changeReader) orgNames(ids []string) string {
	var names []string
	for _, id := range ids {
		names = append(names, r.name(id))
	}
	return joined(r.say, names)
}
