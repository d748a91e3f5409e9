package status_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/status"
)

const ref = "DSO-2026-000001"

var desk = record.Actor{Person: "servicedesk", Org: "si"}

type story struct {
	*casetest.Case[status.State]
	// list and trends are what the errands come back with.
	list   record.DailyStatus
	trends record.Trends
}

// running is the case from an instant on; server may be nil.
func running(t testing.TB, from string, server *casetest.Server, continueEvery int) *story {
	t.Helper()
	at := casetest.When(from)
	s := &story{list: list(), trends: record.Trends{Days: 30}}
	s.Case = casetest.New(t, casetest.Options[status.State]{Workflow: status.Workflow, Name: status.Name, At: at,
		Start: casework.Start[status.State]{State: casework.State[status.State]{Ref: ref, Process: status.Name, Version: status.Version,
			Title: "Dagelijks statusoverleg", Definitions: casetest.Policy(t).Definitions.For(status.Name, calendar.DateOf(at, casetest.Brussels))}},
		Calendars: casetest.Policy(t).Calendars, ContinueEvery: continueEvery, Server: server,
		Errands: map[string]func(record.ErrandCall) (any, error){
			record.DailyStatusActivity: func(record.ErrandCall) (any, error) { return s.list, nil },
			record.TrendsActivity:      func(record.ErrandCall) (any, error) { return s.trends, nil },
		}})
	return s
}

// list asks Alfa and the Service Integrator to act.
func list() record.DailyStatus {
	return record.DailyStatus{Count: 3, Late: 1, Today: 1, Soon: 1, Organisations: []record.StatusOf{
		{Org: "alfa", Count: 2, Late: 1, Today: 1, Items: []record.StatusItem{{Ref: "INC-2026-000001", Priority: "P2", Team: "alfa-netwerk",
			State: record.StatusLate, Needs: record.NeedsResolution}}},
		{Org: "si", Count: 1, Soon: 1, Items: []record.StatusItem{{Ref: "INC-2026-000002", Priority: "P3", Team: "desk",
			State: record.StatusSoon, Needs: record.NeedsCoordination}}},
	}}
}

func trend(service, category string) record.Trend {
	return record.Trend{Title: "Terugkerende incidenten: " + service, Service: service, Category: category, Count: 5,
		From: calendar.Date{Year: 2026, Month: 2, Day: 2}, Until: calendar.Date{Year: 2026, Month: 2, Day: 27},
		Incidents: []string{"INC-2026-000005", "INC-2026-000004"}, Team: "alfa-netwerk", Org: "alfa"}
}

// at is a step at a time of March 2026, written "03 09:00".
func at(s *story, when string, do func()) { s.At(casetest.When("2026-03-"+when), do) }

func (s *story) asks(remark string) *casetest.Answer {
	return casetest.Send(s.Case, desk, status.ReportNow, "", status.Extra{Remark: remark})
}

// of are the events of a kind, oldest first.
func (s *story) of(kind string) []record.Event {
	var all []record.Event
	for _, e := range s.Ledger.Events() {
		if e.Kind == kind {
			all = append(all, e)
		}
	}
	return all
}

// reports are the reports so far.
func (s *story) reports(t testing.TB) []status.Report {
	t.Helper()
	var all []status.Report
	for _, e := range s.of(status.Reported) {
		var r status.Report
		require.NoError(t, json.Unmarshal(e.Body, &r))
		all = append(all, r)
	}
	return all
}

// face is an instant as a wall clock in Brussels shows it.
var face = casetest.Face
