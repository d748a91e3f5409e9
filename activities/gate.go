package activities

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/worker"

	"termijn/config"
	"termijn/internal/ledger"
	"termijn/internal/record"
)

// Gate reads what decides on a deployment (B-35).
type Gate struct {
	Store  *ledger.Store
	Policy *config.Policy
}

// Gate reads the frame as it is in force now, whether it covers the service, and the
// wall clock at the instant that is asked about.
func (g *Gate) Gate(ctx context.Context, call record.ErrandCall) (record.GateFacts, error) {
	var asked record.GateAsked
	if err := json.Unmarshal(call.Input, &asked); err != nil {
		return record.GateFacts{}, fmt.Errorf("gate of %s: %w", call.Case, err)
	}
	cal, err := g.Policy.Calendars.CurrentAt("workdays", asked.At)
	if err != nil {
		return record.GateFacts{}, err
	}
	facts := record.GateFacts{Hour: asked.At.In(cal.Location()).Hour(), WorkingDay: cal.IsWorkingDay(cal.DateOf(asked.At)), CalendarVersion: cal.Version()}
	if asked.Frame == "" {
		return facts, nil
	}
	frame, err := g.Store.Frame(ctx, asked.Frame)
	switch {
	case errors.Is(err, ledger.ErrNotFound):
		return facts, nil
	case err != nil:
		return facts, err
	case frame.Lost:
		facts.Lost = true
		return facts, nil
	}
	facts.Frame = &frame.Frame
	facts.Covered, err = Covers(ctx, g.Store, frame, asked.Service)
	return facts, err
}

// Covers reports whether a frame holds for a service: one of its items, or a part of one.
func Covers(ctx context.Context, s *ledger.Store, frame ledger.FrameOf, service string) (bool, error) {
	on, _, err := s.ServiceMap(ctx)
	if err != nil {
		return false, err
	}
	return on.Parts(frame.Items...)[service], nil
}

// Register makes a worker answer the gate.
func (g *Gate) Register(w worker.Worker) {
	w.RegisterActivityWithOptions(g.Gate, activity.RegisterOptions{Name: record.GateActivity})
}
