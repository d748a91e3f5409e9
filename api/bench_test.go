package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"termijn/api"
	"termijn/internal/apptest"
)

// The benchmarks hold the product against a floor in the same run, on the same
// servers: what Temporal itself needs for as many workflows and updates. One
// iteration is a round of both sides in turn; the ratio is the median of the
// rounds, so that a machine whose speed drifts does not decide it.

func BenchmarkRegister(b *testing.B) {
	for _, at := range []int{1, 32} {
		b.Run(fmt.Sprintf("concurrency=%d", at), func(b *testing.B) {
			s := newStand(b)
			n := 40 * at
			var floor, product []time.Duration
			for b.Loop() {
				floor = append(floor, s.spread(b, at, n, func(int) error { return s.startEmpty(b) }))
				product = append(product, s.spread(b, at, n, func(int) error { _, err := s.register(); return err }))
			}
			report(b, n, floor, product)
		})
	}
}

func BenchmarkDecide(b *testing.B) {
	for _, at := range []int{1, 32} {
		b.Run(fmt.Sprintf("concurrency=%d", at), func(b *testing.B) {
			s := newStand(b)
			n := 20 * at
			var floor, product []time.Duration
			for b.Loop() {
				b.StopTimer()
				empty, tasks := make([]string, n), make([]waiting, n)
				s.spread(b, 16, n, func(i int) (err error) {
					empty[i] = uuid.NewString()
					return s.startEmptyAs(b, empty[i])
				})
				s.spread(b, 16, n, func(i int) (err error) { tasks[i], err = s.openTask(); return err })
				b.StartTimer()
				floor = append(floor, s.spread(b, at, n, func(i int) error { return s.updateEmpty(b, empty[i]) }))
				product = append(product, s.spread(b, at, n, func(i int) error { return s.decide(tasks[i]) }))
			}
			report(b, n, floor, product)
		})
	}
}

// report prints both rates and the median of the rounds' ratios.
func report(b *testing.B, n int, floor, product []time.Duration) {
	rate := func(d []time.Duration) float64 {
		sorted := slices.Sorted(slices.Values(d))
		return float64(n) / sorted[len(sorted)/2].Seconds()
	}
	var ratios []float64
	for i := range floor {
		ratios = append(ratios, floor[i].Seconds()/product[i].Seconds())
	}
	slices.Sort(ratios)
	b.ReportMetric(rate(floor), "floor/s")
	b.ReportMetric(rate(product), "product/s")
	b.ReportMetric(ratios[len(ratios)/2], "ratio")
	b.ReportMetric(0, "ns/op")
}

// emptyCase is the floor: a workflow that does nothing but answer an update.
func emptyCase(ctx workflow.Context) error {
	if err := workflow.SetUpdateHandler(ctx, "first", func(workflow.Context) error { return nil }); err != nil {
		return err
	}
	return workflow.Await(ctx, func() bool { return false })
}

const floorQueue = "floor"

// stand is the product with an API, and a worker for the floor.
type stand struct {
	*apptest.World
	url  string
	http *http.Client
}

func newStand(b *testing.B) *stand {
	w := apptest.Start(b)
	server := httptest.NewServer(api.New(api.Options{Service: w.Service, Authenticator: api.DevTokens{Store: w.Store, Dev: true}}))
	b.Cleanup(server.Close)
	floor := worker.New(w.Temporal, floorQueue, worker.Options{MaxConcurrentWorkflowTaskPollers: 8})
	floor.RegisterWorkflow(emptyCase)
	require.NoError(b, floor.Start())
	b.Cleanup(floor.Stop)
	s := &stand{World: w, url: server.URL, http: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}}
	// The first of everything pays for connections and plans.
	s.spread(b, 8, 32, func(int) error { return s.startEmpty(b) })
	s.spread(b, 8, 32, func(int) error { _, err := s.openTask(); return err })
	return s
}

