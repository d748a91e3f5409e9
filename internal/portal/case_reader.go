package portal

import (
	"cmp"
	"slices"
	"strings"

	"termijn/internal/app"
	"termijn/internal/calendar"
	"termijn/internal/i18n"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/internal/record"
)

// caseReader reads a case of any process for one reader, with what every case
// has: it is the caseView of a process that has none of its own.
type caseReader struct {
	say *i18n.Printer
	app.Whole
	proc process
}

func (r caseReader) reader() caseReader { return r }

// name is a person's or an organisation's name.
func (r caseReader) name(id string) string {
	if n := r.Names[id]; n != "" {
		return n
	}
	return id
}

// providerNames are the providers that the case concerns.
func (r caseReader) providerNames() string {
	var all []string
	for _, id := range r.Parties.Providers {
		all = append(all, r.name(id))
	}
	return strings.Join(all, ", ")
}

// text is a personal text; one that was erased, or is not for the reader, says so.
func (r caseReader) text(ref string) string {
	v, ok := r.Texts[ref]
	switch {
	case ok && v != "":
		return v
	case r.Withheld && ledger.IsText(ref):
		return r.say.T("case.withheld")
	case ok, ledger.IsText(ref):
		return r.say.T("case.erased")
	}
	return ref
}

// recipient names whom a task asks.
func (r caseReader) recipient(to record.Recipient) string {
	if to.Person != "" {
		return r.name(to.Person)
	}
	return r.name(to.Org)
}

// clock returns a clock of the case.
func (r caseReader) clock(id string) (record.Clock, bool) {
	for _, k := range r.Clocks {
		if k.ID == id {
			return k, true
		}
	}
	return record.Clock{}, false
}

// due is until when a clock runs, in words.
func (r caseReader) due(clock string) string {
	k, _ := r.clock(clock)
	return r.say.Deadline(k.Result.Due)
}

// open returns the open tasks of a kind.
func (r caseReader) open(kind string) []record.Task {
	var all []record.Task
	for _, t := range r.Tasks {
		if t.State == record.TaskOpen && t.Kind == kind {
			all = append(all, t.Task)
		}
	}
	return all
}

// task finds a task of the case.
func (r caseReader) task(id string) (record.Task, bool) {
	for _, t := range r.Tasks {
		if t.ID == id {
			return t.Task, true
		}
	}
	return record.Task{}, false
}

// firstOpen is the open task that is due first.
func (r caseReader) firstOpen() (record.Task, bool) {
	var all []record.Task
	for _, t := range r.Tasks {
		if t.State == record.TaskOpen {
			all = append(all, t.Task)
		}
	}
	if len(all) == 0 {
		return record.Task{}, false
	}
	return slices.MinFunc(all, func(a, b record.Task) int { return cmp.Compare(urgency(a), urgency(b)) }), true
}

// today is the reader's date.
func (r caseReader) today() calendar.Date { return calendar.DateOf(r.Now, brussels) }

// stageText is the case's stage in words.
func (r caseReader) stageText() string { return titled(r.say, "stage."+r.Process+".", r.Stage) }

// word is what a process calls a value of a field: the text <process>.<field>.<value>.
func (r caseReader) word(field, value string) (string, bool) {
	return wordOf(r.say, r.Process, field, value)
}

func (r caseReader) sensible(string, identity.Principal) bool { return true }

// waiting says the text <process>.wait.<stage> where there is one, with whom the
// first open task asks, what it asks and until when; else the open task itself.
func (r caseReader) waiting() string {
	if r.Outcome != "" {
		return r.say.T("case.wait.over", "Outcome", r.stageText())
	}
	t, asked := r.firstOpen()
	due := ""
	if asked {
		due, _ = r.taskDue(t)
	}
	if id := r.Process + ".wait." + r.Stage; r.say.Has(id) {
		return r.say.T(id, "Who", r.recipient(t.Assignee), "Task", titled(r.say, "task.", t.Kind), "Due", due)
	}
	if asked {
		return r.say.T("case.wait.task", "Who", r.recipient(t.Assignee), "Task", titled(r.say, "task.", t.Kind))
	}
	return r.say.T("case.wait.stage", "Stage", r.stageText())
}

func (r caseReader) steps() []step { return nil }

// clockRank puts promises before terms that lapse.
func (r caseReader) clockRank(k record.Clock) int {
	if k.Lapse {
		return 1
	}
	return 0
}

// clockMatters puts every clock on the page.
func (r caseReader) clockMatters(record.Clock) bool { return true }

func (r caseReader) otherClocks(int) clocksElsewhere { return clocksElsewhere{} }

// clockAbout is what stands behind the slash of a clock's ID, by its name if it has one.
func (r caseReader) clockAbout(id string) string {
	_, about, _ := strings.Cut(id, "/")
	return r.name(about)
}

func (r caseReader) pauseStories() map[string]pauseStory { return nil }

func (r caseReader) about(record.Task) string { return "" }

// changed names a field by the text <process>.<field>; a field without one is
// bookkeeping, on which nobody decides.
func (r caseReader) changed(list []app.FieldChange) []changedView {
	var all []changedView
	for _, c := range list {
		field, _, _ := strings.Cut(c.Field[strings.LastIndex(c.Field, ".")+1:], "[")
		if id := r.Process + "." + field; r.say.Has(id) {
			all = append(all, changedView{Field: r.say.T(id), Before: r.told(field, c.Before), Now: r.told(field, c.Now)})
		}
	}
	return all
}

func (r caseReader) content(*Page) any { return nil }

func (r caseReader) decidedOn(*Page, record.Task) decided { return decided{} }
