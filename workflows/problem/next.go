package problem

import (
	"termijn/internal/record"
)

// Kinds of tasks.
const (
	taskProposal = "decide_proposal"
	taskAssign   = "assign_problem"
	taskCause    = "identify_root_cause"
	taskKnown    = "record_known_error"
	taskSolution = "implement_solution"
	taskClose    = "close_problem"
	taskOverrun  = "analyse_overrun"
	taskRuling   = "rule_overrun"
)

// desk, levels and board are who decides for the Service Integrator and the Board.
var (
	desk   = record.Recipient{Org: integrator, Role: "service_desk"}
	levels = record.Recipient{Org: integrator, Role: "slm"}
	board  = record.Recipient{Org: "board", Role: "member"}
)

// demand is what a stage asks, and which step of B-13 it leads to.
type demand struct{ task, command, step string }

var demands = map[string]demand{
	Analysing:  {taskCause, IdentifyRootCause.Name, StepRootCause},
	Identified: {taskKnown, RecordKnownError.Name, StepKnownError},
	Known:      {taskSolution, ImplementSolution.Name, StepSolution},
	Solved:     {taskClose, Close.Name, ""},
}

// askNext asks who must act in the present stage, and nobody else any more. What
// stands already is left alone: nobody is asked the same twice.
func askNext(t *turn) {
	d := demands[t.Stage]
	to, clock := t.Own.Handler.People(), t.Own.Steps[d.step].Clock
	switch t.Stage {
	case Analysing:
		clock = ClockRootCause // the contract's term, whatever was agreed beside it
	case Solved:
		to = desk
	}
	for _, stage := range []string{Analysing, Identified, Known, Solved} {
		if stage != t.Stage {
			t.CancelTasks(demands[stage].task, "")
		}
	}
	if task, open := t.State.OpenTask(d.task, ""); !open || task.Assignee != to || task.Clock != clock {
		t.CancelTasks(d.task, "")
		t.OpenTask(ask{Kind: d.task, To: to, Clock: clock, Command: d.command})
	}
	act(t, d.task, to)
}

// act notes who must act (B-13).
func act(t *turn, task string, who record.Recipient) {
	t.Own.NextActor = &NextActor{Recipient: who, Task: task}
}
