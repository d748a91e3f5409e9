package portal

import (
	"cmp"
	"slices"
	"time"

	"termijn/internal/identity"
	"termijn/internal/record"
)

// action is something that the reader can do in a case now.
type action struct {
	Path, Text string
	// About completes the text, for example the week of a timesheet.
	About string
	// Due is until when, in words; empty without a term.
	Due string
	// Grave actions end something; they look it.
	Grave bool
}

// actions are what the reader can do now: the one that the case waits for from
// them first, if there is one.
type actions struct {
	Primary *action
	// Tasks are further tasks of the reader in this case.
	Tasks  []action
	Others []action
}

// Any reports whether there is something to do.
func (a actions) Any() bool { return a.Primary != nil || len(a.Tasks) > 0 || len(a.Others) > 0 }

// asksElsewhere is a case whose page tells the reader what other cases ask of them.
type asksElsewhere interface{ elsewhere() []action }

// actionsFor returns what a reader can do: their own open tasks, the most urgent
// first, and every command that both the policy and the stage allow, that has
// its words, and for which the case has something.
func actionsFor(view caseView, p identity.Principal) actions {
	r := view.reader()
	var all actions
	var done []string
	for _, t := range r.mine(p) {
		a := taskAction(view, t)
		if t.Command != "" {
			done = append(done, t.Command)
		}
		if all.Primary == nil {
			all.Primary = &a
			continue
		}
		all.Tasks = append(all.Tasks, a)
	}
	if x, ok := view.(asksElsewhere); ok {
		all.Tasks = append(all.Tasks, x.elsewhere()...)
	}
	if r.Outcome != "" {
		return all
	}
	for _, command := range r.proc.allows(r.Stage) {
		name := r.Process + ".do." + command
		if slices.Contains(done, command) || !r.say.Has(name) || !p.May(identity.Action(r.Process+"."+command), &r.Parties) || !view.sensible(command, p) {
			continue
		}
		all.Others = append(all.Others, action{Path: commandPath(r.Ref, command, ""), Text: r.say.T(name), Grave: r.proc.isGrave(command)})
	}
	slices.SortStableFunc(all.Others, func(a, b action) int { return cmp.Compare(weight(a), weight(b)) })
	return all
}

func weight(a action) int {
	if a.Grave {
		return 1
	}
	return 0
}

// mine are the reader's own open tasks in this case, by due time.
func (r caseReader) mine(p identity.Principal) []record.Task {
	var all []record.Task
	for _, t := range r.Tasks {
		if t.State == record.TaskOpen && p.MayDecide(t.Task, r.Parties) {
			all = append(all, t.Task)
		}
	}
	slices.SortStableFunc(all, func(a, b record.Task) int { return cmp.Compare(urgency(a), urgency(b)) })
	return all
}

// urgency orders tasks by their due time; those without one come last.
func urgency(t record.Task) int64 {
	if t.Due == nil {
		return 1<<63 - 1
	}
	return t.Due.UnixMilli()
}

// taskAction is the way to a task: its page when it is decided there, else the
// form of its command.
func taskAction(view caseView, t record.Task) action {
	r := view.reader()
	a := action{Path: taskPath(t.ID), Text: titled(r.say, "task.", t.Kind), About: view.about(t)}
	if t.Command != "" {
		a.Path = commandPath(r.Ref, t.Command, t.Subject)
	}
	if t.Due != nil {
		a.Due, _ = r.taskDue(t)
	}
	return a
}

// brussels is the place of performance; dates are its dates.
var brussels = func() *time.Location {
	loc, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		panic(err) // the zone is part of the program
	}
	return loc
}()
