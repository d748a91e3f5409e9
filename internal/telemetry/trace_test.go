package telemetry

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"
	"go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"termijn/internal/devstack/devtest"
)

// trail are the finished spans of a trace.
func trail(id string) (of tracetest.SpanStubs) {
	for _, s := range spans.GetSpans() {
		if s.SpanContext.TraceID().String() == id {
			of = append(of, s)
		}
	}
	return of
}

// counting is a case in small: an update that records through a local activity.
func counting(ctx workflow.Context) error {
	done := false
	err := workflow.SetUpdateHandler(ctx, "add", func(ctx workflow.Context) (string, error) {
		local := workflow.WithLocalActivityOptions(ctx, workflow.LocalActivityOptions{ScheduleToCloseTimeout: time.Minute})
		var id string
		if err := workflow.ExecuteLocalActivity(local, "write").Get(ctx, &id); err != nil {
			return "", err
		}
		remote := workflow.WithActivityOptions(ctx, workflow.ActivityOptions{StartToCloseTimeout: time.Minute})
		if err := workflow.ExecuteActivity(remote, "write").Get(ctx, &id); err != nil {
			return "", err
		}
		done = true
		return id, nil
	})
	if err != nil {
		return err
	}
	return workflow.Await(ctx, func() bool { return done })
}

// write tells which trace it is part of.
func write(ctx context.Context) (string, error) {
	return trace.SpanContextFromContext(ctx).TraceID().String(), nil
}

func TestATraceRunsFromTheRequestToTheActivity(t *testing.T) {
	t.Parallel()
	options := devtest.Temporal(t).Options()
	options.Interceptors = Interceptors()
	c, err := client.Dial(options)
	require.NoError(t, err)
	t.Cleanup(c.Close)
	w := worker.New(c, "q", worker.Options{})
	w.RegisterWorkflow(counting)
	w.RegisterActivityWithOptions(write, activity.RegisterOptions{Name: "write"})
	require.NoError(t, w.Start())
	t.Cleanup(w.Stop)

	r := chi.NewRouter()
	r.Use(NewMetrics(nil).Middleware)
	r.Post("/cases", func(w http.ResponseWriter, r *http.Request) {
		start := c.NewWithStartWorkflowOperation(client.StartWorkflowOptions{ID: "case", TaskQueue: "q",
			WorkflowIDConflictPolicy: enums.WORKFLOW_ID_CONFLICT_POLICY_FAIL}, counting)
		handle, err := c.UpdateWithStartWorkflow(r.Context(), client.UpdateWithStartWorkflowOptions{StartWorkflowOperation: start,
			UpdateOptions: client.UpdateWorkflowOptions{UpdateName: "add", WaitForStage: client.WorkflowUpdateStageCompleted}})
		var id string
		if err == nil {
			err = handle.Get(r.Context(), &id)
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		_, _ = io.WriteString(w, id)
	})
	answer := httptest.NewRecorder()
	const id = "1bf7651916cd43dd8448eb211c80319d"
	request := httptest.NewRequest(http.MethodPost, "/cases", nil)
	request.Header.Set("traceparent", "00-"+id+"-b7ad6b7169203331-01")
	r.ServeHTTP(answer, request)
	require.Equal(t, http.StatusOK, answer.Code, answer.Body.String())
	require.Equal(t, id, answer.Body.String(), "the activity is part of the request's trace")
	require.Eventually(t, func() bool {
		names := map[string]bool{}
		for _, s := range trail(id) {
			kind, _, _ := strings.Cut(s.Name, ":")
			names[kind] = true
		}
		return names["POST /cases"] && names["HandleUpdate"] && names["RunActivity"]
	}, patience, 10*time.Millisecond)
	for _, s := range trail(id) {
		t.Log(s.Name)
	}
}

func silentPort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { l.Close() })
	return l.Addr().String()
}

func lazyClient(t *testing.T, address string) client.Client {
	t.Helper()
	c, err := client.NewLazyClient(client.Options{HostPort: address, Logger: TemporalLogger(slog.New(slog.DiscardHandler))})
	require.NoError(t, err)
	t.Cleanup(c.Close)
	return c
}

// TestTracesAreExportedToACollector changes the process's environment and
// defaults, so it runs alone.
func TestTracesAreExportedToACollector(t *testing.T) {
	var mu sync.Mutex
	var paths []string
	collector := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		paths = append(paths, r.URL.Path)
	}))
	defer collector.Close()
	keepDefaults(t)
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.URL)
	stop, err := Start(t.Context(), Options{Log: io.Discard, Version: "test"})
	require.NoError(t, err)
	do(NewMetrics(nil).Middleware(http.NotFoundHandler()), http.MethodGet, "/")
	require.NoError(t, stop())
	mu.Lock()
	defer mu.Unlock()
	require.Equal(t, []string{"/v1/traces"}, paths)
}

func TestWithoutACollectorNothingIsTraced(t *testing.T) {
	keepDefaults(t)
	before := otel.GetTracerProvider()
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "")
	t.Setenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "")
	stop, err := Start(t.Context(), Options{Log: io.Discard})
	require.NoError(t, err)
	require.Same(t, before, otel.GetTracerProvider(), "the provider is left as it was")
	require.NoError(t, stop())
}

// keepDefaults gives the process its logger and tracing back.
func keepDefaults(t *testing.T) {
	t.Helper()
	logger, provider, propagator := slog.Default(), otel.GetTracerProvider(), otel.GetTextMapPropagator()
	t.Cleanup(func() {
		slog.SetDefault(logger)
		otel.SetTracerProvider(provider)
		otel.SetTextMapPropagator(propagator)
	})
}
