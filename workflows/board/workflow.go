package board

import (
	"encoding/json"
	"fmt"
	"strings"

	"go.temporal.io/sdk/workflow"

	"termijn/internal/record"
	"termijn/workflows/casework"
)

// Short names for what every handler of this process works on.
type (
	turn      = casework.Turn[State]
	situation = casework.Situation[State]
)

// people says which commands of people each stage allows; a meeting says that it ended.
var people = map[string][]string{Sitting: {Redefine.Name, Skip.Name, Move.Name, Extra.Name, Close.Name}}

// process is what this package contributes to a case.
var process = casework.Process[State]{
	Version:     Version,
	Initial:     Sitting,
	Transitions: map[string][]string{Sitting: append(Allowed(Sitting), MeetingEnded.Name)},
	Opened:      begin,
	Due:         func(*turn, record.Clock) {},
	Alarm:       func(*turn, record.Alarm) {},
	Decided:     func(*turn, record.Task, casework.Decision) {},
	Returned:    returned,
	Waiting:     waiting,
}

// Workflow is one board. The numbers are the sentences of the package's story.
func Workflow(ctx workflow.Context, start casework.Start[State]) error {
	c, err := casework.New(ctx, start, process)
	if err != nil {
		return err
	}
	casework.Handle(ctx, c, MeetingEnded, checkEnded, ended)    // 3
	casework.Handle(ctx, c, Skip, checkSkip, skip)              // 4
	casework.Handle(ctx, c, Move, checkMove, move)              // 4
	casework.Handle(ctx, c, Extra, checkExtra, callExtra)       // 4
	casework.Handle(ctx, c, Redefine, checkRedefine, redefine)  // 5
	casework.Handle(ctx, c, Close, checkBecause, closeTheBoard) // 6
	return c.Run(ctx, Name)
}

// Opened is the state of a new board as its opener gives it to the case.
func Opened(d Definition) State { return State{Definition: tidied(d), Number: 1} }

func tidied(d Definition) Definition {
	d.Name, d.Cron = strings.TrimSpace(d.Name), strings.Join(strings.Fields(d.Cron), " ")
	return d
}

// begin is sentence 1.
func begin(t *turn) {
	t.Own.Since = t.At
	t.Say("board.set_up", map[string]any{"board": t.Own.Definition.Kind, "cron": t.Own.Definition.Cron})
	askForMeetings(t)
}

// returned follows an errand's answer.
func returned(t *turn, e record.Errand, answer json.RawMessage) {
	of, about, _ := strings.Cut(e.ID, "/")
	switch of {
	case errandMeetings:
		var p record.MeetingsPlanned
		if read(answer, &p) && about == fmt.Sprint(t.Own.Asked) {
			planned(t, p)
		}
	case errandOpen:
		var made record.Opened
		if read(answer, &made) {
			prepared(t, about, made.Ref)
		}
	case errandSkip, errandMove:
		var told record.Told
		key, _, _ := strings.Cut(about, "/")
		if read(answer, &told) {
			answered(t, of, key, told.Refused)
		}
	}
}

// Errands, with what they are about behind a slash.
const (
	errandMeetings = "meetings"
	errandOpen     = "meeting"
	errandSkip     = "skip"
	errandMove     = "move"
)

// read decodes an answer; one that is none changes nothing.
//
//workflowcheck:ignore what encoding/json returns depends on its input alone
func read(answer json.RawMessage, into any) bool { return json.Unmarshal(answer, into) == nil }

func checkRedefine(s *situation, r Redefinition) error {
	if r.Seen != s.Own.Number {
		return casework.Refuse(casework.CodeStale, "seen", fmt.Sprint(r.Seen), "current", fmt.Sprint(s.Own.Number))
	}
	var v casework.Invalid
	tidied(r.Definition).check(&v)
	v.Check(r.Definition.Kind == s.Own.Definition.Kind, "definition.kind", "cannot_change")
	text(&v, "reason", r.Reason)
	return v.Err()
}

// redefine is sentence 5. The meetings of the rhythm that are not opened yet are
// planned anew.
func redefine(t *turn, r Redefinition) {
	t.Own.Definition = tidied(r.Definition)
	t.Own.Number++
	t.Own.Since, t.Own.Reason = t.At, strings.TrimSpace(r.Reason)
	if t.Title != t.Own.Definition.Name {
		t.Rename(t.Own.Definition.Name)
	}
	if r.Parties != nil {
		t.SetParties(*r.Parties)
	}
	t.Say("board.redefined", map[string]any{"number": t.Own.Number, "reason": t.Own.Reason})
	askForMeetings(t)
}

func checkBecause(s *situation, b Because) error {
	for _, key := range s.Own.Meetings() {
		if s.Own.Planned[key].Preparing {
			return casework.Refuse("meeting_opening")
		}
	}
	var v casework.Invalid
	text(&v, "reason", b.Reason)
	return v.Err()
}

// closeTheBoard is sentence 6.
func closeTheBoard(t *turn, b Because) {
	t.Own.Reason = strings.TrimSpace(b.Reason)
	for _, key := range t.Own.Meetings() {
		if p := t.Own.Planned[key]; p.Meeting != "" && !p.Ended && !p.Skipped {
			tellSkip(t, key, p.Meeting, t.Own.Reason)
		}
	}
	t.Say("board.closed", map[string]string{"reason": t.Own.Reason})
	t.End(Closed, Closed)
}

// waiting tells an operator what the board waits for.
func waiting(s *casework.State[State]) string {
	switch {
	case s.Own.Definition.Kind == Emergency:
		return "sits when an emergency change calls it (B-34)"
	case s.Own.Current != "":
		return "waits for the end of " + s.Own.Current + " (B-33)"
	}
	return "waits for its next meeting (B-33)"
}

// text notes that a text is missing or too long.
func text(v *casework.Invalid, field, value string) {
	v.Check(strings.TrimSpace(value) != "", field, "required")
	v.Check(len(value) <= longestText, field, "too_long", "max", fmt.Sprint(longestText))
}

func set[V any](m *map[string]V, key string, v V) {
	if *m == nil {
		*m = map[string]V{}
	}
	(*m)[key] = v
}
