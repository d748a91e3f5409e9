package casework_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/internal/sla"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
)

func day(t testing.TB, text string) calendar.Date {
	d, err := calendar.ParseDate(text)
	require.NoError(t, err)
	return d
}

func TestAWorkingAlarmRingsAtItsHourOfTheFirstWorkingDay(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		now, date string
		hour      int
		rings     string
		utc       int
	}{
		"a working day":                       {"2026-03-02 10:00", "2026-03-05", 8, "2026-03-05 08:00", 7},
		"a Saturday":                          {"2026-03-02 10:00", "2026-03-07", 8, "2026-03-09 08:00", 7},
		"a Sunday":                            {"2026-03-02 10:00", "2026-03-08", 8, "2026-03-09 08:00", 7},
		"Easter Monday":                       {"2026-04-01 10:00", "2026-04-06", 8, "2026-04-07 08:00", 6},
		"Labour Day, a Friday":                {"2026-04-28 10:00", "2026-05-01", 8, "2026-05-04 08:00", 6},
		"the Sunday on which summer begins":   {"2026-03-27 10:00", "2026-03-29", 8, "2026-03-30 08:00", 6},
		"the weekend on which winter begins":  {"2026-10-23 10:00", "2026-10-24", 8, "2026-10-26 08:00", 7},
		"midnight of the first working day":   {"2026-10-23 10:00", "2026-10-25", 0, "2026-10-26 00:00", 23},
		"a working day that is over at eight": {"2026-03-02 10:00", "2026-03-02", 8, "2026-03-02 10:00", 9},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := labOptions(t, lab(), map[string]act{"set": func(k *casework.Turn[notes]) error {
				k.SetWorkingAlarm("bell", day(t, c.date), c.hour)
				return nil
			}})
			o.At = casetest.When(c.now).Add(-time.Minute)
			k := casetest.New(t, o)
			rings := casetest.When(c.rings)
			k.At(casetest.When(c.now), func() { does(k, "set") })
			k.At(rings.Add(time.Minute), func() {})
			k.Run()
			require.Equal(t, c.utc, rings.UTC().Hour())
			rang := k.Ledger.Events()[len(k.Ledger.Events())-2]
			require.Equal(t, casework.KindAlarm, rang.Kind)
			require.WithinDuration(t, rings, rang.At, time.Second)
			require.True(t, rang.Effects.Alarms[0].Off)
		})
	}
}

func TestAnAlarmAtAnInstantRingsThen(t *testing.T) {
	t.Parallel()
	at := casetest.When("2026-03-07 03:17:42.5") // in a night, at a weekend
	other := at.Add(48 * time.Hour)
	c := casetest.New(t, labOptions(t, lab(), map[string]act{
		"set": func(t *casework.Turn[notes]) error {
			t.SetAlarmAt("bell", at)
			t.SetAlarmAt("chime", other)
			return nil
		},
		"clear": func(t *casework.Turn[notes]) error { t.ClearAlarm("chime"); return nil },
		"move":  func(t *casework.Turn[notes]) error { t.SetAlarmAt("bell", at); return nil },
	}))
	c.At(days(1), func() { does(c, "set") })
	c.At(days(2), func() { does(c, "move") })
	c.At(days(3), func() { does(c, "clear") })
	c.At(days(8), func() {})
	c.Run()
	var rang []string
	for _, e := range c.Ledger.Events() {
		if e.Kind == casework.KindAlarm {
			rang = append(rang, string(e.Body))
			require.True(t, e.At.Equal(at))
			require.Less(t, e.Lateness(), time.Second)
		}
	}
	require.Equal(t, []string{`{"alarm":"bell"}`}, rang)
}

