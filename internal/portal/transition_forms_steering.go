package portal

import (
	"strconv"

	"termijn/internal/calendar"
	"termijn/workflows/transition"
)

// steeringForms are the forms of the steering committee.
func (p *portal) steeringForms() {
	const name = transition.Name
	serve(p, name, programmeForm[transition.Proposing]{command: transition.Propose, about: proposalKinds, fill: fillProposal, rows: "changes", draw: drawProposing,
		read: readProposing, fields: proposingFields})
	serve(p, name, programmeForm[transition.ProposalWithdrawn]{command: transition.WithdrawProposal, about: ownProposals, ask: []ask{askSubject("proposal"), askText("reason", 3)}})
	serve(p, name, programmeForm[transition.SessionPlan]{command: transition.PlanSession, about: plannable, ask: []ask{askDate("date"), askCount("hour"), askText("reason", 2)},
		fill: func(r transitionReader, subject string) Form {
			s, ok := r.own.Sessions[subject]
			if !ok {
				return newForm("hour", "10")
			}
			return newForm("date", s.Date.String(), "hour", strconv.Itoa(s.Hour))
		},
		read: func(in *entries, _ transitionReader) transition.SessionPlan {
			x := transition.SessionPlan{Session: in.Value("subject"), Date: in.needed("date"), Hour: in.whole("hour"), Reason: in.Value("reason")}
			if x.Session == "extra" {
				x.Session = ""
			}
			return x
		}})
	serve(p, name, programmeForm[transition.SessionOpening]{command: transition.OpenSession, about: func(r transitionReader) []matter { return r.openable() }, rows: "participants",
		fill: fillParticipants, draw: drawParticipants, read: readParticipants})
	serve(p, name, programmeForm[transition.Putting]{command: transition.PutProposal, about: func(r transitionReader) []matter { return r.puttable() },
		ask: []ask{askSubject("proposal"), askContent("content"), askText("advice", 3).orNot()}, shape: putting,
		fill: func(r transitionReader, subject string) Form {
			return newForm("content", r.own.Proposals[subject].Content)
		},
		draw: func(page *commandPage, r transitionReader) {
			if x, ok := r.own.Proposals[page.Subject]; ok {
				view := r.proposalView(x)
				page.Own = programmeDecided{Page: &page.Page, Proposal: &view}
			}
		}})
	serve(p, name, programmeForm[transition.DecisionTaken]{command: transition.RecordDecision, ask: []ask{askText("text", 3), askText("reason", 2).orNot(), askChoice("about").orNot()},
		choices: map[string]func(transitionReader) []Choice{"about": transitionReader.milestoneChoices}})
	serve(p, name, programmeForm[transition.SessionClosing]{command: transition.CloseSession, ask: []ask{askText("minutes", 10)}})
}

var putting = newCommandShape[programmeDecided]("transition_put")

// proposalKinds are what can be proposed now.
func proposalKinds(r transitionReader) []matter {
	var all []matter
	for _, k := range transition.ProposalKinds {
		if k == transition.ProposeExemption && len(r.exemptable()) == 0 || k == transition.ProposeDispute && len(r.disputable()) == 0 {
			continue
		}
		word, _ := r.word("kind", k)
		all = append(all, matter{k, word})
	}
	return all
}

// fillProposal suggests the dates that are expected for what is late.
func fillProposal(r transitionReader, subject string) Form {
	f := newForm()
	if subject != transition.ProposeBaseline {
		return f
	}
	n := 0
	for _, id := range r.milestones(func(_ string, m transition.Milestone) bool { return !m.Ended() }) {
		m := r.own.Milestones[id]
		if due := r.expected(id); n < mostRows && (m.Unfixed || due.After(m.Due)) && (r.reads.Kind == "si" || r.reads.Kind == "board" || r.mine(m.Owner)) {
			at := "changes[" + strconv.Itoa(n) + "]"
			f.Values.Set(at+".milestone", id)
			f.Values.Set(at+".due", r.workday(due).String())
			n++
		}
	}
	return f
}

// workday is the date, or the next working day when it is none.
func (r transitionReader) workday(d calendar.Date) calendar.Date {
	for range 30 {
		if r.days == nil || r.days.IsWorkingDay(d) || d.Before(r.today()) {
			break
		}
		d = d.AddDays(1)
	}
	if d.Before(r.today()) {
		return r.today()
	}
	return d
}

