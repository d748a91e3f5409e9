package portal

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/regie"
)

// said is what bodies of events hold that sentences need.
type said struct {
	ID, Round, Ruling, Reason, Remark, Topic, Report, Source, Ground         string
	Date, Week, Month, Subject, Line, Clock, Rung, Alarm, Timesheet, Kind    string
	Step, Option, Total, Impact, Description, Justification, Plan, Statement string
	Reference, Candidate, Title, ValidUntil, End, Offer, Change, Replacement string
	Meeting, Suspends                                                        bool
	Questions                                                                []regie.Question
	Answers                                                                  map[string]string
}

// story tells an event by its kind and body.
func (r regieReader) story(e record.Event) (story, bool) {
	var b said
	_ = json.Unmarshal(e.Body, &b) // what does not fit stays empty: the sentence then says less
	id := r.eventText(e.Kind, b)
	if !r.say.Has(id) {
		return story{}, false
	}
	text := r.say.T(id, "Who", r.who(e.Actor), "Date", r.dateOf(b.Date), "Week", r.dateOf(b.Week), "Month", r.monthName(b.Month),
		"Person", r.personOf(b), "Clock", clockName(r, b.Clock), "Rung", clockReader{say: r.say}.rungName(b.Rung), "Step", b.Step, "Option", titled(r.say, "task.option.", b.Option),
		"Total", r.money(b.Total), "Offer", b.ID, "Until", r.dateOf(b.ValidUntil), "Reference", b.Reference,
		"What", titled(r.say, "regie.change.kind.", b.Kind))
	return story{Sentence: text, Details: r.details(b)}, true
}

// eventText is the ID of an event's sentence. Some kinds tell two stories.
func (r regieReader) eventText(kind string, b said) string {
	id := "event." + kind
	switch {
	case kind == "regie.questions_asked" && !b.Suspends:
		return id + "_late"
	case kind == "regie.dispute_ruled":
		return id + "_" + b.Ruling
	case kind == casework.KindDue:
		if k, ok := r.clock(b.Clock); ok && k.Lapse {
			return id + "_lapsed"
		}
	}
	return id
}

// money writes an amount as the process records it.
func (r regieReader) money(amount string) string {
	d, err := decimal.NewFromString(amount)
	if err != nil {
		return amount
	}
	return r.say.Money(d)
}

// details are the texts that people wrote.
func (r regieReader) details(b said) []string {
	var all []string
	for _, q := range b.Questions {
		all = append(all, q.Text)
	}
	ids := make([]string, 0, len(b.Answers))
	for id := range b.Answers {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, byNumber)
	for _, id := range ids {
		all = append(all, b.Answers[id])
	}
	for _, text := range []string{b.Topic, b.Report, b.Source, b.Ground, b.Reason, b.Remark, b.Description, b.Impact, b.Justification} {
		if strings.TrimSpace(text) != "" {
			all = append(all, text)
		}
	}
	return all
}

func (r regieReader) dateOf(text string) string {
	d, err := calendar.ParseDate(text)
	if err != nil {
		return text
	}
	return r.say.DayDate(d)
}

// personOf is the person that an event is about.
func (r regieReader) personOf(b said) string {
	switch {
	case b.Candidate != "":
		return r.text(b.Candidate)
	case b.Subject != "":
		return r.person(b.Subject)
	case b.Line != "":
		return r.person(b.Line)
	case b.Replacement != "":
		return r.person(b.Replacement)
	}
	if sheet, ok := r.own.Timesheets[b.Timesheet]; ok {
		return r.say.T("regie.about.sheet", "Who", r.person(sheet.Line), "Week", r.say.Date(sheet.Week))
	}
	return ""
}
