package portal_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/app"
	"termijn/internal/apptest"
)

func TestUnavailabilityIsAnnouncedChangedAndCalledOff(t *testing.T) {
	t.Parallel()
	s := open(t)
	desk := s.as(t, "si-servicedesk")
	opened := desk.send("/notices/new", "service", "hosting", "title", "Onderhoud van de serverzaal", "text", "Alles is even weg.",
		"from", "2026-03-07T08:00", "to", "2026-03-07T12:00", "client.noord", "yes")
	require.Regexp(t, `^/cases/NOT-`, opened.Path, opened.Text)
	ref := opened.Path[len("/cases/"):]
	require.Contains(t, opened.Text, "za 7 maart 2026, 08.00 uur")
	require.Contains(t, opened.Text, "In een weekend")
	require.Contains(t, opened.Text, "Agentschap Noord")
	require.Contains(t, visitor(t, s.URL).get("/status").Text, "Onderhoud van de serverzaal")
	require.Contains(t, desk.get("/notices").Text, ref)
	changed := desk.does(ref, "update", "text", "Een uur later.", "from", "2026-03-07T09:00", "to", "2026-03-07T13:00")
	require.Contains(t, changed.Text, "za 7 maart 2026, 13.00 uur")
	desk.does(ref, "cancel", "reason", "Het onderdeel is er niet.")
	require.NotContains(t, visitor(t, s.URL).get("/status").Text, "Onderhoud van de serverzaal")
	require.Contains(t, desk.get("/notices?open=all").Text, ref)
	for _, person := range []string{"noord-aanvrager", "alfa-medewerker", "bestuurslid", "si-dienstniveau"} {
		require.Equal(t, http.StatusForbidden, s.as(t, person).get("/notices/new").Status, person)
	}
}

func TestATimeThatTheClockChangeMakesUnclearIsAskedAnew(t *testing.T) {
	t.Parallel()
	s := open(t, apptest.From(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)))
	desk := s.as(t, "si-servicedesk")
	for _, c := range []struct{ from, to, says string }{
		{"2026-03-29T02:30", "2026-03-29T08:00", "Dit tijdstip bestaat niet: de klok gaat die nacht een uur vooruit. Kies 01.30 uur of 03.30 uur."},
		{"2026-10-25T02:30", "2026-10-25T08:00", "02.30 uur zomertijd, en een uur later 02.30 uur wintertijd. Zeg welk van de twee u bedoelt."},
	} {
		a := desk.send("/notices/new", "service", "hosting", "title", "Onderhoud", "text", "Even weg.", "from", c.from, "to", c.to)
		require.Equal(t, http.StatusUnprocessableEntity, a.Status)
		require.Contains(t, a.Text, c.says)
		require.Contains(t, a.Text, `value="`+c.from+`"`, "what was typed stays")
	}
	for _, whole := range []string{"2026-03-29T01:59", "2026-03-29T03:00", "2026-10-25T01:59", "2026-10-25T03:00"} {
		a := desk.send("/notices/new", "service", "hosting", "title", "Onderhoud", "text", "Even weg.", "from", whole, "to", "2026-12-01T08:00")
		require.Equal(t, http.StatusOK, a.Status, whole)
	}
	chosen := desk.send("/notices/new", "service", "hosting", "title", "Onderhoud", "text", "Even weg.", "from", "2026-10-25T02:30", "from.clock", "winter", "to", "2026-10-25T08:00")
	row, err := s.Service.Case(t.Context(), s.As(t, "si-servicedesk"), chosen.Path[len("/cases/"):])
	require.NoError(t, err)
	own, err := app.NoticeOf(row)
	require.NoError(t, err)
	require.Equal(t, "2026-10-25T01:30:00Z", own.From.UTC().Format(time.RFC3339), "an hour after the same time in summer")
}

// announces waits until everybody reads on the status page what an approved change makes
// unavailable (B-16, E-06), and requires that they read nothing else of it.
func (s site) announces(t *testing.T, change, text string) {
	t.Helper()
	public := visitor(t, s.URL)
	require.Eventually(t, func() bool { return strings.Contains(public.get("/status").Text, text) }, time.Minute, 50*time.Millisecond)
	require.NotContains(t, public.get("/status").Text, change)
	require.NotContains(t, public.get("/status").Text, "databank")
}
