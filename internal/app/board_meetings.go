package app

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"termijn/activities"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/internal/record"
	"termijn/internal/rhythm"
	"termijn/internal/signedlink"
	"termijn/workflows/board"
	"termijn/workflows/session"
)

// NextMeetings are the meetings that a rhythm gives from now on, with what is odd about
// them; none for an expression that is no rhythm.
func (s *Service) NextMeetings(cron string, cutoff, count int) ([]record.MeetingPlanned, error) {
	r, err := rhythm.Parse(cron)
	if err != nil {
		return nil, nil // the form says what is wrong with it
	}
	now := s.Now()
	cal, err := s.Policy.Calendars.CurrentAt("workdays", now)
	if err != nil {
		return nil, err
	}
	var all []record.MeetingPlanned
	for _, m := range r.After(now, count, cal.Location()) {
		p := activities.Meeting(cal, m.At, cutoff)
		if m.Note != "" {
			p.Notes = append(p.Notes, m.Note)
		}
		all = append(all, p)
	}
	return all, nil
}

// BoardSession is a meeting of a board that was opened as a case.
type BoardSession struct {
	Row ledger.CaseRow
	Own session.State
}

// BoardSessions are those of some sessions that the principal may see, the newest first.
func (s *Service) BoardSessions(ctx context.Context, p identity.Principal, refs []string) ([]BoardSession, error) {
	rows, err := s.Store.CasesOf(ctx, p.Scope(), refs)
	if err != nil {
		return nil, err
	}
	var all []BoardSession
	for _, ref := range refs {
		row, ok := rows[ref]
		if !ok {
			continue
		}
		own, err := SessionOf(row)
		if err != nil {
			return nil, err
		}
		all = append(all, BoardSession{row, own})
	}
	return all, nil
}

// PastMeeting is a meeting that its board does not plan any more. Key is how it was
// planned first, which names it in calendar programs.
type PastMeeting struct {
	BoardSession
	Key string
}

// mostPast is how many past meetings of a board are looked up.
const mostPast = 40

// PastMeetings are the newest meetings of a board that are past, as far as the principal
// may see them. Under which name each was planned, the board's own history says.
func (s *Service) PastMeetings(ctx context.Context, p identity.Principal, ref string, own board.State) ([]PastMeeting, error) {
	events, err := s.Store.EventsOf(ctx, ref, []string{"board.meeting_prepared"}, 0, mostPast)
	if err != nil {
		return nil, err
	}
	keys := map[string]string{}
	for _, e := range events {
		var patch struct {
			Planned map[string]struct{ Meeting string }
		}
		if e.Effects.Case == nil || json.Unmarshal(e.Effects.Case.View, &patch) != nil {
			continue
		}
		for key, planned := range patch.Planned {
			if _, still := own.Planned[key]; !still && planned.Meeting != "" {
				keys[planned.Meeting] = key
			}
		}
	}
	sessions, err := s.BoardSessions(ctx, p, slices.Sorted(maps.Keys(keys)))
	if err != nil {
		return nil, err
	}
	var all []PastMeeting
	for _, x := range sessions {
		all = append(all, PastMeeting{x, keys[x.Row.Ref]})
	}
	return all, nil
}

// MeetingsLink is the address, below the site's own, at which a calendar program reads
// the meetings of a board for the principal, for as long as they see the board.
func (s *Service) MeetingsLink(ctx context.Context, p identity.Principal, ref string) (string, error) {
	key, err := s.Store.LinkKey(ctx)
	if err != nil {
		return "", err
	}
	return signedlink.MeetingsPath(key, ref, p.Person), nil
}

// MeetingsReader is for whom a link reads the meetings of a board, as they are now, and
// the board. Another link, one of somebody who left, or of a board that they do not
// see, is not there.
func (s *Service) MeetingsReader(ctx context.Context, ref, person, mac string) (identity.Principal, ledger.CaseRow, error) {
	if err := s.verify(ctx, signedlink.Meetings, signedlink.MeetingsSubject(ref, person), strings.TrimSuffix(mac, ".ics")); err != nil {
		return identity.Principal{}, ledger.CaseRow{}, err
	}
	found, err := s.Store.Person(ctx, person)
	if err != nil {
		return identity.Principal{}, ledger.CaseRow{}, err
	}
	if !found.Active {
		return identity.Principal{}, ledger.CaseRow{}, ErrNotFound
	}
	who := identity.Of(found)
	row, err := s.Case(ctx, who, ref)
	return who, row, err
}

// MeetingUID names a planned meeting in calendar programs: by the beginning that the
// rhythm gave it, so that it stays itself when it is moved.
func (s *Service) MeetingUID(ctx context.Context, ref, planned string) (string, error) {
	key, err := s.Store.LinkKey(ctx)
	if err != nil {
		return "", err
	}
	return signedlink.Sign(key, signedlink.Meetings, "meeting "+ref+" "+planned) + "@termijn", nil
}

// lengthOfMeeting is how long a meeting stands in an agenda whose board does not say.
const lengthOfMeeting = time.Hour

// MeetingEnd is when a meeting of a board is planned to end.
func MeetingEnd(d board.Definition, at time.Time) time.Time {
	if d.Minutes == 0 {
		return at.Add(lengthOfMeeting)
	}
	return at.Add(time.Duration(d.Minutes) * time.Minute)
}
