package regie

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"termijn/internal/record"
	"termijn/workflows/casework"
)

// Pause reasons, shown with the clock.
const (
	PauseQuestions = "questions"
	PauseMeeting   = "meeting"
)

func checkConfirm(s *situation, _ Confirmation) error {
	if s.Own.Complete != nil || len(s.Own.Rounds) > 0 {
		return casework.Refuse(casework.CodeDone)
	}
	return nil
}

// confirmComplete is the provider's notice that the information suffices (M-11).
func confirmComplete(t *turn, m Confirmation) {
	t.Own.Complete = &Completeness{At: t.At}
	t.StopClock(ClockCompleteness)
	t.FinishTasks("confirm_complete", "")
	t.Say("regie.confirmed_complete", m)
	t.Move(Preparing)
}

// confirmBySilence: 5 working days of silence confirm completeness (M-14).
func confirmBySilence(t *turn) {
	t.Own.Complete = &Completeness{At: t.At, Silence: true}
	t.CancelTasks("confirm_complete", "")
	t.Say("regie.confirmed_by_silence", nil)
	if t.Stage == Submitted {
		t.Move(Preparing)
	}
}

func checkQuestions(s *situation, q Questions) error {
	var v casework.Invalid
	asked := 0
	for i, text := range q.Questions {
		v.Check(len(text) <= 4000, fmt.Sprintf("questions[%d]", i), "too_long", "max", "4000")
		if strings.TrimSpace(text) != "" {
			asked++
		}
	}
	v.Check(asked > 0 || q.Meeting, "questions", "required_question")
	v.Check(asked <= 50, "questions", "too_many", "max", "50")
	v.Check(!q.Meeting || strings.TrimSpace(q.MeetingTopic) != "", "meetingTopic", "required")
	return v.Err()
}

// askQuestions opens a round. Asked before the completeness term has run out and
// before completeness was confirmed, it suspends the answer time (M-12); later
// it does not, and the asker is told so (M-14).
func askQuestions(t *turn, q Questions) {
	r := Round{ID: fmt.Sprintf("Q%d", len(t.Own.Rounds)+1), Asked: t.At, Meeting: q.Meeting, Topic: q.MeetingTopic}
	for _, text := range q.Questions {
		if text = strings.TrimSpace(text); text != "" {
			r.Questions = append(r.Questions, Question{ID: fmt.Sprintf("%s.%d", r.ID, len(r.Questions)+1), Text: text})
		}
	}
	r.Suspends = Suspends(t.Own, t.Clocks[ClockCompleteness], t.At)
	if r.Suspends {
		reason := PauseQuestions
		if len(r.Questions) == 0 {
			reason = PauseMeeting
		}
		t.StopClock(ClockCompleteness)
		t.FinishTasks("confirm_complete", "")
		t.PauseClock(ClockAnswer, r.ID, reason, first(r))
		t.Move(Clarifying)
	} else {
		t.Note("question_without_suspension")
	}
	set(&t.Own.Rounds, r.ID, r)
	command := AnswerQuestions.Name
	if len(r.Questions) == 0 {
		command = HoldMeeting.Name
	}
	askClient(t, r.ID, command)
	t.Made(r.ID)
	t.Say("regie.questions_asked", r)
}

func askClient(t *turn, round, command string) {
	t.OpenTask(ask{Kind: "answer_questions", Subject: round, To: representative(t), Command: command})
}

func first(r Round) string {
	if len(r.Questions) > 0 {
		return r.Questions[0].Text
	}
	return r.Topic
}

func checkAnswers(s *situation, a Answers) error {
	r, ok := s.Own.Rounds[a.Round]
	if !ok {
		return casework.Refuse(casework.CodeUnknown, "subject", a.Round)
	}
	if r.Closed != nil || !openQuestions(r) {
		return casework.Refuse(casework.CodeDone, "subject", a.Round)
	}
	var v casework.Invalid
	for _, q := range r.Questions {
		text := strings.TrimSpace(a.Answers[q.ID])
		v.Check(text != "" || q.Answered != nil, "answers."+q.ID, "required")
		v.Check(len(text) <= 8000, "answers."+q.ID, "too_long", "max", "8000")
	}
	for _, id := range slices.Sorted(maps.Keys(a.Answers)) {
		known := slices.ContainsFunc(r.Questions, func(q Question) bool { return q.ID == id })
		v.Check(known, "answers."+id, "unknown")
	}
	return v.Err()
}

func openQuestions(r Round) bool {
	return slices.ContainsFunc(r.Questions, func(q Question) bool { return q.Answered == nil })
}

// answerQuestions takes the Client's written answers; the answer time goes on (M-12).
func answerQuestions(t *turn, a Answers) {
	r := t.Own.Rounds[a.Round]
	r.Questions = slices.Clone(r.Questions)
	at := t.At
	for i := range r.Questions {
		if q := &r.Questions[i]; q.Answered == nil {
			q.Answer, q.Answered = strings.TrimSpace(a.Answers[q.ID]), &at
		}
	}
	t.Say("regie.questions_answered", a)
	finishRound(t, r)
}

