package config_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"termijn/config"
	"termijn/internal/calendar"
)

func TestEmbeddedCalendarsLoad(t *testing.T) {
	t.Parallel()
	book := config.EmbeddedCalendars()
	require.Equal(t, []string{"24x7", "eoh", "loh", "workdays"}, book.Names())
	for _, name := range book.Names() {
		c, err := book.Version(name, 1)
		require.NoError(t, err)
		require.Equal(t, "Europe/Brussels", c.Location().String())
		require.NotEmpty(t, c.Basis())
		require.Contains(t, []string{"assumed", "contractual"}, c.Flag())
	}
}

// file is a small calendar file that tests spoil in one place.
const file = `
zone: {name: Europe/Brussels, basis: place, flag: contractual}
days:
  week:
    weekdays: [mon, tue, wed, thu, fri]
    basis: practice
    flag: assumed
    holidays:
      - {name: Hemelvaart, easter: +39}
      - {name: Feest, day: 07-21}
      - {name: Schrikkeldag, day: 02-29}
      - {name: Sluiting, day: 12-27, until: 12-31}
      - {name: 2 januari, day: 01-02, years: [2026]}
      - {name: Brugdag, bridge: true, years: [2026]}
    exceptions:
      - {date: 2026-12-30, name: Inventaris, working: true}
      - {date: 2026-06-06, name: Verhuis, working: true}
      - {date: 2026-06-08, name: Staking}
calendars:
  desk:
    - {version: 1, valid-from: 2020-01-01, days: week, hours: ["09:00-12:00", "13:00-24:00"], basis: practice, flag: assumed}
`

func parsed(t *testing.T, text string) *calendar.Calendar {
	book, err := config.Calendars(fstest.MapFS{config.CalendarsFile: {Data: []byte(text)}})
	require.NoError(t, err)
	c, err := book.Version("desk", 1)
	require.NoError(t, err)
	return c
}

func TestRulesSwitchesAndExceptions(t *testing.T) {
	t.Parallel()
	c := parsed(t, file)
	for date, working := range map[string]bool{
		"2026-01-02": false, // switched on for 2026
		"2025-01-02": true,
		"2026-05-14": false, // Ascension, a Thursday
		"2026-05-15": false, // its bridge day, in 2026 only
		"2025-05-30": true,
		"2026-07-20": false, // Monday before the Tuesday
		"2026-12-29": false,
		"2026-12-30": true, // exception beats the range
		"2026-06-06": true, // a Saturday
		"2026-06-08": false,
		"2028-02-29": false,
		"2027-03-01": true, // 29 February of a common year is no day
	} {
		d, err := calendar.ParseDate(date)
		require.NoError(t, err)
		require.Equal(t, working, c.IsWorkingDay(d), date)
		if !working {
			name, ok := c.Holiday(d)
			require.True(t, ok, date)
			require.NotEmpty(t, name)
		}
	}
	require.Len(t, c.Windows(calendar.Date{Year: 2026, Month: 6, Day: 6}), 2)
}

func TestErrorsNameFileKeyAndWhatToDo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ old, bad, want string }{
		{"Europe/Brussels", "Europe/Brussel", "zone.name: \"Europe/Brussel\" is no time zone; write one such as Europe/Brussels"},
		{"basis: place, flag: contractual", "basis: place, flag: sure", "zone.flag: \"sure\"; write assumed or contractual"},
		{"basis: place, ", "", "zone.basis: missing; say where the value comes from"},
		{"[mon, tue", "[maandag, tue", "days.week.weekdays[0]: \"maandag\"; write mon"},
		{"[mon, tue, wed, thu, fri]", "[]", "days.week.weekdays: none; list"},
		{"name: Hemelvaart, ", "", "days.week.holidays[0].name: missing; name the holiday"},
		{"easter: +39", "easter: +39, day: 01-01", "days.week.holidays[0]: write exactly one of day, easter and bridge"},
		{"easter: +39", "easter: +39, until: 01-01", "days.week.holidays[0].until: goes with day only; remove it"},
		{"day: 07-21", "day: 21 juli", "days.week.holidays[1].day: \"21 juli\"; write month and day as 12-31"},
		{"until: 12-31", "until: 01-02", "days.week.holidays[3].until: lies before day; write two holidays"},
		{"until: 12-31", "until: 12-32", "days.week.holidays[3].until: \"12-32\"; write month and day"},
		{"date: 2026-06-08", "date: 2026-06-31", "days.week.exceptions[2].date: parse date \"2026-06-31\": want an existing date"},
		{"date: 2026-06-08", "date: 2026-06-06", "days.week.exceptions[2].date: 2026-06-06 is there twice; keep one"},
		{", name: Staking", "", "days.week.exceptions[2].name: missing; say why"},
		{"version: 1", "version: 0", "calendars.desk[0].version: 0; count versions from 1"},
		{"valid-from: 2020-01-01", "valid-from: soon", "calendars.desk[0].valid-from: parse date \"soon\""},
		{"days: week", "days: weeks", "calendars.desk[0].days: no set of days is called \"weeks\"; write one of week"},
		{"09:00-12:00", "9:00-12:00", "calendars.desk[0].hours[0]: \"9:00-12:00\"; write opening and closing time as 09:00-17:00"},
		{"09:00-12:00", "12:00-09:00", "calendars.desk[0].hours[0]: \"12:00-09:00\"; write opening"},
		{"09:00-12:00", "09:00-14:00", "calendars.desk[0]: calendar desk version 1: hours must lie within the day"},
		{"[\"09:00-12:00\", \"13:00-24:00\"]", "[]", "calendars.desk[0].hours: none; write them as"},
		{"hours:", "hour:", "field hour not found"},
		{"calendars:\n", "calendars: {}\nx-", "field x-"},
	} {
		require.Contains(t, file, c.old)
		_, err := config.ParseCalendars("dir/calendars.yaml", []byte(strings.Replace(file, c.old, c.bad, 1)))
		require.ErrorContains(t, err, c.want, c.bad)
		require.True(t, strings.HasPrefix(err.Error(), "dir/calendars.yaml: "), err.Error())
	}
	_, err := config.Calendars(fstest.MapFS{})
	require.ErrorContains(t, err, "calendars.yaml")
}
