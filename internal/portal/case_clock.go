package portal

import (
	"time"

	"termijn/internal/calendar"
	"termijn/internal/i18n"
	"termijn/internal/record"
	"termijn/internal/sla"
)

// clockView is a clock as its reader sees it: a picture, and beside it in words
// how it stands, why, and on what that rests.
type clockView struct {
	ID, Title string
	// Look is the state as the style sheet knows it: an sla.State, or "lapsed".
	Look      string
	StateText string
	// Sentence says how the clock stands, and if it stands still since when and for whom.
	Sentence string
	Figures  []fact
	// Closed tells when the clock stands still by itself, outside the hours that count.
	Closed string
	// Basis says on which rule, definition and calendar the clock rests; Flag is
	// "contractual" or "assumed".
	Basis, Flag, FlagText string
	Pauses                []pauseView
	Agreed                []string
	Rungs                 []rungView
	Picture               clockPicture
}

// fact is something with its name, for lists of facts and for text tables.
type fact struct{ Label, Value string }

// pauseView is a pause in words.
type pauseView struct {
	Number         int
	Reason         string
	Question       string
	Period         string
	Annulled, Open bool
	// Ruling says what became of the Client's objection, if there was one.
	Ruling string
}

type rungView struct {
	Key, Text string
	Reached   bool
}

// pauseStory is what a process knows of a pause beyond the clock's own facts.
type pauseStory struct {
	// Who the case waits for, in words.
	Who string
	// Ruling says in words what became of an objection.
	Ruling string
}

// clockReader turns the clocks of one case into views.
type clockReader struct {
	say *i18n.Printer
	now time.Time
	// calendarOf returns the calendar that a clock keeps; definition the SLA
	// definition in its version.
	calendarOf func(record.Clock) (*calendar.Calendar, error)
	definition func(id string, version int) (record.Definition, bool)
	// stories are the pauses' stories by pause ID, reached the instants of
	// thresholds by clock and key.
	stories map[string]pauseStory
	// about says what a clock is about when its case has several of a kind.
	about   func(id string) string
	reached map[string]map[string]time.Time
}

// view presents one clock.
func (r clockReader) view(k record.Clock) (clockView, error) {
	cal, err := r.calendarOf(k)
	if err != nil {
		return clockView{}, err
	}
	v := clockView{ID: k.ID, Title: r.title(k), Look: lookOf(k)}
	v.StateText = r.say.T("case.clock.state." + v.Look)
	v.Sentence = r.sentence(k, v.Look)
	v.Figures = r.figures(k)
	if v.Closed = r.closed(k, cal); v.Closed != "" {
		v.Figures = append(v.Figures, fact{r.say.T("case.clock.closed"), v.Closed})
	}
	r.basis(&v, k, cal)
	v.Pauses = r.pauses(k)
	for _, g := range k.Facts.Agreed {
		v.Agreed = append(v.Agreed, r.say.T("case.clock.agreed", "Date", r.say.DayDate(g.Date), "At", r.say.DateTime(g.At)))
	}
	v.Rungs = r.rungs(k)
	v.Picture = drawClock(k, cal, r.now, r.reached[k.ID], r.words(k, v))
	return v, nil
}

// title names a clock by its definition and by what it is about.
func (r clockReader) title(k record.Clock) string {
	title := titled(r.say, "clock.", k.Definition)
	if r.about == nil {
		return title
	}
	if about := r.about(k.ID); about != "" {
		return title + ": " + about
	}
	return title
}

// titled is the text of an ID that is known at run time only; the ID itself
// when the catalogue lacks it.
func titled(say *i18n.Printer, prefix, id string) string {
	if !say.Has(prefix + id) {
		return id
	}
	return say.T(prefix + id)
}

// lookOf is the clock's state for its reader. A term that ends without a broken
// promise has lapsed (M-14); it is never "breached".
func lookOf(k record.Clock) string {
	if k.Lapse && k.Result.State == sla.Breached {
		return "lapsed"
	}
	return string(k.Result.State)
}

// openPause returns the earliest pause that still holds the clock.
func openPause(k record.Clock) (sla.Pause, bool) {
	var first sla.Pause
	found := false
	for _, p := range k.Facts.Pauses {
		if p.To == nil && !p.Annulled && !k.Stopped() && (!found || p.From.Before(first.From)) {
			first, found = p, true
		}
	}
	return first, found
}

