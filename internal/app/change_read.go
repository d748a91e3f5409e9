package app

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"termijn/internal/calendar"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/workflows/casework"
	"termijn/workflows/problem"
)

// Changes lists changes as the principal may read them, by the beginning of their
// window.
func (s *Service) Changes(ctx context.Context, p identity.Principal, f ledger.ChangeFilter, page ledger.Page) ([]ledger.CaseRow, string, error) {
	if !p.May(identity.ReadCases, nil) {
		return nil, "", ErrForbidden
	}
	rows, next, err := s.Store.Changes(ctx, p.Scope(), f, page)
	if err != nil {
		return nil, "", err
	}
	for i := range rows {
		if rows[i], err = shown(p, rows[i]); err != nil {
			return nil, "", err
		}
	}
	return rows, next, nil
}

// Attributions of a critical incident that a change caused (C-29, C-30).
const (
	// AttributedOutside: another party made the change; it is not counted (C-29).
	AttributedOutside = "outside"
	// AttributedProvider: counted, and no price correction for the Service Integrator,
	// because the provider deviated from its process (C-30).
	AttributedProvider = "provider"
	// AttributedProcess: counted, and the price correction stays, because the process
	// was badly described or communicated (C-30).
	AttributedProcess = "process"
	// AttributedOpen: counted; the analysis says nothing of the process yet (C-30).
	AttributedOpen = "open"
)

// CausedIncidentRow is a critical incident that a change caused.
type CausedIncidentRow struct {
	Incident, Problem, Change string
	At                        time.Time
	// Attribution is one of the above, with the finding and its proof.
	Attribution, Finding, Proof string
}

// Counted reports whether C-28 counts it.
func (r CausedIncidentRow) Counted() bool { return r.Attribution != AttributedOutside }

// CausedMonth is a month of the report. The contract wants Count to be 0 (C-28).
type CausedMonth struct {
	// Month is its first day in Europe/Brussels.
	Month calendar.Date
	Count int
	Rows  []CausedIncidentRow
}

// mostReported bounds a report, in days: twenty years.
const mostReported = 20 * 366

// CausedByChanges tells which critical incidents changes caused, month by month from
// a month until before another, every month in between among them (C-28 to C-30).
func (s *Service) CausedByChanges(ctx context.Context, p identity.Principal, from, until calendar.Date) ([]CausedMonth, error) {
	if !p.May(identity.ReadChangeReport, nil) {
		return nil, ErrForbidden
	}
	var v casework.Invalid
	v.Check(from.Before(until), "until", "must_be_after_from")
	v.Check(until.DaysSince(from) <= mostReported, "until", "too_far")
	if err := v.Err(); err != nil {
		return nil, err
	}
	zone := s.zone()
	from.Day, until.Day = 1, 1
	rows, err := s.Store.CausedByChanges(ctx, p.Scope(), from.Start(zone), until.Start(zone))
	if err != nil {
		return nil, err
	}
	var all []CausedMonth
	for m := from; m.Before(until); m = m.AddMonthsClamped(1) {
		all = append(all, CausedMonth{Month: m})
	}
	for _, row := range rows {
		r, err := attributed(row)
		if err != nil {
			return nil, err
		}
		date := calendar.DateOf(r.At, zone)
		month := &all[(date.Year-from.Year)*12+int(date.Month-from.Month)]
		month.Rows = append(month.Rows, r)
		if r.Counted() {
			month.Count++
		}
	}
	return all, nil
}

func attributed(row ledger.CausedRow) (CausedIncidentRow, error) {
	var cause problem.Cause
	if err := json.Unmarshal(row.Cause, &cause); err != nil {
		return CausedIncidentRow{}, fmt.Errorf("cause of %s: %w", row.Problem, err)
	}
	r := CausedIncidentRow{Incident: row.Incident, Problem: row.Problem, Change: cause.Change, At: row.At, Finding: cause.Finding, Proof: cause.Proof}
	switch {
	case cause.ChangeBy == problem.ByOutside:
		r.Attribution = AttributedOutside
	case cause.Finding == problem.FindingDeviated:
		r.Attribution = AttributedProvider
	case cause.Finding == problem.FindingDescribed || cause.Finding == problem.FindingCommunicated:
		r.Attribution = AttributedProcess
	default:
		r.Attribution = AttributedOpen
	}
	return r, nil
}
