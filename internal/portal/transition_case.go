package portal

import (
	"strconv"

	"termijn/internal/identity"
	"termijn/internal/record"
	"termijn/workflows/transition"
)

// programmeSummary is what the case's own page shows: the way to the programme.
type programmeSummary struct {
	*Page
	Path, Sentence string
	Facts          []fact
}

func (r transitionReader) content(page *Page) any {
	_, sentence := r.standing()
	return programmeSummary{Page: page, Path: programmePath(r.Ref, ""), Sentence: sentence, Facts: r.facts()}
}

// facts are what is fixed for a programme.
func (r transitionReader) facts() []fact {
	kind, _ := r.word("kind", r.own.Kind)
	facts := []fact{{r.say.T("transition.kind"), kind}, {r.say.T("transition.milestones"), strconv.Itoa(len(r.own.Milestones))}}
	if r.leads() && r.own.Price.IsPositive() {
		facts = append(facts, fact{r.say.T("transition.price"), r.say.Money(r.own.Price)})
	}
	if c := r.own.Condition; c != nil {
		text := r.say.T("programme.condition", "Date", r.say.Date(c.AwardBy))
		if c.Awarded != nil {
			text += " " + r.say.T("programme.condition.awarded", "Date", r.say.Date(c.Awarded))
		}
		facts = append(facts, fact{r.say.T("transition.condition"), text})
	}
	if r.own.Refused != "" {
		facts = append(facts, fact{r.say.T("transition.refused"), r.own.Refused})
	}
	return facts
}

// waiting says what the programme waits for.
func (r transitionReader) waiting() string {
	if r.Outcome == "" && r.Stage == transition.Running {
		_, sentence := r.standing()
		return sentence
	}
	return r.caseReader.waiting()
}

// sensible leaves out what has nothing to be about.
func (r transitionReader) sensible(command string, _ identity.Principal) bool {
	switch command {
	case transition.SubmitPlan.Name:
		return len(r.own.Milestones) > 0
	case transition.RecordAward.Name:
		return r.own.Condition != nil && r.own.Condition.Awarded == nil
	case transition.OpenSession.Name:
		return !r.inSession() && len(r.openable()) > 0
	case transition.RecordDecision.Name, transition.CloseSession.Name:
		return r.inSession()
	case transition.PutProposal.Name:
		return r.inSession() && len(r.puttable()) > 0
	case transition.Complete.Name:
		return r.completable()
	}
	if about, ok := transitionMatters[command]; ok {
		return len(about(r)) > 0
	}
	return true
}

// completable reports whether nothing is open any more (sentence 23 of the story).
func (r transitionReader) completable() bool {
	for id, m := range r.own.Milestones {
		if !m.Ended() || m.Reached != nil && !m.Done() {
			return false
		}
		if p, ok := r.own.Payments[id]; m.Share.IsPositive() && m.Reached != nil && (!ok || p.State != transition.PaymentApproved) {
			return false
		}
	}
	for _, i := range r.own.ExitItems {
		if i.Settled == nil {
			return false
		}
	}
	return len(r.own.Milestones) > 0
}

// programmeDecided is what the Board decides on in a programme.
type programmeDecided struct {
	*Page
	Product  *productView
	Proposal *proposalView
	Papers   []transition.Evidence
	// Plan is the plan as a table, when it is decided on.
	Plan []planRow
	Path string
}

// decidedOn shows exactly what is asked to decide.
func (r transitionReader) decidedOn(page *Page, t record.Task) decided {
	own := programmeDecided{Page: page, Path: programmePath(r.Ref, "")}
	d := decided{Facts: []fact{{r.say.T("transition.programme"), r.Title}}}
	m, isMilestone := r.own.Milestones[t.Subject]
	switch t.Kind {
	case taskPlan:
		d.Facts = append(d.Facts, r.facts()...)
		own.Plan, own.Path = r.planRows(""), programmePath(r.Ref, "plan")
	case taskProduct:
		if p, ok := r.own.Products[t.Subject]; ok {
			for _, x := range r.productViews(p.Milestone) {
				if x.ID == t.Subject {
					own.Product = &x
				}
			}
			own.Path = r.milestonePath(p.Milestone)
			d.Facts = append(d.Facts, fact{r.say.T("transition.milestone"), r.titleOf(p.Milestone)})
		}
	case taskProposal:
		if p, ok := r.own.Proposals[t.Subject]; ok {
			x := r.proposalView(p)
			own.Proposal, own.Path = &x, programmePath(r.Ref, "steering")
		}
	case taskReached:
		if isMilestone {
			own.Path = r.milestonePath(t.Subject)
			d.Facts = append(append(d.Facts, fact{r.say.T("transition.milestone"), m.Title}), r.milestoneFacts(t.Subject, m)...)
			if m.Reached != nil {
				own.Papers = m.Reached.Evidence
			}
			if m.Share.IsPositive() {
				d.Lead = r.say.T("programme.decide.pays", "Amount", r.say.Money(m.Amount))
			}
		}
	case taskPayment:
		if p, ok := r.own.Payments[t.Subject]; ok {
			own.Path, own.Papers = r.milestonePath(t.Subject), p.Papers
			d.Facts = append(d.Facts, fact{r.say.T("transition.milestone"), m.Title}, fact{r.say.T("transition.amount"), r.say.Money(p.Amount)},
				fact{r.say.T("transition.share"), r.percent(p.Share)}, fact{r.say.T("transition.accepted"), r.judged(m.Accepted)})
		}
	default:
		if isMilestone {
			d.Facts, own.Path = append(d.Facts, fact{r.say.T("transition.milestone"), m.Title}), r.milestonePath(t.Subject)
		}
	}
	d.Own = own
	return d
}
