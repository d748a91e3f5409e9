package app

import (
	"cmp"
	"context"
	"slices"

	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/standard"
)

// OpenStandard writes a candidate for a standard change, or for the frame of a
// pipeline, down: it is the provider's whose person asks (B-35).
func (s *Service) OpenStandard(ctx context.Context, p identity.Principal, key string, r standard.Request) (casework.Receipt, error) {
	if !p.May(identity.OpenStandard, nil) {
		return casework.Receipt{}, ErrForbidden
	}
	if err := plain(r); err != nil {
		return casework.Receipt{}, err
	}
	if err := r.Check(); err != nil {
		return casework.Receipt{}, err
	}
	return open(ctx, s, p, key, standard.Prefix, r, casework.Start[standard.State]{State: casework.State[standard.State]{
		Process: standard.Name, Version: standard.Version, Title: r.Text.Name, Parties: record.Parties{Providers: []string{p.Org}},
		Own: standard.Opened(p.Org, r)}})
}

// SubmitStandard puts a draft before the Service Integrator, with what became of the
// provider's normal changes of the same items until now (B-35).
func (s *Service) SubmitStandard(ctx context.Context, p identity.Principal, ref, key string, m standard.Submission) (casework.Receipt, error) {
	row, err := s.commanded(ctx, p, standard.Name, ref, standard.Submit.Name)
	if err != nil {
		return casework.Receipt{}, err
	}
	own, err := StandardOf(row)
	if err != nil {
		return casework.Receipt{}, err
	}
	asked := m
	asked.Record, m.Record = nil, nil
	if d := own.Draft; d != nil {
		if m.Record, err = s.Store.ChangeResults(ctx, own.Provider, d.Text.Items); err != nil {
			return casework.Receipt{}, err
		}
	}
	return send(ctx, s, p, row, key, standard.Submit, asked, m)
}

// StandardInForce is a standard change in the version that is in force.
type StandardInForce struct {
	Ref, Provider string
	standard.Edition
	Uses map[string]int
}

// Standards lists the standard changes in force that the principal sees, by name: a
// provider its own. An empty kind means templates and frames.
func (s *Service) Standards(ctx context.Context, p identity.Principal, kind string) ([]StandardInForce, error) {
	if !p.May(identity.ReadStandards, nil) {
		return nil, ErrForbidden
	}
	var all []StandardInForce
	page := ledger.Page{Limit: 500}
	for {
		rows, next, err := s.Store.Cases(ctx, p.Scope(), ledger.CaseFilter{Process: standard.Name, Open: "open"}, page)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			own, err := StandardOf(row)
			if err != nil {
				return nil, err
			}
			if v, ok := own.InForce(); ok && (kind == "" || own.Kind == kind) {
				all = append(all, StandardInForce{Ref: row.Ref, Provider: own.Provider, Edition: v, Uses: own.Uses})
			}
		}
		if page.Cursor = next; next == "" {
			break
		}
	}
	slices.SortFunc(all, func(a, b StandardInForce) int {
		return cmp.Or(cmp.Compare(a.Text.Name, b.Text.Name), cmp.Compare(a.Ref, b.Ref))
	})
	return all, nil
}

// StandardOf reads the process's own state from a case's row.
func StandardOf(row ledger.CaseRow) (standard.State, error) {
	return stateOf[standard.State](row, standard.Name)
}
