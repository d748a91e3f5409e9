package casetest

import (
	"slices"
	"strconv"
	"strings"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
	"termijn/internal/sla"
)

// expectClock evaluates the clock's facts as they are known now.
func (s *Story[S]) expectClock(w []string) {
	s.T.Helper()
	k := s.Clock(w[0])
	require.NotEmpty(s.T, k.ID, "%s: no such clock", s.Line)
	cal, err := s.o.Calendars.Version(k.Calendar, k.CalendarVersion)
	require.NoError(s.T, err)
	r, err := sla.Evaluate(k.Facts, cal, s.Now())
	require.NoError(s.T, err, s.Line)
	require.Equal(s.T, w[1], string(r.State), "%s: %+v", s.Line, r)
	for i := 2; i < len(w); i += 2 {
		switch w[i] {
		case "actual":
			s.near(w[i+1], r.Actual, r.Unit)
		case "corrected":
			s.near(w[i+1], r.Corrected, r.Unit)
		case "suspended":
			s.near(w[i+1], r.Suspended, r.Unit)
		case "due":
			require.NotNil(s.T, r.Due, s.Line)
			require.Equal(s.T, w[i+1]+" "+w[i+2], Face(*r.Due), s.Line)
			i++
		case "breached":
			require.NotNil(s.T, r.BreachedAt, s.Line)
			require.Equal(s.T, w[i+1]+" "+w[i+2], Face(*r.BreachedAt), s.Line)
			i++
		default:
			require.Fail(s.T, "no such value of a clock", s.Line)
		}
	}
}

// near wants a number exactly; seconds may be one less when the story is told to
// the minute.
func (s *Story[S]) near(want string, got int64, unit string) {
	s.T.Helper()
	n, err := strconv.ParseInt(want, 10, 64)
	require.NoError(s.T, err, s.Line)
	if unit != "seconds" || !s.language.ToTheMinute {
		require.Equal(s.T, n, got, s.Line)
		return
	}
	require.InDelta(s.T, n, got, 1, s.Line)
}

// expectRung wants a rung at its instant, and mails to exactly these people.
func (s *Story[S]) expectRung(w []string) {
	s.T.Helper()
	found := s.rungs(w[0], w[1])
	require.Len(s.T, found, 1, "%s; there are %s", s.Line, s.Told())
	require.Equal(s.T, w[3]+" "+w[4], Face(found[0].At), s.Line)
	var told []string
	for _, m := range found[0].Effects.Mails {
		if m.Args["rung"] == w[1] {
			told = append(told, who(m.To))
		}
	}
	slices.Sort(told)
	want := slices.Sorted(slices.Values(strings.Split(w[6], ",")))
	require.Equal(s.T, want, told, s.Line)
}

func (s *Story[S]) rungs(clock, rung string) []record.Event {
	var found []record.Event
	for _, e := range s.Ledger.Events() {
		for _, k := range e.Effects.Clocks {
			// The turn of a rung adds it, last, to those that were reached.
			if k.ID == clock && e.Actor == record.System && e.Source == "" && len(k.Fired) > 0 && k.Fired[len(k.Fired)-1] == rung && len(found) == 0 {
				found = append(found, e)
			}
		}
	}
	return found
}
