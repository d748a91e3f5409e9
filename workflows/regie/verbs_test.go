package regie_test

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/regie"
)

// verbs are the words of the scenarios for what people do.
var verbs = map[string]verb{
	"submits-request":   func(*story, record.Actor, []string) *casetest.Answer { return nil }, // the start
	"confirms-complete": plainly(regie.ConfirmComplete, func([]string) regie.Confirmation { return regie.Confirmation{} }),
	"asks-questions":    plainly(regie.AskQuestions, questions),
	"asks-meeting": plainly(regie.AskQuestions, func(a []string) regie.Questions {
		return regie.Questions{Meeting: true, MeetingTopic: a[0]}
	}),
	"answers": answers,
	"holds-meeting": plainly(regie.HoldMeeting, func(a []string) regie.Meeting {
		return regie.Meeting{Round: a[0], Report: "besproken", AnswersAll: has(a, "answering-all")}
	}),
	"disputes": plainly(regie.DisputeSuspension, func(a []string) regie.Dispute {
		return regie.Dispute{Round: a[0], Source: a[1], Ground: "stond er al"}
	}),
	"rules": func(s *story, who record.Actor, a []string) *casetest.Answer {
		return decide(s, who, "rule_dispute", a[1], a[0], "staat in de bron")
	},
	"proposes-date": plainly(regie.ProposeDueDate, func(a []string) regie.DueDate {
		return regie.DueDate{Date: date(a[0]), Reason: "vakantieperiode"}
	}),
	"accepts-date":  deciding("agree_due_date", "accept", ""),
	"declines-date": deciding("agree_due_date", "decline", "te laat"),
	"submits-offer": plainly(regie.SubmitOffer, offer),
	"asks-interview": plainly(regie.RequestInterview, func(a []string) regie.InterviewRequest {
		return regie.InterviewRequest{Subject: a[0]}
	}),
	"holds-interview": plainly(regie.ReportInterview, func(a []string) regie.InterviewReport {
		return regie.InterviewReport{Subject: a[0], Report: "gesproken"}
	}),
	"asks-replacement": plainly(regie.RequestReplacement, func(a []string) regie.ReplacementRequest {
		return regie.ReplacementRequest{Line: a[0], Reason: "te weinig ervaring"}
	}),
	"replaces":        plainly(regie.ReplaceCandidate, substitution),
	"asks-revision":   plainly(regie.RequestRevision, because),
	"rejects-offer":   plainly(regie.RejectOffer, because),
	"withdraws":       plainly(regie.Withdraw, because),
	"asks-approval":   seeing(regie.RequestApproval, func(c string, _ []string) regie.ApprovalRequest { return regie.ApprovalRequest{Content: c} }),
	"orders":          seeing(regie.PlaceOrder, order),
	"approves-offer":  deciding("approve_offer", "approve", ""),
	"refuses-offer":   deciding("approve_offer", "reject", "te duur"),
	"looks-at-offer":  look,
	"approves-unseen": approveSeen,

	"submits-timesheet":   plainly(regie.SubmitTimesheet, timesheet),
	"approves-timesheet":  deciding("approve_timesheet", "approve", ""),
	"rejects-timesheet":   deciding("approve_timesheet", "reject", "niet gewerkt"),
	"submits-statement":   plainly(regie.SubmitStatement, func(a []string) regie.StatementDraft { return regie.StatementDraft{Month: a[0]} }),
	"approves-statement":  deciding("approve_statement", "approve", ""),
	"rejects-statement":   deciding("approve_statement", "reject", "uren kloppen niet"),
	"proposes-change":     plainly(regie.ProposeChange, change),
	"aligns":              plainly(regie.AlignChange, func(a []string) regie.Alignment { return regie.Alignment{Change: a[0], Impact: "haalbaar"} }),
	"orders-change":       deciding("order_change", "order", ""),
	"declines-change":     deciding("order_change", "decline", "niet nodig"),
	"proposes-person":     plainly(regie.ProposeReplacement, substitution),
	"accepts-replacement": deciding("decide_replacement", "accept", ""),
	"refuses-replacement": deciding("decide_replacement", "refuse", "geen evenwaardig profiel"),
	"stops-profile":       deciding("decide_replacement", "stop_profile", "niet meer nodig"),
}

func plainly[B any](cmd casework.Command[B], body func([]string) B) verb {
	return func(s *story, who record.Actor, a []string) *casetest.Answer {
		return casetest.Send(s.Case, who, cmd, s.Line, body(a))
	}
}

// seeing sends a command that carries the content of the present offer, or the
// one that stands after the word "seeing".
func seeing[B any](cmd casework.Command[B], body func(string, []string) B) verb {
	return func(s *story, who record.Actor, a []string) *casetest.Answer {
		content := ""
		if o := s.State().Own.Offer; o != nil {
			content = o.Content
		}
		if has(a, "seeing") {
			content = after(a, "seeing")
		}
		return casetest.Send(s.Case, who, cmd, s.Line, body(content, a))
	}
}

