package portal

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/config"
	"termijn/internal/calendar"
	"termijn/internal/i18n"
	"termijn/internal/record"
	"termijn/internal/sla"
)

// on is an instant on the wall clock of Brussels in 2026.
func on(month time.Month, day, hour, minute int) time.Time {
	return time.Date(2026, month, day, hour, minute, 0, 0, brussels)
}

// hours is a clock of working time in the limited office hours, minutes one of elapsed time.
func hours(n time.Duration, start time.Time) record.Clock {
	return record.Clock{ID: "resolution-1", Definition: "incident.p3", Version: 1, Calendar: "loh", CalendarVersion: 1,
		Facts: sla.Facts{Target: sla.Target{WorkingTime: sla.Duration(n), Calendar: "loh"}, Start: start}}
}

func minutes(n time.Duration, start time.Time) record.Clock {
	return record.Clock{ID: "response-1", Definition: "incident.response", Version: 1, Calendar: "24x7", CalendarVersion: 1,
		Facts: sla.Facts{Target: sla.Target{Elapsed: sla.Duration(n)}, Start: start}}
}

// stands evaluates a clock as of an instant.
func stands(t testing.TB, k record.Clock, now time.Time) (record.Clock, *calendar.Calendar) {
	t.Helper()
	policy, err := config.Load("")
	require.NoError(t, err)
	cal, err := policy.Calendars.Version(k.Calendar, 1)
	require.NoError(t, err)
	k.Result, err = sla.Evaluate(k.Facts, cal, now)
	require.NoError(t, err)
	return k, cal
}

// shortClock is a clock of an incident as it may stand.
type shortClock struct {
	name string
	k    record.Clock
	now  time.Time
}

func with(k record.Clock, change func(*record.Clock)) record.Clock {
	change(&k)
	return k
}

// shortClocks: 23 November 2026 is a Monday.
var shortClocks = []shortClock{
	{"P1 just started", hours(90*time.Minute, on(11, 23, 16, 24)), on(11, 23, 16, 24)},
	{"P1 breached", with(hours(90*time.Minute, on(11, 23, 10, 5)), func(k *record.Clock) { k.Definition = "incident.p1" }), on(11, 23, 13, 20)},
	{"P3 over a weekend with a wait", with(hours(8*time.Hour, on(11, 20, 14, 10)), func(k *record.Clock) {
		k.Facts.Pauses = []sla.Pause{{ID: "W1", From: on(11, 20, 15, 30), To: ptr(on(11, 23, 10, 15)), Reason: "user", Question: "Welke verdieping?"}}
		k.Rungs = []record.Rung{{Key: "50%", At: on(11, 23, 12, 55)}, {Key: "75%", At: on(11, 23, 14, 55)}}
	}), on(11, 23, 11, 40)},
	{"P2 met and stopped", with(hours(4*time.Hour, on(11, 19, 15, 0)), func(k *record.Clock) { k.Facts.Stop = ptr(on(11, 20, 9, 40)) }), on(12, 20, 11, 0)},
	{"response", minutes(20*time.Minute, on(11, 23, 17, 34)), on(11, 23, 17, 41)},
	{"P4 reported at night", hours(16*time.Hour, on(11, 24, 21, 15)), on(11, 24, 22, 0)},
	{"P2 waits now", with(hours(4*time.Hour, on(11, 23, 13, 0)), func(k *record.Clock) {
		k.Facts.Pauses = []sla.Pause{{ID: "W1", From: on(11, 23, 14, 0), Reason: "user"}}
	}), on(11, 23, 15, 30)},
	{"P2 late by two weeks", hours(4*time.Hour, on(11, 9, 10, 0)), on(11, 23, 15, 30)},
}

func (c shortClock) view(t testing.TB, lang string) clockView {
	t.Helper()
	k, cal := stands(t, c.k, c.now)
	k.ID = strings.ReplaceAll(c.name, " ", "-")
	policy, err := config.Load("")
	require.NoError(t, err)
	v, err := clockReader{say: i18n.For(lang), now: c.now, calendarOf: func(record.Clock) (*calendar.Calendar, error) { return cal, nil },
		definition: func(string, int) (record.Definition, bool) { return policy.Definitions[0].Definition, true }}.view(k)
	require.NoError(t, err)
	return v
}

