package main

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/client"

	"termijn/internal/app"
	"termijn/internal/codec"
	"termijn/internal/ledger"
	"termijn/internal/record"
)

// hurry makes a day and a half pass in a second: the five working days of silence
// are over in five.
const hurry = 129_600

// A term of five working days runs out while a process is away. On its return
// everything that came due fires, in the order of the instants, and the events say
// how late they were recorded.
func TestTermsThatRunOutDuringAnOutageFireOnReturn(t *testing.T) {
	t.Parallel()
	i := install(t, hurry)
	c := &careful{url: "http://" + i.address}
	for _, away := range []string{"worker", "temporal", "postgres"} {
		ref, silence := i.awaiting(t, c, away)
		left := i.time.Now()
		eventually(t, "the term runs out", func() bool { return i.time.Now().After(silence.Add(24 * time.Hour)) })
		back := i.time.Now()
		i.restart(t, away)
		eventually(t, "silence confirms after an outage of "+away, func() bool {
			events, err := i.store.Events(t.Context(), ref, 0, 500)
			return err == nil && slices.ContainsFunc(events, confirmed(silence))
		})

		var late []record.Event
		events := i.events(t, ref)
		for n, e := range events {
			require.EqualValues(t, n+1, e.Seq)
			if n > 0 {
				require.False(t, e.At.Before(events[n-1].At), "%s before %s", e.Kind, events[n-1].Kind)
			}
			if e.At.After(left) && e.At.Before(back) {
				// While only the database is away the case takes its turns in time, and then waits.
				require.False(t, away != "postgres" && e.Recorded.Before(back), "%s was recorded when nobody could", e.Kind)
				require.Positive(t, e.Lateness())
				late = append(late, e)
			}
		}
		n := slices.IndexFunc(late, confirmed(silence))
		require.GreaterOrEqual(t, n, 0)
		t.Logf("%s: %d events came due while it was away; silence was recorded %s of product time late",
			away, len(late), late[n].Lateness().Round(time.Minute))
	}
	// End the cases, so that nothing moves while they are audited.
	for _, ref := range i.refs(t) {
		r, err := c.send(t.Context(), clientLead, http.MethodPost, "/api/v1/regie/"+ref+"/withdrawal", "withdraw "+ref, object{"reason": "Intern opgelost"})
		require.NoError(t, err)
		require.Equal(t, http.StatusOK, r.Status, "%s", r.Body)
	}
	i.endMeeting(t)
	i.provable(t)
}

// endMeeting ends the daily status meeting, which goes on by itself.
func (i *installation) endMeeting(t *testing.T) {
	t.Helper()
	ring, err := codec.ParseKeyRing(i.key)
	require.NoError(t, err)
	c, err := client.Dial(settings{temporal: i.temporal.Address(), namespace: namespace, keys: ring}.client())
	require.NoError(t, err)
	defer c.Close()
	var ref string
	require.NoError(t, i.store.Pool().QueryRow(t.Context(), `SELECT ref FROM cases WHERE process = 'status'`).Scan(&ref))
	require.NoError(t, c.CancelWorkflow(t.Context(), app.WorkflowID(ref), ""))
	eventually(t, "the daily status meeting ends", func() bool {
		row, err := i.store.Case(t.Context(), ledger.Scope{All: true}, ref)
		return err == nil && row.Outcome != ""
	})
}

// confirmed finds the event by which silence confirms (M-14).
func confirmed(at time.Time) func(record.Event) bool {
	return func(e record.Event) bool { return e.Kind == "regie.confirmed_by_silence" && e.At.Equal(at) }
}

// awaiting opens a case and kills a part while the term of silence still runs. On
// a busy machine the term may be over first; then another case has to do.
func (i *installation) awaiting(t *testing.T, c *careful, away string) (ref string, silence time.Time) {
	t.Helper()
	for {
		body := request("Uitval van " + away)
		body["start"] = i.time.Now().AddDate(0, 6, 0).Format(time.DateOnly)
		answer, err := c.send(t.Context(), clientLead, http.MethodPost, "/api/v1/regie", uuid.NewString(), body)
		require.NoError(t, err)
		ref = read[receipt](t, answer, http.StatusCreated).Ref
		silence = i.due(t, ref, "completeness")
		i.kill(away)
		if i.time.Now().Before(silence.Add(-24 * time.Hour)) {
			return ref, silence
		}
		i.restart(t, away)
	}
}

// While the database is away nobody is told anything else than to try again, the
// case waits, and the step is done when the database returns.
func TestAStepWaitsForTheDatabase(t *testing.T) {
	t.Parallel()
	i := install(t, 1)
	c := &careful{url: "http://" + i.address}
	s := &story{name: "database"}
	s.tell(t, c, steps()[0], nil)

	i.postgres.Kill()
	path := "/api/v1/regie/" + s.ref + "/questions"
	answered := make(chan response, 1)
	go func() {
		r, _ := c.send(t.Context(), providerAgent, http.MethodPost, path, "asked in the dark", object{"questions": []string{"Welke omgevingen?"}})
		answered <- r
	}()
	eventually(t, "two tries were sent away", func() bool { return len(c.failures()) >= 2 })
	require.Empty(t, answered)
	require.NoError(t, i.postgres.Restart(t.Context()))
	r := <-answered
	require.Equal(t, http.StatusOK, r.Status, "%s", r.Body)
	require.Equal(t, []string{"regie.submitted", "regie.questions_asked"}, i.kinds(t, s.ref))
	t.Logf("answers while the database was away: %v", c.failures())
	i.provable(t)
}

// due is when a clock of a case runs out.
func (i *installation) due(t *testing.T, ref, clock string) time.Time {
	t.Helper()
	for _, e := range i.events(t, ref) {
		for _, k := range e.Effects.Clocks {
			if k.ID == clock && k.Result.Due != nil {
				return *k.Result.Due
			}
		}
	}
	require.Failf(t, "no such clock", "%s of %s", clock, ref)
	return time.Time{}
}

// refs are all cases, oldest first.
func (i *installation) refs(t *testing.T) (refs []string) {
	t.Helper()
	rows, err := i.store.Pool().Query(t.Context(), `SELECT ref FROM cases WHERE process = 'regie' ORDER BY ref`)
	require.NoError(t, err)
	defer rows.Close()
	for rows.Next() {
		var ref string
		require.NoError(t, rows.Scan(&ref))
		refs = append(refs, ref)
	}
	require.NoError(t, rows.Err())
	return refs
}
