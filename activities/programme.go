package activities

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/worker"

	"termijn/internal/calendar"
	"termijn/internal/ledger"
	"termijn/internal/network"
	"termijn/internal/record"
)

// Programmes carries what changes in a programme through its dependencies.
type Programmes struct {
	Store     *ledger.Store
	Calendars *calendar.Book
	// Now is the product's present instant.
	Now func() time.Time
}

// Carry reads the programme as it is recorded and computes what its network makes of
// it. It is idempotent: it changes nothing.
func (p *Programmes) Carry(ctx context.Context, call record.ErrandCall) (record.CarryFound, error) {
	row, err := p.Store.Case(ctx, ledger.Scope{All: true}, call.Case)
	if err != nil {
		return record.CarryFound{}, fmt.Errorf("carry %s: %w", call.Case, err)
	}
	return Carry(row.Ref, row.Seq, row.View, p.Calendars, p.Now())
}

// ofProgramme is what of a programme's state decides about its dates.
type ofProgramme struct {
	Milestones map[string]struct {
		Due      calendar.Date `json:"due"`
		Status   string        `json:"status"`
		Unfixed  bool          `json:"unfixed"`
		Forecast struct {
			Date calendar.Date `json:"date"`
		} `json:"forecast"`
		Reached struct {
			Date calendar.Date `json:"date"`
		} `json:"reached"`
	} `json:"milestones"`
	Links   map[string]network.Link       `json:"links"`
	Carried map[string]record.CarriedDate `json:"carried"`
}

// Carry computes what the network makes of a programme whose state was recorded with
// an event: what is not so in that state yet.
func Carry(ref string, seq int64, view json.RawMessage, calendars *calendar.Book, now time.Time) (record.CarryFound, error) {
	var own ofProgramme
	if err := json.Unmarshal(view, &own); err != nil {
		return record.CarryFound{}, fmt.Errorf("carry %s: state: %w", ref, err)
	}
	cal, err := calendars.CurrentAt("workdays", now)
	if err != nil {
		return record.CarryFound{}, err
	}
	result, err := network.Compute(own.network(cal.DateOf(now)), cal)
	if err != nil {
		return record.CarryFound{}, fmt.Errorf("carry %s: %w", ref, err)
	}
	found := record.CarryFound{Seq: seq, At: now.UTC(), Calendar: cal.Name(), Version: cal.Version(), End: result.End, Path: result.CriticalPath}
	for id, x := range result.Positions {
		is := record.CarriedDate{Expected: x.Expected, Float: x.Float, Critical: x.Critical, Via: x.Driver}
		if is == own.Carried[id] {
			continue
		}
		if found.Moved == nil {
			found.Moved = map[string]record.CarriedDate{}
		}
		found.Moved[id] = is
	}
	for _, id := range slices.Sorted(maps.Keys(own.Carried)) {
		if _, there := result.Positions[id]; !there {
			found.Gone = append(found.Gone, id)
		}
	}
	return found, nil
}

// network is the programme's plan as it is seen on a day.
func (own ofProgramme) network(today calendar.Date) network.Plan {
	p := network.Plan{AsOf: today}
	for _, id := range slices.Sorted(maps.Keys(own.Milestones)) {
		m := own.Milestones[id]
		p.Milestones = append(p.Milestones, network.Milestone{ID: id, Due: m.Due, Stated: m.Forecast.Date, Reached: m.Reached.Date,
			Cancelled: m.Status == "cancelled"})
	}
	for _, key := range slices.Sorted(maps.Keys(own.Links)) {
		p.Links = append(p.Links, own.Links[key])
	}
	return p
}

// Register makes a worker carry dates.
func (p *Programmes) Register(w worker.Worker) {
	w.RegisterActivityWithOptions(p.Carry, activity.RegisterOptions{Name: record.CarryActivity})
}
