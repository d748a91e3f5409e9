package transition_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/calendar"
	"termijn/internal/codec"
	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/transition"
)

// large is a programme of many milestones of ten organisations over years: milestone n
// waits for the three before it in other projects, as a real plan's do.
func large(milestones int) transition.Request {
	r := transition.Request{Kind: transition.KindProgramme, Plan: transition.Plan{Title: "Groot programma", Price: share("4000000"), Cap: share("4600000")}}
	const orgs = 10
	for i := range orgs {
		id := fmt.Sprintf("P%02d", i)
		r.Plan.Projects = append(r.Plan.Projects, transition.ProjectPlan{ID: id, Title: "Transitieproject " + id, Owner: transition.Owner{Org: fmt.Sprintf("org%02d", i)}})
	}
	first := date("2026-05-04")
	for n := range milestones {
		id := fmt.Sprintf("M%04d", n)
		m := transition.MilestonePlan{ID: id, Title: fmt.Sprintf("Mijlpaal %d van het transitieprogramma", n), Project: fmt.Sprintf("P%02d", n%orgs),
			Due: workingDay(first.AddDays(n * 3))}
		if n < 100 {
			m.Share = share("1")
		}
		r.Plan.Milestones = append(r.Plan.Milestones, m)
		for _, back := range []int{1, 7, 13} {
			if n >= back {
				r.Plan.Links = append(r.Plan.Links, transition.Link{From: fmt.Sprintf("M%04d", n-back), To: id, Lag: back / 7})
			}
		}
		r.Plan.Products = append(r.Plan.Products, transition.ProductPlan{ID: "W" + id, Milestone: id, Title: "Werkproduct van " + id,
			Criteria: []string{"Volledig en nagekeken", "Door de Klant getest"}})
	}
	return r
}

// workingDay moves a weekend to Monday.
func workingDay(d calendar.Date) calendar.Date {
	for d.Weekday() == time.Saturday || d.Weekday() == time.Sunday {
		d = d.AddDays(1)
	}
	return d
}

// The server takes arguments and results of 2 MiB at most. What a case of 500
// milestones hands over when it continues as new stays below it, plain and sealed.
func TestALargeProgrammeContinuesAsNewWithEveryClock(t *testing.T) {
	t.Parallel()
	r := large(500)
	require.NoError(t, r.Check())
	require.Greater(t, len(r.Plan.Links), 1450)
	c := programme(t, lived{request: &r, every: 4})
	accepted(t, c)
	var before, after casework.State[transition.State]
	at(c, "03-03 11:00", func() { before = c.State() })
	at(c, "03-04 09:00", func() {
		casetest.Send(c, record.Actor{Person: "p", Org: "org00"}, transition.Forecast, "", transition.ForecastDate{Milestone: "M0000", Date: date("2026-06-01"),
			Reason: "later", Seen: before.Own.Milestones["M0000"].Seen()})
	})
	at(c, "03-05 09:00", func() { after = c.State() })
	c.Run()
	require.Greater(t, c.Runs, 1, "it continued as new")
	running := 0
	for id, m := range before.Own.Milestones {
		k, ok := after.Clocks[m.Clock]
		require.True(t, ok, "the promise of %s is kept", id)
		require.Equal(t, before.Clocks[m.Clock].Result.Due, k.Result.Due)
		running++
	}
	require.Equal(t, 500, running)
	require.Greater(t, len(after.Own.Requests), 5)

	const limit = 2 << 20
	plain, sealed := sizes(t, casework.Start[transition.State]{State: after})
	t.Logf("continue-as-new with 500 milestones, %d links, %d requests: %d bytes plain, %d sealed (limit %d)", len(r.Plan.Links), len(after.Own.Requests), plain, sealed, limit)
	require.Less(t, plain, limit)
	require.Less(t, sealed, limit/4)
	for _, e := range c.Ledger.Events() {
		plain, _ := sizes(t, e)
		require.Less(t, plain, limit, "%s", e.Kind)
	}
}

// sizes are those of a value on its way to the server: plain, and as production seals it.
func sizes(t testing.TB, v any) (plain, sealed int) {
	t.Helper()
	raw, err := json.Marshal(v)
	require.NoError(t, err)
	ring, err := codec.ParseKeyRing("test:" + base64.StdEncoding.EncodeToString(make([]byte, 32)))
	require.NoError(t, err)
	p, err := codec.DataConverter(ring).ToPayload(v)
	require.NoError(t, err)
	return len(raw), len(p.Data)
}
