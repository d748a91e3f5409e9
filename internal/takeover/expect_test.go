package takeover_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/sla"
	"termijn/internal/takeover"
)

// brussels reads a time of March 2016, before the clock changes.
func brussels(t testing.TB, text string) time.Time {
	zone, err := time.LoadLocation("Europe/Brussels")
	require.NoError(t, err)
	at, err := time.ParseInLocation("2/1/2006 15:04", text, zone)
	require.NoError(t, err)
	return at
}

func TestExpectClocks(t *testing.T) {
	t.Parallel()
	email, p2, p1 := "contact_type=Email", "priority=2 - High", "priority=1 - Critical"
	for name, c := range map[string]struct {
		rows   []string
		at     string
		clocks []string // ID definition state, and when it was due
	}{
		"a wait for the user stands still": {
			rows: []string{a("I|0|1/3/2016 09:10|Active|Group 24|?", p2), a("I|1|1/3/2016 12:00|Awaiting User Info|Group 24|?", p2),
				a("I|2|1/3/2016 15:00|Active|Group 24|?", p2), a("I|3|1/3/2016 16:00|Resolved|Group 24|?", p2)},
			at: "2/3/2016 09:00", clocks: []string{"resolution/1 incident.p2 met 1/3 16:00"},
		},
		"a wait for a supplier does not": {
			rows: []string{a("I|0|1/3/2016 09:10|Active|Group 24|?", p2), a("I|1|1/3/2016 12:00|Awaiting Vendor|Group 24|?", p2),
				a("I|2|1/3/2016 15:00|Active|Group 24|?", p2), a("I|3|1/3/2016 16:00|Resolved|Group 24|?", p2)},
			at: "2/3/2016 09:00", clocks: []string{"resolution/1 incident.p2 breached 1/3 13:00"},
		},
		"nothing pauses a critical one": {
			rows: []string{a("I|0|1/3/2016 09:10|Active|Group 24|?", p1), a("I|1|1/3/2016 09:20|Awaiting User Info|Group 24|?", p1)},
			at:   "1/3/2016 10:31", clocks: []string{"resolution/1 incident.p1 breached 1/3 10:30"},
		},
		"open, evaluated at the instant": {
			rows: []string{a("I|0|1/3/2016 09:10|Active|Group 24|?"), a("I|1|1/3/2016 12:00|Awaiting User Info|Group 24|?"), a("I|2|1/3/2016 15:00|Resolved|Group 24|?")},
			at:   "1/3/2016 14:00", clocks: []string{"resolution/1 incident.p3 paused 2/3 11:00"},
		},
		"the time between a resolution and its reopening does not count": {
			rows: []string{a("I|0|1/3/2016 09:10|Active|Group 24|?", p1), a("I|1|1/3/2016 10:00|Resolved|Group 24|?", p1),
				a("I|2|2/3/2016 12:00|Active|Group 24|?", p1), a("I|3|2/3/2016 12:30|Resolved|Group 24|?", p1)},
			at: "3/3/2016 09:00", clocks: []string{"resolution/1 incident.p1 met 2/3 12:30"},
		},
		"reopened too long": {
			rows: []string{a("I|0|1/3/2016 09:10|Active|Group 24|?", p1), a("I|1|1/3/2016 10:00|Resolved|Group 24|?", p1), a("I|2|2/3/2016 12:00|Active|Group 24|?", p1)},
			at:   "2/3/2016 12:31", clocks: []string{"resolution/1 incident.p1 breached 2/3 12:30"},
		},
		"another priority in time cancels the clock, and the next counts from the opening": {
			rows: []string{a("I|0|1/3/2016 09:10|Active|Group 24|?"), a("I|1|1/3/2016 10:00|Active|Group 24|?", p2), a("I|2|1/3/2016 13:01|Resolved|Group 24|?", p2)},
			at:   "3/3/2016 09:00", clocks: []string{"resolution/1 incident.p3 cancelled 1/3 17:00", "resolution/2 incident.p2 breached 1/3 13:00"},
		},
		"a target that was missed stays missed": {
			rows: []string{a("I|0|1/3/2016 09:10|Active|Group 24|?", p1), a("I|1|1/3/2016 11:00|Active|Group 24|?"), a("I|2|1/3/2016 13:01|Resolved|Group 24|?")},
			at:   "3/3/2016 09:00", clocks: []string{"resolution/1 incident.p1 breached 1/3 10:30", "resolution/2 incident.p3 met 1/3 17:00"},
		},
		"the next clock knows the waits of the first by its own reasons": {
			rows: []string{a("I|0|1/3/2016 09:00|Awaiting User Info|Group 24|?", p1), a("I|1|1/3/2016 10:00|Active|Group 24|?", p1),
				a("I|2|1/3/2016 10:10|Active|Group 24|?", p2)},
			at: "1/3/2016 10:20", clocks: []string{"resolution/1 incident.p1 cancelled 1/3 10:30", "resolution/2 incident.p2 running 1/3 14:00"},
		},
		"another priority while it is resolved waits for the reopening": {
			rows: []string{a("I|0|1/3/2016 09:10|Active|Group 24|?", p2), a("I|1|1/3/2016 10:00|Resolved|Group 24|?", p2),
				a("I|2|1/3/2016 10:30|Resolved|Group 24|?", p1), a("I|3|1/3/2016 11:00|Active|Group 24|?", p1)},
			at: "1/3/2016 11:15", clocks: []string{"resolution/1 incident.p2 cancelled 1/3 14:00", "resolution/2 incident.p1 running 1/3 11:30"},
		},
		"and never comes without one": {
			rows: []string{a("I|0|1/3/2016 09:10|Active|Group 24|?", p2), a("I|1|1/3/2016 10:00|Resolved|Group 24|?", p2), a("I|2|1/3/2016 10:30|Resolved|Group 24|?", p1)},
			at:   "1/3/2016 11:15", clocks: []string{"resolution/1 incident.p2 met 1/3 13:00"},
		},
		"outside the hours a critical one begins with them": {
			rows: []string{a("I|0|1/3/2016 19:10|Active|Group 24|?", p1, "opened_at=1/3/2016 19:00")},
			at:   "2/3/2016 10:31", clocks: []string{"resolution/1 incident.p1 breached 2/3 10:30"},
		},
		"mail has a response": {
			rows: []string{a("I|0|1/3/2016 09:10|Active|Group 24|?", email), a("I|1|1/3/2016 09:20|Active|Group 24|Resolver 1", email), a("I|2|1/3/2016 09:30|Active|Group 24|Resolver 2", email)},
			at:   "1/3/2016 10:00", clocks: []string{"response incident.response met 1/3 09:20", "resolution/1 incident.p3 running 1/3 17:00"},
		},
		"an agent too late": {
			rows: []string{a("I|0|1/3/2016 09:10|Active|Group 24|?", email), a("I|1|1/3/2016 09:21|Active|Group 24|Resolver 1", email)},
			at:   "1/3/2016 10:00", clocks: []string{"response incident.response breached 1/3 09:20", "resolution/1 incident.p3 running 1/3 17:00"},
		},
		"resolved without an agent": {
			rows: []string{a("I|0|1/3/2016 09:10|Resolved|Group 24|?", email)},
			at:   "1/3/2016 10:00", clocks: []string{"response incident.response met 1/3 09:20", "resolution/1 incident.p3 met 1/3 17:00"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e, err := takeover.Expect(read(t, file(c.rows...)).Incidents[0], policy(t), brussels(t, c.at))
			require.NoError(t, err)
			var got []string
			for _, k := range e.Clocks {
				got = append(got, k.ID+" "+k.Definition+" "+string(k.Result.State)+" "+k.Result.Due.Format("2/1 15:04"))
			}
			require.Equal(t, c.clocks, got)
		})
	}
}

