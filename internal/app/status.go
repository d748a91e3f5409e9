package app

import (
	"context"
	"errors"

	"go.temporal.io/api/serviceerror"

	"termijn/activities"
	"termijn/internal/i18n"
	"termijn/internal/identity"
	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/status"
)

// statusKey finds the one case of the daily status meeting again.
const statusKey = "status"

// EnsureStatus opens the case of the daily status meeting if there is none (B-11).
// One that somebody ended is not opened again.
func (s *Service) EnsureStatus(ctx context.Context) error {
	title := i18n.For(i18n.Dutch).T("process.status")
	// Nobody asks for it: the product itself does, which is nobody in particular.
	_, err := open(ctx, s, identity.Principal{}, statusKey, status.Prefix, statusKey, casework.Start[status.State]{
		State: casework.State[status.State]{Process: status.Name, Version: status.Version, Title: title}})
	var ended *serviceerror.WorkflowExecutionAlreadyStarted
	if errors.As(err, &ended) {
		return nil
	}
	return err
}

// DailyStatus is the list of incidents that need action as it stands now (B-11).
// A provider sees what it must act on itself; the Service Integrator and the Board
// see everybody's.
func (s *Service) DailyStatus(ctx context.Context, p identity.Principal) (record.DailyStatus, error) {
	// A provider must be one: without an organisation the list would be everybody's.
	if !p.May(identity.ReadStatus, &record.Parties{Providers: []string{p.Org}}) {
		return record.DailyStatus{}, ErrForbidden
	}
	org := ""
	if p.Kind == "provider" {
		org = p.Org
	}
	return activities.DailyStatus(ctx, s.Store, s.Policy, s.Now(), org)
}
