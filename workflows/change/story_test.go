package change_test

import (
	"cmp"
	"encoding/json"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/change"
)

const ref = "CHG-2026-000001"

// begin is a Monday morning.
var begin = casetest.When("2026-03-02 10:00")

var (
	writer   = record.Actor{Person: "alfa-medewerker", Org: "alfa"}
	manager  = record.Actor{Person: "alfa-verantwoordelijke", Org: "alfa"}
	other    = record.Actor{Person: "beta-medewerker", Org: "beta"}
	chair    = record.Actor{Person: "si-cab-voorzitter", Org: "si"}
	desk     = record.Actor{Person: "si-servicedesk", Org: "si"}
	director = record.Actor{Person: "bestuurslid", Org: "board"}
	delegate = record.Actor{Person: "alfa-medewerker", Org: "alfa"}
)

// whole is all that B-16 asks for, for a window on the next Tuesday evening.
func whole() change.Content {
	point := casetest.When("2026-03-10 23:00")
	return change.Content{Title: "Nieuwe kernrouter", Reason: "De oude is versleten", Items: []string{"netwerk", "router"}, Team: "alfa-netwerk",
		From: casetest.When("2026-03-10 22:00"), To: casetest.When("2026-03-11 02:00"), Impact: "Een half uur geen netwerk",
		Risk: change.Risk{Likelihood: "low", Effect: "high", Text: "Geprobeerd op de testomgeving"}, TestPlan: "Proef op de testomgeving",
		BackOut: change.BackOut{Plan: "De oude router terugplaatsen", NoReturn: &point}, Communication: "Mail aan de klanten",
		Unavailability: change.Unavailability{Services: []string{"netwerk"}, From: casetest.When("2026-03-10 22:00"), To: casetest.When("2026-03-10 22:30"),
			Text: "Er is even geen netwerk."},
		Steps: []string{"Router plaatsen", "Verkeer omleiden"}}
}

// edited is the whole content with something changed.
func edited(edit func(*change.Content)) change.Content {
	c := whole()
	edit(&c)
	return c
}

// panel is the demonstration's board: each seat looks at what concerns it.
func panel() *change.Panel {
	return &change.Panel{Board: "CAB-2026-000001", Name: "CAB", Version: 1, Meeting: "ZIT-2026-000001", Rule: change.RuleChair, Quorum: 3, Seats: map[string]change.Seat{
		"chair": {ID: "chair", Name: "Voorzitter", Side: change.SideChair, Holder: record.Recipient{Person: chair.Person}},
		"desk": {ID: "desk", Name: "Servicedesk", Side: change.SideSI, Holder: record.Recipient{Org: "si", Role: "service_desk"},
			Covers: []string{change.AspectWindow, change.AspectPlans}},
		"alfa": {ID: "alfa", Name: "Alfa", Side: change.SideProvider, Holder: record.Recipient{Org: "alfa", Role: "manager"},
			Delegates: []change.Delegate{{Person: delegate.Person}}, Covers: []string{change.AspectScope, change.AspectWindow, change.AspectCollisions}},
		"beta": {ID: "beta", Name: "Beta", Side: change.SideProvider, Holder: record.Recipient{Org: "beta", Role: "manager"},
			Covers: []string{change.AspectScope, change.AspectCollisions}},
		"board": {ID: "board", Name: "Bestuur", Side: change.SideBoard, Holder: record.Recipient{Org: "board", Role: "member"},
			Covers: []string{change.AspectRisk}, Advises: true},
	}}
}

