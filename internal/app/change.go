package app

import (
	"context"
	"slices"

	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/change"
	"termijn/workflows/incident"
)

// OpenChange writes a change down for the organisation whose person asks: a provider,
// or the Service Integrator for GOS (F-04). With Request.Submit it is handed in at once
// (B-16, B-34).
func (s *Service) OpenChange(ctx context.Context, p identity.Principal, key string, r change.Request) (casework.Receipt, error) {
	if !p.May(identity.OpenChange, nil) {
		return casework.Receipt{}, ErrForbidden
	}
	if err := plain(r); err != nil {
		return casework.Receipt{}, err
	}
	policy := s.changePolicy()
	if err := r.CheckAt(policy, s.Now()); err != nil {
		return casework.Receipt{}, err
	}
	if err := s.checkNames(ctx, p, r.Content, change.Content{}); err != nil {
		return casework.Receipt{}, err
	}
	fit, err := s.namedIn(ctx, r.Content)
	if err != nil {
		return casework.Receipt{}, err
	}
	if r.Submit {
		if fit, err = s.fitted(ctx, p, change.State{Kind: r.Kind, Provider: p.Org}, r.Content); err != nil {
			return casework.Receipt{}, err
		}
		if err := change.CheckOpening(policy, r, fit, s.Now()); err != nil {
			return casework.Receipt{}, err
		}
	}
	return open(ctx, s, p, key, change.Prefix, r, casework.Start[change.State]{State: casework.State[change.State]{
		Process: change.Name, Version: change.Version, Title: r.Content.Title, Parties: doing(p),
		Own: change.Opened(policy, p.Org, r, fit)}})
}

// doing are the parties of what a principal's organisation does itself. The Service
// Integrator, which sees everything, is no provider.
func doing(p identity.Principal) record.Parties {
	if p.Kind != "provider" {
		return record.Parties{}
	}
	return record.Parties{Providers: []string{p.Org}}
}

func (s *Service) changePolicy() change.Policy {
	return change.Policy{WindowDays: s.Policy.Change.WindowDays}
}

// commandedChange is the change that a command is for, when the principal may give it.
func (s *Service) commandedChange(ctx context.Context, p identity.Principal, ref, command string) (ledger.CaseRow, change.State, error) {
	row, err := s.commanded(ctx, p, change.Name, ref, command)
	if err != nil {
		return row, change.State{}, err
	}
	own, err := ChangeOf(row)
	return row, own, err
}

// SaveChange keeps a draft as it is (B-16).
func (s *Service) SaveChange(ctx context.Context, p identity.Principal, ref, key string, m change.Saving) (casework.Receipt, error) {
	row, own, err := s.commandedChange(ctx, p, ref, change.Save.Name)
	if err != nil {
		return casework.Receipt{}, err
	}
	if err := s.checkNames(ctx, p, m.Content, own.Content); err != nil {
		return casework.Receipt{}, err
	}
	asked := m
	if m.Fit, err = s.namedIn(ctx, m.Content); err != nil {
		return casework.Receipt{}, err
	}
	asked.Fit = nil
	return send(ctx, s, p, row, key, change.Save, asked, m)
}

// SubmitChange hands a draft in, with what is found out about it now.
func (s *Service) SubmitChange(ctx context.Context, p identity.Principal, ref, key string, m change.Submission) (casework.Receipt, error) {
	row, own, err := s.commandedChange(ctx, p, ref, change.Submit.Name)
	if err != nil {
		return casework.Receipt{}, err
	}
	asked := m
	asked.Fit = nil
	if m.Fit, err = s.fitted(ctx, p, own, own.Content); err != nil {
		return casework.Receipt{}, err
	}
	return send(ctx, s, p, row, key, change.Submit, asked, m)
}

// ReviseChange gives a change that was handed in another content.
func (s *Service) ReviseChange(ctx context.Context, p identity.Principal, ref, key string, m change.Revision) (casework.Receipt, error) {
	row, own, err := s.commandedChange(ctx, p, ref, change.Revise.Name)
	if err != nil {
		return casework.Receipt{}, err
	}
	asked := m
	asked.Fit = nil
	if err := plain(asked); err != nil {
		return casework.Receipt{}, err
	}
	if err := s.checkNames(ctx, p, m.Content, own.Content); err != nil {
		return casework.Receipt{}, err
	}
	if m.Fit, err = s.fitted(ctx, p, own, m.Content); err != nil {
		return casework.Receipt{}, err
	}
	return send(ctx, s, p, row, key, change.Revise, asked, m)
}

