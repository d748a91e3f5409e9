package planfile

import "termijn/internal/calendar"

// StartingOn makes dates of what a template puts so many working days after the
// start. It is then a plan that starts on that day.
func (p Plan) StartingOn(start calendar.Date, cal *calendar.Calendar) Plan {
	p.Start = start
	p.Milestones = append([]Milestone(nil), p.Milestones...)
	for i, m := range p.Milestones {
		if m.DueAfter != nil {
			p.Milestones[i].Due, p.Milestones[i].DueAfter = onOrAfter(cal, cal.AddWorkingDays(start, *m.DueAfter)), nil
		}
	}
	return p
}

// MovedTo moves a plan with fixed dates to another start: every date keeps its
// distance in working days from the start (as P-16 wants of phases), so all dates are
// working days then. A plan without a start stays where it is.
func (p Plan) MovedTo(start calendar.Date, cal *calendar.Calendar) Plan {
	if p.Start.IsZero() {
		return p
	}
	from := p.Start
	move := func(d calendar.Date) calendar.Date {
		if d.IsZero() {
			return d
		}
		return onOrAfter(cal, cal.AddWorkingDays(start, cal.WorkingDaysBetween(from, d)))
	}
	p.Start, p.End = start, move(p.End)
	if p.Condition != nil {
		c := Condition{AwardBy: move(p.Condition.AwardBy)}
		if p.Condition.Awarded != nil {
			d := move(*p.Condition.Awarded)
			c.Awarded = &d
		}
		p.Condition = &c
	}
	p.Milestones = append([]Milestone(nil), p.Milestones...)
	for i := range p.Milestones {
		m := &p.Milestones[i]
		m.Due, m.Aim, m.Forecast, m.Reached = move(m.Due), move(m.Aim), move(m.Forecast), move(m.Reached)
	}
	p.ExitItems = append([]ExitItem(nil), p.ExitItems...)
	for i := range p.ExitItems {
		p.ExitItems[i].Due = move(p.ExitItems[i].Due)
	}
	return p
}

// onOrAfter is the day itself when it is a working day, else the next one.
func onOrAfter(cal *calendar.Calendar, d calendar.Date) calendar.Date {
	if cal.IsWorkingDay(d) {
		return d
	}
	return cal.AddWorkingDays(d, 1)
}

// OwnedBy puts organisations in the place of a template's parties.
func (p Plan) OwnedBy(orgs map[string]string) Plan {
	real := func(o Owner) Owner {
		if org, ok := orgs[o.Org]; ok {
			o.Org = org
		}
		return o
	}
	p.Projects = append([]Project(nil), p.Projects...)
	for i := range p.Projects {
		p.Projects[i].Owner = real(p.Projects[i].Owner)
	}
	p.Milestones = append([]Milestone(nil), p.Milestones...)
	for i := range p.Milestones {
		p.Milestones[i].Owner = real(p.Milestones[i].Owner)
	}
	p.Checklist = append([]Item(nil), p.Checklist...)
	for i := range p.Checklist {
		p.Checklist[i].Owner = real(p.Checklist[i].Owner)
	}
	p.Risks = append([]Risk(nil), p.Risks...)
	for i := range p.Risks {
		p.Risks[i].Owner = real(p.Risks[i].Owner)
	}
	return p
}
