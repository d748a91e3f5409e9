package portal

import (
	"context"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"termijn/internal/app"
	"termijn/internal/calendar"
	"termijn/internal/identity"
	"termijn/workflows/casework"
	"termijn/workflows/regie"
)

// dayForm is one day of the week grid.
type dayForm struct {
	Field
	// Off is true outside the person's period and for days to come.
	Off bool
}

var timesheetShape = newCommandShape[*regiePart]("regie_timesheet")

// workForms are the forms of the work: timesheets, statements, changes and
// replacements (M-04, M-07, M-18, M-21).
func (p *portal) workForms() {
	serve(p, regie.Name, regieForm[regie.TimesheetDraft]{command: regie.SubmitTimesheet, shape: timesheetShape, about: sheetSubjects,
		draw: drawTimesheet, read: readTimesheet, send: sendTimesheet})
	serve(p, regie.Name, regieForm[regie.StatementDraft]{command: regie.SubmitStatement, shape: regieCommand, about: monthSubjects, draw: drawStatement,
		read: func(in *entries, _ regieReader) regie.StatementDraft {
			return regie.StatementDraft{Month: in.Value("subject")}
		},
		fields: func(Form) map[string]string { return map[string]string{"month": "subject"} }})
	serve(p, regie.Name, regieForm[regie.ChangeDraft]{command: regie.ProposeChange, draw: drawChange, read: readChange, fields: ioNames("ioNumbers")})
	serve(p, regie.Name, regieForm[regie.Alignment]{command: regie.AlignChange, about: changeSubjects, draw: drawAlignment, read: readAlignment})
	serve(p, regie.Name, regieForm[regie.Substitution]{command: regie.ProposeReplacement, about: lineSubjects, draw: drawSubstitution, read: readSubstitution})
}

// sheetKey names a timesheet that can be submitted: its Monday and its line.
func sheetKey(c sheetChoice) string { return c.Week.String() + "/" + c.Line }

// sheetSubjects are the timesheets to submit, the oldest week first. A task that
// asks for a week's timesheets names the week alone.
func sheetSubjects(r regieReader) []matter {
	var all []matter
	for _, c := range r.openWeeks() {
		all = append(all, matter{sheetKey(c), r.say.T("regie.about.sheet", "Who", r.person(c.Line), "Week", r.say.Date(c.Week))})
	}
	return all
}

// cutSheet reads what sheetKey wrote.
func cutSheet(subject string) (calendar.Date, string, bool) {
	week, line, ok := strings.Cut(subject, "/")
	d, err := calendar.ParseDate(week)
	return d, line, ok && err == nil
}

func sendTimesheet(ctx context.Context, s *app.Service, p identity.Principal, ref, key string, d regie.TimesheetDraft) (casework.Receipt, error) {
	return s.SubmitTimesheet(ctx, p, ref, key, d)
}

func sheetOf(r regieReader, subject string) (sheetChoice, bool) {
	for _, c := range r.openWeeks() {
		if sheetKey(c) == subject {
			return c, true
		}
	}
	return sheetChoice{}, false
}

func drawTimesheet(page *commandPage, r regieReader) {
	c, ok := sheetOf(r, page.Subject)
	if !ok {
		return
	}
	l := r.own.Offer.Lines[c.Line]
	page.Facts = []fact{{r.say.T("regie.line.person"), r.person(c.Line)}, {r.say.T("regie.line.profile"), r.profile(l.Profile)},
		{r.say.T("regie.week"), r.say.T("case.span", "From", r.say.Date(c.Week), "To", r.say.Date(c.Week.AddDays(6)))}}
	if sheet, ok := r.own.Timesheets[page.Subject]; ok && sheet.Reason != "" {
		page.Warnings = append(page.Warnings, r.say.T("regie.sheet.refused", "Reason", sheet.Reason))
	}
	from, until := r.own.PeriodOf(l)
	own, total := regieOwn(page), decimal.Zero
	for i, name := range page.Weekdays() {
		on := c.Week.AddDays(i)
		f := page.Form.named(page.Form.NumberField(fmt.Sprintf("days[%d]", i), "regie.sheet.day", "0.25"), name+" "+clockReader{say: r.say}.tick(on))
		own.Days = append(own.Days, dayForm{Field: f.Optional(), Off: on.Before(from) || on.After(until) || on.After(r.today())})
		if h, err := parseDecimal(f.Value); err == nil {
			total = total.Add(h)
		}
	}
	own.Total = r.number(total)
	page.Fields = []Field{page.Form.Area("note", "regie.sheet.note", 3).Optional()}
}

