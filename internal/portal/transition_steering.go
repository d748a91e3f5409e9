package portal

import (
	"cmp"
	"maps"
	"net/http"
	"slices"

	"termijn/internal/app"
	"termijn/workflows/transition"
)

// steeringPage is the steering committee: its next session with what is on the
// agenda, the one that is held now, and what was decided before (N-04, P-10, B-54).
type steeringPage struct {
	programmePage
	// Session is the next one, or the one that is open.
	Session *sessionView
	// Planned are the others to come.
	Planned   []sessionLine
	Proposals []proposalView
	// Propose and PlanOne are links for those who may.
	Propose, PlanOne string
	Months           []monthRow
	Past             []sessionView
}

// sessionLine is a session in one line.
type sessionLine struct {
	ID, Path, When string
	State          badge
	Move, Open     string
	Extra          bool
	Reason         string
	// Items is how much is on the agenda.
	Items int
}

// sessionView is a session with its agenda, people, decisions and minutes.
type sessionView struct {
	sessionLine
	Live         bool
	Agenda       []agendaRow
	Participants []string
	Decisions    []decisionRow
	Minutes      string
	By           string
	// Decide and Close are the forms of the session that is held now.
	Decide, Close *smallForm
}

// agendaRow is a point of the agenda.
type agendaRow struct {
	Kind, Look, Text, Path, Detail string
	// Put is the form that puts a proposal to the Board.
	Put string
}

type decisionRow struct{ ID, When, Who, Text, Reason, About, Path string }

// proposalView is a proposal with what it changes.
type proposalView struct {
	ID, Title, Who, When, Reason, Advice string
	State                                badge
	Ended                                string
	Changes                              []redatingRow
	Put, Withdraw, Task                  string
	Open                                 bool
}

// redatingRow is what a proposal makes of a milestone.
type redatingRow struct{ ID, Title, Path, Before, Now, Moves, ShareBefore, Share, Expected string }

// monthRow is a month in which the committee must sit (N-04).
type monthRow struct {
	Name  string
	State badge
}

var steeringShape = newShape("transition_steering", &steeringPage{})

func (p *portal) steeringShow(v *visit) error {
	r, err := v.programme()
	if err != nil {
		return err
	}
	if !r.steers() {
		return app.ErrForbidden
	}
	page := &steeringPage{programmePage: v.programmeTab(r, v.text.T("programme.tab.steering"), "steering")}
	current := r.currentSession()
	for _, id := range r.sessions() {
		s := r.own.Sessions[id]
		switch {
		case id == current:
			view := v.sessionView(r, s)
			page.Session = &view
		case s.State == transition.SessionPlanned:
			page.Planned = append(page.Planned, r.sessionLine(s))
		default:
			page.Past = append(page.Past, v.sessionView(r, s))
		}
	}
	slices.Reverse(page.Past)
	for _, id := range slices.Backward(sorted(r.own.Proposals)) {
		page.Proposals = append(page.Proposals, r.proposalView(r.own.Proposals[id]))
	}
	slices.SortStableFunc(page.Proposals, func(a, b proposalView) int { return order(!a.Open) - order(!b.Open) })
	if r.may(transition.Propose.Name) {
		page.Propose = commandPath(r.Ref, transition.Propose.Name, "")
	}
	if r.may(transition.PlanSession.Name) {
		page.PlanOne = commandPath(r.Ref, transition.PlanSession.Name, "extra")
	}
	for _, m := range slices.Backward(slices.Sorted(maps.Keys(r.own.Months))) {
		page.Months = append(page.Months, r.monthRow(m, r.own.Months[m]))
	}
	return show(v, http.StatusOK, steeringShape, page)
}

// sessions are the IDs of the sessions by date.
func (r transitionReader) sessions() []string {
	return slices.SortedFunc(maps.Keys(r.own.Sessions), func(a, b string) int {
		return cmp.Or(r.own.Sessions[a].Date.Compare(r.own.Sessions[b].Date), naturally(a, b))
	})
}

// currentSession is the one that is open, else the next one; empty for none.
func (r transitionReader) currentSession() string {
	next := ""
	for _, id := range r.sessions() {
		switch r.own.Sessions[id].State {
		case transition.SessionOpen:
			return id
		case transition.SessionPlanned:
			next = cmp.Or(next, id)
		}
	}
	return next
}

// nextSession is the current one in a line, for the overview.
func (r transitionReader) nextSession() *sessionLine {
	id := r.currentSession()
	if id == "" || !r.steers() {
		return nil
	}
	line := r.sessionLine(r.own.Sessions[id])
	line.Items = len(r.own.Agenda())
	return &line
}

func (r transitionReader) sessionLine(s transition.Session) sessionLine {
	word, _ := r.word("session", s.State)
	kind := map[string]string{transition.SessionOpen: "info", transition.SessionHeld: "ok", transition.SessionLapsed: "late"}[s.State]
	x := sessionLine{ID: s.ID, Path: programmePath(r.Ref, "steering"), State: badge{kind, word}, Extra: s.Extra, Reason: s.Reason,
		When: r.say.T("programme.session.when", "Date", r.say.DayDate(s.Date), "Hour", s.Hour)}
	if s.State == transition.SessionPlanned {
		if r.may(transition.PlanSession.Name) {
			x.Move = commandPath(r.Ref, transition.PlanSession.Name, s.ID)
		}
		if r.may(transition.OpenSession.Name) && !r.inSession() {
			x.Open = commandPath(r.Ref, transition.OpenSession.Name, s.ID)
		}
	}
	return x
}

// inSession reports whether a session is held now.
func (r transitionReader) inSession() bool {
	for _, s := range r.own.Sessions {
		if s.State == transition.SessionOpen {
			return true
		}
	}
	return false
}
