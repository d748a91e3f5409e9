package takeover_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/takeover"
)

func reconciled(t *testing.T) takeover.Reconciliation {
	log := read(t, file(
		a("I|0|1/3/2016 09:10|New|Group 70|?"), a("I|1|1/3/2016 10:00|Awaiting User Info|Group 24|?", "priority=2 - High"),
		a("I|2|1/3/2016 11:30|Closed|Group 24|?", "priority=2 - High"),
		a("J|0|1/3/2016 09:10|Active|Group 20|Resolver 1"), a("J|1|1/3/2016 09:10|-100|Group 24|?"), a("J|2|1/3/2016 09:11|Active|Group 20|Resolver 1"),
	))
	r, err := log.Reconcile(policy(t), brussels(t, "1/3/2016 16:00"))
	require.NoError(t, err)
	return r
}

const printed = `Rows read                                                                  6
  used                                                                     4
  unchanged                                                                1
  rejected                                                                 1
  after the cut                                                            0
Incidents used                                                             2
  rejected                                                                 0
  after the cut                                                            0
Rows rejected, by reason
  unknown state                                                            1
Settled by a rule
  updates that the log leaves out, by sys_mod_count                        1
  closings without a resolution: closing time taken                        1
  waits or resolutions straight from new or a wait: work implied           2
  incidents that never have an agent                                       1

What must come out                                                  expected
  incidents                                                                2
  cases, working, P3                                                       1
  cases, closed, P2                                                        1
  hand-overs between teams                                                 1
  hand-overs between organisations                                         1
  reopenings                                                               0
  waits for user                                                           1
  waits for user, time                                            1 h 30 min
  clocks, incident.p2, met                                                 1
  clocks, incident.p3, running                                             1
  clocks, incident.p3, cancelled                                           1
`

func TestReconciliationInWords(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	require.NoError(t, reconciled(t).WriteText(&out, nil))
	require.Equal(t, printed, out.String())
}

func TestReconciliationBesideWhatWasFound(t *testing.T) {
	t.Parallel()
	expected, found := reconciled(t), reconciled(t)
	found.Report = nil
	var out strings.Builder
	require.NoError(t, expected.WriteText(&out, &found))
	require.Contains(t, out.String(), "  waits for user, time                                            1 h 30 min  1 h 30 min\n")
	require.Contains(t, out.String(), "\nWhat must come out                                                  expected       found\n")
	require.True(t, strings.HasSuffix(out.String(), "\n\nbalanced\n"))

	found.Waits = map[string]takeover.Wait{"user": {Count: 1, Seconds: 5401}, "change": {Count: 2, Seconds: 60}}
	delete(found.Cases, "closed")
	found.Clocks["incident.p1"] = map[string]int{"met": 3}
	found.HandOvers = 0
	want := []takeover.Difference{
		{Figure: "cases, closed, P2", Expected: "1", Found: "0"},
		{Figure: "hand-overs between teams", Expected: "1", Found: "0"},
		{Figure: "waits for user, time", Expected: "1 h 30 min", Found: "1 h 30 min 01 s"},
		{Figure: "clocks, incident.p1, met", Expected: "0", Found: "3"},
		{Figure: "waits for change", Expected: "0", Found: "2"},
		{Figure: "waits for change, time", Expected: "0", Found: "0 h 01 min"},
	}
	require.Equal(t, want, takeover.Compare(expected, found))
	out.Reset()
	require.NoError(t, expected.WriteText(&out, &found))
	require.Contains(t, out.String(), "NOT balanced: 6 differences")
	require.NotContains(t, out.String(), "\nbalanced")
	require.Regexp(t, `\n  clocks, incident.p1, met +0 +3\n`, out.String())
}

func TestReconciliationAsJSON(t *testing.T) {
	t.Parallel()
	want := reconciled(t)
	text, err := json.Marshal(want)
	require.NoError(t, err)
	var got takeover.Reconciliation
	require.NoError(t, json.Unmarshal(text, &got))
	require.Equal(t, want, got)
	require.Contains(t, string(text), `"waits":{"user":{"count":1,"seconds":5400}}`)
	require.Contains(t, string(text), `"rejections":[{"line":6,"number":"J","reason":"unknown state"`)
}

func TestReportThatDoesNotAddUp(t *testing.T) {
	t.Parallel()
	for says, r := range map[string]takeover.Report{
		"3 rows were read, but 1 used, 0 unchanged, 1 rejected and 0 after the cut make 2": {Read: 3, Used: 1, Rejected: 1, Rejections: make([]takeover.Rejection, 1)},
		"1 rows were rejected, but 0 are listed":                                           {Read: 1, Rejected: 1},
	} {
		require.EqualError(t, r.Check(), says)
	}
}
