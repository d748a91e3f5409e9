package portal

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"termijn/workflows/regie"
)

// sheetView is a week's hours of one person, Monday to Sunday.
type sheetView struct {
	Week, Person, Profile string
	Days                  [7]string
	Total                 string
	// Look is the state: pending, approved or rejected.
	Look, State, Note, Reason string
	Over                      bool
	TaskPath                  string
}

// Weekdays are the short names of the days, Monday first.
func (p *Page) Weekdays() []string {
	var all []string
	for i := 1; i <= 7; i++ {
		all = append(all, p.T(fmt.Sprintf("format.weekday.%02d", i%7)))
	}
	return all
}

// sheets are the timesheets, the latest week first.
func (r regieReader) sheets() []sheetView {
	list := slices.Collect(maps.Values(r.own.Timesheets))
	slices.SortFunc(list, func(a, b regie.Timesheet) int {
		return cmp.Or(b.Week.Compare(a.Week), byNumber(a.Line, b.Line))
	})
	var all []sheetView
	for _, s := range list {
		v := r.sheet(s)
		for _, t := range r.open("approve_timesheet") {
			if t.Subject == s.ID {
				v.TaskPath = taskPath(t.ID)
			}
		}
		all = append(all, v)
	}
	return all
}

func (r regieReader) sheet(s regie.Timesheet) sheetView {
	v := sheetView{Week: r.say.Date(s.Week), Person: r.person(s.Line), Total: r.number(decimal.Sum(decimal.Zero, s.Days[:]...)),
		Look: s.State, State: r.say.T("regie.state." + s.State), Note: s.Note, Reason: s.Reason, Over: s.Over}
	if l, ok := r.own.Offer.Lines[s.Line]; ok {
		v.Profile = r.profile(l.Profile)
	}
	for i, h := range s.Days {
		v.Days[i] = "–"
		if !h.IsZero() {
			v.Days[i] = r.number(h)
		}
	}
	return v
}

// statementView is a monthly statement with its amounts.
type statementView struct {
	ID, Month, Submitted, Decided, Look, State, Reason, Total string
	Lines                                                     []billedView
}

type billedView struct{ Person, Profile, Hours, Price, Amount string }

func (r regieReader) statements() []statementView {
	list := slices.Collect(maps.Values(r.own.Statements))
	slices.SortFunc(list, func(a, b regie.Statement) int { return cmp.Or(strings.Compare(b.Month, a.Month), byNumber(b.ID, a.ID)) })
	var all []statementView
	for _, s := range list {
		all = append(all, r.statement(s))
	}
	return all
}

func (r regieReader) statement(s regie.Statement) statementView {
	v := statementView{ID: s.ID, Month: r.monthName(s.Month), Submitted: r.say.DateTime(s.Submitted), Look: s.State,
		State: r.say.T("regie.state." + s.State), Reason: s.Reason, Total: r.say.Money(s.Total), Lines: r.billed(s.Lines)}
	if s.Decided != nil {
		v.Decided = r.say.DateTime(*s.Decided)
	}
	return v
}

func (r regieReader) billed(lines []regie.BilledLine) []billedView {
	var all []billedView
	for _, l := range lines {
		all = append(all, billedView{Person: r.person(l.Line), Profile: r.profile(l.Profile), Hours: r.number(l.Hours),
			Price: r.say.Money(l.Price), Amount: r.say.Money(l.Amount)})
	}
	return all
}

// changeView is a change of the order or an early stop.
type changeView struct {
	ID, Kind, By, Proposed, Look, State, Description, Impact, Reason string
	Facts                                                            []fact
}

func (r regieReader) changeViews() []changeView {
	var all []changeView
	for _, c := range r.changes("") {
		all = append(all, r.change(c))
	}
	return all
}

func (r regieReader) change(c regie.Change) changeView {
	v := changeView{ID: c.ID, Kind: r.say.T("regie.change.kind." + c.Kind), By: r.say.T("regie.side." + c.By), Proposed: r.say.DateTime(c.Proposed),
		Look: c.State, State: r.say.T("regie.state." + c.State), Description: c.Description, Reason: c.Reason}
	if c.Impact != c.Description {
		v.Impact = c.Impact
	}
	if c.End != nil {
		v.Facts = append(v.Facts, fact{r.say.T("regie.change.end"), r.say.Date(*c.End)})
	}
	for _, id := range slices.SortedFunc(maps.Keys(c.Hours), byNumber) {
		was := ""
		if l, ok := r.own.Offer.Lines[id]; ok {
			was = r.number(l.Hours)
		}
		v.Facts = append(v.Facts, fact{r.say.T("regie.change.hours", "Who", r.person(id)),
			r.say.T("regie.change.from_to", "From", was, "To", r.number(c.Hours[id]))})
	}
	for _, io := range c.IONumbers {
		v.Facts = append(v.Facts, fact{r.say.T("regie.io"), io})
	}
	return v
}

// replacementView is a person proposed for another during the work.
type replacementView struct {
	ID, Old, New, CV, Staff, Justification, Proposed, Look, State, Reason string
}

func (r regieReader) replacementViews() []replacementView {
	var all []replacementView
	for _, x := range r.replacements() {
		all = append(all, r.replacement(x))
	}
	return all
}

func (r regieReader) replacement(x regie.Replacement) replacementView {
	return replacementView{ID: x.ID, Old: r.person(x.Line), New: r.text(x.Candidate), CV: r.text(x.CV), Staff: x.Staff,
		Justification: x.Justification, Proposed: r.say.DateTime(x.Proposed), Look: x.State, State: r.say.T("regie.state." + x.State), Reason: x.Reason}
}

// changePart and replacementPart hand one thing to a part of the template
// together with the page's words.
type (
	changePart struct {
		Page *Page
		View changeView
	}
	replacementPart struct {
		Page *Page
		View replacementView
	}
)

// ChangePart is a change for its part of the template.
func (c regieContent) ChangePart(v changeView) changePart { return changePart{c.Page, v} }

// ReplacementPart is a replacement for its part of the template.
func (c regieContent) ReplacementPart(v replacementView) replacementPart {
	return replacementPart{c.Page, v}
}
