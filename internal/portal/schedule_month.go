package portal

import (
	"fmt"
	"net/url"
	"time"

	"termijn/internal/calendar"
)

// monthView is the schedule of a month as a grid: a row a week, a column a weekday.
type monthView struct {
	Weekdays []weekdayName
	Weeks    [][]monthDay
}

// weekdayName is a day of the week, short for the eye and in full for the ear.
type weekdayName struct{ Short, Long string }

// monthDay is a day of the grid. Outside days belong to another month, Off ones do not
// count as working days.
type monthDay struct {
	Number, Label, Path string
	Today, Outside, Off bool
	Entries             []monthEntry
	// More says how many are left out; the page of the day has them.
	More string
}

// monthEntry is something that is planned, on one of its days.
type monthEntry struct {
	Title, Path, Kind string
	// Prefix is what it is, unless it is an ordinary change; Time when it begins that
	// day; Goes that it began before.
	Prefix, Time         string
	Goes                 bool
	Firm, Over, Collides bool
}

// mostOfADay is how much a day of the grid shows.
const mostOfADay = 6

// monthGrid are the weeks that a month touches, Monday first; the last excluded.
func monthGrid(first, last calendar.Date) (from, to calendar.Date) {
	from = first.AddDays(-weekdayFromMonday(first))
	end := last.AddDays(-1)
	return from, end.AddDays(7 - weekdayFromMonday(end))
}

// weekdayFromMonday counts from 0 on Monday.
func weekdayFromMonday(d calendar.Date) int { return (int(d.Weekday()) + 6) % 7 }

// monthView lays what is planned out over the days of a month.
func (v *visit) monthView(first, last calendar.Date, rows []scheduleRow, at func(view string, d calendar.Date) string) (*monthView, error) {
	cal, err := v.portal.service.Store.Calendars().CurrentAt("workdays", v.now)
	if err != nil {
		return nil, err
	}
	m := &monthView{}
	for i := 1; i <= 7; i++ {
		m.Weekdays = append(m.Weekdays, weekdayName{v.text.T(fmt.Sprintf("format.weekday.%02d", i%7)), v.text.T(fmt.Sprintf("schedule.weekday.%d", i))})
	}
	from, to := monthGrid(first, last)
	today := calendar.DateOf(v.now, brussels)
	for d := from; d.Before(to); d = d.AddDays(1) {
		if d.Weekday() == time.Monday {
			m.Weeks = append(m.Weeks, nil)
		}
		day := monthDay{Number: v.text.Number(d.Day), Label: v.text.DayDate(d), Path: at("day", d), Today: d == today, Outside: d.Before(first) || !d.Before(last), Off: !cal.IsWorkingDay(d)}
		v.fillDay(&day, rows, d.Start(brussels), d.AddDays(1).Start(brussels))
		m.Weeks[len(m.Weeks)-1] = append(m.Weeks[len(m.Weeks)-1], day)
	}
	return m, nil
}

// fillDay puts on a day what is under way in it.
func (v *visit) fillDay(day *monthDay, rows []scheduleRow, from, to time.Time) {
	left := 0
	for _, r := range rows {
		if !r.from.Before(to) || !r.to.After(from) {
			continue
		}
		if len(day.Entries) == mostOfADay {
			left++
			continue
		}
		e := monthEntry{Title: r.Title, Path: r.Path, Kind: r.Kind, Firm: r.Firm, Over: r.Over, Goes: r.from.Before(from)}
		if r.KindText != v.text.T("schedule.sort.normal") {
			e.Prefix = r.KindText
		}
		if !e.Goes {
			e.Time = v.text.Time(r.from)
		}
		for _, c := range r.Clashes {
			e.Collides = e.Collides || c.from.Before(to) && c.to.After(from)
		}
		day.Entries = append(day.Entries, e)
	}
	if left > 0 {
		day.More = v.text.T("schedule.month.more", "Count", left)
	}
}

// clashing are the rows that collide with something.
func clashing(rows []scheduleRow) []scheduleRow {
	return keep(rows, func(r scheduleRow) bool { return len(r.Clashes) > 0 })
}

// scheduleAddress is the page of a view around a date, with the filter kept.
func scheduleAddress(values url.Values, view string, d calendar.Date) string {
	values.Set("view", view)
	values.Set("date", d.String())
	return "/calendar?" + values.Encode()
}
