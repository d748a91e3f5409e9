package regie

import (
	"github.com/shopspring/decimal"

	"termijn/internal/calendar"
	"termijn/workflows/casework"
)

// Wire names of the process. They never change; a test pins them.
const (
	Name      = "regie"
	Prefix    = "REG"
	TaskQueue = "termijn"
)

// The commands of the process.
var (
	ConfirmComplete    = casework.Command[Confirmation]{Name: "confirm-complete"}
	AskQuestions       = casework.Command[Questions]{Name: "ask-questions"}
	AnswerQuestions    = casework.Command[Answers]{Name: "answer-questions"}
	HoldMeeting        = casework.Command[Meeting]{Name: "hold-meeting"}
	DisputeSuspension  = casework.Command[Dispute]{Name: "dispute-suspension"}
	ProposeDueDate     = casework.Command[DueDate]{Name: "propose-due-date"}
	SubmitOffer        = casework.Command[OfferDraft]{Name: "submit-offer"}
	RequestInterview   = casework.Command[InterviewRequest]{Name: "request-interview"}
	ReportInterview    = casework.Command[InterviewReport]{Name: "report-interview"}
	RequestReplacement = casework.Command[ReplacementRequest]{Name: "request-replacement"}
	ReplaceCandidate   = casework.Command[Substitution]{Name: "replace-candidate"}
	RequestRevision    = casework.Command[Because]{Name: "request-revision"}
	RejectOffer        = casework.Command[Because]{Name: "reject-offer"}
	RequestApproval    = casework.Command[ApprovalRequest]{Name: "request-approval"}
	PlaceOrder         = casework.Command[Order]{Name: "place-order"}
	SubmitTimesheet    = casework.Command[TimesheetDraft]{Name: "submit-timesheet"}
	SubmitStatement    = casework.Command[StatementDraft]{Name: "submit-statement"}
	ProposeChange      = casework.Command[ChangeDraft]{Name: "propose-change"}
	AlignChange        = casework.Command[Alignment]{Name: "align-change"}
	ProposeReplacement = casework.Command[Substitution]{Name: "propose-replacement"}
	Withdraw           = casework.Command[Because]{Name: "withdraw"}
)

// Request is a request for support: the fields of M-01.
type Request struct {
	// Title is the short description that lists show (M-22).
	Title string `json:"title"`
	// Nature of the assignment.
	Nature string `json:"nature"`
	// Goal is its subject and goal.
	Goal string `json:"goal"`
	// Provider is the organisation that is asked.
	Provider string `json:"provider"`
	// Representative is the person who acts for the Client.
	Representative string `json:"representative"`
	// Start is the first day of the period; Months its length.
	Start        calendar.Date `json:"start,omitzero"`
	Months       int           `json:"months"`
	Profiles     []Wish        `json:"profiles"`
	Expectations string        `json:"expectations,omitempty"`
}

// End is the last day of the requested period.
func (r Request) End() calendar.Date { return r.Start.AddMonthsClamped(r.Months).AddDays(-1) }

// Wish is a profile that is asked for, with its expected availability.
type Wish struct {
	Profile string `json:"profile"`
	// FTE is the expected availability, 1 being full time.
	FTE decimal.Decimal `json:"fte"`
}

// Confirmation says that the request is complete (M-11).
type Confirmation struct {
	Remark string `json:"remark,omitempty"`
}

// Questions are what the provider needs to know, and whether it wants a meeting (M-11).
type Questions struct {
	Questions []string `json:"questions,omitempty"`
	// Meeting asks for an information meeting; MeetingTopic says about what.
	Meeting      bool   `json:"meeting,omitempty"`
	MeetingTopic string `json:"meetingTopic,omitempty"`
}

// Answers answer a round's questions in writing, by question ID (M-12).
type Answers struct {
	Round   string            `json:"round"`
	Answers map[string]string `json:"answers"`
}

// Meeting reports that a round's meeting took place (M-12).
type Meeting struct {
	Round string `json:"round"`
	// Report says what was settled. With AnswersAll it answers the round's open
	// questions too.
	Report     string `json:"report"`
	AnswersAll bool   `json:"answersAll,omitempty"`
}

// Dispute says that a round's information was available to the provider (M-13).
type Dispute struct {
	Round string `json:"round"`
	// Source is where it was available, for example the CMDB.
	Source string `json:"source"`
	Ground string `json:"ground"`
}

