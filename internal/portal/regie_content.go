package portal

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"termijn/workflows/regie"
)

// regieContent is the part of a case's page that only support in regie has.
type regieContent struct {
	*Page
	Request      requestView
	Rounds       []roundView
	Offer        *offerView
	Interviews   []interviewView
	Approvals    []approvalView
	Order        []fact
	Sheets       []sheetView
	Statements   []statementView
	Changes      []changeView
	Replacements []replacementView
}

func (r regieReader) content(page *Page) any {
	return regieContent{Page: page, Request: r.request(), Rounds: r.roundViews(), Offer: r.offer(), Interviews: r.interviews(),
		Approvals: r.approvals(), Order: r.order(), Sheets: r.sheets(), Statements: r.statements(), Changes: r.changeViews(),
		Replacements: r.replacementViews()}
}

// requestView is the request with the fields of M-01.
type requestView struct {
	Facts    []fact
	Profiles []fact
}

func (r regieReader) request() requestView {
	q := r.own.Request
	v := requestView{Facts: []fact{
		{r.say.T("regie.nature"), q.Nature},
		{r.say.T("regie.goal"), q.Goal},
		{r.say.T("regie.provider"), r.provider()},
		{r.say.T("regie.representative"), r.representative()},
		{r.say.T("regie.period"), r.say.T("regie.period.value", "From", r.say.Date(q.Start), "To", r.say.Date(q.End()), "Count", q.Months)},
	}}
	if q.Expectations != "" {
		v.Facts = append(v.Facts, fact{r.say.T("regie.expectations"), q.Expectations})
	}
	for _, w := range q.Profiles {
		v.Profiles = append(v.Profiles, fact{r.profile(w.Profile), r.fte(w.FTE)})
	}
	return v
}

// profile is a profile's name.
func (r regieReader) profile(id string) string {
	if n := r.profiles[id]; n != "" {
		return n
	}
	return id
}

func (r regieReader) fte(d decimal.Decimal) string {
	return r.say.T("regie.fte.value", "FTE", r.number(d))
}

// number writes a decimal with the places it has, at most two.
func (r regieReader) number(d decimal.Decimal) string {
	return r.say.Decimal(d, int(max(0, min(2, -d.Exponent()))))
}

// roundView is a set of questions with its answers.
type roundView struct {
	ID, Asked, Status string
	Look              string
	Items             []answerView
	Meeting           *meetingView
	Dispute           string
}

type answerView struct{ Question, Answer, When string }

type meetingView struct{ Topic, When, Report string }

func (r regieReader) roundViews() []roundView {
	stories := r.pauseStories()
	var all []roundView
	for _, x := range r.rounds() {
		v := roundView{ID: x.ID, Asked: r.say.DateTime(x.Asked), Look: "open", Status: r.say.T("regie.round.open"), Dispute: stories[x.ID].Ruling}
		switch {
		case x.Closed != nil:
			v.Look, v.Status = "done", r.say.T("regie.round.closed", "At", r.say.DateTime(*x.Closed))
		case x.Suspends && (x.Dispute == nil || x.Dispute.Ruling != "annul") && r.own.Orderable == nil:
			v.Look, v.Status = "paused", r.say.T("regie.round.suspends")
		case !x.Suspends:
			v.Status = r.say.T("regie.round.late")
		}
		for _, q := range x.Questions {
			a := answerView{Question: q.Text, Answer: q.Answer}
			if q.Answered != nil {
				a.When = r.say.DateTime(*q.Answered)
				if a.Answer == "" {
					a.Answer = r.say.T("regie.round.answered_in_meeting")
				}
			}
			v.Items = append(v.Items, a)
		}
		if x.Meeting {
			m := meetingView{Topic: x.Topic, Report: x.Report}
			if x.Held != nil {
				m.When = r.say.DateTime(*x.Held)
			}
			v.Meeting = &m
		}
		all = append(all, v)
	}
	return all
}

// offerView is an offer with its lines and total.
type offerView struct {
	ID, Plan, Submitted, Validity, Total string
	Expired                              bool
	Lines                                []lineView
}

// lineView is a named person for a profile.
type lineView struct {
	ID, Profile, Person, CV, Staff, Hours, Price, Maximum, FTE, Amount string
	// Notes say who was replaced, who left, and that a price is a subcontractor's.
	Notes []string
}

func (r regieReader) offer() *offerView {
	if r.own.Offer == nil {
		return nil
	}
	v := r.offerOf(*r.own.Offer)
	return &v
}

