package session

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"go.temporal.io/sdk/workflow"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/workflows/casework"
)

// Short names for what every handler of this process works on.
type (
	turn      = casework.Turn[State]
	situation = casework.Situation[State]
)

// people says which commands of people may follow what, others which ones of other
// cases: a change, or the board.
var (
	people = map[string][]string{
		Preparing: {Add.Name, TakeOff.Name, Order.Name, Refill.Name, Open.Name},
		InSession: {Attend.Name, Front.Name, Decide.Name, DealAgree.Name, Minute.Name, Add.Name, TakeOff.Name, Order.Name, Refill.Name, Close.Name},
	}
	others = map[string][]string{
		Preparing: {Propose.Name, Drop.Name, Postpone.Name, Cancel.Name},
		InSession: {Drop.Name},
	}
)

// process is what this package contributes to a case.
var process = casework.Process[State]{
	Version: Version,
	Initial: Preparing,
	Transitions: map[string][]string{
		Preparing: append(Allowed(Preparing), others[Preparing]...),
		InSession: append(Allowed(InSession), others[InSession]...),
	},
	Opened:   begin,
	Due:      func(*turn, record.Clock) {},
	Alarm:    alarm,
	Decided:  func(*turn, record.Task, casework.Decision) {},
	Returned: returned,
	Waiting:  waiting,
}

// Workflow is one session. The numbers are the sentences of the package's story.
func Workflow(ctx workflow.Context, start casework.Start[State]) error {
	c, err := casework.New(ctx, start, process)
	if err != nil {
		return err
	}
	casework.Handle(ctx, c, Propose, checkPropose, propose)    // 1
	casework.Handle(ctx, c, Refill, checkRefill, refill)       // 1
	casework.Handle(ctx, c, Add, checkAdd, add)                // 2
	casework.Handle(ctx, c, Order, checkOrder, order)          // 3
	casework.Handle(ctx, c, TakeOff, checkTakeOff, takeOff)    // 3
	casework.Handle(ctx, c, Drop, checkDrop, drop)             // 3
	casework.Handle(ctx, c, Postpone, checkPostpone, postpone) // 4
	casework.Handle(ctx, c, Cancel, checkCancel, cancel)       // 4
	casework.Handle(ctx, c, Open, checkOpen, open)             // 5
	casework.Handle(ctx, c, Attend, checkAttend, attend)       // 5
	casework.Handle(ctx, c, Front, checkFront, front)          // 6
	casework.Handle(ctx, c, Decide, checkRule, rule)           // 7
	casework.Handle(ctx, c, DealAgree, checkStroke, stroke)    // 8
	casework.Handle(ctx, c, Minute, checkMinute, minute)       // 9
	casework.Handle(ctx, c, Close, checkClose, closeSession)   // 10
	return c.Run(ctx, Name)
}

// Alarms.
const (
	alarmCutoff = "cutoff"
	alarmDayEnd = "day_end"
)

// taskHold asks the chair to hold the session.
const taskHold = "hold_session"

// begin is the opening: the chair is asked, the agenda filled (1).
func begin(t *turn) {
	a := t.Own.About
	t.Say("session.prepared", map[string]any{"board": a.Board, "begins": a.At, "cutoff": a.Cutoff})
	t.OpenTask(casework.Ask{Kind: taskHold, To: t.Own.chair().Holder, Command: Open.Name, Mail: "session_prepared", Args: map[string]string{"begins": stamp(a.At)}})
	plan(t)
	if !a.Extra {
		askForAgenda(t, toFill)
	}
}

// plan wakes the case at the cut-off and at the end of its day.
func plan(t *turn) {
	if t.Own.Cut == nil {
		t.SetAlarmAt(alarmCutoff, t.Own.About.Cutoff)
	}
	t.SetAlarm(alarmDayEnd, calendar.DateOf(t.Own.About.At, brussels).AddDays(1))
}

// alarm is the cut-off (2), or the end of the day (11).
func alarm(t *turn, a record.Alarm) {
	switch {
	case a.ID == alarmCutoff:
		cutOff(t)
	case t.Stage == Preparing:
		lapse(t)
	default:
		t.Say("session.day_over", nil) // it is held still
	}
}

// returned follows an errand's answer.
func returned(t *turn, e record.Errand, answer json.RawMessage) {
	var told record.Told
	var found record.AgendaFound
	switch of, _, _ := strings.Cut(e.ID, "/"); {
	case of == errandAgenda && read(answer, &found):
		filled(t, e.ID, found)
	case of == errandRule && read(answer, &told):
		answered(t, aboutOf(e.ID), told.Refused)
	}
}

// Errands, with what they are about and a number behind a slash.
const (
	errandAgenda = "agenda"
	errandRule   = "rule"
	errandPlace  = "place"
	errandEnded  = "ended"
)

// errand names something that is sent out for.
func errand(t *turn, of, about string) string {
	t.Own.Sent++
	return fmt.Sprintf("%s/%s/%d", of, about, t.Own.Sent)
}

// aboutOf is what an errand is about: a change, or why it was sent.
func aboutOf(errand string) string {
	parts := strings.Split(errand, "/")
	if len(parts) != 3 {
		return ""
	}
	return parts[1]
}

// read decodes an answer; one that is none changes nothing.
//
//workflowcheck:ignore what encoding/json returns depends on its input alone
func read(answer json.RawMessage, into any) bool { return json.Unmarshal(answer, into) == nil }

// waiting tells an operator what the session waits for.
func waiting(s *casework.State[State]) string {
	switch {
	case s.Stage == InSession:
		return "in session (B-33)"
	case s.Own.Cut != nil:
		return "in preparation: waits for its chair, the agenda is closed (B-33)"
	}
	return "in preparation: waits for the cut-off of its agenda (B-33)"
}

// checkChair leaves to the chair what the chair does. Whether somebody has the role is
// for the policy.
func checkChair(s *situation) error {
	if s.Actor.Person != "" && holds(s, s.Own.chair()) {
		return nil
	}
	return casework.Refuse(casework.CodeForbidden)
}

// checkSystem leaves to other cases what they do.
func checkSystem(s *situation) error {
	if s.Actor != record.System {
		return casework.Refuse(casework.CodeForbidden)
	}
	return nil
}

const longest = 8000

// text notes that a text is missing or too long.
func text(v *casework.Invalid, field, value string) {
	v.Check(strings.TrimSpace(value) != "", field, "required")
	v.Check(len(value) <= longest, field, "too_long", "max", fmt.Sprint(longest))
}

func set[V any](m *map[string]V, key string, v V) {
	if *m == nil {
		*m = map[string]V{}
	}
	(*m)[key] = v
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// brussels is the place of performance; all dates of the contract are its dates.
var brussels = func() *time.Location {
	loc, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		panic(err) // the zone is part of the program
	}
	return loc
}()
