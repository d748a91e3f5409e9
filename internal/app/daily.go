package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/internal/record"
	"termijn/workflows/incident"
	"termijn/workflows/status"
)

// DailyReport is a recorded report of the daily status meeting (B-11).
type DailyReport struct {
	// Case is the reference of the meeting's case.
	Case string
	status.Report
}

// LastDailyReport is the newest recorded report. A provider gets its own part of
// it. ErrNotFound: there is none yet.
func (s *Service) LastDailyReport(ctx context.Context, p identity.Principal) (DailyReport, error) {
	if !p.May(identity.ReadStatus, nil) {
		return DailyReport{}, ErrForbidden
	}
	ref, err := s.Store.Claimed(ctx, "", statusKey)
	if err != nil {
		return DailyReport{}, err
	}
	e, err := s.Store.Latest(ctx, ref, status.Reported)
	if err != nil {
		return DailyReport{}, err
	}
	r := DailyReport{Case: ref}
	if err := json.Unmarshal(e.Body, &r.Report); err != nil {
		return r, fmt.Errorf("report of %s: %w", ref, err)
	}
	if p.Kind == "provider" {
		r.DailyStatus = partOf(r.DailyStatus, p.Org)
	}
	return r, nil
}

// partOf is what a report says of one organisation.
func partOf(all record.DailyStatus, org string) record.DailyStatus {
	own := record.DailyStatus{At: all.At}
	for _, o := range all.Organisations {
		if o.Org == org {
			own.Count, own.Late, own.Today, own.Soon, own.Organisations = o.Count, o.Late, o.Today, o.Soon, []record.StatusOf{o}
		}
	}
	return own
}

// DailyIncident is what the list of the day shows of an incident beside its item.
type DailyIncident struct {
	Title, Client, Service, Stage string
	// Agent is who has it; empty for nobody.
	Agent string
	// Waits for: user, supplier, change or problem; empty while it is worked on.
	Waits, Question string
}

// DailyIncidents are the incidents of a list that the principal may see, by reference.
func (s *Service) DailyIncidents(ctx context.Context, p identity.Principal, list record.DailyStatus) (map[string]DailyIncident, error) {
	if !p.May(identity.ReadStatus, nil) {
		return nil, ErrForbidden
	}
	var refs []string
	for _, o := range list.Organisations {
		for _, i := range o.Items {
			refs = append(refs, i.Ref)
		}
	}
	rows, err := s.Store.CasesOf(ctx, p.Scope(), refs)
	if err != nil {
		return nil, err
	}
	all := map[string]DailyIncident{}
	for ref, row := range rows {
		own, err := stateOf[incident.State](row, incident.Name)
		if errors.Is(err, ledger.ErrNotFound) {
			continue // a reference that is no incident's
		}
		if err != nil {
			return nil, err
		}
		wait := own.Waits[own.Waiting]
		all[ref] = DailyIncident{Title: row.Title, Client: row.Parties.Client, Service: own.Service, Stage: row.Stage, Agent: own.Handler.Agent,
			Waits: wait.Reason, Question: wait.Question}
	}
	return all, nil
}
