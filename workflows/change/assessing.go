package change

import (
	"slices"
	"strings"

	"termijn/internal/record"
	"termijn/workflows/casework"
)

// changeManagers decide for the Service Integrator (B-33).
var changeManagers = record.Recipient{Org: "si", Role: "change_manager"}

// integrator is the organisation of the Service Integrator.
const integrator = "si"

const (
	clockAssessment = "assessment"
	taskAssess      = "assess_change"
)

// askAssessment is sentence 5: the Service Integrator checks process and planning.
func askAssessment(t *turn) {
	t.Move(Assessing)
	watchWindow(t)
	t.StartClock(clockAssessment, "change.assessment")
	t.OpenTask(casework.Ask{Kind: taskAssess, To: changeManagers, Clock: clockAssessment, Command: Assess.Name,
		Args: map[string]string{"title": t.Own.Content.Title}})
}

func checkAssess(s *situation, m Assessment) error {
	if err := seen(m.Seen, s.Own.Hash); err != nil {
		return err
	}
	var v casework.Invalid
	v.Check(m.Conform || strings.TrimSpace(m.Lacks) != "", "lacks", "required")
	bounded(&v, "lacks", m.Lacks)
	if err := v.Err(); err != nil {
		return err
	}
	if m.Conform && (m.Fit == nil || m.Fit.Panel == nil) {
		return casework.Refuse("no_board")
	}
	return nil
}

// assess is sentence 5.
func assess(t *turn, m Assessment) {
	t.StopClock(clockAssessment)
	t.FinishTasks(taskAssess, "")
	if !m.Conform {
		t.Say("change.not_conform", map[string]string{"lacks": m.Lacks})
		toWriter(t, m.Lacks)
		replan(t)
		return
	}
	t.Say("change.conform", map[string]string{"board": m.Fit.Panel.Board, "name": m.Fit.Panel.Name})
	openBallot(t, *m.Fit.Panel)
	replan(t)
}

// approveStandard is sentence 8: what follows a template in force needs no board.
// What it collides with is decided on by the chair.
func approveStandard(t *turn) {
	t.Move(Scheduled)
	release(t)
	stand(t)
	reconsider(t)
}

func checkReclassify(s *situation, m Classification) error {
	if s.Stage != Drafting && s.Actor.Org != integrator {
		return casework.Refuse(casework.CodeForbidden)
	}
	if s.Stage == Drafting && s.Actor.Org != integrator {
		if err := checkMine(s); err != nil {
			return err
		}
	}
	var v casework.Invalid
	v.Check(slices.Contains(Kinds, m.Kind), "kind", "choose_option", "options", strings.Join(Kinds, ", "))
	v.Check(m.Kind != s.Own.Kind, "kind", "same_kind")
	text(&v, "reason", m.Reason)
	if err := v.Err(); err != nil {
		return err
	}
	if s.Own.Kind == Automated {
		return casework.Refuse("automated_only")
	}
	if s.Stage == Drafting {
		return nil
	}
	other := s.Own
	other.Kind, other.Ballot = m.Kind, nil
	return other.checkWhole(s.Stage, s.At, s.Own.Content, m.Fit)
}

// reclassify makes it a change of another kind, which begins anew with what that
// kind needs; nothing that was decided of it counts any more.
func reclassify(t *turn, m Classification) {
	was := t.Own.Kind
	t.Own.Kind = m.Kind
	t.Say("change.reclassified", map[string]string{"from": was, "to": m.Kind, "reason": m.Reason})
	if t.Stage != Drafting {
		stopDeciding(t)
		toKnow(t, m.Fit)
		handIn(t, m.Fit)
	}
	replan(t)
}

// stopDeciding ends whatever is asked of anybody about the change as it was.
func stopDeciding(t *turn) {
	release(t)
	t.CancelTasks(taskAssess, "")
	t.CancelClock(clockAssessment)
	if b := t.Own.Ballot; b != nil {
		t.CancelTasks(taskVote, "")
		t.CancelTasks(taskRule, "")
		t.CancelClock(b.Clock)
		drop(t, "reclassified")
	}
	t.CancelTasks(taskConfirm, "")
	if c := t.Own.Confirmation; c != nil {
		t.CancelClock(c.Clock)
	}
	t.CancelTasks(taskStart, "")
	t.Own.Ballot, t.Own.Decision, t.Own.Confirmation, t.Own.Cleared = nil, nil, nil, nil
}

func checkLost(s *situation, m Lost) error {
	if s.Own.Content.Template != m.Template || s.Own.Kind != Standard && s.Own.Kind != Automated {
		return alreadyDone("template-lost")
	}
	return nil
}

// templateLost is sentence 8 the other way round: its template is not in force any
// more, so it is a normal change (B-35). What B-16 asks for it has said already.
func templateLost(t *turn, m Lost) {
	if t.Own.Kind == Automated {
		refuseGate(t, []GateReason{reason(ReasonFrameLost)})
		return
	}
	t.Own.Kind = Normal
	t.Say("change.template_lost", m)
	if t.Stage == Scheduled {
		stopDeciding(t)
		askAssessment(t)
	}
	replan(t)
	for _, to := range t.Own.doers() {
		t.Mail(record.Mail{Template: "change_template_lost", To: to})
	}
}
