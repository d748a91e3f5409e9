package regie

import (
	"fmt"
	"maps"

	"termijn/internal/record"
	"termijn/workflows/casework"
)

// proposeReplacement puts another person before the Client during the work (M-04).
func proposeReplacement(t *turn, m Substitution) {
	r := Replacement{ID: fmt.Sprintf("R%d", len(t.Own.Replacements)+1), Substitution: m, State: StatePending,
		Proposed: t.At, Content: record.ContentHash(m)}
	set(&t.Own.Replacements, r.ID, r)
	t.Say("regie.replacement_proposed", r)
	t.Made(r.ID)
	t.FinishTasks("propose_alternative", m.Line)
	t.StartClock("replacement/"+r.ID, "task.decision")
	t.OpenTask(ask{Kind: "decide_replacement", Subject: r.ID, To: representative(t), Clock: "replacement/" + r.ID,
		Options: []string{"accept", "refuse", "stop_profile"}, Content: r.Content, Args: map[string]string{"line": m.Line}})
}

// decideReplacement: the Client accepts the person, refuses and asks for
// another, or stops the profile, which is a partial stop (M-04).
func decideReplacement(t *turn, task record.Task, d casework.Decision) {
	r := t.Own.Replacements[task.Subject]
	at := t.At
	r.Decided, r.Reason = &at, d.Reason
	t.StopClock("replacement/" + r.ID)
	t.CancelTasks("hold_interview", r.ID)
	var kind string
	switch d.Option {
	case "accept":
		kind, r.State = "regie.replacement_accepted", StateApproved
		takeOver(t, r)
	case "refuse":
		kind, r.State = "regie.replacement_refused", StateRejected
		t.OpenTask(ask{Kind: "propose_alternative", Subject: r.Line, To: provider(t), Command: ProposeReplacement.Name})
	default:
		kind, r.State = "regie.profile_stopped", StateStopped
		endLine(t, r.Line)
	}
	set(&t.Own.Replacements, r.ID, r)
	t.Say(kind, map[string]string{"replacement": r.ID, "line": r.Line, "reason": d.Reason})
}

// endLine ends a person's work with the day of the turn.
func endLine(t *turn, line string) {
	o := *t.Own.Offer
	o.Lines = maps.Clone(o.Lines)
	l := o.Lines[line]
	until := today(&t.Situation)
	l.Until = &until
	o.Lines[line] = l
	t.Own.Offer = &o
}

// takeOver lets a new person go on with a line's work from the next day, at the
// ordered price.
func takeOver(t *turn, r Replacement) {
	endLine(t, r.Line)
	o := *t.Own.Offer
	o.Lines = maps.Clone(o.Lines)
	old := o.Lines[r.Line]
	from := old.Until.AddDays(1)
	l := Line{ID: fmt.Sprintf("L%d", len(o.Lines)+1), LineDraft: old.LineDraft, Replaces: old.ID, From: &from}
	l.Candidate, l.CV, l.Staff = r.Candidate, r.CV, r.Staff
	o.Lines[l.ID] = l
	t.Own.Offer = &o
}
