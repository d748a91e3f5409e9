package portal

import (
	"errors"
	"net/http"

	"termijn/internal/app"
	"termijn/internal/ledger"
	"termijn/internal/record"
	"termijn/workflows/casework"
)

type taskRow = ledger.TaskRow

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

var taskShape = newShape("task", &taskPage{})

// taskShow is the page of a task.
func (p *portal) taskShow(v *visit) error { return v.showTask(http.StatusOK, newForm(), nil) }

func (v *visit) showTask(status int, f Form, changed []app.FieldChange) error {
	id := v.param("ref") + "/" + v.param("n")
	row, err := v.portal.service.Task(v.r.Context(), v.who, id)
	if err != nil {
		return err
	}
	r, err := v.readCase()
	if err != nil {
		return err
	}
	t, ok := r.task(id)
	if !ok {
		t = row.Task
	}
	page := &taskPage{Page: v.page(v.kindTitle(t.Kind)), Sheet: v.sheet(f), Ref: r.Ref, CaseTitle: r.Title, CasePath: casePath(r.Ref),
		Client: r.name(r.Parties.Client), Provider: r.provider(), Requester: r.name(r.Parties.Requester),
		Asked: r.recipient(t.Assignee), Opened: v.text.DateTime(t.Opened), Content: t.Content,
		Others: !v.who.MayDecide(t, r.Parties), Changed: r.changed(changed), decided: r.decidedOn(t)}
	if t.State != record.TaskOpen {
		page.Closed = r.ending(t)
		return show(v, status, taskShape, page)
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
	return show(v, status, taskShape, page)
}

// ending is how a task ended: by whom, when, with which answer.
func (r regieReader) ending(t record.Task) []fact {
	facts := []fact{{r.say.T("task.closed.state"), r.say.T("task.state." + t.State)}}
	if t.Closed != nil {
		facts = append(facts, fact{r.say.T("task.closed.at"), r.say.DateTime(*t.Closed)})
	}
	if t.By != nil && t.State == record.TaskDone {
		facts = append(facts, fact{r.say.T("task.closed.by"), r.who(*t.By)})
	}
	if t.Option != "" {
		facts = append(facts, fact{r.say.T("task.closed.answer"), r.say.T("task.option." + t.Option)})
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
	if _, err := p.service.Task(v.r.Context(), v.who, id); err != nil {
		return err
	}
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
	v.redirect("/tasks")
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
