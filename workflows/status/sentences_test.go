package status_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/problem"
	"termijn/workflows/status"
)

// Sentences 1 and 8: every working day of 2026 at 08:00, also in the weeks in which
// the clock changes; never on a holiday; and the case does not grow.
func TestEveryWorkingDayOfAYearAt8OClock(t *testing.T) {
	t.Parallel()
	s := running(t, "2025-12-31 12:00", nil, 150)
	var sizes []int
	for month := time.February; month <= time.December; month += 2 {
		s.At(time.Date(2026, month, 1, 3, 0, 0, 0, casetest.Brussels), func() {
			b, err := json.Marshal(s.State())
			require.NoError(t, err)
			sizes = append(sizes, len(b))
		})
	}
	s.At(casetest.When("2027-01-01 12:00"), func() {})
	s.Run()
	cal, err := casetest.Policy(t).Calendars.Current("workdays", calendar.Date{Year: 2026, Month: 1, Day: 1})
	require.NoError(t, err)
	var want, got []string
	for d := (calendar.Date{Year: 2026, Month: 1, Day: 1}); d.Year == 2026; d = d.AddDays(1) {
		if cal.IsWorkingDay(d) {
			want = append(want, d.String()+" 08:00")
		}
	}
	for _, e := range s.of("status.day_began") {
		got = append(got, face(e.At))
		require.Less(t, e.Lateness(), time.Second)
	}
	require.Greater(t, len(want), 245)
	require.Equal(t, want, got)
	require.Len(t, s.of(status.Reported), len(want), "each day has its report")
	for i, r := range s.reports(t) {
		require.Equal(t, want[i][:10], r.Date.String())
		require.Empty(t, r.Missed)
		require.False(t, r.Extra)
	}
	// By name, so that the calendar alone does not decide what is right.
	for _, holiday := range []string{"2026-01-01", "2026-04-06", "2026-05-01", "2026-05-14", "2026-05-25", "2026-07-21", "2026-11-11", "2026-12-25"} {
		require.NotContains(t, got, holiday+" 08:00")
	}
	for _, day := range []string{"2026-03-27", "2026-03-30", "2026-10-23", "2026-10-26"} {
		require.Contains(t, got, day+" 08:00")
	}
	require.Greater(t, s.Runs, 4, "it continued as new")
	require.Less(t, slices.Max(sizes), slices.Min(sizes)+64, "%v", sizes)
}

// Sentence 1: opened before 08:00 the rhythm begins today, after it tomorrow.
func TestTheRhythmBeginsWithTheNext8OClock(t *testing.T) {
	t.Parallel()
	for from, first := range map[string]string{"2026-03-03 07:59": "2026-03-03 08:00", "2026-03-03 08:00": "2026-03-04 08:00",
		"2026-03-06 09:00": "2026-03-09 08:00", "2026-03-07 07:00": "2026-03-09 08:00"} {
		s := running(t, from, nil, 0)
		at(s, "10 12:00", func() {})
		s.Run()
		require.Equal(t, "status.began", s.Ledger.Events()[0].Kind)
		require.Equal(t, first, face(s.of("status.day_began")[0].At), from)
	}
}

// Sentence 2 (B-11).
func TestAReportHoldsWhoMustActOnWhat(t *testing.T) {
	t.Parallel()
	s := running(t, "2026-03-02 10:00", nil, 0)
	var last *status.Summary
	at(s, "03 09:00", func() { last = s.State().Own.Last })
	s.Run()
	require.Equal(t, []status.Report{{Date: calendar.Date{Year: 2026, Month: 3, Day: 3}, DailyStatus: list()}}, s.reports(t))
	require.Equal(t, []int{3, 1, 1, 1}, []int{last.Count, last.Late, last.Today, last.Soon})
}

// Sentence 3 (B-11, E-03).
func TestEachOrganisationThatMustActGetsAMail(t *testing.T) {
	t.Parallel()
	s := running(t, "2026-03-02 10:00", nil, 0)
	at(s, "03 09:00", func() { s.list = record.DailyStatus{} })
	at(s, "04 09:00", func() {})
	s.Run()
	mail := func(org, role, count string) record.Mail {
		return record.Mail{Template: "status_daily", To: record.Recipient{Org: org, Role: role}, Args: map[string]string{"count": count, "date": "2026-03-03"}}
	}
	reports := s.of(status.Reported)
	require.Equal(t, []record.Mail{mail("alfa", "agent", "2"), mail("alfa", "manager", "2"), mail("si", "service_desk", "1"), mail("si", "slm", "1")},
		reports[0].Effects.Mails)
	require.Empty(t, reports[1].Effects.Mails, "nobody is told that there is nothing to do")
}

