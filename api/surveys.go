package api

import (
	"context"
	"net/http"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/workflows/casework"
	"termijn/workflows/survey"
)

var surveyResource = resource{process: survey.Name, path: "/api/v1/surveys", tag: "Surveys"}

// SurveyCase is a survey with everything that its page shows.
type SurveyCase struct {
	Case
	State survey.State `json:"state" doc:"The process's own state: what it is about, the answer, what came of the contact."`
	Around
}

// SurveyAnswer is a reporter's answer.
type SurveyAnswer struct {
	Score     int    `json:"score" doc:"From 1, not satisfied, to 5, very satisfied (E-14)."`
	Comment   string `json:"comment,omitempty" doc:"At most 4000 characters."`
	Signature string `json:"signature,omitempty" maxLength:"100" doc:"The last part of the link that was mailed: who has it need not sign in."`
}

func (s *server) registerSurveys() {
	at := surveyResource
	registerWhole(s, at, "Show a survey", "The whole case, for who may see it: the Client of the incident, the Service Integrator, the Board. A provider sees no single answer (E-14).",
		app.SurveyStateOf, func(c Case, own survey.State, a Around) SurveyCase { return SurveyCase{c, own, a} })
	op := post(at.path+"/{ref}/answer", "survey-answer", at.tag, "Answer a survey",
		"How satisfied the reporter is, once: a second answer is refused (already_done, E-14). After a score of 1 or 2 the Service Desk contacts the reporter within 3 working days (E-15). "+
			"Whoever has the link that was mailed, by its signature and without signing in; else the reporter who is signed in, and nobody else.")
	op.RequestBody = bodyLike(SurveyAnswer{Score: 4, Comment: "Vlot geholpen.", Signature: "q0Zr3mYyT1mJb8p2Vw4xXg"})
	op.DefaultStatus = http.StatusOK
	registerPublic(s, op, s.answerSurvey)
	s.registerCommands(at, surveyCommands)
}

// surveyCommands are the other commands of a survey.
var surveyCommands = []commandRoute{
	command(survey.ReportContact, "contact", "Report the contact with a reporter who was not satisfied",
		"Ends the term of 3 working days (E-15). Service Desk.", survey.Report{Result: "Gebeld; het wachten was het probleem, niet de oplossing."}),
}

func (s *server) answerSurvey(ctx context.Context, who identity.Principal, in *commandInput[SurveyAnswer]) (*answer[Receipt], error) {
	r, err := s.surveyAnswered(ctx, who, in.Ref, in.Body)
	if err != nil {
		return nil, s.explainedIn(ctx, who, survey.Name, in.Ref, err)
	}
	return &answer[Receipt]{Body: receiptOf(ctx, r)}, nil
}

func (s *server) surveyAnswered(ctx context.Context, who identity.Principal, ref string, a SurveyAnswer) (casework.Receipt, error) {
	switch {
	case a.Signature != "":
		if err := s.Service.VerifySurvey(ctx, ref, a.Signature); err != nil {
			return casework.Receipt{}, err
		}
		return s.Service.AnswerSurvey(ctx, ref, a.Score, a.Comment)
	case who.Person == "":
		return casework.Receipt{}, ErrUnauthenticated
	}
	return app.Send(ctx, s.Service, who, survey.Name, ref, keyOf(ctx), survey.Answer, survey.Reply{Score: a.Score, Comment: a.Comment})
}