func (r clockReader) sentence(k record.Clock, look string) string {
	due := r.until(k)
	if stopOf(k) != nil {
		due = r.say.Deadline(k.Result.Due)
	}
	switch look {
	case string(sla.Running):
		return r.say.T("case.clock.sentence.running", "Left", r.left(k), "Due", due)
	case string(sla.Paused):
		p, _ := openPause(k)
		id := "case.clock.sentence.paused"
		if countsTime(k) {
			id = "case.clock.sentence.paused_time"
		}
		return r.say.T(id, "Since", r.say.DateTime(p.From), "Who", r.who(p), "Due", due)
	case string(sla.Met):
		return r.say.T("case.clock.sentence.met", "At", r.say.DateTime(stopOf(k)), "Due", due)
	case string(sla.Cancelled):
		return r.say.T("case.clock.sentence.cancelled", "At", r.say.DateTime(stopOf(k)))
	case "lapsed":
		return r.say.T("case.clock.sentence.lapsed", "Due", due)
	}
	if stop := stopOf(k); stop != nil {
		return r.say.T("case.clock.sentence.breached_stopped", "At", r.say.DateTime(stop), "Due", due)
	}
	if p, open := openPause(k); open {
		return r.say.T("case.clock.sentence.breached_paused", "Due", due, "Since", r.say.DateTime(p.From), "Who", r.who(p))
	}
	if k.Result.Remaining >= 0 {
		return r.say.T("case.clock.sentence.breached_now", "Due", due)
	}
	return r.say.T("case.clock.sentence.breached", "Due", due, "Late", r.amount(k, -k.Result.Remaining))
}

// who a pause waits for.
func (r clockReader) who(p sla.Pause) string {
	if s := r.stories[p.ID]; s.Who != "" {
		return s.Who
	}
	return r.say.T("case.wait.somebody")
}

// left is what remains of a term.
func (r clockReader) left(k record.Clock) string { return r.amount(k, max(0, k.Result.Remaining)) }

// amount writes a count in the clock's unit.
func (r clockReader) amount(k record.Clock, n int64) string {
	if k.Result.Unit == sla.UnitSeconds {
		return timeAmount(r.say, n)
	}
	if k.Result.Unit == sla.UnitWorkingDays {
		return r.say.T("case.unit.workingdays", "Count", int(n))
	}
	return r.say.T("case.unit.calendardays", "Count", int(n))
}

// figures are the values of the clock: both the actual and the corrected one (M-15).
func (r clockReader) figures(k record.Clock) []fact {
	due := "case.clock.due"
	if countsTime(k) {
		due = "case.clock.due_time"
	}
	all := []fact{
		{r.say.T("case.clock.start"), r.say.DateTime(k.Facts.Start)},
		{r.say.T("case.clock.target"), r.target(k)},
		{r.say.T(due), r.dueText(k)},
		{r.say.T("case.clock.actual"), r.amount(k, k.Result.Actual)},
		{r.say.T("case.clock.suspended"), r.amount(k, k.Result.Suspended)},
		{r.say.T("case.clock.corrected"), r.corrected(k)},
	}
	switch stop := stopOf(k); {
	case stop != nil:
		all = append(all, fact{r.say.T("case.clock.stopped"), r.say.DateTime(stop)})
	case k.Result.Remaining >= 0:
		all = append(all, fact{r.say.T("case.clock.remaining"), r.amount(k, k.Result.Remaining)})
	default:
		all = append(all, fact{r.say.T("case.clock.overdue"), r.amount(k, -k.Result.Remaining)})
	}
	return all
}

// dueText is the due date; while the clock stands still it is the earliest that
// it can still be.
func (r clockReader) dueText(k record.Clock) string {
	due := r.say.Deadline(k.Result.Due)
	if t := k.Result.Due; t != nil && countsTime(k) && stopOf(k) == nil && r.relativeDay(*t) != "" {
		due = r.say.T("case.clock.due_near", "Due", due, "Day", r.relativeDay(*t))
	}
	if _, open := openPause(k); open {
		return r.say.T("case.clock.due_earliest", "Due", due)
	}
	return due
}