func readTimesheet(in *entries, r regieReader) regie.TimesheetDraft {
	var d regie.TimesheetDraft
	if week, line, ok := cutSheet(in.Value("subject")); ok {
		d.Week, d.Line = week, line
	}
	for i := range d.Days {
		d.Days[i] = in.number(fmt.Sprintf("days[%d]", i))
	}
	d.Note = in.Value("note")
	return d
}

func monthSubjects(r regieReader) []matter {
	var all []matter
	for _, m := range r.billableMonths() {
		all = append(all, matter{m, r.monthName(m)})
	}
	return all
}

// drawStatement shows what the statement will bill.
func drawStatement(page *commandPage, r regieReader) {
	lines := r.own.Billable(page.Subject)
	total := decimal.Zero
	for _, l := range lines {
		total = total.Add(l.Amount)
	}
	page.Facts = []fact{{r.say.T("regie.month"), r.monthName(page.Subject)}}
	own := regieOwn(page)
	own.Billed, own.Total = r.billed(lines), r.say.Money(total)
	for _, c := range r.openWeeks() {
		if c.Week.String()[:7] <= page.Subject {
			page.Warnings = append(page.Warnings, r.say.T("regie.statement.missing"))
			break
		}
	}
}

func changeSubjects(r regieReader) []matter {
	var all []matter
	for _, c := range r.changes(regie.StateAligning) {
		all = append(all, matter{c.ID, c.ID})
	}
	return all
}

func drawChange(page *commandPage, r regieReader) {
	s := page.Form
	o := r.own.Order
	page.Facts = []fact{{r.say.T("regie.reference"), o.Reference}, {r.say.T("regie.work_period"), r.say.T("case.span", "From", r.say.Date(o.Start), "To", r.say.Date(o.End))}}
	page.Fields = []Field{
		s.Radio("kind", "regie.change.kind", []Choice{{Value: regie.ChangeAdapt, Text: r.say.T("regie.change.kind.adapt"), Hint: r.say.T("regie.change.kind.adapt.hint")},
			{Value: regie.ChangeStop, Text: r.say.T("regie.change.kind.stop"), Hint: r.say.T("regie.change.kind.stop.hint")}}),
		s.Area("description", "regie.change.description", 5), s.DateField("end", "regie.change.end").Optional()}
	page.Fields = append(page.Fields, hourFields(s, r)...)
	page.Fields = append(page.Fields, ioFieldsOf(s, r, false)...)
}

// hourFields ask for new presumed hours of those who still work.
func hourFields(s Sheet, r regieReader) []Field {
	var all []Field
	for _, l := range r.working() {
		f := s.named(s.NumberField("hours."+l.ID, "regie.change.hours.field", "1").Optional(), r.say.T("regie.change.hours", "Who", r.person(l.ID)))
		f.Hint = r.say.T("regie.change.hours.now", "Hours", r.number(l.Hours))
		all = append(all, f)
	}
	return all
}

func readHours(in *entries, r regieReader) map[string]decimal.Decimal {
	hours := map[string]decimal.Decimal{}
	for _, l := range r.working() {
		if name := "hours." + l.ID; in.Value(name) != "" {
			hours[l.ID] = in.number(name)
		}
	}
	if len(hours) == 0 {
		return nil
	}
	return hours
}

func readChange(in *entries, r regieReader) regie.ChangeDraft {
	c := regie.ChangeDraft{Kind: in.Value("kind"), Description: in.Value("description"), Hours: readHours(in, r), IONumbers: readIO(in)}
	if d := in.date("end"); d != (calendar.Date{}) {
		c.End = &d
	}
	return c
}

func drawAlignment(page *commandPage, r regieReader) {
	v := r.change(r.own.Changes[page.Subject])
	page.Facts = append([]fact{{r.say.T("regie.change.kind"), v.Kind}, {r.say.T("regie.change.description"), v.Description}}, v.Facts...)
	page.Fields = append([]Field{page.Form.Area("impact", "regie.change.impact", 5)}, hourFields(page.Form, r)...)
}

func readAlignment(in *entries, r regieReader) regie.Alignment {
	return regie.Alignment{Change: in.Value("subject"), Impact: in.Value("impact"), Hours: readHours(in, r)}
}
