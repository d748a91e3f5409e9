package incident_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"termijn/internal/record"
	"termijn/internal/sla"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/incident"
)

// The due instant itself still meets the target, whether or not it was reached first.
func TestTheDueInstantIsNotLate(t *testing.T) {
	t.Parallel()
	due := casetest.When("2026-03-02 11:30")
	k := record.Clock{Result: sla.Result{Due: &due}}
	require.False(t, incident.Late(k, due))
	k.Fired = []string{record.RungDue}
	require.False(t, incident.Late(k, due))
	require.True(t, incident.Late(k, due.Add(time.Second)))
}

// drawn are what anybody may try, legal or not.
var drawn = append(slices.Sorted(maps.Values(attempts)), "alfa takes", "beta takes", "desk takes", "beta hands-over alfa-werkplek", "beta hands-over desk",
	"desk hands-over beta-hosting", "alfa waits-for user", "beta waits-for change", "beta waits-for problem", "desk weighs high high",
	"desk weighs high medium", "desk weighs medium medium", "beta resolves", "desk resolves", "reporter reopens", "desk coordinates team alfa-werkplek",
	"slm excludes volume", "desk communicates public")

// Whatever people try: the case does not fail, its pauses are its waits, and while
// it is not resolved exactly one clock of the resolution runs.
func TestAnySequenceOfCommandsKeepsTheClocksRight(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		priority := rapid.SampledFrom([]string{"P1", "P2", "P3", "P4"}).Draw(r, "priority")
		service := rapid.SampledFrom([]string{"werkplek", "netwerk", "andere"}).Draw(r, "service")
		cut := rapid.SampledFrom([]int{0, 3}).Draw(r, "continue every")
		s := tell(t, nil, "start 2026-03-02 08:00 "+priority+" service "+service, cut)
		at := casetest.When("2026-03-02 08:00")
		for _, n := range rapid.SliceOfN(rapid.IntRange(0, len(drawn)-1), 1, 14).Draw(r, "commands") {
			at = at.Add(time.Duration(rapid.IntRange(1, 600).Draw(r, "minutes")) * time.Minute)
			words := casetest.Words(drawn[n])
			var a *casetest.Answer
			s.At(at, func() {
				s.Line = at.String() + " " + drawn[n]
				a = verbs[words[1]](s, actorOf(words[0]), words[2:])
			})
			s.At(at, func() {
				require.True(t, a.Done, s.Line)
				require.True(t, a.Err == nil || a.Refusal != nil, "%s: %v", s.Line, a.Err)
				if !over(s) {
					checkClocks(s, s.State())
				}
			})
		}
		s.Run()
		for _, e := range s.Ledger.Events() {
			require.NotEqual(t, casework.KindFailed, e.Kind)
		}
	})
}

// over reports whether the case has ended.
func over(s *story) bool {
	return slices.ContainsFunc(s.Ledger.Events(), func(e record.Event) bool { return e.Effects.Case != nil && e.Effects.Case.Outcome != "" })
}

func checkClocks(s *story, state casework.State[incident.State]) {
	own := state.Own
	running := 0
	for id, k := range state.Clocks {
		if len(id) > 11 && id[:11] == "resolution-" && !k.Stopped() {
			running++
			require.Equal(s.T, own.Clock, id, s.Line)
		}
	}
	if state.Stage == incident.Resolved || state.Stage == incident.Deciding {
		require.Zero(s.T, running, s.Line)
		require.NotNil(s.T, own.Resolution, s.Line)
	} else {
		require.Equal(s.T, 1, running, s.Line)
		require.Nil(s.T, own.Resolution, s.Line)
	}
	require.Equal(s.T, state.Stage == incident.Waits, own.Waiting != "", s.Line)
	k := state.Clocks[own.Clock]
	require.Equal(s.T, own.Policy.Definitions[own.Priority], k.Definition, s.Line)
	require.True(s.T, k.Facts.Start.Equal(own.Registered), s.Line)
	var want []sla.Pause
	for _, id := range slices.Sorted(maps.Keys(own.Waits)) {
		if w := own.Waits[id]; w.Reason == "resolved" || slices.Contains(state.Definitions[k.Definition].Pauses, w.Reason) {
			want = append(want, sla.Pause{ID: id, From: w.From, To: w.To, Reason: w.Reason})
		}
	}
	var got []sla.Pause
	for _, p := range k.Facts.Pauses {
		got = append(got, sla.Pause{ID: p.ID, From: p.From, To: p.To, Reason: p.Reason})
	}
	require.ElementsMatch(s.T, want, got, s.Line)
}
