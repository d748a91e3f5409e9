package app

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"termijn/internal/identity"
	"termijn/internal/record"
	"termijn/workflows/change"
)

// changeDifference is Difference for a change: content that somebody edits, votes on
// or decides on has a hash of what it covers. It tells what the principal may read.
func (s *Service) changeDifference(ctx context.Context, p identity.Principal, ref, seen string) ([]FieldChange, error) {
	view := json.RawMessage(`{}`)
	var before, now map[string]string
	for after := int64(0); ; {
		events, err := s.Store.Events(ctx, ref, after, eventsShown)
		if err != nil {
			return nil, err
		}
		for _, e := range events {
			after = e.Seq
			if e.Effects.Case == nil || e.Effects.Case.View == nil {
				continue
			}
			if view, err = record.Merge(view, e.Effects.Case.View); err != nil {
				return nil, fmt.Errorf("difference in %s: %w", ref, err)
			}
			var own change.State
			if err := json.Unmarshal(view, &own); err != nil {
				return nil, fmt.Errorf("difference in %s: %w", ref, err)
			}
			if now, err = decidedOn(p, own); err != nil {
				return nil, fmt.Errorf("difference in %s: %w", ref, err)
			}
			if before == nil && own.Knows(seen) {
				before = now
			}
		}
		if len(events) < eventsShown {
			break
		}
	}
	if before == nil {
		return nil, nil
	}
	return changes(before, now), nil
}

// decidedOn are the content and the collisions of a change, field by field, as the
// principal may read them.
func decidedOn(p identity.Principal, own change.State) (map[string]string, error) {
	if !seesChanges(p) {
		own = changeFor(p, own)
	}
	raw, err := json.Marshal(own.Content)
	if err != nil {
		return nil, err
	}
	var content any
	if err := json.Unmarshal(raw, &content); err != nil {
		return nil, err
	}
	fields := map[string]string{}
	leaves(fields, "content", content, nil)
	for _, key := range slices.Sorted(maps.Keys(own.Collisions)) {
		c := own.Collisions[key]
		fields["collisions."+key] = c.Kind + " " + c.From.UTC().Format(time.RFC3339) + "/" + c.To.UTC().Format(time.RFC3339)
	}
	return fields, nil
}
