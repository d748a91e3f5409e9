package regie_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/regie"
)

// A scenario is the story of one case as a contract manager would tell it, a
// line a step: when, who, what; and what is expected then. verbs_test.go has the
// words for what people do, casetest those for what is expected.
func TestScenarios(t *testing.T) {
	t.Parallel()
	casetest.Scenarios(t, play)
}

const ref = "REG-2026-000001"

type (
	story = casetest.Story[regie.State]
	verb  = casetest.Verb[regie.State]
)

// play plays a scenario and returns its case. continueEvery forces it to
// continue as new after so many events; 0 lets it be.
func play(t *testing.T, text string, continueEvery int) *story {
	t.Helper()
	s := tell(t, nil, text, continueEvery)
	s.Run()
	return s
}

// tell prepares a scenario, on a real server when one is given.
func tell(t *testing.T, server *casetest.Server, text string, continueEvery int) *story {
	t.Helper()
	open := func(_ *story, at time.Time, words []string) casetest.Options[regie.State] {
		return casetest.Options[regie.State]{Workflow: regie.Workflow, Name: regie.Name, At: at, Start: opening(t, at, words),
			Calendars: casetest.Policy(t).Calendars, ContinueEvery: continueEvery, Server: server}
	}
	return casetest.Tell(t, casetest.Language[regie.State]{Open: open, Actor: actorOf, Verbs: verbs}, text)
}

// opening is the request that opens the case; words are "period DATE N months",
// "flow STEP…" with steps as all:person,person or number2:person,…, and
// "profiles NAME,…".
func opening(t testing.TB, at time.Time, words []string) casework.Start[regie.State] {
	p := casetest.Policy(t)
	today := calendar.DateOf(at, casetest.Brussels)
	r := regie.Request{Title: "Analist voor het nieuwe loket", Nature: "functionele analyse", Goal: "eisen voor het loket",
		Provider: "alfa", Representative: "projectleider", Start: calendar.Date{Year: 2026, Month: 4, Day: 1}, Months: 3,
		Profiles: []regie.Wish{{Profile: "analist", FTE: decimal.NewFromInt(1)}}}
	own := regie.State{Policy: regie.Policy{Version: 1, WeekHours: p.Regie.WeekHours, Maxima: map[string]decimal.Decimal{}}}
	for _, profile := range p.Regie.Profiles {
		own.Policy.Maxima[profile.ID] = profile.Maximum
	}
	own.Policy.Flow = []regie.Step{{Name: "Diensthoofd", Approvers: []string{"diensthoofd"}, Rule: "any"}}
	for len(words) > 0 {
		switch words[0] {
		case "period":
			var err error
			r.Start, err = calendar.ParseDate(words[1])
			require.NoError(t, err)
			_, err = fmt.Sscan(words[2], &r.Months)
			require.NoError(t, err)
			words = words[4:]
		case "flow":
			own.Policy.Flow = nil
			for words = words[1:]; len(words) > 0 && strings.Contains(words[0], ":"); words = words[1:] {
				own.Policy.Flow = append(own.Policy.Flow, flowStep(words[0]))
			}
		default:
			require.Fail(t, "no such opening word", words[0])
		}
	}
	require.NoError(t, r.Check(own.Policy, today))
	own.Request = r
	return casework.Start[regie.State]{Actor: actorOf("client"), Command: casework.CommandKey("projectleider", "opening", r),
		State: casework.State[regie.State]{Ref: ref, Process: regie.Name, Version: regie.Version, Title: r.Title,
			Parties:     record.Parties{Client: "noord", Providers: []string{"alfa"}, Requester: "aanvrager", Representative: "projectleider"},
			Definitions: p.Definitions.Current(today), Own: own}}
}

func flowStep(text string) regie.Step {
	rule, people, _ := strings.Cut(text, ":")
	step := regie.Step{Name: text, Approvers: strings.Split(people, ","), Rule: rule}
	if n, numbered := strings.CutPrefix(rule, "number"); numbered {
		step.Rule = "number"
		_, _ = fmt.Sscan(n, &step.Number)
	}
	return step
}

// actorOf is who a scenario means; whoever is not a side works for the Client.
func actorOf(who string) record.Actor {
	switch who {
	case "client":
		return record.Actor{Person: "projectleider", Org: "noord"}
	case "provider":
		return record.Actor{Person: "medewerker", Org: "alfa"}
	case "si":
		return record.Actor{Person: "dienstniveau", Org: "si"}
	}
	return record.Actor{Person: who, Org: "noord"}
}