func TestAgreedServicesHaveOtherTargets(t *testing.T) {
	t.Parallel()
	p := policy(t)
	p.Always = func(service string) bool { return service == "andere" }
	inc := read(t, file(a("I|0|1/3/2016 19:10|Active|Group 24|?", "priority=1 - Critical", "opened_at=1/3/2016 19:00"))).Incidents[0]
	e, err := takeover.Expect(inc, p, brussels(t, "1/3/2016 20:00"))
	require.NoError(t, err)
	require.Equal(t, "incident.p1-night", e.Clocks[0].Definition)
	require.Equal(t, sla.Running, e.Clocks[0].Result.State)
	require.Equal(t, brussels(t, "1/3/2016 23:00").Unix(), e.Clocks[0].Result.Due.Unix())
}

func TestExpectFollowsTheInstant(t *testing.T) {
	t.Parallel()
	inc := read(t, file(a("I|0|1/3/2016 09:10|New|Group 70|?"), a("I|1|1/3/2016 10:00|Awaiting User Info|Group 24|?", "priority=2 - High"),
		a("I|2|1/3/2016 12:00|Awaiting Vendor|Group 25|?", "priority=2 - High"), a("I|3|1/3/2016 13:00|Resolved|Group 64|?", "priority=2 - High"),
		a("I|4|2/3/2016 13:00|Active|Group 70|?", "priority=2 - High"), a("I|5|3/3/2016 13:00|Closed|Group 70|?", "priority=2 - High"))).Incidents[0]
	wait := func(n int, hours int64) takeover.Wait { return takeover.Wait{Count: n, Seconds: hours * 3600} }
	for _, c := range []struct {
		at   string
		want takeover.Expected
	}{
		{"1/3/2016 08:59", takeover.Expected{}},
		{"1/3/2016 09:00", takeover.Expected{State: "new", Priority: "P3", Waits: map[string]takeover.Wait{}}},
		{"1/3/2016 11:00", takeover.Expected{State: "waiting", Priority: "P2", HandOvers: 1, Crossings: 1, Waits: map[string]takeover.Wait{"user": wait(1, 1)}}},
		{"1/3/2016 12:00", takeover.Expected{State: "waiting", Priority: "P2", HandOvers: 2, Crossings: 1, Waits: map[string]takeover.Wait{"user": wait(1, 2), "supplier": wait(1, 0)}}},
		{"1/3/2016 13:00", takeover.Expected{State: "resolved", Priority: "P2", HandOvers: 3, Crossings: 2, Waits: map[string]takeover.Wait{"user": wait(1, 2), "supplier": wait(1, 1)}}},
		{"2/3/2016 13:00", takeover.Expected{State: "working", Priority: "P2", HandOvers: 4, Crossings: 3, Reopenings: 1, Waits: map[string]takeover.Wait{"user": wait(1, 2), "supplier": wait(1, 1)}}},
		{"4/3/2016 13:00", takeover.Expected{State: "closed", Priority: "P2", HandOvers: 4, Crossings: 3, Reopenings: 1, Waits: map[string]takeover.Wait{"user": wait(1, 2), "supplier": wait(1, 1)}}},
	} {
		got, err := takeover.Expect(inc, policy(t), brussels(t, c.at))
		require.NoError(t, err)
		got.Clocks = nil
		require.Equal(t, c.want, got, c.at)
	}
}

