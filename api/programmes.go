package api

import (
	"context"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/shopspring/decimal"

	"termijn/internal/app"
	"termijn/internal/calendar"
	"termijn/internal/identity"
	"termijn/workflows/transition"
)

var programmeResource = resource{process: transition.Name, path: "/api/v1/programmes", tag: "Programmes"}

// ProgrammeCase is a transition programme with everything that its page shows.
type ProgrammeCase struct {
	Case
	State transition.State  `json:"state" doc:"The process's own state, as far as the caller may see it: milestones with their forecasts and the dates that the network carries, dependencies, work products, baselines, steering, payments. A provider sees its own projects, and of the milestones next to its own the title, the owner's organisation and the dates."`
	Seen  map[string]string `json:"seen" doc:"By milestone, what a forecast replaces: send it along with the forecast."`
	Around
}

// ProgrammeRow is a programme in a list.
type ProgrammeRow struct {
	Case
	Kind       string         `json:"kind"`
	Baseline   int            `json:"baseline" doc:"The number of the baseline in force; 0 before the first."`
	Milestones map[string]int `json:"milestones" doc:"How many milestones stand how, by status."`
	End        *calendar.Date `json:"end,omitempty" doc:"When the programme is expected to end."`
}

func (s *server) registerProgrammes() {
	at := programmeResource
	registerOpen(s, at, "Open a programme",
		"With its plan, which may be empty and can be changed until the Board accepts it (N-06, N-07). Everything that is wrong with a plan is named: a cycle with its path, a dependency on nothing, shares that are not exactly 100 %, a price above the cap (N-01). "+byProgrammeLead,
		transition.Request{Kind: transition.KindProgramme, Plan: examplePlan}, s.Service.OpenProgramme)
	registerList(s, at, "List programmes", "Programmes that the caller may see, with how many of their milestones stand how.", app.ProgrammeOf, func(c Case, own transition.State) ProgrammeRow {
		row := ProgrammeRow{Case: c, Kind: own.Kind, Baseline: own.Baseline, Milestones: map[string]int{}}
		for _, m := range own.Milestones {
			row.Milestones[m.Status]++
		}
		if !own.Carry.End.IsZero() {
			row.End = &own.Carry.End
		}
		return row
	})
	s.registerPlans(at)
	registerWhole(s, at, "Show a programme", "The whole case: its plan, how each milestone stands, clocks, tasks.", app.ProgrammeOf,
		func(c Case, own transition.State, a Around) ProgrammeCase {
			seen := map[string]string{}
			for id, m := range own.Milestones {
				seen[id] = m.Seen()
			}
			return ProgrammeCase{c, own, seen, a}
		})
	op := get(at.path+"/{ref}/export", "export-programme", at.tag, "Get a programme as a file",
		"The plan as CSV, a workbook, the XML of Microsoft Project or YAML, its dates as iCalendar, and the report for the Board as PDF (Service Integrator and Board), with what the caller may see. CSV, workbook, XML and YAML can be imported again.")
	register(s, op, s.exportProgramme)
	s.registerCommands(at, programmeCommands)
}

type programmeExportInput struct {
	Named
	Format string `query:"format" enum:"csv,xlsx,xml,yaml,pdf,ics" default:"csv" doc:"The kind of file."`
}

// programmeFile is an answer that is made whole before it is sent.
type programmeFile struct {
	ContentType string `header:"Content-Type"`
	Name        string `header:"Content-Disposition"`
	Body        []byte
}

// programmeContents are the content types of a programme's files.
var programmeContents = map[string]string{
	app.CSV: contentTypes[app.CSV], app.XLSX: contentTypes[app.XLSX], app.MSPDI: "application/xml", app.YAML: "application/yaml", app.PDF: "application/pdf", app.ICS: "text/calendar; charset=utf-8",
}

