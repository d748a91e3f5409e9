package api

import (
	"context"
	"time"

	"github.com/shopspring/decimal"

	"termijn/internal/calendar"
	"termijn/internal/identity"
	"termijn/workflows/casework"
	"termijn/workflows/regie"
)

// Timesheet is a week's hours of one person as the provider sends them: the
// product adds what it knows of other cases itself (B-23).
type Timesheet struct {
	Line string             `json:"line"`
	Week calendar.Date      `json:"week"`
	Days [7]decimal.Decimal `json:"days"`
	Note string             `json:"note,omitempty"`
}

// timesheet is the route of a timesheet, whose command the service completes.
func timesheet() commandRoute {
	example := Timesheet{Line: "L1", Week: day(2026, 4, 6), Days: [7]decimal.Decimal{num("8"), num("7.5"), num("8"), num("8"), num("6"), num("0"), num("0")}}
	return commandRoute{command: regie.SubmitTimesheet.Name, path: "timesheets", register: func(s *server, at resource) {
		registerCommand(s, at, regie.SubmitTimesheet.Name, "timesheets", "Submit a week's timesheet",
			"The hours of one person from Monday to Sunday (M-18). The Client's representative approves or refuses them by a task; only approved hours are billed (M-17). Provider.",
			example, func(ctx context.Context, who identity.Principal, ref string, t Timesheet) (casework.Receipt, error) {
				return s.Service.SubmitTimesheet(ctx, who, ref, keyOf(ctx), regie.TimesheetDraft{Line: t.Line, Week: t.Week, Days: t.Days, Note: t.Note})
			})
	}}
}

func day(y int, m time.Month, d int) calendar.Date { return calendar.Date{Year: y, Month: m, Day: d} }

func num(text string) decimal.Decimal { return decimal.RequireFromString(text) }

