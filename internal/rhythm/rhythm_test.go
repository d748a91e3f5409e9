package rhythm_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"termijn/internal/rhythm"
)

var brussels = func() *time.Location {
	l, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		panic(err)
	}
	return l
}()

func faces(t require.TestingT, expression, from string, n int) []string {
	r, err := rhythm.Parse(expression)
	require.NoError(t, err)
	begin, err := time.ParseInLocation("2006-01-02 15:04", from, brussels)
	require.NoError(t, err)
	var all []string
	for _, m := range r.After(begin, n, brussels) {
		face := m.At.In(brussels).Format("Mon 2006-01-02 15:04")
		if m.Note != "" {
			face += " " + m.Note
		}
		all = append(all, face)
	}
	return all
}

func TestAWeeklyMeetingKeepsItsHourOnTheWall(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"Tue 2026-03-24 10:00", "Tue 2026-03-31 10:00", "Tue 2026-04-07 10:00"}, faces(t, "0 10 * * 2", "2026-03-17 10:00", 3))
	require.Equal(t, []string{"Tue 2026-10-20 10:00", "Tue 2026-10-27 10:00"}, faces(t, "0 10 * * 2", "2026-10-19 09:00", 2))
	require.Equal(t, []string{"Tue 2026-03-17 10:00"}, faces(t, "0 10 * * 2", "2026-03-17 09:59", 1), "its own day, before the hour")
}

func TestAnHourThatTheWallLeavesOutComesLaterAndIsSaid(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"Sat 2026-03-28 02:30", "Sun 2026-03-29 03:30 skipped_hour", "Mon 2026-03-30 02:30"}, faces(t, "30 2 * * *", "2026-03-27 12:00", 3))
}

func TestAnHourThatTheWallShowsTwiceComesTheFirstTimeAndIsSaid(t *testing.T) {
	t.Parallel()
	r, err := rhythm.Parse("30 2 * * *")
	require.NoError(t, err)
	got := r.After(time.Date(2026, 10, 24, 12, 0, 0, 0, time.UTC), 2, brussels)
	require.Equal(t, []rhythm.Moment{
		{At: time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC), Note: rhythm.Repeated},
		{At: time.Date(2026, 10, 26, 1, 30, 0, 0, time.UTC)},
	}, got)
	// From between the two, the next one is tomorrow's.
	between := r.After(time.Date(2026, 10, 25, 1, 0, 0, 0, time.UTC), 1, brussels)
	require.Equal(t, time.Date(2026, 10, 26, 1, 30, 0, 0, time.UTC), between[0].At)
}

func TestWhatIsNoRhythmIsRefused(t *testing.T) {
	t.Parallel()
	for expression, want := range map[string]error{
		"": rhythm.ErrExpression, "0 10 * *": rhythm.ErrExpression, "0 10 * * 2 2026": rhythm.ErrExpression, "@weekly": rhythm.ErrExpression,
		"TZ=UTC 0 10 * * 2": rhythm.ErrExpression, "61 10 * * 2": rhythm.ErrExpression, "dinsdag om 10 uur graag": rhythm.ErrExpression,
		"0 10 30 2 *": rhythm.ErrNever, "0 * * * *": rhythm.ErrOften, "0 9,15 * * 2": rhythm.ErrOften,
	} {
		_, err := rhythm.Parse(expression)
		require.ErrorIs(t, err, want, expression)
	}
	_, err := rhythm.Parse("0 10 29 2 *")
	require.NoError(t, err, "a leap day comes")
}

// Whatever the rhythm and the instant: the moments rise, lie after it, and are what
// the wall shows unless it is said that the wall leaves that hour out.
func TestMomentsRiseAndAreOnTheWall(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		minute, hour := rapid.IntRange(0, 59).Draw(t, "minute"), rapid.IntRange(0, 23).Draw(t, "hour")
		from := time.Unix(rapid.Int64Range(1_700_000_000, 1_900_000_000).Draw(t, "from"), 0)
		r, err := rhythm.Parse(time.Date(2026, 1, 1, hour, minute, 0, 0, time.UTC).Format("4 15") + " * * *")
		require.NoError(t, err)
		moments := r.After(from, 300, brussels)
		require.Len(t, moments, 300)
		last, day := from, ""
		for _, m := range moments {
			require.True(t, m.At.After(last))
			wall := m.At.In(brussels)
			require.NotEqual(t, day, wall.Format(time.DateOnly), "once a day")
			last, day = m.At, wall.Format(time.DateOnly)
			if m.Note == rhythm.Skipped {
				require.Equal(t, []int{3, minute}, []int{wall.Hour(), wall.Minute()})
				continue
			}
			require.Equal(t, []int{hour, minute}, []int{wall.Hour(), wall.Minute()})
		}
	})
}
