package ledger_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/ledger"
	"termijn/internal/record"
)

func TestAVisitIsKeptUntilALaterOneOrUntilThePersonIsForgotten(t *testing.T) {
	t.Parallel()
	s := open(t)
	_, err := s.LastVisit(t.Context(), "somebody", "TRP-2026-000001")
	require.ErrorIs(t, err, ledger.ErrNotFound)
	for _, v := range []ledger.Visit{{Seq: 3, At: begin}, {Seq: 7, At: begin.Add(time.Hour)}, {Seq: 5, At: begin.Add(time.Minute)}} {
		require.NoError(t, s.KeepVisit(t.Context(), "somebody", "TRP-2026-000001", v))
	}
	v, err := s.LastVisit(t.Context(), "somebody", "TRP-2026-000001")
	require.NoError(t, err)
	require.Equal(t, int64(7), v.Seq, "a page that was slower takes nothing back")
	require.Equal(t, begin.Add(time.Hour), v.At.UTC())
	_, err = s.LastVisit(t.Context(), "somebody else", "TRP-2026-000001")
	require.ErrorIs(t, err, ledger.ErrNotFound)
}

func TestEventsOfAKindComeTheNewestFirst(t *testing.T) {
	t.Parallel()
	s := open(t)
	st := tell(t, s, "TRP-2026-000001")
	st.records("case.registered", record.Effects{Case: &record.CaseChange{Process: "transition", Stage: "running", Title: "Transitie"}}, `{"n":1}`)
	for range 3 {
		st.records("transition.forecast", record.Effects{}, `{"milestone":"M1"}`)
		st.records("transition.noise", record.Effects{}, `{}`)
	}
	list, err := s.EventsOf(t.Context(), st.ref, []string{"transition.forecast"}, 2, 10)
	require.NoError(t, err)
	require.Len(t, list, 2)
	require.Equal(t, []int64{6, 4}, []int64{list[0].Seq, list[1].Seq})
	list, err = s.EventsOf(t.Context(), st.ref, []string{"transition.forecast"}, 0, 1)
	require.NoError(t, err)
	require.Len(t, list, 1)
}
