package portal

import (
	"context"
	"slices"
	"strings"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/incident"
)

// incidentForm is a form of an incident.
type incidentForm[B any] = commandForm[incidentReader, B]

// incidentForms are the forms of the work, in the order of the story; how an
// incident is weighed anew stands in incident_weighing.go, what Clients are told
// in incident_news.go.
func (p *portal) incidentForms() {
	type choices = map[string]func(r incidentReader) []Choice
	name, remark := incident.Name, []ask{askText("remark", 3).orNot()}
	serve(p, name, incidentForm[incident.Taking]{command: incident.Take, ask: remark})
	serve(p, name, incidentForm[incident.Assignment]{command: incident.Assign, ask: []ask{askChoice("agent")},
		choices: choices{"agent": incidentReader.colleagues}, send: assignIncident})
	serve(p, name, incidentForm[incident.HandingOver]{command: incident.HandOver, ask: []ask{askChoice("team"), askText("reason", 4)},
		choices: choices{"team": func(r incidentReader) []Choice { return r.teams(r.own.Handler.Team) }}, draw: drawBounces})
	serve(p, name, incidentForm[incident.Coordination]{command: incident.Coordinate,
		ask:     []ask{askChoice("team").orNot(), askTick("meeting"), askText("reason", 4)},
		choices: choices{"team": func(r incidentReader) []Choice { return r.teams("") }}, draw: drawRoute})
	serve(p, name, incidentForm[incident.Waiting]{command: incident.Wait, ask: []ask{askOne("reason"), askText("question", 4), askTime("until").orNot()},
		choices: choices{"reason": incidentReader.waitReasons}})
	serve(p, name, incidentForm[incident.Reply]{command: incident.Answer, ask: []ask{askText("text", 5)}, draw: drawQuestion})
	serve(p, name, incidentForm[incident.Remark]{command: incident.Resume, ask: remark, draw: drawQuestion})
	serve(p, name, incidentForm[incident.Note]{command: incident.AddNote, ask: []ask{askText("text", 5)}})
	serve(p, name, incidentForm[incident.Relation]{command: incident.Relate, ask: []ask{askOne("kind", incident.RelationKinds...), askLine("ref"), askText("note", 3).orNot()}})
	serve(p, name, incidentForm[incident.Joining]{command: incident.Join, ask: remark})
	serve(p, name, incidentForm[incident.Resolution]{command: incident.Resolve,
		ask: []ask{askText("solution", 5), askLine("code").orNot(), askChoice("remote", incident.RemoteReasons...).orNot(), askTick("outside")}, draw: drawTarget})
	serve(p, name, incidentForm[incident.Remark]{command: incident.Confirm, ask: remark, draw: drawSolution})
	serve(p, name, incidentForm[incident.Because]{command: incident.Reopen, ask: []ask{askText("reason", 4)}, draw: drawSolution})
	serve(p, name, incidentForm[incident.Because]{command: incident.Withdraw, ask: []ask{askText("reason", 4)}})
	serve(p, name, incidentForm[incident.Exclusion]{command: incident.Exclude, ask: []ask{askOne("ground"), askText("reason", 4), askLine("proof")},
		choices: choices{"ground": incidentReader.grounds}})
}

// assignIncident has the service check that the agent is one of the organisation.
func assignIncident(ctx context.Context, s *app.Service, p identity.Principal, ref, key string, a incident.Assignment) (casework.Receipt, error) {
	return s.AssignIncident(ctx, p, ref, key, a)
}

// colleagues are those whom the incident can be given to, but for who has it.
func (r incidentReader) colleagues() []Choice {
	var all []Choice
	for _, c := range r.people() {
		if c.ID != r.own.Handler.Agent {
			all = append(all, Choice{Value: c.ID, Text: c.Name})
		}
	}
	return all
}

// waitReasons say for each reason whether the clock stands still meanwhile.
func (r incidentReader) waitReasons() []Choice {
	var all []Choice
	for _, reason := range incident.WaitReasons {
		hint := "incident.page.wait.clock.runs"
		if slices.Contains(r.pauses, reason) {
			hint = "incident.page.wait.clock.stops"
		}
		all = append(all, Choice{Value: reason, Text: titled(r.say, "incident.reason.", reason), Hint: r.say.T(hint)})
	}
	return all
}

// grounds are those on which the incident can still be left out.
func (r incidentReader) grounds() []Choice {
	var all []Choice
	for _, e := range r.policy.Exclusions {
		asked := false
		for _, x := range r.own.Exclusions {
			asked = asked || x.Ground == e.ID && x.State != incident.ExclusionRejected
		}
		if _, ok := r.own.Policy.Grounds[e.ID]; !ok || asked {
			continue
		}
		hint := r.say.T("incident.page.exclusion.rule", "Flag", titled(r.say, "incident.flag.", e.Flag), "Rule", e.Rule)
		if e.Board {
			hint += " " + r.say.T("incident.page.exclusion.board")
		}
		all = append(all, Choice{Value: e.ID, Text: either(r.say, e.NL, e.EN), Hint: hint})
	}
	return all
}

// ground is what a ground of exclusion is called.
func (r incidentReader) ground(id string) string {
	for _, e := range r.policy.Exclusions {
		if e.ID == id {
			return either(r.say, e.NL, e.EN)
		}
	}
	return id
}

// drawBounces warns that one hand-over more stops all handing over (B-28).
func drawBounces(page *commandPage, r incidentReader) {
	if n := len(r.own.Route); n > 1 {
		page.Warnings = append(page.Warnings, r.say.T("incident.page.bounces", "Count", n-1))
	}
}

// drawRoute shows what the Service Integrator decides on: who had it and why.
func drawRoute(page *commandPage, r incidentReader) {
	if f := r.own.Frozen; f != nil {
		page.Facts = append(page.Facts, fact{r.say.T("incident.arg.because"), titled(r.say, "incident.because.", f.Because)})
	}
	var names []string
	for _, org := range r.own.Route {
		names = append(names, r.name(org))
	}
	page.Facts = append(page.Facts, facts(r.say.T("incident.page.route"), strings.Join(names, " → "), r.say.T("incident.team"), r.team())...)
}

// drawQuestion shows what was asked.
func drawQuestion(page *commandPage, r incidentReader) {
	w := r.own.Waits[r.own.Waiting]
	page.Facts = facts(r.say.T("incident.reason"), titled(r.say, "incident.reason.", w.Reason), r.say.T("incident.question"), w.Question)
}

// drawSolution shows how it was resolved.
func drawSolution(page *commandPage, r incidentReader) {
	if x := r.own.Resolution; x != nil {
		page.Facts = facts(r.say.T("incident.page.solution"), x.Solution, r.say.T("incident.page.resolved"), r.signed(x.By, x.At))
	}
}

// drawTarget shows until when there is time.
func drawTarget(page *commandPage, r incidentReader) {
	page.Facts = facts(r.say.T("incident.description"), r.own.Report.Description, r.say.T("incident.page.due"), r.due(r.own.Clock))
}

func (r incidentReader) decidedOn(page *Page, t record.Task) decided {
	x, ok := r.own.Exclusions[t.Subject]
	if t.Kind != "approve_exclusion" || !ok {
		return decided{Facts: facts(r.say.T("incident.description"), r.own.Report.Description)}
	}
	return decided{Facts: facts(r.say.T("incident.ground"), r.ground(x.Ground),
		r.say.T("incident.arg.flag"), titled(r.say, "incident.flag.", x.Flag), r.say.T("incident.arg.rule"), x.Rule,
		r.say.T("task.reason"), x.Reason, r.say.T("incident.proof"), x.Proof)}
}
