package change

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"termijn/internal/record"
	"termijn/workflows/casework"
)

// Names of the gate's own.
const (
	errandGate = "gate"
	clockGate  = "gate"
	// taskGate asks whether a deployment may pass; taskOutcome what became of it.
	taskGate    = "decide_deployment"
	taskOutcome = "report_deployment"
)

// knock is sentence 10: a pipeline asks. What it wants to do stands in the calendar
// from now on, and is held against the frame, the time, and all others.
func knock(t *turn) {
	d := t.Own.Gate.Deployment
	window(t, d)
	t.Say("change.gate_asked", map[string]string{"service": d.Service, "environment": d.Environment, "commit": d.Commit})
	t.Move(AtGate)
	t.Send(errandGate, record.GateActivity, record.GateAsked{Frame: t.Own.Gate.Frame, Service: d.Service, At: t.At})
	replan(t)
}

// window gives a deployment its window, from now.
func window(t *turn, d Deployment) {
	c := t.Own.Content
	c.From, c.To = t.At, t.At.Add(d.Lasts())
	put(t, c)
}

// gateTold takes what the frame and the wall clock say.
func gateTold(t *turn, raw json.RawMessage) {
	var f record.GateFacts
	if json.Unmarshal(raw, &f) != nil || t.Stage != AtGate {
		return
	}
	g := *t.Own.Gate
	g.Facts = &f
	if f.Frame != nil {
		g.FrameVersion = f.Frame.Version
	}
	t.Own.Gate = &g
	answerGate(t)
}

// atGate takes what the plans of others say, as they were read after one of the
// case's events.
func atGate(t *turn, seq int64) {
	g := *t.Own.Gate
	g.Seen = max(seq, 1)
	t.Own.Gate = &g
	answerGate(t)
}

// answerGate answers as soon as everything is known, and again when others' plans
// change while somebody is asked.
func answerGate(t *turn) {
	g := t.Own.Gate
	if g.Facts == nil || g.Seen == 0 {
		return
	}
	answer, reasons := weigh(g.Deployment, *g.Facts, t.Own.Collisions)
	switch {
	case answer == GateRefused:
		refuseGate(t, reasons)
	case answer == GateWait:
		askGate(t, reasons)
	case g.Reserved == 0:
		reserve(t, t.Seq+1)
	case g.Seen >= g.Reserved:
		passGate(t)
	}
}

// reserve makes the plan firm with an event, or with 0 takes that back. Whoever asks
// at the same time sees it then, and is seen when the plans are read once more.
func reserve(t *turn, event int64) {
	g := *t.Own.Gate
	g.Reserved = event
	t.Own.Gate = &g
	replan(t)
}

// askGate asks the Service Integrator, about exactly this deployment and these
// reasons; who was asked before about others is told so.
func askGate(t *turn, reasons []GateReason) {
	g := *t.Own.Gate
	content := record.ContentHash([]any{g.Deployment, reasons})
	if content == g.Content {
		return
	}
	at, again := t.At, g.Content != ""
	if !again {
		t.StartClock(clockGate, "change.gate")
	}
	t.OutdateTasks(taskGate)
	task := t.OpenTask(casework.Ask{Kind: taskGate, To: changeManagers, Clock: clockGate, Options: []string{VoteApprove, VoteReject}, Content: content,
		Args: map[string]string{"title": t.Own.Content.Title}, Quiet: again})
	g.Answer, g.Reasons, g.At, g.Task, g.Content = GateWait, reasons, &at, task.ID, content
	t.Own.Gate = &g
	t.Say("change.gate_waits", map[string]string{"code": reasons[0].Code})
	reserve(t, 0)
}

// gateDecided is the Service Integrator's word.
func gateDecided(t *turn, _ record.Task, d casework.Decision) {
	t.StopClock(clockGate)
	g := *t.Own.Gate
	g.Decided = &GateDecision{By: t.Actor, At: t.At, Option: d.Option, Reason: d.Reason}
	t.Own.Gate = &g
	if d.Option == VoteApprove {
		passGate(t)
		return
	}
	refuseGate(t, []GateReason{reason(ReasonRejected, "reason", d.Reason)})
}

// undecided: the pipeline does not wait for ever.
func undecided(t *turn) { refuseGate(t, []GateReason{reason(ReasonUndecided)}) }

// passGate lets the deployment begin, and watches its window.
func passGate(t *turn) {
	g, at := *t.Own.Gate, t.At
	g.Answer, g.At, g.Task, g.Content = GateAllowed, &at, "", ""
	if g.Decided == nil {
		g.Reasons = nil
		t.CancelTasks(taskGate, "")
		t.CancelClock(clockGate)
	}
	t.Own.Gate = &g
	window(t, g.Deployment)
	t.Own.Started = &at
	t.Say("change.gate_allowed", map[string]string{"until": t.Own.Content.To.Format(time.RFC3339)})
	t.Move(Implementing)
	t.StartClockUntil(clockWindow, "change.window", t.Own.Content.To)
	t.OpenTask(casework.Ask{Kind: taskOutcome, To: record.Recipient{Person: g.By}, Clock: clockWindow, Command: ReportOutcome.Name,
		Args: map[string]string{"title": t.Own.Content.Title}, Quiet: true})
	replan(t)
}

// refuseGate sends the pipeline away, with every reason.
func refuseGate(t *turn, reasons []GateReason) {
	g, at := *t.Own.Gate, t.At
	g.Answer, g.Reasons, g.At, g.Task, g.Content, g.Reserved = GateRefused, reasons, &at, "", "", 0
	t.Own.Gate = &g
	t.Say("change.gate_refused", map[string]string{"code": reasons[0].Code})
	finish(t, Refused)
}

// gateAnswered reports whether there is an answer for the pipeline.
func gateAnswered(s *casework.State[State]) bool { return s.Own.Gate == nil || s.Own.Gate.Answer != "" }

func checkOutcome(s *situation, m Outcome) error {
	if err := checkMine(s); err != nil {
		return err
	}
	if s.Own.Gate == nil {
		return casework.Refuse("not_automated")
	}
	var v casework.Invalid
	v.Check(slices.Contains(Results, m.Result), "result", "choose_option", "options", strings.Join(Results, ", "))
	v.Check(m.Result == Success || strings.TrimSpace(m.Text) != "", "text", "required")
	bounded(&v, "text", m.Text)
	v.Check(len(m.Link) <= longestLink, "link", "too_long", "max", strconv.Itoa(longestLink))
	return v.Err()
}

// reportOutcome is what became of the deployment. One that succeeded is done: the
// frame's evidence was its review. Another one is reviewed as any change (13).
func reportOutcome(t *turn, m Outcome) {
	g := *t.Own.Gate
	g.Outcome = &m
	t.Own.Gate = &g
	t.FinishTasks(taskOutcome, "")
	if m.Result != Success {
		complete(t, Completion{Result: m.Result, Text: m.Text})
		return
	}
	at := t.At
	t.Own.Ended, t.Own.Result = &at, &Completion{Result: m.Result, Text: m.Text}
	t.StopClock(clockWindow)
	t.Say("change.deployed", m)
	finish(t, Done)
}