// regieCommands are all commands of support in regie, in the order of its story.
var regieCommands = []commandRoute{
	command(regie.ConfirmComplete, "completeness", "Confirm that the request is complete",
		"The written notice within 5 working days that the information suffices (M-11). Silence confirms it too (M-14). Provider.",
		regie.Confirmation{Remark: "Alles is duidelijk."}),
	command(regie.AskQuestions, "questions", "Ask questions or a meeting",
		"Asked within 5 working days, they suspend the answer time until they are answered (M-12). Asked later they are sent all the same, without suspension, and the receipt says so. Provider.",
		regie.Questions{Questions: []string{"Welke omgevingen vallen onder de opdracht?"}}),
	command(regie.AnswerQuestions, "answers", "Answer questions",
		"Answers a round's questions in writing; the answer time goes on (M-12). Client.",
		regie.Answers{Round: "Q1", Answers: map[string]string{"Q1.1": "Test en productie."}}),
	command(regie.HoldMeeting, "meetings", "Report the information meeting",
		"Says that a round's meeting took place (M-12). Either side.",
		regie.Meeting{Round: "Q1", Report: "Toegelicht op 5 maart.", AnswersAll: true}),
	command(regie.DisputeSuspension, "disputes", "Dispute a suspension",
		"Says that the information was available to the provider already; the Service Integrator rules by a task (M-13). Client.",
		regie.Dispute{Round: "Q1", Source: "CMDB", Ground: "De omgevingen staan in de CMDB."}),
	command(regie.ProposeDueDate, "due-dates", "Propose another due date",
		"A Negotiated Due Date (M-08). The other side agrees by a task. Either side.",
		regie.DueDate{Date: day(2026, 4, 30), Reason: "Paasvakantie"}),
	command(regie.SubmitOffer, "offers", "Submit an offer",
		"An orderable offer: named people with CV, hours, and a price per hour of at most the profile's maximum (M-02, M-17). It stops the answer time. Candidate and cv are personal texts: they are kept apart and can be erased. Provider.",
		regie.OfferDraft{Plan: "Eén analist, vier dagen per week.", ValidUntil: day(2026, 4, 30), Lines: []regie.LineDraft{{Profile: "analist",
			Candidate: "Analist A", CV: "cv/analist-a.pdf", Staff: "A-1001", Hours: num("400"), Price: num("92.50"), FTE: num("0.8")}}}),
	command(regie.RequestInterview, "interviews", "Ask for an interview",
		"Asks to meet the person of a line, or of a proposed replacement (M-03, M-04). Client.",
		regie.InterviewRequest{Subject: "L1", Remark: "Liefst op dinsdag."}),
	command(regie.ReportInterview, "interview-reports", "Report an interview",
		"Says that an interview took place. Either side.",
		regie.InterviewReport{Subject: "L1", Report: "Vlot gesprek, past bij de opdracht."}),
	command(regie.RequestReplacement, "replacement-requests", "Ask for another person",
		"Asks for another person on a line of the offer (M-03). Client.",
		regie.ReplacementRequest{Line: "L1", Reason: "Te weinig ervaring met het domein."}),
	command(regie.ReplaceCandidate, "candidates", "Put another person on a line",
		"Replaces a person by an equal during the quotation (M-03). Votes on the offer are asked again. Provider.",
		regie.Substitution{Line: "L1", Candidate: "Analist B", CV: "cv/analist-b.pdf", Staff: "A-1002", Justification: "Op vraag van de klant."}),
	command(regie.RequestRevision, "revision-requests", "Ask for a revised offer",
		"Client.", regie.Because{Reason: "Graag een raming voor halftijds."}),
	command(regie.RejectOffer, "rejection", "Reject the offer",
		"Ends the case: the Client will not order. Client.", regie.Because{Reason: "Te duur voor het budget."}),
	command(regie.RequestApproval, "approval-requests", "Send the offer to the approvers",
		"Starts the Client's own approval flow (M-05). Content is the hash of the offer that was seen. Client.",
		regie.ApprovalRequest{Content: "5f1c0a7b9d2e4c68"}),
	command(regie.PlaceOrder, "order", "Order",
		"Orders the approved offer, with reference, IO numbers and the date of the budget commitment (M-06, M-22). Client.",
		regie.Order{Content: "5f1c0a7b9d2e4c68", Reference: "BB-2026-117", IONumbers: []string{"IO-4500123"}, Committed: day(2026, 3, 20)}),
	timesheet(),
	command(regie.SubmitStatement, "statements", "Submit a month's statement",
		"Bills the approved hours up to the end of a month; the representative approves it by a task (M-21). Provider.",
		regie.StatementDraft{Month: "2026-04"}),
	command(regie.ProposeChange, "changes", "Prepare a change of the order",
		"A significant change, or an early stop (M-07). A Client's proposal goes to the provider first; the Client orders it by a task. Either side.",
		regie.ChangeDraft{Kind: regie.ChangeAdapt, Description: "Meer uren voor de analist.", Hours: map[string]decimal.Decimal{"L1": num("480")}}),
	command(regie.AlignChange, "alignments", "Align a change",
		"The provider's word, and estimate, on a change that the Client prepared (M-07). Provider.",
		regie.Alignment{Change: "C1", Impact: "Haalbaar vanaf mei.", Hours: map[string]decimal.Decimal{"L1": num("470")}}),
	command(regie.ProposeReplacement, "replacements", "Replace a person during the work",
		"Puts another person before the Client with a justification; the Client accepts, refuses, or stops the profile by a task (M-04). Provider.",
		regie.Substitution{Line: "L1", Candidate: "Analist C", CV: "cv/analist-c.pdf", Staff: "A-1003", Justification: "Langdurige ziekte."}),
	command(regie.Withdraw, "withdrawal", "Withdraw the request",
		"Ends the case before the order: the support is needed no more. Client.", regie.Because{Reason: "Intern opgelost."}),
}