// DrawShortClocks is a page of the pictures of short clocks, for a browser.
func DrawShortClocks(t testing.TB, lang string) string {
	t.Helper()
	var b bytes.Buffer
	b.WriteString(`<!DOCTYPE html><html lang="` + lang + `"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>x</title><style>`)
	for _, name := range []string{"termijn.css", "case.css", "news.css"} {
		css, err := staticFiles.ReadFile("static/" + name)
		require.NoError(t, err)
		b.Write(css)
	}
	b.WriteString(`</style><body><main class="case"><section class="clocks">`)
	say := &Page{Printer: i18n.For(lang)}
	for _, c := range shortClocks {
		require.NoError(t, clockParts.ExecuteTemplate(&b, "clock", say.ClockPart(c.view(t, lang))), c.name)
	}
	b.WriteString(`</section></main></body></html>`)
	return b.String()
}

// A clock that counts hours fills the width of its picture, whatever it spans.
func TestAnAxisOfHoursIsFilled(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		k      record.Clock
		now    time.Time
		ticks  []string
		folded int
	}{
		{"20 minutes", minutes(20*time.Minute, on(11, 23, 17, 34)), on(11, 23, 17, 40), []string{"17.34 uur", "17.50 uur"}, 0},
		{"90 minutes", minutes(90*time.Minute, on(11, 23, 10, 0)), on(11, 23, 10, 40), []string{"10.00 uur", "11.00 uur"}, 0},
		{"overnight", hours(4*time.Hour, on(11, 23, 16, 0)), on(11, 23, 16, 30), []string{"16.00 uur", "di 09.00 uur"}, 1},
		{"a weekend", hours(8*time.Hour, on(11, 20, 15, 0)), on(11, 20, 16, 0), []string{"15.00 uur", "ma 09.00 uur"}, 1},
		{"seen next month", with(hours(4*time.Hour, on(11, 19, 15, 0)), func(k *record.Clock) { k.Facts.Stop = ptr(on(11, 19, 16, 0)) }), on(12, 20, 11, 0),
			[]string{"19 nov 15.00 uur"}, 1},
		{"spring forward", minutes(4*time.Hour, on(3, 29, 0, 0)), on(3, 29, 1, 0), []string{"00.00 uur", "04.00 uur"}, 0},
		{"fall back", minutes(4*time.Hour, on(10, 25, 0, 0)), on(10, 25, 1, 0), []string{"00.00 uur", "02.00 uur"}, 0},
		{"three days", minutes(72*time.Hour, on(11, 23, 8, 0)), on(11, 24, 8, 0), []string{"ma 08.00 uur", "wo 00.00 uur"}, 0},
		{"two weeks late", hours(4*time.Hour, on(11, 9, 10, 0)), on(11, 23, 10, 0), []string{"9 nov", "16 nov", "23 nov"}, 0},
		{"two years late", hours(4*time.Hour, on(1, 5, 10, 0)), on(12, 31, 10, 0).AddDate(1, 0, 0), []string{"5 jan"}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			k, cal := stands(t, c.k, c.now)
			r := clockReader{say: i18n.For(i18n.Dutch), now: c.now}
			p := drawClock(k, cal, c.now, nil, r.words(k, clockView{}))
			require.InDelta(t, 3, float64(p.Term.X), 2, "a little room before")
			last := p.Term.X + p.Term.Width
			if p.Over != nil {
				last = p.Over.X + p.Over.Width
			}
			require.InDelta(t, 94, float64(last), 2, "a little room after")
			var labels []string
			for _, tk := range p.Ticks {
				labels = append(labels, tk.Label)
			}
			require.Subset(t, labels, c.ticks)
			require.Equal(t, c.ticks[0], labels[0])
			for i, tk := range p.Ticks[1:] {
				if c.now.Sub(c.k.Facts.Start) > daysFrom {
					break // dates are further apart
				}
				_, before := p.Ticks[i].reach()
				from, _ := tk.reach()
				require.Greater(t, from, before, "%v do not touch", labels)
			}
			folded := 0
			for _, b := range p.Closed {
				if b.Folded {
					folded++
				}
			}
			require.Equal(t, c.folded, folded)
		})
	}
}

// An hour that the spring change skips has no tick; the others stand where they are.
func TestAnAxisKnowsTheClockChange(t *testing.T) {
	t.Parallel()
	times := func(month time.Month, day, until int) []string {
		a := axis{from: on(month, day, 0, 0), to: on(month, day, until, 0)}
		var all []string
		for _, x := range a.roundTimes(brussels) {
			all = append(all, x.Format("15:04 ")+a.at(x).String())
		}
		return all
	}
	require.Equal(t, []string{"00:00 0.00%", "01:00 25.00%", "03:00 50.00%", "04:00 75.00%", "05:00 100.00%"}, times(3, 29, 5), "02:00 never was")
	require.Equal(t, []string{"00:00 0.00%", "01:00 25.00%", "02:00 50.00%", "03:00 100.00%"}, times(10, 25, 3), "02:00 was twice and has one tick")
}

