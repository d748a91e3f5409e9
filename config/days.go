package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"termijn/internal/calendar"
)

var weekdays = map[string]time.Weekday{
	"mon": time.Monday, "tue": time.Tuesday, "wed": time.Wednesday, "thu": time.Thursday,
	"fri": time.Friday, "sat": time.Saturday, "sun": time.Sunday,
}

func (doc calendarDoc) spec(key string, sets map[string]daysDoc) (calendar.Spec, error) {
	spec := calendar.Spec{Version: doc.Version, Basis: doc.Basis, Flag: doc.Flag}
	if err := doc.check(key); err != nil {
		return spec, err
	}
	if doc.Version < 1 {
		return spec, fmt.Errorf("%s.version: %d; count versions from 1", key, doc.Version)
	}
	var err error
	if spec.ValidFrom, err = calendar.ParseDate(doc.ValidFrom); err != nil {
		return spec, fmt.Errorf("%s.valid-from: %w", key, err)
	}
	if len(doc.Hours) == 0 {
		return spec, fmt.Errorf("%s.hours: none; write them as [\"09:00-17:00\"]", key)
	}
	for i, text := range doc.Hours {
		span, err := parseSpan(text)
		if err != nil {
			return spec, fmt.Errorf("%s.hours[%d]: %w", key, i, err)
		}
		spec.Hours = append(spec.Hours, span)
	}
	days, ok := sets[doc.Days]
	if !ok {
		known := strings.Join(slices.Sorted(maps.Keys(sets)), ", ")
		return spec, fmt.Errorf("%s.days: no set of days is called %q; write one of %s", key, doc.Days, known)
	}
	return spec, days.addTo(&spec, "days."+doc.Days)
}

func (doc daysDoc) addTo(spec *calendar.Spec, key string) error {
	if err := doc.check(key); err != nil {
		return err
	}
	if len(doc.Weekdays) == 0 {
		return fmt.Errorf("%s.weekdays: none; list the days of the week to work on", key)
	}
	for i, text := range doc.Weekdays {
		day, ok := weekdays[text]
		if !ok {
			return fmt.Errorf("%s.weekdays[%d]: %q; write mon, tue, wed, thu, fri, sat or sun", key, i, text)
		}
		spec.Weekdays = append(spec.Weekdays, day)
	}
	for i, text := range doc.Holidays {
		holiday, err := text.holiday(fmt.Sprintf("%s.holidays[%d]", key, i))
		if err != nil {
			return err
		}
		spec.Holidays = append(spec.Holidays, holiday)
	}
	spec.Exception = map[calendar.Date]calendar.Exception{}
	for i, text := range doc.Exceptions {
		key := fmt.Sprintf("%s.exceptions[%d]", key, i)
		date, err := calendar.ParseDate(text.Date)
		switch {
		case err != nil:
			return fmt.Errorf("%s.date: %w", key, err)
		case text.Name == "":
			return fmt.Errorf("%s.name: missing; say why %s is an exception", key, date)
		}
		if _, twice := spec.Exception[date]; twice {
			return fmt.Errorf("%s.date: %s is there twice; keep one", key, date)
		}
		spec.Exception[date] = calendar.Exception{Name: text.Name, Working: text.Working}
	}
	return nil
}

func (doc holidayDoc) holiday(key string) (calendar.Holiday, error) {
	h := calendar.Holiday{Name: doc.Name, Easter: doc.Easter, Bridge: doc.Bridge}
	if doc.Name == "" {
		return h, fmt.Errorf("%s.name: missing; name the holiday", key)
	}
	rules := 0
	for _, present := range []bool{doc.Day != "", doc.Easter != nil, doc.Bridge} {
		if present {
			rules++
		}
	}
	if rules != 1 {
		return h, fmt.Errorf("%s: write exactly one of day, easter and bridge", key)
	}
	if doc.Years != nil {
		h.Only, h.Years = true, *doc.Years
	}
	if doc.Day == "" {
		if doc.Until != "" {
			return h, fmt.Errorf("%s.until: goes with day only; remove it", key)
		}
		return h, nil
	}
	var err error
	if h.Day, err = parseMonthDay(doc.Day); err != nil {
		return h, fmt.Errorf("%s.day: %w", key, err)
	}
	if doc.Until == "" {
		return h, nil
	}
	if h.Until, err = parseMonthDay(doc.Until); err != nil {
		return h, fmt.Errorf("%s.until: %w", key, err)
	}
	if h.Until.Month < h.Day.Month || h.Until.Month == h.Day.Month && h.Until.Day < h.Day.Day {
		return h, fmt.Errorf("%s.until: lies before day; write two holidays for a range over New Year", key)
	}
	return h, nil
}

func parseMonthDay(text string) (calendar.MonthDay, error) {
	// A leap year, so that 29 February can be written.
	t, err := time.Parse(time.DateOnly, "2000-"+text)
	if err != nil {
		return calendar.MonthDay{}, fmt.Errorf("%q; write month and day as 12-31", text)
	}
	return calendar.MonthDay{Month: t.Month(), Day: t.Day()}, nil
}

// parseSpan reads 09:00-17:00; 24:00 is the end of the day.
func parseSpan(text string) (calendar.Span, error) {
	opens, closes, ok := strings.Cut(text, "-")
	from, okFrom := parseMinute(opens)
	to, okTo := parseMinute(closes)
	if !ok || !okFrom || !okTo || from >= to {
		return calendar.Span{}, fmt.Errorf("%q; write opening and closing time as 09:00-17:00, at most 24:00", text)
	}
	return calendar.Span{Open: from, Close: to}, nil
}

func parseMinute(text string) (int, bool) {
	if text == "24:00" {
		return 24 * 60, true
	}
	t, err := time.Parse("15:04", text)
	return t.Hour()*60 + t.Minute(), err == nil && len(text) == len("15:04")
}
