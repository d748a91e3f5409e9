package portal

import (
	"net/http"
	"slices"

	"termijn/internal/app"
	"termijn/workflows/transition"
)

// milestonePage is everything about one milestone.
type milestonePage struct {
	programmePage
	ID, Title   string
	Owner, Rule string
	State       badge
	Facts       []fact
	Why, Reason string
	Chain       []chainLink
	Refusal     string
	Unfixed     bool
	// Forecast and Reach are there for its owner; Lacks says what must come before.
	Forecast     *smallForm
	Reach, Lacks string
	Acts         []openTask
	History      []forecastRow
	Products     []productView
	Checks       []checkView
	GoLive       bool
	Before       []neighbour
	After        []neighbour
	Payment      *paymentRow
	PaymentText  string
	Risks        []riskRow
	Decisions    []decisionRow
	Clocks       []clockView
}

// forecastRow is one statement about when it is reached.
type forecastRow struct{ Said, Date, Slip, Who, Reason string }

// productView is a work product with its deliveries, the newest first.
type productView struct {
	productRow
	Criteria   []string
	Deliveries []deliveryView
}

type deliveryView struct {
	Number             int
	Delivered, Note    string
	Checked, Accepted  string
	Refused, RefusedBy string
	Evidence           []transition.Evidence
}

// checkView is an item of the checklist.
type checkView struct {
	ID, Title, Kind, Owner string
	State                  badge
	Said, Exempt           string
	Evidence               []transition.Evidence
	Record, Withdraw       string
}

// neighbour is a milestone that this one depends on, or the other way round.
type neighbour struct {
	ID, Title, Path, Owner, Due, Expected, Lag string
	State                                      badge
	Critical                                   bool
}

var milestoneShape = newShape("transition_milestone", &milestonePage{})

func (p *portal) milestoneShow(v *visit) error {
	r, err := v.programme()
	if err != nil {
		return err
	}
	id := v.query("id")
	m, ok := r.own.Milestones[id]
	if !ok {
		return app.ErrNotFound
	}
	late := r.late(id)
	page := &milestonePage{programmePage: v.programmeTab(r, m.Title, "milestone"), ID: id, Owner: r.owner(m.Owner), Rule: m.Rule, State: r.status(m),
		Why: late.Why, Reason: late.Reason, Chain: late.Chain, Acts: late.Acts, GoLive: m.GoLive, Unfixed: m.Unfixed && !m.Ended()}
	page.Title = m.Title
	page.Facts = r.milestoneFacts(id, m)
	if m.Refusal != nil && m.Reached == nil {
		page.Refusal = r.say.T("programme.reached.refused", "Who", r.who(m.Refusal.By), "At", r.say.Date(m.Refusal.At), "Reason", m.Refusal.Reason)
	}
	if r.mine(m.Owner) && !m.Ended() {
		page.Lacks = r.lacks(id)
		if r.may(transition.Forecast.Name) {
			page.Forecast = v.forecastForm(r, id)
		}
		if r.may(transition.Reach.Name) && page.Lacks == "" {
			page.Reach = commandPath(r.Ref, transition.Reach.Name, id)
		}
	}
	if page.History, err = v.forecasts(r, id); err != nil {
		return err
	}
	if page.Clocks, err = v.clocksOf(r, id); err != nil {
		return err
	}
	page.Products, page.Checks = r.productViews(id), r.checkViews(id)
	page.Before = r.neighbours(r.before(id), func(l transition.Link) string { return l.From })
	page.After = r.neighbours(r.after(id), func(l transition.Link) string { return l.To })
	r.paying(page, id, m)
	page.Risks = slices.DeleteFunc(r.riskRows(), func(k riskRow) bool { return r.own.Risks[k.ID].Milestone != id })
	for _, d := range sorted(r.own.Decisions) {
		if x := r.own.Decisions[d]; x.About == id || r.own.Proposals[x.Proposal].Changes[id] != (transition.Redating{}) {
			page.Decisions = append(page.Decisions, r.decisionRow(x))
		}
	}
	return show(v, http.StatusOK, milestoneShape, page)
}

func (r transitionReader) milestoneFacts(id string, m transition.Milestone) []fact {
	say := r.say
	facts := []fact{{say.T("transition.project"), r.projectName(m.Project)}, {say.T("transition.due"), say.DayDate(m.Due)}}
	if m.Forecast != nil {
		facts = append(facts, fact{say.T("transition.forecast"), say.DayDate(m.Forecast.Date)})
	}
	if m.Reached != nil {
		facts = append(facts, fact{say.T("transition.reached"), say.DayDate(m.Reached.Date) + " – " + r.who(m.Reached.By)})
		if m.Reached.Note != "" {
			facts = append(facts, fact{say.T("transition.note"), m.Reached.Note})
		}
		if m.Accepted != nil {
			facts = append(facts, fact{say.T("transition.accepted"), say.DayDate(m.Accepted.At) + " – " + r.who(m.Accepted.By)})
		}
	} else {
		facts = append(facts, fact{say.T("transition.expected"), say.DayDate(r.expected(id)) + " – " + r.slipText(r.slip(id))})
	}
	if text := r.slackText(id); text != "" {
		if r.own.Carried[id].Critical {
			text += " – " + say.T("programme.critical")
		}
		facts = append(facts, fact{say.T("programme.float"), text})
	}
	if m.Held != nil {
		facts = append(facts, fact{say.T("transition.held"), r.heldText(m.Held)})
	}
	return facts
}

// forecasts are the statements about a milestone, the newest first: the owner's, and
// what the network made of it.
func (v *visit) forecasts(r transitionReader, id string) ([]forecastRow, error) {
	said, err := v.expectations(r)
	if err != nil {
		return nil, err
	}
	var all []forecastRow
	for i, f := range said[id] {
		row := forecastRow{Said: r.say.Date(f.Said), Date: r.say.Date(f.Date), Who: f.Who, Reason: f.Reason}
		switch {
		case i == 0:
			row.Who = r.say.T("programme.history.baseline")
		case f.Who == "":
			row.Who = r.say.T("programme.history.carried")
		}
		if i > 0 {
			row.Slip = r.slipText(r.between(said[id][i-1].Date, f.Date))
		}
		all = append(all, row)
	}
	slices.Reverse(all)
	return all, nil
}

func (r transitionReader) neighbours(links []transition.Link, other func(transition.Link) string) []neighbour {
	var all []neighbour
	for _, l := range links {
		id := other(l)
		m, ok := r.own.Milestones[id]
		if !ok {
			continue
		}
		x := neighbour{ID: id, Title: m.Title, Path: r.milestonePath(id), Owner: r.owner(m.Owner), Due: r.say.Date(m.Due), Expected: r.say.Date(r.expected(id)),
			State: r.status(m), Critical: r.own.Carried[l.From].Critical && r.own.Carried[l.To].Critical}
		if l.Lag > 0 {
			x.Lag = r.say.T("case.unit.workingdays", "Count", l.Lag)
		}
		all = append(all, x)
	}
	return all
}

// paying says what is paid for a milestone, to those who see that.
func (r transitionReader) paying(page *milestonePage, id string, m transition.Milestone) {
	if !m.Share.IsPositive() {
		return
	}
	share := r.say.T("programme.share", "Share", r.percent(m.Share))
	if m.Amount.IsPositive() {
		share = r.say.T("programme.share.amount", "Share", r.percent(m.Share), "Amount", r.say.Money(m.Amount))
	}
	page.PaymentText = share
	if p, ok := r.own.Payments[id]; ok {
		row := r.paymentRow(id, p)
		page.Payment = &row
	}
}
