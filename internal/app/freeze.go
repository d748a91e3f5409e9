package app

import (
	"context"

	"termijn/internal/collision"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/internal/record"
	"termijn/internal/topology"
	"termijn/workflows/casework"
	"termijn/workflows/freeze"
)

// OpenFreeze announces a freeze, or maintenance of own items (B-36). Without a
// beginning it begins now.
func (s *Service) OpenFreeze(ctx context.Context, p identity.Principal, key string, asked freeze.Announcement) (casework.Receipt, error) {
	if !p.May(freezeAction(asked.Kind), nil) {
		return casework.Receipt{}, ErrForbidden
	}
	if err := plain(asked); err != nil {
		return casework.Receipt{}, err
	}
	on, _, err := s.Store.ServiceMap(ctx)
	if err != nil {
		return casework.Receipt{}, err
	}
	a, now := asked, s.Now()
	if a.From.IsZero() {
		a.From = now
	}
	if err := a.Check(announceable(p, on), now); err != nil {
		return casework.Receipt{}, err
	}
	own := freeze.Opened(a, providerOf(p))
	parties, err := s.freezeParties(ctx, own, on)
	if err != nil {
		return casework.Receipt{}, err
	}
	return open(ctx, s, p, key, freeze.Prefix, asked, casework.Start[freeze.State]{State: casework.State[freeze.State]{
		Process: freeze.Name, Version: freeze.Version, Title: a.Title, Parties: parties, Own: own}})
}

func freezeAction(kind string) identity.Action {
	if kind == freeze.Maintenance {
		return identity.OpenMaintenance
	}
	return identity.OpenFreeze
}

// providerOf is the provider that the principal acts for; empty for the others.
func providerOf(p identity.Principal) string {
	if p.Kind == "provider" {
		return p.Org
	}
	return ""
}

// announceable are the items of which the principal can announce something: a
// provider's own, all for the Service Integrator.
func announceable(p identity.Principal, on *topology.Map) []string {
	var ids []string
	for _, item := range on.Items() {
		if provider := providerOf(p); provider == "" || item.Provider == provider {
			ids = append(ids, item.ID)
		}
	}
	return ids
}

// freezeParties are the providers that see the case: whose maintenance it is, or whose
// items it concerns; all when it concerns everything.
func (s *Service) freezeParties(ctx context.Context, own freeze.State, on *topology.Map) (record.Parties, error) {
	if own.Provider != "" {
		return record.Parties{Providers: []string{own.Provider}}, nil
	}
	orgs, err := s.Store.Organisations(ctx, "provider")
	if err != nil {
		return record.Parties{}, err
	}
	concerned := map[string]bool{}
	for item := range on.Parts(own.Items...) {
		concerned[on.Provider(item)] = true
	}
	var parties record.Parties
	for _, o := range orgs {
		if own.Everything() || concerned[o.ID] {
			parties.Providers = append(parties.Providers, o.ID)
		}
	}
	return parties, nil
}

// UpdateFreeze changes what was announced. The items are ones that the principal can
// announce, or that it holds for already: an item that has left the map since stays
// until somebody takes it off. The providers whom it concerns then see it.
func (s *Service) UpdateFreeze(ctx context.Context, p identity.Principal, ref, key string, m freeze.Update) (casework.Receipt, error) {
	row, err := s.commanded(ctx, p, freeze.Name, ref, freeze.Change.Name)
	if err != nil {
		return casework.Receipt{}, err
	}
	on, _, err := s.Store.ServiceMap(ctx)
	if err != nil {
		return casework.Receipt{}, err
	}
	own, err := FreezeOf(row)
	if err != nil {
		return casework.Receipt{}, err
	}
	var v casework.Invalid
	freeze.CheckItems(&v, m.Items, append(announceable(p, on), own.Items...))
	if err := v.Err(); err != nil {
		return casework.Receipt{}, err
	}
	m.Providers = nil
	asked := m
	switch {
	case m.Everything:
		own.Items = nil
	case m.Items != nil:
		own.Items = m.Items
	}
	parties, err := s.freezeParties(ctx, own, on)
	if err != nil {
		return casework.Receipt{}, err
	}
	m.Providers = parties.Providers
	return send(ctx, s, p, row, key, freeze.Change, asked, m)
}

// Touched are the planned changes that something touches: those that the principal may
// see, by when they begin, and how many there are in all.
type Touched struct {
	Changes []ledger.CaseRow
	Count   int
}

// mostTouchedShown bounds the changes that are listed.
const mostTouchedShown = 50

// TouchedBy are the changes that a freeze or maintenance window touches as things stand
// now; ref is its case, empty before there is one.
func (s *Service) TouchedBy(ctx context.Context, p identity.Principal, ref string, plan record.Plan) (Touched, error) {
	on, _, err := s.Store.ServiceMap(ctx)
	if err != nil || !plan.Planned() {
		return Touched{}, err
	}
	others, err := s.Store.Beside(ctx, ref, plan, on, record.PlanChange)
	if err != nil {
		return Touched{}, err
	}
	refs := collision.Of(plan, on).Touched(others)
	t := Touched{Count: len(refs)}
	found, err := s.Store.CasesOf(ctx, p.Scope(), refs)
	if err != nil {
		return t, err
	}
	for _, r := range refs {
		if row, visible := found[r]; visible && len(t.Changes) < mostTouchedShown {
			t.Changes = append(t.Changes, row)
		}
	}
	return t, nil
}

// FreezeOf reads the process's own state from a case's row.
func FreezeOf(row ledger.CaseRow) (freeze.State, error) {
	return stateOf[freeze.State](row, freeze.Name)
}
