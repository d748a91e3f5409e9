package portal

import (
	"strings"

	"termijn/workflows/transition"
)

func (v *visit) sessionView(r transitionReader, s transition.Session) sessionView {
	x := sessionView{sessionLine: r.sessionLine(s), Live: s.State == transition.SessionOpen, Minutes: s.Minutes}
	agenda := s.Agenda
	if s.State == transition.SessionPlanned {
		agenda = r.own.Agenda()
	}
	for _, a := range agenda {
		x.Agenda = append(x.Agenda, r.agendaRow(a, x.Live))
	}
	for _, p := range s.Participants {
		name := r.name(p.Org)
		if p.Person != "" {
			name = r.name(p.Person) + " (" + name + ")"
		}
		if p.Role != "" {
			name += ", " + p.Role
		}
		x.Participants = append(x.Participants, name)
	}
	for _, id := range sorted(r.own.Decisions) {
		if d := r.own.Decisions[id]; d.Session == s.ID {
			x.Decisions = append(x.Decisions, r.decisionRow(d))
		}
	}
	if s.By != nil {
		x.By = r.who(*s.By)
	}
	if x.Live && r.may(transition.RecordDecision.Name) {
		x.Decide = v.stepForm(r, transition.RecordDecision.Name, newForm(), func(f Sheet) []Field {
			return []Field{f.Area("text", "transition.text", 2), f.Area("reason", "transition.reason", 2).Optional()}
		})
		x.Close = v.stepForm(r, transition.CloseSession.Name, newForm(), func(f Sheet) []Field { return []Field{f.Area("minutes", "transition.minutes", 6)} })
	}
	return x
}

// stepForm is a command's form as it stands on a page of the programme.
func (v *visit) stepForm(r transitionReader, command string, f Form, fields func(Sheet) []Field) *smallForm {
	x := smallForm{Sheet: v.sheet(f), Action: casePath(r.Ref) + "/" + command, Send: r.say.T("transition.send." + command)}
	x.Fields = fields(x.Sheet)
	for i := range x.Fields {
		x.Fields[i].Prefix = command
	}
	return &x
}

// agendaRow says what a point of the agenda is about.
func (r transitionReader) agendaRow(a transition.AgendaItem, live bool) agendaRow {
	word, _ := r.word("agenda", a.Kind)
	looks := map[string]string{transition.AgendaMonth: "late", transition.AgendaMissed: "late", transition.AgendaImposs: "late", transition.AgendaProposal: "info",
		transition.AgendaSilent: "warn", transition.AgendaRisk: "warn", transition.AgendaUnfixed: "warn"}
	x := agendaRow{Kind: word, Look: looks[a.Kind], Text: a.Subject}
	switch a.Kind {
	case transition.AgendaMonth:
		x.Text = readable(r.say, "month", a.Subject)
	case transition.AgendaProposal:
		p := r.own.Proposals[a.Subject]
		x.Text, x.Detail = r.proposalTitle(p), p.Reason
		x.Path = programmePath(r.Ref, "steering#proposal-"+a.Subject)
		if live && p.State == transition.ProposalMade && r.may(transition.PutProposal.Name) {
			x.Put = commandPath(r.Ref, transition.PutProposal.Name, a.Subject)
		}
	case transition.AgendaSilent:
		if q, ok := r.own.Requests[a.Subject]; ok {
			x.Text, x.Detail = r.requestText(q), r.say.T("programme.agenda.asked", "Who", r.owner(q.Owner), "At", r.say.Date(q.At))
		}
	case transition.AgendaExit:
		if i, ok := r.own.ExitItems[a.Subject]; ok {
			x.Text = i.Title
		}
	default:
		if m, ok := r.own.Milestones[a.Subject]; ok {
			late := r.late(a.Subject)
			x.Text, x.Path = m.Title, late.Path
			x.Detail = strings.TrimSpace(r.say.T("programme.agenda.dates", "Owner", late.Owner, "Due", r.say.Date(m.Due), "Expected", r.say.Date(r.expected(a.Subject))) + " " + late.Why)
		}
	}
	return x
}

func (r transitionReader) decisionRow(d transition.Decision) decisionRow {
	x := decisionRow{ID: d.ID, When: r.say.DateTime(d.At), Who: r.who(d.By), Text: d.Text, Reason: d.Reason}
	if d.Proposal != "" {
		p := r.own.Proposals[d.Proposal]
		x.Text = titled(r.say, "task.option.", d.Option) + ": " + r.proposalTitle(p)
		x.Path = programmePath(r.Ref, "steering#proposal-"+d.Proposal)
	}
	if d.About != "" {
		x.About, x.Path = r.titleOf(d.About), r.milestonePath(d.About)
	}
	return x
}
