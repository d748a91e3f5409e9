package sla_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"termijn/internal/sla"
)

func TestEvaluateAgreesWithWalkingTheClock(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f, at := drawFacts(t)
		want, got := oracle(f, at), evaluate(t, f, at)
		require.Equal(t, want.State, got.State)
		require.Equal(t, want.Due.Unix(), got.Due.Unix(), "due %s, walked %s", got.Due, want.Due)
		require.Equal(t, []int64{want.Actual, want.Suspended, want.Corrected, want.Remaining},
			[]int64{got.Actual, got.Suspended, got.Corrected, got.Remaining})
		require.Equal(t, want.BreachedAt == nil, got.BreachedAt == nil)
		if want.BreachedAt != nil {
			require.Equal(t, want.BreachedAt.Unix(), got.BreachedAt.Unix(), "breached at %s, walked %s", got.BreachedAt, want.BreachedAt)
		}
	})
}

func TestAPauseNeverBringsTheDueInstantForward(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f, at := drawFacts(t)
		before := evaluate(t, f, at)
		f.Pauses = append(slices.Clone(f.Pauses), (&drawer{T: t}).pause(f.Start))
		require.False(t, evaluate(t, f, at).Due.Before(*before.Due))
	})
}

func TestMoreFactsNeverUndoABreach(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f, at := drawFacts(t)
		f = known(f, at)
		if evaluate(t, f, at).State != sla.Breached {
			return
		}
		breached := *evaluate(t, f, at).BreachedAt
		d, after := &drawer{T: t}, at.Add(time.Minute)
		for range 2 {
			f.Pauses = append(f.Pauses, d.pause(after))
			if f.Target.WorkingDays > 0 {
				f.Agreed = append(f.Agreed, d.agreement(after, 5))
			}
		}
		later := d.moment("later", after, 20)
		if f.Stop == nil && f.Cancelled == nil {
			f.Stop = &later
		}
		r := evaluate(t, f, later)
		require.Equal(t, sla.Breached, r.State)
		require.Equal(t, breached, *r.BreachedAt)
	})
}

func TestAnnullingIsAsIfTheFactHadNotBeen(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f, at := drawFacts(t)
		clean := f
		clean.Pauses = slices.DeleteFunc(slices.Clone(f.Pauses), func(p sla.Pause) bool { return p.Annulled })
		clean.Agreed = slices.DeleteFunc(slices.Clone(f.Agreed), func(a sla.Agreement) bool { return a.Annulled })
		require.Equal(t, evaluate(t, clean, at), evaluate(t, f, at))
	})
}

func TestAnnulmentCanUndoABreach(t *testing.T) {
	t.Parallel()
	line, err := sla.ParseLine([]byte(`{` + supportRequest + `,"agreed":[{"at":"2026-03-03T09:00:00+01:00","date":"2026-03-31"},
		{"at":"2026-03-04T09:00:00+01:00","date":"2026-03-20"}]}`))
	require.NoError(t, err)
	require.Equal(t, sla.Breached, evaluate(t, line.Facts, line.At).State)
	line.Agreed[1].Annulled = true
	require.Equal(t, sla.Met, evaluate(t, line.Facts, line.At).State)
}

func TestSplittingAPauseChangesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f, at := drawFacts(t)
		if len(f.Pauses) == 0 {
			return
		}
		split := f
		p := f.Pauses[0]
		cut := (&drawer{T: t}).moment("cut", p.From, 8)
		if p.To != nil && cut.After(*p.To) {
			cut = *p.To
		}
		// The second part begins anew, and a pause that begins after an agreement
		// moves the agreed date; so no agreement may lie between.
		for _, a := range f.Agreed {
			if a.At.After(p.From) && !a.At.After(cut) {
				return
			}
		}
		first, second := p, p
		first.To, second.From = &cut, cut
		split.Pauses = append([]sla.Pause{first, second}, f.Pauses[1:]...)
		require.Equal(t, evaluate(t, f, at), evaluate(t, split, at))
	})
}

func TestTheOrderOfFactsDoesNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f, at := drawFacts(t)
		mixed := f
		mixed.Pauses = rapid.Permutation(f.Pauses).Draw(t, "pauses in another order")
		mixed.Agreed = rapid.Permutation(f.Agreed).Draw(t, "agreements in another order")
		require.Equal(t, evaluate(t, f, at), evaluate(t, mixed, at))
	})
}

func TestOnlyWhatIsKnownCounts(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f, at := drawFacts(t)
		require.Equal(t, evaluate(t, known(f, at), at), evaluate(t, f, at))
	})
}

func TestAClockNeverRunsBackwards(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f, at := drawFacts(t)
		later := (&drawer{T: t}).moment("later", at, 20)
		early, late := evaluate(t, f, at), evaluate(t, f, later)
		require.LessOrEqual(t, early.Actual, late.Actual)
		require.LessOrEqual(t, early.Corrected, late.Corrected)
		if early.State == sla.Breached || early.State == sla.Met || early.State == sla.Cancelled {
			require.Equal(t, early.State, late.State)
			require.Equal(t, early.BreachedAt, late.BreachedAt)
		}
		if len(f.Agreed) == 0 {
			require.False(t, late.Due.Before(*early.Due))
		}
	})
}
