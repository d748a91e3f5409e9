package incident_test

import (
	"testing"
	"time"

	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/incident"
)

// A scenario is the story of one case as a service manager would tell it, a
// line a step: when, who, what; and what is expected then. verbs_test.go has the
// words for what people do, casetest those for what is expected.
func TestScenarios(t *testing.T) {
	t.Parallel()
	casetest.Scenarios(t, play, func(t *testing.T, s *story) { casetest.RequireWords(t, incident.Name, s.Ledger.Events()) })
}

type (
	story = casetest.Story[incident.State]
	verb  = casetest.Verb[incident.State]
)

// play plays a scenario and returns its case. continueEvery forces it to
// continue as new after so many events; 0 lets it be.
func play(t *testing.T, text string, continueEvery int) *story {
	t.Helper()
	s := tell(t, nil, text, continueEvery)
	s.Run()
	return s
}

// tell prepares a scenario, on a real server when one is given; there
// continueEvery bounds the history events of a run.
func tell(t *testing.T, server *casetest.Server, text string, continueEvery int) *story {
	t.Helper()
	process := incident.Workflow
	if server != nil && continueEvery > 0 {
		process = incident.Continuing(continueEvery)
	}
	var facts []casework.Fact
	open := func(s *story, at time.Time, words []string) casetest.Options[incident.State] {
		return casetest.Options[incident.State]{Workflow: process, Name: incident.Name, At: at, Start: opening(t, at, words, facts),
			Calendars: casetest.Policy(t).Calendars, ContinueEvery: continueEvery, Server: server,
			Ready: func(state casework.State[incident.State]) bool { return ready(s, state) }}
	}
	return casetest.Tell(t, casetest.Language[incident.State]{Open: open, Actor: actorOf, Verbs: verbs, ToTheMinute: true,
		Before: map[string]func([]string){"fact": func(words []string) { facts = append(facts, fact(t, words)) }}}, text)
}

// ready holds a step back until the case has heard of those that it opened, and is
// taken over.
func ready(s *story, state casework.State[incident.State]) bool {
	events := s.Ledger.Events()
	past := len(events) > 0 && events[len(events)-1].Source != "" && events[len(events)-1].Kind != casework.KindTakenOver
	return len(state.Errands) == 0 && (!past || state.Closed())
}
