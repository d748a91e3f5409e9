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
// effects that name items or changes. Their hashes are those of the ledger, over
// everything.
func shownFreezeEvents(p identity.Principal, process string, events []record.Event) []record.Event {
	if process != freeze.Name || seesAll(p) {
		return events
	}
	for i, e := range events {
		if c := e.Effects.Case; c != nil {
			change := *c
			change.View, change.Plan = nil, nil
			e.Effects.Case = &change
		}
		e.Effects.Errands = nil
		events[i] = e
	}
	return events
}
