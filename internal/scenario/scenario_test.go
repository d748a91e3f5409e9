package scenario_test

import (
	"maps"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/api"
	"termijn/internal/app"
	"termijn/internal/apptest"
	"termijn/internal/calendar"
	"termijn/internal/devstack/devtest"
	"termijn/internal/ledger"
	"termijn/internal/scenario"
	"termijn/workflows/transition"
)

func TestMain(m *testing.M) { os.Exit(devtest.Main(m)) }

// play plays a scenario at its own speed on the whole product.
func play(t *testing.T, f *scenario.File, with ...apptest.Option) (*apptest.World, map[string]string) {
	t.Helper()
	first, err := f.Begins(f.Speed)
	require.NoError(t, err)
	w := apptest.Start(t, append(with, apptest.Speed(f.Speed), apptest.From(first.Start(brussels(t)).Add(8*time.Hour)))...)
	require.NoError(t, w.Store.Enrol(t.Context(), f.Organisations, f.People))
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

// An incident takes its whole way, with everything that comes of it, well within
// two minutes; each of its cases ends as it should.
func TestACriticalIncidentPlaysToItsClosingInAMinuteAndAHalf(t *testing.T) {
	t.Parallel()
	f, err := scenario.Load("incident")
	require.NoError(t, err)
	began := time.Now()
	w, saved := play(t, f)
	require.Less(t, time.Since(began), 90*time.Second)

	for name, c := range map[string]struct {
		outcome string
		kinds   []string
	}{
		"template": {"", []string{"template.drafted", "template.submitted", "template.approved"}},
		"case": {"confirmed", []string{"incident.registered", "incident.taken", "incident.communicated", "incident.handed_over", "incident.waiting",
			"incident.resumed", "clock.due", "incident.resolved", "incident.confirmed"}},
		"meeting": {"closed", []string{"meeting.opened", "meeting.joined", "meeting.action_assigned", "meeting.action_finished", "meeting.closed"}},
		"problem": {"closed", []string{"problem.registered", "problem.root_cause_identified", "problem.known_error_recorded", "problem.overrun_analysed",
			"problem.overrun_ruled", "problem.solved", "problem.closed"}},
		"survey": {"contacted", []string{"survey.invited", "survey.answered", "survey.contacted"}},
	} {
		row, err := w.Store.Case(t.Context(), ledger.Scope{All: true}, saved[name])
		require.NoError(t, err, name)
		require.Equal(t, c.outcome, row.Outcome, name)
		events, err := w.Store.Events(t.Context(), saved[name], 0, 500)
		require.NoError(t, err)
		var kinds []string
		for i, e := range events {
			require.EqualValues(t, i+1, e.Seq)
			kinds = append(kinds, e.Kind)
		}
		require.Subset(t, kinds, c.kinds, name)
	}
}

// The demonstration plays at every start: it must be quick, and leave incidents in
// the situations that its file names.
func TestTheDemonstrationLeavesIncidentsInEverySituation(t *testing.T) {
	t.Parallel()
	f, err := scenario.Load("demonstration")
	require.NoError(t, err)
	f.Start, f.Speed = "2026-03-02", 1
	w, saved := play(t, f, apptest.WithServiceMap(), apptest.WithBoards())
	stages := map[string]int{}
	rows, _, err := w.Store.Cases(t.Context(), ledger.Scope{All: true}, ledger.CaseFilter{}, ledger.Page{Limit: 100})
	require.NoError(t, err)
	for _, r := range rows {
		stages[r.Process+" "+r.Stage]++
	}
	for stage, n := range map[string]int{"incident new": 2, "incident working": 2, "incident waiting": 1, "incident resolved": 1, "meeting in_session": 1,
		"problem known_error": 1, "notice planned": 1, "template in_force": 1, "standard in_force": 1, "change draft": 1, "change assessment": 1, "change approval": 1,
		"change scheduled": 1, "freeze planned": 1, "session preparation": 2, "board sitting": 3} {
		require.Equal(t, n, stages[stage], "%s of %v", stage, stages)
	}
	queue, _, err := w.Store.Incidents(t.Context(), ledger.Scope{All: true}, ledger.QueueFilter{}, ledger.Page{Limit: 100})
	require.NoError(t, err)
	frozen, agents := 0, map[string]bool{}
	for _, r := range queue {
		agents[r.Priority+" "+r.Agent] = true
		if r.Frozen {
			frozen++
		}
	}
	require.Equal(t, 1, frozen)
	require.True(t, agents["P3 "], "one that nobody has taken up")
	agenda, err := w.Store.Case(t.Context(), ledger.Scope{All: true}, saved["router"])
	require.NoError(t, err)
	own, err := app.ChangeOf(agenda)
	require.NoError(t, err)
	require.NotEmpty(t, own.Ballot.Votes, "the board votes on it")
}

func TestABrokenScenarioIsRefusedWithItsLine(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"no steps":       {"title: x\n", "there are no steps"},
		"unknown key":    {"steps:\n  - as: a\n    does: GET /me\n", `line 3: a step has no "does"`},
		"two things":     {"steps:\n  - {as: a, do: GET /me, decide: x}\n", "exactly one of do, decide, expect"},
		"in for nothing": {"steps:\n  - {as: a, do: GET /me, in: x}\n", "in belongs to decide"},
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

// The contract's transition plays against the real server and database from its award
// until its first steering committee; the whole of it, which takes five minutes here,
// plays in the test environment of the process. Every step of the rest is read.
func TestTheContractsTransitionBeginsWithItsPlan(t *testing.T) {
	t.Parallel()
	f, err := scenario.Load("transition")
	require.NoError(t, err)
	var begun []scenario.Step
	for _, s := range f.Steps {
		begun = append(begun, s)
		if strings.Contains(s.Do, "session-closings") {
			break
		}
	}
	require.Less(t, len(begun), len(f.Steps)/2)
	whole := f.Steps
	f.Steps = begun
	w, saved := play(t, f)
	row, err := w.Store.Case(t.Context(), ledger.Scope{All: true}, saved["case"])
	require.NoError(t, err)
	own, err := app.ProgrammeOf(row)
	require.NoError(t, err)
	require.Equal(t, transition.Running, row.Stage)
	require.Equal(t, 1, own.Baseline)
	require.Len(t, own.Milestones, 22)
	reached := map[string]bool{}
	for _, s := range whole {
		if strings.HasSuffix(s.Do, "/reachings") {
			reached[s.Body["milestone"].(string)] = true
		}
	}
	require.ElementsMatch(t, slices.Collect(maps.Keys(own.Milestones)), slices.Collect(maps.Keys(reached)), "the story brings every milestone of the contract to its end")
}
