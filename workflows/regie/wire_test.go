package regie_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/regie"
)

// These names stand in histories, in the ledger and in other programs. A test
// that fails here means: do not rename.
func TestTheNamesOnTheWire(t *testing.T) {
	t.Parallel()
	require.Equal(t, "regie", regie.Name)
	require.Equal(t, "REG", regie.Prefix)
	require.Equal(t, "termijn", regie.TaskQueue)
	require.Equal(t, "RecordEvent", record.Activity)
	require.Equal(t, "state", casework.QueryState)
	require.Equal(t, "registered", casework.UpdateRegistered)
	require.Equal(t, "decide", casework.UpdateDecide)
	require.Equal(t, []string{"align-change", "answer-questions", "ask-questions", "confirm-complete", "dispute-suspension",
		"hold-meeting", "place-order", "propose-change", "propose-due-date", "propose-replacement", "reject-offer",
		"replace-candidate", "report-interview", "request-approval", "request-interview", "request-replacement",
		"request-revision", "submit-offer", "submit-statement", "submit-timesheet", "withdraw"},
		slices.Sorted(maps.Keys(attempts)))
	for _, name := range []string{regie.ConfirmComplete.Name, regie.AskQuestions.Name, regie.AnswerQuestions.Name, regie.HoldMeeting.Name,
		regie.DisputeSuspension.Name, regie.ProposeDueDate.Name, regie.SubmitOffer.Name, regie.RequestInterview.Name,
		regie.ReportInterview.Name, regie.RequestReplacement.Name, regie.ReplaceCandidate.Name, regie.RequestRevision.Name,
		regie.RejectOffer.Name, regie.RequestApproval.Name, regie.PlaceOrder.Name, regie.SubmitTimesheet.Name,
		regie.SubmitStatement.Name, regie.ProposeChange.Name, regie.AlignChange.Name, regie.ProposeReplacement.Name, regie.Withdraw.Name} {
		require.Contains(t, attempts, name)
	}
	require.Equal(t, []string{"submitted", "clarifying", "preparing", "offered", "approving", "approved", "executing", "closing",
		"ended", "withdrawn", "rejected"}, []string{regie.Submitted, regie.Clarifying, regie.Preparing, regie.Offered, regie.Approving,
		regie.Approved, regie.Executing, regie.Closing, regie.Ended, regie.Withdrawn, regie.Rejected})
	require.Equal(t, []string{"answer", "completeness", "validity", "approval", "timesheet", "statement"}, []string{regie.ClockAnswer,
		regie.ClockCompleteness, regie.ClockValidity, regie.ClockApproval, regie.ClockTimesheet, regie.ClockStatement})
	require.Equal(t, 1, regie.Version)
}
