package app

import (
	"fmt"
	"maps"
	"slices"

	"termijn/internal/record"
	"termijn/internal/sla"
	"termijn/workflows/incident"
)

// IncidentTarget is the clock that the resolution of an incident would have with a
// priority, as it stands now: it counts from the registration, with the pauses that
// the priority's definition knows.
func (s *Service) IncidentTarget(own incident.State, priority string) (record.Clock, error) {
	def, ok := s.Policy.Definitions.Newest(own.Policy.Definitions[priority])
	if !ok {
		return record.Clock{}, fmt.Errorf("target of %s: no SLA definition", priority)
	}
	k := record.Clock{Definition: def.ID, Version: def.Version, Calendar: def.Calendar, Facts: sla.Facts{Target: def.Target, Start: own.Registered}}
	for _, id := range slices.Sorted(maps.Keys(own.Waits)) {
		// The time between a resolution and its reopening counts for no target.
		if w := own.Waits[id]; slices.Contains(def.Pauses, w.Reason) || w.Reason == incident.Resolved {
			k.Facts.Pauses = append(k.Facts.Pauses, sla.Pause{ID: id, From: w.From, To: w.To, Reason: w.Reason})
		}
	}
	var err error
	k.Result, err = s.Store.ResultAt(k, s.Now())
	return k, err
}
