package planfile_test

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"termijn/internal/calendar"
	"termijn/internal/planfile"
)

// nastyTexts are what people write and formats trip over.
func nastyTexts(t *rapid.T, what string, lines bool) string {
	runes := []rune("ab é€;,\"'=+-@#:&<>{}[]|%\\\tö")
	if lines {
		runes = append(runes, '\n')
	}
	text := strings.TrimSpace(rapid.StringOfN(rapid.RuneFrom(runes), 1, 30, -1).Draw(t, what))
	if text == "" {
		return "x"
	}
	return text
}

// plans that are right, of the shape that reading gives them.
func plans(t *rapid.T) planfile.Plan {
	cal := rules(t).Calendar
	p := planfile.Plan{Title: nastyTexts(t, "title", false)}
	workday := func(what string) calendar.Date {
		return cal.AddWorkingDays(calendar.Date{Year: 2021, Month: 6, Day: 1}, rapid.IntRange(1, 400).Draw(t, what))
	}
	yes := func(what string) bool { return rapid.Bool().Draw(t, what) }
	if yes("price?") {
		p.Price = amount(rapid.Int64Range(1, 460_000_000).Draw(t, "cents"), 2)
		p.Cap = decimal.NewFromInt(4_600_000)
	}
	if yes("bounds?") {
		p.Start, p.End = calendar.Date{Year: 2021, Month: 6, Day: 1}, calendar.Date{Year: 2023, Month: 12, Day: 31}
	}
	if yes("condition?") {
		p.Condition = &planfile.Condition{AwardBy: calendar.Date{Year: 2021, Month: 5, Day: 31}}
		if yes("awarded?") {
			d := workday("awarded")
			p.Condition.Awarded = &d
		}
	}
	if yes("rhythm?") {
		p.Rhythm = planfile.Rhythm{Week: rapid.IntRange(1, 4).Draw(t, "week"), Weekday: rapid.IntRange(1, 5).Draw(t, "weekday"), Hour: rapid.IntRange(7, 19).Draw(t, "hour")}
	}
	owner := func(what string) planfile.Owner {
		o := planfile.Owner{Org: rapid.SampledFrom([]string{"", "si", "alfa", "beta"}).Draw(t, what)}
		if o.Org != "" && yes("person?") {
			o.Person = o.Org + "-persoon"
		}
		return o
	}
	for i := range rapid.IntRange(1, 3).Draw(t, "projects") {
		p.Projects = append(p.Projects, planfile.Project{ID: fmt.Sprintf("P%d", i), Title: nastyTexts(t, "project", false), Owner: planfile.Owner{Org: "alfa"}})
	}
	n := rapid.IntRange(1, 6).Draw(t, "milestones")
	for i := range n {
		m := planfile.Milestone{ID: fmt.Sprintf("M%d.a_b-c", i), Title: nastyTexts(t, "milestone", true), Project: rapid.SampledFrom(p.Projects).Draw(t, "of").ID,
			Owner: owner("owner"), Due: workday("due"), GoLive: yes("goLive"), Accept: yes("accept"), Conditional: p.Condition != nil && yes("conditional")}
		if yes("rule?") {
			m.Rule, m.Due = "N-12", calendar.Date{Year: 2021, Month: 11, Day: 1}
		}
		if yes("more?") {
			m.Forecast, m.Reached, m.Aim = workday("forecast"), workday("reached"), cal.AddWorkingDays(m.Due, -3)
		}
		if i == n-1 && p.Price.IsPositive() {
			m.Share = planfile.Hundred
			for j, k := range rapid.SliceOfNDistinct(rapid.IntRange(0, n-1), 0, n-1, func(k int) int { return k }).Draw(t, "shares") {
				if k < i {
					share := amount(int64(j+1)*12345, 4)
					p.Milestones[k].Share, m.Share = share, planfile.Canonical(m.Share.Sub(share))
				}
			}
		}
		p.Milestones = append(p.Milestones, m)
		for j := range i {
			if rapid.IntRange(0, 2).Draw(t, "link") == 0 {
				p.Links = append(p.Links, planfile.Link{From: p.Milestones[j].ID, To: m.ID, Lag: rapid.IntRange(0, 20).Draw(t, "lag")})
			}
		}
	}
	if yes("rest?") {
		rest(t, &p, owner)
	}
	return p
}

func amount(n int64, places int32) decimal.Decimal {
	return planfile.Canonical(decimal.New(n, -places))
}

func rest(t *rapid.T, p *planfile.Plan, owner func(string) planfile.Owner) {
	milestone := rapid.SampledFrom(p.Milestones).Draw(t, "milestone").ID
	for i := range rapid.IntRange(0, 3).Draw(t, "rest") {
		id := fmt.Sprintf("x%d", i)
		x := planfile.Product{ID: id, Milestone: milestone, Title: nastyTexts(t, "product", true)}
		for range rapid.IntRange(0, 3).Draw(t, "criteria") {
			x.Criteria = append(x.Criteria, nastyTexts(t, "criterion", false))
		}
		p.Products = append(p.Products, x)
		p.Checklist = append(p.Checklist, planfile.Item{ID: id, Milestone: milestone, Kind: rapid.SampledFrom(planfile.ItemKinds).Draw(t, "kind"), Title: nastyTexts(t, "item", true), Owner: owner("item owner")})
		p.Risks = append(p.Risks, planfile.Risk{ID: id, Title: nastyTexts(t, "risk", true), Milestone: rapid.SampledFrom([]string{"", milestone}).Draw(t, "risk of"),
			Owner: owner("risk owner"), Mitigation: nastyTexts(t, "mitigation", true), Chance: i, Impact: rapid.IntRange(0, 3).Draw(t, "impact")})
		e := planfile.ExitItem{ID: id, Title: nastyTexts(t, "exit", true), Kind: nastyTexts(t, "exit kind", false), From: nastyTexts(t, "from", false), Way: rapid.SampledFrom([]string{"", "close", "hand_over"}).Draw(t, "way")}
		if e.Way == "hand_over" {
			e.To, e.Due = nastyTexts(t, "to", false), calendar.Date{Year: 2022, Month: 2, Day: 1}
		}
		p.ExitItems = append(p.ExitItems, e)
	}
}

func day(t require.TestingT, s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	require.NoError(t, err)
	return d
}
