package app

import (
	"context"
	"maps"
	"slices"
	"time"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/internal/sla"
	"termijn/internal/takeover"
	"termijn/workflows/incident"
)

// TakeOverPolicy is what a reading of another tool's log needs of the policy to
// say what must come out.
func (s *Service) TakeOverPolicy(now time.Time) takeover.Policy {
	c := s.Policy.Incident
	return takeover.Policy{
		Definitions: s.Policy.Definitions.For(incident.Name, calendar.DateOf(now, s.zone())),
		Definition:  c.Definition,
		Always:      func(service string) bool { x, _ := c.Service(service); return x.Always },
		Calendar:    s.Policy.Calendars.CurrentAt,
	}
}

// confirmation limits the time in which the reporter of a resolved incident can
// object. Its silence confirms.
const confirmation = "incident.confirmation"

// ExpectTakeOver is what must come out of a log by an instant: what the log says,
// and that silence has closed what was resolved long enough ago (E-14).
func (s *Service) ExpectTakeOver(log *takeover.Log, at time.Time) (takeover.Reconciliation, error) {
	p := s.TakeOverPolicy(at)
	r, err := log.Reconcile(p, at)
	if err != nil {
		return r, err
	}
	for _, inc := range log.Incidents {
		n := len(inc.Facts)
		if n == 0 || closes(inc) {
			continue
		}
		e, err := takeover.Expect(inc, p, at)
		if err != nil {
			return r, err
		}
		if e.State != takeover.StateResolved {
			continue
		}
		silent, err := lapsed(resolvedAt(inc), p.Definitions[confirmation], p, at)
		if err != nil {
			return r, err
		}
		if silent {
			moveCase(r.Cases, e.Priority, takeover.StateResolved, takeover.StateClosed)
		}
	}
	return r, nil
}

// resolvedAt is when an incident was resolved last.
func resolvedAt(inc takeover.Incident) (at time.Time) {
	for _, f := range inc.Facts {
		if f.Kind == takeover.Resolved {
			at = f.At
		}
	}
	return at
}

// lapsed says whether a term that began at an instant is over.
func lapsed(began time.Time, d record.Definition, p takeover.Policy, at time.Time) (bool, error) {
	name := d.Calendar
	if name == "" {
		name = d.Target.CalendarName()
	}
	cal, err := p.Calendar(name, began)
	if err != nil {
		return false, err
	}
	result, err := sla.Evaluate(sla.Facts{Target: d.Target, Start: began}, cal, at)
	if err != nil || result.Due == nil {
		return false, err
	}
	return !result.Due.After(at), nil
}

func moveCase(cases map[string]map[string]int, priority, from, to string) {
	if cases[to] == nil {
		cases[to] = map[string]int{}
	}
	cases[to][priority]++
	cases[from][priority]--
	if cases[from][priority] == 0 {
		delete(cases[from], priority)
	}
}

// Reconciled lays what stands in the ledger beside what a log says.
type Reconciled struct {
	Expected, Found takeover.Reconciliation
	// LivedOn counts cases to which something happened here after they were taken over:
	// the log says nothing of that, so they are not compared.
	LivedOn int
}

// readings bounds how often the figures are read anew because a case went on meanwhile.
const readings = 5

// Reconcile compares a log with what stands in the ledger of its incidents.
func (t TakeOver) Reconcile(ctx context.Context, log *takeover.Log) (r Reconciled, err error) {
	since, err := t.Service.Store.LivedOn(ctx, t.claimant())
	for range readings {
		if err != nil {
			return r, err
		}
		rest := *log
		rest.Incidents = slices.DeleteFunc(slices.Clone(log.Incidents), func(inc takeover.Incident) bool { return since[inc.Number] })
		r.LivedOn = len(log.Incidents) - len(rest.Incidents)
		// A log and a ledger differ in the fractions of a second.
		at := t.Service.Now().Truncate(time.Second)
		if r.Expected, err = t.Service.ExpectTakeOver(&rest, at); err != nil {
			return r, err
		}
		if r.Found, err = t.Found(ctx, &rest, r.Expected, at); err != nil {
			return r, err
		}
		before := since
		if since, err = t.Service.Store.LivedOn(ctx, t.claimant()); err == nil && maps.Equal(before, since) {
			break
		}
	}
	return r, err
}

// Found is what stands in the ledger of a log's incidents, in the figures of a
// reconciliation.
func (t TakeOver) Found(ctx context.Context, log *takeover.Log, expected takeover.Reconciliation, at time.Time) (takeover.Reconciliation, error) {
	numbers := make([]string, len(log.Incidents))
	for i, inc := range log.Incidents {
		numbers[i] = inc.Number
	}
	f, err := t.Service.Store.FoundTakeOver(ctx, t.claimant(), numbers, slices.Collect(maps.Keys(expected.Clocks)), at)
	if err != nil {
		return takeover.Reconciliation{}, err
	}
	found := takeover.Reconciliation{Incidents: f.Incidents, Cases: f.Cases, HandOvers: f.HandOvers, Crossings: f.Crossings,
		Reopenings: f.Reopenings, Clocks: f.Clocks, Waits: map[string]takeover.Wait{}}
	// The time between a resolution and its reopening stands among an incident's
	// waits; it is none of those that a log tells.
	delete(f.Waits, incident.MeanwhileResolved)
	for reason, w := range f.Waits {
		found.Waits[reason] = takeover.Wait{Count: w.Count, Seconds: w.Seconds}
	}
	return found, nil
}