func checkMeeting(s *situation, m Meeting) error {
	r, ok := s.Own.Rounds[m.Round]
	if !ok {
		return casework.Refuse(casework.CodeUnknown, "subject", m.Round)
	}
	if r.Closed != nil || r.Held != nil || !r.Meeting {
		return casework.Refuse(casework.CodeDone, "subject", m.Round)
	}
	var v casework.Invalid
	v.Check(strings.TrimSpace(m.Report) != "", "report", "required")
	v.Check(len(m.Report) <= 8000, "report", "too_long", "max", "8000")
	return v.Err()
}

// holdMeeting says that the information meeting took place (M-12).
func holdMeeting(t *turn, m Meeting) {
	r := t.Own.Rounds[m.Round]
	at := t.At
	r.Held, r.Report = &at, strings.TrimSpace(m.Report)
	if m.AnswersAll {
		r.Questions = slices.Clone(r.Questions)
		for i := range r.Questions {
			if q := &r.Questions[i]; q.Answered == nil {
				q.Answered = &at
			}
		}
	}
	t.Say("regie.meeting_held", m)
	finishRound(t, r)
}

// finishRound closes a round when everything that it asked for was given, and
// then lets the clock run on.
func finishRound(t *turn, r Round) {
	if !openQuestions(r) && (!r.Meeting || r.Held != nil) {
		at := t.At
		r.Closed = &at
		t.FinishTasks("answer_questions", r.ID)
		t.ResumeClock(ClockAnswer, r.ID)
	} else if !openQuestions(r) {
		// The answers are there; what is still missing is the meeting.
		if task, open := t.State.OpenTask("answer_questions", r.ID); open && task.Command != HoldMeeting.Name {
			t.FinishTasks("answer_questions", r.ID)
			askClient(t, r.ID, HoldMeeting.Name)
		}
	}
	set(&t.Own.Rounds, r.ID, r)
	if t.Stage == Clarifying && !suspended(t) {
		t.Move(Preparing)
	}
}

// suspended reports whether an open round still suspends the answer time.
func suspended(t *turn) bool {
	for _, id := range slices.Sorted(maps.Keys(t.Own.Rounds)) {
		r := t.Own.Rounds[id]
		if r.Suspends && r.Closed == nil && (r.Dispute == nil || r.Dispute.Ruling != "annul") {
			return true
		}
	}
	return false
}

func checkDispute(s *situation, d Dispute) error {
	r, ok := s.Own.Rounds[d.Round]
	if !ok {
		return casework.Refuse(casework.CodeUnknown, "subject", d.Round)
	}
	if !r.Suspends {
		return casework.Refuse("round_does_not_suspend", "subject", d.Round)
	}
	if r.Dispute != nil {
		return casework.Refuse(casework.CodeDone, "subject", d.Round)
	}
	var v casework.Invalid
	v.Check(strings.TrimSpace(d.Source) != "", "source", "required")
	v.Check(strings.TrimSpace(d.Ground) != "", "ground", "required")
	return v.Err()
}

// dispute asks the Service Integrator to rule on a suspension (M-13).
func dispute(t *turn, d Dispute) {
	r := t.Own.Rounds[d.Round]
	r.Dispute = &Disputed{At: t.At, Source: d.Source, Ground: d.Ground}
	set(&t.Own.Rounds, r.ID, r)
	t.Say("regie.suspension_disputed", d)
	t.StartClock("dispute/"+r.ID, "regie.ruling")
	t.OpenTask(ask{Kind: "rule_dispute", Subject: r.ID, To: record.Recipient{Org: "si", Role: "slm"},
		Clock: "dispute/" + r.ID, Options: []string{"annul", "keep"}, Content: record.ContentHash(r)})
}

// rule is the Service Integrator's ruling: an annulled suspension never was (M-13).
func rule(t *turn, task record.Task, d casework.Decision) {
	r := t.Own.Rounds[task.Subject]
	r.Dispute.Ruling, r.Dispute.Reason = d.Option, d.Reason
	set(&t.Own.Rounds, r.ID, r)
	t.StopClock("dispute/" + r.ID)
	t.Say("regie.dispute_ruled", map[string]string{"round": r.ID, "ruling": d.Option, "reason": d.Reason})
	if d.Option != "annul" {
		return
	}
	t.AnnulPause(ClockAnswer, r.ID)
	if t.Stage == Clarifying && !suspended(t) {
		t.Move(Preparing)
	}
}

func set[V any](m *map[string]V, key string, v V) {
	if *m == nil {
		*m = map[string]V{}
	}
	(*m)[key] = v
}
