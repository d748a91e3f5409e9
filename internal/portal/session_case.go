package portal

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/go-chi/chi/v5"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/workflows/change"
	"termijn/workflows/session"
)

// sessionProcess is a meeting of a change board as the portal knows it (B-33, F-04).
// Its page is a board of its own: the agenda in preparation, the item in front in
// session, the minutes when it is closed.
var sessionProcess = process{
	name:      session.Name,
	stages:    []string{session.Preparing, session.InSession, session.Closed, session.Lapsed, session.CalledOff},
	allowed:   session.Allowed,
	grave:     []string{session.Close.Name, session.TakeOff.Name},
	view:      readSession,
	caseShape: newCaseShape[sessionContent]("session_case"),
}

// sessionRoutes are the part of a session's page that refreshes, and a form for every
// command. A session is opened by its board.
func (p *portal) sessionRoutes(r chi.Router) {
	p.register(sessionProcess)
	r.Get("/sessions/{ref}/live", p.signedIn(p.sessionLive))
	p.sessionForms()
	r.Get("/cases/{ref}/"+voteCommand, p.signedIn(func(v *visit) error {
		v.redirect(casePath(v.param("ref")))
		return nil
	}))
	r.Post("/cases/{ref}/"+voteCommand, p.signedIn(sessionVote))
}

// sessionReader reads one session for one reader, with the changes on its agenda as far
// as the reader may see them.
type sessionReader struct {
	caseReader
	own   session.State
	reads identity.Principal
	items map[string]change.State
	// load reads one change of the agenda whole; false when the reader may not see it.
	load func(ref string) (changeReader, bool)
	// front is the item in front; nil when there is none, or when it is not the reader's
	// to see.
	front *changeReader
	// people can take a seat, by seat; only for whoever leads.
	people map[string][]ledger.Person
	// votes can be given before the meeting already, on changes of its agenda.
	votes []ledger.TaskRow
	// addable can be put on the agenda; only for whoever may.
	addable []ledger.CaseRow
	// failed is a form that could not be done, to show again where it stands.
	failed *failedForm
	// difference is how a change differs from what somebody saw, by its hash.
	difference func(ref, seen string) []changedView
	// speed is how many seconds of the product pass in a real one.
	speed float64
	// screen leaves out what people type, for a projector.
	screen bool
}

// failedForm is a form of the session's page that could not be done. One that is not
// offered any more is not shown again: then the page says what went wrong, and keeps
// what was typed.
type failedForm struct {
	*commandPage
	shown bool
}

func readSession(v *visit, c caseReader) (caseView, error) {
	r := sessionReader{caseReader: c, reads: v.who, items: map[string]change.State{}, speed: max(1, v.portal.service.Time.Speed), screen: v.query("view") == "screen"}
	if err := json.Unmarshal(c.View, &r.own); err != nil {
		return nil, fmt.Errorf("state of %s: %w", c.Ref, err)
	}
	// What is on the agenda stands there.
	r.Links = keep(r.Links, func(l ledger.Link) bool { return l.Kind != session.LinkItem })
	rows, err := v.portal.service.AgendaChanges(v.r.Context(), v.who, r.own)
	if err != nil {
		return nil, err
	}
	for ref, row := range rows {
		if r.items[ref], err = app.ChangeOf(row); err != nil {
			return nil, err
		}
	}
	r.load, r.difference = v.changeOfAgenda, v.differenceOf
	if r.Stage == session.InSession && r.own.Front != "" {
		if front, ok := r.load(r.own.Front); ok {
			r.front = &front
		}
	}
	if r.leads() && r.Stage == session.InSession {
		if r.people, err = v.portal.service.Attendable(v.r.Context(), r.own); err != nil {
			return nil, err
		}
	}
	if r.Stage == session.Preparing {
		if r.votes, _, err = v.portal.service.Tasks(v.r.Context(), v.who, ledger.TaskFilter{Process: change.Name, Kind: taskVote}, ledger.Page{Limit: mostVotes}); err != nil {
			return nil, err
		}
		r.votes = keep(r.votes, func(t ledger.TaskRow) bool { return r.own.Items[t.Case].Open() })
	}
	if r.may(session.Add.Name) {
		r.addable, err = v.portal.service.Addable(v.r.Context(), v.who, c.CaseRow, r.own)
	}
	return r, err
}