// ecab is the board of emergencies.
func ecab() *change.Panel {
	return &change.Panel{Board: "CAB-2026-000003", Name: "E-CAB", Version: 1, Rule: change.RuleAll, Sides: [][]string{{"chair"}, {"provider"}, {"client", "board"}},
		Seats: map[string]change.Seat{
			"chair": {ID: "chair", Name: "Voorzitter", Side: change.SideChair, Holder: record.Recipient{Person: chair.Person}},
			"alfa":  {ID: "alfa", Name: "Alfa", Side: change.SideProvider, Holder: record.Recipient{Org: "alfa", Role: "manager"}},
			"noord": {ID: "noord", Name: "Noord", Side: change.SideClient, Holder: record.Recipient{Org: "noord", Role: "approver"}},
			"board": {ID: "board", Name: "Bestuur", Side: change.SideBoard, Holder: record.Recipient{Org: "board", Role: "member"}},
		}}
}

// story is a change under test, with what the others plan.
type story struct {
	*casetest.Case[change.State]
	mu    sync.Mutex
	found []record.Collision
	looks []record.CollisionsAsked
}

// meets says with what the change collides from now on, as the calendar knows it.
func (c *story) meets(found ...record.Collision) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.found = found
}

func (c *story) look(call record.ErrandCall) (any, error) {
	var asked record.CollisionsAsked
	if err := json.Unmarshal(call.Input, &asked); err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.looks = append(c.looks, asked)
	return record.CollisionsFound{Found: c.found}, nil
}

// collides is a collision with another change.
func collides(other string) record.Collision {
	return record.Collision{Other: other, Kind: record.CollidesSameItem, Item: "router", OtherItem: "router", Provider: "beta",
		From: casetest.When("2026-03-10 22:00").UTC(), To: casetest.When("2026-03-10 23:00").UTC()}
}

type options struct {
	kind string
	// provider that does it; Alfa unless it says otherwise.
	provider string
	content  change.Content
	fit      *change.Fit
	server   *casetest.Server
	every    int
	submit   bool
}

// lived is a change that somebody of Alfa just wrote.
func lived(t testing.TB, o options) *story {
	t.Helper()
	if o.kind == "" {
		o.kind = change.Normal
	}
	if o.content.Title == "" {
		o.content = whole()
	}
	c := &story{}
	c.Case = casetest.New(t, casetest.Options[change.State]{Workflow: change.Workflow, Name: change.Name, At: begin,
		Start: casework.Start[change.State]{Actor: writer, State: casework.State[change.State]{Ref: ref, Process: change.Name,
			Version: change.Version, Title: o.content.Title, Parties: record.Parties{Providers: []string{"alfa"}},
			Own:         change.Opened(change.Policy{WindowDays: 31}, cmp.Or(o.provider, "alfa"), change.Request{Kind: o.kind, Content: o.content, Submit: o.submit}, o.fit),
			Definitions: casetest.Policy(t).Definitions.For(change.Name, calendar.DateOf(begin, casetest.Brussels))}},
		Errands:   map[string]func(record.ErrandCall) (any, error){record.CollisionsActivity: c.look},
		Calendars: casetest.Policy(t).Calendars, ContinueEvery: o.every, Server: o.server})
	return c
}

// at is a step at a time of 2026, written "03-03 09:00".
func (c *story) at(when string, do func()) { c.At(casetest.When("2026-"+when), do) }

// own is the state as it stands.
func (c *story) own() change.State { return c.State().Own }

// fit is what the service finds out of a change that comes in time.
func fit() *change.Fit {
	return &change.Fit{LeadDays: 6, LeadAsked: 5, CalendarVersion: 1, Affected: []string{"noord", "zuid"}, Service: "Netwerk en telefonie"}
}

func boarded(p *change.Panel) *change.Fit {
	f := fit()
	f.Panel = p
	return f
}

func (c *story) submits(f *change.Fit) *casetest.Answer {
	return casetest.Send(c.Case, writer, change.Submit, "", change.Submission{Seen: c.own().Hash, Fit: f})
}

func (c *story) saves(content change.Content) *casetest.Answer {
	return casetest.Send(c.Case, writer, change.Save, "", change.Saving{Seen: c.own().Hash, Content: content})
}

