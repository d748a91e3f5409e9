package api

import (
	"context"
	"time"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/workflows/template"
)

var templateResource = resource{process: template.Name, path: "/api/v1/templates", tag: "Templates"}

// TemplateCase is a template with everything that its page shows.
type TemplateCase struct {
	Case
	State template.State `json:"state" doc:"The process's own state: the draft with the content that a decision is bound to, and every version that was approved."`
	Around
}

// TemplateRow is a template in a list.
type TemplateRow struct {
	Case
	Kind    string `json:"kind" enum:"communication,verification"`
	Current int    `json:"current" doc:"The number of the version in force; 0 before the first."`
}

// ApprovedTemplate is a template in the version that is in force.
type ApprovedTemplate struct {
	Ref      string                   `json:"ref" example:"TPL-2026-000001"`
	Kind     string                   `json:"kind"`
	Name     string                   `json:"name"`
	Version  int                      `json:"version"`
	Texts    map[string]template.Text `json:"texts" doc:"By language: nl, en."`
	Approved time.Time                `json:"approved" doc:"When the Board approved it."`
}

// ApprovedTemplates are the templates in force.
type ApprovedTemplates struct {
	Items []ApprovedTemplate `json:"items"`
}

// FilledTemplate is a text that a template was filled to.
type FilledTemplate struct {
	Template string                   `json:"template"`
	Version  int                      `json:"version"`
	Texts    map[string]template.Text `json:"texts" doc:"By language. What the incident says nothing of stays as it is written, for example {{next}}."`
}

type approvedInput struct {
	Kind string `query:"kind" enum:"communication,verification" doc:"Only templates of this kind."`
}

type draftInput struct {
	Named
	Incident string `query:"incident" required:"true" example:"INC-2026-000042" doc:"The incident that the places are filled from."`
	Version  int    `query:"version" minimum:"0" doc:"An approved version; the one in force by default."`
}

const byWriter = "Service Desk, service-level manager."

func (s *server) registerTemplates() {
	at := templateResource
	registerOpen(s, at, "Write a template",
		"In Dutch and in English: for communication about incidents (B-30), or the minimum requirements of verification (B-37), which have no places. The places of a communication are {{ref}}, {{title}}, {{service}}, {{since}} and {{next}}; another one is refused (unknown_placeholder). It is used once the Board has approved it. "+byWriter,
		template.Request{Kind: template.Communication, Name: "Storing op een dienst", Texts: exampleTexts},
		s.Service.OpenTemplate)
	registerList(s, at, "List templates", "Every template, also drafts: the Service Integrator and the Board (B-30).", app.TemplateOf, func(c Case, own template.State) TemplateRow {
		return TemplateRow{Case: c, Kind: own.Kind, Current: own.Current}
	})
	register(s, get(at.path+"/in-force", "list-approved-templates", at.tag, "List the templates in force", "What the Board approved and can be used (B-30). Providers, the Service Integrator, the Board."), s.approvedTemplates)
	registerWhole(s, at, "Show a template", "The whole case: its draft, and its versions with who wrote and who approved them (B-30).", app.TemplateOf,
		func(c Case, own template.State, a Around) TemplateCase { return TemplateCase{c, own, a} })
	register(s, get(at.path+"/{ref}/draft", "draft-from-template", at.tag, "Fill a template for an incident",
		"The texts of an approved version with what the incident says, to be completed and sent as its communication (B-30). Who may use templates and sees the incident."), s.filledTemplate)
	s.registerCommands(at, templateCommands)
	register(s, get("/api/v1/verification-requirements", "list-verification-requirements", at.tag, "List the minimum requirements of verification",
		"What work is verified against: transferability, maintainability, quality, integration; approved by the Board and published to all (B-37). Everybody who signed in."), s.requirements)
}

var exampleTexts = map[string]template.Text{
	"nl": {Subject: "Storing: {{service}}", Text: "Sinds {{since}} is er een storing ({{ref}}). Volgend bericht: {{next}}."},
	"en": {Subject: "Disruption: {{service}}", Text: "There has been a disruption since {{since}} ({{ref}}). Next news: {{next}}."},
}

// templateCommands are all commands of a template, in the order of its story.
var templateCommands = []commandRoute{
	command(template.Revise, "revisions", "Give it other texts",
		"A version in force stays in force until the Board has approved the new one; a draft that the Board has is put before it anew (B-30). "+byWriter, template.Revision{Texts: exampleTexts}),
	command(template.Submit, "submission", "Put the draft before the Board",
		"Content is the hash of the draft that was seen: state.draft.content; the Board decides on exactly that, by a task (B-30, B-37). Refused with stale or no_draft. "+byWriter,
		template.Submission{Content: "5f1c0a7b9d2e4c68"}),
	command(template.WithdrawDraft, "draft-withdrawal", "Withdraw the draft",
		"A template of which no version was ever in force ends with it (B-30). "+byWriter, template.Withdrawal{Remark: "We herschrijven het volledig."}),
	command(template.Retire, "retirement", "Retire it", "It is used no more (B-30). "+byWriter, template.Because{Reason: "Vervangen door een algemener sjabloon."}),
}

func (s *server) requirements(ctx context.Context, who identity.Principal, _ *struct{}) (*answer[ApprovedTemplates], error) {
	all, err := s.Service.Requirements(ctx, who)
	if err != nil {
		return nil, err
	}
	return &answer[ApprovedTemplates]{Body: approvedOf(all)}, nil
}

func (s *server) approvedTemplates(ctx context.Context, who identity.Principal, in *approvedInput) (*answer[ApprovedTemplates], error) {
	all, err := s.Service.Templates(ctx, who, in.Kind)
	if err != nil {
		return nil, err
	}
	return &answer[ApprovedTemplates]{Body: approvedOf(all)}, nil
}

func approvedOf(all []app.TemplateInForce) ApprovedTemplates {
	out := ApprovedTemplates{Items: []ApprovedTemplate{}}
	for _, t := range all {
		out.Items = append(out.Items, ApprovedTemplate{Ref: t.Ref, Kind: t.Kind, Name: t.Name, Version: t.Number, Texts: t.Texts, Approved: local(t.At)})
	}
	return out
}

func (s *server) filledTemplate(ctx context.Context, who identity.Principal, in *draftInput) (*answer[FilledTemplate], error) {
	row, err := s.Service.Case(ctx, who, in.Incident)
	if err != nil {
		return nil, err
	}
	if _, err := app.IncidentOf(row); err != nil {
		return nil, err
	}
	d, err := s.Service.Draft(ctx, who, in.Ref, in.Version, row)
	if err != nil {
		return nil, err
	}
	return &answer[FilledTemplate]{Body: FilledTemplate{Template: d.Template, Version: d.Version, Texts: d.Texts}}, nil
}
