package app

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"go.temporal.io/api/serviceerror"

	"termijn/internal/i18n"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/internal/topology"
	"termijn/workflows/casework"
	"termijn/workflows/servicemap"
)

// serviceMapKey finds the one service map again.
const serviceMapKey = "servicemap"

// EnsureServiceMap opens the case of the service map if there is none (B-17). One that
// somebody ended is not opened again.
func (s *Service) EnsureServiceMap(ctx context.Context) error {
	title := i18n.For(i18n.Dutch).T("process.servicemap")
	_, err := open(ctx, s, identity.Principal{}, serviceMapKey, servicemap.Prefix, serviceMapKey, casework.Start[servicemap.State]{
		State: casework.State[servicemap.State]{Process: servicemap.Name, Version: servicemap.Version, Title: title,
			Own: servicemap.Opened(s.Policy.ServiceMap)}})
	var ended *serviceerror.WorkflowExecutionAlreadyStarted
	if errors.As(err, &ended) {
		return nil
	}
	return err
}

// Topology is the service map as the principal may read it: the confidential items of
// another provider are not on it, and neither a provider nor a Client learns that
// there are any. Ref is the map's case where the principal may see it.
func (s *Service) Topology(ctx context.Context, p identity.Principal) (on *topology.Map, ref string, err error) {
	if !p.May(identity.ReadServiceMap, nil) {
		return nil, "", ErrForbidden
	}
	whole, ref, err := s.Store.ServiceMap(ctx)
	if err != nil || seesAll(p) {
		return whole, ref, err
	}
	shown := map[string]topology.Item{}
	for _, item := range whole.Items() {
		if item.Confidential && item.Provider != p.Org {
			continue
		}
		item.DependsOn = slices.DeleteFunc(slices.Clone(item.DependsOn), func(on string) bool { return hides(p, whole, on) })
		if hides(p, whole, item.Parent) {
			item.Parent = ""
		}
		shown[item.ID] = item
	}
	return topology.New(shown), "", nil
}

// seesAll reports whether the principal may know of every item.
func seesAll(p identity.Principal) bool { return p.Kind == "si" || p.Kind == "board" }

// hides reports whether the principal does not learn of an item (B-36).
func hides(p identity.Principal, on *topology.Map, item string) bool {
	return !seesAll(p) && on.Confidential(item) && (p.Org == "" || on.Provider(item) != p.Org)
}

// EditServiceMap changes the service map: all of an edition, or nothing.
func (s *Service) EditServiceMap(ctx context.Context, p identity.Principal, ref, key string, e servicemap.Edition) (casework.Receipt, error) {
	row, err := s.commanded(ctx, p, servicemap.Name, ref, servicemap.Edit.Name)
	if err != nil {
		return casework.Receipt{}, err
	}
	if err := s.checkKeepers(ctx, e); err != nil {
		return casework.Receipt{}, err
	}
	return send(ctx, s, p, row, key, servicemap.Edit, e, e)
}

// checkKeepers refuses items of an organisation or a team that nobody knows.
func (s *Service) checkKeepers(ctx context.Context, e servicemap.Edition) error {
	orgs, err := s.Keepers(ctx)
	if err != nil {
		return err
	}
	var v casework.Invalid
	for i, item := range e.Put {
		known := slices.ContainsFunc(orgs, func(o ledger.Organisation) bool { return o.ID == item.Provider })
		v.Check(item.Provider == "" || known, fmt.Sprintf("put[%d].provider", i), "unknown")
		team, ok := s.Policy.Incident.Team(item.Team)
		v.Check(item.Team == "" || ok && (team.Org == item.Provider || item.Provider == ""), fmt.Sprintf("put[%d].team", i), "unknown")
	}
	return v.Err()
}

// Keepers are the organisations that can run an item: providers and the Service
// Integrator.
func (s *Service) Keepers(ctx context.Context) ([]ledger.Organisation, error) {
	var all []ledger.Organisation
	for _, kind := range []string{"provider", "si"} {
		orgs, err := s.Store.Organisations(ctx, kind)
		if err != nil {
			return nil, err
		}
		all = append(all, orgs...)
	}
	return all, nil
}

// PreviewEdition says what an edition would do to the map as it stands, or why it is
// refused, without doing it.
func (s *Service) PreviewEdition(ctx context.Context, p identity.Principal, ref string, e servicemap.Edition) (topology.Difference, error) {
	row, err := s.commanded(ctx, p, servicemap.Name, ref, servicemap.Edit.Name)
	if err != nil {
		return topology.Difference{}, err
	}
	own, err := ServiceMapOf(row)
	if err != nil {
		return topology.Difference{}, err
	}
	for _, check := range []func() error{func() error { return plain(e) }, func() error { return e.Check(own) }, func() error { return s.checkKeepers(ctx, e) }} {
		if err := check(); err != nil {
			return topology.Difference{}, err
		}
	}
	return topology.Between(own.Items, topology.Edited(own.Items, e.Put, e.Remove)), nil
}

// ServiceMapOf reads the process's own state from a case's row.
func ServiceMapOf(row ledger.CaseRow) (servicemap.State, error) {
	return stateOf[servicemap.State](row, servicemap.Name)
}
