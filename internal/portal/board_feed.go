package portal

import (
	"fmt"
	"net/http"
	"strings"

	"termijn/internal/app"
	"termijn/internal/i18n"
	"termijn/internal/icalendar"
	"termijn/internal/ledger"
	"termijn/workflows/board"
	"termijn/workflows/session"
)

// boardFeed is the meetings of a board as a calendar, by a person's signed link: those
// that are planned, moved ones at their new time, skipped ones as cancelled, and those
// of the past.
func (p *portal) boardFeed(v *visit) error {
	who, row, err := p.service.MeetingsReader(v.r.Context(), v.param("ref"), v.param("person"), v.param("mac"))
	if err != nil {
		return err
	}
	own, err := app.BoardOf(row)
	if err != nil {
		return err
	}
	v.who, v.text = who, i18n.For(who.Language)
	c := icalendar.Calendar{Name: own.Definition.Name, Language: v.text.Lang(), Refresh: feedEvery}
	for _, key := range own.Meetings() {
		event, err := v.meetingEvent(row, key, own)
		if err != nil {
			return err
		}
		c.Events = append(c.Events, event)
	}
	past, err := p.service.PastMeetings(v.r.Context(), who, row.Ref, own)
	if err != nil {
		return err
	}
	for _, m := range past {
		event, err := v.pastEvent(row.Ref, m)
		if err != nil {
			return err
		}
		c.Events = append(c.Events, event)
	}
	return v.sendCalendar(c)
}

// pastEvent is a meeting that is over: it stays where it was in the reader's calendar,
// with what became of it.
func (v *visit) pastEvent(ref string, m app.PastMeeting) (icalendar.Event, error) {
	uid, err := v.portal.service.MeetingUID(v.r.Context(), ref, m.Key)
	if err != nil {
		return icalendar.Event{}, err
	}
	about := m.Own.About
	event := icalendar.Event{UID: uid, Sequence: int(m.Row.Seq), Updated: m.Row.UpdatedAt, Start: about.At, End: app.MeetingEnd(board.Definition{Minutes: about.Minutes}, about.At),
		Status: icalendar.Confirmed, Summary: m.Row.Title, URL: v.site() + casePath(m.Row.Ref), Busy: true, Categories: []string{v.text.T("process.board")},
		Description: v.text.T("stage.session." + m.Row.Stage)}
	if m.Row.Stage == session.CalledOff || m.Row.Stage == session.Lapsed {
		event.Status, event.Busy = icalendar.Cancelled, false
	}
	return event, nil
}

// meetingEvent is a planned meeting in a calendar.
func (v *visit) meetingEvent(row ledger.CaseRow, key string, own board.State) (icalendar.Event, error) {
	uid, err := v.portal.service.MeetingUID(v.r.Context(), row.Ref, key)
	if err != nil {
		return icalendar.Event{}, err
	}
	p := own.Planned[key]
	event := icalendar.Event{UID: uid, Sequence: p.Changes, Updated: row.UpdatedAt, Start: p.At, End: app.MeetingEnd(own.Definition, p.At), Status: icalendar.Confirmed,
		Summary: own.Definition.Name, URL: v.site() + casePath(row.Ref), Busy: true, Categories: []string{v.text.T("process.board")}}
	if p.Meeting != "" {
		event.URL = v.site() + casePath(p.Meeting)
	}
	var about []string
	if p.Skipped {
		event.Status, event.Busy = icalendar.Cancelled, false
		event.Summary = v.text.T("board.feed.skipped", "Name", own.Definition.Name)
	}
	if p.Moved != nil {
		about = append(about, v.text.T("board.meeting.moved", "From", v.text.DateTime(*p.Moved)))
	}
	if p.Extra {
		about = append(about, v.text.T("board.meeting.extra"))
	}
	if p.Reason != "" {
		about = append(about, p.Reason)
	}
	for _, note := range p.Notes {
		about = append(about, titled(v.text, "board.note.", note))
	}
	if !p.Skipped {
		about = append(about, v.text.T("board.feed.cutoff", "At", v.text.Deadline(p.Cutoff)))
	}
	event.Description = strings.Join(about, "\n")
	return event, nil
}

// sendCalendar sends a calendar to a calendar program.
func (v *visit) sendCalendar(c icalendar.Calendar) error {
	b, err := c.Bytes()
	if err != nil {
		return fmt.Errorf("calendar %s: %w", c.Name, err)
	}
	h := v.w.Header()
	h.Set("Content-Type", icalendar.MediaType)
	h.Set("Cache-Control", "private, max-age=600")
	h.Set("X-Robots-Tag", "noindex")
	v.w.WriteHeader(http.StatusOK)
	if _, err := v.w.Write(b); err != nil {
		v.logError(fmt.Errorf("send calendar: %w", err)) // the reader went away
	}
	return nil
}
