package incident_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/i18n"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/incident"
)

// These names stand in histories, in the ledger and in other programs. A test
// that fails here means: do not rename.
func TestTheNamesOnTheWire(t *testing.T) {
	t.Parallel()
	require.Equal(t, "incident", incident.Name)
	require.Equal(t, "INC", incident.Prefix)
	require.Equal(t, 1, incident.Version)
	require.Equal(t, []string{"answer", "assign", "communicate", "confirm", "coordinate", "exclude", "hand-over", "join", "link", "note",
		"prioritise", "reopen", "resolve", "resume", "take", "wait", "withdraw"}, slices.Sorted(maps.Keys(attempts)))
	for _, name := range []string{incident.Take.Name, incident.Assign.Name, incident.HandOver.Name, incident.Coordinate.Name, incident.Wait.Name,
		incident.Answer.Name, incident.Resume.Name, incident.AddNote.Name, incident.Relate.Name, incident.Prioritise.Name,
		incident.Communicate.Name, incident.Join.Name, incident.Resolve.Name, incident.Confirm.Name, incident.Reopen.Name,
		incident.Withdraw.Name, incident.Exclude.Name} {
		require.Contains(t, attempts, name)
	}
	require.Equal(t, []string{"new", "working", "waiting", "resolved", "closed", "withdrawn"}, []string{incident.New, incident.Working,
		incident.Waits, incident.Resolved, incident.Closed, incident.Gone})
	require.Equal(t, []string{"confirmed", "silence", "withdrawn", "closed"}, []string{incident.OutcomeConfirmed, incident.OutcomeSilence,
		incident.OutcomeWithdrawn, incident.OutcomeTaken})
	require.Equal(t, []string{"response", "resolution", "confirmation"}, []string{incident.ClockResponse, incident.ClockResolution, incident.ClockConfirmation})
	require.Equal(t, []string{"not_yours", "frozen", "same_team"}, []string{incident.CodeNotYours, incident.CodeFrozen, incident.CodeSameTeam})
	require.Equal(t, []string{"assigned", "waiting", "working", "prioritised", "resolved", "reopened", "closed"}, []string{incident.FactAssigned,
		incident.FactWaiting, incident.FactWorking, incident.FactPrioritised, incident.FactResolved, incident.FactReopened, incident.FactClosed})
}

// SQL and the portal read these fields of the state.
func TestTheStateKeepsItsFields(t *testing.T) {
	t.Parallel()
	s := play(t, `
start 2026-03-02 10:00 category toestel
alfa hands-over beta-hosting
beta takes
beta waits-for user
reporter answers
desk communicates public to zuid
beta resolves
reporter reopens
beta waits-for user
`, 0)
	raw, err := json.Marshal(s.State().Own)
	require.NoError(t, err)
	var fields map[string]any
	require.NoError(t, json.Unmarshal(raw, &fields))
	for _, name := range []string{"handler", "priority", "service", "category", "waiting", "published", "handOvers", "crossings", "reopenings", "waits", "clients"} {
		require.Contains(t, fields, name)
	}
}

// Whatever stands in the ledger of an incident has words.
func TestEverythingThatHappensHasWords(t *testing.T) {
	t.Parallel()
	for _, lang := range i18n.Languages {
		say := i18n.For(lang)
		for stage := range ways {
			require.True(t, say.Has("stage.incident."+stage), stage)
		}
		for _, outcome := range []string{incident.OutcomeConfirmed, incident.OutcomeSilence, incident.OutcomeWithdrawn, incident.OutcomeTaken} {
			require.True(t, say.Has("stage.incident."+outcome), outcome)
		}
		for command := range attempts {
			for _, part := range []string{"do", "send", "done", "lead"} {
				require.True(t, say.Has("incident."+part+"."+command), "%s %s", part, command)
			}
		}
		for id := range casetest.Policy(t).Definitions.For(incident.Name, today) {
			require.True(t, say.Has("clock."+id), id)
		}
		for field, values := range map[string][]string{"impact": incident.Degrees, "urgency": incident.Degrees, "channel": incident.Channels,
			"reason": incident.WaitReasons, "for": incident.WaitReasons, "kind": incident.RelationKinds, "remote": incident.RemoteReasons} {
			for _, v := range values {
				require.True(t, say.Has("incident."+field+"."+v), "%s %s", field, v)
			}
		}
		for _, reason := range append(slices.Clone(incident.WaitReasons), "resolved") {
			require.True(t, say.Has("case.pause."+reason), reason)
		}
		for _, kind := range incident.RelationKinds {
			require.True(t, say.Has("link."+kind) && say.Has("link."+kind+".in"), kind)
		}
	}
}
