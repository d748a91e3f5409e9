package portal

import (
	"termijn/internal/calendar"
	"termijn/workflows/transition"
)

// proposalTitle says what is proposed.
func (r transitionReader) proposalTitle(p transition.Proposal) string {
	if p.ID == "" {
		return ""
	}
	kind, _ := r.word("kind", p.Kind)
	about := ""
	switch p.Kind {
	case transition.ProposeBaseline:
		about = r.say.T("programme.proposal.milestones", "Count", len(p.Changes)+len(p.New))
	case transition.ProposeExemption:
		about = r.own.Checklist[p.Item].Title
	case transition.ProposeDispute:
		about = r.own.Products[p.Product].Title
	}
	return p.ID + " – " + kind + ": " + about
}

func (r transitionReader) proposalView(p transition.Proposal) proposalView {
	word, _ := r.word("proposal", p.State)
	kind := map[string]string{transition.ProposalMade: "info", transition.ProposalPut: "warn", transition.ProposalApproved: "ok", transition.ProposalRejected: "late"}[p.State]
	x := proposalView{ID: p.ID, Title: r.proposalTitle(p), Who: r.who(p.By), When: r.say.Date(p.At), Reason: p.Reason, Advice: p.Advice, State: badge{kind, word},
		Changes: r.redatings(p), Open: p.State == transition.ProposalMade || p.State == transition.ProposalPut}
	if p.Ended != nil {
		x.Ended = r.judged(p.Ended)
		if p.Ended.Reason != "" {
			x.Ended += " – " + p.Ended.Reason
		}
	}
	if p.State == transition.ProposalMade && r.inSession() && r.may(transition.PutProposal.Name) {
		x.Put = commandPath(r.Ref, transition.PutProposal.Name, p.ID)
	}
	if x.Open && p.By.Org == r.reads.Org && r.may(transition.WithdrawProposal.Name) {
		x.Withdraw = commandPath(r.Ref, transition.WithdrawProposal.Name, p.ID)
	}
	for _, t := range r.Tasks {
		if t.Kind == taskProposal && t.Subject == p.ID && r.reads.MayDecide(t.Task, r.Parties) {
			x.Task = taskPath(t.ID)
		}
	}
	return x
}

// redatings are the changes of a proposal against the baseline that it replaces.
func (r transitionReader) redatings(p transition.Proposal) []redatingRow {
	before := func(id string) calendar.Date {
		if old, ok := r.own.Baselines[itoa(p.Baseline-1)]; ok {
			return old.Dates[id]
		}
		return r.own.Milestones[id].Due
	}
	var all []redatingRow
	for _, id := range sorted(p.Changes) {
		c := p.Changes[id]
		row := redatingRow{ID: id, Title: r.titleOf(id), Path: r.milestonePath(id), Before: r.say.Date(before(id)), Now: r.say.T("programme.same"), Expected: r.say.Date(r.expected(id))}
		switch {
		case c.Cancel:
			row.Now = r.say.T("programme.cancelled")
		case c.Due != nil:
			row.Now, row.Moves = r.say.Date(c.Due), r.slipText(r.between(before(id), *c.Due))
		}
		if c.Share != nil {
			row.Share = r.percent(*c.Share)
			if r.leads() {
				row.ShareBefore = r.percent(r.own.Milestones[id].Share)
			}
		}
		all = append(all, row)
	}
	for _, m := range p.New {
		all = append(all, redatingRow{ID: m.ID, Title: m.Title, Path: r.milestonePath(m.ID), Before: r.say.T("programme.added"), Now: r.say.Date(m.Due)})
	}
	return all
}

func (r transitionReader) monthRow(id string, m transition.Month) monthRow {
	x := monthRow{Name: readable(r.say, "month", id), State: badge{"time", r.say.T("programme.month.running")}}
	switch {
	case m.Held > 0:
		x.State = badge{"ok", r.say.T("programme.month.held", "Count", m.Held)}
	case m.Missed != nil:
		x.State = badge{"late", r.say.T("programme.month.missed")}
	}
	return x
}
