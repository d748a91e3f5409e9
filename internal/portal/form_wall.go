package portal

import (
	"time"

	"termijn/internal/i18n"
)

// wallLayout is how a browser writes a date and a time.
const wallLayout = "2006-01-02T15:04"

// onWall writes an instant as a browser's field for date and time has it.
func onWall(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(brussels).Format(wallLayout)
}

// A time that the wall clock shows twice in the night in which winter time begins
// comes with the clock that is meant, in a field of its own.
const (
	clockField = ".clock"
	summerTime = "summer"
	winterTime = "winter"
)

// setTime fills in a field for date and time.
func (f Form) setTime(name string, t time.Time) {
	f.Values.Set(name, onWall(t))
	switch first, second, times := wallTimes(onWall(t)); {
	case times < 2:
	case t.Equal(first):
		f.Values.Set(name+clockField, summerTime)
	case t.Equal(second):
		f.Values.Set(name+clockField, winterTime)
	}
}

// wallTimes counts at how many instants the wall clock in Brussels shows a time: one,
// but none or two where the clock is changed that night. first and second are how the
// clocks before and after that night read it, the earlier and the later when there
// are two. What is no time at all has none, and no instants.
func wallTimes(typed string) (first, second time.Time, times int) {
	bare, err := time.Parse(wallLayout, typed)
	if err != nil {
		return first, second, 0
	}
	_, before := bare.AddDate(0, 0, -1).In(brussels).Zone()
	_, after := bare.AddDate(0, 0, 1).In(brussels).Zone()
	first = bare.Add(-time.Duration(before) * time.Second)
	second = bare.Add(-time.Duration(after) * time.Second)
	if onWall(first) == typed {
		times++
	}
	if !second.Equal(first) && onWall(second) == typed {
		times++
	}
	return first, second, times
}

// wallFault says what is wrong with a time on the wall in Brussels that does not
// exist, or that two instants have of which none was chosen, because the clock is
// changed that night; empty when the time is one instant.
func wallFault(say *i18n.Printer, typed string) string {
	switch first, second, times := wallTimes(typed); {
	case times == 1, first.IsZero():
		return ""
	case times == 2:
		return say.T("form.time.twice", "Time", say.Time(first))
	default:
		return say.T("form.time.never", "Earlier", say.Time(second), "Later", say.Time(first))
	}
}

// wallClocks are the two clocks of a time that the wall shows twice; none of another.
func wallClocks(say *i18n.Printer, typed, chosen string) []Choice {
	first, _, times := wallTimes(typed)
	if times < 2 {
		return nil
	}
	return []Choice{{Value: summerTime, Text: say.T("form.time.summer", "Time", say.Time(first)), Chosen: chosen == summerTime},
		{Value: winterTime, Text: say.T("form.time.winter", "Time", say.Time(first)), Chosen: chosen == winterTime}}
}
