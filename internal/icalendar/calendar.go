package icalendar

import (
	"fmt"
	"net/url"
	"time"

	"termijn/internal/calendar"
)

// MediaType is what a calendar is served as.
const MediaType = "text/calendar; charset=utf-8"

// Status of an event. Empty leaves it out.
type Status string

// The statuses that RFC 5545 gives an event (3.8.1.11).
const (
	Tentative Status = "TENTATIVE"
	Confirmed Status = "CONFIRMED"
	Cancelled Status = "CANCELLED"
)

// Calendar is a set of events that is subscribed to or opened as a whole.
type Calendar struct {
	// Name that agendas show.
	Name        string
	Description string
	// Language of the texts, such as nl; empty when it does not matter.
	Language string
	// Refresh is how often a subscriber should ask again; 0 leaves it to the agenda.
	// It is written in whole minutes, at least one.
	Refresh time.Duration
	Events  []Event
}

// Event is one entry. UID, Updated, and either FirstDay or Start are required.
type Event struct {
	// UID is unique in the world and the same in every version of the event.
	UID string
	// Sequence rises by one with each change of date or time; from 0.
	Sequence int
	// Updated is when the event last changed.
	Updated time.Time
	// Start and End of a stretch of time, End excluded. Without an End it is a
	// moment. They must be zero for an event of whole days.
	Start, End time.Time
	// FirstDay and LastDay of an event of whole days, both included. Without a
	// LastDay it is a single day.
	FirstDay, LastDay calendar.Date
	Summary           string
	Description       string
	Location          string
	// URL of the page about it, absolute; empty for none.
	URL        string
	Status     Status
	Categories []string
	// Busy: whoever has it in the agenda is not free then.
	Busy bool
}

// Bytes writes the calendar. The error names the event that cannot be written.
func (c Calendar) Bytes() ([]byte, error) {
	seen := make(map[string]bool, len(c.Events))
	for i, e := range c.Events {
		if err := e.check(); err != nil {
			return nil, fmt.Errorf("icalendar: event %d (%s): %w", i, e.UID, err)
		}
		if seen[e.UID] {
			return nil, fmt.Errorf("icalendar: event %d (%s): the UID is there twice", i, e.UID)
		}
		seen[e.UID] = true
	}
	var w writer
	w.line("BEGIN", "VCALENDAR")
	w.line("VERSION", "2.0")
	w.line("PRODID", "-//termijn//termijn//NL")
	w.line("CALSCALE", "GREGORIAN")
	// NAME is the standard (RFC 7986), X-WR-CALNAME what most agendas still read.
	w.text("NAME", c.Language, c.Name)
	w.text("X-WR-CALNAME", "", c.Name)
	w.text("DESCRIPTION", c.Language, c.Description)
	w.text("X-WR-CALDESC", "", c.Description)
	if c.Refresh > 0 {
		every := fmt.Sprintf("PT%dM", max(1, int(c.Refresh/time.Minute)))
		w.line("REFRESH-INTERVAL;VALUE=DURATION", every)
		w.line("X-PUBLISHED-TTL", every)
	}
	for _, e := range c.Events {
		e.write(&w, c.Language)
	}
	w.line("END", "VCALENDAR")
	return w.out.Bytes(), nil
}

func (e Event) check() error {
	days, moments := !e.FirstDay.IsZero(), !e.Start.IsZero()
	switch {
	case e.UID == "" || plain(e.UID) != e.UID:
		return fmt.Errorf("a UID is needed, without line ends and control characters")
	case e.Updated.IsZero():
		return fmt.Errorf("no instant of the last change")
	case e.Sequence < 0:
		return fmt.Errorf("sequence %d; it counts from 0", e.Sequence)
	case days == moments:
		return fmt.Errorf("give either a first day or a start")
	case !days && !e.LastDay.IsZero() || !moments && !e.End.IsZero():
		return fmt.Errorf("an end of days with a start in time, or the other way round")
	case days && !e.LastDay.IsZero() && e.LastDay.Before(e.FirstDay):
		return fmt.Errorf("the last day %s lies before the first, %s", e.LastDay, e.FirstDay)
	case moments && !e.End.IsZero() && e.End.Before(e.Start):
		return fmt.Errorf("it ends before it starts")
	case e.Status != "" && e.Status != Tentative && e.Status != Confirmed && e.Status != Cancelled:
		return fmt.Errorf("status %q; RFC 5545 knows TENTATIVE, CONFIRMED and CANCELLED", e.Status)
	}
	if u, err := url.Parse(e.URL); e.URL != "" && (err != nil || !u.IsAbs()) {
		return fmt.Errorf("URL %q is not absolute", e.URL)
	}
	return nil
}

func (e Event) write(w *writer, language string) {
	w.line("BEGIN", "VEVENT")
	w.text("UID", "", e.UID)
	// Without a METHOD, DTSTAMP is when the event was last revised (3.8.7.2).
	w.line("DTSTAMP", instant(e.Updated))
	w.line("LAST-MODIFIED", instant(e.Updated))
	w.line("SEQUENCE", fmt.Sprint(e.Sequence))
	if !e.FirstDay.IsZero() {
		last := e.LastDay
		if last.IsZero() {
			last = e.FirstDay
		}
		// DTEND is the first day that no longer belongs to it (3.6.1).
		w.line("DTSTART;VALUE=DATE", date(e.FirstDay))
		w.line("DTEND;VALUE=DATE", date(last.AddDays(1)))
	} else {
		w.line("DTSTART", instant(e.Start))
		// An end must lie after the start (3.8.2.2); a moment has none.
		if e.End.Sub(e.Start) >= time.Second {
			w.line("DTEND", instant(e.End))
		}
	}
	w.text("SUMMARY", language, e.Summary)
	w.text("DESCRIPTION", language, e.Description)
	w.text("LOCATION", language, e.Location)
	if u, err := url.Parse(e.URL); err == nil && e.URL != "" {
		w.line("URL", u.String())
	}
	if e.Status != "" {
		w.line("STATUS", string(e.Status))
	}
	w.list("CATEGORIES", language, e.Categories)
	transparency := "TRANSPARENT"
	if e.Busy {
		transparency = "OPAQUE"
	}
	w.line("TRANSP", transparency)
	w.line("END", "VEVENT")
}

func instant(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

func date(d calendar.Date) string { return fmt.Sprintf("%04d%02d%02d", d.Year, d.Month, d.Day) }
