package ledger_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/ledger"
	"termijn/internal/record"
)

// incidents writes incidents by number: their stage, their view, and in how many
// hours they are due; 0 for a clock that stands still.
type anIncident struct {
	stage, view string
	hours       float64
	outcome     string
}

func incidents(t *testing.T, s *ledger.Store, all ...anIncident) {
	t.Helper()
	for i, x := range all {
		ref := fmt.Sprintf("INC-2026-%06d", i+1)
		st := tell(t, s, ref)
		st.records("case.registered", record.Effects{Case: &record.CaseChange{Process: "incident", Stage: x.stage, Title: "Storing", Parties: parties(),
			Outcome: x.outcome}}, x.view)
		if x.hours != 0 {
			exec(t, s.Pool(), `UPDATE cases SET due_at = $2 WHERE ref = $1`, ref, begin.Add(time.Duration(x.hours*float64(time.Hour))))
		}
	}
}

func with(org, team string, more string) string {
	return fmt.Sprintf(`{"priority":"P2","service":"netwerk","handler":{"org":%q,"team":%q}%s}`, org, team, more)
}

// today is Monday 2 March, 10:00; what is due on Wednesday is far enough away.
func urgentOf(org string, each int) ledger.Urgent {
	return ledger.Urgent{Org: org, Now: begin, Today: begin.Add(14 * time.Hour), Until: begin.Add(38 * time.Hour), Each: each}
}

// B-11: by organisation and due time, with totals beyond what is shown.
func TestUrgentIncidentsAreListedByWhoMustAct(t *testing.T) {
	t.Parallel()
	s := open(t)
	incidents(t, s,
		anIncident{"working", with("alfa", "alfa-netwerk", `,"waiting":""`), -2, ""},
		anIncident{"new", with("alfa", "alfa-netwerk", ``), 3, ""},
		anIncident{"waiting", with("alfa", "alfa-werkplek", `,"waiting":"W1"`), 20, ""},
		anIncident{"waiting", with("alfa", "alfa-netwerk", ``), 0, ""},              // its clock stands still
		anIncident{"working", with("alfa", "alfa-netwerk", ``), 38, ""},             // not soon
		anIncident{"resolved", with("alfa", "alfa-netwerk", ``), 3, ""},             // the reporter's
		anIncident{"closed", with("alfa", "alfa-netwerk", ``), -3, "confirmed"},     // over
		anIncident{"working", with("beta", "beta-hosting", `,"frozen":{}`), -1, ""}, // the Service Integrator's
		anIncident{"working", `{"priority":"P1","handler":{"org":"beta","team":"beta-hosting","agent":"beta-medewerker"}}`, 1, ""},
	)
	list, err := s.UrgentIncidents(t.Context(), urgentOf("", 2))
	require.NoError(t, err)
	var got []string
	for _, x := range list {
		got = append(got, fmt.Sprintf("%s %s %s %s %d/%d/%d", x.Org, x.Ref[9:], x.Team, x.Priority, x.OrgCount, x.OrgLate, x.OrgToday))
	}
	require.Equal(t, []string{"alfa 000001 alfa-netwerk P2 3/1/1", "alfa 000002 alfa-netwerk P2 3/1/1",
		"beta 000009 beta-hosting P1 1/0/1", "si 000008 beta-hosting P2 1/1/0"}, got)
	require.True(t, list[3].Frozen)
	require.Equal(t, "beta-medewerker", list[2].Agent)
	require.True(t, list[0].Due.Equal(begin.Add(-2*time.Hour)))

	own, err := s.UrgentIncidents(t.Context(), urgentOf("beta", 10))
	require.NoError(t, err)
	require.Len(t, own, 1)
	require.Equal(t, "INC-2026-000009", own[0].Ref)
	for _, org := range []string{"noord", "' OR true --", "\x00"} {
		none, err := s.UrgentIncidents(t.Context(), urgentOf(org, 10))
		require.NoError(t, err)
		require.Empty(t, none, "%q", org)
	}
}

