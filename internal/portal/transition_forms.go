package portal

import (
	"strconv"
	"strings"

	"termijn/internal/calendar"
	"termijn/workflows/transition"
)

// programmeForm is a form of a programme.
type programmeForm[B any] = commandForm[transitionReader, B]

// transitionForms are the forms of a programme's commands, in the order of its story.
func (p *portal) transitionForms() {
	p.planForms()
	p.milestoneForms()
	p.productForms()
	p.readinessForms()
	p.steeringForms()
	const name = transition.Name
	serve(p, name, programmeForm[transition.PaymentAgain]{command: transition.ResubmitPayment, about: refusedPayments, ask: []ask{askSubject("milestone"), askText("remark", 3)},
		rows: "papers", draw: drawEvidence("papers"),
		read: func(in *entries, _ transitionReader) transition.PaymentAgain {
			return transition.PaymentAgain{Milestone: in.Value("subject"), Remark: in.Value("remark"), Papers: readEvidence(in, "papers")}
		}})
	serve(p, name, programmeForm[transition.Completion]{command: transition.Complete, ask: []ask{askText("report", 6)}})
	serve(p, name, programmeForm[transition.Because]{command: transition.Stop, ask: []ask{askText("reason", 4)}})
}

// transitionMatters are what a command's form can be about now, by the command.
var transitionMatters = map[string]func(transitionReader) []matter{
	transition.Forecast.Name: ownOpen, transition.Reach.Name: reachable, transition.Acknowledge.Name: ownRequests,
	transition.Deliver.Name: deliverable, transition.Check.Name: checkable, transition.RecordEvidence.Name: unproven,
	transition.WithdrawEvidence.Name: proven, transition.UpdateRisk.Name: ownRisks, transition.SettleExitItem.Name: unsettledExit,
	transition.WithdrawProposal.Name: ownProposals, transition.ResubmitPayment.Name: refusedPayments,
}

// milestoneForms are what the owner of a milestone says of it.
func (p *portal) milestoneForms() {
	const name = transition.Name
	serve(p, name, programmeForm[transition.ForecastDate]{command: transition.Forecast, about: ownOpen,
		ask:  []ask{askSubject("milestone"), askDate("date"), askText("reason", 3), askContent("seen")},
		fill: fillForecast, draw: drawMilestone})
	serve(p, name, programmeForm[transition.Reaching]{command: transition.Reach, about: reachable, rows: "evidence",
		ask:  []ask{askDate("date"), askText("note", 3).orNot()},
		fill: func(r transitionReader, _ string) Form { return newForm("date", r.today().String()) },
		draw: func(page *commandPage, r transitionReader) {
			drawMilestone(page, r)
			if lacks := r.lacks(page.Subject); lacks != "" {
				page.Warnings = append(page.Warnings, r.say.T("programme.reach.lacks", "What", lacks))
			}
			drawEvidence("evidence")(page, r)
		},
		read: func(in *entries, _ transitionReader) transition.Reaching {
			return transition.Reaching{Milestone: in.Value("subject"), Date: in.needed("date"), Note: in.Value("note"), Evidence: readEvidence(in, "evidence")}
		}})
	serve(p, name, programmeForm[transition.Acknowledgement]{command: transition.Acknowledge, about: ownRequests, fill: fillAcknowledge, draw: drawAcknowledge,
		read: readAcknowledge, fields: answerFields, shape: acknowledging})
}

// fillForecast begins with what is expected; the content says what it replaces.
func fillForecast(r transitionReader, subject string) Form {
	return newForm("date", r.expected(subject).String(), "content", r.own.Milestones[subject].Seen())
}

// drawMilestone says which milestone the form is about, and how it stands.
func drawMilestone(page *commandPage, r transitionReader) {
	m, ok := r.own.Milestones[page.Subject]
	if !ok {
		return
	}
	page.Facts = append([]fact{{r.say.T("transition.milestone"), page.Subject + " – " + m.Title}}, r.milestoneFacts(page.Subject, m)...)
	if why := r.late(page.Subject).Why; why != "" {
		page.Facts = append(page.Facts, fact{r.say.T("programme.cause"), why})
	}
	if f := m.Forecast; f != nil {
		page.Facts = append(page.Facts, fact{r.say.T("programme.last_said"), r.say.T("programme.said_by", "Who", r.who(f.By), "At", r.say.DateTime(f.At), "Reason", f.Reason)})
	}
}

// named makes a list of matters out of IDs and their titles.
func mattersOf(ids []string, title func(id string) string) []matter {
	var all []matter
	for _, id := range ids {
		all = append(all, matter{Subject: id, Name: title(id)})
	}
	return all
}

// ownOpen are the reader's milestones that have not ended, the most urgent first.
func ownOpen(r transitionReader) []matter {
	return mattersOf(r.milestones(func(_ string, m transition.Milestone) bool { return r.mine(m.Owner) && !m.Ended() }), r.titleOf)
}

// reachable are those of them that lack nothing.
func reachable(r transitionReader) []matter {
	return mattersOf(r.milestones(func(id string, m transition.Milestone) bool {
		return r.mine(m.Owner) && !m.Ended() && r.lacks(id) == ""
	}), r.titleOf)
}

