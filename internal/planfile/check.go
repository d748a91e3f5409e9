package planfile

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"termijn/internal/calendar"
	"termijn/internal/network"
)

// Limits of a plan.
const (
	mostParts    = 5000 // of one kind
	mostCriteria = 50
	longestName  = 200
	longestText  = 4000
	mostLag      = 1000 // working days
)

var (
	idShape = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$`)
	hundred = decimal.NewFromInt(100)
)

// Check says what is wrong with a plan, all of it, as [Problems] by path, and what
// is worth a remark.
func Check(p Plan, rules Rules) (remarks []Problem, err error) {
	f := &findings{}
	f.plan(p, rules)
	return f.remarks, f.err()
}

func (f *findings) plan(p Plan, rules Rules) {
	f.name("title", p.Title)
	f.money("price", p.Price)
	f.money("cap", p.Cap)
	for _, limit := range []decimal.Decimal{rules.Cap, p.Cap} {
		if limit.IsPositive() && p.Price.GreaterThan(limit) {
			f.at("price", "above_cap", "max", limit.StringFixed(2), "price", p.Price.StringFixed(2)) // N-01
			break
		}
	}
	f.check(p.End.IsZero() || p.Start.IsZero() || !p.End.Before(p.Start), "end", "end_before_start", "start", p.Start.String(), "end", p.End.String())
	if p.Condition != nil {
		f.check(!p.Condition.AwardBy.IsZero(), "condition.awardBy", "required")
	}
	if r := p.Rhythm; r != (Rhythm{}) {
		f.check(r.Week >= 1 && r.Week <= 4 && r.Weekday >= 1 && r.Weekday <= 5 && r.Hour >= 7 && r.Hour <= 19, "rhythm", "bad_rhythm")
	}
	f.check(len(p.Milestones) > 0, "", "no_milestones")
	f.ids("projects", len(p.Projects), func(i int) string { return p.Projects[i].ID })
	for i, x := range p.Projects {
		at := fmt.Sprintf("projects[%d]", i)
		f.name(at+".title", x.Title)
		f.check(x.Owner.Org != "", at+".owner", "required")
		f.owner(at, x.Owner, rules)
	}
	f.milestones(p, rules)
	f.links(p)
	f.shares(p, rules.Template)
	f.parts(p, rules)
}

func (f *findings) milestones(p Plan, rules Rules) {
	f.ids("milestones", len(p.Milestones), func(i int) string { return p.Milestones[i].ID })
	for i, m := range p.Milestones {
		at := fmt.Sprintf("milestones[%d]", i)
		f.name(at+".title", m.Title)
		if m.Project == "" {
			f.at(at+".project", "required")
		} else if !slices.ContainsFunc(p.Projects, func(x Project) bool { return x.ID == m.Project }) {
			f.at(at+".project", "unknown_project", "id", m.ID, "project", m.Project)
		}
		f.owner(at, m.Owner, rules)
		f.check(!m.Share.IsNegative() && !m.Share.GreaterThan(hundred), at+".share", "between", "min", "0", "max", "100")
		f.check(m.Share.Equal(m.Share.Round(4)), at+".share", "four_decimals")
		f.check(!m.Conditional || p.Condition != nil, at+".conditional", "no_condition", "id", m.ID)
		f.check(len(m.Rule) <= 40 && plain(m.Rule), at+".rule", "too_long", "max", "40")
		if rules.Template && m.DueAfter != nil {
			f.check(m.Due.IsZero() && *m.DueAfter >= 0 && *m.DueAfter <= 10*mostLag, at+".dueAfter", "bad_number")
			continue
		}
		f.check(m.DueAfter == nil, at+".dueAfter", "only_in_templates")
		if m.Due.IsZero() {
			f.at(at+".due", "required")
			continue
		}
		f.dates(at, p, m, rules)
	}
}

// dates of a milestone lie within the programme and on working days. A date that
// the contract itself fixes is kept as it is written (1 November 2021, of N-12, is a
// holiday); that is remarked on, with the last working day before.
func (f *findings) dates(at string, p Plan, m Milestone, rules Rules) {
	f.check(p.Start.IsZero() || !m.Due.Before(p.Start), at+".due", "before_start", "id", m.ID, "date", m.Due.String(), "start", p.Start.String())
	f.check(p.End.IsZero() || !m.Due.After(p.End), at+".due", "after_end", "id", m.ID, "date", m.Due.String(), "end", p.End.String())
	f.check(!m.Aim.After(m.Due), at+".aim", "aim_after_due", "id", m.ID, "aim", m.Aim.String(), "due", m.Due.String())
	for _, d := range []struct {
		field string
		date  calendar.Date
	}{{"due", m.Due}, {"aim", m.Aim}, {"forecast", m.Forecast}} {
		if d.date.IsZero() || !f.possible(at+"."+d.field, d.date) || rules.Calendar.IsWorkingDay(d.date) {
			continue
		}
		holiday, named := rules.Calendar.Holiday(d.date)
		path, args := at+"."+d.field, []string{"id", m.ID, "date", d.date.String(), "holiday", holiday,
			"before", rules.Calendar.AddWorkingDays(d.date, -1).String(), "after", rules.Calendar.AddWorkingDays(d.date, 1).String()}
		switch {
		case m.Rule != "" && d.field != "forecast":
			f.remark(path, "contract_date", args...)
		case named:
			f.at(path, "on_holiday", args...)
		default:
			f.at(path, "not_working_day", args...)
		}
	}
}

// possible refuses dates out of all reason.
func (f *findings) possible(at string, d calendar.Date) bool {
	ok := d.Year >= 2000 && d.Year <= 2100
	f.check(ok, at, "unlikely_date", "date", d.String())
	return ok
}

// links are checked by the arithmetic that will use them.
func (f *findings) links(p Plan) {
	f.check(len(p.Links) <= mostParts, "links", "too_many", "max", strconv.Itoa(mostParts))
	for i, l := range p.Links {
		f.check(l.Lag <= mostLag, fmt.Sprintf("links[%d]", i), "between", "min", "0", "max", strconv.Itoa(mostLag))
	}
	for _, x := range network.Check(p.Network()) {
		if x.Link < 0 {
			continue // IDs of milestones are checked with all others
		}
		at, l := fmt.Sprintf("links[%d]", x.Link), p.Links[x.Link]
		switch x.Code {
		case network.CodeUnknown:
			f.at(at, "link_to_nothing", "from", l.From, "to", l.To, "id", x.ID)
		case network.CodeSelf:
			f.at(at, "link_to_itself", "id", x.ID)
		case network.CodeDuplicateLink:
			f.at(at, "given_twice", "id", l.From+" → "+l.To)
		case network.CodeLag:
			f.at(at, "between", "min", "0", "max", strconv.Itoa(mostLag))
		case network.CodeCycle:
			f.at(at, "cycle", "path", strings.Join(x.Path, " → "))
		}
	}
}

// shares come to exactly the whole price, or there are none. A template may leave
// the price open.
func (f *findings) shares(p Plan, template bool) {
	sum, last := decimal.Zero, -1
	for i, m := range p.Milestones {
		if !m.Share.IsZero() {
			sum, last = sum.Add(m.Share), i
		}
	}
	if last < 0 {
		return
	}
	at := fmt.Sprintf("milestones[%d].share", last)
	f.check(sum.Equal(hundred), at, "shares_not_whole", "sum", sum.String(), "missing", hundred.Sub(sum).String())
	f.check(template || p.Price.IsPositive(), "price", "must_be_positive")
}

func (f *findings) parts(p Plan, rules Rules) {
	milestone := func(at, id string) {
		f.check(slices.ContainsFunc(p.Milestones, func(m Milestone) bool { return m.ID == id }), at+".milestone", "unknown_milestone", "id", id)
	}
	f.ids("products", len(p.Products), func(i int) string { return p.Products[i].ID })
	for i, x := range p.Products {
		at := fmt.Sprintf("products[%d]", i)
		f.name(at+".title", x.Title)
		milestone(at, x.Milestone)
		f.check(len(x.Criteria) <= mostCriteria, at+".criteria", "too_many", "max", strconv.Itoa(mostCriteria))
		for j, c := range x.Criteria {
			f.text(fmt.Sprintf("%s.criteria[%d]", at, j), c)
		}
	}
	f.ids("checklist", len(p.Checklist), func(i int) string { return p.Checklist[i].ID })
	for i, x := range p.Checklist {
		at := fmt.Sprintf("checklist[%d]", i)
		f.name(at+".title", x.Title)
		milestone(at, x.Milestone)
		f.check(slices.Contains(ItemKinds, x.Kind), at+".kind", "choose_option", "options", strings.Join(ItemKinds, ", "))
		f.owner(at, x.Owner, rules)
	}
	f.ids("risks", len(p.Risks), func(i int) string { return p.Risks[i].ID })
	for i, x := range p.Risks {
		at := fmt.Sprintf("risks[%d]", i)
		f.name(at+".title", x.Title)
		f.text(at+".mitigation", x.Mitigation)
		if x.Milestone != "" {
			milestone(at, x.Milestone)
		}
		f.owner(at, x.Owner, rules)
		f.check(x.Chance >= 0 && x.Chance <= 3, at+".chance", "between", "min", "0", "max", "3")
		f.check(x.Impact >= 0 && x.Impact <= 3, at+".impact", "between", "min", "0", "max", "3")
	}
	f.ids("exitItems", len(p.ExitItems), func(i int) string { return p.ExitItems[i].ID })
	for i, x := range p.ExitItems {
		f.exitItem(fmt.Sprintf("exitItems[%d]", i), x)
	}
}

func (f *findings) exitItem(at string, x ExitItem) {
	f.name(at+".title", x.Title)
	for _, part := range [][2]string{{"kind", x.Kind}, {"from", x.From}, {"to", x.To}} {
		f.short(at+"."+part[0], part[1])
	}
	f.check(x.Way == "" || slices.Contains(ExitWays, x.Way), at+".way", "choose_option", "options", strings.Join(ExitWays, ", "))
	f.check(x.Way != "hand_over" || x.To != "", at+".to", "required")
	if !x.Due.IsZero() {
		f.possible(at+".due", x.Due)
	}
}
