package portal

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"termijn/internal/app"
	"termijn/internal/ledger"
	"termijn/workflows/casework"
)

// bulkForm decides several tasks of one kind with one answer.
type bulkForm struct {
	Sheet
	Action, Kind string
	Options      []Choice
}

// bulkResults say of each task what became of it.
type bulkResults struct {
	// Title says how many were decided and how many were not.
	Title        string
	Done, Failed int
	Rows         []bulkResult
}

// bulkResult is what became of one task.
type bulkResult struct {
	Path, Title, Ref, About string
	OK                      bool
	// Text is the answer that was given, or why there is none.
	Text string
}

// bulk is the form under a list of decisions of one kind. It is there when that
// kind was asked for, so that it does not come and go while the list refreshes.
func (v *visit) bulk(f Form, rows []ledger.TaskRow, items []taskItem) *bulkForm {
	if v.query("kind") == "" || len(rows) == 0 || len(rows[0].Options) == 0 {
		return nil
	}
	kind, options := rows[0].Kind, rows[0].Options
	for i := range items {
		items[i].Chosen = f.Has("task", items[i].Select)
	}
	b := &bulkForm{Sheet: v.sheet(f), Action: v.r.URL.RequestURI(), Kind: v.kindTitle(kind)}
	for _, o := range options {
		b.Options = append(b.Options, Choice{Value: o, Text: v.optionText(o)})
	}
	return b
}

// optionText is an answer in words.
func (v *visit) optionText(option string) string {
	if id := "task.option." + option; v.text.Has(id) {
		return v.text.T(id)
	}
	return option
}

// bulkDecide gives the chosen tasks the same answer. Each is decided by itself,
// under a key of its own, and reported by itself.
func (p *portal) bulkDecide(v *visit) error {
	f, err := v.readForm()
	if err != nil {
		return err
	}
	option, reason := f.Value("option"), f.Value("reason")
	chosen, err := v.chosen(&f)
	if err != nil {
		return err
	}
	if option == "" {
		f.Wrong("option", v.text.T("bulk.choose"))
	}
	if !f.OK() {
		return v.showTasks(http.StatusUnprocessableEntity, f, nil)
	}
	results := bulkResults{}
	busy := false
	for _, t := range chosen {
		v.process = t.Process
		r := bulkResult{Path: taskPath(t.ID), Title: v.kindTitle(t.Kind), Ref: t.Case, About: t.Title}
		if busy {
			r.Text = v.text.T("bulk.nottried")
		} else {
			_, err := p.service.Decide(v.r.Context(), v.who, t.ID, f.Key+"/"+t.ID, app.Decision{Option: option, Content: t.seen, Reason: reason})
			r.OK, r.Text = err == nil, v.optionText(option)
			if err != nil && results.Done == 0 && incomplete(err) && v.refused(&f, err, nil) {
				// The answer itself lacks something, so nothing was decided yet.
				return v.showTasks(http.StatusUnprocessableEntity, f, nil)
			}
			if err != nil {
				busy = errors.Is(err, app.ErrBusy)
				r.Text = v.why(t.Process, err)
			}
		}
		if r.OK {
			results.Done++
		} else {
			results.Failed++
		}
		results.Rows = append(results.Rows, r)
	}
	results.Title = v.text.T("bulk.results", "Count", results.Done)
	if results.Failed > 0 {
		results.Title += " " + v.text.T("bulk.failed", "Count", results.Failed)
	}
	v.keepResults(results)
	v.redirect(v.r.URL.RequestURI())
	return nil
}

// incomplete reports whether a decision was refused for what it lacks.
func incomplete(err error) bool {
	refusal, ok := casework.RefusalOf(err)
	return ok && refusal.Code == casework.CodeInvalid
}

// seenTask is a task with the hash of what the reader saw.
type seenTask struct {
	ledger.TaskRow
	seen string
}

// chosen reads which tasks were chosen and checks that one answer fits them all.
func (v *visit) chosen(f *Form) ([]seenTask, error) {
	var all []seenTask
	for _, value := range f.Values["task"] {
		id, seen, _ := strings.Cut(value, " ")
		row, err := v.portal.service.Task(v.r.Context(), v.who, id)
		if errors.Is(err, app.ErrNotFound) {
			return nil, errForm
		}
		if err != nil {
			return nil, err
		}
		if len(all) > 0 && row.Kind != all[0].Kind {
			f.Wrong("task", v.text.T("bulk.onekind"))
		}
		all = append(all, seenTask{row, seen})
	}
	switch {
	case len(all) == 0:
		f.Wrong("task", v.text.T("bulk.none"))
	case len(all) > perPage:
		return nil, errForm
	}
	return all, nil
}

// why says in the reader's language why something was not done.
func (v *visit) why(process string, err error) string {
	if refusal, ok := casework.RefusalOf(err); ok {
		w := app.Explain(v.text, process, v.named(refusal))
		if len(w.Fields) > 0 {
			return w.Fields[0].Message
		}
		return w.Title
	}
	status, name := statusOf(err)
	if status == http.StatusInternalServerError {
		v.logError(err)
	}
	return v.text.T("fail." + name + ".lead")
}

// sessionResults is the session's key of a bulk decision's results.
const sessionResults = "results"

// keepResults keeps the results for the page that follows.
func (v *visit) keepResults(r bulkResults) {
	b, err := json.Marshal(r)
	if err != nil {
		return // plain fields: cannot fail
	}
	v.portal.sessions.Put(v.r.Context(), sessionResults, b)
}

// takeResults returns the results that were kept, once.
func (v *visit) takeResults() *bulkResults {
	if v.fragment() {
		return nil
	}
	var r bulkResults
	b := v.portal.sessions.PopBytes(v.r.Context(), sessionResults)
	if len(b) == 0 || json.Unmarshal(b, &r) != nil {
		return nil
	}
	return &r
}
