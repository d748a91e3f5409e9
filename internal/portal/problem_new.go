package portal

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/workflows/problem"
)

// problemNewPage is the form with which a problem is opened by hand.
type problemNewPage struct {
	Page
	Form   Sheet
	Fields []Field
}

var problemNewShape = newShape("problem_new", &problemNewPage{})

func (p *portal) problemNew(v *visit) error {
	return v.showProblemForm(newForm("incidents", v.query("incident")))
}

func (v *visit) showProblemForm(f Form) error {
	if !v.who.May(identity.OpenProblem, nil) {
		return app.ErrForbidden
	}
	page := &problemNewPage{Page: v.page(v.text.T("problem.do.open")), Form: v.sheet(f)}
	choose := []Choice{{Text: v.text.T("form.choose")}}
	page.Fields = []Field{page.Form.Field("title", "problem.title"), page.Form.Area("description", "problem.description", 5),
		page.Form.Select("service", "problem.service", slices.Concat(choose, v.serviceChoices())),
		page.Form.Select("category", "problem.category", slices.Concat([]Choice{{Text: v.text.T("problem.category.none")}}, v.categoriesByService())).Optional(),
		page.Form.Area("incidents", "problem.incidents", 3).Optional()}
	return show(v, f.status(), problemNewShape, page)
}

// categoriesByService are all categories, each with its service before it, so that
// the form needs no script.
func (v *visit) categoriesByService() []Choice {
	var all []Choice
	for _, s := range v.portal.service.Policy.Incident.Services {
		for _, c := range s.Categories {
			all = append(all, Choice{Value: s.ID + "/" + c.ID, Text: either(v.text, s.NL, s.EN) + " – " + either(v.text, c.NL, c.EN)})
		}
	}
	return all
}

var betweenReferences = regexp.MustCompile(`[\s,;]+`)

// problemOpen opens the problem.
func (p *portal) problemOpen(v *visit) error {
	f, err := v.readForm()
	if err != nil {
		return err
	}
	service, category, chosen := strings.Cut(f.Value("category"), "/")
	r := problem.Request{Title: f.Value("title"), Description: f.Value("description"), Service: f.Value("service"), Category: category}
	if chosen && service != r.Service {
		f.Wrong("category", v.text.T("problem.category.other"))
		return v.showProblemForm(f)
	}
	names := map[string]string{}
	for _, ref := range betweenReferences.Split(f.Value("incidents"), -1) {
		if ref != "" {
			names[fmt.Sprintf("incidents[%d]", len(r.Incidents))] = "incidents"
			r.Incidents = append(r.Incidents, referenceOf(ref))
		}
	}
	v.process = problem.Name
	receipt, err := p.service.OpenProblem(v.r.Context(), v.who, f.Key, r)
	if err != nil {
		if !v.refused(&f, err, names) {
			return err
		}
		return v.showProblemForm(f)
	}
	v.sent(problem.Name, "open", f, receipt)
	return nil
}
