package app_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/app"
	"termijn/internal/apptest"
	"termijn/internal/ledger"
	"termijn/workflows/incident"
)

// reports registers an incident of Noord; its service says which team gets it.
func reports(t *testing.T, w *apptest.World, key, service, impact string) string {
	t.Helper()
	r, err := w.Service.OpenIncident(t.Context(), w.As(t, "noord-aanvrager"), key, incident.Report{Title: "Storing " + key, Description: "Het werkt niet.",
		Service: service, Impact: impact, Urgency: "medium", Channel: incident.Web})
	require.NoError(t, err)
	return r.Ref
}

func TestTheNextIncidentIsTheMostUrgentThatNobodyHas(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	ctx, agent := t.Context(), w.As(t, "alfa-medewerker")
	_, err := w.Service.TakeNext(ctx, agent, "key-none")
	require.ErrorIs(t, err, app.ErrNoneLeft)

	first, second := reports(t, w, "one", "werkplek", "medium"), reports(t, w, "two", "werkplek", "medium")
	foreign := reports(t, w, "three", "hosting", "high")
	r, err := w.Service.TakeNext(ctx, agent, "key-1")
	require.NoError(t, err)
	require.Equal(t, first, r.Ref, "the response is due first")
	again, err := w.Service.TakeNext(ctx, agent, "key-1")
	require.NoError(t, err)
	require.Equal(t, r.Ref, again.Ref, "a second click takes nothing twice")
	r, err = w.Service.TakeNext(ctx, w.As(t, "alfa-verantwoordelijke"), "key-2")
	require.NoError(t, err)
	require.Equal(t, second, r.Ref)
	_, err = w.Service.TakeNext(ctx, agent, "key-3")
	require.ErrorIs(t, err, app.ErrNoneLeft, "%s is Beta's", foreign)
	_, err = w.Service.TakeNext(ctx, w.As(t, "noord-aanvrager"), "key-4")
	require.ErrorIs(t, err, app.ErrForbidden)
}

func TestTwoWhoTakeTheNextNeverGetTheSame(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	for i := range 6 {
		reports(t, w, fmt.Sprint("key-", i), "werkplek", "low")
	}
	var mu sync.Mutex
	var wait sync.WaitGroup
	taken, keys := map[string]string{}, map[string]string{}
	// Each of three keys is sent twice at once, by two people in turn.
	for i := range 6 {
		key, person := fmt.Sprint("click-", i/2), []string{"alfa-medewerker", "alfa-verantwoordelijke"}[i/2%2]
		p := w.As(t, person)
		wait.Go(func() {
			r, err := w.Service.TakeNext(t.Context(), p, key)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				t.Errorf("%s: %v", key, err)
				return
			}
			if before, ok := keys[key]; ok && before != r.Ref {
				t.Errorf("%s took %s and %s", key, before, r.Ref)
			}
			if other, ok := taken[r.Ref]; ok && other != key {
				t.Errorf("%s and %s both took %s", key, other, r.Ref)
			}
			keys[key], taken[r.Ref] = r.Ref, key
		})
	}
	wait.Wait()
	require.Len(t, taken, 3)
	rows, _, err := w.Service.Incidents(t.Context(), w.As(t, "alfa-medewerker"), ledger.QueueFilter{Org: "alfa", Unassigned: true}, ledger.Page{})
	require.NoError(t, err)
	require.Len(t, rows, 3)
}
