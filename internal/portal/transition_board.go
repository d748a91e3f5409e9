package portal

import (
	"net/http"
	"slices"

	"termijn/internal/record"
	"termijn/workflows/transition"
)

// programmeOverview is the page of a programme: for the Board and the Service
// Integrator what is late, why, who must act and what can be paid; for a provider
// its own milestones and what waits for them.
type programmeOverview struct {
	programmePage
	Figures figures
	// Attention are milestones that are late or will be, the most urgent first.
	Attention []lateMilestone
	More      int
	// Waits are what somebody is asked for; the reader's own come first.
	Waits    []openTask
	Payments []paymentRow
	Payable  string
	News     newsPart
	Trend    trendChart
	Gantt    ganttPart
	Session  *sessionLine
	// Provider is there for a provider.
	Provider *providerPart
	Risks    []riskRow
	Exit     []exitRow
}

// lateMilestone is a milestone that asks for attention, with its cause.
type lateMilestone struct {
	ID, Title, Path, Owner string
	State                  badge
	Due, Expected, Slip    string
	// Why says where the delay comes from, Chain what lies between.
	Why    string
	Chain  []chainLink
	Reason string
	// Held says that the owner holds its date in spite of that, and how.
	Held string
	// Acts are who must do what.
	Acts []openTask
}

type chainLink struct{ Title, Path, Owner, Expected string }

type paymentRow struct {
	ID, Title, Path      string
	Share, Amount, Since string
	State                badge
	Reason               string
	Papers               []transition.Evidence
	Task                 string
}

type riskRow struct {
	ID, Title, Milestone, Owner, Mitigation, Weight, State, Note string
	Update                                                       string
}

type exitRow struct {
	ID, Title, Kind, From, Way, Due, Settled string
	Late                                     bool
	Settle                                   string
}

// attentionShown bounds the list; the plan has them all.
const attentionShown = 12

var programmeOverviewShape = newShape("transition_overview", &programmeOverview{}, "case")

func (p *portal) programmeShow(v *visit) error {
	r, err := v.programme()
	if err != nil {
		return err
	}
	page := &programmeOverview{programmePage: v.programmeTab(r, "", ""), Figures: r.figures()}
	if page.Agenda, err = p.service.AgendaPath(v.r.Context(), v.who, r.Ref); err != nil {
		return err
	}
	page.attend(r)
	page.Waits = r.waits()
	if r.leads() {
		page.pay(r)
		page.Risks, page.Exit = r.riskRows(), r.exitRows()
	}
	if v.who.Kind == "provider" {
		page.Provider = v.providerPart(r)
	}
	if r.Outcome == "" {
		page.Session = r.nextSession()
	}
	if page.News, err = v.news(r); err != nil {
		return err
	}
	if page.Trend, err = v.trend(r, v.query("org")); err != nil {
		return err
	}
	page.Gantt = v.ganttOf(r, ganttChoice{Opened: map[string]bool{}}, "")
	return show(v, http.StatusOK, programmeOverviewShape, page)
}

// attend lists what asks for attention.
func (page *programmeOverview) attend(r transitionReader) {
	ids := r.milestones(func(id string, m transition.Milestone) bool {
		return !m.Ended() && (statusRank(m.Status) < statusRank(transition.MilestonePlanned) || m.Unfixed)
	})
	if len(ids) > attentionShown {
		page.More = len(ids) - attentionShown
		ids = ids[:attentionShown]
	}
	for _, id := range ids {
		page.Attention = append(page.Attention, r.late(id))
	}
}

// late tells of a milestone why it is late and who must act.
func (r transitionReader) late(id string) lateMilestone {
	m := r.own.Milestones[id]
	x := lateMilestone{ID: id, Title: m.Title, Path: r.milestonePath(id), Owner: r.owner(m.Owner), State: r.status(m),
		Due: r.say.DayDate(m.Due), Expected: r.say.DayDate(r.expected(id))}
	if n := r.slip(id); n != 0 {
		x.Slip = r.slipText(n)
	}
	chain := r.chain(id)
	for _, c := range chain {
		at := r.own.Milestones[c]
		x.Chain = append(x.Chain, chainLink{Title: r.titleOf(c), Path: r.milestonePath(c), Owner: r.owner(at.Owner), Expected: r.say.Date(r.expected(c))})
	}
	root := m
	if len(chain) > 0 {
		last := chain[len(chain)-1]
		root = r.own.Milestones[last]
		x.Why = r.say.T("programme.why.chain", "Milestone", r.titleOf(last), "Owner", r.owner(root.Owner), "Date", r.say.Date(r.expected(last)))
	} else if m.Forecast != nil && m.Forecast.Date.After(m.Due) {
		x.Why = r.say.T("programme.why.own", "Date", r.say.Date(m.Forecast.Date))
	} else if m.Status == transition.MilestoneMissed {
		x.Why = r.say.T("programme.why.missed")
	} else if m.Unready {
		x.Why = r.say.T("programme.why.unready")
	} else if m.Unfixed {
		x.Why = r.say.T("programme.why.unfixed")
	}
	if root.Forecast != nil {
		x.Reason = root.Forecast.Reason
	}
	if m.Held != nil {
		x.Held = r.heldText(m.Held)
	}
	concerned := append([]string{id}, chain...)
	for _, t := range r.Tasks {
		if t.State == record.TaskOpen && slices.ContainsFunc(concerned, func(c string) bool { return r.concerns(t.Task, c) }) {
			x.Acts = append(x.Acts, r.asked(t.Task))
		}
	}
	return x
}

// heldText says who holds a date though others make it later, since when and how.
func (r transitionReader) heldText(h *transition.Held) string {
	return r.say.T("programme.held", "Who", r.who(h.By), "At", r.say.Date(h.At), "Reason", h.Reason)
}

// concerns reports whether a task is about a milestone: by its subject, a request
// that names it, or a product or item of it.
func (r transitionReader) concerns(t record.Task, milestone string) bool {
	switch t.Kind {
	case taskAcknowledge:
		_, asked := r.own.Requests[t.Subject].Dates[milestone]
		return asked
	case taskCheck, taskDeliver, taskProduct:
		return r.own.Products[t.Subject].Milestone == milestone
	case taskProposal, taskSession:
		return false
	}
	return t.Subject == milestone
}

func (r transitionReader) asked(t record.Task) openTask {
	x := openTask{Text: titled(r.say, "task.", t.Kind), About: r.about(t), Who: r.recipient(t.Assignee)}
	x.Due, x.Late = r.taskDue(t)
	if r.reads.MayDecide(t, r.Parties) {
		x.Path = taskAction(r, t).Path
	}
	return x
}

// waits are the open tasks, the reader's own first; a provider sees its own.
func (r transitionReader) waits() []openTask {
	var own, others []openTask
	for _, t := range r.Tasks {
		switch x := r.asked(t.Task); {
		case x.Path != "":
			own = append(own, x)
		case r.leads():
			others = append(others, x)
		}
	}
	return append(own, others...)
}
