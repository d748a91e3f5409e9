package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/workflows/regie"
)

// RegieCase is a case of support in regie with everything that its page shows.
type RegieCase struct {
	Case
	State  regie.State `json:"state" doc:"The process's own state: request, questions, offer, approvals, order, timesheets, statements, changes."`
	Clocks []Clock     `json:"clocks"`
	Tasks  []Task      `json:"tasks" doc:"Open and closed, the open ones first."`
	Now    time.Time   `json:"now" doc:"The instant that the clocks' values are of."`
}

// RegieReportRow is a line of the M-22 report.
type RegieReportRow struct {
	Ref            string            `json:"ref" doc:"WR number."`
	Title          string            `json:"title" doc:"Short description."`
	Stage          string            `json:"stage"`
	Outcome        string            `json:"outcome,omitempty"`
	Client         string            `json:"client" doc:"Name of the Client."`
	Representative string            `json:"representative" doc:"Name of the Client's representative."`
	Providers      []string          `json:"providers" doc:"Names of the providers involved."`
	Requested      time.Time         `json:"requested" doc:"Date of the request."`
	Orderable      *time.Time        `json:"orderable,omitempty" doc:"Date of the first orderable proposal."`
	Committed      string            `json:"committed,omitempty" format:"date" doc:"Date of the Client's budget commitment."`
	Ordered        *time.Time        `json:"ordered,omitempty" doc:"Date of the order."`
	Answer         RegieAnswerTime   `json:"answer"`
	Statements     []RegieReportBill `json:"statements"`
}

// RegieAnswerTime is the value of the answer clock.
type RegieAnswerTime struct {
	State     string     `json:"state" enum:"running,paused,met,breached,cancelled"`
	Due       *time.Time `json:"due,omitempty"`
	Actual    int64      `json:"actual" doc:"Working days from the request to the orderable proposal (M-15)."`
	Corrected int64      `json:"corrected" doc:"The same without the suspended days; this value decides."`
}

// RegieReportBill is a statement in the M-22 report.
type RegieReportBill struct {
	ID        string     `json:"id"`
	Month     string     `json:"month" example:"2026-03"`
	State     string     `json:"state" enum:"pending,approved,rejected"`
	Submitted time.Time  `json:"submitted"`
	Approved  *time.Time `json:"approved,omitempty"`
	Amount    string     `json:"amount" example:"12345.50" doc:"In euro, VAT excluded."`
}

func reportRowOf(r app.RegieRow) RegieReportRow {
	v := RegieReportRow{Ref: r.Ref, Title: r.Title, Stage: r.Stage, Outcome: r.Outcome, Client: r.Client, Representative: r.Representative, Providers: r.Providers,
		Requested: local(r.Requested), Orderable: localOrNil(r.Orderable), Ordered: localOrNil(r.Ordered), Statements: []RegieReportBill{},
		Answer: RegieAnswerTime{State: r.Answer.State, Due: localOrNil(r.Answer.Due), Actual: r.Answer.Actual, Corrected: r.Answer.Corrected}}
	if r.Committed != nil {
		v.Committed = r.Committed.String()
	}
	for _, s := range r.Statements {
		v.Statements = append(v.Statements, RegieReportBill{ID: s.ID, Month: s.Month, State: s.State, Submitted: local(s.Submitted),
			Approved: localOrNil(s.Approved), Amount: s.Amount.StringFixed(2)})
	}
	return v
}

type regieListInput struct {
	Filters
	Paged
}

// opened is the answer to a request that opened a case.
type opened struct {
	Location string `header:"Location" doc:"The address of the case."`
	Body     Receipt
}

const regiePath = "/api/v1/regie"

var regieResource = resource{process: regie.Name, path: regiePath, tag: "Regie"}

func (s *server) registerRegie() {
	open := post(regiePath, "open-regie", "Regie", "Order support",
		"Opens a case: the fields of M-01. The answer time of 15 working days starts (M-08). A requester or project leader of a Client may do this.")
	open.DefaultStatus = http.StatusCreated
	register(s, open, func(ctx context.Context, who identity.Principal, in *openInput[regie.Request]) (*opened, error) {
		r, err := s.Service.OpenRegie(ctx, who, keyOf(ctx), in.Body)
		if err != nil {
			return nil, err
		}
		return &opened{Location: regiePath + "/" + r.Ref, Body: receiptOf(ctx, r)}, nil
	})
	register(s, get(regiePath, "list-regie", "Regie", "List cases with the columns of M-22", "One row per case with its statements, within what the caller may see."),
		func(ctx context.Context, who identity.Principal, in *regieListInput) (*list[RegieReportRow], error) {
			rows, next, err := s.Service.RegieRows(ctx, who, in.filter(regie.Name), in.page())
			if err != nil {
				return nil, err
			}
			return listOf(in.Paged, rows, next, reportRowOf), nil
		})
	register(s, exportOperation(), s.exportRegie)
	register(s, get(regiePath+"/{ref}", "get-regie", "Regie", "Show a case", "The whole case: its state, its clocks as of now, its tasks. Personal texts are filled in."), s.regieCase)
	s.registerCommands(regieResource, regieCommands)
}

func (s *server) regieCase(ctx context.Context, who identity.Principal, in *Named) (*answer[RegieCase], error) {
	w, err := s.Service.Whole(ctx, who, in.Ref)
	if err != nil {
		return nil, err
	}
	st, err := w.Regie()
	if err != nil {
		return nil, err
	}
	show(&st, w.Texts)
	out := RegieCase{Case: caseOf(w.CaseRow), State: st, Clocks: clocksOf(w.Clocks), Tasks: []Task{}, Now: local(w.Now)}
	for _, t := range w.Tasks {
		out.Tasks = append(out.Tasks, taskOf(ctx, t))
	}
	return &answer[RegieCase]{Body: out}, nil
}

// exportOperation describes the export: its answer is a file.
func exportOperation() huma.Operation {
	op := get(regiePath+"/export", "export-regie", "Regie", "Export the M-22 report",
		"One line per case and statement, as CSV for Excel with Dutch settings (semicolons, decimal commas, byte-order mark) or as XLSX. Heads are in the language of Accept-Language. "+
			"Text that a spreadsheet would take for a formula is defused.")
	binary := &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}
	op.Responses = map[string]*huma.Response{"200": {Description: "The file.", Content: map[string]*huma.MediaType{
		contentTypes[app.CSV]: binary, contentTypes[app.XLSX]: binary}}}
	return op
}