// The night is drawn shorter, and what counts keeps its proportions.
func TestANightIsFoldedAndNamed(t *testing.T) {
	t.Parallel()
	k, cal := stands(t, hours(4*time.Hour, on(11, 23, 16, 0)), on(11, 23, 16, 30))
	span := spanOf(k, on(11, 23, 16, 30))
	closed := closedIn(k, cal, span)
	require.Equal(t, []stretch{{on(11, 23, 17, 0), on(11, 24, 9, 0)}}, closed)
	a := timeAxis(span, closed)
	hour := float64(a.at(on(11, 23, 17, 0)) - a.at(on(11, 23, 16, 0)))
	require.InDelta(t, hour, float64(a.at(on(11, 24, 10, 0))-a.at(on(11, 24, 9, 0))), .01, "an hour is an hour")
	require.Less(t, float64(a.at(on(11, 24, 9, 0))-a.at(on(11, 23, 17, 0))), 25.0, "sixteen hours at night are not")
	require.InDelta(t, float64(a.at(on(11, 23, 17, 0))+a.at(on(11, 24, 9, 0)))/2, float64(a.at(on(11, 24, 1, 0))), .01, "within the night it is even")
}

func TestAShortClockSaysInWordsWhatItShows(t *testing.T) {
	t.Parallel()
	says := func(name, lang string) (clockView, string) {
		for _, c := range shortClocks {
			if c.name == name {
				v := c.view(t, lang)
				return v, drawn(t, v.Picture)
			}
		}
		require.Fail(t, "no such clock", name)
		return clockView{}, ""
	}
	v, svg := says("P1 just started", "nl")
	require.Equal(t, "Nog 1 u 30 min: tot morgen om 09.54 uur.", v.Sentence)
	require.Contains(t, v.Figures, fact{"Termijn", "1 u 30 min"})
	require.Contains(t, v.Figures, fact{"Uiterlijk", "di 24 november 2026, 09.54 uur (morgen)"})
	require.Contains(t, v.Figures, fact{"Staat vanzelf stil", "buiten de kantooruren: van ma 17.00 uur tot di 09.00 uur"})
	require.Contains(t, v.Picture.Desc, "De klok staat vanzelf stil buiten de kantooruren: van ma 17.00 uur tot di 09.00 uur.")
	require.Contains(t, svg, ">nu</text>")
	require.Contains(t, svg, ">uiterlijk morgen 09.54 uur</text>")
	require.Contains(t, svg, "<title>buiten de kantooruren · van ma 17.00 uur tot di 09.00 uur</title>")
	require.Contains(t, svg, `class="fold"`)
	require.Equal(t, 1, elements(t, svg)["desc"])

	v, _ = says("P1 breached", "nl")
	require.Equal(t, "De termijn liep tot vandaag om 11.35 uur en is 1 u 45 min over tijd.", v.Sentence)
	require.NotNil(t, v.Picture.Over)
	require.Empty(t, v.Picture.Closed)
	require.Empty(t, v.Picture.ClosedText, "nothing to explain")

	v, _ = says("P3 over a weekend with a wait", "en")
	require.Len(t, v.Picture.Pauses, 1)
	require.Len(t, v.Picture.Rungs, 2)
	require.Contains(t, v.Picture.Desc, "outside office hours: from Fri 17:00 to Mon 09:00")

	v, svg = says("P2 met and stopped", "nl")
	require.Contains(t, v.Sentence, "Op tijd klaar op vr 20 november 2026, 09.40 uur.")
	require.Contains(t, svg, ">klaar 20 nov 09.40 uur</text>")
	require.Nil(t, v.Picture.Today)

	v, svg = says("response", "nl")
	require.Equal(t, "Nog 13 min: tot vandaag om 17.54 uur.", v.Sentence)
	require.Contains(t, svg, ">uiterlijk 17.54 uur</text>")

	v, svg = says("P2 waits now", "nl")
	require.Contains(t, v.Sentence, "Het einde schuift mee op; nu is dat ten vroegste morgen om 10.30 uur.")
	require.Contains(t, svg, ">ten vroegste morgen 10.30 uur</text>")
}
