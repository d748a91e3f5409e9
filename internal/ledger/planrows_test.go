package ledger_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"termijn/internal/record"
)

func drawPlan(t *rapid.T) record.Plan {
	from := begin.Add(time.Duration(rapid.IntRange(-100, 100).Draw(t, "from")) * time.Hour)
	return record.Plan{
		Kind:     rapid.SampledFrom([]string{"", record.PlanChange, record.PlanFreeze, record.PlanNotice}).Draw(t, "kind"),
		Sort:     rapid.SampledFrom([]string{"", "normal", "emergency"}).Draw(t, "sort"),
		Items:    rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c\x00"}), 0, 4).Draw(t, "items"),
		Provider: "alfa", Team: rapid.SampledFrom([]string{"", "net\x00"}).Draw(t, "team"),
		From: from, To: from.Add(time.Duration(rapid.IntRange(-1, 2000).Draw(t, "hours")) * time.Hour),
		Firm: rapid.Bool().Draw(t, "firm"), Exempt: []string{"emergency"}[:rapid.IntRange(0, 1).Draw(t, "exempt")],
	}
}

func planning(p record.Plan) record.Effects {
	return record.Effects{Case: &record.CaseChange{Plan: &p}}
}

func TestAPlanStandsFromItsEventUntilItIsTakenBack(t *testing.T) {
	t.Parallel()
	s := open(t)
	st := tell(t, s, "CHG-2026-000001")
	st.records("case.registered", opening("Nieuwe router"), "")
	require.Zero(t, count(t, s.Pool(), `SELECT count(*) FROM plans`))

	from := st.at.Add(30 * time.Hour)
	p := record.Plan{Kind: record.PlanChange, Sort: "normal", Items: []string{"router", "dns", "router"}, Provider: "alfa", From: from, To: from.Add(13 * time.Hour)}
	st.records("change.saved", planning(p), "")
	require.Equal(t, 1, count(t, s.Pool(), `SELECT count(*) FROM plans WHERE starts = $1 AND span = 1 AND NOT firm AND NOT over`, from))
	require.Equal(t, 2, count(t, s.Pool(), `SELECT count(*) FROM plan_items WHERE starts = $1 AND span = 1`, from))

	// An event without a plan leaves it as it is; one with another puts that in its place.
	st.records("change.noted", record.Effects{}, "")
	require.Equal(t, 2, count(t, s.Pool(), `SELECT count(*) FROM plan_items`))
	p.Items, p.Firm, p.From, p.To = []string{"dns"}, true, st.at.Add(time.Hour), st.at.Add(13*time.Hour)
	st.records("change.revised", planning(p), "")
	require.Equal(t, 1, count(t, s.Pool(), `SELECT count(*) FROM plans WHERE firm AND span = 0`))
	require.Equal(t, 1, count(t, s.Pool(), `SELECT count(*) FROM plan_items WHERE item = 'dns' AND span = 0`))

	// Taken back after it began, it stays in the calendar of the past and no more.
	done := st.at
	st.records("change.done", planning(record.Plan{}), "")
	require.Equal(t, 1, count(t, s.Pool(), `SELECT count(*) FROM plans WHERE over AND ends = $1`, p.To), "a day after its end")
	require.True(t, done.After(p.To))
	require.Zero(t, count(t, s.Pool(), `SELECT count(*) FROM plan_items`))

	// Taken back early, it has ended then; taken back again, that stands.
	early := tell(t, s, "CHG-2026-000003")
	early.records("case.registered", opening("Vroeg klaar"), "")
	p.From, p.To = early.at.Add(time.Hour), early.at.AddDate(0, 0, 9)
	early.records("change.planned", planning(p), "")
	done = early.at
	early.records("change.done", planning(record.Plan{}), "")
	early.records("change.reviewed", planning(record.Plan{}), "")
	require.Equal(t, 1, count(t, s.Pool(), `SELECT count(*) FROM plans WHERE over AND ends = $1`, done))

	// Taken back before, it was never there. A window that does not end after it
	// begins is none.
	other := tell(t, s, "CHG-2026-000002")
	fx := opening("Uitgesteld")
	p.From, p.To = begin.AddDate(0, 1, 0), begin.AddDate(0, 1, 1)
	fx.Case.Plan = &p
	other.records("case.registered", fx, "")
	require.Equal(t, 1, count(t, s.Pool(), `SELECT count(*) FROM plans WHERE NOT over`))
	p.To = p.From
	other.records("change.withdrawn", planning(p), "")
	require.Zero(t, count(t, s.Pool(), `SELECT count(*) FROM plans WHERE NOT over`))
}
