package status

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

// transitions says what may follow what: the commands that each stage allows.
var transitions = map[string][]string{Running: {ReportNow.Name}}

// process is what this package contributes to a case.
var process = casework.Process[State]{
	Version:     Version,
	Initial:     Running,
	Transitions: transitions,
	Opened:      begin,
	Due:         func(*turn, record.Clock) {},
	Alarm:       dayBegan,
	Decided:     func(*turn, record.Task, casework.Decision) {},
	Returned:    returned,
	Waiting:     waiting,
}

// Workflow is the daily status meeting. The numbers are the sentences of the
// package's story.
func Workflow(ctx workflow.Context, start casework.Start[State]) error {
	c, err := casework.New(ctx, start, process)
	if err != nil {
		return err
	}
	casework.Handle(ctx, c, ReportNow, checkReportNow, reportNow) // 7
	return c.Run(ctx, Name)
}

// begin sets the rhythm: from today on, when its hour is still to come.
func begin(t *turn) {
	t.Say("status.began", nil)
	first := today(t)
	if t.At.In(brussels).Hour() >= Hour {
		first = first.AddDays(1)
	}
	t.SetWorkingAlarm(alarmDay, first, Hour)
}

// dayBegan is sentence 1. Days that begin while the list is asked for, or that
// began while nobody worked on the case, come into the same report (sentence 4).
func dayBegan(t *turn, a record.Alarm) {
	day := calendar.DateOf(a.At, brussels)
	t.SetWorkingAlarm(alarmDay, day.AddDays(1), Hour)
	t.Own.Days = append(t.Own.Days[:len(t.Own.Days):len(t.Own.Days)], day)
	t.Say("status.day_began", map[string]string{"date": day.String()})
	askForList(t)
}

func askForList(t *turn) {
	if _, out := t.Errands[errandList]; !out {
		t.Send(errandList, record.DailyStatusActivity, nil)
	}
}

func checkReportNow(s *situation, m Extra) error {
	if _, out := s.Errands[errandList]; out {
		return casework.Refuse("report_underway")
	}
	var v casework.Invalid
	v.Check(len(m.Remark) <= longest, "remark", "too_long", "max", fmt.Sprint(longest))
	return v.Err()
}

// longest bounds what somebody can write.
const longest = 4000

// reportNow is sentence 7.
func reportNow(t *turn, m Extra) {
	t.Own.Asked = &Asked{By: t.Actor, At: t.At, Remark: m.Remark}
	t.Say("status.report_asked", m)
	askForList(t)
}

// returned follows an errand's answer.
func returned(t *turn, e record.Errand, answer json.RawMessage) {
	switch {
	case e.ID == errandList:
		var list record.DailyStatus
		if read(answer, &list) {
			report(t, list)
		}
	case e.ID == errandTrends:
		var trends record.Trends
		if read(answer, &trends) {
			propose(t, trends)
		}
	case strings.HasPrefix(e.ID, trendPrefix):
		var made record.Opened
		if read(answer, &made) {
			proposed(t, e.ID, made.Ref)
		}
	}
}

// read decodes an answer; one that is none changes nothing.
//
//workflowcheck:ignore what encoding/json returns depends on its input alone
func read(answer json.RawMessage, into any) bool { return json.Unmarshal(answer, into) == nil }

// report is sentences 2 to 4.
func report(t *turn, list record.DailyStatus) {
	now := today(t)
	r := Report{Date: now, Extra: true, DailyStatus: list}
	for _, day := range t.Own.Days {
		if day.Before(now) {
			r.Missed = append(r.Missed, day)
		}
		r.Extra = false
	}
	if t.Own.Asked != nil {
		r.Remark = t.Own.Asked.Remark
	}
	t.Own.Days, t.Own.Asked = nil, nil
	t.Own.Last = &Summary{At: t.At, Date: now, Count: list.Count, Late: list.Late, Today: list.Today, Soon: list.Soon}
	t.Say(Reported, r)
	for _, of := range list.Organisations {
		tell(t, of, now)
	}
	if !r.Extra {
		t.Send(errandTrends, record.TrendsActivity, nil)
	}
}

// tell mails those who must act, and who manages them.
func tell(t *turn, of record.StatusOf, day calendar.Date) {
	roles := []string{"agent", "manager"}
	if of.Org == "si" {
		roles = []string{"service_desk", "slm"}
	}
	args := map[string]string{"count": fmt.Sprint(of.Count), "date": day.String()}
	for _, role := range roles {
		t.Mail(record.Mail{Template: "status_daily", To: record.Recipient{Org: of.Org, Role: role}, Args: args})
	}
}

// today is the local date of the turn.
func today(t *turn) calendar.Date { return calendar.DateOf(t.At, brussels) }

// brussels is the place of performance; all dates of the contract are its dates.
var brussels = func() *time.Location {
	loc, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		panic(err) // the zone is part of the program
	}
	return loc
}()

// waiting tells an operator what the case waits for.
func waiting(*casework.State[State]) string {
	return "waits for the next working day, 08:00 in Brussels (B-11)"
}
