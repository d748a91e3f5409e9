package portal

import (
	"errors"
	"net/http"

	"termijn/internal/app"
	"termijn/internal/record"
	"termijn/workflows/casework"
)

// taskPage shows what is asked, the content that is decided on, and the answers.
type taskPage struct {
	Page
	Sheet
	Ref, CaseTitle, CasePath    string
	Client, Provider, Requester string
	Asked                       string
	Due                         badge
	Until, Opened               string
	decided
	// Content is the hash of what is shown; the decision carries it.
	Content string
	Options []Choice
	// Command is the form that does the task when there are no options.
	Command string
	// Closed says how a task ended that is no longer open.
	Closed []fact
	// Others is true when the task is asked of somebody else.
	Others bool
	// Changed is how the content differs from what the decider saw.
	Changed []changedView
}

// decided is what a task asks to decide on, as it stands now.
type decided struct {
	// Lead is a warning before all else.
	Lead  string
	Facts []fact
	// Own is the process's own part.
	Own any
}

// taskPageOf is the page of a task with a process's own part of type C in it.
type taskPageOf[C any] struct {
	*taskPage
	Own C
}

// newTaskShape shows tasks with the part "task-part" that a file of templates
// defines; it is given the Own of what the view's decidedOn returned.
func newTaskShape[C any](file string) sender[*taskPage] {
	s := newShape(file, &taskPageOf[C]{}, "task")
	return func(v *visit, status int, page *taskPage) error {
		own, _ := page.Own.(C)
		return show(v, status, s, &taskPageOf[C]{page, own})
	}
}

// plainTask shows a task of a process without a part of its own.
var plainTask = newTaskShape[*nothing]("task")

// taskShow is the page of a task.
func (p *portal) taskShow(v *visit) error { return v.showTask(http.StatusOK, newForm(), nil) }

func (v *visit) showTask(status int, f Form, changed []app.FieldChange) error {
	id := v.param("ref") + "/" + v.param("n")
	row, err := v.portal.service.Task(v.r.Context(), v.who, id)
	if err != nil {
		return err
	}
	view, err := v.readCase()
	if err != nil {
		return err
	}
	r := view.reader()
	send := r.proc.taskShape
	if send == nil {
		send = plainTask
	}
	t, ok := r.task(id)
	if !ok {
		t = row.Task
	}
	page := &taskPage{Page: v.page(v.kindTitle(t.Kind)), Sheet: v.sheet(f), Ref: r.Ref, CaseTitle: r.Title, CasePath: casePath(r.Ref),
		Client: r.name(r.Parties.Client), Provider: r.providerNames(), Requester: r.name(r.Parties.Requester),
		Asked: r.recipient(t.Assignee), Opened: v.text.DateTime(t.Opened), Content: t.Content,
		Others: !v.who.MayDecide(t, r.Parties), Changed: view.changed(changed)}
	page.decided = view.decidedOn(&page.Page, t)
	if t.State != record.TaskOpen {
		page.Closed = r.ending(t)
		return send(v, status, page)
	}
	page.Due = v.dueBadge(t.Due)
	if t.Due != nil {
		page.Until = v.text.Deadline(*t.Due)
	}
	if pausedClock(r.Clocks, t.Clock) {
		page.Due, page.Until = v.pausedBadge(), ""
	}
	for _, o := range t.Options {
		page.Options = append(page.Options, Choice{Value: o, Text: v.optionText(o)})
	}
	if len(t.Options) == 0 && t.Command != "" {
		page.Command = commandPath(r.Ref, t.Command, t.Subject)
	}
	return send(v, status, page)
}

// ending is how a task ended: by whom, when, with which answer.
func (r caseReader) ending(t record.Task) []fact {
	facts := []fact{{r.say.T("task.closed.state"), r.say.T("task.state." + t.State)}}
	if t.Closed != nil {
		facts = append(facts, fact{r.say.T("task.closed.at"), r.say.DateTime(*t.Closed)})
	}
	if t.By != nil && t.State == record.TaskDone {
		facts = append(facts, fact{r.say.T("task.closed.by"), r.who(*t.By)})
	}
	if t.Option != "" {
		facts = append(facts, fact{r.say.T("task.closed.answer"), titled(r.say, "task.option.", t.Option)})
	}
	if t.Reason != "" {
		facts = append(facts, fact{r.say.T("task.reason"), t.Reason})
	}
	return facts
}

// taskDecide answers a task.
func (p *portal) taskDecide(v *visit) error {
	f, err := v.readForm()
	if err != nil {
		return err
	}
	id := v.param("ref") + "/" + v.param("n")
	row, err := p.service.Task(v.r.Context(), v.who, id)
	if err != nil {
		return err
	}
	v.process = row.Process
	if f.Value("option") == "" {
		f.Wrong("option", v.text.T("bulk.choose"))
		return v.showTask(http.StatusUnprocessableEntity, f, nil)
	}
	receipt, err := p.service.Decide(v.r.Context(), v.who, id, f.Key,
		app.Decision{Option: f.Value("option"), Content: f.Value("content"), Reason: f.Value("reason")})
	if err != nil {
		return v.undecided(f, err)
	}
	v.done("task.decided", "Option", v.optionText(f.Value("option")))
	for _, code := range receipt.Notes {
		v.portal.flash(v.r.Context(), Flash{Kind: "note", Text: app.ExplainNote(v.text, code)})
	}
	v.redirect(f.next("/tasks"))
	return nil
}

// undecided shows the form again with what was typed and why it was not done;
// when the content changed since, with the difference.
func (v *visit) undecided(f Form, err error) error {
	var changed []app.FieldChange
	if refusal, ok := casework.RefusalOf(err); ok && refusal.Code == casework.CodeStale {
		var lost error
		if changed, lost = v.portal.service.Difference(v.r.Context(), v.who, v.param("ref"), f.Value("content")); lost != nil {
			v.logError(lost) // the new content alone will do
		}
	}
	status := http.StatusUnprocessableEntity
	switch refusal, ok := casework.RefusalOf(err); {
	case ok && refusal.Code != casework.CodeInvalid:
		status = http.StatusConflict
	case errors.Is(err, app.ErrBusy):
		status = http.StatusServiceUnavailable
	}
	if !v.refused(&f, err, nil) {
		return err
	}
	return v.showTask(status, f, changed)
}
