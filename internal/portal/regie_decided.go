package portal

import (
	"github.com/shopspring/decimal"

	"termijn/internal/record"
)

// regieDecided is what tasks of support in regie show beside facts.
type regieDecided struct {
	*Page
	// Days are the hours of a timesheet's days.
	Days   []fact
	Offer  *offerView
	Billed []billedView
	Total  string
}

// decidedOn is the content of a task, by its kind.
func (r regieReader) decidedOn(page *Page, t record.Task) decided {
	var d decided
	own := regieDecided{Page: page}
	switch t.Kind {
	case "approve_offer", "choose_offer", "place_order":
		own.Offer = r.offer()
		if own.Offer != nil {
			d.Facts = append(d.Facts, fact{r.say.T("regie.goal"), r.own.Request.Goal}, fact{r.say.T("task.valid"), own.Offer.Validity})
		}
	case "approve_timesheet":
		r.decideSheet(&d, &own, t.Subject)
	case "approve_statement":
		if s, ok := r.own.Statements[t.Subject]; ok {
			v := r.statement(s)
			d.Facts = []fact{{r.say.T("regie.month"), v.Month}, {r.say.T("regie.submitted"), v.Submitted}}
			own.Billed, own.Total = v.Lines, v.Total
		}
	case "agree_due_date":
		if p := r.own.DueDate; p != nil {
			d.Facts = []fact{{r.say.T("task.duedate.proposed"), r.say.DayDate(p.Date)}, {r.say.T("task.duedate.by"), r.say.T("regie.side." + p.By)},
				{r.say.T("task.reason"), p.Reason}}
			if k, ok := r.clock("answer"); ok && k.Result.Due != nil {
				d.Facts = append([]fact{{r.say.T("task.duedate.present"), r.say.Deadline(*k.Result.Due)}}, d.Facts...)
			}
		}
	case "rule_dispute":
		r.decideDispute(&d, t.Subject)
	case "order_change":
		if c, ok := r.own.Changes[t.Subject]; ok {
			v := r.change(c)
			d.Lead = v.Kind
			d.Facts = append([]fact{{r.say.T("task.change.what"), v.Description}}, v.Facts...)
			if v.Impact != "" {
				d.Facts = append(d.Facts, fact{r.say.T("regie.change.impact"), v.Impact})
			}
		}
	case "decide_replacement":
		if x, ok := r.own.Replacements[t.Subject]; ok {
			v := r.replacement(x)
			d.Facts = []fact{{r.say.T("task.replacement.old"), v.Old}, {r.say.T("task.replacement.new"), v.New},
				{r.say.T("regie.line.cv"), v.CV}, {r.say.T("task.replacement.why"), v.Justification}}
		}
	}
	d.Own = own
	return d
}

func (r regieReader) decideSheet(d *decided, own *regieDecided, id string) {
	s, ok := r.own.Timesheets[id]
	if !ok {
		return
	}
	v := r.sheet(s)
	d.Facts = []fact{{r.say.T("task.arg.week"), v.Week}, {r.say.T("regie.line.person"), v.Person}, {r.say.T("regie.line.profile"), v.Profile}}
	for i := range s.Days {
		own.Days = append(own.Days, fact{r.say.DayDate(s.Week.AddDays(i)), v.Days[i]})
	}
	own.Total = r.say.Hours(decimal.Sum(decimal.Zero, s.Days[:]...))
	if v.Note != "" {
		d.Facts = append(d.Facts, fact{r.say.T("task.note"), v.Note})
	}
	if s.Over {
		d.Lead = r.say.T("note.over_available_time")
	}
}

func (r regieReader) decideDispute(d *decided, id string) {
	x, ok := r.own.Rounds[id]
	if !ok || x.Dispute == nil {
		return
	}
	for i, q := range x.Questions {
		d.Facts = append(d.Facts, fact{r.say.T("task.dispute.question", "Number", i+1), q.Text})
	}
	if x.Meeting {
		d.Facts = append(d.Facts, fact{r.say.T("task.dispute.meeting"), x.Topic})
	}
	d.Facts = append(d.Facts, fact{r.say.T("task.dispute.source"), x.Dispute.Source}, fact{r.say.T("task.dispute.ground"), x.Dispute.Ground})
}
