package takeover_test

import (
	"cmp"
	"compress/gzip"
	"encoding/csv"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"termijn/internal/sla"
	"termijn/internal/takeover"
)

const selection = "testdata/incidents.csv.gz"

// asOf is later than every row of the log.
var asOf = time.Date(2017, 3, 1, 0, 0, 0, 0, time.UTC)

// simple is what an incident comes to, counted from its rows without any facts:
// between one row and the next it is in the state of the first.
type simple struct {
	state, priority                  string
	handOvers, crossings, reopenings int
	waits                            map[string]takeover.Wait
	outcome                          sla.State
}

func simplify(t *testing.T, p takeover.Policy, rows []map[string]string, orgs map[string][2]string) simple {
	zone, err := time.LoadLocation("Europe/Brussels")
	require.NoError(t, err)
	when := func(r map[string]string) time.Time {
		at, err := time.ParseInLocation("2/1/2006 15:04", r["sys_updated_at"], zone)
		require.NoError(t, err)
		opened, err := time.ParseInLocation("2/1/2006 15:04", rows[0]["opened_at"], zone)
		require.NoError(t, err)
		if at.Before(opened) {
			return opened
		}
		return at
	}
	rows = slices.DeleteFunc(slices.Clone(rows), func(r map[string]string) bool { return r["incident_state"] == "-100" })
	number := func(r map[string]string, column string) int {
		n, err := strconv.Atoi(r[column])
		require.NoError(t, err)
		return n
	}
	slices.SortStableFunc(rows, func(a, b map[string]string) int {
		return cmp.Or(when(a).Compare(when(b)), cmp.Compare(number(a, "sys_mod_count"), number(b, "sys_mod_count")))
	})
	opened, err := time.ParseInLocation("2/1/2006 15:04", rows[0]["opened_at"], zone)
	require.NoError(t, err)
	hours, err := p.Calendar("loh", opened)
	require.NoError(t, err)
	reasons := map[string]string{"Awaiting User Info": "user", "Awaiting Evidence": "user", "Awaiting Vendor": "supplier", "Awaiting Problem": "problem"}
	last := rows[len(rows)-1]
	s := simple{priority: "P" + last["priority"][:1], waits: map[string]takeover.Wait{},
		state: map[string]string{"New": "new", "Active": "working", "Resolved": "resolved", "Closed": "closed"}[last["incident_state"]]}
	definition := p.Definitions["incident.p"+last["priority"][:1]]
	// Due is when the target's last working minute is used up.
	left, due, stop := time.Duration(definition.Target.WorkingTime), time.Time{}, asOf
	work := func(from, to time.Time) {
		if d := hours.Between(from, to); d < left || left <= 0 {
			left -= d
		} else {
			due, left = hours.Add(from, left), 0
		}
	}
	work(opened, when(rows[0]))
	before := ""
	for i, r := range rows {
		end := asOf
		if i+1 < len(rows) {
			end = when(rows[i+1])
		}
		s.reopenings = max(s.reopenings, number(r, "reopen_count"))
		reason := reasons[r["incident_state"]]
		if reason != "" {
			w := s.waits[reason]
			if reason != before {
				w.Count++
			}
			w.Seconds += end.Unix() - when(r).Unix()
			s.waits[reason] = w
		}
		before = reason
		// The one older copy of the log says "New" after it was resolved; it closes next.
		older := r["incident_state"] == "New" && i > 0 && rows[i-1]["incident_state"] == "Resolved"
		switch r["incident_state"] {
		case "Resolved", "Closed":
			if stop.Equal(asOf) {
				stop = when(r)
			}
		default:
			if older {
				break
			}
			stop = asOf
			if !slices.Contains(definition.Pauses, reason) {
				work(when(r), end)
			}
		}
		if i > 0 {
			from, to := orgs[rows[i-1]["assignment_group"]], orgs[r["assignment_group"]]
			if from[0] != to[0] {
				s.handOvers++
			}
			if from[1] != to[1] {
				s.crossings++
			}
		}
	}
	switch {
	case !due.IsZero() && due.Before(stop):
		s.outcome = sla.Breached
	case s.state == "closed":
		s.outcome = sla.Met
	default:
		s.outcome = sla.Running
	}
	return s
}

