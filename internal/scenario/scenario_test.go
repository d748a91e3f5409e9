package scenario_test

import (
	"net/http/httptest"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/api"
	"termijn/internal/apptest"
	"termijn/internal/calendar"
	"termijn/internal/devstack/devtest"
	"termijn/internal/scenario"
)

func TestMain(m *testing.M) { os.Exit(devtest.Main(m)) }

// play plays a scenario at its own speed on the whole product.
func play(t *testing.T, f *scenario.File) (*apptest.World, map[string]string) {
	t.Helper()
	first, err := calendar.ParseDate(f.Start)
	require.NoError(t, err)
	w := apptest.Start(t, apptest.Speed(f.Speed), apptest.From(first.Start(brussels(t)).Add(8*time.Hour)))
	server := httptest.NewServer(api.New(api.Options{Service: w.Service, Authenticator: api.DevTokens{Store: w.Store, Dev: true}}))
	t.Cleanup(server.Close)
	days, err := w.Policy.Calendars.Current("workdays", first)
	require.NoError(t, err)
	p := &scenario.Player{URL: server.URL, Time: w.Service.Time, Days: days, Say: func(line string) { t.Log(line) }}
	saved, err := p.Play(t.Context(), f)
	require.NoError(t, err)
	return w, saved
}

func brussels(t *testing.T) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation("Europe/Brussels")
	require.NoError(t, err)
	return loc
}

// The whole process plays against the real Temporal server and database within
// two minutes, and what it leaves behind is provable.
func TestAWholeCaseOfSupportInRegiePlaysInTwoMinutes(t *testing.T) {
	t.Parallel()
	f, err := scenario.Load("regie")
	require.NoError(t, err)
	began := time.Now()
	w, saved := play(t, f)
	require.Less(t, time.Since(began), 2*time.Minute)

	events, err := w.Store.Events(t.Context(), saved["case"], 0, 500)
	require.NoError(t, err)
	require.NotEmpty(t, events)
	var kinds []string
	for i, e := range events {
		require.EqualValues(t, i+1, e.Seq)
		kinds = append(kinds, e.Kind)
	}
	require.Subset(t, kinds, []string{"regie.submitted", "regie.questions_asked", "regie.questions_answered", "regie.due_date_declined",
		"regie.offer_submitted", "regie.step_approved", "regie.ordered", "regie.week_ended", "regie.timesheet_approved",
		"regie.change_ordered", "regie.statement_approved"})
	require.Equal(t, "regie.statement_approved", kinds[len(kinds)-1])
}

func TestABrokenScenarioIsRefusedWithItsLine(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"no steps":       {"title: x\n", "there are no steps"},
		"unknown key":    {"steps:\n  - as: a\n    does: GET /me\n", `line 3: a step has no "does"`},
		"two things":     {"steps:\n  - {as: a, do: GET /me, decide: x}\n", "exactly one of do, decide, expect"},
		"nobody":         {"steps:\n  - {do: GET /me}\n", "say who does it"},
		"bad time":       {"steps:\n  - {at: monday, as: a, do: GET /me}\n", `at is "monday"`},
		"nothing wanted": {"steps:\n  - {as: a, expect: GET /me}\n", "say what is expected"},
		"bad start":      {"start: soon\nsteps:\n  - {as: a, do: GET /me}\n", "start:"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := scenario.Parse("x.yaml", []byte(c.text))
			require.ErrorContains(t, err, c.want)
		})
	}
}

func TestAFailedExpectationNamesItsStep(t *testing.T) {
	t.Parallel()
	f, err := scenario.Parse("x.yaml", []byte("start: 2026-03-02\nspeed: 43200\nsteps:\n  - {as: noord-projectleider, expect: GET /me, that: {organisation: zuid}}\n"))
	require.NoError(t, err)
	w := apptest.Start(t, apptest.Speed(f.Speed), apptest.From(time.Date(2026, 3, 2, 7, 0, 0, 0, time.UTC)))
	server := httptest.NewServer(api.New(api.Options{Service: w.Service, Authenticator: api.DevTokens{Store: w.Store, Dev: true}}))
	t.Cleanup(server.Close)
	days, err := w.Policy.Calendars.Current("workdays", calendar.Date{Year: 2026, Month: 3, Day: 2})
	require.NoError(t, err)
	p := &scenario.Player{URL: server.URL, Time: w.Service.Time, Days: days, Patience: 100 * time.Millisecond}
	_, err = p.Play(t.Context(), f)
	require.ErrorContains(t, err, `line 4: noord-projectleider`)
	require.ErrorContains(t, err, `organisation is "noord", expected "zuid"`)
}
