package telemetry

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/prometheus/client_golang/prometheus"
)

const (
	// fresh is how long figures from the database are good for: several scrapers
	// cost no more than one.
	fresh = 5 * time.Second
	// readingTakes bounds the queries of one scrape.
	readingTakes = 5 * time.Second
)

// standing reads how cases, tasks and mails stand when Prometheus asks.
type standing struct {
	metrics                               *Metrics
	up, clocks, age, tasks, depth, oldest *prometheus.Desc
	mu                                    sync.Mutex
	read                                  time.Time
	figures                               []prometheus.Metric
}

func newStanding(m *Metrics) *standing {
	desc := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc("termijn_"+name, help, labels, nil)
	}
	return &standing{
		metrics: m,
		up:      desc("database_up", "1 when the figures could be read from the database."),
		clocks:  desc("clocks", "SLA clocks.", "process", "state"),
		age:     desc("task_age_seconds", "Age of the oldest open task, in product time.", "process", "kind"),
		tasks:   desc("tasks_open", "Open tasks.", "process", "kind"),
		depth:   desc("outbox_depth", "Mails that wait to be sent."),
		oldest:  desc("outbox_oldest_age_seconds", "Age of the mail that waits longest, in product time; 0 when none waits."),
	}
}

// Describe names the metrics.
func (s *standing) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{s.up, s.clocks, s.age, s.tasks, s.depth, s.oldest} {
		to <- d
	}
}

// Collect gives the figures, read anew when they are no longer fresh.
func (s *standing) Collect(to chan<- prometheus.Metric) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.figures == nil || time.Since(s.read) > fresh {
		ctx, cancel := context.WithTimeout(context.Background(), readingTakes)
		defer cancel()
		figures, err := s.query(ctx)
		up := 1.0
		if err != nil {
			slog.Warn("figures not read from the database", "error", err)
			figures, up = nil, 0
		}
		s.figures = append(figures, gauge(s.up, up))
		s.read = time.Now()
	}
	for _, f := range s.figures {
		to <- f
	}
}

func gauge(d *prometheus.Desc, v float64, labels ...string) prometheus.Metric {
	return prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
}

// query reads all figures in one round trip.
func (s *standing) query(ctx context.Context) (figures []prometheus.Metric, err error) {
	now := s.metrics.now()
	since := func(t time.Time) float64 { return max(0, now.Sub(t).Seconds()) }
	var process, label string
	var count int64
	var oldest *time.Time
	w := &pgx.Batch{}
	w.Queue(`SELECT c.process, k.state, count(*) FROM clocks k JOIN cases c ON c.ref = k.case_ref GROUP BY 1, 2`).
		Query(func(rows pgx.Rows) error {
			_, err := pgx.ForEachRow(rows, []any{&process, &label, &count}, func() error {
				figures = append(figures, gauge(s.clocks, float64(count), process, label))
				return nil
			})
			return err
		})
	w.Queue(`SELECT c.process, t.kind, count(*), min(t.opened_at) FROM tasks t JOIN cases c ON c.ref = t.case_ref
		WHERE t.state = 'open' GROUP BY 1, 2`).
		Query(func(rows pgx.Rows) error {
			_, err := pgx.ForEachRow(rows, []any{&process, &label, &count, &oldest}, func() error {
				figures = append(figures, gauge(s.tasks, float64(count), process, label), gauge(s.age, since(*oldest), process, label))
				return nil
			})
			return err
		})
	w.Queue(`SELECT count(*), min(created_at) FROM outbox WHERE sent_at IS NULL AND dropped_at IS NULL`).
		QueryRow(func(row pgx.Row) error {
			if err := row.Scan(&count, &oldest); err != nil {
				return err
			}
			age := 0.0
			if oldest != nil {
				age = since(*oldest)
			}
			figures = append(figures, gauge(s.depth, float64(count)), gauge(s.oldest, age))
			return nil
		})
	return figures, s.metrics.db.SendBatch(ctx, w).Close()
}
