package standard_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/change"
	"termijn/workflows/standard"
)

const ref = "STD-2026-000001"

// begin is a Monday morning.
var begin = casetest.When("2026-03-02 10:00")

var (
	writer = record.Actor{Person: "alfa-medewerker", Org: "alfa"}
	chair  = record.Actor{Person: "si-cab-voorzitter", Org: "si"}
)

// template is a standard change whose reason ends in a word.
func template(word string) standard.Text {
	return standard.Text{Kind: standard.Template, Name: "Certificaat vernieuwen", Why: "Al tien keer gedaan. " + word, Items: []string{"loket"}, Minutes: 30,
		Steps: []string{"Certificaat plaatsen", "Dienst herladen"}, Impact: "Geen", Risk: change.Risk{Likelihood: "low", Effect: "low"},
		TestPlan: "Controle op de testomgeving", BackOut: "Het oude certificaat terugzetten", Communication: "Melding aan de servicedesk"}
}

// frame is the frame of a pipeline.
func frame() standard.Text {
	return standard.Text{Kind: standard.Frame, Name: "Uitrol van het loket", Why: "Geautomatiseerd getest", Items: []string{"loket"}, Minutes: 20,
		Risk: change.Risk{Likelihood: "low", Effect: "medium"}, BackOut: "De vorige versie uitrollen", Communication: "Bericht op het teamkanaal",
		Environments: []string{"productie"}, Evidence: []string{"unit", "security-scan"}, FromHour: 8, ToHour: 18, WorkingDays: true, Decide: standard.DecideCollision}
}

type story = *casetest.Case[standard.State]

// drafted is a standard change that was just written; followed are the changes
// that follow it. server may be nil.
func drafted(t testing.TB, server *casetest.Server, continueEvery int, followed ...string) story {
	t.Helper()
	return casetest.New(t, casetest.Options[standard.State]{Workflow: standard.Workflow, Name: standard.Name, At: begin,
		Start: casework.Start[standard.State]{Actor: writer, State: casework.State[standard.State]{Ref: ref, Process: standard.Name,
			Version: standard.Version, Title: "Certificaat vernieuwen", Parties: record.Parties{Providers: []string{"alfa"}},
			Own:         standard.Opened("alfa", standard.Request{Text: template("een")}),
			Definitions: casetest.Policy(t).Definitions.For(standard.Name, calendar.DateOf(begin, casetest.Brussels))}},
		Errands: map[string]func(record.ErrandCall) (any, error){record.FollowersActivity: func(record.ErrandCall) (any, error) {
			return record.Followers{Refs: followed}, nil
		}},
		Calendars: casetest.Policy(t).Calendars, ContinueEvery: continueEvery, Server: server})
}

// at is a step at a time of 2026, written "03-03 09:00".
func at(c story, when string, do func()) { c.At(casetest.When("2026-"+when), do) }

func submits(c story) *casetest.Answer {
	m := standard.Submission{Record: map[string]int{change.Success: 7, change.RolledBack: 1}}
	if d := c.State().Own.Draft; d != nil {
		m.Content = d.Content
	}
	return casetest.Send(c, writer, standard.Submit, "", m)
}

func revises(c story, word string) *casetest.Answer {
	return casetest.Send(c, writer, standard.Revise, "", standard.Revision{Text: template(word)})
}

func withdraws(c story) *casetest.Answer {
	return casetest.Send(c, writer, standard.WithdrawDraft, "", standard.Because{Reason: "niet nodig"})
}

func retires(c story) *casetest.Answer {
	return casetest.Send(c, writer, standard.Retire, "", standard.Because{Reason: "de dienst stopt"})
}

func setsBack(c story) *casetest.Answer {
	return casetest.Send(c, chair, standard.SetBack, "", standard.Harm{Reason: "te veel storingen"})
}

// harms is what a change that did harm sends.
func harms(c story, ref string) *casetest.Answer {
	return casetest.Send(c, record.System, standard.Harmed, "", standard.Harm{Change: ref, Incident: "INC-2026-000009", Reason: "kritiek incident"})
}

func uses(c story, ref, result string) *casetest.Answer {
	return casetest.Send(c, record.System, standard.Used, "", standard.Use{Change: ref, Result: result})
}

// asked is the open task of a kind.
func asked(t testing.TB, c story, kind string) record.Task {
	t.Helper()
	for _, task := range c.State().Tasks {
		if task.Kind == kind {
			return task
		}
	}
	require.Fail(t, "nobody is asked", kind)
	return record.Task{}
}

func decides(c story, task record.Task, option, reason string) *casetest.Answer {
	return casetest.Send(c, chair, casework.Decide, "", casework.Decision{Task: task.ID, Option: option, Content: task.Content, Reason: reason})
}

// inForce brings the first version into force on 3 March.
func inForce(t testing.TB, c story) {
	at(c, "03-03 09:00", func() { submits(c) })
	at(c, "03-03 10:00", func() { decides(c, asked(t, c, "approve_standard"), standard.Approve, "") })
}

// told are the recipients of a mail.
func told(c story, template string) []record.Recipient {
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

// face is an instant as a wall clock in Brussels shows it.
func face(at time.Time) string { return casetest.Face(at) }