// The reason for which a clock stopped turns out not to hold: it runs on, and the
// time since then does not count.
func TestARestartedClockRunsOnWithoutTheTimeBetween(t *testing.T) {
	t.Parallel()
	restart := func(id string) act {
		return func(t *casework.Turn[notes]) error { t.RestartClock(id, "again", "reopened"); return nil }
	}
	c := casetest.New(t, labOptions(t, lab(), map[string]act{
		"hours": func(t *casework.Turn[notes]) error {
			t.StartClock("hours", "hours")
			t.StartClock("gone", "hours")
			return nil
		},
		"stop": func(t *casework.Turn[notes]) error {
			t.StopClock("hours")
			t.StopClock("term")
			t.CancelClock("gone")
			return nil
		},
		"restart":       restart("hours"),
		"restart term":  restart("term"),
		"restart gone":  restart("gone"),
		"restart other": restart("other"),
	}))
	var stopped, running casework.State[notes]
	c.At(days(1), func() { does(c, "hours") })                                 // Tuesday 10:00, due at 14:00
	c.At(days(1).Add(time.Hour), func() { does(c, "stop") })                   // 11:00
	c.At(days(1).Add(90*time.Minute), func() { stopped = c.State() })          //
	c.At(days(1).Add(6*time.Hour), func() { does(c, "restart") })              // 16:00: three hours are left
	c.At(days(2).Add(6*time.Hour), func() { does(c, "restart term") })         // a day later: a working day
	c.At(days(2).Add(6*time.Hour), func() { does(c, "restart") })              // it runs: nothing happens
	c.At(days(2).Add(6*time.Hour), func() { does(c, "restart gone") })         //
	c.At(days(2).Add(6*time.Hour), func() { does(c, "restart other") })        //
	c.At(days(2).Add(6*time.Hour+time.Minute), func() { running = c.State() }) //
	c.Run()
	require.Equal(t, sla.Met, stopped.Clocks["hours"].Result.State)
	hours := running.Clocks["hours"]
	require.Equal(t, "2026-03-03 19:00", hours.Result.Due.In(casetest.Brussels).Format("2006-01-02 15:04"))
	require.Len(t, hours.Facts.Pauses, 1)
	require.Equal(t, "reopened", hours.Facts.Pauses[0].Reason)
	require.Equal(t, []string{"50%", record.RungDue}, hours.Fired)
	term := running.Clocks["term"]
	require.EqualValues(t, 1, term.Result.Suspended)
	require.Equal(t, "2026-03-18 00:00", term.Result.Due.In(casetest.Brussels).Format("2006-01-02 15:04"), "one working day later than it was")
	require.True(t, running.Clocks["gone"].Stopped(), "what is waited for no more stays so")
	require.NotContains(t, running.Clocks, "other")
}

// A promise that takes the place of another counts from its start, with its pauses.
func TestAClockCanStartInThePast(t *testing.T) {
	t.Parallel()
	from := monday.Add(-3 * time.Hour) // 07:00
	until := monday.Add(-2 * time.Hour)
	pauses := []sla.Pause{{ID: "p", From: from, To: &until, Reason: "waiting"}}
	c := casetest.New(t, labOptions(t, lab(), map[string]act{"start": func(t *casework.Turn[notes]) error {
		t.StartClockFrom("hours", "hours", from, pauses)
		return nil
	}}))
	at := monday.Add(30 * time.Minute) // 10:30; half of the four hours were over at 10:00
	c.At(at, func() { does(c, "start") })
	var state casework.State[notes]
	c.At(at.Add(time.Minute), func() { state = c.State() })
	c.Run()
	k := state.Clocks["hours"]
	require.True(t, k.Facts.Start.Equal(from))
	require.Equal(t, "2026-03-02 12:00", k.Result.Due.In(casetest.Brussels).Format("2006-01-02 15:04"))
	events := c.Ledger.Events()
	require.Equal(t, []string{"case.registered", "did", "clock.threshold"}, kinds(events)[:3])
	require.True(t, events[2].At.Equal(events[1].At), "a threshold is not reached before the clock was started")
	require.Equal(t, []sla.Pause{{ID: "p", From: from, To: &until, Reason: "waiting"}}, pauses, "the caller's list stays")
}

// A process names parts of its own; the others are resolved as ever.
func TestAProcessResolvesItsOwnParts(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		handler casework.Handler
		half    []string
		due     []string
	}{
		"nobody took it":     {casework.Handler{Team: "alfa-net", Org: "alfa"}, []string{"alfa.agent", "si.slm"}, []string{"alfa.manager"}},
		"somebody took it":   {casework.Handler{Team: "alfa-net", Org: "alfa", Agent: "cas"}, []string{"cas", "si.slm"}, []string{"alfa.manager"}},
		"the desk has it":    {casework.Handler{Team: "desk", Org: "si"}, []string{"si.service_desk", "si.slm"}, []string{"si.slm"}},
		"no part of its own": {casework.Handler{}, []string{"handler.agent", "si.slm"}, []string{"handler.manager"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := lab()
			if c.handler.Org != "" {
				p.Recipients = func(_ *casework.Situation[notes], part string) ([]record.Recipient, bool) {
					return c.handler.Recipients(part)
				}
			}
			k := casetest.New(t, labOptions(t, p, map[string]act{"start": func(t *casework.Turn[notes]) error { t.StartClock("hours", "hours"); return nil }}))
			k.At(monday.Add(time.Hour), func() { does(k, "start") })
			k.At(days(1), func() {})
			k.Run()
			told := map[string][]string{}
			for _, e := range k.Ledger.Events() {
				for _, m := range e.Effects.Mails {
					to := m.To.Person
					if to == "" {
						to = fmt.Sprintf("%s.%s", m.To.Org, m.To.Role)
					}
					told[m.Args["rung"]] = append(told[m.Args["rung"]], to)
				}
			}
			require.Equal(t, map[string][]string{"50%": c.half, record.RungDue: c.due}, told)
		})
	}
}
