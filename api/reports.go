package api

import (
	"context"

	"termijn/internal/app"
	"termijn/internal/calendar"
	"termijn/internal/identity"
	"termijn/workflows/casework"
)

// SLAReport is how promises were kept.
type SLAReport struct {
	Months   []SLARow `json:"months" doc:"By process, definition and month, over all Clients."`
	Quarters []SLARow `json:"quarters" doc:"By process, definition, Client and quarter."`
}

// SLARow is how one SLA definition was kept in one period.
type SLARow struct {
	Process       string   `json:"process"`
	Definition    string   `json:"definition" example:"regie.answer"`
	Rule          string   `json:"rule,omitempty" example:"M-08" doc:"The contract's rule about the promise."`
	Period        string   `json:"period" example:"2026-03" doc:"A month, or a quarter such as 2026-Q1. A promise belongs to the period in which it was kept or broken; an open one to that of its due time."`
	Client        string   `json:"client,omitempty"`
	Measured      int      `json:"measured" doc:"Met and breached together. Terms that lapse and cancelled clocks do not count."`
	Met           int      `json:"met"`
	Breached      int      `json:"breached"`
	Running       int      `json:"running" doc:"Not decided yet."`
	Percent       *float64 `json:"percent,omitempty" doc:"Met ÷ measured × 100, one decimal; absent when nothing is measured."`
	Objective     *float64 `json:"objective,omitempty" doc:"The percentage that the contract asks for; absent where it asks for none."`
	ObjectiveRule string   `json:"objectiveRule,omitempty" example:"M-10"`
	Reached       *bool    `json:"reached,omitempty" doc:"Whether the exact share reached the objective."`
}

type slaInput struct {
	Process    string `query:"process" doc:"Only this process."`
	Definition string `query:"definition" example:"regie.answer" doc:"Only this SLA definition."`
	Client     string `query:"client" doc:"Only cases of this Client."`
	Provider   string `query:"provider" doc:"Only cases that concern this provider; of a programme its own milestones and acknowledgements."`
	Months
}

// Months are the part of a report's input that says which months.
type Months struct {
	From  string `query:"from" pattern:"^[0-9]{4}-(0[1-9]|1[0-2])$" example:"2026-01" doc:"The first month; by default eleven months before the last."`
	Until string `query:"until" pattern:"^[0-9]{4}-(0[1-9]|1[0-2])$" example:"2026-12" doc:"The last month; by default the present one."`
}

func (s *server) registerReports() {
	register(s, get("/api/v1/reports/sla", "report-sla", "Reports", "How promises were kept",
		"By month, and per Client by quarter, within what the caller may see. A programme has several providers: each one's figures count the milestones that it promised (N-07). For the answer time of regie the contract asks 95 % a month (M-08) and 80 % per Client a quarter (M-10)."), s.slaReport)
}

// longestReport is the longest stretch of a report in months.
const longestReport = 120

func (s *server) slaReport(ctx context.Context, who identity.Principal, in *slaInput) (*answer[SLAReport], error) {
	from, until, err := s.months(in.Months)
	if err != nil {
		return nil, err
	}
	r, err := s.Service.SLA(ctx, who, app.SLAFilter{Process: in.Process, Definition: in.Definition, Client: in.Client, Provider: in.Provider, From: from, Until: until})
	if err != nil {
		return nil, err
	}
	return &answer[SLAReport]{Body: SLAReport{Months: slaRows(r.Months), Quarters: slaRows(r.Quarters)}}, nil
}

// months are the first days of the first and the last month asked for.
func (s *server) months(in Months) (from, until calendar.Date, err error) {
	until = calendar.DateOf(s.Service.Now(), brussels)
	if in.Until != "" {
		until = firstOf(in.Until)
	}
	from = until.AddMonthsClamped(-11)
	if in.From != "" {
		from = firstOf(in.From)
	}
	var v casework.Invalid
	v.Check(!from.After(until) && from.AddMonthsClamped(longestReport).After(until), "from", "bad_period", "max", "120")
	return from, until, v.Err()
}

// firstOf is the first day of a month that is written 2026-03.
func firstOf(month string) calendar.Date {
	d, _ := calendar.ParseDate(month + "-01") // its pattern is checked
	return d
}

func slaRows(rows []app.SLARow) []SLARow {
	list := make([]SLARow, 0, len(rows))
	for _, r := range rows {
		list = append(list, SLARow{Process: r.Process, Definition: r.Definition, Rule: r.Rule, Period: r.Period, Client: r.Client, Measured: r.Measured,
			Met: r.Met, Breached: r.Breached, Running: r.Running, Percent: r.Percent, Objective: r.Objective, ObjectiveRule: r.ObjectiveRule, Reached: r.Reached})
	}
	return list
}
