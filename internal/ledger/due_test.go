package ledger_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/ledger"
	"termijn/internal/record"
	"termijn/internal/sla"
)

func TestTasksAndCaseAreDueWhenTheirClockIs(t *testing.T) {
	t.Parallel()
	s := open(t)
	st := tell(t, s, "REG-2026-000001")
	fx := fullEffects(st.ref)
	fx.Tasks = append(fx.Tasks, task(st.ref, 2, toPerson("noord-aanvrager"), ""))
	e := st.records("case.registered", fx, "")
	due := *e.Effects.Clocks[0].Result.Due
	require.Equal(t, due, e.Effects.Tasks[0].Due.In(due.Location()), "the event says it too")
	inbox := ledger.Inbox{Person: "noord-aanvrager", Org: "noord"}
	list, _, err := s.Tasks(t.Context(), inbox, ledger.TaskFilter{}, ledger.Page{})
	require.NoError(t, err)
	require.Len(t, list, 2)
	require.True(t, list[0].Due.Equal(due))
	require.Nil(t, list[1].Due, "nothing limits it, so it comes last")

	// While the clock stands still nothing is due, however long it lasts.
	k := e.Effects.Clocks[0]
	k.Facts.Pauses = []sla.Pause{{ID: "p", From: begin.Add(24 * time.Hour)}}
	st.at = begin.Add(24 * time.Hour)
	e = st.records("clock.paused", record.Effects{Clocks: []record.Clock{k}}, "")
	list, _, err = s.Tasks(t.Context(), inbox, ledger.TaskFilter{}, ledger.Page{})
	require.NoError(t, err)
	require.Len(t, list, 2)
	require.Nil(t, list[0].Due)
	require.Nil(t, list[1].Due)
	still, err := s.Case(t.Context(), ledger.Scope{All: true}, st.ref)
	require.NoError(t, err)
	require.Nil(t, still.DueAt)

	// It goes on; the event names no task.
	k = e.Effects.Clocks[0]
	to := begin.Add(8 * 24 * time.Hour)
	k.Facts.Pauses = []sla.Pause{{ID: "p", From: begin.Add(24 * time.Hour), To: &to}}
	st.at = to
	e = st.records("clock.resumed", record.Effects{Clocks: []record.Clock{k}}, "")
	moved := *e.Effects.Clocks[0].Result.Due
	require.True(t, moved.After(due))
	list, _, err = s.Tasks(t.Context(), inbox, ledger.TaskFilter{}, ledger.Page{})
	require.NoError(t, err)
	require.True(t, list[0].Due.Equal(moved))
	c, err := s.Case(t.Context(), ledger.Scope{All: true}, st.ref)
	require.NoError(t, err)
	require.True(t, c.DueAt.Equal(moved))

	// Past its due time the promise is broken, and still the most urgent thing.
	st.at = moved.Add(time.Hour)
	k = e.Effects.Clocks[0]
	k.Fired = []string{record.RungDue}
	e = st.records("clock.due", record.Effects{Clocks: []record.Clock{k}}, "")
	require.Equal(t, sla.Breached, e.Effects.Clocks[0].Result.State)
	c, err = s.Case(t.Context(), ledger.Scope{All: true}, st.ref)
	require.NoError(t, err)
	require.True(t, c.DueAt.Equal(moved))

	// Once stopped, nothing is due any more; the closed task keeps its due time.
	stop := st.at
	k = e.Effects.Clocks[0]
	k.Facts.Stop = &stop
	done := task(st.ref, 1, toPerson("noord-aanvrager"), "answer")
	done.State, done.Closed, done.By = record.TaskDone, &stop, &record.Actor{Person: "noord-aanvrager"}
	st.records("case.answered", record.Effects{Clocks: []record.Clock{k}, Tasks: []record.Task{done}}, "")
	c, err = s.Case(t.Context(), ledger.Scope{All: true}, st.ref)
	require.NoError(t, err)
	require.Nil(t, c.DueAt)
	closed, err := s.Task(t.Context(), ledger.Scope{All: true}, done.ID)
	require.NoError(t, err)
	require.True(t, closed.Due.Equal(moved))
}