// deciding answers the actor's open task of a kind, about the first word.
func deciding(kind, option, reason string) verb {
	return func(s *story, who record.Actor, a []string) *casetest.Answer {
		about := ""
		if len(a) > 0 {
			about = a[0]
		}
		return decide(s, who, kind, about, option, reason)
	}
}

func decide(s *story, who record.Actor, kind, about, option, reason string) *casetest.Answer {
	s.T.Helper()
	state := s.State()
	for _, task := range casetest.TasksOf(state.Tasks) {
		person := task.Assignee.Person
		if task.Kind == kind && (about == "" || about == task.Subject) && (person == "" || person == who.Person) {
			return casetest.Send(s.Case, who, casework.Decide, s.Line,
				casework.Decision{Task: task.ID, Option: option, Content: task.Content, Reason: reason})
		}
	}
	require.Fail(s.T, "no open task", "%s: %s about %q for %s", s.Line, kind, about, who.Person)
	return nil
}

func look(s *story, who record.Actor, _ []string) *casetest.Answer {
	for _, task := range casetest.TasksOf(s.State().Tasks) {
		if task.Kind == "approve_offer" && task.Assignee.Person == who.Person {
			s.Seen[who.Person] = task
		}
	}
	require.Contains(s.T, s.Seen, who.Person, s.Line)
	return nil
}

func approveSeen(s *story, who record.Actor, _ []string) *casetest.Answer {
	task := s.Seen[who.Person]
	return casetest.Send(s.Case, who, casework.Decide, s.Line,
		casework.Decision{Task: task.ID, Option: "approve", Content: task.Content})
}

func questions(a []string) regie.Questions {
	q := regie.Questions{}
	for i, w := range a {
		if w == "meeting" {
			q.Meeting, q.MeetingTopic = true, a[i+1]
			break
		}
		q.Questions = append(q.Questions, w)
	}
	return q
}

func answers(s *story, who record.Actor, a []string) *casetest.Answer {
	all := map[string]string{}
	for _, q := range s.State().Own.Rounds[a[0]].Questions {
		all[q.ID] = "zie bijlage"
	}
	if has(a, "nothing") {
		all = nil
	}
	return casetest.Send(s.Case, who, regie.AnswerQuestions, s.Line, regie.Answers{Round: a[0], Answers: all})
}

// offer reads "valid DATE" and lines written profile/staff/hours/price.
func offer(a []string) regie.OfferDraft {
	d := regie.OfferDraft{Plan: "een analist ter plaatse"}
	if has(a, "valid") {
		d.ValidUntil = date(after(a, "valid"))
	}
	for _, w := range a {
		if p := strings.Split(w, "/"); len(p) == 4 {
			d.Lines = append(d.Lines, regie.LineDraft{Profile: p[0], Candidate: "tekst-" + p[1], CV: "cv-" + p[1], Staff: p[1],
				Hours: number(p[2]), Price: number(p[3]), FTE: decimal.NewFromInt(1)})
		}
	}
	return d
}

func order(content string, a []string) regie.Order {
	o := regie.Order{Content: content, Reference: "BB-2026-117", IONumbers: []string{"IO-4711"}, Committed: date("2026-03-01")}
	if has(a, "committed") {
		o.Committed = date(after(a, "committed"))
	}
	if has(a, "incompletely") {
		o = regie.Order{Content: content}
	}
	return o
}

func because([]string) regie.Because { return regie.Because{Reason: "omdat het moet"} }

func substitution(a []string) regie.Substitution {
	return regie.Substitution{Line: a[0], Candidate: "tekst-" + a[1], CV: "cv-" + a[1], Staff: a[1], Justification: "vertrek"}
}

// timesheet reads the line, the Monday, the hours from Monday on, and "elsewhere N".
func timesheet(a []string) regie.TimesheetDraft {
	d := regie.TimesheetDraft{Line: a[0], Week: date(a[1])}
	for i, w := range a[2:] {
		if w == "elsewhere" {
			d.Elsewhere = number(a[i+3])
			break
		}
		d.Days[i] = number(w)
	}
	return d
}

// change reads the kind, "end DATE", "hours L1=100" and "io NUMBER".
func change(a []string) regie.ChangeDraft {
	d := regie.ChangeDraft{Kind: a[0], Description: "bijsturing"}
	if has(a, "end") {
		end := date(after(a, "end"))
		d.End = &end
	}
	if has(a, "hours") {
		line, hours, _ := strings.Cut(after(a, "hours"), "=")
		d.Hours = map[string]decimal.Decimal{line: number(hours)}
	}
	if has(a, "io") {
		d.IONumbers = []string{after(a, "io")}
	}
	return d
}

func has(a []string, word string) bool {
	for _, w := range a {
		if w == word {
			return true
		}
	}
	return false
}

func after(a []string, word string) string {
	for i, w := range a {
		if w == word && i+1 < len(a) {
			return a[i+1]
		}
	}
	panic(fmt.Sprintf("nothing after %q in %q", word, a))
}

func date(text string) calendar.Date {
	d, err := calendar.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

func number(text string) decimal.Decimal { return decimal.RequireFromString(text) }
