package calendar_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/calendar"
)

func spec(t *testing.T, version int, from string) calendar.Spec {
	zone, err := time.LoadLocation("Europe/Brussels")
	require.NoError(t, err)
	return calendar.Spec{
		Name: "desk", Version: version, ValidFrom: day(t, from), Zone: zone,
		Weekdays: []time.Weekday{time.Monday}, Hours: []calendar.Span{{Open: 540, Close: 720}, {Open: 780, Close: 1020}},
	}
}

func made(t *testing.T, s calendar.Spec) *calendar.Calendar {
	c, err := calendar.New(s)
	require.NoError(t, err)
	return c
}

func TestBookKeepsEveryVersion(t *testing.T) {
	t.Parallel()
	book, err := calendar.NewBook(made(t, spec(t, 2, "2026-07-01")), made(t, spec(t, 1, "2020-01-01")))
	require.NoError(t, err)
	require.Equal(t, []string{"desk"}, book.Names())
	for on, version := range map[string]int{"2020-01-01": 1, "2026-06-30": 1, "2026-07-01": 2, "2030-01-01": 2} {
		c, err := book.Current("desk", day(t, on))
		require.NoError(t, err)
		require.Equal(t, version, c.Version(), on)
	}
	// 23:00 in London is already the next day in Brussels.
	c, err := book.CurrentAt("desk", instant(t, "2026-06-30T22:30:00Z"))
	require.NoError(t, err)
	require.Equal(t, 2, c.Version())
	c, err = book.Version("desk", 1)
	require.NoError(t, err)
	require.Equal(t, day(t, "2020-01-01"), c.ValidFrom())

	c, err = book.Earliest("desk")
	require.NoError(t, err)
	require.Equal(t, 1, c.Version())
	_, err = book.Earliest("dsk")
	require.ErrorContains(t, err, `unknown calendar "dsk"`)

	_, err = book.Current("desk", day(t, "2019-12-31"))
	require.ErrorContains(t, err, "the first is valid from 2020-01-01")
	_, err = book.Current("dsk", day(t, "2026-01-01"))
	require.ErrorContains(t, err, `unknown calendar "dsk"; known are desk`)
	_, err = book.Version("desk", 3)
	require.ErrorContains(t, err, "no version 3")
}

func TestBookRefusesDoubtfulVersions(t *testing.T) {
	t.Parallel()
	_, err := calendar.NewBook(made(t, spec(t, 1, "2020-01-01")), made(t, spec(t, 1, "2021-01-01")))
	require.ErrorContains(t, err, "version 1 is there twice")
	_, err = calendar.NewBook(made(t, spec(t, 1, "2021-01-01")), made(t, spec(t, 2, "2021-01-01")))
	require.ErrorContains(t, err, "valid from a later date")
}

func TestSeveralWindowsADay(t *testing.T) {
	t.Parallel()
	c := made(t, spec(t, 1, "2020-01-01"))
	require.Len(t, c.Windows(day(t, "2026-06-01")), 2)
	require.Equal(t, 7*time.Hour, c.Between(instant(t, "2026-06-01T00:00:00+02:00"), instant(t, "2026-06-08T00:00:00+02:00")))
	due := c.Add(instant(t, "2026-06-01T11:00:00+02:00"), 90*time.Minute)
	require.Equal(t, "2026-06-01T13:30:00+02:00", due.Format(time.RFC3339))
	require.Equal(t, "2026-06-01T12:00:00+02:00", c.Add(instant(t, "2026-06-01T11:00:00+02:00"), time.Hour).Format(time.RFC3339))
}

func TestSpecRefusesHoursThatOverlap(t *testing.T) {
	t.Parallel()
	for _, hours := range [][]calendar.Span{nil, {{Open: 600, Close: 600}}, {{Open: 0, Close: 1441}}, {{Open: 0, Close: 700}, {Open: 600, Close: 800}}} {
		s := spec(t, 1, "2020-01-01")
		s.Hours = hours
		_, err := calendar.New(s)
		require.ErrorContains(t, err, "hours")
	}
}

func TestWindowInsideAClockChange(t *testing.T) {
	t.Parallel()
	s := spec(t, 1, "2020-01-01")
	s.Weekdays, s.Hours = []time.Weekday{time.Sunday}, []calendar.Span{{Open: 120, Close: 180}, {Open: 180, Close: 240}}
	c := made(t, s)
	// In spring the hour from 02:00 to 03:00 does not exist.
	require.Len(t, c.Windows(day(t, "2026-03-29")), 1)
	// In autumn it is there twice, and both count.
	autumn := c.Windows(day(t, "2026-10-25"))
	require.Equal(t, 2*time.Hour, autumn[0].Close.Sub(autumn[0].Open))
	require.Equal(t, autumn[0].Close, autumn[1].Open)
	require.Equal(t, 4*time.Hour, c.Between(instant(t, "2026-03-29T00:00:00Z"), instant(t, "2026-03-30T00:00:00Z"))+
		c.Between(instant(t, "2026-10-25T00:00:00Z"), instant(t, "2026-10-26T00:00:00Z")))
}
