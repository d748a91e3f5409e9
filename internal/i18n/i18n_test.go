package i18n

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"termijn/internal/calendar"
)

func TestDatesAndTimesReadAsInBrussels(t *testing.T) {
	t.Parallel()
	nl, en := For(Dutch), For(English)
	at := time.Date(2026, 3, 27, 15, 0, 0, 0, time.UTC)
	require.Equal(t, "vr 27 maart 2026, 16.00 uur", nl.DateTime(at))
	require.Equal(t, "Fri 27 March 2026, 16:00", en.DateTime(at))
	require.Equal(t, "27 maart 2026", nl.Date(at))
	require.Equal(t, "1 February 2026", en.Date(calendar.Date{Year: 2026, Month: 2, Day: 1}))
	require.Equal(t, "01/02/2026", nl.ShortDate(calendar.Date{Year: 2026, Month: 2, Day: 1}))
	var none *time.Time
	require.Equal(t, "–", nl.DateTime(none), "no instant")
	require.Equal(t, "–", nl.Date(calendar.Date{}), "no date")
	// After the change to summer time midnight in Brussels is 22.00 UTC.
	midnight := time.Date(2026, 4, 8, 22, 0, 0, 0, time.UTC)
	require.Equal(t, "wo 8 april 2026, einde van de dag", nl.Deadline(midnight))
	require.Equal(t, "Wed 8 April 2026, end of the day", en.Deadline(&midnight))
	require.Equal(t, "vr 27 maart 2026, 16.00 uur", nl.Deadline(at))
}

func TestNumbersAndAmounts(t *testing.T) {
	t.Parallel()
	nl, en := For(Dutch), For(English)
	d := decimal.RequireFromString
	for _, c := range []struct{ in, nl, en string }{
		{"0", "€\u00a00,00", "€0.00"},
		{"1234.5", "€\u00a01.234,50", "€1,234.50"},
		{"999.999", "€\u00a01.000,00", "€1,000.00"},
		{"-1234567.89", "−€\u00a01.234.567,89", "−€1,234,567.89"},
	} {
		require.Equal(t, c.nl, nl.Money(d(c.in)))
		require.Equal(t, c.en, en.Money(d(c.in)))
	}
	require.Equal(t, "−0,5", nl.Decimal(d("-0.5"), 1))
	require.Equal(t, "0", nl.Decimal(d("-0.2"), 0), "no minus before nothing")
	require.Equal(t, "12,345", en.Number(12345))
	require.Equal(t, "7,5 uur", nl.Hours(d("7.50")))
	require.Equal(t, "1 hour", en.Hours(d("1")))
	require.Equal(t, "0.25 hours", en.Hours(d("0.25")))
}

func TestRelativePhrases(t *testing.T) {
	t.Parallel()
	nl, en := For(Dutch), For(English)
	// A Friday, 10:00 in Brussels.
	now := time.Date(2026, 3, 27, 9, 0, 0, 0, time.UTC)
	require.Equal(t, "zonet", nl.Ago(now.Add(-30*time.Second), now))
	require.Equal(t, "1 minuut geleden", nl.Ago(now.Add(-time.Minute), now))
	require.Equal(t, "3 hours ago", en.Ago(now.Add(-3*time.Hour), now))
	require.Equal(t, "gisteren", nl.Ago(now.Add(-11*time.Hour), now))
	require.Equal(t, "6 dagen geleden", nl.Ago(now.AddDate(0, 0, -6), now))
	require.Equal(t, "27 februari 2026", nl.Ago(now.AddDate(0, -1, 0), now))

	week := workdays(t)
	end := func(day int) time.Time { return calendar.Date{Year: 2026, Month: 3, Day: day + 1}.Start(brussels) }
	require.Equal(t, "nog vandaag", nl.Until(end(27), now, week))
	require.Equal(t, "vandaag, tot 16.00 uur", nl.Until(now.Add(6*time.Hour), now, week))
	require.Equal(t, "tot morgen", nl.Until(end(28), now, week))
	require.Equal(t, "nog 1 werkdag", nl.Until(end(30), now, week), "the weekend does not count")
	require.Equal(t, "nog 3 dagen", nl.Until(end(30), now, nil))
	require.Equal(t, "2 working days left", en.Until(end(31), now, week))
	require.Equal(t, "vandaag verstreken", nl.Until(now.Add(-time.Hour), now, week))
	require.Equal(t, "1 werkdag te laat", nl.Until(end(26), now, week))
	require.Equal(t, "4 working days late", en.Until(end(23), now, week))
}

func TestTheReadersLanguageIsFound(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]string{
		"": Dutch, "nonsense;;": Dutch, "en-GB,en;q=0.9,nl;q=0.8": English, "nl-BE": Dutch,
		"fr-BE,fr;q=0.9": Dutch, "fr;q=0.9,en;q=0.1": English, "de": Dutch,
	} {
		require.Equal(t, want, Match(header), header)
	}
	require.Equal(t, Dutch, For("fr").Lang())
	require.Equal(t, English, For("en").Lang())
}

func workdays(t *testing.T) *calendar.Calendar {
	t.Helper()
	c, err := calendar.New(calendar.Spec{Name: "workdays", Version: 1, ValidFrom: calendar.Date{Year: 2020, Month: 1, Day: 1}, Zone: brussels,
		Weekdays: []time.Weekday{1, 2, 3, 4, 5}, Hours: []calendar.Span{{Open: 0, Close: 24 * 60}}})
	require.NoError(t, err)
	return c
}
