package portal

import (
	"fmt"

	"termijn/workflows/regie"
)

// informationForms are the forms about what the provider needs to know (M-11 to
// M-14) and about the due date (M-08).
func (p *portal) informationForms() {
	serve(p, regie.Name, regieForm[regie.Confirmation]{command: regie.ConfirmComplete, ask: []ask{askText("remark", 3).orNot()}})
	serve(p, regie.Name, regieForm[regie.Questions]{command: regie.AskQuestions, rows: "questions", draw: drawQuestions, read: readQuestions,
		fields: func(Form) map[string]string { return map[string]string{"questions": "questions[0]"} }})
	serve(p, regie.Name, regieForm[regie.Answers]{command: regie.AnswerQuestions, about: roundSubjects(regieReader.roundsToAnswer), draw: drawAnswers, read: readAnswers})
	serve(p, regie.Name, regieForm[regie.Meeting]{command: regie.HoldMeeting, about: roundSubjects(regieReader.meetingsToHold), draw: drawMeeting, read: readMeeting})
	serve(p, regie.Name, regieForm[regie.Dispute]{command: regie.DisputeSuspension, about: roundSubjects(regieReader.disputable),
		draw: func(page *commandPage, r regieReader) {
			page.Facts = r.roundFacts(page.Subject)
			page.Fields = []Field{page.Form.Field("source", "regie.dispute.source"), page.Form.Area("ground", "regie.dispute.ground", 5)}
		},
		read: func(in *entries, _ regieReader) regie.Dispute {
			return regie.Dispute{Round: in.Value("subject"), Source: in.Value("source"), Ground: in.Value("ground")}
		}})
	serve(p, regie.Name, regieForm[regie.DueDate]{command: regie.ProposeDueDate,
		draw: func(page *commandPage, r regieReader) {
			page.Facts = []fact{{r.say.T("regie.duedate.present"), r.due(regie.ClockAnswer)}}
			page.Fields = []Field{page.Form.DateField("date", "regie.duedate"), page.Form.Area("reason", "regie.reason", 4)}
		},
		read: func(in *entries, _ regieReader) regie.DueDate {
			return regie.DueDate{Date: in.needed("date"), Reason: in.Value("reason")}
		}})
}

// drawQuestions warns beforehand when a question suspends the term no more.
func drawQuestions(page *commandPage, r regieReader) {
	notice, _ := r.clock(regie.ClockCompleteness)
	if regie.Suspends(r.own, notice, r.Now) {
		page.Facts = []fact{{r.say.T("regie.ask.effect"), r.say.T("regie.ask.suspends", "Due", r.say.Deadline(notice.Result.Due))}}
	} else {
		page.Warnings = append(page.Warnings, r.say.T(r.whyNoSuspension(), "Due", r.due(regie.ClockAnswer)))
	}
	for i := range max(1, page.Form.rowCount("questions")) {
		f := page.Form.named(page.Form.Area(fmt.Sprintf("questions[%d]", i), "regie.question", 3), r.say.T("regie.question.number", "Number", i+1))
		page.Fields = append(page.Fields, f.Optional())
	}
	page.Fields = append(page.Fields, page.Form.Check("meeting", "regie.ask.meeting"), page.Form.Field("meetingTopic", "regie.ask.topic").Optional())
	page.More = r.say.T("regie.question.add")
}

// whyNoSuspension names the reason that a question comes too late (M-14).
func (r regieReader) whyNoSuspension() string {
	switch {
	case r.own.Complete != nil && r.own.Complete.Silence:
		return "regie.ask.late.silence"
	case r.own.Complete != nil:
		return "regie.ask.late.confirmed"
	}
	return "regie.ask.late.term"
}

func readQuestions(in *entries, _ regieReader) regie.Questions {
	q := regie.Questions{Meeting: in.Has("meeting", "yes"), MeetingTopic: in.Value("meetingTopic")}
	for i := range in.rowCount("questions") {
		q.Questions = append(q.Questions, in.Value(fmt.Sprintf("questions[%d]", i)))
	}
	return q
}

// roundSubjects offers rounds as what a form is about.
func roundSubjects(rounds func(regieReader) []regie.Round) func(regieReader) []matter {
	return func(r regieReader) []matter {
		var all []matter
		for _, x := range rounds(r) {
			all = append(all, matter{x.ID, r.say.T("regie.round", "Asked", r.say.DateTime(x.Asked))})
		}
		return all
	}
}

func drawAnswers(page *commandPage, r regieReader) {
	round := r.own.Rounds[page.Subject]
	page.Facts = []fact{{r.say.T("regie.asked_on"), r.say.DateTime(round.Asked)}}
	if round.Meeting && round.Held == nil {
		page.Warnings = append(page.Warnings, r.say.T("regie.answer.meeting_too", "Topic", round.Topic))
	}
	for _, q := range round.Questions {
		if q.Answered != nil {
			continue
		}
		page.Fields = append(page.Fields, page.Form.named(page.Form.Area("answers."+q.ID, "regie.answer", 4), q.Text))
	}
}

func readAnswers(in *entries, r regieReader) regie.Answers {
	a := regie.Answers{Round: in.Value("subject"), Answers: map[string]string{}}
	for _, q := range r.own.Rounds[a.Round].Questions {
		if text := in.Value("answers." + q.ID); text != "" {
			a.Answers[q.ID] = text
		}
	}
	return a
}

// roundFacts says what a round asked.
func (r regieReader) roundFacts(id string) []fact {
	round := r.own.Rounds[id]
	facts := []fact{{r.say.T("regie.asked_on"), r.say.DateTime(round.Asked)}}
	for i, q := range round.Questions {
		facts = append(facts, fact{r.say.T("regie.question.number", "Number", i+1), q.Text})
	}
	if round.Meeting {
		facts = append(facts, fact{r.say.T("regie.meeting"), round.Topic})
	}
	return facts
}

func drawMeeting(page *commandPage, r regieReader) {
	page.Facts = r.roundFacts(page.Subject)
	page.Fields = []Field{page.Form.Area("report", "regie.meeting.report", 5)}
	for _, q := range r.own.Rounds[page.Subject].Questions {
		if q.Answered == nil {
			page.Fields = append(page.Fields, page.Form.Check("answersAll", "regie.meeting.answers_all"))
			break
		}
	}
}

func readMeeting(in *entries, _ regieReader) regie.Meeting {
	return regie.Meeting{Round: in.Value("subject"), Report: in.Value("report"), AnswersAll: in.Has("answersAll", "yes")}
}
