package incident_test

import (
	"strconv"

	"github.com/stretchr/testify/require"

	"termijn/internal/sla"
)

// expectClock evaluates the clock's facts as they are known now.
func (s *story) expectClock(w []string) {
	s.t.Helper()
	k, ok := s.clock(w[0])
	require.True(s.t, ok, "%s: no such clock", s.line)
	cal, err := policy(s.t).Calendars.Version(k.Calendar, k.CalendarVersion)
	require.NoError(s.t, err)
	r, err := sla.Evaluate(k.Facts, cal, s.Now())
	require.NoError(s.t, err, s.line)
	require.Equal(s.t, w[1], string(r.State), "%s: %+v", s.line, r)
	for i := 2; i < len(w); i += 2 {
		switch w[i] {
		case "actual":
			s.near(w[i+1], r.Actual, r.Unit)
		case "corrected":
			s.near(w[i+1], r.Corrected, r.Unit)
		case "suspended":
			s.near(w[i+1], r.Suspended, r.Unit)
		case "due":
			require.NotNil(s.t, r.Due, s.line)
			require.Equal(s.t, w[i+1]+" "+w[i+2], clockFace(*r.Due), s.line)
			i++
		case "breached":
			require.NotNil(s.t, r.BreachedAt, s.line)
			require.Equal(s.t, w[i+1]+" "+w[i+2], clockFace(*r.BreachedAt), s.line)
			i++
		default:
			require.Fail(s.t, "no such value of a clock", s.line)
		}
	}
}

// near wants a number of days exactly. Seconds may be one less: the environment's
// time moves a little while a turn is recorded.
func (s *story) near(want string, got int64, unit string) {
	s.t.Helper()
	n, err := strconv.ParseInt(want, 10, 64)
	require.NoError(s.t, err, s.line)
	if unit != "seconds" {
		require.Equal(s.t, n, got, s.line)
		return
	}
	require.InDelta(s.t, n, got, 1, s.line)
}
