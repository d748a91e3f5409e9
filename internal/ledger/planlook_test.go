package ledger_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"termijn/internal/collision"
	"termijn/internal/ledger"
	"termijn/internal/record"
	"termijn/internal/topology"
)

// grid is a service map of n services that users know, each of a front and a
// database; every tenth depends on the one before, and all databases of ten on a
// cluster.
func grid(n int) *topology.Map {
	items := map[string]topology.Item{}
	for i := range n {
		service, cluster := fmt.Sprintf("service%d", i), fmt.Sprintf("cluster%d", i/10)
		items[service] = topology.Item{ID: service, NL: service, EndToEnd: true}
		items[cluster] = topology.Item{ID: cluster, NL: cluster}
		items[service+"-front"] = topology.Item{ID: service + "-front", Parent: service}
		items[service+"-database"] = topology.Item{ID: service + "-database", Parent: service, DependsOn: []string{cluster}}
	}
	return topology.New(items)
}

// TestLookingAroundMissesNothing: what the database offers and collision keeps is
// what collision keeps of all plans there are.
func TestLookingAroundMissesNothing(t *testing.T) {
	t.Parallel()
	s := open(t)
	m := grid(12)
	ids := []string{"service1", "service1-front", "service1-database", "cluster0", "cluster1", "service11-front", "gone"}
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		_, err := s.Pool().Exec(ctxOf, `TRUNCATE plans, plan_items`)
		require.NoError(t, err)
		var all []collision.Planned
		for range rapid.IntRange(2, 8).Draw(t, "plans") {
			n++
			st := &story{store: s, ref: fmt.Sprintf("CHG-2026-%06d", n), at: begin, view: []byte(`{}`), fails: func(err error) { require.NoError(t, err) }}
			from := begin.Add(time.Duration(rapid.IntRange(0, 60).Draw(t, "from")) * time.Hour)
			// Of every length: windows of minutes beside those of years.
			long := rapid.SampledFrom([]time.Duration{time.Minute, time.Hour, 12 * time.Hour, 13 * time.Hour, 96 * time.Hour, 97 * time.Hour, 768 * time.Hour, 9000 * time.Hour}).Draw(t, "long")
			p := record.Plan{Kind: rapid.SampledFrom([]string{record.PlanChange, record.PlanChange, record.PlanFreeze, record.PlanMaintenance, record.PlanNotice}).Draw(t, "kind"),
				Items:    rapid.SliceOfNDistinct(rapid.SampledFrom(ids), 0, 3, rapid.ID[string]).Draw(t, "items"),
				Provider: rapid.SampledFrom([]string{"alfa", "beta"}).Draw(t, "provider"), Team: rapid.SampledFrom([]string{"", "net"}).Draw(t, "team"),
				From: from.Add(-long / 2), To: from.Add(long / 2), Sort: "normal"}
			fx := opening("x")
			fx.Case.Plan = &p
			st.records("case.registered", fx, "")
			all = append(all, collision.Planned{Ref: st.ref, Plan: p})
		}
		for _, own := range all {
			found, err := s.LookAround(ctxOf, own.Ref, m, &own.Plan, "")
			require.NoError(t, err)
			require.EqualValues(t, 1, found.Seq)
			look := collision.Of(*found.Plan, m)
			others := slices.DeleteFunc(slices.Clone(all), func(p collision.Planned) bool { return p.Ref == own.Ref })
			want, wantMore := look.List(others)
			got, more := look.List(found.Others)
			require.Equal(t, want, got)
			require.Equal(t, wantMore, more)
			was, _ := look.List(found.OthersWas)
			require.Equal(t, want, was)
			changes, err := s.LookAround(ctxOf, own.Ref, m, nil, record.PlanChange)
			require.NoError(t, err)
			require.ElementsMatch(t, look.Touched(slices.DeleteFunc(others, func(p collision.Planned) bool { return p.Kind != record.PlanChange })), look.Touched(changes.Others))
		}
	})
}

