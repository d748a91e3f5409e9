package calendar_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"termijn/config"
	"termijn/internal/calendar"
)

func day(t require.TestingT, s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	require.NoError(t, err)
	return d
}

func instant(t require.TestingT, s string) time.Time {
	at, err := time.Parse(time.RFC3339, s)
	require.NoError(t, err)
	return at
}

func current(t require.TestingT, name string) *calendar.Calendar {
	c, err := config.EmbeddedCalendars().Current(name, calendar.Date{Year: 2026, Month: 1, Day: 1})
	require.NoError(t, err)
	return c
}

func TestDateReadsAndWritesItself(t *testing.T) {
	t.Parallel()
	var v struct{ D calendar.Date }
	require.NoError(t, json.Unmarshal([]byte(`{"D":"2028-02-29"}`), &v))
	text, err := json.Marshal(v)
	require.NoError(t, err)
	require.JSONEq(t, `{"D":"2028-02-29"}`, string(text))
	for _, bad := range []string{"2026-02-29", "2026-2-1", "", "2026-13-01", "2026-01-01T00:00:00Z"} {
		_, err := calendar.ParseDate(bad)
		require.Error(t, err, bad)
	}
}

func TestAddMonthsClampsToTheLastDay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-01-31", 1, "2026-02-28"},
		{"2028-01-31", 1, "2028-02-29"},
		{"2028-02-29", 12, "2029-02-28"},
		{"2026-11-30", 3, "2027-02-28"},
		{"2026-03-31", -1, "2026-02-28"},
		{"2026-12-15", 1, "2027-01-15"},
	} {
		require.Equal(t, c.want, day(t, c.from).AddMonthsClamped(c.n).String(), c.from)
	}
}

func TestStartOfADateIsSafeAcrossClockChanges(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ zone, date, want string }{
		{"Europe/Brussels", "2026-03-29", "2026-03-29T00:00:00+01:00"},
		{"Europe/Brussels", "2026-03-30", "2026-03-30T00:00:00+02:00"},
		{"Europe/Brussels", "2026-10-25", "2026-10-25T00:00:00+02:00"},
		{"Europe/Brussels", "2026-10-26", "2026-10-26T00:00:00+01:00"},
		// Beirut goes from 23:59:59 to 01:00, so the date has no midnight.
		{"Asia/Beirut", "2024-03-31", "2024-03-31T01:00:00+03:00"},
		// Havana shows 00:30 twice; the date starts at the first midnight.
		{"America/Havana", "2024-11-03", "2024-11-03T00:00:00-04:00"},
	} {
		loc, err := time.LoadLocation(c.zone)
		require.NoError(t, err)
		require.Equal(t, c.want, day(t, c.date).Start(loc).Format(time.RFC3339), c.zone)
	}
}

func TestHolidaysOfTheSettings(t *testing.T) {
	t.Parallel()
	c := current(t, "workdays")
	// Easter 2026 is 5 April, so Easter Monday, Ascension and Whit Monday follow.
	want := map[string]bool{}
	for _, d := range []string{
		"2026-01-01", "2026-04-06", "2026-05-01", "2026-05-14", "2026-05-25", "2026-07-11", "2026-07-21",
		"2026-08-15", "2026-11-01", "2026-11-02", "2026-11-11", "2026-11-15", "2026-12-25", "2026-12-26",
		"2026-12-27", "2026-12-28", "2026-12-29", "2026-12-30", "2026-12-31",
	} {
		want[d] = true
	}
	working := 0
	for d := day(t, "2026-01-01"); d.Year == 2026; d = d.AddDays(1) {
		name, ok := c.Holiday(d)
		require.Equal(t, want[d.String()], ok, d.String())
		require.Equal(t, ok, name != "")
		weekend := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
		require.Equal(t, !ok && !weekend, c.IsWorkingDay(d), d.String())
		if c.IsWorkingDay(d) {
			working++
		}
	}
	require.Equal(t, working, c.WorkingDaysBetween(day(t, "2025-12-31"), day(t, "2026-12-31")))
	require.True(t, c.IsWorkingDay(day(t, "2026-01-02")), "2 January is off by default")
	require.True(t, c.IsWorkingDay(day(t, "2026-05-15")), "bridge days are off by default")
}

func TestWindowsFollowTheWallClock(t *testing.T) {
	t.Parallel()
	windows := current(t, "loh").Windows(day(t, "2026-03-30"))
	require.Len(t, windows, 1)
	require.Equal(t, "2026-03-30T09:00:00+02:00", windows[0].Open.Format(time.RFC3339))
	require.Equal(t, "2026-03-30T17:00:00+02:00", windows[0].Close.Format(time.RFC3339))
	require.Empty(t, current(t, "eoh").Windows(day(t, "2026-12-28")), "closed at the year's end")

	always := current(t, "24x7")
	for date, hours := range map[string]time.Duration{"2026-03-29": 23, "2026-10-25": 25, "2026-06-01": 24} {
		w := always.Windows(day(t, date))
		require.Len(t, w, 1)
		require.Equal(t, hours*time.Hour, w[0].Close.Sub(w[0].Open), date)
		require.Equal(t, hours*time.Hour, always.Between(w[0].Open, w[0].Close), date)
	}
}

