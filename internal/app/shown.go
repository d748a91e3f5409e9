package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/change"
	"termijn/workflows/incident"
	"termijn/workflows/transition"
)

// AnotherClient stands for an organisation, and with a number behind it for a
// person of it, of which a Client learns no more than that it has the same
// incident.
const AnotherClient = "another_client"

// kindJoined is the event of somebody who has the same incident (E-06).
const kindJoined = incident.Name + ".joined"

// withheld reports whether the personal texts of a case are not for the principal:
// a provider that handed it over keeps the case and its history, but has no reason
// any more to read how its reporter is reached.
func withheld(p identity.Principal, row ledger.CaseRow) (bool, error) {
	if p.Kind != "provider" {
		return false, nil
	}
	var own struct{ Handler *casework.Handler }
	if err := json.Unmarshal(row.View, &own); err != nil {
		return false, fmt.Errorf("who handles %s: %w", row.Ref, err)
	}
	return own.Handler != nil && own.Handler.Org != p.Org, nil
}

// textsFor are the personal texts of a case by reference, empty ones when they are
// withheld from the principal.
func (s *Service) textsFor(ctx context.Context, p identity.Principal, row ledger.CaseRow) (texts map[string]string, hidden bool, err error) {
	if hidden, err = withheld(p, row); err != nil {
		return nil, false, err
	}
	if texts, err = s.Store.Texts(ctx, row.Ref); err != nil || !hidden {
		return texts, hidden, err
	}
	for ref := range texts {
		texts[ref] = ""
	}
	return texts, hidden, nil
}

// shown is a case's row as the principal may read it: a Client does not learn who
// of another one has the same incident.
func shown(p identity.Principal, row ledger.CaseRow) (ledger.CaseRow, error) {
	if row.Process == transition.Name {
		return shownProgramme(p, row)
	}
	if row.Process == change.Name {
		return shownChange(p, row)
	}
	if p.Kind != "client" || row.Process != incident.Name {
		return row, nil
	}
	own, err := IncidentOf(row)
	if err != nil {
		return row, err
	}
	followers := map[string]incident.Follower{}
	var others []incident.Follower
	for person, f := range own.Followers {
		if f.Org == p.Org {
			followers[person] = f
		} else {
			others = append(others, incident.Follower{Org: AnotherClient, At: f.At})
		}
	}
	if len(others) == 0 {
		return row, nil
	}
	slices.SortFunc(others, func(a, b incident.Follower) int { return a.At.Compare(b.At) })
	for i, f := range others {
		followers[fmt.Sprintf("%s/%d", AnotherClient, i+1)] = f
	}
	own.Followers = followers
	// Who joined is among the affected Clients since then.
	own.Clients = slices.DeleteFunc(own.Clients, func(org string) bool { return org != p.Org })
	row.View, err = json.Marshal(own)
	return row, err
}

// shownEvents are the events of a case, whose row is as the principal may read it, as
// the principal may read them. Their hashes are those of the ledger, over everything.
func (s *Service) shownEvents(ctx context.Context, p identity.Principal, row ledger.CaseRow, events []record.Event) ([]record.Event, error) {
	if row.Process == transition.Name {
		return shownProgrammeEvents(p, row, events)
	}
	if row.Process == change.Name {
		return shownChangeEvents(p, row, events)
	}
	events, err := s.shownFreezeEvents(ctx, p, row.Process, events)
	return withoutJoiners(p, events), err
}

// withoutJoiners does not tell a Client who of another one has the same incident.
func withoutJoiners(p identity.Principal, events []record.Event) []record.Event {
	if p.Kind != "client" {
		return events
	}
	for i, e := range events {
		if e.Kind != kindJoined || e.Actor.Org == p.Org {
			continue
		}
		e.Actor, e.Body = record.Actor{Org: AnotherClient}, nil
		if e.Effects.Case != nil {
			shown := *e.Effects.Case
			shown.View = nil // it names who joined
			e.Effects.Case = &shown
		}
		events[i] = e
	}
	return events
}