// DueDate proposes a Negotiated Due Date (M-08).
type DueDate struct {
	Date   calendar.Date `json:"date,omitzero"`
	Reason string        `json:"reason"`
}

// OfferDraft is an offer as the provider submits it (M-02).
type OfferDraft struct {
	// Plan is the workable staffing for the goal.
	Plan  string      `json:"plan"`
	Lines []LineDraft `json:"lines"`
	// ValidUntil is the last day on which the offer can be ordered.
	ValidUntil calendar.Date `json:"validUntil,omitzero"`
}

// LineDraft is a named person for a profile.
type LineDraft struct {
	Profile string `json:"profile"`
	// Candidate and CV are references into the vault of personal texts.
	Candidate string `json:"candidate"`
	CV        string `json:"cv"`
	// Staff is the provider's own number for the person, the same in all cases (B-23).
	Staff string `json:"staff"`
	// Hours presumed over the whole period; Price per hour in euro, VAT excluded.
	Hours decimal.Decimal `json:"hours"`
	Price decimal.Decimal `json:"price"`
	// FTE is the availability offered.
	FTE decimal.Decimal `json:"fte"`
	// Subcontractor: the price is the subcontractor's own, without mark-up (M-19).
	Subcontractor bool `json:"subcontractor,omitempty"`
}

// InterviewRequest asks to meet the person of a line or a replacement (M-03, M-04).
type InterviewRequest struct {
	Subject string `json:"subject"`
	Remark  string `json:"remark,omitempty"`
}

// InterviewReport says that an interview took place.
type InterviewReport struct {
	Subject string `json:"subject"`
	Report  string `json:"report"`
}

// ReplacementRequest asks for another person on an offer's line (M-03).
type ReplacementRequest struct {
	Line   string `json:"line"`
	Reason string `json:"reason"`
}

// Substitution puts another person on a line, during the quotation (M-03) or
// the work (M-04).
type Substitution struct {
	Line          string `json:"line"`
	Candidate     string `json:"candidate"`
	CV            string `json:"cv"`
	Staff         string `json:"staff"`
	Justification string `json:"justification"`
}

// Because is a command that needs nothing but its reason.
type Because struct {
	Reason string `json:"reason"`
}

// ApprovalRequest sends an offer to the Client's approvers (M-05).
type ApprovalRequest struct {
	// Content is the hash of the offer that the requester saw.
	Content string `json:"content"`
}

// Order orders the approved offer (M-06).
type Order struct {
	Content   string   `json:"content"`
	Reference string   `json:"reference"`
	IONumbers []string `json:"ioNumbers"`
	// Committed is when the Client committed the budget (M-22).
	Committed calendar.Date `json:"committed,omitzero"`
}

// TimesheetDraft is a week's hours of one person (M-18).
type TimesheetDraft struct {
	Line string `json:"line"`
	// Week is its Monday.
	Week calendar.Date `json:"week,omitzero"`
	// Days are the hours from Monday to Sunday.
	Days [7]decimal.Decimal `json:"days"`
	Note string             `json:"note,omitempty"`
	// Elsewhere is what the same person registered in that week in other cases,
	// as the ledger knew it when the timesheet was sent (B-23).
	Elsewhere decimal.Decimal `json:"elsewhere"`
}

// StatementDraft asks to bill the approved hours up to the end of a month (M-21).
type StatementDraft struct {
	// Month is written 2026-03.
	Month string `json:"month"`
}

// ChangeDraft prepares a change of the order or its early stop (M-07).
type ChangeDraft struct {
	// Kind is "adapt" or "stop".
	Kind        string `json:"kind"`
	Description string `json:"description"`
	// End is the new last day; required for a stop.
	End *calendar.Date `json:"end,omitempty"`
	// Hours are new presumed hours by line.
	Hours     map[string]decimal.Decimal `json:"hours,omitempty"`
	IONumbers []string                   `json:"ioNumbers,omitempty"`
}

// Alignment is the provider's word on a change that the Client prepared (M-07).
type Alignment struct {
	Change string `json:"change"`
	Impact string `json:"impact"`
	// Hours, when given, are the provider's estimate by line.
	Hours map[string]decimal.Decimal `json:"hours,omitempty"`
}
