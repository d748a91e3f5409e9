package collision_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"termijn/internal/collision"
	"termijn/internal/record"
	"termijn/internal/topology"
)

var begin = time.Date(2026, 3, 2, 20, 0, 0, 0, time.UTC)

func at(hour float64) time.Time { return begin.Add(time.Duration(hour * float64(time.Hour))) }

// services: a counter with a site and a database, which depends on a confidential
// cluster in a data centre.
var services = topology.New(map[string]topology.Item{
	"counter":  {ID: "counter", NL: "Loket", EndToEnd: true},
	"site":     {ID: "site", NL: "Website", Parent: "counter"},
	"database": {ID: "database", NL: "Databank", Parent: "counter", DependsOn: []string{"cluster"}},
	"dc":       {ID: "dc", NL: "Datacenter"},
	"cluster":  {ID: "cluster", NL: "Cluster", Parent: "dc", Confidential: true},
	"mail":     {ID: "mail", NL: "Mail", EndToEnd: true},
})

func plan(kind string, from, to float64, items ...string) record.Plan {
	return record.Plan{Kind: kind, Items: items, Provider: "alfa", From: at(from), To: at(to)}
}

func change(from, to float64, items ...string) record.Plan {
	p := plan(record.PlanChange, from, to, items...)
	p.Sort = "normal"
	return p
}

func with(p record.Plan, alter func(*record.Plan)) record.Plan {
	alter(&p)
	return p
}

// why is what two plans collide over, seen from the first.
func why(own, other record.Plan) []string {
	var all []string
	for _, c := range collision.Of(own, services).With(collision.Planned{Ref: "O", Plan: other}) {
		s := c.Kind
		if c.Item != "" {
			s += " " + c.Item + "–" + c.OtherItem
		}
		if c.Hidden {
			s += " hidden"
		}
		all = append(all, s)
	}
	return all
}

func TestWhyPlansCollide(t *testing.T) {
	t.Parallel()
	team := func(p *record.Plan) { p.Team = "net" }
	for _, c := range []struct {
		name       string
		own, other record.Plan
		want       []string
	}{
		{"the same item", change(0, 4, "site"), change(2, 6, "site"), []string{"same_item site–site"}},
		{"one second", change(0, 4, "site"), change(4-1.0/3600, 6, "site"), []string{"same_item site–site"}},
		{"back to back", change(0, 4, "site"), change(4, 6, "site"), nil},
		{"back to back, the other first", change(4, 6, "site"), change(0, 4, "site"), nil},
		{"one inside the other", change(0, 9, "site"), change(4, 5, "site"), []string{"same_item site–site"}},
		{"a part", change(0, 4, "counter"), change(0, 4, "site"), []string{"parent counter–site"}},
		{"two parts of one whole", change(0, 4, "database"), change(0, 4, "site"), nil},
		{"what it depends on", change(0, 4, "database"), change(0, 4, "cluster"), []string{"dependent database–cluster hidden"}},
		{"what its part depends on", change(0, 4, "counter"), change(0, 4, "dc"), []string{"dependent counter–dc"}},
		{"nothing in common", change(0, 4, "mail"), change(0, 4, "dc"), nil},
		{"several items", change(0, 4, "site", "mail"), change(0, 4, "counter", "mail"), []string{"same_item mail–mail", "parent site–counter"}},
		{"an item twice", change(0, 4, "mail", "mail"), change(0, 4, "mail"), []string{"same_item mail–mail"}},
		{"an item that is not on the map", change(0, 4, "gone"), change(0, 4, "gone"), []string{"same_item gone–gone"}},
		{"one team", with(change(0, 4, "mail"), team), with(change(0, 4, "dc"), team), []string{"same_team"}},
		{"a team of that name elsewhere", with(change(0, 4, "mail"), team), with(change(0, 4, "dc"), func(p *record.Plan) { p.Team, p.Provider = "net", "beta" }), nil},
		{"no team", change(0, 4, "mail"), change(0, 4, "dc"), nil},
		{"a freeze of a part", change(0, 4, "counter"), plan(record.PlanFreeze, 3, 9, "site"), []string{"freeze counter–site"}},
		{"a freeze of something else", change(0, 4, "counter"), plan(record.PlanFreeze, 3, 9, "mail"), nil},
		{"a freeze of everything", change(0, 4, "counter"), plan(record.PlanFreeze, 3, 9), []string{"freeze"}},
		{"a freeze of everything, for what names nothing", change(0, 4), plan(record.PlanFreeze, 3, 9), []string{"freeze"}},
		{"a freeze that begins then", change(0, 4, "counter"), plan(record.PlanFreeze, 4, 9), nil},
		{"an emergency that is exempt", with(change(0, 4, "counter"), func(p *record.Plan) { p.Sort = "emergency" }),
			with(plan(record.PlanFreeze, 3, 9), func(p *record.Plan) { p.Exempt = []string{"emergency"} }), nil},
		{"an emergency that is not", with(change(0, 4, "counter"), func(p *record.Plan) { p.Sort = "emergency" }), plan(record.PlanFreeze, 3, 9), []string{"freeze"}},
		{"what is not exempt", change(0, 4, "counter"), with(plan(record.PlanFreeze, 3, 9), func(p *record.Plan) { p.Exempt = []string{"emergency"} }), []string{"freeze"}},
		{"maintenance", change(0, 4, "database"), plan(record.PlanMaintenance, 0, 4, "cluster"), []string{"maintenance database–cluster hidden"}},
		{"maintenance in a freeze", plan(record.PlanMaintenance, 0, 4, "cluster"), plan(record.PlanFreeze, 0, 4), []string{"freeze"}},
		{"unavailability of the same service", change(0, 4, "site"), plan(record.PlanNotice, 0, 4, "database"), []string{"unavailable site–database"}},
		{"unavailability of another service", change(0, 4, "mail"), plan(record.PlanNotice, 0, 4, "database"), nil},
		{"unavailability of what it disturbs", change(0, 4, "cluster"), plan(record.PlanNotice, 0, 4, "counter"), []string{"unavailable cluster–counter"}},
		{"two unavailabilities", plan(record.PlanNotice, 0, 4, "site"), plan(record.PlanNotice, 0, 4, "database"), []string{"unavailable site–database"}},
		{"two freezes", plan(record.PlanFreeze, 0, 4), plan(record.PlanFreeze, 0, 4), nil},
		{"unavailability in a freeze", plan(record.PlanNotice, 0, 4, "site"), plan(record.PlanFreeze, 0, 4), nil},
		{"nothing planned", record.Plan{}, change(0, 4, "site"), nil},
		{"a window that ends before it begins", change(4, 0, "site"), change(0, 9, "site"), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.want, why(c.own, c.other))
			require.Equal(t, len(c.want), len(why(c.other, c.own)), "seen from the other")
		})
	}
}

