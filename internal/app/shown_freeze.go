package app

import (
	"context"
	"encoding/json"

	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/internal/record"
	"termijn/internal/topology"
	"termijn/workflows/freeze"
)

// HiddenItem stands for the items of which the reader learns no more than that there
// are some (B-36).
const HiddenItem = "hidden"

// shownFreeze is a freeze as the principal may read it: without the items that are not
// for them, and without which changes of others it touches.
func (s *Service) shownFreeze(ctx context.Context, p identity.Principal, row ledger.CaseRow) (ledger.CaseRow, error) {
	if row.Process != freeze.Name || seesAll(p) {
		return row, nil
	}
	on, _, err := s.Store.ServiceMap(ctx)
	if err != nil {
		return row, err
	}
	own, err := FreezeOf(row)
	if err != nil {
		return row, err
	}
	own.Items, own.Touched, own.More = visible(p, on, own.Items), nil, 0
	row.View, err = json.Marshal(own)
	return row, err
}

// visible are items with one HiddenItem in the place of those that the principal does
// not learn of.
func visible(p identity.Principal, on *topology.Map, items []string) []string {
	var shown []string
	hidden := false
	for _, item := range items {
		if hides(p, on, item) {
			hidden = true
			continue
		}
		shown = append(shown, item)
	}
	if hidden {
		shown = append(shown, HiddenItem)
	}
	return shown
}

// shownFreezeEvents are a freeze's events as the principal may read them: without the
// effects that name items or changes, and without the items that are not for them.
// Their hashes are those of the ledger, over everything.
func (s *Service) shownFreezeEvents(ctx context.Context, p identity.Principal, process string, events []record.Event) ([]record.Event, error) {
	if process != freeze.Name || seesAll(p) {
		return events, nil
	}
	on, _, err := s.Store.ServiceMap(ctx)
	if err != nil {
		return nil, err
	}
	for i, e := range events {
		if e.Body, err = visibleIn(p, on, e.Body); err != nil {
			return nil, err
		}
		if c := e.Effects.Case; c != nil {
			change := *c
			change.View, change.Plan = nil, nil
			e.Effects.Case = &change
		}
		e.Effects.Errands = nil
		events[i] = e
	}
	return events, nil
}

// visibleIn is what an event says, with the items that the principal learns of.
func visibleIn(p identity.Principal, on *topology.Map, body json.RawMessage) (json.RawMessage, error) {
	var says map[string]json.RawMessage
	if len(body) == 0 || json.Unmarshal(body, &says) != nil || says["items"] == nil {
		return body, nil // it names no items
	}
	var items []string
	if err := json.Unmarshal(says["items"], &items); err != nil {
		return nil, err
	}
	var err error
	if says["items"], err = json.Marshal(visible(p, on, items)); err != nil {
		return nil, err
	}
	return json.Marshal(says)
}
