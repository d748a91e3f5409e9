package takeover_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/takeover"
)

var header = []string{"number", "sys_mod_count", "sys_updated_at", "incident_state", "assignment_group", "assigned_to", "opened_at",
	"priority", "impact", "urgency", "contact_type", "sys_updated_by", "caller_id", "category", "subcategory", "location", "cmdb_ci",
	"problem_id", "rfc", "caused_by", "closed_code", "resolved_at", "reassignment_count"}

// a writes a row: number, count, time, state, group and agent, then column=value.
func a(row string, others ...string) string {
	values := append(strings.Split(row, "|"), "1/3/2016 09:00", "3 - Moderate", "2 - Medium", "2 - Medium", "Phone", "Updated by 1",
		"Caller 1", "Category 5", "Subcategory 6", "Location 1", "?", "?", "?", "?", "code 1", "?", "?")
	for _, o := range others {
		column, value, _ := strings.Cut(o, "=")
		values[slices.Index(header, column)] = value
	}
	return strings.Join(values, ",")
}

func file(rows ...string) string {
	return strings.Join(header, ",") + "\n" + strings.Join(rows, "\n") + "\n"
}

func read(t testing.TB, text string) *takeover.Log {
	log, err := takeover.Read(strings.NewReader(text), mapping(t), takeover.Options{})
	require.NoError(t, err)
	require.NoError(t, log.Report.Check())
	for _, inc := range log.Incidents {
		require.NoError(t, inc.Check())
	}
	return log
}

// told writes facts as "1/3 10:00 kind what", implied ones with a star.
func told(inc takeover.Incident) []string {
	var list []string
	for _, f := range inc.Facts {
		what := f.Reason + f.Priority + f.Code
		if f.Kind == takeover.Assigned {
			what = f.Team.ID + " " + f.Agent
		}
		if f.Implied {
			what = strings.TrimSpace("* " + what)
		}
		list = append(list, strings.TrimSpace(f.At.Format("2/1 15:04")+" "+f.Kind+" "+strings.TrimSpace(what)))
	}
	return list
}

