package portal

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/regie"
)

// entry is one event of the timeline, as a sentence in the reader's language.
type entry struct {
	Seq      int64
	At       time.Time
	When     string
	Sentence string
	// Details are texts of the event: a reason, a question, an answer.
	Details []string
	// Late says how long after its instant the event was recorded, when more than
	// a minute.
	Late string
	// Look is "system" for what nobody did: a clock, an alarm.
	Look string
	// The evidence: place in the chain and hashes.
	Recorded, Hash, Prev string
}

// lateFrom is the lateness from which it is worth a word.
const lateFrom = time.Minute

// timeline presents the events, the newest first or the oldest.
func (r regieReader) timeline(oldestFirst bool) []entry {
	var all []entry
	for _, e := range r.Events {
		all = append(all, r.entry(e))
	}
	if !oldestFirst {
		slices.Reverse(all)
	}
	return all
}

func (r regieReader) entry(e record.Event) entry {
	x := entry{Seq: e.Seq, At: e.At, When: r.say.DateTime(e.At), Recorded: r.say.DateTime(e.Recorded), Hash: e.Hash, Prev: e.Prev}
	if e.Actor == record.System {
		x.Look = "system"
	}
	x.Sentence, x.Details = r.sentence(e)
	if late := e.Lateness(); late > lateFrom {
		x.Late = r.say.T("case.event.late", "Late", r.span(late), "At", x.Recorded)
	}
	return x
}

// Short is the beginning of a hash, enough to compare by eye.
func (e entry) Short() string { return e.Hash[:min(10, len(e.Hash))] }

// span writes a length of time in its two largest units.
func (r regieReader) span(d time.Duration) string {
	switch {
	case d >= 48*time.Hour:
		return r.say.T("case.unit.days", "Count", int(d/(24*time.Hour)))
	case d >= time.Hour:
		return r.say.T("case.unit.hours", "Hours", int(d/time.Hour), "Minutes", int(d/time.Minute)%60)
	}
	return r.say.T("case.unit.minutes", "Count", int(d/time.Minute))
}

// who did it; the product itself when nobody did, and for whom a delegate acted.
func (r regieReader) who(a record.Actor) string {
	switch {
	case a.Person == "":
		return r.say.T("case.event.system")
	case a.For != "":
		return r.say.T("case.event.behalf", "Who", r.name(a.Person), "For", r.name(a.For))
	}
	return r.name(a.Person)
}

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

// sentence tells an event by its kind and body.
func (r regieReader) sentence(e record.Event) (string, []string) {
	var b said
	_ = json.Unmarshal(e.Body, &b) // what does not fit stays empty: the sentence then says less
	id := r.eventText(e.Kind, b)
	if !r.say.Has(id) {
		return r.say.T("case.event.unknown", "Who", r.who(e.Actor), "Kind", e.Kind), nil
	}
	text := r.say.T(id, "Who", r.who(e.Actor), "Date", r.dateOf(b.Date), "Week", r.dateOf(b.Week), "Month", r.monthName(b.Month),
		"Person", r.personOf(b), "Clock", r.clockName(b.Clock), "Rung", r.rung(b.Rung), "Step", b.Step, "Option", titled(r.say, "task.option.", b.Option),
		"Total", r.money(b.Total), "Offer", b.ID, "Until", r.dateOf(b.ValidUntil), "Reference", b.Reference,
		"What", titled(r.say, "regie.change.kind.", b.Kind))
	return text, r.details(b)
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

func (r regieReader) clockName(id string) string {
	if k, ok := r.clock(id); ok {
		return clockReader{say: r.say, about: r.clockAbout}.title(k)
	}
	return id
}

func (r regieReader) rung(key string) string { return clockReader{say: r.say}.rungName(key) }

// reached are the instants at which the clocks' thresholds were reached.
func reached(events []record.Event) map[string]map[string]time.Time {
	all := map[string]map[string]time.Time{}
	for _, e := range events {
		for _, k := range e.Effects.Clocks {
			for _, key := range k.Fired {
				if all[k.ID] == nil {
					all[k.ID] = map[string]time.Time{}
				}
				if _, known := all[k.ID][key]; !known {
					all[k.ID][key] = e.At
				}
			}
		}
	}
	return all
}