func TestAChangeDoesNotCollideWithItsOwnAnnouncement(t *testing.T) {
	t.Parallel()
	s := open(t)
	m := grid(1)
	window := record.Plan{Kind: record.PlanChange, Items: []string{"service0"}, From: begin.AddDate(0, 1, 0), To: begin.AddDate(0, 1, 1)}
	for ref, kind := range map[string]string{"CHG-2026-000001": record.PlanChange, "CHG-2026-000002": record.PlanChange, "NOT-2026-000001": record.PlanNotice} {
		fx := opening(ref)
		p := window
		p.Kind = kind
		fx.Case.Plan = &p
		if kind == record.PlanNotice {
			fx.Case.Links = []record.Link{{Kind: "announces", Ref: "CHG-2026-000001"}}
		} else if ref == "CHG-2026-000002" {
			fx.Case.Links = []record.Link{{Kind: "relates", Ref: "CHG-2026-000001"}}
		}
		tell(t, s, ref).records("case.registered", fx, "")
	}
	beside := func(ref string) (refs []string) {
		found, err := s.LookAround(t.Context(), ref, m, nil, "")
		require.NoError(t, err)
		for _, o := range found.Others {
			refs = append(refs, o.Ref)
		}
		return refs
	}
	require.Equal(t, []string{"CHG-2026-000002"}, beside("CHG-2026-000001"), "changes that are linked collide all the same")
	require.Equal(t, []string{"CHG-2026-000002"}, beside("NOT-2026-000001"))
	require.Equal(t, []string{"CHG-2026-000001", "NOT-2026-000001"}, beside("CHG-2026-000002"))
	_, err := s.LookAround(t.Context(), "CHG-2026-000009", m, nil, "")
	require.ErrorIs(t, err, ledger.ErrNotFound)
}

func TestTheServiceMapIsReadAgainWhenItChanged(t *testing.T) {
	t.Parallel()
	s := open(t)
	m, ref, err := s.ServiceMap(t.Context())
	require.NoError(t, err)
	require.Empty(t, ref)
	require.Empty(t, m.Items())
	st := tell(t, s, "MAP-2026-000001")
	fx := opening("Dienstenkaart")
	fx.Case.Process = "servicemap"
	st.records("case.registered", fx, `{"number":1,"items":{"dns":{"id":"dns","kind":"item","nl":"DNS"}}}`)
	m, ref, err = s.ServiceMap(t.Context())
	require.NoError(t, err)
	require.Equal(t, st.ref, ref)
	require.Equal(t, "DNS", m.Name("dns", "nl"))
	again, _, err := s.ServiceMap(t.Context())
	require.NoError(t, err)
	require.Same(t, m, again)
	st.records("servicemap.edited", record.Effects{}, `{"number":2,"items":{"dns":{"id":"dns","kind":"item","nl":"Naamdienst"}}}`)
	m, _, err = s.ServiceMap(t.Context())
	require.NoError(t, err)
	require.Equal(t, "Naamdienst", m.Name("dns", "nl"))
}

// calendars are how planned changes lie in time and over items.
var calendars = map[string]func(r *rand.Rand, n int) (item string, from time.Time){
	// Over a year, over all services.
	"even": func(r *rand.Rand, n int) (string, time.Time) {
		return fmt.Sprintf("service%d-front", r.IntN(300)), begin.Add(time.Duration(r.IntN(365*24*4)) * 15 * time.Minute)
	},
	// Half of them on one cluster and in the nights of one month.
	"skewed": func(r *rand.Rand, n int) (string, time.Time) {
		if n%2 == 0 {
			return "cluster0", begin.AddDate(0, 1, r.IntN(30)).Add(time.Duration(12*4+r.IntN(8*4)) * 15 * time.Minute)
		}
		return fmt.Sprintf("service%d-database", r.IntN(300)), begin.Add(time.Duration(r.IntN(365*24*4)) * 15 * time.Minute)
	},
}

