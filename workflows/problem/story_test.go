package problem_test

import (
	"testing"

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

// options are those of a problem as it is opened.
func options(t testing.TB, o casework.Opening) casetest.Options[problem.State] {
	return casetest.Options[problem.State]{Workflow: problem.Workflow, Name: problem.Name, At: opening, Calendars: casetest.Policy(t).Calendars,
		Start: casetest.Opened[problem.State](t, o, ref, opening),
		Errands: map[string]func(record.ErrandCall) (any, error){record.FollowedActivity: func(record.ErrandCall) (any, error) {
			return record.Followed{Standard: "STD-2026-000002"}, nil
		}}}
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
	return casetest.Sent(c, casetest.When(when), who, cmd, body)
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
	return c.SeenAt(casetest.When(when))
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

// asked is the kinds of the open tasks and whom they ask.
func asked(s *casework.State[problem.State]) map[string]record.Recipient {
	all := map[string]record.Recipient{}
	for _, task := range s.Tasks {
		all[task.Kind] = task.Assignee
	}
	return all
}

// face is an instant as a wall clock in Brussels shows it.
var face = casetest.FaceOf

// What became of a command that was sent.
var accepted, refused = casetest.Accepted, casetest.Refused

func clock(c *caseOf, id string) record.Clock { return c.Clock(id) }

func event(_ testing.TB, c *caseOf, kind string) record.Event { return c.Event(kind) }