func ownRequests(r transitionReader) []matter {
	return mattersOf(keep(sorted(r.own.Requests), func(id string) bool { return r.mine(r.own.Requests[id].Owner) }), func(id string) string {
		return r.requestText(r.own.Requests[id])
	})
}

func refusedPayments(r transitionReader) []matter {
	return mattersOf(keep(sorted(r.own.Payments), func(id string) bool { return r.own.Payments[id].State == transition.PaymentRefused }), r.titleOf)
}

// evidenceRows are the rows of evidence that a form shows at first.
const evidenceRows = 1

// drawEvidence adds rows of a title and an address.
func drawEvidence(part string) func(page *commandPage, r transitionReader) {
	return func(page *commandPage, r transitionReader) {
		for i := range max(evidenceRows, page.Form.rowCount(part)) {
			at := part + "[" + strconv.Itoa(i) + "]"
			n := r.say.T("programme.evidence.number", "Number", i+1)
			page.Fields = append(page.Fields,
				page.Form.named(page.Form.make("text", at+".title", "transition.evidence.title"), n+": "+r.say.T("transition.evidence.title")).Optional(),
				page.Form.named(page.Form.make("text", at+".url", "transition.evidence.url"), n+": "+r.say.T("transition.evidence.url")).Optional())
		}
		page.More = r.say.T("programme.evidence.more")
	}
}

// readEvidence reads the rows that say something.
func readEvidence(in *entries, part string) []transition.Evidence {
	var all []transition.Evidence
	for i := range in.rowCount(part) {
		at := part + "[" + strconv.Itoa(i) + "]"
		if e := (transition.Evidence{Title: in.Value(at + ".title"), URL: in.Value(at + ".url")}); e != (transition.Evidence{}) {
			all = append(all, e)
		}
	}
	return all
}

// acknowledgePart is the request with each date that others moved.
type acknowledgePart struct {
	*Page
	Rows []acknowledgeRow
}

type acknowledgeRow struct {
	movedDate
	ID     string
	Seen   string
	Fields []Field
}

var acknowledging = newCommandShape[acknowledgePart]("transition_acknowledge")

// fillAcknowledge keeps for each milestone the date that the reader sees.
func fillAcknowledge(r transitionReader, subject string) Form {
	f := newForm()
	for _, id := range sorted(r.own.Requests[subject].Dates) {
		f.Values.Set("seen."+id, r.own.Requests[subject].Dates[id].String())
	}
	return f
}

// drawAcknowledge asks for each milestone: held, moved, or answered another time.
func drawAcknowledge(page *commandPage, r transitionReader) {
	part := acknowledgePart{Page: &page.Page}
	for _, id := range sorted(r.own.Requests[page.Subject].Dates) {
		f := page.Form
		choice := f.Radio("answer."+id, "programme.answer", []Choice{
			{Value: "hold", Text: r.say.T("programme.answer.keep", "Date", r.say.Date(r.own.Milestones[id].Due))},
			{Value: "move", Text: r.say.T("programme.answer.move")},
		})
		title := ": " + r.titleOf(id)
		row := acknowledgeRow{movedDate: r.moved(id), ID: id, Seen: f.Value("seen." + id), Fields: []Field{
			f.named(choice, r.say.T("programme.answer")+title),
			f.named(f.make("date", "date."+id, "programme.answer.date"), r.say.T("programme.answer.date")+title).Optional(),
			f.named(f.Area("reason."+id, "programme.answer.reason", 2), r.say.T("programme.answer.reason")+title).Optional(),
		}}
		part.Rows = append(part.Rows, row)
	}
	page.Own = part
}

// readAcknowledge reads the answers that were given; at least one must be.
func readAcknowledge(in *entries, r transitionReader) transition.Acknowledgement {
	a := transition.Acknowledgement{Request: in.Value("subject")}
	for _, id := range answered(in.Form) {
		x := transition.Answer{Milestone: id, Reason: in.Value("reason." + id)}
		if d, err := calendar.ParseDate(in.Value("seen." + id)); err == nil {
			x.Expected = d
		}
		if in.Value("answer."+id) == "move" {
			if d := in.needed("date." + id); !d.IsZero() {
				x.Date = &d
			}
		}
		if x.Reason == "" {
			in.Wrong("reason."+id, r.say.T("field.required"))
		}
		a.Answers = append(a.Answers, x)
	}
	if len(a.Answers) == 0 {
		for _, id := range sorted(r.own.Requests[a.Request].Dates) {
			in.Wrong("answer."+id, r.say.T("programme.answer.one"))
			break
		}
	}
	return a
}

// answered are the milestones for which an answer was chosen.
func answered(f *Form) []string {
	chosen := map[string]bool{}
	for name := range f.Values {
		if id, ok := strings.CutPrefix(name, "answer."); ok && f.Value(name) != "" {
			chosen[id] = true
		}
	}
	return sorted(chosen)
}

// answerFields leads what the case says of an answer to its field.
func answerFields(f Form) map[string]string {
	names := map[string]string{}
	for i, id := range answered(&f) {
		at := "answers[" + strconv.Itoa(i) + "]"
		names[at+".date"], names[at+".reason"], names[at+".milestone"] = "date."+id, "reason."+id, "answer."+id
	}
	return names
}