// planned fills the plans: n changes, a tenth as many notices, some freezes.
func planned(t testing.TB, s *ledger.Store, n int, lie func(*rand.Rand, int) (string, time.Time)) {
	t.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	var refs, kinds, items []string
	var from, to []time.Time
	add := func(kind, prefix string, i int, item string, at time.Time, long time.Duration) {
		refs, kinds, items = append(refs, fmt.Sprintf("%s-2026-%06d", prefix, i)), append(kinds, kind), append(items, item)
		from, to = append(from, at), append(to, at.Add(long))
	}
	for i := range n {
		item, at := lie(r, i)
		add(record.PlanChange, "CHG", i, item, at, time.Duration(1+r.IntN(6))*time.Hour)
		if i%10 == 0 {
			add(record.PlanNotice, "NOT", i, fmt.Sprintf("service%d", r.IntN(300)), at, 2*time.Hour)
		}
		if i%500 == 0 {
			add(record.PlanFreeze, "FRZ", i, "", at, 200*time.Hour)
			add(record.PlanMaintenance, "FRZ", n+i, item, at, 30*time.Hour)
		}
	}
	exec(t, s.Pool(), `INSERT INTO plans (case_ref, kind, sort, items, provider, team, starts, ends, span, firm, exempt, over)
		SELECT ref, kind, 'normal', array_remove(ARRAY[item], ''), 'provider' || (n % 10), 'team' || (n % 50), f, t,
			CASE `+ledger.SpanOf("t - f")+` END, true, '{}', false
		FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[]) WITH ORDINALITY AS x (ref, kind, item, f, t, n)`,
		refs, kinds, items, from, to)
	exec(t, s.Pool(), `INSERT INTO plan_items (case_ref, item, starts, ends, span) SELECT case_ref, i, starts, ends, span FROM plans, unnest(items) i`)
	exec(t, s.Pool(), `INSERT INTO cases (ref, process, stage, title, seq, head, opened_at, updated_at)
		SELECT case_ref, kind, 'scheduled', 'Wijziging', 1, '', $1, $1 FROM plans`, begin)
	exec(t, s.Pool(), `INSERT INTO case_links (case_ref, link, kind, to_ref, seq)
		SELECT case_ref, 'announces ' || replace(case_ref, 'NOT', 'CHG'), 'announces', replace(case_ref, 'NOT', 'CHG'), 1 FROM plans WHERE kind = 'notice'`)
	exec(t, s.Pool(), `ANALYZE plans, plan_items, cases, case_links`)
}

// edits are the changes whose edit is held against the others: on little and on much,
// for an evening and for a month.
func edits(m *topology.Map) map[string]ledger.Seeking {
	night := begin.AddDate(0, 1, 10).Add(14 * time.Hour)
	all := map[string]ledger.Seeking{}
	for name, p := range map[string]record.Plan{
		"front":   {Items: []string{"service3-front"}, To: night.Add(4 * time.Hour)},
		"cluster": {Items: []string{"cluster0"}, To: night.Add(4 * time.Hour)},
		"many":    {Items: []string{"cluster0", "cluster1", "cluster2", "cluster3", "cluster4"}, To: night.Add(4 * time.Hour)},
		"month":   {Items: []string{"service3-front"}, To: night.AddDate(0, 0, 31)},
	} {
		p.Kind, p.From, p.Provider, p.Team = record.PlanChange, night, "provider3", "team3"
		all[name] = ledger.SeekingFor("CHG-2026-000007", p, collision.Of(p, m))
	}
	return all
}

func TestLookingAroundReadsItsIndexes(t *testing.T) {
	t.Parallel()
	m := grid(300)
	for _, lie := range calendars {
		s := open(t)
		planned(t, s, 50_000, lie)
		for _, sought := range edits(m) {
			sql, args := ledger.SeekQuery(sought, record.PlanChange)
			usesIndex(t, plan(t, s, sql, args), "plan_items_by_time", "plans_by_time", "plans_by_team")
		}
	}
}

// BenchmarkCollisions holds one edit of a change against all planned ones, in the
// database alone and with the answer made of it.
func BenchmarkCollisions(b *testing.B) {
	m := grid(300)
	for _, n := range []int{1_000, 50_000} {
		for _, name := range []string{"even", "skewed"} {
			s := open(b)
			planned(b, s, n, calendars[name])
			for _, edit := range []string{"front", "cluster", "many", "month"} {
				b.Run(fmt.Sprintf("%s/%d/%s", name, n, edit), func(b *testing.B) {
					sql, args := ledger.SeekQuery(edits(m)[edit], record.PlanChange)
					found := 0
					for b.Loop() {
						rows, err := s.Pool().Query(b.Context(), sql, append([]any{ledger.Planned}, args...)...)
						require.NoError(b, err)
						for found = 0; rows.Next(); found++ {
						}
						require.NoError(b, rows.Err())
					}
					b.ReportMetric(float64(found), "candidates")
				})
			}
		}
	}
}

func TestTheScheduleReadsItsIndex(t *testing.T) {
	t.Parallel()
	s := open(t)
	planned(t, s, 50_000, calendars["even"])
	for _, days := range []int{1, 7, 31} {
		sql, args := ledger.ScheduleQuery(begin.AddDate(0, 1, 0), begin.AddDate(0, 1, days), 1001)
		usesIndex(t, plan(t, s, sql, args), "plans_by_time")
	}
}
