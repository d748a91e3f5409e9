package survey_test

import (
	"testing"

	"termijn/internal/record"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/survey"
)

const (
	ref      = "SRV-2026-000001"
	incident = "INC-2026-000042"
	reporter = "melder"
)

// closing is a Monday morning.
var closing = casetest.When("2026-03-02 10:00")

var (
	melder = record.Actor{Person: reporter, Org: "noord"}
	desk   = record.Actor{Person: "baliemedewerker", Org: "si"}
)

// about is an incident that a provider solved.
func about() survey.About {
	return survey.About{Incident: incident, Title: "Loket onbereikbaar", Solver: "alfa", Team: "alfa-werkplek", Closed: closing, Counted: true}
}

// parties are the incident's.
func parties() record.Parties {
	return record.Parties{Client: "noord", Providers: []string{"alfa"}, Requester: reporter, Representative: "projectleider"}
}

// asked is a survey under way; server may be nil.
func asked(t testing.TB, server *casetest.Server, continueEvery int) *casetest.Case[survey.State] {
	t.Helper()
	return casetest.New(t, casetest.Options[survey.State]{Workflow: survey.Workflow, Name: survey.Name, At: closing,
		Start: casetest.Opened[survey.State](t, survey.Opening(about(), parties()), ref, closing), Calendars: casetest.Policy(t).Calendars,
		ContinueEvery: continueEvery, Server: server})
}

func replies(c *casetest.Case[survey.State], who record.Actor, score int, comment string) *casetest.Answer {
	return casetest.Send(c, who, survey.Answer, "", survey.Reply{Score: score, Comment: comment})
}

func reports(c *casetest.Case[survey.State], result string) *casetest.Answer {
	return casetest.Send(c, desk, survey.ReportContact, "", survey.Report{Result: result})
}

// mails are all mails that were asked for, oldest first.
func mails(c *casetest.Case[survey.State]) []record.Mail {
	var all []record.Mail
	for _, e := range c.Ledger.Events() {
		all = append(all, e.Effects.Mails...)
	}
	return all
}

// outcome is how the case ended; empty when it has not.
func outcome(c *casetest.Case[survey.State]) (stage, outcome string) {
	for _, e := range c.Ledger.Events() {
		if change := e.Effects.Case; change != nil {
			if change.Stage != "" {
				stage = change.Stage
			}
			if change.Outcome != "" {
				outcome = change.Outcome
			}
		}
	}
	return stage, outcome
}

// face is an instant as a wall clock in Brussels shows it.
var face = casetest.FaceOf
