package sla

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"termijn/internal/calendar"
)

// Target is a promise about time. Exactly one of its targets is set; Calendar
// goes with WorkingDays (default "workdays") and WorkingTime (required).
type Target struct {
	WorkingDays    int            `json:"workingDays,omitempty"`
	WorkingTime    Duration       `json:"workingTime,omitempty"`
	Calendar       string         `json:"calendar,omitempty"`
	Elapsed        Duration       `json:"elapsed,omitempty"`
	CalendarDays   int            `json:"calendarDays,omitempty"`
	CalendarMonths int            `json:"calendarMonths,omitempty"`
	Date           *calendar.Date `json:"date,omitempty"`
}

// Names of the calendars that targets use when they name none.
const (
	workdays   = "workdays"
	roundClock = "24x7"
)

// maxUnits keeps sums of days far from overflow; no promise is near it.
const maxUnits = 1_000_000

// Validate says what is wrong with a target: none or several set, something
// negative, or a calendar where none belongs.
func (t Target) Validate() error {
	if t.WorkingDays < 0 || t.WorkingTime < 0 || t.Elapsed < 0 || t.CalendarDays < 0 || t.CalendarMonths < 0 {
		return errors.New("a target cannot be negative")
	}
	if max(t.WorkingDays, t.CalendarDays, t.CalendarMonths) > maxUnits {
		return fmt.Errorf("a target of more than %d is out of range", maxUnits)
	}
	if t.Date != nil && (t.Date.Year < firstYear || t.Date.Year > lastYear) {
		return fmt.Errorf("date is out of range: year %d", t.Date.Year)
	}
	set := 0
	for _, present := range []bool{
		t.WorkingDays != 0, t.WorkingTime != 0, t.Elapsed != 0,
		t.CalendarDays != 0, t.CalendarMonths != 0, t.Date != nil,
	} {
		if present {
			set++
		}
	}
	switch {
	case set == 0:
		return errors.New("no target: give one of workingDays, workingTime, elapsed, calendarDays, calendarMonths, date, above zero")
	case set > 1:
		return errors.New("more than one target: give exactly one")
	case t.WorkingTime != 0 && t.Calendar == "":
		return errors.New("workingTime needs a calendar, such as loh")
	case t.Elapsed != 0 && t.Calendar != "" && t.Calendar != roundClock:
		return fmt.Errorf("elapsed runs on %s; leave calendar %s out, or use workingTime", roundClock, t.Calendar)
	case t.inCalendarDays() && t.Calendar != "":
		return fmt.Errorf("calendar %s does not go with calendarDays, calendarMonths or date; leave it out", t.Calendar)
	}
	return nil
}

// CalendarName names the calendar to evaluate the target with. A target in
// calendar days takes only the zone from it, and [WorkingDaysBeforeDue] its
// working days.
func (t Target) CalendarName() string {
	switch {
	case t.Calendar != "":
		return t.Calendar
	case t.Elapsed != 0:
		return roundClock
	}
	return workdays
}

// CountsOnCalendar says that the target counts the working days or hours of a
// calendar; the others need only its zone.
func (t Target) CountsOnCalendar() bool { return t.WorkingDays != 0 || t.WorkingTime != 0 }

func (t Target) inCalendarDays() bool {
	return t.CalendarDays != 0 || t.CalendarMonths != 0 || t.Date != nil
}

// time is the length of a target in time.
func (t Target) time() time.Duration { return time.Duration(t.WorkingTime + t.Elapsed) }

// lastDate is the last day of a target in calendar days that starts on a date.
func (t Target) lastDate(start calendar.Date) calendar.Date {
	switch {
	case t.Date != nil:
		return *t.Date
	case t.CalendarMonths != 0:
		return start.AddMonthsClamped(t.CalendarMonths)
	}
	return start.AddDays(t.CalendarDays)
}

// Duration is a time.Duration that is written as "1h30m" in JSON and YAML.
type Duration time.Duration

// String writes the duration without trailing zero parts: 1h30m, not 1h30m0s.
func (d Duration) String() string {
	s := time.Duration(d).String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

// MarshalText writes the duration as String does.
func (d Duration) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads a duration such as 1h30m.
func (d *Duration) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	if err != nil {
		return fmt.Errorf("duration %q: write it as 1h30m", text)
	}
	*d = Duration(parsed)
	return nil
}