func (s *server) exportProgramme(ctx context.Context, who identity.Principal, in *programmeExportInput) (*programmeFile, error) {
	row, err := s.Service.Case(ctx, who, in.Ref)
	if err != nil {
		return nil, err
	}
	content, err := s.Service.ProgrammeFile(ctx, who, row, in.Format, printer(ctx), "")
	if err != nil {
		return nil, err
	}
	name := fmt.Sprintf(`attachment; filename="%s-%s.%s"`, row.Ref, local(s.Service.Now()).Format("2006-01-02"), in.Format)
	return &programmeFile{ContentType: programmeContents[in.Format], Name: name, Body: content}, nil
}

const (
	byProgrammeLead = "Programme lead."
	byOwners        = "The organisation that owns it, and nobody for it (G-02): programme lead, provider manager, the Client's project leader, Board member."
	byOwnersToo     = "The organisation that owns it (G-02), a provider's agent too."
)

// examplePlan is a plan that lacks nothing.
var examplePlan = transition.Plan{
	Title: "Transitie van de werkplekdiensten", Price: decimal.RequireFromString("1000000.00"),
	Projects: []transition.ProjectPlan{{ID: "ALFA", Title: "Platform", Owner: transition.Owner{Org: "alfa"}}, {ID: "SI", Title: "Service-Integratie", Owner: transition.Owner{Org: "si"}}},
	Milestones: []transition.MilestonePlan{
		{ID: "M1", Title: "Platform ingericht", Project: "ALFA", Due: day(2026, 9, 1), Share: decimal.NewFromInt(40)},
		{ID: "M2", Title: "In gebruik genomen", Project: "SI", Due: day(2026, 10, 1), Share: decimal.NewFromInt(60), GoLive: true},
	},
	Links:     []transition.Link{{From: "M1", To: "M2", Lag: 5}},
	Products:  []transition.ProductPlan{{ID: "P1", Milestone: "M1", Title: "Ontwerp van het platform", Criteria: []string{"Beschrijft de terugval"}}},
	Checklist: []transition.ItemPlan{{ID: "C1", Milestone: "M2", Kind: transition.ItemBackOut, Title: "Terugvalprocedure geoefend"}},
	Risks:     []transition.RiskPlan{{ID: "K1", Title: "Te weinig capaciteit", Milestone: "M1", Owner: transition.Owner{Org: "si"}, Mitigation: "Extra mensen achter de hand.", Chance: 2, Impact: 3}},
	ExitItems: []transition.ExitPlan{{ID: "X1", Title: "Openstaande incidenten", Kind: "incident", Way: transition.ExitHandOver, To: "alfa"}},
}

var exampleEvidence = []transition.Evidence{{Title: "Verslag van de test", URL: "https://dms.example/verslag"}}

func dateOf(d calendar.Date) *calendar.Date { return &d }

