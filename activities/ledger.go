// Package activities holds the side effects of cases, one struct per counterparty.
package activities

import (
	"context"
	"log/slog"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/worker"

	"termijn/internal/ledger"
	"termijn/internal/record"
)

// Observer is told of every event that was recorded, for metrics.
type Observer interface {
	Recorded(record.Event)
}

// Ledger writes case events.
type Ledger struct {
	Store    *ledger.Store
	Observer Observer
}

// RecordEvent writes an event with everything that follows from it and returns
// it sealed. It is idempotent on the event's case and number.
func (l *Ledger) RecordEvent(ctx context.Context, b record.Batch) (record.Event, error) {
	e, err := l.Store.Record(ctx, b)
	if err != nil {
		slog.WarnContext(ctx, "event not recorded yet", "case", b.Event.Case, "seq", b.Event.Seq, "error", err)
		return record.Event{}, err
	}
	if l.Observer != nil {
		l.Observer.Recorded(e)
	}
	return e, nil
}

// Register makes a worker run the ledger's activities under their wire names.
func (l *Ledger) Register(w worker.Worker) {
	w.RegisterActivityWithOptions(l.RecordEvent, activity.RegisterOptions{Name: record.Activity})
}
