package api

import (
	"context"
	"time"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/workflows/change"
	"termijn/workflows/standard"
)

var standardResource = resource{process: standard.Name, path: "/api/v1/standard-changes", tag: "Standards"}

// StandardCase is a standard change with everything that its page shows.
type StandardCase struct {
	Case
	State standard.State `json:"state" doc:"The process's own state: the draft with the content that a decision is bound to, every version that was approved, what became of its changes, and why it is set back."`
	Around
}

// StandardRow is a standard change in a list.
type StandardRow struct {
	Case
	Kind     string         `json:"kind" enum:"template,frame"`
	Provider string         `json:"provider" example:"alfa"`
	Current  int            `json:"current" doc:"The number of the version in force; 0 when none is."`
	Uses     map[string]int `json:"uses,omitempty" doc:"How many changes of it ended, by result: success, partial, rolled_back."`
	SetBack  string         `json:"setBack,omitempty" doc:"Why it is a normal change again (B-35)."`
}

// StandardInForce is a standard change in the version that is in force.
type StandardInForce struct {
	Ref      string         `json:"ref" example:"STD-2026-000001"`
	Provider string         `json:"provider" example:"alfa"`
	Version  int            `json:"version"`
	Text     standard.Text  `json:"text"`
	Approved time.Time      `json:"approved" doc:"When the Service Integrator approved it."`
	Uses     map[string]int `json:"uses,omitempty"`
}

// StandardsInForce are the standard changes in force.
type StandardsInForce struct {
	Items []StandardInForce `json:"items"`
}

type standardsInput struct {
	Kind string `query:"kind" enum:"template,frame" doc:"Only standard changes of this kind."`
}

const byProvider = "The provider's agent or manager."

func (s *server) registerStandards() {
	at := standardResource
	registerOpen(s, at, "Write a standard change down",
		"A template of changes whose risk is known, or the frame within which a pipeline deploys (B-35). It is used once the Service Integrator has approved it. "+byProvider,
		standard.Request{Text: exampleStandard}, s.Service.OpenStandard)
	registerList(s, at, "List standard changes", "Also drafts, and those that are normal changes again. A provider sees its own, the Service Integrator and the Board all.", app.StandardOf, func(c Case, own standard.State) StandardRow {
		row := StandardRow{Case: c, Kind: own.Kind, Provider: own.Provider, Current: own.Current, Uses: own.Uses}
		if own.Back != nil {
			row.SetBack = own.Back.Reason
		}
		return row
	})
	register(s, get(at.path+"/in-force", "list-standard-changes-in-force", at.tag, "List the standard changes in force", "What may be followed now (B-35): a provider sees its own."), s.standardsInForce)
	registerWhole(s, at, "Show a standard change", "The whole case: its draft, its versions, its reviews, and why it is a normal change again.", app.StandardOf,
		func(c Case, own standard.State, a Around) StandardCase { return StandardCase{c, own, a} })
	s.registerCommands(at, standardCommands)
}

// exampleStandard is a template, exampleFrame a frame, that lack nothing.
var exampleStandard = standard.Text{Kind: standard.Template, Name: "Certificaat vernieuwen", Why: "Tien keer uitgevoerd zonder storing.", Items: []string{"burgerloket"},
	Minutes: 30, Steps: []string{"Nieuw certificaat plaatsen", "Dienst herladen", "Controleren"}, Impact: "Geen onderbreking.",
	Risk: change.Risk{Likelihood: "low", Effect: "low"}, TestPlan: "Eerst op de testomgeving.", BackOut: "Het oude certificaat terugzetten.", Communication: "Melding aan de servicedesk."}

// standardCommands are all commands of a standard change, in the order of its story.
var standardCommands = []commandRoute{
	served(standard.Submit.Name, "submission", "Put the draft before the Service Integrator",
		"Content is the hash of the draft that was seen: state.draft.content; it is decided on by a task (B-35). Refused with stale or no_draft. "+byProvider,
		standard.Submission{Content: "5f1c0a7b9d2e4c68"}, (*app.Service).SubmitStandard),
	command(standard.Revise, "revisions", "Give it another content",
		"A version in force stays so until the new one is approved; a draft that is being decided on is asked anew (B-35). "+byProvider, standard.Revision{Text: exampleStandard}),
	command(standard.SetBack, "setting-back", "Set it back to normal change",
		"It did harm (B-35): at once, and its changes that have not begun become normal ones. The change manager.", standard.Harm{Reason: "Drie storingen in één maand."}),
	command(standard.WithdrawDraft, "draft-withdrawal", "Withdraw the draft",
		"A standard change of which no version was ever in force ends with it (B-35). "+byProvider, standard.Because{Reason: "We werken anders."}),
	command(standard.Retire, "retirement", "Retire it", "It is used no more (B-35). "+byProvider, standard.Because{Reason: "De dienst stopt."}),
}

func (s *server) standardsInForce(ctx context.Context, who identity.Principal, in *standardsInput) (*answer[StandardsInForce], error) {
	all, err := s.Service.Standards(ctx, who, in.Kind)
	if err != nil {
		return nil, err
	}
	out := StandardsInForce{Items: []StandardInForce{}}
	for _, x := range all {
		out.Items = append(out.Items, StandardInForce{Ref: x.Ref, Provider: x.Provider, Version: x.Number, Text: x.Text, Approved: local(x.At), Uses: x.Uses})
	}
	return &answer[StandardsInForce]{Body: out}, nil
}
