package portal

import (
	"fmt"
	"strings"
	"time"

	"termijn/internal/calendar"
	"termijn/internal/i18n"
	"termijn/internal/record"
)

// timeAmount writes hours and minutes: "20 min", "4 u", "1 u 30 min".
func timeAmount(say *i18n.Printer, seconds int64) string {
	hours, minutes := seconds/3600, seconds%3600/60
	switch {
	case 0 < seconds && seconds < 60:
		return say.T("case.unit.under_minute")
	case hours == 0:
		return say.T("incident.amount.minutes", "Minutes", minutes)
	case minutes == 0:
		return say.T("incident.amount.hours", "Hours", hours)
	}
	return say.T("case.unit.hours", "Hours", hours, "Minutes", minutes)
}

// daysFromNow counts the days from today to an instant's.
func (r clockReader) daysFromNow(t time.Time) int {
	return calendar.DateOf(t, brussels).DaysSince(calendar.DateOf(r.now, brussels))
}

// thisWeek is how many days off a day's name alone still says which one it is.
const thisWeek = 6

// hour writes a tick on an axis of hours: the time, with the day when that is
// another day than the start's, or when the start is not today.
func (r clockReader) hour(t, start time.Time) string {
	days := r.daysFromNow(t)
	switch on := calendar.DateOf(t, brussels); {
	case on == calendar.DateOf(start, brussels) && (days == 0 || !t.Equal(start)):
		return r.say.Time(t)
	case -thisWeek <= days && days <= thisWeek || !t.Equal(start):
		return r.say.T("case.picture.hour", "Day", r.weekday(t), "Time", r.say.Time(t))
	default:
		return r.say.T("case.picture.hour", "Day", r.tick(on), "Time", r.say.Time(t))
	}
}

// weekday is the short name of an instant's day.
func (r clockReader) weekday(t time.Time) string {
	return r.say.T(fmt.Sprintf("format.weekday.%02d", int(t.In(brussels).Weekday())))
}

// near writes an instant the way one speaks of it: "17.54 uur" today, "morgen 13.00
// uur", "ma 13.00 uur" this week, else its date and time.
func (r clockReader) near(t time.Time) string {
	days, day := r.daysFromNow(t), r.relativeDay(t)
	switch {
	case days == 0:
		return r.say.Time(t)
	case day != "":
	case -thisWeek <= days && days <= thisWeek:
		day = r.weekday(t)
	default:
		day = r.tick(calendar.DateOf(t, brussels))
	}
	return r.say.T("case.picture.hour", "Day", day, "Time", r.say.Time(t))
}

// instant writes an instant in the little room of a picture: for a clock of hours
// with its time, else the day.
func (r clockReader) instant(k record.Clock, t time.Time, day calendar.Date) string {
	if countsTime(k) {
		return r.near(t)
	}
	return r.tick(day)
}

// until writes until when a clock runs, in a sentence: "vandaag om 17.54 uur".
func (r clockReader) until(k record.Clock) string {
	due := k.Result.Due
	if due == nil || !countsTime(k) {
		return r.say.Deadline(due)
	}
	if day := r.relativeDay(*due); day != "" {
		return r.say.T("case.day.at", "Day", day, "Time", r.say.Time(*due))
	}
	return r.say.DateTime(due)
}

// relativeDay is the word for today and the days around it; empty for others.
func (r clockReader) relativeDay(t time.Time) string {
	switch r.daysFromNow(t) {
	case 0:
		return r.say.T("case.day.today")
	case 1:
		return r.say.T("case.day.tomorrow")
	case -1:
		return r.say.T("case.day.yesterday")
	}
	return ""
}

// closedText names the hours in which a clock of working time stands still by itself.
func (r clockReader) closedText(k record.Clock) string {
	id := "case.closed." + k.Facts.Target.Calendar
	if !r.say.Has(id) {
		id = "case.closed"
	}
	return r.say.T(id)
}

// closedPeriod is from when to when a clock stands still by itself.
func (r clockReader) closedPeriod(s stretch) string {
	return r.say.T("case.pause.period", "From", r.dayTime(s.from), "To", r.dayTime(s.to))
}

// dayTime is a time with its day of the week.
func (r clockReader) dayTime(t time.Time) string {
	return r.say.T("case.picture.hour", "Day", r.weekday(t), "Time", r.say.Time(t))
}

// closedTold is how many nights and weekends are told one by one.
const closedTold = 3

// closed tells when a clock of working time stands still by itself between its start
// and the last instant of its picture; empty when it does not.
func (r clockReader) closed(k record.Clock, cal *calendar.Calendar) string {
	span := spanOf(k, r.now)
	all := closedIn(k, cal, span)
	switch {
	case len(all) == 0:
		return ""
	case span.to.Sub(span.from) > nightsLimit:
		return r.closedText(k)
	}
	var told []string
	for _, s := range all[:min(len(all), closedTold)] {
		told = append(told, r.closedPeriod(s))
	}
	if more := len(all) - closedTold; more > 0 {
		told = append(told, r.say.T("case.closed.more", "Count", more))
	}
	return r.closedText(k) + ": " + strings.Join(told, ", ")
}