func TestExpectRefusesWhatCannotBe(t *testing.T) {
	t.Parallel()
	at := brussels(t, "1/3/2016 09:00")
	inc := takeover.Incident{Number: "I", Opened: at, Priority: "P3"}
	for says, facts := range map[string][]takeover.Fact{
		"I, line 7: waiting cannot follow while new":                {{At: at, Line: 7, Kind: takeover.Waiting}},
		"I, line 7: working is before what came before it":          {{At: at.Add(-1), Line: 7, Kind: takeover.Working}},
		"I, line 8: assigned cannot follow while closed":            {{At: at, Kind: takeover.Working}, {At: at, Kind: takeover.Resolved}, {At: at, Kind: takeover.Closed}, {At: at, Line: 8, Kind: takeover.Assigned}},
		"I, line 9: mended cannot follow while working":             {{At: at, Kind: takeover.Working}, {At: at, Line: 9, Kind: "mended"}},
		`I: clock resolution/1: there is no SLA definition "other"`: nil,
	} {
		p := policy(t)
		p.Definition = func(string, bool, bool) string { return "other" }
		inc.Facts = facts
		_, err := takeover.Expect(inc, p, at)
		require.EqualError(t, err, says)
		_, err = (&takeover.Log{Incidents: []takeover.Incident{inc}}).Reconcile(p, at)
		require.EqualError(t, err, says)
	}
}
