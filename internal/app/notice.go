package app

import (
	"context"

	"termijn/internal/i18n"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/notice"
)

// OpenNotice publishes planned unavailability (E-06).
func (s *Service) OpenNotice(ctx context.Context, p identity.Principal, key string, a notice.Announcement) (casework.Receipt, error) {
	if !p.May(identity.OpenNotice, nil) {
		return casework.Receipt{}, ErrForbidden
	}
	if err := plain(a); err != nil {
		return casework.Receipt{}, err
	}
	orgs, err := s.Store.Organisations(ctx, "client")
	if err != nil {
		return casework.Receipt{}, err
	}
	clients := ids(orgs)
	var services []string
	for _, known := range s.Policy.Incident.Services {
		services = append(services, known.ID)
	}
	if err := a.Check(services, clients, s.Time.Now()); err != nil {
		return casework.Receipt{}, err
	}
	affected := a.Clients
	if len(affected) == 0 {
		affected = clients
	}
	return open(ctx, s, p, key, notice.Prefix, a, casework.Start[notice.State]{State: casework.State[notice.State]{
		Process: notice.Name, Version: notice.Version, Title: a.Title, Parties: s.noticeParties(a),
		Own: notice.Opened(a, s.serviceName(a.Service, i18n.Dutch), affected)}})
}

// noticeParties are who sees the notice's case beside the Service Integrator and
// the Board: the provider whose service it is, and a Client that it affects alone.
// Everybody else reads the status page.
func (s *Service) noticeParties(a notice.Announcement) record.Parties {
	var parties record.Parties
	if org := s.Policy.Incident.TeamFor(a.Service, "").Org; org != "si" {
		parties.Providers = []string{org}
	}
	if len(a.Clients) == 1 {
		parties.Client = a.Clients[0]
	}
	return parties
}

func ids(orgs []ledger.Organisation) []string {
	var all []string
	for _, o := range orgs {
		all = append(all, o.ID)
	}
	return all
}
