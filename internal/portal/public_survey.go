package portal

import (
	"errors"
	"net/http"
	"strconv"

	"termijn/internal/app"
	"termijn/workflows/casework"
	"termijn/workflows/survey"
)

// surveyPage asks somebody who is not signed in how satisfied they are (E-14).
type surveyPage struct {
	Page
	Form                   Sheet
	Incident, About        string
	Solver, Closed, Action string
	Scores                 []Choice
}

var surveyShape = newShape("public_survey", &surveyPage{})

// surveyShow shows the survey of a signed link. A score in the address is chosen
// beforehand and no more: what reads mails before people do follows links.
func (p *portal) surveyShow(v *visit) error {
	f := newForm()
	if n, err := strconv.Atoi(v.query("score")); err == nil && n >= survey.Lowest && n <= survey.Highest {
		f.Values.Set("score", strconv.Itoa(n))
	}
	return v.showSurvey(f)
}

func (v *visit) showSurvey(f Form) error {
	s, err := v.linkedSurvey()
	switch {
	case errors.Is(err, app.ErrNotFound):
		return v.answer(http.StatusNotFound, "public.badlink", "")
	case err != nil:
		return err
	case s.Score > 0:
		return v.answer(http.StatusOK, "public.survey.answered", "")
	case !s.Open:
		return v.answer(http.StatusGone, "public.survey.late", "")
	}
	page := &surveyPage{Page: v.openPage(v.text.T("public.survey.title")), Form: v.sheet(f), Incident: s.Incident, About: s.Title, Solver: s.Solver,
		Closed: v.text.Date(s.Closed), Action: v.r.URL.Path + "?lang=" + v.text.Lang()}
	for n := survey.Lowest; n <= survey.Highest; n++ {
		value := strconv.Itoa(n)
		page.Scores = append(page.Scores, Choice{Value: value, Text: v.text.T("survey.score." + value), Chosen: f.Has("score", value)})
	}
	page.Form.Field("score", "survey.score") // the list of what is wrong names it
	v.w.Header().Set("X-Robots-Tag", "noindex")
	return show(v, f.status(), surveyShape, page)
}

// linkedSurvey is the survey of the address; ErrNotFound when the link is not ours.
func (v *visit) linkedSurvey() (app.Survey, error) {
	if err := v.portal.service.VerifySurvey(v.r.Context(), v.param("ref"), v.param("mac")); err != nil {
		return app.Survey{}, err
	}
	return v.portal.service.SurveyOf(v.r.Context(), v.param("ref"))
}

// surveyAnswer takes the answer, once.
func (p *portal) surveyAnswer(v *visit) error {
	if _, err := v.linkedSurvey(); err != nil {
		return v.settled(err, "")
	}
	if err := v.r.ParseForm(); err != nil {
		return errForm
	}
	f := Form{Values: v.r.PostForm, Errors: map[string]string{}}
	score, err := strconv.Atoi(f.Value("score"))
	if err != nil {
		f.Wrong("score", v.text.T("public.survey.choose"))
		return v.showSurvey(f)
	}
	v.process = survey.Name
	_, err = p.service.AnswerSurvey(v.r.Context(), v.param("ref"), score, f.Value("comment"))
	if refusal, ok := casework.RefusalOf(err); ok && refusal.Code != casework.CodeInvalid {
		return v.showSurvey(f) // answered meanwhile, or too late: the page says which
	}
	if err != nil {
		if !v.refused(&f, err, nil) {
			return err
		}
		return v.showSurvey(f)
	}
	return v.answer(http.StatusOK, "public.survey.thanks", "")
}