// AssessChange is the Service Integrator's check; a change that conforms goes to the
// board that was chosen, or to the one whose scope it is (B-33, F-04).
func (s *Service) AssessChange(ctx context.Context, p identity.Principal, ref, key string, m change.Assessment) (casework.Receipt, error) {
	row, own, err := s.commandedChange(ctx, p, ref, change.Assess.Name)
	if err != nil {
		return casework.Receipt{}, err
	}
	asked := m
	asked.Fit, m.Fit = nil, &change.Fit{}
	if m.Conform {
		if m.Fit.Panel, err = s.boardFor(ctx, m.Board, own, own.Content); err != nil {
			return casework.Receipt{}, err
		}
	}
	return send(ctx, s, p, row, key, change.Assess, asked, m)
}

// ReclassifyChange makes it a change of another kind.
func (s *Service) ReclassifyChange(ctx context.Context, p identity.Principal, ref, key string, m change.Classification) (casework.Receipt, error) {
	row, own, err := s.commandedChange(ctx, p, ref, change.Reclassify.Name)
	if err != nil {
		return casework.Receipt{}, err
	}
	asked := m
	asked.Fit = nil
	if slices.Contains(change.Kinds, m.Kind) && row.Stage != change.Drafting {
		own.Kind = m.Kind
		if m.Fit, err = s.fitted(ctx, p, own, own.Content); err != nil {
			return casework.Receipt{}, err
		}
	}
	return send(ctx, s, p, row, key, change.Reclassify, asked, m)
}

// ReviseVote takes the place of a vote of a seat that the principal holds, or acts for.
func (s *Service) ReviseVote(ctx context.Context, p identity.Principal, ref, key string, m change.VoteRevision) (casework.Receipt, error) {
	row, own, err := s.commandedChange(ctx, p, ref, change.ReviseVote.Name)
	if err != nil {
		return casework.Receipt{}, err
	}
	if b := own.Ballot; b != nil {
		seat, known := b.Panel.Seats[m.Seat]
		if known && !slices.ContainsFunc(seat.Voters(s.Now()), func(r record.Recipient) bool { return p.Inbox().Holds(r) }) {
			return casework.Receipt{}, ErrForbidden
		}
	}
	return send(ctx, s, p, row, key, change.ReviseVote, m, m)
}

// RuleEmergency is the chair's decision on an emergency (B-34).
func (s *Service) RuleEmergency(ctx context.Context, p identity.Principal, ref, key string, m change.Ruling) (casework.Receipt, error) {
	m.By, m.Meeting, m.Present, m.Stroke = record.Actor{}, "", nil, false
	return Send(ctx, s, p, change.Name, ref, key, change.RuleEmergency, m)
}

// ReviewChange says how it was done, and what it caused (B-16, B-35).
func (s *Service) ReviewChange(ctx context.Context, p identity.Principal, ref, key string, m change.Verdict) (casework.Receipt, error) {
	if err := s.checkIncident(ctx, p, "incident", m.Incident); err != nil {
		return casework.Receipt{}, err
	}
	return Send(ctx, s, p, change.Name, ref, key, change.Review, m)
}

// ReportCausedIncident says that a change caused an incident; whether that is a
// critical one, the incident says itself.
func (s *Service) ReportCausedIncident(ctx context.Context, p identity.Principal, ref, key string, m change.CausedIncident) (casework.Receipt, error) {
	if _, err := s.commanded(ctx, p, change.Name, ref, change.ReportIncident.Name); err != nil {
		return casework.Receipt{}, err
	}
	asked := m
	if err := s.checkIncident(ctx, p, "incident", m.Incident); err != nil {
		return casework.Receipt{}, err
	}
	m.Problem, m.Critical = "", false
	if m.Incident != "" {
		row, err := s.Case(ctx, p, m.Incident)
		if err != nil {
			return casework.Receipt{}, err
		}
		own, err := IncidentOf(row)
		if err != nil {
			return casework.Receipt{}, err
		}
		m.Critical = own.Priority == incident.Critical
	}
	return sendAs(ctx, s, p, change.Name, ref, key, change.ReportIncident, asked, m)
}

// checkIncident refuses an incident that the principal does not see.
func (s *Service) checkIncident(ctx context.Context, p identity.Principal, field, ref string) error {
	var v casework.Invalid
	if ref != "" {
		seen, err := s.seesIncident(ctx, p, ref)
		if err != nil {
			return err
		}
		v.Check(seen, field, "unknown")
	}
	return v.Err()
}

// ChangeOf reads the process's own state from a case's row.
func ChangeOf(row ledger.CaseRow) (change.State, error) {
	return stateOf[change.State](row, change.Name)
}
