package api

import (
	"context"
	"time"

	"termijn/internal/identity"
)

// CausedReport says which critical incidents changes caused.
type CausedReport struct {
	Months []CausedMonth `json:"months" doc:"Every month of the stretch, the first one first."`
}

// CausedMonth is a month of it.
type CausedMonth struct {
	Month string           `json:"month" example:"2026-03"`
	Count int              `json:"count" doc:"How many count; the contract wants none (C-28)."`
	Rows  []CausedIncident `json:"rows"`
}

// CausedIncident is a critical incident whose root cause is a change.
type CausedIncident struct {
	Incident    string    `json:"incident" example:"INC-2026-000042"`
	Problem     string    `json:"problem" example:"PRB-2026-000007"`
	Change      string    `json:"change,omitempty"`
	At          time.Time `json:"at"`
	Counted     bool      `json:"counted" doc:"False for a change by a party outside the ecosystem (C-29)."`
	Attribution string    `json:"attribution" enum:"outside,provider,process,open" doc:"provider: it did not follow the process, so there is no price correction for the Service Integrator; process: the process was badly described or communicated, and the correction stays (C-30); open: the analysis does not say yet."`
	Finding     string    `json:"finding,omitempty"`
	Proof       string    `json:"proof,omitempty"`
}

func (s *server) registerCausedReport() {
	register(s, get("/api/v1/reports/changes", "report-changes", "Reports", "Critical incidents that changes caused",
		"By month (C-28 to C-30), within what the caller may see. Providers, the Service Integrator, the Board."), s.causedReport)
}

func (s *server) causedReport(ctx context.Context, who identity.Principal, in *Months) (*answer[CausedReport], error) {
	from, until, err := s.months(*in)
	if err != nil {
		return nil, err
	}
	months, err := s.Service.CausedByChanges(ctx, who, from, until.AddMonthsClamped(1))
	if err != nil {
		return nil, err
	}
	out := CausedReport{Months: []CausedMonth{}}
	for _, m := range months {
		month := CausedMonth{Month: m.Month.String()[:len("2026-03")], Count: m.Count, Rows: []CausedIncident{}}
		for _, r := range m.Rows {
			month.Rows = append(month.Rows, CausedIncident{Incident: r.Incident, Problem: r.Problem, Change: r.Change, At: local(r.At), Counted: r.Counted(),
				Attribution: r.Attribution, Finding: r.Finding, Proof: r.Proof})
		}
		out.Months = append(out.Months, month)
	}
	return &answer[CausedReport]{Body: out}, nil
}