func TestAddTakesTheClosingMinute(t *testing.T) {
	t.Parallel()
	loh := current(t, "loh")
	for _, c := range []struct {
		from string
		add  time.Duration
		want string
	}{
		{"2026-03-02T16:30:00+01:00", 30 * time.Minute, "2026-03-02T17:00:00+01:00"},
		{"2026-03-02T16:30:00+01:00", 30*time.Minute + 1, "2026-03-03T09:00:00.000000001+01:00"},
		{"2026-03-02T16:30:00+01:00", 90 * time.Minute, "2026-03-03T10:00:00+01:00"},
		{"2026-03-27T16:00:00+01:00", 2 * time.Hour, "2026-03-30T10:00:00+02:00"},
		{"2026-12-24T16:00:00+01:00", 2 * time.Hour, "2027-01-04T10:00:00+01:00"}, // 1 Jan is a Friday
		{"2026-03-07T12:00:00+01:00", 0, "2026-03-07T12:00:00+01:00"},
	} {
		require.Equal(t, c.want, loh.Add(instant(t, c.from), c.add).Format(time.RFC3339Nano), c.from)
	}
	require.True(t, loh.Add(instant(t, "9998-01-01T00:00:00Z"), 1<<62).IsZero(), "beyond the last year")
}

func TestYearsOutsideTheTablesHaveNoWorkingDays(t *testing.T) {
	t.Parallel()
	c := current(t, "workdays")
	require.False(t, c.IsWorkingDay(calendar.Date{Year: 10000, Month: 1, Day: 3}))
	require.True(t, c.AddWorkingDays(day(t, "9999-12-20"), 10).IsZero())
	require.True(t, c.AddWorkingDays(day(t, "0001-01-03"), -10).IsZero())
	require.Positive(t, c.WorkingDaysBetween(day(t, "0001-01-01"), day(t, "9999-12-31")))
}

func TestWorkingDayArithmeticAgreesWithCountingDayByDay(t *testing.T) {
	t.Parallel()
	c := current(t, "workdays")
	rapid.Check(t, func(t *rapid.T) {
		a := day(t, "2023-06-01").AddDays(rapid.IntRange(0, 2000).Draw(t, "a"))
		b := a.AddDays(rapid.IntRange(0, 900).Draw(t, "length"))
		n, last := 0, a
		for d := a.AddDays(1); !d.After(b); d = d.AddDays(1) {
			if c.IsWorkingDay(d) {
				n, last = n+1, d
			}
		}
		require.Equal(t, n, c.WorkingDaysBetween(a, b))
		require.Equal(t, -n, c.WorkingDaysBetween(b, a))
		require.Equal(t, last, c.AddWorkingDays(a, n))
		if c.IsWorkingDay(a) {
			require.Equal(t, a, c.AddWorkingDays(last, -n))
		}
	})
}

func TestTimeArithmeticAgreesWithCountingMinuteByMinute(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/Brussels")
	require.NoError(t, err)
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom([]string{"24x7", "workdays", "loh", "eoh"}).Draw(t, "calendar")
		c := current(t, name)
		near := rapid.SampledFrom([]string{"2026-03-27T22:00:00Z", "2026-10-23T22:00:00Z", "2025-12-23T10:00:00Z", "2028-02-27T23:00:00Z"})
		a := instant(t, near.Draw(t, "near")).Add(time.Duration(rapid.IntRange(0, 4000).Draw(t, "offset")) * time.Minute)
		b := a.Add(time.Duration(rapid.IntRange(0, 15000).Draw(t, "length")) * time.Minute)
		used, last := time.Duration(0), a
		for m := a; m.Before(b); m = m.Add(time.Minute) {
			local := m.In(zone)
			clock := local.Hour()*60 + local.Minute()
			open := map[string]bool{"24x7": true, "workdays": true, "loh": clock >= 540 && clock < 1020, "eoh": clock >= 450 && clock < 1140}[name]
			if open && c.IsWorkingDay(calendar.DateOf(m, zone)) {
				used, last = used+time.Minute, m.Add(time.Minute)
			}
		}
		require.Equal(t, used, c.Between(a, b))
		require.Equal(t, -used, c.Between(b, a))
		require.True(t, last.Equal(c.Add(a, used)), "%s is not %s", c.Add(a, used), last)
		require.Equal(t, calendar.DateOf(a, zone), c.DateOf(a))
	})
}
