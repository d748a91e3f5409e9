package regie

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"termijn/internal/record"
	"termijn/workflows/casework"
)

var fullTime = decimal.NewFromInt(1)

func checkOffer(s *situation, o OfferDraft) error {
	var v casework.Invalid
	v.Check(strings.TrimSpace(o.Plan) != "", "plan", "required")
	v.Check(len(o.Plan) <= 8000, "plan", "too_long", "max", "8000")
	v.Check(len(o.Lines) > 0, "lines", "required_line")
	v.Check(len(o.Lines) <= 50, "lines", "too_many", "max", "50")
	v.Check(!o.ValidUntil.IsZero(), "validUntil", "required")
	v.Check(o.ValidUntil.IsZero() || !o.ValidUntil.Before(today(s)), "validUntil", "in_the_past")
	v.Check(!o.ValidUntil.After(today(s).AddDays(2*366)), "validUntil", "too_far")
	for i, l := range o.Lines {
		checkLine(&v, fmt.Sprintf("lines[%d].", i), l, s.Own.Policy)
	}
	return v.Err()
}

func checkLine(v *casework.Invalid, at string, l LineDraft, p Policy) {
	limit, known := p.Maxima[l.Profile]
	v.Check(known, at+"profile", "unknown_profile")
	v.Check(l.Candidate != "", at+"candidate", "required_person")
	v.Check(l.CV != "", at+"cv", "required")
	v.Check(strings.TrimSpace(l.Staff) != "", at+"staff", "required")
	if !plain(l.Hours) || !plain(l.Price) || !plain(l.FTE) {
		v.Add(at+"hours", "out_of_range")
		return
	}
	v.Check(l.Hours.IsPositive(), at+"hours", "must_be_positive")
	v.Check(l.Price.IsPositive(), at+"price", "must_be_positive")
	v.Check(l.Price.Exponent() >= -2 || l.Price.Equal(l.Price.Round(2)), at+"price", "two_decimals")
	// The price is per hour and at most the profile's maximum (M-17).
	v.Check(!known || !l.Price.GreaterThan(limit), at+"price", "above_maximum", "max", limit.StringFixed(2), "profile", l.Profile)
	v.Check(l.FTE.IsPositive() && !l.FTE.GreaterThan(fullTime), at+"fte", "must_be_share")
}

// plain reports whether a number is one that people write. Others, such as
// 1e999999, would take longer to calculate with than a case has time for.
func plain(d decimal.Decimal) bool {
	return d.Exponent() >= -8 && d.Exponent() <= 8 && d.NumDigits() <= 16
}

// submitOffer is the orderable offer: it stops the answer time (M-08). A later
// one replaces it; the first that could be ordered counts.
func submitOffer(t *turn, draft OfferDraft) {
	t.Own.Offers++
	o := Offer{ID: fmt.Sprintf("O%d", t.Own.Offers), Plan: strings.TrimSpace(draft.Plan), ValidUntil: draft.ValidUntil,
		Submitted: t.At, Lines: map[string]Line{}}
	for i, l := range draft.Lines {
		id := fmt.Sprintf("L%d", i+1)
		o.Lines[id] = Line{ID: id, LineDraft: l}
	}
	first := t.Own.Orderable == nil
	if first {
		at := t.At
		t.Own.Orderable = &at
		t.StopClock(ClockAnswer)
		if t.Own.Complete == nil {
			// An orderable offer says that the information sufficed.
			t.Own.Complete = &Completeness{At: t.At}
			t.StopClock(ClockCompleteness)
		}
	}
	for _, kind := range []string{"confirm_complete", "submit_offer", "renew_offer", "revise_offer", "replace_candidate"} {
		t.FinishTasks(kind, "")
	}
	t.CancelTasks("answer_questions", "")
	lapseDueDate(t)
	// Its people are others, so who wanted to meet the old ones asks again.
	t.CancelTasks("hold_interview", "")
	t.Own.Interviews = nil
	t.CancelClock(validity(t))
	// The event tells the offer as it is decided on, with its total and its hash.
	o = sealed(o)
	t.Say("regie.offer_submitted", o)
	t.Made(o.ID)
	putOffer(t, o)
	t.StartDateClock(validity(t), "regie.validity", o.ValidUntil)
}

// validity is the clock of the present offer.
func validity(t *turn) string {
	if t.Own.Offer == nil {
		return ClockValidity
	}
	return ClockValidity + "/" + t.Own.Offer.ID
}

// putOffer makes an offer the present one. A changed content takes back the
// votes that were given on the old one (M-05).
func putOffer(t *turn, o Offer) {
	o = sealed(o)
	t.Own.Offer = &o
	switch t.Stage {
	case Approving, Approved:
		reopenVotes(t)
	default:
		t.Move(Offered)
		t.CancelTasks("choose_offer", "")
		t.OpenTask(ask{Kind: "choose_offer", Subject: o.ID, To: representative(t), Command: RequestApproval.Name, Content: o.Content})
	}
}

// sealed is an offer with its total and the hash of its content.
func sealed(o Offer) Offer {
	o.Total, o.Content = total(o.Lines), contentOf(o)
	return o
}

// contentOf is the hash of what is decided on: the staffing, the people, their
// prices and the validity.
func contentOf(o Offer) string {
	return record.ContentHash([]any{o.Plan, o.Lines, o.ValidUntil})
}

