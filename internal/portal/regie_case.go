package portal

import (
	"strings"

	"termijn/config"
	"termijn/internal/calendar"
	"termijn/internal/i18n"
	"termijn/internal/identity"
	"termijn/internal/record"
	"termijn/workflows/regie"
)

// regieProcess is support in regie as the portal knows it.
var regieProcess = process{
	name:    regie.Name,
	stages:  []string{"submitted", "clarifying", "preparing", "offered", "approving", "approved", "executing", "closing", "ended", "withdrawn", "rejected"},
	allowed: regie.Allowed,
	grave:   []string{regie.Withdraw.Name, regie.RejectOffer.Name},
	view: readAs(func(v *visit, c caseReader, own regie.State) caseView {
		return regieReader{caseReader: c, own: own, profiles: v.profileNames(), catalogue: v.portal.service.Policy.Regie.Profiles}
	}),
	caseShape: newCaseShape[regieContent]("regie_case"),
	taskShape: newTaskShape[regieDecided]("regie_task"),
	links: func(v *visit) []NavLink {
		links := []NavLink{{Path: "/regie", Text: v.text.T("nav.regie")}}
		if v.who.May(identity.OpenRegie, nil) {
			links = append(links, NavLink{Path: "/regie/new", Text: v.text.T("nav.order"), Opens: true})
		}
		return links
	},
}

// regieReader reads one case of support in regie for one reader.
type regieReader struct {
	caseReader
	own regie.State
	// profiles are the names of the profiles by ID.
	profiles map[string]string
	// catalogue are the profiles that can be ordered now.
	catalogue []config.Profile
}

// profileNames are the profiles' names in the reader's language.
func (v *visit) profileNames() map[string]string {
	names := map[string]string{}
	for _, p := range v.portal.service.Policy.Regie.Profiles {
		names[p.ID] = p.NL
		if v.text.Lang() == i18n.English {
			names[p.ID] = p.EN
		}
	}
	return names
}

// clockRank puts the answer time before all, then promises before terms that lapse.
func (r regieReader) clockRank(k record.Clock) int {
	switch {
	case k.ID == regie.ClockAnswer:
		return 0
	case !k.Lapse:
		return 1
	case strings.HasPrefix(k.ID, regie.ClockValidity):
		return 2
	}
	return 3
}

// about says what a task is about, where its kind leaves that open.
func (r regieReader) about(t record.Task) string {
	switch t.Kind {
	case "approve_timesheet", "correct_timesheet":
		if sheet, ok := r.own.Timesheets[t.Subject]; ok {
			return r.say.T("regie.about.sheet", "Who", r.person(sheet.Line), "Week", r.say.Date(sheet.Week))
		}
	case "submit_timesheet":
		if week, err := calendar.ParseDate(t.Subject); err == nil {
			return r.say.T("regie.about.week", "Week", r.say.Date(week))
		}
	case "submit_statement":
		return r.monthName(t.Subject)
	case "approve_statement", "correct_statement":
		if st, ok := r.own.Statements[t.Subject]; ok {
			return r.monthName(st.Month)
		}
		return r.monthName(t.Args["month"])
	case "hold_interview", "replace_candidate", "propose_alternative":
		return r.person(t.Subject)
	case "decide_replacement":
		if x, ok := r.own.Replacements[t.Subject]; ok {
			return r.text(x.Candidate)
		}
	}
	return ""
}

// person is who works on an offer's line, or who a replacement proposes.
func (r regieReader) person(line string) string {
	if r.own.Offer != nil {
		if l, ok := r.own.Offer.Lines[line]; ok {
			return r.text(l.Candidate)
		}
	}
	if x, ok := r.own.Replacements[line]; ok {
		return r.text(x.Candidate)
	}
	return line
}

// monthName writes a month such as 2026-03 for people.
func (r regieReader) monthName(month string) string {
	d, err := calendar.ParseDate(month + "-01")
	if err != nil {
		return month
	}
	return r.say.T("case.monthyear", "Month", r.say.T("format.month."+month[5:]), "Year", d.Year)
}

// sensible reports whether the case has what a command needs, so that no action
// leads to a form that can only refuse.
func (r regieReader) sensible(command string, p identity.Principal) bool {
	own := r.own
	switch command {
	case regie.ConfirmComplete.Name:
		return own.Complete == nil && len(own.Rounds) == 0
	case regie.AnswerQuestions.Name:
		return len(r.roundsToAnswer()) > 0
	case regie.HoldMeeting.Name:
		return len(r.meetingsToHold()) > 0
	case regie.DisputeSuspension.Name:
		return len(r.disputable()) > 0
	case regie.ProposeDueDate.Name:
		return own.DueDate == nil || own.DueDate.State != "open"
	case regie.ReportInterview.Name:
		return len(r.interviewsOpen()) > 0
	case regie.RequestInterview.Name:
		return len(r.candidates()) > 0
	case regie.ReplaceCandidate.Name, regie.RequestReplacement.Name, regie.ProposeReplacement.Name:
		return own.Offer != nil
	case regie.RequestApproval.Name, regie.PlaceOrder.Name:
		return own.Offer != nil && !own.Offer.Expired
	case regie.AlignChange.Name:
		return len(r.changes(regie.StateAligning)) > 0
	case regie.ProposeChange.Name:
		return len(r.changes(regie.StateAligning)) == 0 && len(r.changes(regie.StatePending)) == 0
	case regie.SubmitTimesheet.Name:
		return len(r.openWeeks()) > 0
	case regie.SubmitStatement.Name:
		return len(r.billableMonths()) > 0
	}
	return true
}
