package regie

import (
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
	ask       = casework.Ask
)

// transitions says what may follow what: the commands that each stage allows.
var transitions = map[string][]string{
	Submitted: {ConfirmComplete.Name, AskQuestions.Name, ProposeDueDate.Name, SubmitOffer.Name, Withdraw.Name},
	Clarifying: {AskQuestions.Name, AnswerQuestions.Name, HoldMeeting.Name, DisputeSuspension.Name, ProposeDueDate.Name,
		SubmitOffer.Name, Withdraw.Name},
	Preparing: {AskQuestions.Name, AnswerQuestions.Name, HoldMeeting.Name, DisputeSuspension.Name, ProposeDueDate.Name,
		SubmitOffer.Name, Withdraw.Name},
	Offered: {SubmitOffer.Name, RequestInterview.Name, ReportInterview.Name, RequestReplacement.Name, ReplaceCandidate.Name,
		RequestRevision.Name, RequestApproval.Name, RejectOffer.Name, DisputeSuspension.Name, Withdraw.Name},
	Approving: {SubmitOffer.Name, RequestInterview.Name, ReportInterview.Name, RequestReplacement.Name, ReplaceCandidate.Name,
		RequestRevision.Name, RejectOffer.Name, DisputeSuspension.Name, Withdraw.Name},
	Approved: {SubmitOffer.Name, RequestInterview.Name, ReportInterview.Name, RequestReplacement.Name, ReplaceCandidate.Name,
		PlaceOrder.Name, RequestRevision.Name, RejectOffer.Name, DisputeSuspension.Name, Withdraw.Name},
	Executing: {SubmitTimesheet.Name, SubmitStatement.Name, ProposeChange.Name, AlignChange.Name, ProposeReplacement.Name,
		RequestInterview.Name, ReportInterview.Name, DisputeSuspension.Name},
	Closing: {SubmitTimesheet.Name, SubmitStatement.Name},
}

// process is what this package contributes to a case.
var process = casework.Process[State]{
	Version:     Version,
	Initial:     Submitted,
	Transitions: transitions,
	Opened:      submit,
	Due:         due,
	Alarm:       alarm,
	Decided:     decided,
	Waiting:     waiting,

	CheckDecision: checkDecision,
}

// Workflow is one case of support in regie. The numbers are the sentences of
// the package's story.
func Workflow(ctx workflow.Context, start casework.Start[State]) error {
	c, err := casework.New(ctx, start, process)
	if err != nil {
		return err
	}
	// The offer.
	casework.Handle(ctx, c, ConfirmComplete, checkConfirm, confirmComplete)    // 2
	casework.Handle(ctx, c, AskQuestions, checkQuestions, askQuestions)        // 2, 3
	casework.Handle(ctx, c, AnswerQuestions, checkAnswers, answerQuestions)    // 3
	casework.Handle(ctx, c, HoldMeeting, checkMeeting, holdMeeting)            // 3
	casework.Handle(ctx, c, DisputeSuspension, checkDispute, dispute)          // 4
	casework.Handle(ctx, c, ProposeDueDate, checkDueDate, proposeDueDate)      // 6
	casework.Handle(ctx, c, SubmitOffer, checkOffer, submitOffer)              // 7
	casework.Handle(ctx, c, RequestInterview, checkInterview, askInterview)    // 8, 15
	casework.Handle(ctx, c, ReportInterview, checkReport, reportInterview)     // 8, 15
	casework.Handle(ctx, c, RequestReplacement, checkWanted, wantReplacement)  // 8
	casework.Handle(ctx, c, ReplaceCandidate, checkSubstitution, replaceOffer) // 8
	// The order.
	casework.Handle(ctx, c, RequestApproval, checkApproval, requestApproval) // 9
	casework.Handle(ctx, c, PlaceOrder, checkOrder, placeOrder)              // 10
	casework.Handle(ctx, c, RequestRevision, checkRevision, requestRevision) // 11
	casework.Handle(ctx, c, RejectOffer, checkBecause, rejectOffer)          // 11
	casework.Handle(ctx, c, Withdraw, checkBecause, withdraw)                // 11
	// The work.
	casework.Handle(ctx, c, SubmitTimesheet, checkTimesheet, submitTimesheet)          // 12
	casework.Handle(ctx, c, SubmitStatement, checkStatement, submitStatement)          // 13
	casework.Handle(ctx, c, ProposeChange, checkChange, proposeChange)                 // 14
	casework.Handle(ctx, c, AlignChange, checkAlignment, alignChange)                  // 14
	casework.Handle(ctx, c, ProposeReplacement, checkSubstitution, proposeReplacement) // 15
	return c.Run(ctx, Name)
}

