package calendar

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/rickar/cal/v2"
)

// Spec describes one version of a calendar: policy as data. See package config
// for how it is written down.
type Spec struct {
	Name      string
	Version   int  // 1, 2, …; unique within the name
	ValidFrom Date // cases that start on or after this date get this version
	Zone      *time.Location
	Weekdays  []time.Weekday
	Holidays  []Holiday
	Exception map[Date]Exception // beats weekdays and holidays
	Hours     []Span             // of every working day, in order, apart
	Basis     string             // where the values come from
	Flag      string             // "assumed" or "contractual"
}

// Holiday is a rule that takes days out of every year, or out of some years.
// Exactly one of Day, Easter and Bridge says which.
type Holiday struct {
	Name   string
	Day    MonthDay // first day of a fixed holiday
	Until  MonthDay // last day of it; zero for a single day
	Easter *int     // days after Easter Sunday
	Bridge bool     // each working Friday after, or Monday before, a holiday
	Only   bool     // holds in Years alone; with no Years, never
	Years  []int
}

// MonthDay is a day that comes back every year. 29 February comes in leap years.
type MonthDay struct {
	Month time.Month
	Day   int
}

// Exception makes one date a working day or a holiday, whatever the rules say.
type Exception struct {
	Name    string
	Working bool
}

// Span is a stretch of a working day in minutes of wall-clock time since
// midnight, half open: [Open, Close). Close may be 1440, the end of the day.
type Span struct{ Open, Close int }

const minutesPerDay = 24 * 60

func (s Spec) validate() error {
	switch {
	case s.Name == "":
		return errors.New("a calendar needs a name")
	case s.Version < 1:
		return fmt.Errorf("calendar %s: versions count from 1, not %d", s.Name, s.Version)
	case s.ValidFrom.IsZero():
		return fmt.Errorf("calendar %s version %d: no valid-from date", s.Name, s.Version)
	case s.Zone == nil:
		return fmt.Errorf("calendar %s version %d: no time zone", s.Name, s.Version)
	case len(s.Weekdays) == 0:
		return fmt.Errorf("calendar %s version %d: no weekdays to work on", s.Name, s.Version)
	case len(s.Hours) == 0:
		return fmt.Errorf("calendar %s version %d: no hours", s.Name, s.Version)
	}
	end := 0
	for _, h := range s.Hours {
		if h.Open < end || h.Close <= h.Open || h.Close > minutesPerDay {
			return fmt.Errorf("calendar %s version %d: hours must lie within the day, in order, and apart", s.Name, s.Version)
		}
		end = h.Close
	}
	return nil
}

// holidaysOf names the holidays of a year by day of the year, from 0.
func (s Spec) holidaysOf(year int) map[int]string {
	first := Date{year, time.January, 1}.number()
	days := map[int]string{}
	set := func(d Date, name string) {
		if d.Year == year {
			days[d.number()-first] = name
		}
	}
	for _, h := range s.Holidays {
		if h.Bridge || h.Only && !slices.Contains(h.Years, year) {
			continue
		}
		if h.Easter != nil {
			rule := cal.Holiday{Offset: *h.Easter, Func: cal.CalcEasterOffset}
			actual, _ := rule.Calc(year)
			set(civil(actual), h.Name)
			continue
		}
		last := h.Until
		if last.Day == 0 {
			last = h.Day
		}
		// In a common year 29 February reads as 1 March, after a last day before it.
		d := civil(Date{year, h.Day.Month, h.Day.Day}.utc())
		for ; !d.After(Date{year, last.Month, last.Day}); d = d.AddDays(1) {
			set(d, h.Name)
		}
	}
	s.addBridges(year, first, days)
	for d, e := range s.Exception {
		if d.Year == year {
			delete(days, d.number()-first)
			if !e.Working {
				set(d, e.Name)
			}
		}
	}
	return days
}

// addBridges adds the bridge days between a weekend and the holidays in days.
func (s Spec) addBridges(year, first int, days map[int]string) {
	for _, h := range s.Holidays {
		if !h.Bridge || h.Only && !slices.Contains(h.Years, year) {
			continue
		}
		var bridges []int
		for i := range days {
			switch fromNumber(first + i).Weekday() {
			case time.Tuesday:
				bridges = append(bridges, i-1)
			case time.Thursday:
				bridges = append(bridges, i+1)
			}
		}
		for _, i := range bridges {
			if _, taken := days[i]; !taken {
				days[i] = h.Name
			}
		}
	}
}
