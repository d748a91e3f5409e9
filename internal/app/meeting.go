package app

import (
	"context"
	"slices"

	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/workflows/casework"
	"termijn/workflows/meeting"
)

// JoinMeeting says that somebody takes part in a critical-incident meeting, or left it.
func (s *Service) JoinMeeting(ctx context.Context, p identity.Principal, ref, key string, m meeting.Participation) (casework.Receipt, error) {
	if _, err := s.commanded(ctx, p, meeting.Name, ref, meeting.Join.Name); err != nil {
		return casework.Receipt{}, err
	}
	asked := m
	if m.Person != "" && m.Org == "" && p.Kind != "si" {
		m.Org = p.Org
	}
	var v casework.Invalid
	if err := s.checkPerson(ctx, &v, m.Org, m.Person); err != nil {
		return casework.Receipt{}, err
	}
	if err := v.Err(); err != nil {
		return casework.Receipt{}, err
	}
	return sendAs(ctx, s, p, meeting.Name, ref, key, meeting.Join, asked, m)
}

// AssignAction gives somebody who takes part in the meeting something to do.
func (s *Service) AssignAction(ctx context.Context, p identity.Principal, ref, key string, a meeting.ActionDraft) (casework.Receipt, error) {
	if _, err := s.commanded(ctx, p, meeting.Name, ref, meeting.AssignAction.Name); err != nil {
		return casework.Receipt{}, err
	}
	var v casework.Invalid
	if err := s.checkPerson(ctx, &v, a.Org, a.Person); err != nil {
		return casework.Receipt{}, err
	}
	if err := v.Err(); err != nil {
		return casework.Receipt{}, err
	}
	return Send(ctx, s, p, meeting.Name, ref, key, meeting.AssignAction, a)
}

// InviteToMeeting lets another provider see the meeting.
func (s *Service) InviteToMeeting(ctx context.Context, p identity.Principal, ref, key string, i meeting.Invitation) (casework.Receipt, error) {
	if _, err := s.commanded(ctx, p, meeting.Name, ref, meeting.Invite.Name); err != nil {
		return casework.Receipt{}, err
	}
	providers, err := s.Store.Organisations(ctx, "provider")
	if err != nil {
		return casework.Receipt{}, err
	}
	var v casework.Invalid
	v.Check(i.Org == "" || slices.ContainsFunc(providers, func(o ledger.Organisation) bool { return o.ID == i.Org }), "org", "unknown")
	if err := v.Err(); err != nil {
		return casework.Receipt{}, err
	}
	return Send(ctx, s, p, meeting.Name, ref, key, meeting.Invite, i)
}

// checkPerson notes that a person, if one is named, does not work for the organisation.
func (s *Service) checkPerson(ctx context.Context, v *casework.Invalid, org, person string) error {
	if person == "" || org == "" {
		return nil // the process asks for what is missing
	}
	people, err := s.Store.People(ctx, org)
	if err != nil {
		return err
	}
	v.Check(slices.ContainsFunc(people, func(o ledger.Person) bool { return o.ID == person && o.Active }), "person", "unknown")
	return nil
}

// MeetingOf reads a meeting's own state from a case's row.
func MeetingOf(c ledger.CaseRow) (meeting.State, error) {
	return stateOf[meeting.State](c, meeting.Name)
}