// changeOfAgenda reads a change on the agenda for the reader.
func (v *visit) changeOfAgenda(ref string) (changeReader, bool) {
	whole, err := v.portal.service.Whole(v.r.Context(), v.who, ref)
	if err != nil {
		if !errors.Is(err, app.ErrNotFound) {
			v.logError(err) // the agenda says enough
		}
		return changeReader{}, false
	}
	view, err := readPlan(v, caseReader{say: v.text, Whole: whole, proc: v.portal.process(whole.Process)})
	if err != nil {
		v.logError(err)
		return changeReader{}, false
	}
	r, ok := view.(changeReader)
	return r, ok
}

// differenceOf is how a change on the agenda differs from what the reader saw.
func (v *visit) differenceOf(ref, seen string) []changedView {
	x, ok := v.changeOfAgenda(ref)
	if !ok {
		return nil
	}
	list, err := v.portal.service.Difference(v.r.Context(), v.who, ref, seen)
	if err != nil {
		v.logError(err) // the content as it is now will do
	}
	return x.changed(list)
}

// may reports whether the reader may send a command of the session now. What only the
// chair does is offered to the chair alone.
func (r sessionReader) may(command string) bool {
	if r.Outcome != "" || !slices.Contains(r.proc.allows(r.Stage), command) || !r.reads.May(identity.Action(session.Name+"."+command), &r.Parties) {
		return false
	}
	return command == session.Attend.Name || r.leads()
}

// leads reports whether the reader leads the session: as the holder of the chair's
// seat, or as who acts for it now.
func (r sessionReader) leads() bool {
	for _, s := range r.own.About.Panel.Seats {
		if s.Side == change.SideChair {
			return r.takes(s)
		}
	}
	return false
}

// takes reports whether the reader can take a seat now.
func (r sessionReader) takes(s change.Seat) bool {
	return r.reads.Inbox().Holds(s.Holder) || slices.ContainsFunc(s.Delegates, func(d change.Delegate) bool { return d.Person == r.reads.Person && actsAt(d, r.Now) })
}

// sensible: what stands on the page is no link above it too.
func (r sessionReader) sensible(command string, _ identity.Principal) bool {
	if !r.may(command) {
		return false
	}
	switch command {
	case session.Open.Name:
		return true
	case session.Add.Name:
		return len(r.addable) > 0
	}
	return false
}

// waiting says in one sentence what the session waits for.
func (r sessionReader) waiting() string {
	switch {
	case r.Stage == session.Preparing && r.own.Cut == nil:
		return r.say.T("session.wait.open_agenda", "At", r.say.DateTime(r.own.About.At), "Cutoff", r.say.Deadline(r.own.About.Cutoff))
	case r.Stage == session.Preparing:
		return r.say.T("session.wait.closed_agenda", "At", r.say.DateTime(r.own.About.At))
	case r.Stage == session.InSession && r.own.Front == "":
		return r.say.T("session.wait.between")
	case r.Stage == session.InSession:
		return r.say.T("session.wait.front", "Title", r.own.Items[r.own.Front].Title)
	case r.Outcome != "":
		return r.say.T("session.wait." + r.Stage)
	}
	return r.caseReader.waiting()
}

// sessionPath is the page of a session; on a projector without what people type.
func (r sessionReader) path() string {
	if r.screen {
		return casePath(r.Ref) + "?view=screen"
	}
	return casePath(r.Ref)
}

// livePath is where its page asks for what is new.
func (r sessionReader) livePath() string {
	path := "/sessions/" + r.Ref + "/live"
	if r.screen {
		path += "?view=screen"
	}
	return path
}

// sessionLive is the part of a session's page that refreshes. Whoever has it already is
// told so before anything is read or drawn: many ask every few seconds. It is the same
// when the session, the changes on its agenda, the reader, the reader's open tasks and
// the minute are.
func (p *portal) sessionLive(v *visit) error {
	if !v.fragment() {
		v.redirect(casePath(v.param("ref")))
		return nil
	}
	version, err := p.service.SessionVersion(v.r.Context(), v.who, v.param("ref"))
	if err != nil {
		return err
	}
	c := v.counts(v.r.Context())
	v.tag = tagOf(fmt.Appendf(nil, "%q %q %q %q %d %d %d", version, v.who.Person, v.text.Lang(), v.query("view"), c.Open, c.Overdue, v.now.Truncate(time.Minute).Unix()))
	if v.r.Header.Get("If-None-Match") == v.tag {
		v.unchanged()
		return nil
	}
	return p.caseShow(v)
}
