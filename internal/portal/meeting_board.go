package portal

import (
	"slices"
	"strings"
	"time"

	"termijn/internal/identity"
	"termijn/internal/record"
	"termijn/workflows/incident"
	"termijn/workflows/meeting"
)

// meetingBoard is everything about a critical incident on one screen (B-29).
type meetingBoard struct {
	*Page
	Ref, Incident, IncidentPath, Priority, Reason string
	Problem, ProblemPath                          string
	// Clock is the incident's; nil when the reader does not see the incident.
	Clock *clockView
	Log   []boardEntry
	// Decisions and Actions are the newest first, open actions before the others.
	Decisions    []boardEntry
	Actions      []boardAction
	Participants []boardPerson
	Sent         []boardMessage
	// Compose is the form of a communication; empty for those who may not send one.
	Compose string
	Summary *boardEntry
	// Forms that the reader may send now; nil for the others.
	LogForm, DecisionForm, ActionForm, JoinForm *boardForm
}

// boardEntry is a line of the log, a decision, or the minutes.
type boardEntry struct {
	ID, Who, When, Stamp, Text, Reason string
}

type boardAction struct {
	ID, Text, Who, Due, State, Look, Result string
	Late                                    bool
	Finish, Drop                            string
}

type boardPerson struct {
	ID, Name, Org, Role, Since, Gone string
}

type boardMessage struct {
	When, Stamp, Who, Subject string
	Public                    bool
}

// boardForm is a small form on the board.
type boardForm struct {
	Sheet
	Command, Action, Send string
	Fields                []Field
	// Unsent is said when the server cannot be reached.
	Unsent string
}

func (r meetingReader) content(page *Page) any {
	own := r.own
	why, _ := r.word("why", own.About.Reason)
	b := meetingBoard{Page: page, Ref: r.Ref, Incident: own.About.Incident, Priority: own.About.Priority, Reason: why, Clock: r.shown,
		Actions: r.actions(), Participants: r.participants()}
	for _, l := range slices.Backward(inOrder(own.Log, func(l meeting.Logged) time.Time { return l.At })) {
		b.Log = append(b.Log, r.entry(l.ID, l.By, l.At, l.Text, ""))
	}
	for _, d := range slices.Backward(inOrder(own.Decisions, func(d meeting.Decided) time.Time { return d.At })) {
		b.Decisions = append(b.Decisions, r.entry(d.ID, d.By, d.At, d.Text, d.Reason))
	}
	if s := own.Summary; s != nil {
		e := r.entry("", s.By, s.At, s.Text, "")
		b.Summary = &e
	}
	r.aboutIncident(&b)
	r.boardForms(&b)
	return b
}

func (r meetingReader) entry(id string, by record.Actor, at time.Time, text, reason string) boardEntry {
	return boardEntry{ID: id, Who: r.who(by), When: r.say.DateTime(at), Stamp: at.UTC().Format(time.RFC3339), Text: text, Reason: reason}
}

// aboutIncident adds what the reader sees of the incident: where it is, its
// problem, and what was sent about it.
func (r meetingReader) aboutIncident(b *meetingBoard) {
	if r.seen == nil {
		return
	}
	b.IncidentPath, b.Priority = casePath(b.Incident), r.seen.Priority
	if strings.HasPrefix(r.seen.Problem, "PRB-") {
		b.Problem, b.ProblemPath = r.seen.Problem, casePath(r.seen.Problem)
	}
	for _, c := range slices.Backward(inOrder(r.seen.Communications, func(c incident.Communicated) time.Time { return c.At })) {
		b.Sent = append(b.Sent, boardMessage{When: r.say.DateTime(c.At), Stamp: c.At.UTC().Format(time.RFC3339), Who: r.who(c.By), Subject: c.Subject, Public: c.Public})
	}
	if r.Outcome == "" && r.reads.May(identity.Action(incident.Name+"."+incident.Communicate.Name), &r.Parties) {
		b.Compose = commandPath(b.Incident, incident.Communicate.Name, "")
	}
}

// actions are the open ones by their due time, then the others, the newest first.
func (r meetingReader) actions() []boardAction {
	list := inOrder(r.own.Actions, func(a meeting.Action) time.Time { return a.Assigned })
	var open, over []boardAction
	for _, a := range list {
		word, _ := r.word("state", a.State)
		x := boardAction{ID: a.ID, Text: a.Text, Who: r.name(a.Org), State: word, Look: a.State, Result: a.Result}
		if a.Person != "" {
			x.Who = r.name(a.Person) + " – " + x.Who
		}
		if k, ok := r.caseReader.clock(a.Clock); ok {
			x.Due = r.say.Deadline(k.Result.Due)
			x.Late = lookOf(k) == "breached"
		}
		if a.State != meeting.ActionOpen {
			over = append(over, x)
			continue
		}
		if r.may(meeting.FinishAction.Name) && a.Org == r.reads.Org {
			x.Finish = commandPath(r.Ref, meeting.FinishAction.Name, a.ID)
		}
		if r.may(meeting.DropAction.Name) {
			x.Drop = commandPath(r.Ref, meeting.DropAction.Name, a.ID)
		}
		open = append(open, x)
	}
	slices.Reverse(over)
	return append(open, over...)
}

// may reports whether the reader may send a command of the meeting now.
func (r meetingReader) may(command string) bool {
	return slices.Contains(r.proc.allows(r.Stage), command) && r.reads.May(identity.Action(meeting.Name+"."+command), &r.Parties)
}

// participants are those who are there, then those who left.
func (r meetingReader) participants() []boardPerson {
	var here, gone []boardPerson
	for _, p := range inOrder(r.own.Participants, func(p meeting.Participant) time.Time { return p.Joined }) {
		x := boardPerson{ID: p.ID, Name: r.name(p.Person), Org: r.name(p.Org), Role: p.Role, Since: r.say.Time(p.Joined)}
		if p.Person == "" {
			x.Name = x.Org
		}
		if p.Left != nil {
			x.Gone = r.say.Time(*p.Left)
			gone = append(gone, x)
			continue
		}
		here = append(here, x)
	}
	return append(here, gone...)
}

// seated reports whether the reader takes part now.
func (r meetingReader) seated() bool {
	for _, p := range r.own.Participants {
		if p.Person == r.reads.Person && p.Left == nil {
			return true
		}
	}
	return false
}

func (r meetingReader) toFinish() []meeting.Action {
	return keep(r.openActions(), func(a meeting.Action) bool { return a.Org == r.reads.Org })
}

func (r meetingReader) openActions() []meeting.Action {
	return keep(inOrder(r.own.Actions, func(a meeting.Action) time.Time { return a.Assigned }), func(a meeting.Action) bool { return a.State == meeting.ActionOpen })
}