// total is what the presumed hours come to. A line that another goes on with
// counts once: the new one carries its hours.
func total(lines map[string]Line) decimal.Decimal {
	sum, replaced := decimal.Zero, map[string]bool{}
	for _, id := range slices.Sorted(maps.Keys(lines)) {
		replaced[lines[id].Replaces] = true
	}
	for _, id := range slices.Sorted(maps.Keys(lines)) {
		if !replaced[id] {
			sum = sum.Add(lines[id].Hours.Mul(lines[id].Price).Round(2))
		}
	}
	return sum
}

// expireOffer: the validity has run out; the provider is asked to renew. Nobody
// decides on an expired offer; the renewed one is put before them again.
func expireOffer(t *turn) {
	o := *t.Own.Offer
	o.Expired = true
	t.Own.Offer = &o
	stopFlow(t)
	t.CancelTasks("choose_offer", "")
	t.Say("regie.offer_expired", map[string]string{"offer": o.ID})
	t.OpenTask(ask{Kind: "renew_offer", Subject: o.ID, To: provider(t), Command: SubmitOffer.Name})
}

// proposed finds the line or the replacement that an interview is about.
func proposed(s *situation, subject string) bool {
	if s.Own.Order == nil {
		if _, ok := s.Own.Offer.Lines[subject]; ok {
			return true
		}
	}
	r, ok := s.Own.Replacements[subject]
	return ok && r.State == StatePending
}

func checkInterview(s *situation, m InterviewRequest) error {
	if !proposed(s, m.Subject) {
		return casework.Refuse(casework.CodeUnknown, "subject", m.Subject)
	}
	if i, ok := s.Own.Interviews[m.Subject]; ok && i.Held == nil {
		return casework.Refuse(casework.CodeDone, "subject", m.Subject)
	}
	return nil
}

// askInterview: the Client wants to meet the person first (M-03, M-04).
func askInterview(t *turn, m InterviewRequest) {
	set(&t.Own.Interviews, m.Subject, Interview{Subject: m.Subject, Requested: t.At, Remark: m.Remark})
	t.Say("regie.interview_requested", m)
	t.OpenTask(ask{Kind: "hold_interview", Subject: m.Subject, To: provider(t), Command: ReportInterview.Name})
}

func checkReport(s *situation, m InterviewReport) error {
	i, ok := s.Own.Interviews[m.Subject]
	if !ok {
		return casework.Refuse(casework.CodeUnknown, "subject", m.Subject)
	}
	if i.Held != nil {
		return casework.Refuse(casework.CodeDone, "subject", m.Subject)
	}
	var v casework.Invalid
	v.Check(strings.TrimSpace(m.Report) != "", "report", "required")
	return v.Err()
}

func reportInterview(t *turn, m InterviewReport) {
	i := t.Own.Interviews[m.Subject]
	at := t.At
	i.Held, i.Report = &at, m.Report
	set(&t.Own.Interviews, m.Subject, i)
	t.FinishTasks("hold_interview", m.Subject)
	t.Say("regie.interview_held", m)
}

func checkWanted(s *situation, m ReplacementRequest) error {
	if _, ok := s.Own.Offer.Lines[m.Line]; !ok {
		return casework.Refuse(casework.CodeUnknown, "subject", m.Line)
	}
	if _, open := s.OpenTask("replace_candidate", m.Line); open {
		return casework.Refuse(casework.CodeDone, "subject", m.Line)
	}
	var v casework.Invalid
	v.Check(strings.TrimSpace(m.Reason) != "", "reason", "required")
	return v.Err()
}

// wantReplacement: the Client asks for another person during the quotation (M-03).
func wantReplacement(t *turn, m ReplacementRequest) {
	t.Say("regie.replacement_requested", m)
	t.OpenTask(ask{Kind: "replace_candidate", Subject: m.Line, To: provider(t), Command: ReplaceCandidate.Name})
}

func checkSubstitution(s *situation, m Substitution) error {
	l, ok := s.Own.Offer.Lines[m.Line]
	if !ok || l.Until != nil {
		return casework.Refuse(casework.CodeUnknown, "subject", m.Line)
	}
	for _, id := range slices.Sorted(maps.Keys(s.Own.Replacements)) {
		if r := s.Own.Replacements[id]; r.Line == m.Line && r.State == StatePending {
			return casework.Refuse("replacement_pending", "subject", m.Line)
		}
	}
	var v casework.Invalid
	v.Check(m.Candidate != "", "candidate", "required_person")
	v.Check(m.CV != "", "cv", "required")
	v.Check(strings.TrimSpace(m.Staff) != "", "staff", "required")
	v.Check(m.Staff != l.Staff, "staff", "same_person")
	v.Check(strings.TrimSpace(m.Justification) != "", "justification", "required")
	return v.Err()
}

// replaceOffer puts an equal person on a line during the quotation (M-03).
func replaceOffer(t *turn, m Substitution) {
	o := *t.Own.Offer
	o.Lines = maps.Clone(o.Lines)
	l := o.Lines[m.Line]
	l.Candidate, l.CV, l.Staff = m.Candidate, m.CV, m.Staff
	o.Lines[m.Line] = l
	t.FinishTasks("replace_candidate", m.Line)
	t.CancelTasks("hold_interview", m.Line)
	delete(t.Own.Interviews, m.Line)
	t.Say("regie.candidate_replaced", m)
	putOffer(t, o)
}
