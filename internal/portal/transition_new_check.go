package portal

import (
	"cmp"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/google/uuid"

	"github.com/shopspring/decimal"

	"termijn/internal/app"
	"termijn/internal/planfile"
	"termijn/workflows/casework"
	"termijn/workflows/transition"
)

// programmeCheck reads a file or a template and shows what is in it, or everything
// that is wrong. It opens nothing.
func (p *portal) programmeCheck(v *visit) error {
	if !v.mayOpenProgramme() {
		return app.ErrForbidden
	}
	f, name, text, err := v.readPlanFile("file")
	if err != nil {
		return err
	}
	if template := f.Value("template"); template != "" {
		start := (&entries{Form: &f, say: v.text}).date("start")
		if name, text, err = p.service.PlanTemplate(v.r.Context(), v.who, template, start, partiesOf(f, template), decimal.Zero); err != nil {
			return v.templateRefused(f, template, err)
		}
		f.Values.Set("kind", p.service.KindOfTemplate(template))
	}
	if len(text) == 0 {
		f.Wrong("file", v.text.T("programme.file.none"))
		page, err := v.newProgrammePage()
		if err != nil {
			return err
		}
		page.File = v.sheet(f)
		return show(v, f.status(), programmeNewShape, page)
	}
	return v.showRead(name, text, f, nil)
}

// showRead shows what a file holds, or everything that is wrong with it.
func (v *visit) showRead(name string, text []byte, f Form, err error) error {
	page, lost := v.newProgrammePage()
	if lost != nil {
		return lost
	}
	page.FileName = name
	var plan transition.Plan
	var remarks []planfile.Problem
	if err == nil {
		plan, remarks, err = v.portal.service.ReadPlan(v.r.Context(), v.who, name, text)
	}
	if problems, ok := app.IsPlanProblem(err); ok {
		for _, x := range problems {
			page.Problems = append(page.Problems, v.planProblem(x))
		}
		return show(v, http.StatusUnprocessableEntity, programmeNewShape, page)
	}
	if errors.Is(err, app.ErrFormat) {
		page.Problems = []planProblem{{Text: v.text.T("programme.file.format")}}
		return show(v, http.StatusUnprocessableEntity, programmeNewShape, page)
	}
	if err != nil {
		return err
	}
	page.Preview = v.planPreview(name, text, f, plan, remarks)
	return show(v, http.StatusOK, programmeNewShape, page)
}

// planProblem says where something is wrong and what.
func (v *visit) planProblem(x planfile.Problem) planProblem {
	p := planProblem{Text: app.ExplainField(v.text, casework.FieldError{Field: x.Path, Code: x.Code, Args: x.Args})}
	switch {
	case x.Line > 0 && x.Column != "":
		p.Place = v.text.T("programme.file.place", "Line", x.Line, "Column", x.Column)
	case x.Line > 0:
		p.Place = v.text.T("programme.file.line", "Line", x.Line)
	default:
		p.Place = x.Column
	}
	return p
}

// planPreview shows a plan as it will be opened.
func (v *visit) planPreview(name string, text []byte, f Form, plan transition.Plan, remarks []planfile.Problem) *planPreview {
	kind := cmp.Or(f.Value("kind"), transition.KindProgramme)
	x := &planPreview{Sheet: v.sheet(Form{Values: f.Values, Key: uuid.NewString()}), Title: plan.Title, FileName: name, Content: base64.RawURLEncoding.EncodeToString(text), Kind: kind}
	x.Values.Set("kind", kind)
	r := v.transitionReader(caseReader{say: v.text, proc: v.portal.process(transition.Name)}, transition.Opened(transition.Request{Kind: kind, Plan: plan}))
	r.Process, r.Names = transition.Name, v.names()
	r.Title = plan.Title
	x.Facts = append(r.facts(), fact{v.text.T("transition.links"), itoa(len(plan.Links))}, fact{v.text.T("transition.products"), itoa(len(plan.Products))},
		fact{v.text.T("transition.checklist"), itoa(len(plan.Checklist))}, fact{v.text.T("transition.risks"), itoa(len(plan.Risks))}, fact{v.text.T("transition.exitItems"), itoa(len(plan.ExitItems))})
	x.Rows = r.planRows("")
	for _, p := range remarks {
		x.Remarks = append(x.Remarks, v.planProblem(p))
	}
	return x
}

// names are people's and organisations' names; IDs say enough when they cannot be read.
func (v *visit) names() map[string]string {
	names, err := v.portal.service.Names(v.r.Context())
	if err != nil {
		v.logError(err)
	}
	return names
}

// readPlanFile reads a form that may have a file of a plan in it.
func (v *visit) readPlanFile(field string) (Form, string, []byte, error) {
	if err := v.r.ParseMultipartForm(maxPlan); err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			return Form{}, "", nil, err
		}
		return Form{}, "", nil, fmt.Errorf("%w: %w", errForm, err)
	}
	defer func() {
		if err := v.r.MultipartForm.RemoveAll(); err != nil {
			v.logError(err)
		}
	}()
	f := Form{Values: v.r.MultipartForm.Value, Errors: map[string]string{}, Key: v.r.PostFormValue(keyField)}
	files := v.r.MultipartForm.File[field]
	if len(files) == 0 {
		return f, "", nil, nil
	}
	file, err := files[0].Open()
	if err != nil {
		return f, "", nil, fmt.Errorf("%w: %w", errForm, err)
	}
	defer file.Close()
	text, err := io.ReadAll(file)
	if err != nil {
		return f, "", nil, fmt.Errorf("%w: %w", errForm, err)
	}
	return f, files[0].Filename, text, nil
}
