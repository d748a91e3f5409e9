package app

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"termijn/internal/i18n"
	"termijn/internal/icalendar"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/internal/signedlink"
	"termijn/workflows/transition"
)

// agendaRefresh is how often an agenda that subscribed asks again.
const agendaRefresh = 4 * time.Hour

// AgendaPath leads to a programme's dates without signing in, for one person's
// agenda: it shows what that person sees, as long as they see it.
func (s *Service) AgendaPath(ctx context.Context, p identity.Principal, ref string) (string, error) {
	key, err := s.Store.LinkKey(ctx)
	if err != nil {
		return "", err
	}
	return signedlink.AgendaPath(key, ref, p.Person), nil
}

// Agenda is a programme's dates for whoever has a person's link.
func (s *Service) Agenda(ctx context.Context, ref, person, mac, base string) ([]byte, error) {
	key, err := s.Store.LinkKey(ctx)
	if err != nil {
		return nil, err
	}
	if !signedlink.Verify(key, signedlink.Agenda, signedlink.AgendaSubject(ref, person), mac) {
		return nil, ErrNotFound
	}
	reader, err := s.Store.Person(ctx, person)
	if err != nil {
		return nil, err
	}
	if !reader.Active {
		return nil, ErrNotFound
	}
	row, err := s.Case(ctx, identity.Of(reader), ref)
	if err != nil {
		return nil, err
	}
	return s.ProgrammeDates(row, i18n.For(reader.Language), base)
}

// ProgrammeDates are a programme's milestones and sessions as a calendar. The row is
// one that the reader was given; base is the site's address, before the path.
func (s *Service) ProgrammeDates(row ledger.CaseRow, say *i18n.Printer, base string) ([]byte, error) {
	own, err := ProgrammeOf(row)
	if err != nil {
		return nil, err
	}
	c := icalendar.Calendar{Name: row.Title, Language: say.Lang(), Refresh: agendaRefresh}
	for _, id := range slices.Sorted(maps.Keys(own.Milestones)) {
		c.Events = append(c.Events, milestoneEvent(row, own, id, say, base))
	}
	for _, id := range slices.Sorted(maps.Keys(own.Sessions)) {
		x := own.Sessions[id]
		if x.State == transition.SessionLapsed {
			continue
		}
		at := x.Date.Start(brussels).Add(time.Duration(x.Hour) * time.Hour)
		c.Events = append(c.Events, icalendar.Event{UID: row.Ref + "-session-" + id + "@termijn", Updated: row.UpdatedAt, Sequence: int(row.Seq), Start: at, End: at.Add(2 * time.Hour),
			Summary: say.T("programme.ics.session", "Programme", row.Title), URL: base + "/programmes/" + row.Ref + "/steering", Busy: true, Status: icalendar.Confirmed})
	}
	return c.Bytes()
}

// milestoneEvent stands on the day on which the milestone was reached, else is
// expected.
func milestoneEvent(row ledger.CaseRow, own transition.State, id string, say *i18n.Printer, base string) icalendar.Event {
	m := own.Milestones[id]
	on, word := m.Own(), say.T("transition.status."+m.Status)
	if c, ok := own.Carried[id]; ok && !c.Expected.IsZero() {
		on = c.Expected
	}
	if m.Reached != nil {
		on = m.Reached.Date
	}
	e := icalendar.Event{UID: fmt.Sprintf("%s-%s@termijn", row.Ref, id), Updated: row.UpdatedAt, Sequence: int(row.Seq), FirstDay: on,
		Summary:     m.Title,
		Description: say.T("programme.ics.milestone", "State", word, "Due", say.Date(m.Due), "Expected", say.Date(on)),
		URL:         base + "/programmes/" + row.Ref + "/milestone?id=" + id, Status: icalendar.Confirmed, Categories: []string{word}}
	if m.Status == transition.MilestoneCancelled {
		e.Status = icalendar.Cancelled
	}
	return e
}
