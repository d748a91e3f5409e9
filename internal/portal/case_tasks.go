package portal

import (
	"termijn/internal/identity"
	"termijn/internal/record"
)

// openTasks are the case's open tasks with who has them.
func openTasks(view caseView, p identity.Principal) []openTask {
	r := view.reader()
	var all []openTask
	for _, t := range r.Tasks {
		if t.State != record.TaskOpen {
			continue
		}
		v := openTask{Text: titled(r.say, "task.", t.Kind), About: view.about(t.Task), Who: r.recipient(t.Assignee)}
		v.Due, v.Late = r.taskDue(t.Task)
		if p.MayDecide(t.Task, r.Parties) {
			v.Path = taskAction(view, t.Task).Path
		}
		all = append(all, v)
	}
	return all
}

// taskDue says until when a task has time, by its clock as it stands now: what
// was recorded with the task does not move while the clock stands still.
func (r caseReader) taskDue(t record.Task) (text string, late bool) {
	due := t.Due
	if k, ok := r.clock(t.Clock); ok {
		if p, open := openPause(k); open {
			return r.say.T("case.task.paused", "Since", r.say.DayDate(p.From)), false
		}
		due = k.Result.Due
	}
	if due == nil {
		return r.say.T("case.task.nodue"), false
	}
	return r.say.T("case.task.due", "Due", r.say.Deadline(*due)), due.Before(r.Now)
}