func (r regieReader) offerOf(o regie.Offer) offerView {
	v := offerView{ID: o.ID, Plan: o.Plan, Submitted: r.say.DateTime(o.Submitted), Validity: r.say.Date(o.ValidUntil),
		Total: r.say.Money(o.Total), Expired: o.Expired}
	for _, l := range linesOf(o) {
		v.Lines = append(v.Lines, r.line(l))
	}
	return v
}

func (r regieReader) line(l regie.Line) lineView {
	v := lineView{ID: l.ID, Profile: r.profile(l.Profile), Person: r.text(l.Candidate), CV: r.text(l.CV), Staff: l.Staff,
		Hours: r.number(l.Hours), Price: r.say.Money(l.Price), FTE: r.number(l.FTE), Amount: r.say.Money(l.Hours.Mul(l.Price).Round(2))}
	if limit, ok := r.own.Policy.Maxima[l.Profile]; ok {
		v.Maximum = r.say.Money(limit)
	}
	if l.Subcontractor {
		v.Notes = append(v.Notes, r.say.T("regie.line.subcontractor"))
	}
	if l.Replaces != "" {
		v.Notes = append(v.Notes, r.say.T("regie.line.replaces", "Who", r.person(l.Replaces)))
	}
	if l.From != nil {
		v.Notes = append(v.Notes, r.say.T("regie.line.from", "Date", r.say.Date(*l.From)))
	}
	if l.Until != nil {
		v.Notes = append(v.Notes, r.say.T("regie.line.until", "Date", r.say.Date(*l.Until)))
	}
	return v
}

// interviewView is a talk that was asked for, and what came of it.
type interviewView struct{ Person, Requested, Remark, Held, Report string }

func (r regieReader) interviews() []interviewView {
	var all []interviewView
	for _, x := range inOrder(r.own.Interviews, func(x regie.Interview) time.Time { return x.Requested }) {
		v := interviewView{Person: r.person(x.Subject), Requested: r.say.DateTime(x.Requested), Remark: x.Remark, Report: x.Report}
		if x.Held != nil {
			v.Held = r.say.DateTime(*x.Held)
		}
		all = append(all, v)
	}
	return all
}

// approvalView is a step of the Client's approval flow with its votes.
type approvalView struct {
	Number           int
	Name, Rule       string
	State, StateText string
	Votes            []voteView
}

type voteView struct{ Who, Option, Look, When, Reason string }

func (r regieReader) approvals() []approvalView {
	a := r.own.Approval
	if a == nil {
		return nil
	}
	var all []approvalView
	for i, s := range r.own.Policy.Flow {
		v := approvalView{Number: i + 1, Name: s.Name, State: string(stepNext),
			Rule: r.say.T("regie.flow."+s.Rule, "Number", s.Number, "Of", len(s.Approvers))}
		rejected := false
		for _, person := range s.Approvers {
			vote, ok := a.Votes[fmt.Sprintf("%d/%s", i, person)]
			w := voteView{Who: r.name(person), Look: "open", Option: r.say.T("regie.vote.none")}
			if ok {
				w.Look, w.Option, w.When, w.Reason = vote.Option, r.say.T("regie.vote."+vote.Option), r.say.DateTime(vote.At), vote.Reason
				rejected = rejected || vote.Option == "reject"
				if vote.By.Person != person {
					w.Who = r.say.T("regie.vote.behalf", "Who", r.name(vote.By.Person), "For", w.Who)
				}
			}
			v.Votes = append(v.Votes, w)
		}
		switch {
		case i < a.Step:
			v.State = string(stepDone)
		case i == a.Step && r.Stage == regie.Approving:
			v.State = string(stepCurrent)
		case i == a.Step && rejected:
			v.State = string(stepStopped)
		}
		v.StateText = r.say.T("case.step." + v.State)
		all = append(all, v)
	}
	return all
}

// order is the order in words.
func (r regieReader) order() []fact {
	o := r.own.Order
	if o == nil {
		return nil
	}
	facts := []fact{
		{r.say.T("regie.reference"), o.Reference},
		{r.say.T("regie.ordered_at"), r.say.DateTime(o.At)},
		{r.say.T("regie.ordered_offer"), r.say.T("regie.ordered_offer.value", "Offer", o.Offer)},
		{r.say.T("regie.work_period"), r.say.T("case.span", "From", r.say.Date(o.Start), "To", r.say.Date(o.End))},
		{r.say.T("regie.committed"), r.say.Date(o.Committed)},
	}
	for _, io := range o.IONumbers {
		facts = append(facts, fact{r.say.T("regie.io"), io})
	}
	return facts
}