// submit is sentence 1: both terms start at once.
func submit(t *turn) {
	t.Own.Submitted = t.At
	t.Say("regie.submitted", nil)
	t.StartClock(ClockAnswer, "regie.answer")
	t.StartClock(ClockCompleteness, "regie.completeness")
	t.OpenTask(ask{Kind: "confirm_complete", To: provider(t), Clock: ClockCompleteness, Command: ConfirmComplete.Name})
	t.OpenTask(ask{Kind: "submit_offer", To: provider(t), Clock: ClockAnswer, Command: SubmitOffer.Name})
	// The reference goes to the requester by mail (E-05).
	t.Mail(record.Mail{Template: "case_registered", To: record.Recipient{Person: t.Parties.Requester}})
}

// due follows a clock that reached its due time.
func due(t *turn, k record.Clock) {
	switch family, _, _ := strings.Cut(k.ID, "/"); family {
	case ClockCompleteness:
		confirmBySilence(t)
	case ClockValidity:
		expireOffer(t)
	}
}

// alarm follows the calendar of the work: the end of a week, of a month, of the period.
func alarm(t *turn, a record.Alarm) {
	switch family, _, _ := strings.Cut(a.ID, "/"); family {
	case "week":
		endOfWeek(t, a)
	case "month":
		endOfMonth(t, a)
	case "end":
		endOfPeriod(t)
	}
}

// checkDecision refuses decisions that the facts do not allow any more.
func checkDecision(s *situation, task record.Task, d casework.Decision) error {
	if task.Kind == "agree_due_date" {
		return checkAgreement(s, d)
	}
	return nil
}

// decided follows the decision of a task.
func decided(t *turn, task record.Task, d casework.Decision) {
	switch task.Kind {
	case "rule_dispute":
		rule(t, task, d)
	case "agree_due_date":
		agreeDueDate(t, task, d)
	case "approve_offer":
		vote(t, task, d)
	case "approve_timesheet":
		decideTimesheet(t, task, d)
	case "approve_statement":
		decideStatement(t, task, d)
	case "order_change":
		decideChange(t, task, d)
	case "decide_replacement":
		decideReplacement(t, task, d)
	}
}

// provider is who works on the case for the provider that was asked.
func provider(t *turn) record.Recipient {
	return record.Recipient{Org: t.Own.Request.Provider, Role: "agent"}
}

// representative is who acts for the Client (M-01).
func representative(t *turn) record.Recipient {
	return record.Recipient{Person: t.Own.Request.Representative}
}

// side is which side of the case the actor stands on.
func side(s *situation) string {
	if s.Actor.Org == s.Parties.Client {
		return "client"
	}
	return "provider"
}

// today is the local date of the turn.
func today(s *situation) calendar.Date { return calendar.DateOf(s.At, brussels) }

// brussels is the place of performance; all dates of the contract are its dates.
var brussels = func() *time.Location {
	loc, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		panic(err) // the zone is part of the program
	}
	return loc
}()

// waiting tells an operator what the case waits for.
func waiting(s *casework.State[State]) string {
	switch s.Stage {
	case Submitted:
		return "waits for the provider's completeness notice (M-11)"
	case Clarifying:
		return "answer time suspended: waits for the Client's answers or the meeting (M-12)"
	case Preparing:
		return "waits for the provider's offer (M-08)"
	case Offered:
		return "waits for the Client to send the offer to its approvers (M-05)"
	case Approving:
		return "waits for the Client's approvers (M-05)"
	case Approved:
		return "waits for the Client's order (M-06)"
	case Executing:
		return "in execution: weekly timesheets (M-18), monthly statements (M-21)"
	case Closing:
		return "period over: waits for the last timesheets and statements (M-21)"
	}
	return s.Stage
}
