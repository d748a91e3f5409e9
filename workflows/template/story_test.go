package template_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/template"
)

const ref = "TPL-2026-000001"

// begin is a Monday morning.
var begin = casetest.When("2026-03-02 10:00")

var (
	writer = record.Actor{Person: "servicedesk", Org: "si"}
	board  = record.Actor{Person: "bestuurslid", Org: "board"}
)

// texts are a template whose Dutch text ends in a word.
func texts(word string) map[string]template.Text {
	return map[string]template.Text{
		"nl": {Subject: "Storing {{service}}", Text: "Sinds {{since}} is er een storing ({{ref}}). " + word},
		"en": {Subject: "Disruption of {{service}}", Text: "Since {{since}} there has been a disruption ({{ref}})."},
	}
}

func request() template.Request {
	return template.Request{Kind: template.Communication, Name: "Eerste bericht", Texts: texts("een")}
}

// drafted is a template that was just written; server may be nil.
func drafted(t testing.TB, server *casetest.Server, continueEvery int) *casetest.Case[template.State] {
	t.Helper()
	return casetest.New(t, casetest.Options[template.State]{Workflow: template.Workflow, Name: template.Name, At: begin,
		Start: casework.Start[template.State]{Actor: writer, State: casework.State[template.State]{Ref: ref, Process: template.Name,
			Version: template.Version, Title: request().Name, Own: template.Opened(request()),
			Definitions: casetest.Policy(t).Definitions.For(template.Name, calendar.DateOf(begin, casetest.Brussels))}},
		Calendars: casetest.Policy(t).Calendars, ContinueEvery: continueEvery, Server: server})
}

type story = *casetest.Case[template.State]

// at is a step at a time of March 2026, written "03 09:00".
func at(c story, when string, do func()) { c.At(casetest.When("2026-03-"+when), do) }

func submits(c story) *casetest.Answer {
	m := template.Submission{}
	if d := c.State().Own.Draft; d != nil {
		m.Content = d.Content
	}
	return casetest.Send(c, writer, template.Submit, "", m)
}

func revises(c story, word string) *casetest.Answer {
	return casetest.Send(c, writer, template.Revise, "", template.Revision{Texts: texts(word)})
}

func withdraws(c story) *casetest.Answer {
	return casetest.Send(c, writer, template.WithdrawDraft, "", template.Withdrawal{})
}

func retires(c story, reason string) *casetest.Answer {
	return casetest.Send(c, writer, template.Retire, "", template.Because{Reason: reason})
}

// asked is the Board's open task.
func asked(t testing.TB, c story) record.Task {
	t.Helper()
	for _, task := range c.State().Tasks {
		if task.Kind == "approve_template" {
			return task
		}
	}
	require.Fail(t, "the Board is not asked")
	return record.Task{}
}

func decides(c story, task record.Task, option, reason string) *casetest.Answer {
	return casetest.Send(c, board, casework.Decide, "", casework.Decision{Task: task.ID, Option: option, Content: task.Content, Reason: reason})
}

// inForce brings the first version into force on 3 March.
func inForce(t testing.TB, c story) {
	at(c, "03 09:00", func() { submits(c) })
	at(c, "03 10:00", func() { decides(c, asked(t, c), "approve", "") })
}

// face is an instant as a wall clock in Brussels shows it.
var face = casetest.Face