func drawProposing(page *commandPage, r transitionReader) {
	f := page.Form
	page.Fields = append(page.Fields, f.Area("reason", "transition.reason", 3))
	switch page.Subject {
	case transition.ProposeExemption:
		page.Fields = append(page.Fields, f.Select("item", "transition.item", withNone(r, r.exemptable())))
	case transition.ProposeDispute:
		page.Fields = append(page.Fields, f.Select("product", "transition.product", withNone(r, r.disputable())))
	default:
		choices := withNone(r, r.milestoneChoices())
		for i := range max(1, f.rowCount("changes")) {
			at := "changes[" + strconv.Itoa(i) + "]"
			n := r.say.T("programme.change.number", "Number", i+1) + ": "
			row := []Field{f.Select(at+".milestone", "transition.milestone", choices), f.make("date", at+".due", "transition.newDue")}
			if r.leads() {
				row = append(row, f.NumberField(at+".share", "transition.newShare", "0.01"), f.Check(at+".cancel", "transition.cancel"))
			}
			for _, x := range row {
				page.Fields = append(page.Fields, f.named(x, n+x.Label).Optional())
			}
			if id := f.Value(at + ".milestone"); id != "" && r.own.Milestones[id].Title != "" {
				page.Facts = append(page.Facts, fact{id + " – " + r.titleOf(id), r.say.T("programme.agenda.dates", "Owner", r.owner(r.own.Milestones[id].Owner),
					"Due", r.say.Date(r.own.Milestones[id].Due), "Expected", r.say.Date(r.expected(id)))})
			}
		}
		page.More = r.say.T("programme.change.more")
	}
}

func withNone(r transitionReader, choices []Choice) []Choice {
	return append([]Choice{{Text: r.say.T("form.choose")}}, choices...)
}

func readProposing(in *entries, _ transitionReader) transition.Proposing {
	p := transition.Proposing{Kind: in.Value("subject"), Reason: in.Value("reason"), Item: in.Value("item"), Product: in.Value("product")}
	if p.Kind != transition.ProposeBaseline {
		return p
	}
	p.Changes = map[string]transition.Redating{}
	for i := range in.rowCount("changes") {
		at := "changes[" + strconv.Itoa(i) + "]"
		id := in.Value(at + ".milestone")
		if id == "" {
			continue
		}
		if _, twice := p.Changes[id]; twice {
			in.Wrong(at+".milestone", in.say.T("programme.change.twice"))
		}
		c := transition.Redating{Cancel: in.Has(at+".cancel", "yes")}
		if d := in.date(at + ".due"); !d.IsZero() && !c.Cancel {
			c.Due = &d
		}
		if in.Value(at+".share") != "" {
			share := in.number(at + ".share")
			c.Share = &share
		}
		p.Changes[id] = c
	}
	return p
}

// proposingFields leads what the case says of a milestone to its row.
func proposingFields(f Form) map[string]string {
	names := map[string]string{"changes": "changes[0].milestone", "plan.milestones": "changes[0].share"}
	for i := range f.rowCount("changes") {
		at := "changes[" + strconv.Itoa(i) + "]"
		id := f.Value(at + ".milestone")
		names["changes."+id], names["changes."+id+".due"], names["changes."+id+".share"] = at+".milestone", at+".due", at+".share"
	}
	return names
}

// exemptable are the items of checklists that lack evidence; whoever only owns some
// proposes about those.
func (r transitionReader) exemptable() []Choice {
	var all []Choice
	for _, id := range sorted(r.own.Checklist) {
		if i := r.own.Checklist[id]; !i.Settled() && !r.own.Milestones[i.Milestone].Ended() && (r.leads() || r.mine(r.itemOwner(i))) {
			all = append(all, Choice{Value: id, Text: i.Title + " – " + r.titleOf(i.Milestone)})
		}
	}
	return all
}

// disputable are the work products that were refused.
func (r transitionReader) disputable() []Choice {
	var all []Choice
	for _, id := range sorted(r.own.Products) {
		p := r.own.Products[id]
		if m := r.own.Milestones[p.Milestone]; p.State == transition.ProductRefused && !m.Ended() && (r.leads() || r.mine(m.Owner)) {
			all = append(all, Choice{Value: id, Text: p.Title + " – " + m.Title})
		}
	}
	return all
}

func ownProposals(r transitionReader) []matter {
	return mattersOf(keep(sorted(r.own.Proposals), func(id string) bool {
		p := r.own.Proposals[id]
		return (p.State == transition.ProposalMade || p.State == transition.ProposalPut) && p.By.Org == r.reads.Org
	}), func(id string) string { return r.proposalTitle(r.own.Proposals[id]) })
}

// puttable are the proposals that the open session can put to the Board.
func (r transitionReader) puttable() []matter {
	if !r.inSession() {
		return nil
	}
	return mattersOf(keep(sorted(r.own.Proposals), func(id string) bool { return r.own.Proposals[id].State == transition.ProposalMade }),
		func(id string) string { return r.proposalTitle(r.own.Proposals[id]) })
}