// programmeCommands are all commands of a programme, in the order of its story.
var programmeCommands = []commandRoute{
	command(transition.ChangePlan, "plan-changes", "Change the plan",
		"What is given is added, or takes the place of what has the same ID. Of an accepted plan only what is no promise can change; the rest is for the steering committee (needs_rebaseline, P-11). Seen is state.content. "+byProgrammeLead,
		transition.PlanChange{Seen: "5f1c0a7b9d2e4c68", Plan: transition.Plan{Links: []transition.Link{{From: "M1", To: "M2", Lag: 10}}}, Reason: "Er is meer tijd nodig om te testen."}),
	command(transition.SubmitPlan, "submission", "Submit the plan to the Board", "Content is state.content as it was seen; the Board decides on exactly that, by a task (N-06). "+byProgrammeLead, transition.Submission{Content: "5f1c0a7b9d2e4c68"}),
	command(transition.RecordAward, "award", "Record when the award was notified", "When it came too late, conditional dates are not fixed (N-15). Programme lead, Board.", transition.Award{Date: day(2026, 5, 29)}),
	command(transition.Forecast, "forecasts", "State when a milestone is expected",
		"On a working day (N-05). Seen is the hash of what the forecast replaces (seen.{id} of the programme): of two people at once the second is refused (stale). The answer comes when the dates are carried through the network; the note carrying says when that takes longer. "+byOwnersToo,
		transition.ForecastDate{Milestone: "M1", Date: day(2026, 9, 15), Reason: "De servers komen later.", Seen: "02aff912fd7deb30"}),
	command(transition.Acknowledge, "acknowledgements", "Hold or move dates that others moved",
		"Without a date: I hold my date (N-05). Expected is the carried date that was seen. "+byOwners,
		transition.Acknowledgement{Request: "A1", Answers: []transition.Answer{{Milestone: "M2", Expected: day(2026, 10, 15), Reason: "Wij testen in het weekend."}}}),
	command(transition.Reach, "reachings", "Say that a milestone is reached",
		"Refused with products_open or checklist_open while something lacks (N-03, N-08, N-09). "+byOwners, transition.Reaching{Milestone: "M1", Date: day(2026, 9, 1), Evidence: exampleEvidence}),
	command(transition.Deliver, "deliveries", "Deliver a work product", "With what proves it (N-07). "+byOwnersToo, transition.Delivering{Product: "P1", Evidence: exampleEvidence}),
	command(transition.Check, "checks", "Check a work product that was delivered", "It then goes to the Board, or back to its owner with the findings (N-07). "+byProgrammeLead, transition.Checking{Product: "P1", Delivery: 1, OK: true}),
	command(transition.RecordEvidence, "evidence", "Give evidence for a checklist item", "Of the checklist of a go-live (N-03, N-08, N-09). "+byOwnersToo, transition.Proof{Item: "C1", Evidence: exampleEvidence}),
	command(transition.WithdrawEvidence, "evidence-withdrawals", "Withdraw evidence that does not hold", "The item then lacks evidence again (N-08). Who gave it, and the programme lead.", transition.ProofWithdrawn{Item: "C1", Reason: "De oefening mislukte."}),
	command(transition.RecordRisk, "risks", "Record a risk", "With its mitigation (N-06). Who takes part.",
		transition.RiskPlan{ID: "K2", Title: "Late levering", Milestone: "M1", Mitigation: "Tweede leverancier.", Chance: 2, Impact: 2}),
	command(transition.UpdateRisk, "risk-updates", "Say how a risk stands", "And what is done about it (N-06). Its owner, and the programme lead.", transition.RiskUpdate{Risk: "K1", State: transition.RiskMitigated, Note: "Er zijn mensen gevonden."}),
	command(transition.PlanExitItem, "exit-items", "Plan an open item of the previous provider", "To be closed, or handed over to somebody (O-03). "+byProgrammeLead, transition.ExitPlan{ID: "X2", Title: "Openstaande wijzigingen", Kind: "wijziging", Way: transition.ExitClose}),
	command(transition.SettleExitItem, "exit-settlements", "Settle an open item", "It is closed, or somebody has taken it over (O-03). "+byProgrammeLead, transition.ExitSettled{Item: "X1", Way: transition.ExitHandOver, To: "alfa", Note: "Overgedragen met de open gegevens."}),
	command(transition.Propose, "proposals", "Propose something to the steering committee",
		"Another baseline (P-11), an exemption, or a dispute about a refusal. Owners propose about what is theirs, the programme lead and the Board about everything.",
		transition.Proposing{Kind: transition.ProposeBaseline, Reason: "De levering is later.", Changes: map[string]transition.Redating{"M1": {Due: dateOf(day(2026, 9, 15))}}}),
	command(transition.WithdrawProposal, "proposal-withdrawals", "Withdraw a proposal", "As long as nothing was decided (P-10). Whose organisation made it.", transition.ProposalWithdrawn{Proposal: "R1", Reason: "Niet meer nodig."}),
	command(transition.PlanSession, "sessions", "Plan an extra session, or move a planned one", "Without a session it is an extra one, beside the rhythm (N-04). "+byProgrammeLead, transition.SessionPlan{Date: day(2026, 9, 8), Hour: 10, Reason: "Over de levering."}),
	command(transition.OpenSession, "session-openings", "Open a session with who is present", "The agenda is kept as it is now (N-04). "+byProgrammeLead,
		transition.SessionOpening{Session: "S1", Participants: []transition.Participation{{Org: "board", Role: "Bestuur"}, {Org: "alfa"}}}),
	command(transition.PutProposal, "puttings", "Put a proposal to the Board",
		"In a session where the Board is present (P-10); it then decides by a task. Content is that of the proposal. "+byProgrammeLead, transition.Putting{Proposal: "R1", Content: "02aff912fd7deb30", Advice: "Gunstig."}),
	command(transition.RecordDecision, "decisions", "Record a decision of the open session", "Beside proposals, which the Board decides (P-10). "+byProgrammeLead, transition.DecisionTaken{Text: "De test begint een week later."}),
	command(transition.CloseSession, "session-closings", "Close the session with its minutes", "They are kept (B-54). "+byProgrammeLead, transition.SessionClosing{Minutes: "Alle punten zijn behandeld."}),
	command(transition.ResubmitPayment, "payment-resubmissions", "Submit a refused payment again", "With a remark, and further papers (N-07). "+byProgrammeLead, transition.PaymentAgain{Milestone: "M1", Remark: "Met het ontbrekende stuk.", Papers: exampleEvidence}),
	command(transition.Complete, "completion", "Complete the programme", "Refused with programme_open while something is open (N-08). "+byProgrammeLead, transition.Completion{Report: "Alles is in gebruik."}),
	command(transition.Stop, "stopping", "Stop the programme", "All its clocks and tasks end (N-01). Board.", transition.Because{Reason: "De overeenkomst is beëindigd."}),
}

