package app

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"termijn/internal/identity"
	"termijn/internal/record"
	"termijn/workflows/change"
)

// ChangeWith is a change as it stood when its content last had a hash, as the principal
// may read it; ok is false when it never had.
func (s *Service) ChangeWith(ctx context.Context, p identity.Principal, ref, hash string) (own change.State, ok bool, err error) {
	return s.changeWhen(ctx, p, ref, func(c change.State, _ record.Event) bool { return c.Hash == hash })
}

// ChangeAsOf is a change as it stood at an instant, as the principal may read it; ok is
// false when there was none yet.
func (s *Service) ChangeAsOf(ctx context.Context, p identity.Principal, ref string, at time.Time) (own change.State, ok bool, err error) {
	return s.changeWhen(ctx, p, ref, func(_ change.State, e record.Event) bool { return !e.At.After(at) })
}

// changeWhen folds a change's events and returns the last state that is wanted.
func (s *Service) changeWhen(ctx context.Context, p identity.Principal, ref string, wanted func(change.State, record.Event) bool) (found change.State, ok bool, err error) {
	row, err := s.Case(ctx, p, ref)
	if err != nil {
		return found, false, err
	}
	if row.Process != change.Name {
		return found, false, ErrNotFound
	}
	view, after := json.RawMessage(`{}`), int64(0)
	for {
		events, err := s.Store.Events(ctx, ref, after, eventsShown)
		if err != nil {
			return found, false, err
		}
		for _, e := range events {
			after = e.Seq
			if e.Effects.Case == nil || e.Effects.Case.View == nil {
				continue
			}
			if view, err = record.Merge(view, e.Effects.Case.View); err != nil {
				return found, false, fmt.Errorf("%s as it was: %w", ref, err)
			}
			var c change.State
			if err := json.Unmarshal(view, &c); err != nil {
				return found, false, fmt.Errorf("%s as it was: %w", ref, err)
			}
			if wanted(c, e) {
				found, ok = c, true
			}
		}
		if len(events) < eventsShown {
			break
		}
	}
	if ok && !seesChanges(p) {
		found = changeFor(p, found)
	}
	return found, ok, nil
}
