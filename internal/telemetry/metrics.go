package telemetry

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"termijn/internal/producttime"
	"termijn/internal/record"
)

// Metrics are the product's Prometheus metrics. Durations and ages of cases,
// tasks and mails are in seconds of product time.
type Metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	duration *prometheus.HistogramVec
	events   *prometheus.CounterVec
	lateness *prometheus.HistogramVec
	scale    atomic.Pointer[producttime.Scale]

	db *pgxpool.Pool
	// processes maps the prefix of a reference to its process.
	processes sync.Map
}

// latenessBuckets reach from a prompt timer to one that waited for a long outage.
var latenessBuckets = []float64{.05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 3600, 6 * 3600, 24 * 3600}

// NewMetrics makes the metrics of a process. What they say of cases, tasks and
// mails is read from the database when they are asked for.
func NewMetrics(db *pgxpool.Pool) *Metrics {
	byRoute := []string{"route", "method", "status"}
	m := &Metrics{
		db: db, registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "termijn_http_requests_total",
			Help: "HTTP requests answered."}, byRoute),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "termijn_http_request_duration_seconds",
			Help: "Time to answer HTTP requests.", Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30}}, byRoute),
		events: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "termijn_events_recorded_total",
			Help: "Case events recorded by this process."}, []string{"process", "kind"}),
		lateness: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "termijn_timer_lateness_seconds",
			Help: "From the instant of a clock or alarm to its recording, in product time.", Buckets: latenessBuckets}, []string{"process"}),
	}
	m.registry.MustRegister(m.requests, m.duration, m.events, m.lateness, newStanding(m),
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// SetTime makes ages count in the product's time; until then they are real.
func (m *Metrics) SetTime(s producttime.Scale) { m.scale.Store(&s) }

func (m *Metrics) now() time.Time {
	if s := m.scale.Load(); s != nil {
		return s.Now()
	}
	return time.Now()
}

// Handler answers Prometheus.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{Registry: m.registry, ErrorHandling: promhttp.ContinueOnError})
}

// Recorded counts an event. For clocks and alarms it notes how late they were.
func (m *Metrics) Recorded(e record.Event) {
	process := m.processOf(e)
	m.events.WithLabelValues(process, e.Kind).Inc()
	if strings.HasPrefix(e.Kind, "clock.") || e.Kind == "case.alarm" {
		m.lateness.WithLabelValues(process).Observe(e.Lateness().Seconds())
	}
}

// processOf is the process of an event's case. Only a first event says it; all
// references of a process have one prefix, so the database is asked once.
func (m *Metrics) processOf(e record.Event) string {
	prefix, _, _ := strings.Cut(e.Case, "-")
	if known, ok := m.processes.Load(prefix); ok {
		return known.(string)
	}
	process := ""
	if e.Effects.Case != nil {
		process = e.Effects.Case.Process
	}
	if process == "" && m.db != nil {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		_ = m.db.QueryRow(ctx, `SELECT process FROM cases WHERE ref = $1`, e.Case).Scan(&process)
	}
	if process == "" {
		return "unknown"
	}
	m.processes.Store(prefix, process)
	return process
}
