package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"termijn/internal/calendar"
	"termijn/internal/i18n"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/internal/planfile"
)

// ProgrammeFile is a programme as a file. The row is one that the principal was
// given: nobody gets more in a file than on a page. base is the site's address.
func (s *Service) ProgrammeFile(ctx context.Context, p identity.Principal, row ledger.CaseRow, format string, say *i18n.Printer, base string) ([]byte, error) {
	own, err := ProgrammeOf(row)
	if err != nil {
		return nil, err
	}
	if slices.Contains(SteeringFormats, format) && p.Kind != "si" && p.Kind != "board" {
		return nil, ErrForbidden
	}
	switch format {
	case ICS:
		return s.ProgrammeDates(row, say, base)
	case PDF:
		names, err := s.Names(ctx)
		if err != nil {
			return nil, err
		}
		return boardReport{say: say, own: own, names: names, now: s.Now()}.pdf(row)
	}
	write, ok := planWriters[format]
	if !ok {
		return nil, ErrFormat
	}
	var plan planfile.Plan
	raw, err := json.Marshal(own.Plan())
	if err == nil {
		err = json.Unmarshal(raw, &plan)
	}
	if err != nil {
		return nil, fmt.Errorf("plan of %s: %w", row.Ref, err)
	}
	plan.Title = row.Title
	for i, m := range plan.Milestones {
		if is := own.Milestones[m.ID]; is.Forecast != nil {
			plan.Milestones[i].Forecast = is.Forecast.Date
		}
		if is := own.Milestones[m.ID]; is.Reached != nil {
			plan.Milestones[i].Reached = is.Reached.Date
		}
	}
	days, err := s.Policy.Calendars.Current("workdays", calendar.DateOf(s.Now(), brussels))
	if err != nil {
		return nil, err
	}
	language := planfile.Dutch
	if say.Lang() == i18n.English {
		language = planfile.English
	}
	return write(plan, days, language)
}

// planWriters write a plan, by format.
var planWriters = map[string]func(planfile.Plan, *calendar.Calendar, planfile.Language) ([]byte, error){
	YAML: func(p planfile.Plan, _ *calendar.Calendar, _ planfile.Language) ([]byte, error) {
		return planfile.WriteYAML(p)
	},
	CSV: func(p planfile.Plan, _ *calendar.Calendar, l planfile.Language) ([]byte, error) {
		return planfile.WriteCSV(p, l)
	},
	XLSX: func(p planfile.Plan, _ *calendar.Calendar, l planfile.Language) ([]byte, error) {
		return planfile.WriteXLSX(p, l)
	},
	MSPDI: planfile.WriteMSPDI,
}
