package app_test

import (
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"termijn/config"
	"termijn/internal/app"
	"termijn/internal/apptest"
	"termijn/internal/takeover"
)

// BenchmarkTakeOver holds the take-over of real incidents against a floor on the
// same servers in the same run: as many empty workflows, started and completed.
// One iteration is a round of both; the ratio is the median of the rounds.
func BenchmarkTakeOver(b *testing.B) {
	w := apptest.Start(b)
	log := sample(b)
	const queue, parallel = "floor", 32
	floor := worker.New(w.Temporal, queue, worker.Options{MaxConcurrentWorkflowTaskPollers: 8})
	floor.RegisterWorkflowWithOptions(func(workflow.Context) error { return nil }, workflow.RegisterOptions{Name: "empty"})
	require.NoError(b, floor.Start())
	b.Cleanup(floor.Stop)
	empty := func() {
		run, err := w.Temporal.ExecuteWorkflow(b.Context(), client.StartWorkflowOptions{ID: uuid.NewString(), TaskQueue: queue}, "empty")
		require.NoError(b, err)
		require.NoError(b, run.Get(b.Context(), nil))
	}
	n := len(log.Incidents)
	var ratios, product []float64
	for round := 0; b.Loop(); round++ {
		began := time.Now()
		spread(parallel, n, empty)
		base := time.Since(began)
		t := app.TakeOver{Service: w.Service, Source: fmt.Sprintf("round-%d", round), Parallel: parallel}
		began = time.Now()
		taken, err := t.Run(b.Context(), log.Incidents)
		require.NoError(b, err)
		require.Equal(b, n, taken.New)
		ratios = append(ratios, base.Seconds()/time.Since(began).Seconds())
		product = append(product, float64(n)/time.Since(began).Seconds())
	}
	b.ReportMetric(median(product), "incidents/s")
	b.ReportMetric(median(product)/median(ratios), "floor/s")
	b.ReportMetric(median(ratios), "ratio")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkLateness makes a thousand clocks come due in the same second and says
// how long after it they were recorded.
func BenchmarkLateness(b *testing.B) {
	w := apptest.Start(b, apptest.From(time.Now()))
	const clocks = 1000
	for round := 0; b.Loop(); round++ {
		due := w.Service.Now().Add(90 * time.Second).Truncate(time.Second)
		var incidents []takeover.Incident
		for i := range clocks {
			incidents = append(incidents, takeover.Incident{Number: fmt.Sprintf("L%06d", i), Title: "Geen netwerk", Client: "noord", Channel: "web",
				Service: "netwerk", Impact: "medium", Urgency: "medium", Priority: "P3", Team: takeover.Team{ID: "alfa-netwerk", Org: "alfa"},
				Opened: due.Add(-20 * time.Minute)}) // the response term of E-26
		}
		t := app.TakeOver{Service: w.Service, Source: fmt.Sprintf("lateness-%d", round), Parallel: 32}
		_, err := t.Run(b.Context(), incidents)
		require.NoError(b, err)
		require.True(b, w.Service.Now().Before(due), "the machine is too slow to have all clocks run before they are due")
		var late []float64
		require.Eventually(b, func() bool {
			late = late[:0]
			rows, err := w.Store.Pool().Query(b.Context(), `SELECT extract(epoch FROM recorded - at)::float8 FROM events WHERE kind = 'clock.due' AND at = $1`, due)
			require.NoError(b, err)
			for rows.Next() {
				var seconds float64
				require.NoError(b, rows.Scan(&seconds))
				late = append(late, seconds*1000)
			}
			return len(late) == clocks
		}, 5*time.Minute, time.Second)
		slices.Sort(late)
		b.ReportMetric(late[clocks/2], "p50-ms")
		b.ReportMetric(late[clocks*99/100], "p99-ms")
		b.ReportMetric(late[clocks-1], "max-ms")
	}
	b.ReportMetric(0, "ns/op")
}

// sample is the log that the tests of the reading have.
func sample(tb testing.TB) *takeover.Log {
	tb.Helper()
	m, err := config.ServiceNow("")
	require.NoError(tb, err)
	f, err := os.Open("../takeover/testdata/incidents.csv.gz")
	require.NoError(tb, err)
	defer func() { _ = f.Close() }()
	log, err := takeover.Read(f, m, takeover.Options{})
	require.NoError(tb, err)
	return log
}

// spread does something n times at a concurrency.
func spread(parallel, n int, do func()) {
	work := make(chan struct{}, n)
	for range n {
		work <- struct{}{}
	}
	close(work)
	done := make(chan struct{})
	for range parallel {
		go func() {
			defer func() { done <- struct{}{} }()
			for range work {
				do()
			}
		}()
	}
	for range parallel {
		<-done
	}
}

func median(list []float64) float64 {
	sorted := slices.Sorted(slices.Values(list))
	return sorted[len(sorted)/2]
}
