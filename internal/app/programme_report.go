package app

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"termijn/internal/calendar"
	"termijn/internal/i18n"
	"termijn/internal/ledger"
	"termijn/internal/paper"
	"termijn/workflows/transition"
)

// boardReport makes the Board's report of a programme: what is late and why, what was
// decided, what can be paid, and the plan.
type boardReport struct {
	say   *i18n.Printer
	own   transition.State
	names map[string]string
	now   time.Time
}

// pdf is the report as a PDF on A3.
func (r boardReport) pdf(row ledger.CaseRow) ([]byte, error) {
	say := r.say
	return paper.Report{
		Size: paper.A3, Title: row.Title, Subtitle: row.Ref + " – " + say.T("programme.report", "At", say.DateTime(r.now)), Language: say.Lang(), Made: r.now,
		Foot: row.Ref, Page: say.T("programme.report.page"),
		Sections: []paper.Section{
			{Heading: say.T("programme.facts"), Facts: r.facts()},
			{Heading: say.T("programme.attention"), Table: r.attention()},
			{Heading: say.T("programme.gantt"), Chart: r.chart()},
			{Heading: say.T("programme.payments"), Table: r.payments()},
			{Heading: say.T("programme.decisions"), Table: r.decisions()},
			{Heading: say.T("transition.risks"), Table: r.risks()},
			{Heading: say.T("transition.exitItems"), Table: r.exit()},
		},
	}.PDF()
}

func (r boardReport) name(id string) string { return cmp.Or(r.names[id], id) }

// expected is the day on which a milestone was reached, else is expected.
func (r boardReport) expected(id string) calendar.Date {
	m := r.own.Milestones[id]
	if m.Reached != nil {
		return m.Reached.Date
	}
	if c, ok := r.own.Carried[id]; ok && !c.Expected.IsZero() {
		return c.Expected
	}
	return m.Own()
}

func (r boardReport) facts() []paper.Fact {
	count := map[string]int{}
	for _, m := range r.own.Milestones {
		count[m.Status]++
	}
	var facts []paper.Fact
	for _, status := range transition.MilestoneStatuses {
		if count[status] > 0 {
			facts = append(facts, paper.Fact{Name: r.say.T("transition.status." + status), Value: r.say.Number(count[status])})
		}
	}
	if end := r.own.Carry.End; !end.IsZero() {
		facts = append(facts, paper.Fact{Name: r.say.T("programme.report.end"), Value: r.say.Date(end)})
	}
	if r.own.Price.IsPositive() {
		facts = append(facts, paper.Fact{Name: r.say.T("transition.price"), Value: r.say.Money(r.own.Price)})
	}
	return facts
}

