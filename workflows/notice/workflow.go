package notice

import (
	"fmt"
	"strings"
	"time"

	"go.temporal.io/sdk/workflow"

	"termijn/internal/record"
	"termijn/workflows/casework"
)

// Short names for what every handler of this process works on.
type (
	turn      = casework.Turn[State]
	situation = casework.Situation[State]
)

// transitions says what may follow what: the commands that each stage allows.
var transitions = map[string][]string{
	Planned:  {Change.Name, Cancel.Name},
	Underway: {Change.Name, End.Name},
}

// process is what this package contributes to a case.
var process = casework.Process[State]{
	Version:     Version,
	Initial:     Planned,
	Transitions: transitions,
	Opened:      publish,
	Due:         func(*turn, record.Clock) {},
	Alarm:       alarm,
	Decided:     func(*turn, record.Task, casework.Decision) {},
	Waiting:     waiting,
}

// Workflow is one notice. The numbers are the sentences of the package's story.
func Workflow(ctx workflow.Context, start casework.Start[State]) error {
	c, err := casework.New(ctx, start, process)
	if err != nil {
		return err
	}
	casework.Handle(ctx, c, Change, checkUpdate, update)  // 6
	casework.Handle(ctx, c, End, checkEnding, endEarly)   // 7
	casework.Handle(ctx, c, Cancel, checkBecause, cancel) // 7
	return c.Run(ctx, Name)
}

// Opened is the state of a new notice as its opener gives it to the case: name is
// what mails call the service, affected the Clients that get them.
func Opened(a Announcement, name string, affected []string) State {
	return State{Service: a.Service, ServiceName: name, Title: a.Title, Text: a.Text, From: casework.Exact(a.From), To: casework.Exact(a.To),
		Clients: a.Clients, Affected: affected}
}

// publish is sentences 1 to 4.
func publish(t *turn) {
	at := t.At
	t.Own.Published = &at
	t.Say("notice.published", map[string]any{"service": t.Own.Service, "from": t.Own.From, "to": t.Own.To, "message": t.Own.Text})
	plan(t)
	among(t, fmt.Sprintf(lookAgain, 0), t.Own.Plan(t.Parties), nil)
	tell(t, "published", t.Own.Text)
}

// plan wakes the case at the window's ends and weighs the window (E-37).
func plan(t *turn) {
	t.Own.Weekend = inWeekend(t.Own.From, t.Own.To)
	if !t.Own.Weekend {
		t.Note("outside_weekend")
	}
	if t.Stage == Planned {
		t.SetAlarmAt(alarmFrom, t.Own.From)
	}
	t.SetAlarmAt(alarmTo, t.Own.To)
}

// The errands that tell changes to look again: after so many updates, and at the
// end. Each has an ID of its own, so that none is lost while another is under way.
const (
	lookAgain    = "touched/%d"
	lookAtTheEnd = "touched/end"
)

// among is sentence 8: now stands among all that is planned, in the place of was.
func among(t *turn, look string, now record.Plan, was *record.Plan) {
	if t.Version < versionPlans {
		return
	}
	t.Plan(now)
	t.Send(look, record.TouchedActivity, record.TouchedAsked{Was: was})
}

// tell mails the affected Clients' requesters and the subscribers (E-06). news is
// what happened to the notice: published, updated, ended or called_off.
func tell(t *turn, news, text string) {
	args := map[string]string{"news": news, "service": t.Own.ServiceName, "title": t.Own.Title, "text": text,
		"from": t.Own.From.Format(time.RFC3339), "to": t.Own.To.Format(time.RFC3339)}
	for _, client := range t.Own.Affected {
		t.Mail(record.Mail{Template: "notice_update", To: record.Recipient{Org: client, Role: "requester"}, Args: args})
	}
	t.Mail(record.Mail{Template: "notice_update", To: record.Recipient{Subscribers: t.Ref}, Args: args})
}

// alarm is sentence 5.
func alarm(t *turn, a record.Alarm) {
	at := t.At
	if a.ID == alarmFrom {
		t.Own.Begun = &at
		t.Say("notice.began", nil)
		t.Move(Underway)
		return
	}
	t.Own.Ended = &at
	t.Say("notice.ended", nil)
	was := t.Own.Plan(t.Parties)
	among(t, lookAtTheEnd, record.Plan{}, &was)
	t.End(Ended, Ended)
}

// update is sentence 6.
func update(t *turn, m Update) {
	was := t.Own.Plan(t.Parties)
	t.Own.From, t.Own.To = t.Own.window(m)
	t.Own.Text = m.Text
	t.Own.Updates++
	t.Say("notice.updated", map[string]any{"from": t.Own.From, "to": t.Own.To, "message": m.Text})
	plan(t)
	if now := t.Own.Plan(t.Parties); !now.From.Equal(was.From) || !now.To.Equal(was.To) {
		among(t, fmt.Sprintf(lookAgain, t.Own.Updates), now, &was)
	}
	tell(t, "updated", m.Text)
}

func checkEnding(_ *situation, m Ending) error {
	var v casework.Invalid
	checkText(&v, "text", m.Text)
	return v.Err()
}

// endEarly is the first half of sentence 7. The window ends now.
func endEarly(t *turn, m Ending) {
	at, was := t.At, t.Own.Plan(t.Parties)
	t.Own.Ended, t.Own.To, t.Own.Text = &at, at, m.Text
	t.Say("notice.ended_early", map[string]string{"message": m.Text})
	tell(t, "ended", m.Text)
	among(t, lookAtTheEnd, record.Plan{}, &was)
	t.End(Ended, Ended)
}

func checkBecause(_ *situation, m Because) error {
	var v casework.Invalid
	v.Check(strings.TrimSpace(m.Reason) != "", "reason", "required")
	v.Check(len(m.Reason) <= longestText, "reason", "too_long", "max", "4000")
	return v.Err()
}

// cancel is the second half of sentence 7.
func cancel(t *turn, m Because) {
	t.Own.Reason = m.Reason
	t.Say("notice.called_off", m)
	tell(t, CalledOff, m.Reason)
	was := t.Own.Plan(t.Parties)
	among(t, lookAtTheEnd, record.Plan{}, &was)
	t.End(CalledOff, CalledOff)
}

// waiting tells an operator what the case waits for.
func waiting(s *casework.State[State]) string {
	switch s.Stage {
	case Planned:
		return "waits for the beginning of the window (E-06)"
	case Underway:
		return "waits for the end of the window (E-06)"
	}
	return s.Stage
}
