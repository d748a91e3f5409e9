package freeze_test

import (
	"encoding/json"
	"testing"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/freeze"
)

const ref = "FRZ-2026-000001"

// begin is a Monday morning.
var begin = casetest.When("2026-03-02 10:00")

var (
	chair = record.Actor{Person: "cab-voorzitter", Org: "si"}
	agent = record.Actor{Person: "medewerker", Org: "beta"}
)

// elections are a freeze of the counter, from Saturday to Monday.
func elections() freeze.Announcement {
	return freeze.Announcement{Kind: freeze.Freeze, Title: "Verkiezingen", Reason: "Het loket moet werken.", Items: []string{"counter"},
		From: casetest.When("2026-03-07 00:00"), To: casetest.When("2026-03-09 00:00"), Emergencies: true}
}

// cleaning is a provider's maintenance of its cluster on a Thursday night.
func cleaning() freeze.Announcement {
	return freeze.Announcement{Kind: freeze.Maintenance, Title: "Schijven vervangen", Reason: "Slijtage.", Items: []string{"cluster"},
		From: casetest.When("2026-03-05 20:00"), To: casetest.When("2026-03-06 02:00")}
}

// check checks an announcement as the service does when it is announced.
func check(a freeze.Announcement) error {
	return a.Check([]string{"counter", "cluster", "mail"}, begin)
}

type story = *casetest.Case[freeze.State]

// announced is what was just announced, provider whose maintenance it is; server may
// be nil.
func announced(t testing.TB, a freeze.Announcement, provider string, server *casetest.Server, continueEvery int) story {
	t.Helper()
	by := chair
	if provider != "" {
		by = agent
	}
	return casetest.New(t, casetest.Options[freeze.State]{Workflow: freeze.Workflow, Name: freeze.Name, At: begin,
		Start: casework.Start[freeze.State]{Actor: by, State: casework.State[freeze.State]{Ref: ref, Process: freeze.Name,
			Version: freeze.Version, Title: a.Title, Own: freeze.Opened(a, provider),
			Definitions: casetest.Policy(t).Definitions.For(freeze.Name, calendar.DateOf(begin, casetest.Brussels))}},
		Errands: map[string]func(record.ErrandCall) (any, error){record.TouchedActivity: func(call record.ErrandCall) (any, error) {
			return record.TouchedFound{Seq: 1, Touched: []string{"CHG-2026-00000" + call.ID[len(call.ID)-1:]}, More: 2}, nil
		}},
		Calendars: casetest.Policy(t).Calendars, ContinueEvery: continueEvery, Server: server})
}

// at is a step at a time of March 2026, written "03 09:00".
func at(c story, when string, do func()) { c.At(casetest.When("2026-03-"+when), do) }

func updates(c story, by record.Actor, m freeze.Update) *casetest.Answer {
	return casetest.Send(c, by, freeze.Change, "", m)
}

func lifts(c story, by record.Actor) *casetest.Answer {
	return casetest.Send(c, by, freeze.Lift, "", freeze.Because{Reason: "niet meer nodig"})
}

// told are the events, oldest first: their kind and when they hold.
func told(c story) []string {
	var all []string
	for _, e := range c.Ledger.Events() {
		all = append(all, e.Kind+" "+casetest.Face(e.At))
	}
	return all
}

// planned are the plans of all events that have one.
func planned(c story) []record.Plan {
	var all []record.Plan
	for _, e := range c.Ledger.Events() {
		if e.Effects.Case != nil && e.Effects.Case.Plan != nil {
			all = append(all, *e.Effects.Case.Plan)
		}
	}
	return all
}

// asked are the errands that were sent: their IDs, and the beginning of the plan that
// stood before.
func asked(t testing.TB, c story) []string {
	t.Helper()
	var all []string
	for _, e := range c.Ledger.Events() {
		for _, x := range e.Effects.Errands {
			var in record.TouchedAsked
			if x.Done || json.Unmarshal(x.Input, &in) != nil {
				continue
			}
			s := x.ID
			if in.Was != nil {
				s += " was " + casetest.Face(in.Was.From)
			}
			all = append(all, s)
		}
	}
	return all
}