// attention lists what is late or at risk, the most urgent first, with where it begins.
func (r boardReport) attention() *paper.Table {
	say := r.say
	t := &paper.Table{Empty: say.T("programme.attention.none"), Columns: []paper.Column{{Head: say.T("transition.milestone"), Share: 3}, {Head: say.T("transition.owner"), Share: 2},
		{Head: say.T("transition.due"), Share: 1.3}, {Head: say.T("transition.expected"), Share: 1.3}, {Head: say.T("transition.status"), Share: 1.2}, {Head: say.T("programme.cause"), Share: 4}}}
	urgent := transition.MilestoneStatuses[:slices.Index(transition.MilestoneStatuses, transition.MilestonePlanned)]
	var ids []string
	for id, m := range r.own.Milestones {
		if slices.Contains(urgent, m.Status) || m.Unfixed && !m.Ended() {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, func(a, b string) int {
		x, y := r.own.Milestones[a], r.own.Milestones[b]
		return cmp.Or(slices.Index(urgent, x.Status)-slices.Index(urgent, y.Status), x.Due.Compare(y.Due), strings.Compare(a, b))
	})
	for _, id := range ids {
		m := r.own.Milestones[id]
		t.Rows = append(t.Rows, paper.Row{Strong: m.Status == transition.MilestoneMissed, Cells: []string{m.Title, r.name(m.Owner.Org), say.Date(m.Due), say.Date(r.expected(id)),
			say.T("transition.status." + m.Status), r.cause(id)}})
	}
	return t
}

// cause says with which milestone a delay begins, and what its owner says of it.
func (r boardReport) cause(id string) string {
	root, text := r.own.Milestones[id], ""
	if chain := r.own.Chain(id); len(chain) > 1 {
		root = r.own.Milestones[chain[0]]
		text = r.say.T("programme.why.chain", "Milestone", root.Title, "Owner", r.name(root.Owner.Org), "Date", r.say.Date(r.expected(chain[0])))
	}
	if root.Forecast != nil {
		text = strings.TrimSpace(text + " " + root.Forecast.Reason)
	}
	return text
}

func (r boardReport) payments() *paper.Table {
	say := r.say
	t := &paper.Table{Empty: say.T("programme.report.nothing"), Columns: []paper.Column{{Head: say.T("transition.milestone"), Share: 4}, {Head: say.T("transition.state"), Share: 2},
		{Head: say.T("programme.report.since"), Share: 2}, {Head: say.T("transition.amount"), Share: 2, Right: true}}}
	total := decimal.Zero
	for _, id := range slices.Sorted(maps.Keys(r.own.Payments)) {
		p := r.own.Payments[id]
		total = total.Add(p.Amount)
		t.Rows = append(t.Rows, paper.Row{Strong: p.State == transition.PaymentPayable, Cells: []string{r.own.Milestones[id].Title, say.T("transition.payment." + p.State), say.Date(p.Since), say.Money(p.Amount)}})
	}
	if len(t.Rows) > 0 {
		t.Rows = append(t.Rows, paper.Row{Strong: true, Cells: []string{say.T("programme.report.total"), "", "", say.Money(total)}})
	}
	return t
}

func (r boardReport) decisions() *paper.Table {
	say := r.say
	t := &paper.Table{Empty: say.T("programme.decisions.none"), Columns: []paper.Column{{Head: say.T("transition.date"), Share: 1.5}, {Head: say.T("transition.text"), Share: 5}, {Head: say.T("transition.reason"), Share: 4}}}
	all := slices.SortedFunc(maps.Values(r.own.Decisions), func(a, b transition.Decision) int { return b.At.Compare(a.At) })
	for _, d := range all {
		text := d.Text
		if p, ok := r.own.Proposals[d.Proposal]; ok {
			text = p.ID + " – " + say.T("transition.kind."+p.Kind) + ": " + p.Reason + " – " + say.T("task.option."+d.Option)
		}
		t.Rows = append(t.Rows, paper.Row{Cells: []string{say.Date(d.At), text, d.Reason}})
	}
	return t
}

func (r boardReport) risks() *paper.Table {
	say := r.say
	t := &paper.Table{Empty: say.T("programme.report.nothing"), Columns: []paper.Column{{Head: say.T("transition.risk"), Share: 4}, {Head: say.T("transition.mitigation"), Share: 5}, {Head: say.T("transition.state"), Share: 2}}}
	for _, id := range slices.Sorted(maps.Keys(r.own.Risks)) {
		if k := r.own.Risks[id]; k.State != transition.RiskClosed {
			t.Rows = append(t.Rows, paper.Row{Cells: []string{k.Title, k.Mitigation, say.T("transition.state." + k.State)}})
		}
	}
	return t
}

func (r boardReport) exit() *paper.Table {
	say := r.say
	t := &paper.Table{Empty: say.T("programme.report.nothing"), Columns: []paper.Column{{Head: say.T("transition.exitItem"), Share: 5}, {Head: say.T("transition.way"), Share: 3}, {Head: say.T("programme.exit.due"), Share: 2}, {Head: say.T("transition.state"), Share: 2}}}
	for _, id := range slices.Sorted(maps.Keys(r.own.ExitItems)) {
		i := r.own.ExitItems[id]
		way, state := "", say.T("programme.exit.open")
		if i.Way != "" {
			way = say.T("transition.way." + i.Way)
		}
		if i.Settled != nil {
			way, state = say.T("transition.way."+i.Settled.Way), say.Date(i.Settled.At)
		}
		t.Rows = append(t.Rows, paper.Row{Cells: []string{i.Title, strings.TrimSpace(way + " " + r.name(i.To)), say.Date(i.Due), state}})
	}
	return t
}

// chart is the plan over time, by date.
func (r boardReport) chart() *paper.Chart {
	say := r.say
	c := &paper.Chart{Today: calendar.DateOf(r.now, brussels), TodayText: say.T("programme.today"), BaselineText: say.T("programme.key.baseline"), ExpectedText: say.T("programme.key.expected"),
		ReachedText: say.T("programme.key.reached"), LateText: say.T("programme.key.late"), CriticalText: say.T("programme.key.critical")}
	ids := slices.SortedFunc(maps.Keys(r.own.Milestones), func(a, b string) int { return cmp.Or(r.expected(a).Compare(r.expected(b)), strings.Compare(a, b)) })
	reach := func(d calendar.Date) {
		if c.From.IsZero() || d.Before(c.From) {
			c.From = d
		}
		if d.After(c.To) {
			c.To = d
		}
	}
	for _, id := range ids {
		m := r.own.Milestones[id]
		if m.Status == transition.MilestoneCancelled {
			continue
		}
		b := paper.Bar{Text: id + " – " + m.Title, Baseline: m.Due, Expected: r.expected(id), Critical: r.own.Carried[id].Critical, Note: r.name(m.Owner.Org)}
		if m.Reached != nil {
			b.Reached = m.Reached.Date
		}
		b.Late = b.Expected.After(m.Due)
		reach(m.Due)
		reach(b.Expected)
		c.Bars = append(c.Bars, b)
	}
	if len(c.Bars) == 0 {
		return nil
	}
	c.From, c.To = c.From.AddDays(-7), c.To.AddDays(7)
	step := 1 + c.To.DaysSince(c.From)/500
	for d := (calendar.Date{Year: c.From.Year, Month: c.From.Month, Day: 1}).AddMonthsClamped(1); !d.After(c.To); d = d.AddMonthsClamped(step) {
		c.Ticks = append(c.Ticks, paper.Tick{At: d, Text: say.T("programme.tick.month", "Month", say.T("programme.month."+d.String()[5:7]), "Year", d.Year)})
	}
	return c
}