func TestOddities(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		rows     []string
		facts    []string
		remarks  map[takeover.Remark]int
		rejected []string // line: reason
	}{
		"a plain life": {
			rows: []string{a("I|0|1/3/2016 09:05|New|Group 70|?"), a("I|1|1/3/2016 10:00|Active|Group 24|Resolver  7"),
				a("I|2|1/3/2016 11:00|Awaiting User Info|Group 24|Resolver 7"), a("I|3|1/3/2016 12:00|Active|Group 24|Resolver 7"),
				a("I|4|1/3/2016 13:00|Resolved|Group 24|Resolver 7"), a("I|5|6/3/2016 13:00|Closed|Group 24|Resolver 7")},
			facts: []string{"1/3 10:00 assigned group-24 Resolver 7", "1/3 10:00 working", "1/3 11:00 waiting user", "1/3 12:00 working",
				"1/3 13:00 resolved code 1", "6/3 13:00 closed"},
		},
		"ties go by sys_mod_count, whatever the file's order": {
			rows:    []string{a("I|0|1/3/2016 10:00|New|Group 24|?"), a("I|2|1/3/2016 10:00|Resolved|Group 24|?"), a("I|1|1/3/2016 10:00|Active|Group 24|?")},
			facts:   []string{"1/3 10:00 working", "1/3 10:00 resolved code 1"},
			remarks: map[takeover.Remark]int{takeover.Ties: 2, takeover.Misplaced: 1, takeover.FirstResolved: 0},
		},
		"an older copy cannot take back a resolution": {
			rows: []string{a("I|1|1/3/2016 11:10|New|Group 70|?"), a("I|1|1/3/2016 09:52|New|Group 70|?"),
				a("I|2|1/3/2016 11:03|Resolved|Group 70|?"), a("I|3|5/3/2016 12:00|Closed|Group 70|?")},
			facts:    []string{"1/3 11:03 working *", "1/3 11:03 resolved code 1", "5/3 12:00 closed"},
			remarks:  map[takeover.Remark]int{takeover.Disorder: 1, takeover.Misplaced: 1, takeover.ImpliedWork: 1, takeover.MissingUpdates: 1},
			rejected: []string{"2: " + takeover.OutOfOrder},
		},
		"a wrong count on the first row is believed for its time": {
			rows:    []string{a("I|7|1/3/2016 09:27|Active|Group 24|Resolver 1"), a("I|1|1/3/2016 11:45|Active|Group 24|Resolver 1")},
			facts:   []string{"1/3 09:27 assigned group-24 Resolver 1", "1/3 09:27 working"},
			remarks: map[takeover.Remark]int{takeover.Disorder: 1},
		},
		"rows before the opening move to it": {
			rows:    []string{a("I|0|1/3/2016 07:14|Active|Group 24|Resolver 1"), a("I|1|1/3/2016 09:45|Active|Group 24|?")},
			facts:   []string{"1/3 09:00 assigned group-24 Resolver 1", "1/3 09:00 working", "1/3 09:45 assigned group-24"},
			remarks: map[takeover.Remark]int{takeover.BeforeOpening: 1},
		},
		"the first opening holds": {
			rows:    []string{a("I|0|1/3/2016 09:10|New|Group 24|?"), a("I|1|1/3/2016 09:45|Active|Group 24|?", "opened_at=1/3/2016 08:00")},
			facts:   []string{"1/3 09:45 working"},
			remarks: map[takeover.Remark]int{takeover.OpeningDiffers: 1},
		},
		"an unknown state is rejected alone": {
			rows:     []string{a("I|0|1/3/2016 09:10|New|Group 24|?"), a("I|1|1/3/2016 09:45|-100|Group 24|?"), a("I|2|1/3/2016 10:00|Resolved|Group 24|?")},
			facts:    []string{"1/3 10:00 working *", "1/3 10:00 resolved code 1"},
			rejected: []string{"3: " + takeover.UnknownState},
		},
		"first seen resolved": {
			rows:    []string{a("I|0|1/3/2016 09:20|Resolved|Group 70|?")},
			facts:   []string{"1/3 09:20 working *", "1/3 09:20 resolved code 1"},
			remarks: map[takeover.Remark]int{takeover.FirstResolved: 1, takeover.ImpliedWork: 1, takeover.NeverAgent: 1},
		},
		"closed without a resolution: resolved_at": {
			rows:    []string{a("I|0|1/3/2016 09:20|Active|Group 70|?"), a("I|1|5/3/2016 09:20|Closed|Group 24|?", "resolved_at=2/3/2016 10:00")},
			facts:   []string{"1/3 09:20 working", "2/3 10:00 resolved * code 1", "5/3 09:20 assigned group-24", "5/3 09:20 closed"},
			remarks: map[takeover.Remark]int{takeover.ResolvedAtTaken: 1, takeover.ClosingTimeTaken: 0, takeover.AssignedResolved: 1},
		},
		"closed without a resolution: resolved_at before the last fact": {
			rows:    []string{a("I|0|1/3/2016 09:20|Active|Group 70|?"), a("I|1|5/3/2016 09:20|Closed|Group 70|?", "resolved_at=1/3/2016 09:19")},
			facts:   []string{"1/3 09:20 working", "5/3 09:20 resolved * code 1", "5/3 09:20 closed"},
			remarks: map[takeover.Remark]int{takeover.ResolvedAtTaken: 0, takeover.ClosingTimeTaken: 1},
		},
		"rows after the closing": {
			rows: []string{a("I|0|1/3/2016 09:20|Resolved|Group 70|?"), a("I|1|5/3/2016 09:20|Closed|Group 70|?"),
				a("I|2|6/3/2016 09:20|Closed|Group 70|?"), a("I|3|7/3/2016 09:20|Closed|Group 24|?")},
			facts:    []string{"1/3 09:20 working *", "1/3 09:20 resolved code 1", "5/3 09:20 closed"},
			remarks:  map[takeover.Remark]int{takeover.AfterClosed: 2},
			rejected: []string{"5: " + takeover.AfterClosing},
		},
		"a closing that was taken back is a reopening": {
			rows: []string{a("I|0|1/3/2016 09:20|Resolved|Group 70|?"), a("I|1|5/3/2016 09:20|Closed|Group 70|?"), a("I|2|6/3/2016 09:20|Closed|Group 70|?"),
				a("I|3|7/3/2016 10:00|Active|Group 70|?"), a("I|4|8/3/2016 10:00|Resolved|Group 70|?"), a("I|5|9/3/2016 10:00|Closed|Group 70|?")},
			facts:    []string{"1/3 09:20 working *", "1/3 09:20 resolved code 1", "7/3 10:00 reopened", "8/3 10:00 resolved code 1", "9/3 10:00 closed"},
			remarks:  map[takeover.Remark]int{takeover.ClosingsTakenBack: 1, takeover.Reopenings: 1, takeover.AfterClosed: 0},
			rejected: []string{"3: " + takeover.ClosingTakenBack},
		},
		"a closing without a resolution that was taken back still resolves": {
			rows:    []string{a("I|0|1/3/2016 09:20|Active|Group 70|?"), a("I|1|5/3/2016 09:20|Closed|Group 70|?"), a("I|2|7/3/2016 10:00|Active|Group 70|?")},
			facts:   []string{"1/3 09:20 working", "5/3 09:20 resolved * code 1", "7/3 10:00 reopened"},
			remarks: map[takeover.Remark]int{takeover.ClosingsTakenBack: 1, takeover.ClosingTimeTaken: 1},
		},
		"resolved, then waiting with another team": {
			rows: []string{a("I|0|1/3/2016 09:20|Resolved|Group 70|?"), a("I|1|1/3/2016 10:00|Awaiting User Info|Group 24|Resolver 1", "priority=2 - High", "impact=1 - High")},
			facts: []string{"1/3 09:20 working *", "1/3 09:20 resolved code 1", "1/3 10:00 reopened", "1/3 10:00 prioritised P2",
				"1/3 10:00 assigned group-24 Resolver 1", "1/3 10:00 waiting user"},
			remarks: map[takeover.Remark]int{takeover.ImpliedWork: 1, takeover.AssignedResolved: 0},
		},
		"one wait after another, and a wait of the same kind": {
			rows: []string{a("I|0|1/3/2016 09:20|Awaiting Vendor|Group 70|?"), a("I|1|1/3/2016 10:00|Awaiting Evidence|Group 70|?"),
				a("I|2|1/3/2016 11:00|Awaiting User Info|Group 70|?"), a("I|3|1/3/2016 12:00|Resolved|Group 70|?")},
			facts: []string{"1/3 09:20 working *", "1/3 09:20 waiting supplier", "1/3 10:00 working", "1/3 10:00 waiting user",
				"1/3 12:00 working *", "1/3 12:00 resolved code 1"},
		},
		"back to new": {
			rows:    []string{a("I|0|1/3/2016 09:20|Awaiting Vendor|Group 70|?"), a("I|1|1/3/2016 10:00|New|Group 70|?"), a("I|2|1/3/2016 11:00|New|Group 70|?")},
			facts:   []string{"1/3 09:20 working *", "1/3 09:20 waiting supplier", "1/3 10:00 working"},
			remarks: map[takeover.Remark]int{takeover.BackToNew: 2},
		},
		"groups of one team hand nothing over, a wrong count is remarked": {
			rows:    []string{a("I|0|1/3/2016 09:20|New|Group 70|?"), a("I|1|1/3/2016 10:00|New|?|?", "reassignment_count=4")},
			remarks: map[takeover.Remark]int{takeover.MergedGroups: 1, takeover.CountDisagrees: 1, takeover.NotCarried: 1},
		},
		"a time that was never there": {
			rows:    []string{a("I|0|27/3/2016 02:59|Active|Group 70|?")},
			facts:   []string{"27/3 03:59 working"},
			remarks: map[takeover.Remark]int{takeover.NeverLocal: 1},
		},
		"a time that was there twice, and the hour after": {
			rows:    []string{a("I|0|30/10/2016 02:30|Active|Group 70|?", "opened_at=30/10/2016 01:59"), a("I|1|30/10/2016 03:00|Resolved|Group 70|?")},
			facts:   []string{"30/10 02:30 working", "30/10 03:00 resolved code 1"},
			remarks: map[takeover.Remark]int{takeover.TwiceLocal: 1},
		},
		"impact and urgency alone": {
			rows:  []string{a("I|0|1/3/2016 09:20|New|Group 70|?"), a("I|1|1/3/2016 10:00|New|Group 70|?", "impact=3 - Low", "urgency=1 - High")},
			facts: []string{"1/3 10:00 prioritised P3"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			log := read(t, file(c.rows...))
			require.Len(t, log.Incidents, 1)
			require.Equal(t, c.facts, told(log.Incidents[0]))
			for what, n := range c.remarks {
				require.Equal(t, n, log.Report.Remarks[what], what)
			}
			var rejected []string
			for _, r := range log.Report.Rejections {
				require.Equal(t, "I", r.Number)
				rejected = append(rejected, strings.TrimSpace(string(rune('0'+r.Line)))+": "+r.Reason)
			}
			require.Equal(t, c.rejected, rejected)
		})
	}
}

func TestFirstReadingIsSummerTime(t *testing.T) {
	t.Parallel()
	log := read(t, file(a("I|0|30/10/2016 02:30|Active|Group 70|?")))
	require.Equal(t, time.Date(2016, 10, 30, 0, 30, 0, 0, time.UTC), log.Incidents[0].Facts[0].At.UTC())
}
