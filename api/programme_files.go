package api

import (
	"context"
	"errors"
	"mime"

	"github.com/shopspring/decimal"

	"termijn/internal/app"
	"termijn/internal/calendar"
	"termijn/internal/i18n"
	"termijn/internal/identity"
	"termijn/internal/planfile"
	"termijn/workflows/casework"
	"termijn/workflows/transition"
)

// planBytes is the largest file of a plan that is read.
const planBytes = planfile.MaxBytes + 1

// planInput is a plan's file as the body of a request.
type planInput struct {
	Idempotent
	ContentType string `header:"Content-Type" doc:"What the file is; it is recognised by its content when this says nothing."`
	Kind        string `query:"kind" enum:"programme,client_onboarding,provider_joining,provider_leaving" default:"programme" doc:"The kind of programme."`
	Client      string `query:"client" doc:"Who is onboarded (N-17)."`
	RawBody     []byte
}

// name is a name by which the kind of file is known.
func (in *planInput) name() string {
	kind, _, err := mime.ParseMediaType(in.ContentType)
	if err != nil {
		return ""
	}
	return map[string]string{"application/yaml": "plan.yaml", "text/yaml": "plan.yaml", "text/csv": "plan.csv", "application/xml": "plan.xml", "text/xml": "plan.xml",
		contentTypes[app.XLSX]: "plan.xlsx"}[kind]
}

// ReadPlan is what a plan's file holds.
type ReadPlan struct {
	Plan    transition.Plan `json:"plan"`
	Remarks []PlanRemark    `json:"remarks" doc:"What is worth a remark though nothing is wrong, for example a date of the contract that is no working day."`
}

// PlanRemark is a remark on a plan's file.
type PlanRemark struct {
	Line    int    `json:"line,omitempty"`
	Column  string `json:"column,omitempty"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

func (s *server) readPlan(ctx context.Context, who identity.Principal, in *planInput) (transition.Plan, []planfile.Problem, error) {
	plan, remarks, err := s.Service.ReadPlan(ctx, who, in.name(), in.RawBody)
	if problems, ok := app.IsPlanProblem(err); ok {
		return plan, nil, app.PlanRefusal(printer(ctx), problems)
	}
	if errors.Is(err, app.ErrFormat) {
		return plan, nil, casework.Refuse("unsupported_media_type")
	}
	return plan, remarks, err
}

func (s *server) checkPlan(ctx context.Context, who identity.Principal, in *planInput) (*answer[ReadPlan], error) {
	plan, remarks, err := s.readPlan(ctx, who, in)
	if err != nil {
		return nil, err
	}
	out := ReadPlan{Plan: plan, Remarks: []PlanRemark{}}
	for _, r := range remarks {
		out.Remarks = append(out.Remarks, PlanRemark{Line: r.Line, Column: r.Column, Code: r.Code, Message: app.ExplainField(printer(ctx), casework.FieldError{Field: r.Path, Code: r.Code, Args: r.Args})})
	}
	return &answer[ReadPlan]{Body: out}, nil
}

func (s *server) importProgramme(ctx context.Context, who identity.Principal, in *planInput) (*opened, error) {
	plan, _, err := s.readPlan(ctx, who, in)
	if err != nil {
		return nil, err
	}
	r, err := s.Service.OpenProgramme(ctx, who, keyOf(ctx), transition.Request{Kind: in.Kind, Client: in.Client, Plan: plan})
	if err != nil {
		return nil, err
	}
	return &opened{Location: programmeResource.path + "/" + r.Ref, Body: receiptOf(ctx, r)}, nil
}

// PlanTemplates are the templates of programmes.
type PlanTemplates struct {
	Items []PlanTemplate `json:"items"`
}

// PlanTemplate is a template of a programme.
type PlanTemplate struct {
	ID       string         `json:"id" example:"contract"`
	Kind     string         `json:"kind"`
	Name     string         `json:"name"`
	Relative bool           `json:"relative" doc:"Whether its dates count from a start, which must then be given."`
	Parties  []TemplateRole `json:"parties" doc:"Places that organisations must take."`
}

// TemplateRole is a place that an organisation takes.
type TemplateRole struct {
	ID   string `json:"id"`
	Kind string `json:"kind" enum:"client,provider"`
	Name string `json:"name"`
}

// TemplateUse opens a programme from a template.
type TemplateUse struct {
	Template string            `json:"template" doc:"The ID of a template."`
	Start    *calendar.Date    `json:"start,omitempty" doc:"From when its dates count; fixed dates move along."`
	Parties  map[string]string `json:"parties,omitempty" doc:"Which organisation takes which place."`
	Client   string            `json:"client,omitempty" doc:"Who is onboarded (N-17)."`
	Title    string            `json:"title,omitempty" doc:"A name of its own."`
	Price    decimal.Decimal   `json:"price,omitzero" doc:"The price of a programme with shares, which the cap bounds (N-01)."`
}

type templateInput struct {
	Idempotent
	Body TemplateUse
}

func (s *server) planTemplates(ctx context.Context, who identity.Principal, _ *struct{}) (*answer[PlanTemplates], error) {
	if !who.May(identity.OpenProgramme, nil) {
		return nil, app.ErrForbidden
	}
	english := printer(ctx).Lang() == i18n.English
	name := func(nl, en string) string {
		if english {
			return en
		}
		return nl
	}
	out := PlanTemplates{Items: []PlanTemplate{}}
	for _, t := range s.Service.PlanTemplates() {
		x := PlanTemplate{ID: t.ID, Kind: t.Kind, Name: name(t.NL, t.EN), Relative: t.Relative(), Parties: []TemplateRole{}}
		for _, p := range t.Parties {
			x.Parties = append(x.Parties, TemplateRole{ID: p.ID, Kind: p.Kind, Name: name(p.NL, p.EN)})
		}
		out.Items = append(out.Items, x)
	}
	return &answer[PlanTemplates]{Body: out}, nil
}

func (s *server) fromTemplate(ctx context.Context, who identity.Principal, in *templateInput) (*opened, error) {
	use := in.Body
	var start calendar.Date
	if use.Start != nil {
		start = *use.Start
	}
	name, text, err := s.Service.PlanTemplate(ctx, who, use.Template, start, use.Parties, use.Price)
	if err != nil {
		return nil, err
	}
	plan, _, err := s.Service.ReadPlan(ctx, who, name, text)
	if problems, ok := app.IsPlanProblem(err); ok {
		return nil, app.PlanRefusal(printer(ctx), problems)
	}
	if err != nil {
		return nil, err
	}
	if use.Title != "" {
		plan.Title = use.Title
	}
	r, err := s.Service.OpenProgramme(ctx, who, keyOf(ctx), transition.Request{Kind: s.Service.KindOfTemplate(use.Template), Client: use.Client, Plan: plan})
	if err != nil {
		return nil, err
	}
	return &opened{Location: programmeResource.path + "/" + r.Ref, Body: receiptOf(ctx, r)}, nil
}