// The night in which summer time begins has 23 hours: windows are instants, so what
// ends at three and what begins at three are back to back.
func TestWindowsAcrossAChangeOfTheClocks(t *testing.T) {
	t.Parallel()
	brussels, err := time.LoadLocation("Europe/Brussels")
	require.NoError(t, err)
	night := func(from, to time.Time) record.Plan {
		return record.Plan{Kind: record.PlanChange, Items: []string{"site"}, From: from, To: to}
	}
	two := time.Date(2026, 3, 29, 1, 59, 0, 0, brussels).Add(time.Minute) // 02:00 does not exist: it is 03:00
	three := time.Date(2026, 3, 29, 3, 0, 0, 0, brussels)
	require.True(t, two.Equal(three))
	first, second := night(three.Add(-2*time.Hour), two), night(three, three.Add(time.Hour))
	require.Empty(t, why(first, second))
	// In autumn the hour from two to three is there twice: the first is not the second.
	twice := time.Date(2026, 10, 25, 0, 0, 0, 0, time.UTC) // 02:00 summer time
	first, second = night(twice, twice.Add(time.Hour)), night(twice.Add(time.Hour), twice.Add(2*time.Hour))
	require.Equal(t, first.From.In(brussels).Format("15:04"), second.From.In(brussels).Format("15:04"))
	require.Empty(t, why(first, second))
	require.Equal(t, []string{"same_item site–site"}, why(night(twice, twice.Add(2*time.Hour)), second))
}

func drawPlan(t *rapid.T) record.Plan {
	from := float64(rapid.IntRange(0, 10).Draw(t, "from"))
	return record.Plan{
		Kind:  rapid.SampledFrom([]string{record.PlanChange, record.PlanChange, record.PlanFreeze, record.PlanMaintenance, record.PlanNotice}).Draw(t, "kind"),
		Sort:  rapid.SampledFrom([]string{"normal", "emergency"}).Draw(t, "sort"),
		Items: rapid.SliceOfN(rapid.SampledFrom([]string{"counter", "site", "database", "dc", "cluster", "mail", "gone"}), 0, 3).Draw(t, "items"),
		From:  at(from), To: at(from + float64(rapid.IntRange(0, 5).Draw(t, "hours"))),
		Provider: rapid.SampledFrom([]string{"alfa", "beta"}).Draw(t, "provider"), Team: rapid.SampledFrom([]string{"", "net"}).Draw(t, "team"),
		Exempt: []string{"emergency"}[:rapid.IntRange(0, 1).Draw(t, "exempt")],
	}
}

// What is seen from one plan is seen from the other, over the same items, for the
// same time and the same reason.
func TestCollisionsAreSymmetric(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawPlan(t), drawPlan(t)
		seen := func(own, other record.Plan, turned bool) []string {
			var all []string
			for _, c := range collision.Of(own, services).With(collision.Planned{Ref: "O", Plan: other}) {
				mine, theirs := c.Item, c.OtherItem
				if turned {
					mine, theirs = theirs, mine
				}
				all = append(all, fmt.Sprint(c.Kind, mine, theirs, c.From, c.To))
				require.True(t, c.From.Before(c.To))
			}
			slices.Sort(all)
			return all
		}
		require.Equal(t, seen(a, b, false), seen(b, a, true))
		// Who looks for others asks for a list of items; none that collides is off it.
		if len(seen(a, b, false)) > 0 && a.Kind != record.PlanFreeze && b.Kind == record.PlanChange && (a.Team == "" || a.Kind != record.PlanChange) {
			near := collision.Of(a, services).Near()
			require.True(t, slices.ContainsFunc(b.Items, func(i string) bool { return slices.Contains(near, i) }))
		}
	})
}

func TestALongListNamesEveryOtherPlanFirst(t *testing.T) {
	t.Parallel()
	own := change(0, 100, "counter", "site", "mail")
	var others []collision.Planned
	for i := range 150 {
		others = append(others, collision.Planned{Ref: fmt.Sprintf("CHG-2026-%06d", i), Plan: change(float64(i%50), 60, "mail", "site")})
	}
	found, more := collision.Of(own, services).List(others)
	require.Len(t, found, 200)
	require.Equal(t, 250, more, "each has three reasons: 450")
	named := map[string]bool{}
	for _, c := range found {
		named[c.Other] = true
	}
	require.Len(t, named, 150)
	require.Equal(t, "CHG-2026-000000", found[0].Other)
	require.Equal(t, "CHG-2026-000050", found[1].Other, "by when they begin")
	require.Len(t, collision.Of(own, services).Touched(others), 150)
}
