package portal

import (
	"context"
	"strconv"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/survey"
)

// surveyProcess is a survey as the portal knows it. Its reporter usually answers
// by the link of a mail: public_survey.go.
var surveyProcess = process{
	name:    survey.Name,
	stages:  []string{"asked", "contacting", "answered", "contacted", "unanswered", "withdrawn"},
	allowed: survey.Allowed,
	view: readAs(func(v *visit, c caseReader, own survey.State) caseView {
		return surveyReader{caseReader: c, own: own, reads: v.who}
	}),
	caseShape: newCaseShape[surveyContent]("survey_case"),
}

func (p *portal) surveyForms() {
	p.register(surveyProcess)
	serve(p, survey.Name, commandForm[surveyReader, survey.Reply]{command: survey.Answer,
		ask:     []ask{askOne("score"), askText("comment", 4).orNot()},
		choices: map[string]func(surveyReader) []Choice{"score": surveyReader.scores},
		read: func(in *entries, _ surveyReader) survey.Reply {
			return survey.Reply{Score: in.whole("score"), Comment: in.Value("comment")}
		},
		// By the link or signed in, it is one answer.
		send: func(ctx context.Context, s *app.Service, who identity.Principal, ref, _ string, b survey.Reply) (casework.Receipt, error) {
			row, err := s.Case(ctx, who, ref)
			if err != nil {
				return casework.Receipt{}, err
			}
			if row.Parties.Requester != who.Person {
				return casework.Receipt{}, app.ErrForbidden
			}
			return s.AnswerSurvey(ctx, ref, b.Score, b.Comment)
		}})
	serve(p, survey.Name, commandForm[surveyReader, survey.Report]{command: survey.ReportContact, ask: []ask{askText("result", 5)}})
}

// surveyReader reads one survey for one reader.
type surveyReader struct {
	caseReader
	own   survey.State
	reads identity.Principal
}

// surveyContent is what the page of a survey shows of its own.
type surveyContent struct {
	*Page
	About, Answer, Contact []fact
}

// sensible: the reporter is asked, nobody else (E-14).
func (r surveyReader) sensible(command string, p identity.Principal) bool {
	return command != survey.Answer.Name || p.Person == r.Parties.Requester && r.own.Answer == nil
}

func (r surveyReader) scores() []Choice {
	var all []Choice
	for n := survey.Lowest; n <= survey.Highest; n++ {
		all = append(all, Choice{Value: strconv.Itoa(n), Text: r.say.T("survey.score." + strconv.Itoa(n))})
	}
	return all
}

// mayRead reports whether the answer is the reader's to read: the reporter's own,
// and the Service Integrator's and the Board's. Colleagues of the reporter see
// that there is one.
func (r surveyReader) mayRead() bool {
	return r.reads.Kind == "si" || r.reads.Kind == "board" || r.reads.Person == r.Parties.Requester
}

// story keeps the answer from those who may not read it.
func (r surveyReader) story(e record.Event) (story, bool) {
	if e.Kind == "survey.answered" && !r.mayRead() {
		return story{Sentence: r.say.T("survey.event.answered", "Who", r.who(e.Actor))}, true
	}
	return story{}, false
}

func (r surveyReader) content(page *Page) any {
	own := r.own
	c := surveyContent{Page: page, About: []fact{{r.say.T("survey.incident"), own.About.Incident + " – " + own.About.Title},
		{r.say.T("public.survey.solver"), r.name(own.About.Solver)}, {r.say.T("public.survey.closed"), r.say.DateTime(own.About.Closed)}}}
	if !own.About.Counted {
		c.About = append(c.About, fact{r.say.T("survey.counted"), r.say.T("survey.counted.no")})
	}
	if !r.mayRead() {
		return c
	}
	if a := own.Answer; a != nil {
		c.Answer = []fact{{r.say.T("survey.scored"), r.say.T("survey.score." + strconv.Itoa(a.Score))}}
		if a.Comment != "" {
			c.Answer = append(c.Answer, fact{r.say.T("survey.commented"), r.text(a.Comment)})
		}
		c.Answer = append(c.Answer, fact{r.say.T("survey.at"), r.say.DateTime(a.At)})
	}
	if x := own.Result; x != nil {
		c.Contact = []fact{{r.say.T("survey.result"), r.text(x.Report.Result)}, {r.say.T("survey.at"), r.say.DateTime(x.At)}, {r.say.T("problem.by"), r.who(x.By)}}
	}
	return c
}
