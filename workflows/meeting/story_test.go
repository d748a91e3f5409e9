package meeting_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/config"
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

// policy is the product's own.
func policy(t testing.TB) *config.Policy {
	p, err := config.Load("")
	require.NoError(t, err)
	return p
}

// options are those of a meeting as it is opened.
func options(t testing.TB, o casework.Opening) casetest.Options[meeting.State] {
	require.IsType(t, meeting.State{}, o.Own)
	p := policy(t)
	return casetest.Options[meeting.State]{Workflow: meeting.Workflow, Name: meeting.Name, At: called, Calendars: p.Calendars,
		Start: casework.Start[meeting.State]{Links: o.Links, State: casework.State[meeting.State]{Ref: ref, Process: o.Process, Version: o.Version,
			Title: o.Title, Parties: o.Parties, Own: o.Own.(meeting.State),
			Definitions: p.Definitions.For(o.Process, calendar.DateOf(called, casetest.Brussels))}}}
}

// held is a meeting in session.
func held(t testing.TB) *caseOf {
	t.Helper()
	return casetest.New(t, options(t, meeting.Opening(about(), parties())))
}

// sent is a command whose answer is looked at when the case was lived.
func sent[B any](c *caseOf, when string, who record.Actor, cmd casework.Command[B], body B) **casetest.Answer {
	var a *casetest.Answer
	c.At(casetest.When("2026-03-02 "+when), func() { a = casetest.Send(c, who, cmd, when+cmd.Name+record.ContentHash(body), body) })
	return &a
}

// seen is the case as it stands at an hour of the day.
func seen(c *caseOf, when string) *casework.State[meeting.State] {
	var s casework.State[meeting.State]
	c.At(casetest.When("2026-03-02 "+when), func() { s = c.State() })
	return &s
}

func by(when string) *time.Time {
	at := casetest.When("2026-03-02 " + when)
	return &at
}

func on(day int) *calendar.Date { return &calendar.Date{Year: 2026, Month: 3, Day: day} }

func accepted(t testing.TB, a **casetest.Answer) {
	t.Helper()
	require.NotNil(t, *a)
	require.NoError(t, (*a).Err)
	require.Nil(t, (*a).Refusal)
}

// refused wants a refusal with a code; fields are "name=code".
func refused(t testing.TB, a **casetest.Answer, code string, fields ...string) {
	t.Helper()
	require.NotNil(t, *a)
	require.NotNil(t, (*a).Refusal)
	require.Equal(t, code, (*a).Refusal.Code)
	var got []string
	for _, f := range (*a).Refusal.Fields {
		got = append(got, f.Field+"="+f.Code)
	}
	require.Equal(t, fields, got)
}

// event is the only event of a kind.
func event(t testing.TB, c *caseOf, kind string) record.Event {
	t.Helper()
	var found []record.Event
	for _, e := range c.Ledger.Events() {
		if e.Kind == kind {
			found = append(found, e)
		}
	}
	require.Len(t, found, 1, kind)
	return found[0]
}

// clock is a clock as it was last recorded.
func clock(c *caseOf, id string) (found record.Clock) {
	for _, e := range c.Ledger.Events() {
		for _, k := range e.Effects.Clocks {
			if k.ID == id {
				found = k
			}
		}
	}
	return found
}

// face is an instant as a wall clock in Brussels shows it.
func face(t *time.Time) string {
	if t == nil {
		return "never"
	}
	return t.In(casetest.Brussels).Format("2006-01-02 15:04")
}
