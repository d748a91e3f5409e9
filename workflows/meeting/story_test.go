package meeting_test

import (
	"testing"
	"time"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/meeting"
)

const (
	ref      = "CIM-2026-000001"
	incident = "INC-2026-000042"
)

// called is a Monday morning.
var called = casetest.When("2026-03-02 10:00")

// Who acts in the stories.
var (
	balie  = record.Actor{Person: "baliemedewerker", Org: "si"}
	agent  = record.Actor{Person: "medewerker-alfa", Org: "alfa"}
	other  = record.Actor{Person: "medewerker-beta", Org: "beta"}
	client = record.Actor{Person: "melder", Org: "noord"}
	desk   = record.Recipient{Org: "si", Role: "service_desk"}
	alfa   = record.Recipient{Org: "alfa", Role: "agent"}
)

type caseOf = casetest.Case[meeting.State]

func about() meeting.About {
	return meeting.About{Incident: incident, Title: "Loket onbereikbaar", Service: "werkplek", Priority: "P1",
		Handler: casework.Handler{Team: "alfa-werkplek", Org: "alfa"}, Reason: meeting.ForCritical}
}

func parties() record.Parties { return record.Parties{Client: "noord", Requester: "melder"} }

// options are those of a meeting as it is opened.
func options(t testing.TB, o casework.Opening) casetest.Options[meeting.State] {
	return casetest.Options[meeting.State]{Workflow: meeting.Workflow, Name: meeting.Name, At: called, Calendars: casetest.Policy(t).Calendars,
		Start: casetest.Opened[meeting.State](t, o, ref, called)}
}

// held is a meeting in session.
func held(t testing.TB) *caseOf {
	t.Helper()
	return casetest.New(t, options(t, meeting.Opening(about(), parties())))
}

// sent is a command whose answer is looked at when the case was lived.
func sent[B any](c *caseOf, when string, who record.Actor, cmd casework.Command[B], body B) **casetest.Answer {
	return casetest.Sent(c, casetest.When("2026-03-02 "+when), who, cmd, body)
}

// seen is the case as it stands at an hour of the day.
func seen(c *caseOf, when string) *casework.State[meeting.State] {
	return c.SeenAt(casetest.When("2026-03-02 " + when))
}

func by(when string) *time.Time {
	at := casetest.When("2026-03-02 " + when)
	return &at
}

func on(day int) *calendar.Date { return &calendar.Date{Year: 2026, Month: 3, Day: day} }

// face is an instant as a wall clock in Brussels shows it.
var face = casetest.FaceOf

// What became of a command that was sent.
var accepted, refused = casetest.Accepted, casetest.Refused

func clock(c *caseOf, id string) record.Clock { return c.Clock(id) }

func event(_ testing.TB, c *caseOf, kind string) record.Event { return c.Event(kind) }
