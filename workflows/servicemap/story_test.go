package servicemap_test

import (
	"encoding/json"
	"testing"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/servicemap"
)

const ref = "MAP-2026-000001"

// begin is a Monday morning.
var begin = casetest.When("2026-03-02 10:00")

var admin = record.Actor{Person: "beheerder", Org: "si"}

// items are a counter with a site and a database, and the cluster that it stands on.
func items() map[string]servicemap.Item {
	return map[string]servicemap.Item{
		"counter":  {ID: "counter", Kind: servicemap.Service, NL: "Loket", EN: "Counter", EndToEnd: true},
		"site":     {ID: "site", Kind: servicemap.CI, NL: "Website", Parent: "counter"},
		"database": {ID: "database", Kind: servicemap.CI, NL: "Databank", Parent: "counter", DependsOn: []string{"cluster"}},
		"cluster":  {ID: "cluster", Kind: servicemap.CI, NL: "Cluster", Provider: "beta", Confidential: true},
		"mail":     {ID: "mail", Kind: servicemap.Service, NL: "Mail", EndToEnd: true},
	}
}

// with is an item with something altered.
func with(id string, alter func(*servicemap.Item)) servicemap.Item {
	i := items()[id]
	i.ID = id
	alter(&i)
	return i
}

type story = *casetest.Case[servicemap.State]

// opened is the map that was just opened; server may be nil.
func opened(t testing.TB, server *casetest.Server, continueEvery int) story {
	t.Helper()
	return casetest.New(t, casetest.Options[servicemap.State]{Workflow: servicemap.Workflow, Name: servicemap.Name, At: begin,
		Start: casework.Start[servicemap.State]{State: casework.State[servicemap.State]{Ref: ref, Process: servicemap.Name,
			Version: servicemap.Version, Title: "Dienstenkaart", Own: servicemap.Opened(items()),
			Definitions: casetest.Policy(t).Definitions.For(servicemap.Name, calendar.DateOf(begin, casetest.Brussels))}},
		Errands: map[string]func(record.ErrandCall) (any, error){record.TouchedActivity: func(record.ErrandCall) (any, error) {
			return record.TouchedFound{}, nil
		}},
		Calendars: casetest.Policy(t).Calendars, ContinueEvery: continueEvery, Server: server})
}

// at is a step at a time of March 2026, written "03 09:00".
func at(c story, when string, do func()) { c.At(casetest.When("2026-03-"+when), do) }

// edits sends an edition that was begun from the map as it stands.
func edits(c story, put []servicemap.Item, remove ...string) *casetest.Answer {
	return casetest.Send(c, admin, servicemap.Edit, "", servicemap.Edition{Seen: c.State().Own.Number, Put: put, Remove: remove, Reason: "opgeruimd"})
}

// asked are the items of every errand that was sent, in order.
func asked(c story) [][]string {
	var all [][]string
	for _, e := range c.Ledger.Events() {
		for _, x := range e.Effects.Errands {
			var in record.TouchedAsked
			if !x.Done && json.Unmarshal(x.Input, &in) == nil {
				all = append(all, in.Items)
			}
		}
	}
	return all
}
