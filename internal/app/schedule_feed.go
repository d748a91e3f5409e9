package app

import (
	"context"
	"net/url"
	"strings"

	"termijn/internal/identity"
	"termijn/internal/signedlink"
)

// ScheduleLink is the address, below the site's own, at which a calendar program reads
// the principal's forward schedule, narrowed as they chose: with the link alone, for as
// long as they may.
func (s *Service) ScheduleLink(ctx context.Context, p identity.Principal, item, provider string) (string, error) {
	if !p.May(identity.ReadSchedule, nil) {
		return "", ErrForbidden
	}
	key, err := s.Store.LinkKey(ctx)
	if err != nil {
		return "", err
	}
	return signedlink.SchedulePath(key, p.Person, scheduleFilter(item, provider)), nil
}

// scheduleFilter is what a link is signed for.
func scheduleFilter(item, provider string) string {
	q := url.Values{}
	if item != "" {
		q.Set("item", item)
	}
	if provider != "" {
		q.Set("provider", provider)
	}
	return q.Encode()
}

// ScheduleReader is for whom a link reads the schedule: the person as they are now.
// Another link, or one of somebody who left, is not there.
func (s *Service) ScheduleReader(ctx context.Context, person, item, provider, mac string) (identity.Principal, error) {
	subject := person + "?" + scheduleFilter(item, provider)
	if err := s.verify(ctx, signedlink.Schedule, subject, strings.TrimSuffix(mac, ".ics")); err != nil {
		return identity.Principal{}, err
	}
	found, err := s.Store.Person(ctx, person)
	if err != nil {
		return identity.Principal{}, err
	}
	if !found.Active {
		return identity.Principal{}, ErrNotFound
	}
	return identity.Of(found), nil
}

// ScheduleUID names an entry in calendar programs: the same in every version, and
// telling nobody which case it is.
func (s *Service) ScheduleUID(ctx context.Context, e ScheduleEntry) (string, error) {
	key, err := s.Store.LinkKey(ctx)
	if err != nil {
		return "", err
	}
	return signedlink.Sign(key, signedlink.Schedule, "entry "+e.id) + "@termijn", nil
}
