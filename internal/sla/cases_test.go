package sla_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/config"
	"termijn/internal/calendar"
	"termijn/internal/sla"
)

func calendarFor(t require.TestingT, target sla.Target) *calendar.Calendar {
	cal, err := config.EmbeddedCalendars().Current(target.CalendarName(), calendar.Date{Year: 2026, Month: 1, Day: 1})
	require.NoError(t, err)
	return cal
}

func evaluate(t require.TestingT, f sla.Facts, at time.Time) sla.Result {
	r, err := sla.Evaluate(f, calendarFor(t, f.Target), at)
	require.NoError(t, err)
	return r
}

// example is a case made by hand. It names its reason; the wanted object lists only
// the fields that matter.
type example struct{ why, line, want string }

// supportRequest is the request of rules.md 12.4, delivered on 27 March.
const supportRequest = `"target":{"workingDays":15},"start":"2026-03-02T10:00:00+01:00",
	"stop":"2026-03-27T16:00:00+01:00","at":"2026-03-27T16:00:00+01:00"`

// workingDayCases are about targets in working days and agreed dates.
var workingDayCases = []example{
	{
		"12.4: five days of waiting for the answer are suspended, so 19 WD count as 14",
		`{` + supportRequest + `,"pauses":[{"from":"2026-03-05T11:00:00+01:00","to":"2026-03-12T09:00:00+01:00"}]}`,
		`{"state":"met","actual":19,"suspended":5,"corrected":14,"percent":93.3,"remaining":1,"due":"2026-03-31T00:00:00+02:00"}`,
	},
	{
		"12.4: the answer was already in the CMDB, so the pause is annulled (M-13)",
		`{` + supportRequest + `,"pauses":[{"from":"2026-03-05T11:00:00+01:00","to":"2026-03-12T09:00:00+01:00","annulled":true}]}`,
		`{"state":"breached","actual":19,"suspended":0,"corrected":19,"percent":126.7,"remaining":-4,"breachedAt":"2026-03-24T00:00:00+01:00"}`,
	},
	{
		"design: a pause that is disputed counts until it is annulled",
		`{` + supportRequest + `,"pauses":[{"from":"2026-03-05T11:00:00+01:00","to":"2026-03-12T09:00:00+01:00","disputed":true}]}`,
		`{"state":"met","actual":19,"suspended":5,"corrected":14}`,
	},
	{
		"design: what ends after the instant asked about is still open, also when a system writes \"not yet\" as the end of 9999",
		`{"target":{"workingDays":5},"start":"2026-03-02T10:00:00+01:00","pauses":[{"from":"2026-03-04T16:00:00+01:00","to":"9999-12-31T23:59:59Z"}],
			"stop":"9999-12-31T23:59:59Z","cancelled":"9999-12-31T23:59:59-14:00","at":"2026-03-11T16:00:00+01:00"}`,
		`{"state":"paused","actual":7,"suspended":5,"corrected":2,"due":"2026-03-17T00:00:00+01:00"}`,
	},
	{
		"12.4: no question within 5 WD confirms completeness, so there is no pause (M-14)",
		`{` + supportRequest + `}`,
		`{"state":"breached","actual":19,"suspended":0,"corrected":19,"due":"2026-03-24T00:00:00+01:00"}`,
	},
	{
		"12.4: the NDD of 31 March replaces 15 WD",
		`{` + supportRequest + `,"agreed":[{"at":"2026-03-03T09:00:00+01:00","date":"2026-03-31"}]}`,
		`{"state":"met","due":"2026-04-01T00:00:00+02:00","percent":null,"remaining":2}`,
	},
	{
		"design: a pause that begins after the NDD moves it by five WD, over Easter Monday",
		`{` + supportRequest + `,"pauses":[{"from":"2026-03-05T11:00:00+01:00","to":"2026-03-12T09:00:00+01:00"}],
			"agreed":[{"at":"2026-03-03T09:00:00+01:00","date":"2026-03-31"}]}`,
		`{"state":"met","due":"2026-04-09T00:00:00+02:00","actual":19,"corrected":14,"suspended":5,"unit":"workingDays","percent":null,"remaining":7}`,
	},
	{
		"a pause that began before the NDD was agreed does not move it, but stays suspended",
		`{` + supportRequest + `,"pauses":[{"from":"2026-03-05T11:00:00+01:00","to":"2026-03-12T09:00:00+01:00"}],
			"agreed":[{"at":"2026-03-06T09:00:00+01:00","date":"2026-03-31"}]}`,
		`{"state":"met","due":"2026-04-01T00:00:00+02:00","corrected":14,"suspended":5}`,
	},
	{
		"of several agreed dates the one agreed last holds, wherever it stands in the list",
		`{` + supportRequest + `,"agreed":[{"at":"2026-03-10T09:00:00+01:00","date":"2026-03-30"},{"at":"2026-03-03T09:00:00+01:00","date":"2026-04-30"}]}`,
		`{"state":"met","due":"2026-03-31T00:00:00+02:00"}`,
	},
	{
		"an annulled NDD never was",
		`{` + supportRequest + `,"agreed":[{"at":"2026-03-10T09:00:00+01:00","date":"2026-03-30","annulled":true}]}`,
		`{"state":"breached","due":"2026-03-24T00:00:00+01:00"}`,
	},
	{
		"a date that is agreed after the breach does not undo it",
		`{` + supportRequest + `,"agreed":[{"at":"2026-03-24T09:00:00+01:00","date":"2026-04-30"}]}`,
		`{"state":"breached","due":"2026-05-01T00:00:00+02:00","breachedAt":"2026-03-24T00:00:00+01:00"}`,
	},
	{
		"a date agreed in the last second before the due instant moves it",
		`{` + supportRequest + `,"agreed":[{"at":"2026-03-23T23:59:59+01:00","date":"2026-04-30"}]}`,
		`{"state":"met","due":"2026-05-01T00:00:00+02:00"}`,
	},
	{
		"agreed at the very due instant, the new date holds already",
		`{` + supportRequest + `,"agreed":[{"at":"2026-03-24T00:00:00+01:00","date":"2026-04-30"}]}`,
		`{"state":"met","due":"2026-05-01T00:00:00+02:00"}`,
	},
	{
		"an earlier date that has passed when it is agreed is a breach at that instant",
		`{` + supportRequest + `,"agreed":[{"at":"2026-03-10T09:00:00+01:00","date":"2026-03-06"}]}`,
		`{"state":"breached","due":"2026-03-07T00:00:00+01:00","breachedAt":"2026-03-10T09:00:00+01:00","remaining":-15}`,
	},
	{
		"an NDD on a Sunday ends with the Sunday; one suspended WD moves it to Monday",
		`{"target":{"workingDays":15},"start":"2026-03-02T10:00:00+01:00","agreed":[{"at":"2026-03-02T11:00:00+01:00","date":"2026-03-15"}],
			"pauses":[{"from":"2026-03-03T11:00:00+01:00","to":"2026-03-04T09:00:00+01:00"}],"at":"2026-03-05T09:00:00+01:00"}`,
		`{"state":"running","due":"2026-03-17T00:00:00+01:00"}`,
	},
	{
		"a pause over the weekend suspends no working day up to an NDD on the Sunday",
		`{"target":{"workingDays":15},"start":"2026-03-02T10:00:00+01:00","agreed":[{"at":"2026-03-02T11:00:00+01:00","date":"2026-03-15"}],
			"pauses":[{"from":"2026-03-13T11:00:00+01:00","to":"2026-03-16T09:00:00+01:00"}],"at":"2026-03-15T09:00:00+01:00"}`,
		`{"state":"paused","due":"2026-03-16T00:00:00+01:00"}`,
	},
	{
		"a pause that begins after the due instant changes nothing",
		`{` + supportRequest + `,"pauses":[{"from":"2026-03-24T00:00:00+01:00","to":"2026-03-27T09:00:00+01:00"}]}`,
		`{"state":"breached","due":"2026-03-24T00:00:00+01:00"}`,
	},
	{
		"a pause within one day suspends no day",
		`{"target":{"workingDays":5},"start":"2026-03-02T10:00:00+01:00","pauses":[{"from":"2026-03-04T08:00:00+01:00","to":"2026-03-04T17:00:00+01:00"}],"at":"2026-03-05T12:00:00+01:00"}`,
		`{"state":"running","due":"2026-03-10T00:00:00+01:00","suspended":0,"actual":3,"remaining":2}`,
	},
	{
		"the stop is only known from its instant on",
		`{"target":{"workingDays":5},"start":"2026-03-02T10:00:00+01:00","stop":"2026-03-06T10:00:00+01:00","at":"2026-03-06T09:59:59+01:00"}`,
		`{"state":"running","actual":4}`,
	},
	{
		"a pause that ends later is still open, and the due instant moves with it",
		`{"target":{"workingDays":5},"start":"2026-03-02T10:00:00+01:00","pauses":[{"from":"2026-03-04T08:00:00+01:00","to":"2026-03-20T17:00:00+01:00"}],"at":"2026-03-06T12:00:00+01:00"}`,
		`{"state":"paused","suspended":2,"corrected":2,"due":"2026-03-12T00:00:00+01:00"}`,
	},
	{
		"the midnight after the last day is too late",
		`{"target":{"workingDays":1},"start":"2026-03-02T10:00:00+01:00","stop":"2026-03-04T00:00:00+01:00","at":"2026-03-04T00:00:00+01:00"}`,
		`{"state":"breached","due":"2026-03-04T00:00:00+01:00","breachedAt":"2026-03-04T00:00:00+01:00"}`,
	},
	{
		"the last second of the last day is in time",
		`{"target":{"workingDays":1},"start":"2026-03-02T10:00:00+01:00","stop":"2026-03-03T23:59:59+01:00","at":"2026-03-04T00:00:00+01:00"}`,
		`{"state":"met","corrected":1,"percent":100}`,
	},
	{
		"1 January is a holiday, 2 January a Saturday, and 25 to 31 December are closed",
		`{"target":{"workingDays":2},"start":"2026-12-23T10:00:00+01:00","at":"2027-01-01T12:00:00+01:00"}`,
		`{"state":"running","actual":1,"due":"2027-01-05T00:00:00+01:00"}`,
	},
	{
		"a start after midnight in Brussels is the next date, though in UTC it is not",
		`{"target":{"workingDays":1},"start":"2026-03-02T23:30:00Z","at":"2026-03-03T00:00:00Z"}`,
		`{"due":"2026-03-05T00:00:00+01:00","actual":0}`,
	},
	{
		"a cancelled clock stands still where it was",
		`{"target":{"workingDays":5},"start":"2026-03-02T10:00:00+01:00","cancelled":"2026-03-04T10:00:00+01:00","at":"2026-04-04T10:00:00+02:00"}`,
		`{"state":"cancelled","actual":2,"remaining":3}`,
	},
	{
		"a cancellation does not hide a breach",
		`{"target":{"workingDays":1},"start":"2026-03-02T10:00:00+01:00","cancelled":"2026-03-04T10:00:00+01:00","at":"2026-04-04T10:00:00+02:00"}`,
		`{"state":"breached","breachedAt":"2026-03-04T00:00:00+01:00"}`,
	},
	{
		"what is agreed after the stop no longer touches the clock",
		`{"target":{"workingDays":5},"start":"2026-03-02T10:00:00+01:00","stop":"2026-03-04T10:00:00+01:00","agreed":[{"at":"2026-03-05T10:00:00+01:00","date":"2026-03-03"}],"at":"2026-04-04T10:00:00+02:00"}`,
		`{"state":"met","due":"2026-03-10T00:00:00+01:00"}`,
	},
}

func TestHandMadeCases(t *testing.T) {
	t.Parallel()
	for _, c := range slices.Concat(workingDayCases, otherCases) {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			line, err := sla.ParseLine([]byte(c.line))
			require.NoError(t, err)
			result := evaluate(t, line.Facts, line.At)
			var want, got map[string]any
			require.NoError(t, json.Unmarshal([]byte(c.want), &want))
			require.NoError(t, json.Unmarshal(result.AppendJSON(nil), &got))
			for field, value := range want {
				require.Equal(t, value, got[field], "%s in %v", field, got)
			}
			if result.State != sla.Breached {
				require.NotContains(t, got, "breachedAt")
			}
		})
	}
}