// registerPlans are how a plan comes in as a file, or from a template.
func (s *server) registerPlans(at resource) {
	check := post(at.path+"/check", "check-plan", at.tag, "Read a plan's file without opening anything",
		"The body is the file itself: YAML, CSV, a workbook, or the XML of Microsoft Project. Everything that is wrong is named with its line and column; otherwise the plan that it holds comes back, with remarks (N-06). "+byProgrammeLead)
	check.DefaultStatus = http.StatusOK
	register(s, fromFile(check), s.checkPlan)
	take := post(at.path+"/import", "import-programme", at.tag, "Open a programme from a plan's file",
		"The body is the file itself, as for check. A file with errors opens nothing (N-06). "+byProgrammeLead)
	take.DefaultStatus = http.StatusCreated
	register(s, fromFile(take), s.importProgramme)
	register(s, get(at.path+"/templates", "list-plan-templates", at.tag, "List the templates of programmes", "The contract's own programme (N-10…N-16), the onboarding of a Client (N-17), a provider that joins or leaves (O-03). "+byProgrammeLead), s.planTemplates)
	begin := post(at.path+"/from-template", "open-programme-from-template", at.tag, "Open a programme from a template", "With who takes which place, and from when its dates count (N-10, N-17, O-03). "+byProgrammeLead)
	begin.DefaultStatus = http.StatusCreated
	begin.RequestBody = bodyLike(TemplateUse{Template: "joining", Start: dateOf(day(2026, 9, 1)), Parties: map[string]string{"provider": "alfa"}})
	register(s, begin, s.fromTemplate)
}

// fromFile says in the document that the body of an operation is a file.
func fromFile(op huma.Operation) huma.Operation {
	file := &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}
	op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{}}
	for _, kind := range []string{"application/yaml", "text/csv", "application/xml", contentTypes[app.XLSX], "application/octet-stream"} {
		op.RequestBody.Content[kind] = file
	}
	op.MaxBodyBytes = planBytes
	return op
}
