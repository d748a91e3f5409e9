package casework

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"termijn/internal/record"
)

// Ask is what OpenTask needs to know.
type Ask struct {
	Kind, Subject string
	To            record.Recipient
	// Clock limits the task; its due time becomes the task's.
	Clock string
	// Options and Content make it a decision; Command makes it work to do.
	Options []string
	Content string
	Command string
	Args    map[string]string
	// Mail is the template of the mail that asks, when it is one of the process's own.
	Mail string
	// Quiet: no mail asks, because the task takes the place of one that did.
	Quiet bool
}

// OpenTask asks somebody for something. Its people get a mail.
func (t *Turn[S]) OpenTask(a Ask) record.Task {
	t.Issued++
	task := record.Task{
		ID: fmt.Sprintf("%s/%d", t.Ref, t.Issued), Kind: a.Kind, Subject: a.Subject, Assignee: a.To,
		State: record.TaskOpen, Opened: t.At, Clock: a.Clock, Options: a.Options, Content: a.Content,
		Command: a.Command, Args: a.Args,
	}
	if c, ok := t.Clocks[a.Clock]; ok && !t.clocks[a.Clock] {
		task.Due = c.Result.Due
	}
	t.Tasks[task.ID] = task
	t.tasks[task.ID] = true
	if !a.Quiet {
		t.Mail(record.Mail{Template: cmp.Or(a.Mail, "task_opened"), To: a.To, Task: task.ID})
	}
	return task
}

// Reclock makes another clock limit an open task.
func (t *Turn[S]) Reclock(id, clock string) {
	task, ok := t.Tasks[id]
	if !ok {
		return
	}
	task.Clock, task.Due = clock, t.Clocks[clock].Result.Due
	t.Tasks[id] = task
	t.tasks[id] = true
}

// FinishTasks closes the open tasks of a kind about a subject: somebody did
// what they asked.
func (t *Turn[S]) FinishTasks(kind, subject string) {
	for _, id := range t.tasksOf(kind, subject) {
		t.closeTask(id, record.TaskDone, "", "")
	}
}

// CancelTasks takes the open tasks of a kind about a subject back. An empty
// subject means all of that kind.
func (t *Turn[S]) CancelTasks(kind, subject string) {
	for _, id := range t.tasksOf(kind, subject) {
		t.cancelTask(id)
	}
}

// OutdateTasks takes the open tasks of a kind back because what they are about
// has changed. Who decides on one of them all the same is told so.
func (t *Turn[S]) OutdateTasks(kind string) { t.outdate(kind, "", kind) }

// OutdateTasksAbout does so with those about one subject.
func (t *Turn[S]) OutdateTasksAbout(kind, subject string) {
	t.outdate(kind, subject, kind+"/"+subject)
}

// Outdate says of a task that was closed already that what it was about has changed
// since: who decides on it now is told so.
func (t *Turn[S]) Outdate(id, kind, subject string) { t.outdated(id, kind+"/"+subject) }

// outdate takes tasks back; of is what they were about, as State.Outdated keeps it.
func (t *Turn[S]) outdate(kind, subject, of string) {
	for _, id := range t.tasksOf(kind, subject) {
		t.cancelTask(id)
		t.outdated(id, of)
	}
}

// mostOutdated is of how many tasks a case remembers that their content changed; who
// decides on an older one is told that it is closed.
const mostOutdated = 200

// outdated remembers it of a task, and forgets the oldest when there are too many.
func (t *Turn[S]) outdated(id, of string) {
	if t.Outdated == nil {
		t.Outdated = map[string]string{}
	}
	t.Outdated[id] = of
	if len(t.Outdated) <= mostOutdated {
		return
	}
	oldest := slices.MinFunc(sortedKeys(t.Outdated), func(a, b string) int { return number(t.Ref, a) - number(t.Ref, b) })
	delete(t.Outdated, oldest)
}

func (t *Turn[S]) tasksOf(kind, subject string) []string {
	var ids []string
	for _, id := range sortedKeys(t.Tasks) {
		if task := t.Tasks[id]; task.Kind == kind && (subject == "" || task.Subject == subject) {
			ids = append(ids, id)
		}
	}
	return ids
}

// CancelTask takes one open task back.
func (t *Turn[S]) CancelTask(id string) { t.cancelTask(id) }

func (t *Turn[S]) cancelTask(id string) { t.closeTask(id, record.TaskCancelled, "", "") }

func (t *Turn[S]) closeTask(id, state, option, reason string) {
	task, ok := t.Tasks[id]
	if !ok {
		return
	}
	at, by := t.At, t.Actor
	task.State, task.Closed, task.By, task.Option, task.Reason = state, &at, &by, option, reason
	delete(t.Tasks, id)
	t.closed = append(t.closed, task)
}

// Decision is the answer to a task that offers options.
type Decision struct {
	Task   string `json:"task"`
	Option string `json:"option"`
	// Content is the hash of what the decider saw.
	Content string `json:"content"`
	Reason  string `json:"reason,omitempty"`
}

// Decide answers a task.
var Decide = Command[Decision]{UpdateDecide}

// Negative options: a reason must be given with them.
var negative = []string{"reject", "refuse", "decline", "overturn"}

func checkDecision[S any](s *Situation[S], d Decision) error {
	task, ok := s.Tasks[d.Task]
	if !ok {
		return s.gone(d)
	}
	var v Invalid
	v.Check(slices.Contains(task.Options, d.Option), "option", "choose_option", "options", strings.Join(task.Options, ", "))
	v.Check(!slices.Contains(negative, d.Option) || strings.TrimSpace(d.Reason) != "", "reason", "required_reason")
	if err := v.Err(); err != nil {
		return err
	}
	if task.Content != d.Content {
		return Refuse(CodeStale, "task", d.Task, "seen", d.Content, "current", task.Content)
	}
	if s.process.CheckDecision != nil {
		return s.process.CheckDecision(s, task, d)
	}
	return nil
}

// gone refuses a decision on a task that is not open.
func (s *Situation[S]) gone(d Decision) error {
	if of, outdated := s.Outdated[d.Task]; outdated {
		kind, subject, one := strings.Cut(of, "/")
		current := ""
		for _, id := range sortedKeys(s.Tasks) {
			if task := s.Tasks[id]; task.Kind == kind && (!one || task.Subject == subject) {
				current = task.Content
			}
		}
		return Refuse(CodeStale, "task", d.Task, "seen", d.Content, "current", current)
	}
	if n := number(s.Ref, d.Task); n < 1 || n > s.Issued {
		return Refuse(CodeUnknown, "task", d.Task)
	}
	if s.process.Gone != nil {
		if err := s.process.Gone(s, d); err != nil {
			return err
		}
	}
	return Refuse(CodeDone, "task", d.Task)
}

// number is a task's number in its case; 0 when the ID is not of that case.
func number(ref, task string) int {
	text, ok := strings.CutPrefix(task, ref+"/")
	n, err := strconv.Atoi(text)
	if !ok || err != nil {
		return 0
	}
	return n
}

func decide[S any](t *Turn[S], d Decision) {
	task := t.Tasks[d.Task]
	t.closeTask(d.Task, record.TaskDone, d.Option, d.Reason)
	t.Say(KindDecided, map[string]string{"task": task.ID, "kind": task.Kind, "subject": task.Subject, "option": d.Option, "reason": d.Reason})
	t.process.Decided(t, task, d)
}