// Sentence 4: the ledger is away from Monday evening to Friday morning.
func TestMissedDaysComeInOneReport(t *testing.T) {
	t.Parallel()
	s := running(t, "2026-03-02 07:00", nil, 0)
	back := casetest.When("2026-03-06 10:00")
	s.Ledger.Fail = func(b record.Batch, _ int) error {
		if b.Event.At.After(casetest.When("2026-03-02 18:00")) && s.Now().Before(back) {
			return errors.New("away")
		}
		return nil
	}
	at(s, "09 12:00", func() {})
	s.Run()
	reports := s.reports(t)
	require.Len(t, reports, 3)
	day := func(n int) calendar.Date { return calendar.Date{Year: 2026, Month: 3, Day: n} }
	require.Equal(t, []calendar.Date{day(2), day(6), day(9)}, []calendar.Date{reports[0].Date, reports[1].Date, reports[2].Date})
	require.Equal(t, []calendar.Date{day(3), day(4), day(5)}, reports[1].Missed)
	require.Empty(t, reports[2].Missed)
	require.Len(t, s.of(status.Reported)[1].Effects.Mails, 4, "one mail, not four")
	var began []string
	for _, e := range s.of("status.day_began") {
		began = append(began, face(e.At))
	}
	require.Equal(t, []string{"2026-03-02 08:00", "2026-03-03 08:00", "2026-03-04 08:00", "2026-03-05 08:00", "2026-03-06 08:00", "2026-03-09 08:00"}, began)
}

// Sentences 5 and 6 (B-31, E-42).
func TestATrendIsProposedAsAProblemOnce(t *testing.T) {
	t.Parallel()
	s := running(t, "2026-03-02 10:00", nil, 0)
	s.trends = record.Trends{Days: 30, Found: []record.Trend{trend("netwerk", "verbinding"), trend("hosting", "")}}
	var own status.State
	at(s, "05 09:00", func() { own = s.State().Own })
	s.At(casetest.When("2026-04-10 09:00"), func() {})
	s.Run()
	var proposed []string
	for _, o := range s.Openings {
		var start struct {
			State struct {
				Title   string
				Parties record.Parties
				Own     problem.State
			}
		}
		require.NoError(t, json.Unmarshal(o.Start, &start))
		tr := start.State.Own.Origin.Trend
		require.NotNil(t, tr)
		require.Equal(t, []any{problem.Name, problem.Prefix, 5, problem.Recurring}, []any{o.Process, o.Prefix, tr.Count, tr.Pattern})
		require.Equal(t, []string{"alfa"}, start.State.Parties.Providers)
		require.Equal(t, []string{"INC-2026-000005", "INC-2026-000004"}, tr.Incidents)
		proposed = append(proposed, fmt.Sprintf("%s %s/%s", face(o.At), tr.Service, tr.Category))
	}
	slices.Sort(proposed)
	require.Equal(t, []string{"2026-03-03 08:00 hosting/", "2026-03-03 08:00 netwerk/verbinding",
		"2026-04-02 08:00 hosting/", "2026-04-02 08:00 netwerk/verbinding"}, proposed, "again when the period of 30 days is over")
	require.Len(t, own.Proposed, 2)
	require.NotEmpty(t, own.Proposed["netwerk/verbinding"].Ref)
}

// Sentence 6: what is found no more is forgotten when its period is over.
func TestProposalsAreForgottenWithTheirPeriod(t *testing.T) {
	t.Parallel()
	s := running(t, "2026-03-02 10:00", nil, 0)
	s.trends = record.Trends{Days: 7, Found: []record.Trend{trend("netwerk", "verbinding")}}
	at(s, "03 09:00", func() { s.trends.Found = nil })
	at(s, "09 09:00", func() { require.Len(t, s.State().Own.Proposed, 1) })
	at(s, "10 09:00", func() { require.Empty(t, s.State().Own.Proposed) })
	s.Run()
}

// Sentence 7.
func TestTheServiceDeskAsksForAReportOutsideTheRhythm(t *testing.T) {
	t.Parallel()
	s := running(t, "2026-03-02 10:00", nil, 0)
	var first, twice *casetest.Answer
	at(s, "02 15:00", func() { first, twice = s.asks("voor het overleg van 15 uur"), s.asks("nog eens") })
	at(s, "03 09:00", func() {})
	s.Run()
	require.NoError(t, first.Err)
	require.Equal(t, "report_underway", twice.Refusal.Code)
	reports := s.reports(t)
	require.Len(t, reports, 2)
	require.Equal(t, []any{true, "voor het overleg van 15 uur"}, []any{reports[0].Extra, reports[0].Remark})
	require.Equal(t, []any{false, ""}, []any{reports[1].Extra, reports[1].Remark}, "the next day has its own")
	require.Len(t, s.of("status.trends_found"), 1, "no trends outside the rhythm")
	require.Len(t, s.of(status.Reported)[0].Effects.Mails, 4)
}
