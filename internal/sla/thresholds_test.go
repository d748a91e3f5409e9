package sla_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"termijn/internal/sla"
)

var ladder = []float64{25, 50, 75, 90, 100, 150}

func thresholds(t require.TestingT, f sla.Facts, at time.Time) map[float64]time.Time {
	list, err := sla.Thresholds(f, calendarFor(t, f.Target), ladder, at)
	require.NoError(t, err)
	reached := map[float64]time.Time{}
	for _, i := range list {
		reached[i.Percent] = i.At
	}
	return reached
}

func TestThresholdsOfTheSupportRequest(t *testing.T) {
	t.Parallel()
	line, err := sla.ParseLine([]byte(`{` + supportRequest + `,"pauses":[{"from":"2026-03-05T11:00:00+01:00","to":"2026-03-12T09:00:00+01:00"}]}`))
	require.NoError(t, err)
	line.Stop = nil
	got := map[float64]string{}
	for p, at := range thresholds(t, line.Facts, line.At) {
		got[p] = at.Format(time.RFC3339)
	}
	// Days 1–3 are 3, 4 and 5 March; days 4–15 are 13 to 30 March.
	require.Equal(t, map[float64]string{
		25: "2026-03-14T00:00:00+01:00", 50: "2026-03-20T00:00:00+01:00", 75: "2026-03-26T00:00:00+01:00",
		90: "2026-03-28T00:00:00+01:00", 100: "2026-03-31T00:00:00+02:00", 150: "2026-04-11T00:00:00+02:00",
	}, got)

	warn, ok, err := sla.WorkingDaysBeforeDue(line.Facts, calendarFor(t, line.Target), 5, line.At)
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, "2026-03-23T00:00:00+01:00", warn.Format(time.RFC3339))
}

func TestThresholdsAreHeldByAnOpenPauseAndEndWithTheStop(t *testing.T) {
	t.Parallel()
	line, err := sla.ParseLine([]byte(`{"target":{"workingDays":4},"start":"2026-03-02T10:00:00+01:00",
		"pauses":[{"from":"2026-03-04T11:00:00+01:00"}],"at":"2026-03-04T12:00:00+01:00"}`))
	require.NoError(t, err)
	// The day on which the pause begins still counts, so 50 % falls at its end.
	require.Equal(t, []float64{25, 50}, reachedPercents(t, line.Facts, line.At))
	_, ok, err := sla.WorkingDaysBeforeDue(line.Facts, calendarFor(t, line.Target), 1, line.At)
	require.NoError(t, err)
	require.False(t, ok)

	line.Pauses = nil
	line.Stop = &line.At
	require.Equal(t, []float64{25}, reachedPercents(t, line.Facts, line.At))
	require.Equal(t, "2026-03-04T00:00:00+01:00", thresholds(t, line.Facts, line.At)[25].Format(time.RFC3339))
}

func TestThresholdsUnderAnAgreedDate(t *testing.T) {
	t.Parallel()
	line, err := sla.ParseLine([]byte(`{"target":{"workingDays":4},"start":"2026-03-02T10:00:00+01:00",
		"pauses":[{"from":"2026-03-03T11:00:00+01:00"}],
		"agreed":[{"at":"2026-03-04T09:00:00+01:00","date":"2026-03-31"}],"at":"2026-03-05T12:00:00+01:00"}`))
	require.NoError(t, err)
	// A quarter was used before the date was agreed; no other share exists then. The
	// pause began earlier than the agreement, so it does not hold the due instant.
	require.Equal(t, []float64{25, 100}, reachedPercents(t, line.Facts, line.At))
	line.Pauses[0].From = line.Agreed[0].At
	require.Equal(t, []float64{25}, reachedPercents(t, line.Facts, line.At))
	line.Pauses = nil
	require.Equal(t, "2026-04-01T00:00:00+02:00", thresholds(t, line.Facts, line.At)[100].Format(time.RFC3339))
	require.NotContains(t, reachedPercents(t, line.Facts, line.At), 50.0)
}

func reachedPercents(t *testing.T, f sla.Facts, at time.Time) []float64 {
	var list []float64
	for p := range thresholds(t, f, at) {
		list = append(list, p)
	}
	slices.Sort(list)
	return list
}

func TestThresholdsAgreeWithEvaluate(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f, at := drawFacts(t)
		now := evaluate(t, f, at)
		reached := thresholds(t, f, at)
		f = known(f, at) // "when nothing changes"
		for _, p := range ladder {
			instant, ok := reached[p]
			if p == 100 {
				checkWhole(t, now, instant, ok)
			}
			if !ok {
				requireExcused(t, f, now, p)
				continue
			}
			if p == 100 && (len(f.Agreed) > 0 || now.Unit == sla.UnitCalendarDays) {
				continue
			}
			below, above := shares(t, f, instant)
			require.Less(t, below, p)
			require.GreaterOrEqual(t, above, p)
		}
	})
}

// checkWhole: 100 % is the breach, or else the due instant.
func checkWhole(t require.TestingT, now sla.Result, instant time.Time, ok bool) {
	if now.BreachedAt != nil {
		require.True(t, ok)
		require.Equal(t, *now.BreachedAt, instant)
	} else if ok {
		require.Equal(t, *now.Due, instant)
	}
}

// requireExcused: a threshold is only left out for one of the reasons given.
func requireExcused(t require.TestingT, f sla.Facts, now sla.Result, p float64) {
	held := slices.ContainsFunc(f.Pauses, func(p sla.Pause) bool { return !p.Annulled && p.To == nil })
	shareless := len(f.Agreed) > 0 || now.Unit == sla.UnitCalendarDays
	stopped := f.Stop != nil || f.Cancelled != nil
	require.True(t, held || stopped || shareless && p != 100, "%v %% left out of %+v", p, f)
}

// shares returns the use just before an instant and at it, in percent. A working
// day is used when it is over: the day that has begun does not count yet.
func shares(t require.TestingT, f sla.Facts, instant time.Time) (below, above float64) {
	if f.Target.WorkingDays == 0 {
		target := time.Duration(f.Target.WorkingTime + f.Target.Elapsed).Seconds()
		return float64(evaluate(t, f, instant.Add(-time.Second)).Corrected) / target * 100,
			float64(evaluate(t, f, instant).Corrected) / target * 100
	}
	yesterday := midnight(dateOf(instant.Add(-time.Nanosecond)))
	before := int64(0)
	if yesterday.After(f.Start) {
		before = evaluate(t, f, yesterday.Add(-time.Nanosecond)).Corrected
	}
	n := float64(f.Target.WorkingDays)
	return float64(before) / n * 100, float64(evaluate(t, f, instant.Add(-time.Nanosecond)).Corrected) / n * 100
}

func TestWarningsRefuseNonsense(t *testing.T) {
	t.Parallel()
	line, err := sla.ParseLine([]byte(`{` + supportRequest + `}`))
	require.NoError(t, err)
	cal := calendarFor(t, line.Target)
	for _, p := range []float64{-1, math.NaN(), math.Inf(1)} {
		_, err := sla.Thresholds(line.Facts, cal, []float64{p}, line.At)
		require.ErrorContains(t, err, "want a percentage")
	}
	_, _, err = sla.WorkingDaysBeforeDue(line.Facts, cal, -1, line.At)
	require.ErrorContains(t, err, "want a number from 0")
}
