package app

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/internal/record"
	"termijn/workflows/change"
)

// ConfidentialItem stands for an item of which the reader learns no more than that
// there is one.
const ConfidentialItem = "confidential"

// seesChanges reports whether somebody reads changes whole.
func seesChanges(p identity.Principal) bool { return p.Kind == "si" || p.Kind == "board" }

// shownChange is a change as the principal may read it (B-36): only its provider, the
// Service Integrator and the Board read which confidential items it touches, and of a
// collision with another one's confidential item everybody else learns that there is
// one, and when.
func shownChange(p identity.Principal, row ledger.CaseRow) (ledger.CaseRow, error) {
	if seesChanges(p) {
		return row, nil
	}
	own, err := ChangeOf(row)
	if err != nil {
		return row, err
	}
	row.View, err = json.Marshal(changeFor(p, own))
	return row, err
}

// changeFor is what a Client or a provider sees of a change.
func changeFor(p identity.Principal, own change.State) change.State {
	secret := map[string]bool{}
	if own.Fit != nil && own.Provider != p.Org {
		for _, id := range own.Fit.Confidential {
			secret[id] = true
		}
		fit := *own.Fit
		fit.Names = maps.Clone(fit.Names)
		maps.DeleteFunc(fit.Names, func(id string, _ string) bool { return secret[id] })
		fit.Confidential = nil
		if u := own.Content.Unavailability.Services; len(u) > 0 && secret[u[0]] {
			fit.Service = ""
		}
		own.Fit = &fit
	}
	own.Content.Items = withoutSecrets(own.Content.Items, secret)
	own.Content.Unavailability.Services = withoutSecrets(own.Content.Unavailability.Services, secret)
	if own.Announced != nil {
		said := *own.Announced
		said.Services = withoutSecrets(said.Services, secret)
		own.Announced = &said
	}
	own.Collisions = collisionsFor(p, own.Collisions, secret)
	own.Cleared, own.Were = nil, nil
	if own.Provider != p.Org {
		own.Planned = nil
	}
	return own
}

// withoutSecrets puts one placeholder for all secret items of a list.
func withoutSecrets(items []string, secret map[string]bool) []string {
	if !slices.ContainsFunc(items, func(id string) bool { return secret[id] }) {
		return items
	}
	open := slices.DeleteFunc(slices.Clone(items), func(id string) bool { return secret[id] })
	return append(open, ConfidentialItem)
}

// collisionsFor are collisions as a Client or a provider may read them: their keys
// name what they hide, so those that hide something get others.
func collisionsFor(p identity.Principal, all map[string]record.Collision, secret map[string]bool) map[string]record.Collision {
	if len(all) == 0 {
		return all
	}
	shown := map[string]record.Collision{}
	hidden := 0
	for _, key := range slices.Sorted(maps.Keys(all)) {
		c := all[key]
		switch {
		case c.Hidden && c.Provider != p.Org:
			c = record.Collision{Kind: c.Kind, From: c.From, To: c.To, Hidden: true}
		case secret[c.Item] && c.Provider != p.Org:
			c.Item, c.OtherItem = ConfidentialItem, ""
		default:
			shown[key] = c
			continue
		}
		hidden++
		shown[fmt.Sprintf("hidden/%d", hidden)] = c
	}
	return shown
}

// shownChangeEvents are the events of a change as the principal may read them: who
// does not do it reads what was done, not the state behind it; nobody but the
// Service Integrator and the Board reads which other cases were held against it.
func shownChangeEvents(p identity.Principal, row ledger.CaseRow, events []record.Event) ([]record.Event, error) {
	if seesChanges(p) {
		return events, nil
	}
	own, err := ChangeOf(row)
	if err != nil {
		return nil, err
	}
	mine := own.Provider == p.Org
	for i, e := range events {
		if e.Kind == change.KindRechecked {
			e.Body = nil
		}
		e.Effects.Errands = nil
		if e.Effects.Case != nil {
			seen := *e.Effects.Case
			if mine {
				seen.View, err = withoutOthers(seen.View)
			} else {
				seen.View, seen.Plan = nil, nil
			}
			e.Effects.Case = &seen
		}
		events[i] = e
	}
	return events, err
}

// others are the parts of a change's state that name other cases, which can be hidden.
var others = []string{"collisions", "cleared", "were"}

// withoutOthers takes them out of a patch.
func withoutOthers(patch json.RawMessage) (json.RawMessage, error) {
	if len(patch) == 0 {
		return patch, nil
	}
	var parts map[string]json.RawMessage
	if err := json.Unmarshal(patch, &parts); err != nil {
		return nil, err
	}
	for _, name := range others {
		delete(parts, name)
	}
	return json.Marshal(parts)
}