// B-31: so many of one service and category, that no problem explains yet.
func TestTrendsAreServicesWithManyIncidents(t *testing.T) {
	t.Parallel()
	s := open(t)
	kinds := []string{`"service":"netwerk","category":"verbinding"`, `"service":"netwerk"`, `"service":"hosting"`, `"service":"e-mail"`, `"service":"werkplek"`}
	var all []anIncident
	for _, kind := range kinds {
		for range 3 {
			all = append(all, anIncident{stage: "working", view: `{` + kind + `}`})
		}
	}
	all = append(all, anIncident{"withdrawn", `{"service":"burgerloket"}`, 0, "withdrawn"}, anIncident{stage: "new", view: `{"service":"burgerloket"}`},
		anIncident{stage: "new", view: `{"service":"burgerloket"}`})
	incidents(t, s, all...)
	problem := func(n int, opened time.Time, outcome, origin string) {
		st := tell(t, s, fmt.Sprintf("PRB-2026-%06d", n))
		st.at = opened
		st.records("case.registered", record.Effects{Case: &record.CaseChange{Process: "problem", Stage: "analysing", Title: "Oorzaak",
			Parties: parties(), Outcome: outcome}}, `{"origin":`+origin+`}`)
	}
	from, to := begin.Add(-time.Hour), begin.Add(time.Hour)
	long := begin.AddDate(0, -3, 0)
	problem(1, long, "", `{"service":"hosting"}`)                                    // open
	problem(2, begin, "declined", `{"service":"e-mail","trend":{"count":3}}`)        // proposed in the period
	problem(3, begin, "closed", `{"service":"werkplek"}`)                            // closed, by hand
	problem(4, long, "declined", `{"service":"werkplek","trend":{"count":9}}`)       // proposed long ago
	problem(5, begin, "", `{"service":"netwerk","category":"telefonie","trend":{}}`) // another category

	found, err := s.IncidentTrends(t.Context(), from, to, 3)
	require.NoError(t, err)
	var got []string
	for _, f := range found {
		got = append(got, fmt.Sprintf("%s/%s %d %v", f.Service, f.Category, f.Count, f.Refs))
		require.True(t, f.First.Equal(begin) && f.Last.Equal(begin))
	}
	require.Equal(t, []string{"netwerk/ 3 [INC-2026-000006 INC-2026-000005 INC-2026-000004]",
		"netwerk/verbinding 3 [INC-2026-000003 INC-2026-000002 INC-2026-000001]",
		"werkplek/ 3 [INC-2026-000015 INC-2026-000014 INC-2026-000013]"}, got)
	// No category of it has four; the service has six.
	whole, err := s.IncidentTrends(t.Context(), from, to, 4)
	require.NoError(t, err)
	require.Len(t, whole, 1)
	require.Equal(t, "netwerk", whole[0].Service)
	require.Empty(t, whole[0].Category)
	require.Equal(t, 6, whole[0].Count)
	require.Len(t, whole[0].Refs, 6)
	for _, c := range []struct {
		from, to time.Time
		least    int
	}{{from, to, 7}, {to, to.Add(time.Hour), 1}, {long, begin, 1}} {
		none, err := s.IncidentTrends(t.Context(), c.from, c.to, c.least)
		require.NoError(t, err)
		require.Empty(t, none, "%+v", c)
	}
}

func TestTheListsOfIncidentsReadTheirIndexes(t *testing.T) {
	t.Parallel()
	s := open(t)
	crowd(t, s, 60_000)
	exec(t, s.Pool(), `INSERT INTO cases (ref, process, stage, title, outcome, seq, head, opened_at, updated_at, due_at, view)
		SELECT 'INC-2026-' || lpad(i::text, 6, '0'), CASE WHEN i % 50 = 0 THEN 'problem' ELSE 'incident' END, 'working', 'Storing', CASE WHEN i % 3 = 0 THEN 'closed' ELSE '' END,
			1, '', $2::timestamptz + (i - 60000) * interval '10 minutes', $2, $2::timestamptz + (i % 5000) * interval '1 hour',
			jsonb_build_object('service', 'dienst' || (i % 40), 'handler', jsonb_build_object('org', 'org' || (i % 200)),
				'origin', jsonb_build_object('service', 'dienst' || (i % 40)))
		FROM generate_series(1, $1::int) i`, 60_000, begin)
	exec(t, s.Pool(), `ANALYZE cases`)
	sql, args := ledger.UrgentQuery(urgentOf("org7", 25))
	usesIndex(t, plan(t, s, sql, args), "cases_handler")
	sql, args = ledger.UrgentQuery(urgentOf("", 25))
	usesIndex(t, plan(t, s, sql, args), "cases_open_by_due")
	usesIndex(t, plan(t, s, ledger.TrendsSQL, []any{begin.AddDate(0, 0, -30), begin, 5}), "cases_by_opened", "cases_problems")
}
