package takeover

import (
	"fmt"
	"slices"
	"time"

	"termijn/internal/sla"
)

// responseDefinition limits the time until an agent has what came by web or mail (E-26).
const responseDefinition = "incident.response"

// clocks are the promises of an incident, in order.
func clocks(inc Incident, stretches []sla.Pause, p Policy, at time.Time) ([]Clock, error) {
	var list []Clock
	if inc.Channel == "web" || inc.Channel == "email" {
		list = append(list, Clock{ID: "response", Definition: responseDefinition, Facts: sla.Facts{Stop: answered(inc)}})
	}
	resolution, err := resolutions(inc, p, at)
	if err != nil {
		return nil, err
	}
	if n := len(stretches); n > 0 && stretches[n-1].Reason == resolved && stretches[n-1].To == nil {
		resolution[len(resolution)-1].Facts.Stop = &stretches[n-1].From
	}
	for i := range resolution {
		resolution[i].Facts.Pauses = pauses(stretches, p.Definitions[resolution[i].Definition].Pauses, resolution[i].Facts)
	}
	list = append(list, resolution...)
	for i := range list {
		if err := list[i].evaluate(inc.Opened, p, at); err != nil {
			return nil, fmt.Errorf("clock %s: %w", list[i].ID, err)
		}
	}
	return list, nil
}

// answered is when the incident first had an agent; whoever resolves it without
// one has answered too.
func answered(inc Incident) *time.Time {
	for _, f := range inc.Facts {
		if f.Kind == Assigned && f.Agent != "" || f.Kind == Resolved {
			return &f.At
		}
	}
	return nil
}

// resolutions are the clocks of the resolution, one for each change of definition:
// the next one counts from the opening again, and the one before ends.
func resolutions(inc Incident, p Policy, at time.Time) ([]Clock, error) {
	hours, err := p.Calendar(officeHours, inc.Opened)
	if err != nil {
		return nil, err
	}
	inside := hours.Inside(inc.Opened)
	always := p.Always != nil && p.Always(inc.Service)
	list := []Clock{{ID: "resolution/1", Definition: p.Definition(inc.Priority, inside, always)}}
	state, priority := StateNew, inc.Priority
	for _, f := range inc.Facts {
		if f.At.After(at) {
			break
		}
		state = legal[f.Kind][state]
		if f.Kind == Prioritised {
			priority = f.Priority
		}
		// The clock of a resolved incident has stopped: another priority counts from its reopening on.
		now := &list[len(list)-1]
		definition := p.Definition(priority, inside, always)
		if state == StateResolved || state == StateClosed || definition == now.Definition {
			continue
		}
		now.Facts.Cancelled = &f.At
		list = append(list, Clock{ID: fmt.Sprintf("resolution/%d", len(list)+1), Definition: definition})
	}
	return list, nil
}

// pauses are the stretches in which a clock stood still, as known at its end.
func pauses(stretches []sla.Pause, reasons []string, f sla.Facts) []sla.Pause {
	var list []sla.Pause
	for _, s := range stretches {
		if s.Reason != resolved && !slices.Contains(reasons, s.Reason) {
			continue
		}
		if f.Stop != nil && !s.From.Before(*f.Stop) {
			continue
		}
		if f.Cancelled != nil {
			if s.From.After(*f.Cancelled) {
				continue
			}
			if s.To != nil && s.To.After(*f.Cancelled) {
				s.To = nil
			}
		}
		list = append(list, s)
	}
	return list
}

func (k *Clock) evaluate(opened time.Time, p Policy, at time.Time) error {
	definition, ok := p.Definitions[k.Definition]
	if !ok {
		return fmt.Errorf("there is no SLA definition %q", k.Definition)
	}
	k.Facts.Target, k.Facts.Start = definition.Target, opened
	name := definition.Calendar
	if name == "" {
		name = k.Facts.Target.CalendarName()
	}
	cal, err := p.Calendar(name, opened)
	if err != nil {
		return err
	}
	k.Result, err = sla.Evaluate(k.Facts, cal, at)
	return err
}
