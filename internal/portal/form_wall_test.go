package portal

import (
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"termijn/internal/i18n"
)

// A time of the wall clock is an instant only where it is one: an hour that the clock
// skips is refused, of one that it shows twice the reader says which.
func TestATimeOnTheWallIsOneInstant(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ typed, clock, want, wrong string }{
		"an ordinary time":            {"2026-03-02T10:00", "", "2026-03-02T09:00:00Z", ""},
		"the last before the gap":     {"2026-03-29T01:59", "", "2026-03-29T00:59:00Z", ""},
		"skipped":                     {"2026-03-29T02:30", "", "", "Dit tijdstip bestaat niet"},
		"the first after the gap":     {"2026-03-29T03:00", "", "2026-03-29T01:00:00Z", ""},
		"shown twice":                 {"2026-10-25T02:30", "", "", "Dit tijdstip bestaat die nacht twee keer"},
		"shown twice, the first":      {"2026-10-25T02:30", summerTime, "2026-10-25T00:30:00Z", ""},
		"shown twice, the second":     {"2026-10-25T02:30", winterTime, "2026-10-25T01:30:00Z", ""},
		"shown twice, neither":        {"2026-10-25T02:30", "spring", "", "Dit tijdstip bestaat die nacht twee keer"},
		"shown once, a clock is idle": {"2026-10-25T03:00", summerTime, "2026-10-25T02:00:00Z", ""},
		"no time":                     {"morgen", "", "", "Schrijf een datum en een uur"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := Form{Values: url.Values{"from": {c.typed}, "from" + clockField: {c.clock}}}
			at := (&entries{Form: &f, say: i18n.For(i18n.Dutch)}).instant("from")
			if c.wrong != "" {
				require.Contains(t, f.Error("from"), c.wrong)
				return
			}
			require.Empty(t, f.Errors)
			require.Equal(t, c.want, at.UTC().Format(time.RFC3339))
		})
	}
}

// What a form is filled with it reads again, also in the nights of the clock changes.
func TestATimeThatIsFilledInReadsTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		base := rapid.SampledFrom([]string{"2026-03-28T12:00:00Z", "2026-10-24T12:00:00Z", "2026-07-01T00:00:00Z"}).Draw(t, "base")
		start, err := time.Parse(time.RFC3339, base)
		require.NoError(t, err)
		at := start.Add(time.Duration(rapid.IntRange(0, 36*60).Draw(t, "minutes")) * time.Minute)
		f := newForm()
		f.setTime("from", at)
		read := (&entries{Form: &f, say: i18n.For(i18n.English)}).instant("from")
		require.Empty(t, f.Errors)
		require.True(t, at.Equal(read), "%s became %s", at, read)
	})
}