func (c *story) revises(content change.Content) *casetest.Answer {
	return casetest.Send(c.Case, writer, change.Revise, "", change.Revision{Seen: c.own().Hash, Content: content, Why: "beter zo", Fit: boarded(panel())})
}

func (c *story) conforms() *casetest.Answer {
	return casetest.Send(c.Case, chair, change.Assess, "", change.Assessment{Seen: c.own().Hash, Conform: true, Fit: boarded(panel())})
}

// votes decides the task of a seat, as who is asked by role or by name.
func (c *story) votes(t testing.TB, who record.Actor, seat, option, reason string) *casetest.Answer {
	t.Helper()
	return c.decides(who, c.ask(t, "vote_change", seat), option, reason)
}

func (c *story) decides(who record.Actor, task record.Task, option, reason string) *casetest.Answer {
	return casetest.Send(c.Case, who, casework.Decide, "", casework.Decision{Task: task.ID, Option: option, Content: task.Content, Reason: reason})
}

// asks are the open tasks of a kind about a subject, oldest first.
func (c *story) asks(kind, subject string) []record.Task {
	return slices.DeleteFunc(casetest.TasksOf(c.State().Tasks), func(x record.Task) bool { return x.Kind != kind || subject != "" && x.Subject != subject })
}

func (c *story) ask(t testing.TB, kind, subject string) record.Task {
	t.Helper()
	all := c.asks(kind, subject)
	require.NotEmpty(t, all, "nobody is asked: %s %s", kind, subject)
	return all[0]
}

// rules is what the meeting sends: the chair's decision on what she sees now.
func (c *story) rules(option string, more ...func(*change.Ruling)) *casetest.Answer {
	b := c.own().Ballot
	m := change.Ruling{Ballot: b.ID, Content: b.Content, Option: option, Reason: "zo beslist", By: chair, Meeting: "ZIT-2026-000001"}
	if option == change.Conditions {
		m.Conditions = "Pas na 23 uur"
	}
	for _, f := range more {
		f(&m)
	}
	return casetest.Send(c.Case, record.System, change.Rule, "", m)
}

func (c *story) starts() *casetest.Answer {
	return casetest.Send(c.Case, writer, change.Start, "", change.Starting{})
}

func (c *story) completes(result string) *casetest.Answer {
	return casetest.Send(c.Case, writer, change.Complete, "", change.Completion{Result: result, Text: "klaar"})
}

func (c *story) reviews(v change.Verdict) *casetest.Answer {
	v.Text = "goed verlopen"
	return casetest.Send(c.Case, chair, change.Review, "", v)
}

func (c *story) withdraws() *casetest.Answer {
	return casetest.Send(c.Case, writer, change.Withdraw, "", change.Because{Reason: "niet nodig"})
}

// boards brings the change before its board on Tuesday 3 March.
func (c *story) boards() {
	c.at("03-02 11:00", func() { c.submits(fit()) })
	c.at("03-03 09:00", func() { c.conforms() })
}

// approves decides on 3 March that it is approved.
func (c *story) approves() {
	c.boards()
	c.at("03-03 10:00", func() { c.rules(change.Approve) })
}

// told are the recipients of a mail, in order.
func (c *story) told(template string) []record.Recipient {
	var all []record.Recipient
	for _, e := range c.Ledger.Events() {
		for _, m := range e.Effects.Mails {
			if m.Template == template {
				all = append(all, m.To)
			}
		}
	}
	return all
}

// plans are the plans that were recorded, in order; one taken back is "none".
func (c *story) plans() []string {
	var all []string
	for _, e := range c.Ledger.Events() {
		if e.Effects.Case == nil || e.Effects.Case.Plan == nil {
			continue
		}
		p, text := *e.Effects.Case.Plan, "none"
		if p.Planned() {
			text = casetest.Face(p.From) + " – " + casetest.Face(p.To)
			if p.Firm {
				text += " firm"
			}
		}
		all = append(all, text)
	}
	return all
}

func face(at time.Time) string { return casetest.Face(at) }