// groupsOf are team and organisation of every group, read from the configuration by hand.
func groupsOf(t *testing.T, all map[string]bool) map[string][2]string {
	text, err := os.ReadFile("../../config/servicenow.yaml")
	require.NoError(t, err)
	var doc struct {
		Groups struct {
			Default, None map[string]string
			Named         map[string]map[string]string
		}
	}
	require.NoError(t, yaml.Unmarshal(text, &doc))
	orgs := map[string][2]string{}
	for group := range all {
		id := strings.ReplaceAll(strings.ToLower(group), " ", "-")
		orgs[group] = [2]string{id, doc.Groups.Default["org"]}
		if named, ok := doc.Groups.Named[group]; ok {
			orgs[group] = [2]string{cmp.Or(named["team"], id), named["org"]}
		}
	}
	orgs["?"] = [2]string{doc.Groups.None["team"], doc.Groups.None["org"]}
	return orgs
}

func compareIndependently(t *testing.T, name string) {
	f, err := os.Open(name)
	require.NoError(t, err)
	defer f.Close()
	log, err := takeover.Read(f, mapping(t), takeover.Options{})
	require.NoError(t, err)
	require.NoError(t, log.Report.Check())

	_, err = f.Seek(0, 0)
	require.NoError(t, err)
	text, err := gzip.NewReader(f)
	require.NoError(t, err)
	table, err := csv.NewReader(text).ReadAll()
	require.NoError(t, err)
	incidents, groups := map[string][]map[string]string{}, map[string]bool{}
	for _, cells := range table[1:] {
		r := map[string]string{}
		for i, column := range table[0] {
			r[column] = cells[i]
		}
		incidents[r["number"]] = append(incidents[r["number"]], r)
		groups[r["assignment_group"]] = true
	}
	require.Equal(t, len(table)-1, log.Report.Read)
	require.Len(t, log.Incidents, len(incidents))
	orgs := groupsOf(t, groups)
	p := policy(t)
	for _, inc := range log.Incidents {
		e, err := takeover.Expect(inc, p, asOf)
		require.NoError(t, err)
		got := simple{e.State, e.Priority, e.HandOvers, e.Crossings, e.Reopenings, e.Waits, e.Clocks[len(e.Clocks)-1].Result.State}
		require.Equal(t, simplify(t, p, incidents[inc.Number], orgs), got, inc.Number)
	}
}

// The same numbers come out of the rows alone, by another way of counting.
func TestFactsAgreeWithTheRows(t *testing.T) {
	t.Parallel()
	compareIndependently(t, selection)
	if *logFile != "" {
		compareIndependently(t, *logFile)
	}
}

func TestSelectionHasEveryOddity(t *testing.T) {
	t.Parallel()
	f, err := os.Open(selection)
	require.NoError(t, err)
	defer f.Close()
	log, err := takeover.Read(f, mapping(t), takeover.Options{})
	require.NoError(t, err)
	for _, what := range []takeover.Remark{takeover.Ties, takeover.Disorder, takeover.Misplaced, takeover.MissingUpdates, takeover.NeverLocal,
		takeover.BeforeOpening, takeover.FirstResolved, takeover.ClosingTimeTaken, takeover.AfterClosed, takeover.ClosingsTakenBack,
		takeover.Reopenings, takeover.ImpliedWork, takeover.AssignedResolved, takeover.MergedGroups, takeover.CountDisagrees,
		takeover.NeverAgent, takeover.NotCarried} {
		require.Positive(t, log.Report.Remarks[what], what)
	}
	require.Equal(t, map[string]int{takeover.UnknownState: 2, takeover.OutOfOrder: 1, takeover.ClosingTakenBack: 6}, log.Report.ByReason())
	r, err := log.Reconcile(policy(t), asOf)
	require.NoError(t, err)
	require.Equal(t, len(log.Incidents), r.Incidents)
	for _, priority := range []string{"P1", "P2", "P3", "P4"} {
		require.Positive(t, r.Cases["closed"][priority], priority)
	}
	require.Equal(t, map[string]int{"P3": 1}, r.Cases["new"])
	for _, definition := range []string{"incident.response", "incident.p1", "incident.p2", "incident.p3", "incident.p4"} {
		require.Positive(t, r.Clocks[definition]["breached"], definition)
		require.Positive(t, r.Clocks[definition]["met"], definition)
	}
	for _, reason := range []string{"user", "supplier", "problem"} {
		require.Positive(t, r.Waits[reason].Seconds, reason)
	}
}

func BenchmarkRead(b *testing.B) {
	text, err := os.ReadFile(selection)
	require.NoError(b, err)
	m := mapping(b)
	rows := 0
	for b.Loop() {
		log, err := takeover.Read(strings.NewReader(string(text)), m, takeover.Options{})
		require.NoError(b, err)
		rows += log.Report.Read
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
}
