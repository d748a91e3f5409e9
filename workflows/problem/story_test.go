package problem_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/config"
	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/problem"
)

const (
	ref      = "PRB-2026-000001"
	incident = "INC-2026-000042"
)

// opening is a Monday morning, resolved the Friday afternoon before it.
var (
	opening  = casetest.When("2026-03-02 10:00")
	resolved = casetest.When("2026-02-27 16:00")
)

// Who acts in the stories.
var (
	agent   = record.Actor{Person: "medewerker-alfa", Org: "alfa"}
	other   = record.Actor{Person: "medewerker-beta", Org: "beta"}
	balie   = record.Actor{Person: "baliemedewerker", Org: "si"}
	member  = record.Actor{Person: "bestuurslid", Org: "board"}
	levels  = record.Recipient{Org: "si", Role: "slm"}
	desk    = record.Recipient{Org: "si", Role: "service_desk"}
	alfa    = record.Recipient{Org: "alfa", Role: "agent"}
	handler = casework.Handler{Team: "alfa-werkplek", Org: "alfa"}
)

type caseOf = casetest.Case[problem.State]

// origin is a critical incident that provider Alfa resolved.
func origin() problem.Origin {
	return problem.Origin{Incident: incident, Title: "Loket onbereikbaar", Service: "werkplek", Priority: "P1", Handler: handler,
		Resolved: resolved, ByUser: true}
}

func parties(providers ...string) record.Parties {
	return record.Parties{Client: "noord", Providers: providers, Requester: "melder"}
}

func trend() problem.Trend {
	return problem.Trend{Title: "Aanmelden mislukt vaak", Service: "werkplek", Pattern: problem.Recurring, Count: 5,
		From: calendar.Date{Year: 2026, Month: 2, Day: 2}, Until: calendar.Date{Year: 2026, Month: 2, Day: 27},
		Incidents: []string{"INC-2026-000007", "INC-2026-000009"}, Handler: handler, Parties: record.Parties{Providers: []string{"alfa"}}}
}

// policy is the product's own.
func policy(t testing.TB) *config.Policy {
	p, err := config.Load("")
	require.NoError(t, err)
	return p
}

// options are those of a problem as it is opened.
func options(t testing.TB, o casework.Opening) casetest.Options[problem.State] {
	require.IsType(t, problem.State{}, o.Own)
	p := policy(t)
	return casetest.Options[problem.State]{Workflow: problem.Workflow, Name: problem.Name, At: opening, Calendars: p.Calendars,
		Start: casework.Start[problem.State]{Links: o.Links, State: casework.State[problem.State]{Ref: ref, Process: o.Process, Version: o.Version,
			Title: o.Title, Parties: o.Parties, Own: o.Own.(problem.State),
			Definitions: p.Definitions.For(o.Process, calendar.DateOf(opening, casetest.Brussels))}}}
}

// opened is a problem under way.
func opened(t testing.TB, o casework.Opening) *caseOf {
	t.Helper()
	return casetest.New(t, options(t, o))
}

// usual is the problem of a critical incident.
func usual(t testing.TB) *caseOf { return opened(t, problem.Opening(origin(), parties("alfa"))) }

// at lives a step at an instant.
func at(c *caseOf, when string, do func()) { c.At(casetest.When(when), do) }

// sent is a command whose answer is looked at when the case was lived.
func sent[B any](c *caseOf, when string, who record.Actor, cmd casework.Command[B], body B) **casetest.Answer {
	var a *casetest.Answer
	at(c, when, func() { a = casetest.Send(c, who, cmd, when+cmd.Name+record.ContentHash(body), body) })
	return &a
}

// decides answers the open task of a kind.
func decides(c *caseOf, when string, who record.Actor, kind, option, reason string) **casetest.Answer {
	var a *casetest.Answer
	at(c, when, func() {
		s := c.State()
		if task, open := s.OpenTask(kind, ""); open {
			a = casetest.Send(c, who, casework.Decide, when+kind, casework.Decision{Task: task.ID, Option: option, Content: task.Content, Reason: reason})
		}
	})
	return &a
}

// seen is the case as it stands at an instant.
func seen(c *caseOf, when string) *casework.State[problem.State] {
	var s casework.State[problem.State]
	at(c, when, func() { s = c.State() })
	return &s
}

// The usual words of the stories.
var (
	cause    = problem.RootCause{Cause: "verlopen certificaat", Kind: "configuration"}
	known    = problem.KnownError{Symptoms: "aanmelden mislukt", Workaround: "herstart het toestel"}
	solution = problem.Solution{Solution: "certificaat vernieuwt zichzelf"}
	closing  = problem.Closing{Result: "vier weken zonder herhaling"}
	because  = problem.Because{Reason: "klopt niet"}
)

// toStage brings a problem to a stage, on the days after it was opened.
func toStage(c *caseOf, stage string) {
	steps := []struct {
		stage string
		do    func()
	}{
		{problem.Identified, func() { sent(c, "2026-03-03 09:00", agent, problem.IdentifyRootCause, cause) }},
		{problem.Known, func() { sent(c, "2026-03-04 09:00", agent, problem.RecordKnownError, known) }},
		{problem.Solved, func() { sent(c, "2026-03-05 09:00", agent, problem.ImplementSolution, solution) }},
		{problem.Closed, func() { sent(c, "2026-03-06 09:00", balie, problem.Close, closing) }},
	}
	for _, s := range steps {
		if stage == problem.Analysing || stage == problem.Proposed {
			return
		}
		s.do()
		if s.stage == stage {
			return
		}
	}
}

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

// kinds are the kinds of all events, oldest first.
func kinds(c *caseOf) []string {
	var all []string
	for _, e := range c.Ledger.Events() {
		all = append(all, e.Kind)
	}
	return all
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
	require.Len(t, found, 1, "%s in %v", kind, kinds(c))
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

// asked is the kinds of the open tasks and whom they ask.
func asked(s *casework.State[problem.State]) map[string]record.Recipient {
	all := map[string]record.Recipient{}
	for _, task := range s.Tasks {
		all[task.Kind] = task.Assignee
	}
	return all
}

// face is an instant as a wall clock in Brussels shows it.
func face(t *time.Time) string {
	if t == nil {
		return "never"
	}
	return t.In(casetest.Brussels).Format("2006-01-02 15:04")
}
