package app

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"termijn/internal/calendar"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/internal/sla"
)

// SLARow is how one SLA definition was kept in one period. A promise belongs to
// the period in which it was decided: kept when its clock stopped, broken when
// its due time passed; one that is still open to the period in which it is due.
type SLARow struct {
	Process, Definition string
	// Rule is the contract's rule about the promise itself.
	Rule string
	// Period is a month, 2026-03, or a quarter, 2026-Q1.
	Period string
	// Client is set in rows per Client.
	Client string
	// Measured is Met + Breached; Running promises are not decided yet.
	Measured, Met, Breached, Running int
	// Percent is Met ÷ Measured × 100, one decimal; nil when nothing is measured.
	Percent *float64
	// Objective is the percentage that the contract asks for, ObjectiveRule its
	// rule (M-08, M-10) and Reached whether it was reached; nil where it asks for none.
	Objective     *float64
	ObjectiveRule string
	Reached       *bool
}

// SLAReport is how promises were kept, by month and per Client by quarter.
type SLAReport struct {
	Months, Quarters []SLARow
}

// SLAFilter narrows a report. From and Until are the first and the last month,
// by any date in them.
type SLAFilter struct {
	Process, Definition, Client, Provider string
	From, Until                           calendar.Date
}

// SLA reports how the promises within the principal's scope were kept.
func (s *Service) SLA(ctx context.Context, p identity.Principal, f SLAFilter) (SLAReport, error) {
	if !p.May(identity.ReadReports, nil) {
		return SLAReport{}, ErrForbidden
	}
	zone, now := s.zone(), s.Now()
	months, quarters := tally{}, tally{}
	// Quarters are whole, so that a quarter's figure does not depend on the months asked for.
	first := firstOfMonth(f.From).AddMonthsClamped(-(int(f.From.Month-1) % 3))
	last := firstOfMonth(f.Until).AddMonthsClamped(3 - int(f.Until.Month-1)%3)
	promised := ledger.PromiseFilter{Process: f.Process, Definition: f.Definition, Client: f.Client, Provider: f.Provider,
		From: first.Start(zone), Until: last.Start(zone)}
	err := s.Store.Promises(ctx, p.Scope(), promised, func(pr ledger.Promise) error {
		// A clock that still runs is measured now, not when something last happened.
		if !pr.Clock.Stopped() {
			var err error
			if pr.Clock.Result, err = s.Store.ResultAt(pr.Clock, now); err != nil {
				return err
			}
		}
		at, ok := decidedAt(pr)
		if !ok {
			return nil
		}
		d := calendar.DateOf(at, zone)
		if d.Before(first) || !d.Before(last) {
			return nil
		}
		if m := firstOfMonth(d); !m.Before(firstOfMonth(f.From)) && !m.After(f.Until) {
			months.add(key{process: pr.Process, definition: pr.Definition, period: monthOf(d)}, pr.Clock.Result.State)
		}
		quarters.add(key{process: pr.Process, definition: pr.Definition, period: quarterOf(d), client: pr.Client}, pr.Clock.Result.State)
		return nil
	})
	if err != nil {
		return SLAReport{}, err
	}
	return SLAReport{Months: s.rows(months, false), Quarters: s.rows(quarters, true)}, nil
}

// decidedAt is the instant that puts a promise into its period.
func decidedAt(p ledger.Promise) (time.Time, bool) {
	switch r := p.Clock.Result; {
	case r.State == sla.Breached && r.BreachedAt != nil:
		return *r.BreachedAt, true
	case r.State == sla.Met && p.Clock.Facts.Stop != nil:
		return *p.Clock.Facts.Stop, true
	case r.Due != nil && r.State != sla.Cancelled:
		return *r.Due, true
	}
	return time.Time{}, false
}

type key struct{ process, definition, period, client string }

type tally map[key]*SLARow

func (t tally) add(k key, state sla.State) {
	row := t[k]
	if row == nil {
		row = &SLARow{Process: k.process, Definition: k.definition, Period: k.period, Client: k.client}
		t[k] = row
	}
	switch state {
	case sla.Met:
		row.Met, row.Measured = row.Met+1, row.Measured+1
	case sla.Breached:
		row.Breached, row.Measured = row.Breached+1, row.Measured+1
	default:
		row.Running++
	}
}

// rows completes the counted rows, newest period first.
func (s *Service) rows(t tally, quarterly bool) []SLARow {
	list := make([]SLARow, 0, len(t))
	for _, row := range t {
		def, _ := s.Policy.Definitions.Newest(row.Definition)
		row.Rule = def.Rule
		objective := def.Monthly
		if quarterly {
			objective = def.ClientQuarter
		}
		if objective != nil {
			row.Objective, row.ObjectiveRule = &objective.Percent, objective.Rule
		}
		if row.Measured > 0 {
			tenths := float64((row.Met*2000 + row.Measured) / (2 * row.Measured))
			percent := tenths / 10
			row.Percent = &percent
			if row.Objective != nil {
				// Held against the exact share: 94.96 % is not 95 %.
				reached := float64(row.Met)*100 >= *row.Objective*float64(row.Measured)
				row.Reached = &reached
			}
		}
		list = append(list, *row)
	}
	slices.SortFunc(list, func(a, b SLARow) int {
		return cmp.Or(-cmp.Compare(a.Period, b.Period), cmp.Compare(a.Process, b.Process),
			cmp.Compare(a.Definition, b.Definition), cmp.Compare(a.Client, b.Client))
	})
	return list
}

func firstOfMonth(d calendar.Date) calendar.Date {
	return calendar.Date{Year: d.Year, Month: d.Month, Day: 1}
}

func monthOf(d calendar.Date) string { return fmt.Sprintf("%04d-%02d", d.Year, d.Month) }

func quarterOf(d calendar.Date) string {
	return fmt.Sprintf("%04d-Q%d", d.Year, (int(d.Month)-1)/3+1)
}