// spread does n things at a concurrency and returns how long that took.
func (s *stand) spread(b *testing.B, at, n int, do func(i int) error) time.Duration {
	work := make(chan int)
	errs := make(chan error, n)
	var all sync.WaitGroup
	began := time.Now()
	for range at {
		all.Go(func() {
			for i := range work {
				if err := do(i); err != nil {
					errs <- err
				}
			}
		})
	}
	for i := range n {
		work <- i
	}
	close(work)
	all.Wait()
	took := time.Since(began)
	select {
	case err := <-errs:
		require.NoError(b, err)
	default:
	}
	return took
}

func (s *stand) startEmpty(b *testing.B) error { return s.startEmptyAs(b, uuid.NewString()) }

func (s *stand) startEmptyAs(b *testing.B, id string) error {
	op := s.Temporal.NewWithStartWorkflowOperation(client.StartWorkflowOptions{ID: id, TaskQueue: floorQueue,
		WorkflowIDConflictPolicy: 1 /* fail: the ID is new */}, emptyCase)
	h, err := s.Temporal.UpdateWithStartWorkflow(b.Context(), client.UpdateWithStartWorkflowOptions{StartWorkflowOperation: op,
		UpdateOptions: client.UpdateWorkflowOptions{UpdateName: "first", WaitForStage: client.WorkflowUpdateStageCompleted}})
	if err != nil {
		return err
	}
	return h.Get(b.Context(), nil)
}

func (s *stand) updateEmpty(b *testing.B, id string) error {
	h, err := s.Temporal.UpdateWorkflow(b.Context(), client.UpdateWorkflowOptions{WorkflowID: id, UpdateName: "first", WaitForStage: client.WorkflowUpdateStageCompleted})
	if err != nil {
		return err
	}
	return h.Get(b.Context(), nil)
}

func (s *stand) register() (ref string, err error) {
	var r struct{ Ref string }
	err = s.post("noord-projectleider", "/regie", `{"title":"Hulp","nature":"Coördinatie","goal":"Een afgestemde planning","provider":"alfa",
		"representative":"noord-projectleider","start":"2026-04-01","months":3,"profiles":[{"profile":"analist","fte":"1"}]}`, &r)
	return r.Ref, err
}

// waiting is a decision that waits.
type waiting struct{ id, content string }

func (s *stand) openTask() (waiting, error) {
	ref, err := s.register()
	if err != nil {
		return waiting{}, err
	}
	if err := s.post("alfa-medewerker", "/regie/"+ref+"/due-dates", `{"date":"2026-04-15","reason":"Vakantie"}`, nil); err != nil {
		return waiting{}, err
	}
	var list struct {
		Items []struct{ ID, Content string }
	}
	err = s.call(http.MethodGet, "noord-projectleider", "/tasks?kind=agree_due_date&case="+ref, "", &list)
	if err != nil {
		return waiting{}, err
	}
	if len(list.Items) != 1 {
		return waiting{}, fmt.Errorf("%d tasks in %s", len(list.Items), ref)
	}
	return waiting{list.Items[0].ID, list.Items[0].Content}, nil
}

func (s *stand) decide(t waiting) error {
	return s.post("noord-projectleider", "/tasks/"+t.id+"/decision", fmt.Sprintf(`{"option":"accept","content":%q}`, t.content), nil)
}

func (s *stand) post(as, path, body string, into any) error {
	return s.call(http.MethodPost, as, path, body, into)
}

func (s *stand) call(method, as, path, body string, into any) error {
	req, err := http.NewRequest(method, s.url+"/api/v1"+path, bytes.NewReader([]byte(body)))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer dev-"+as)
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Idempotency-Key", uuid.NewString())
	}
	res, err := s.http.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	if res.StatusCode >= 300 {
		return fmt.Errorf("%s %s: %d %s", method, path, res.StatusCode, text)
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(text, into)
}
