package app

import (
	"context"

	"github.com/shopspring/decimal"

	"termijn/config"
	"termijn/internal/calendar"
	"termijn/internal/identity"
	"termijn/internal/planfile"
	"termijn/workflows/casework"
	"termijn/workflows/transition"
)

// PlanTemplates are the templates that a programme can begin with.
func (s *Service) PlanTemplates() []config.ProgrammeTemplate { return s.Policy.Transition.Templates }

// PlanTemplate is a template's plan as a file, with its dates from a start on and its
// places taken by organisations, and its price unless that is zero: what is shown and
// opened as any other file.
func (s *Service) PlanTemplate(_ context.Context, p identity.Principal, id string, start calendar.Date, parties map[string]string, price decimal.Decimal) (string, []byte, error) {
	if !p.May(identity.OpenProgramme, nil) {
		return "", nil, ErrForbidden
	}
	t, ok := s.Policy.Transition.Template(id)
	if !ok {
		return "", nil, ErrNotFound
	}
	var v casework.Invalid
	for _, party := range t.Parties {
		v.Check(parties[party.ID] != "", "party."+t.ID+"."+party.ID, "required")
	}
	v.Check(!t.Relative() || !start.IsZero(), "start", "required")
	if err := v.Err(); err != nil {
		return "", nil, err
	}
	days, err := s.Policy.Calendars.Current("workdays", calendar.DateOf(s.Now(), brussels))
	if err != nil {
		return "", nil, err
	}
	plan, err := t.Plan(start, parties, days)
	if err != nil {
		return "", nil, err
	}
	if !price.IsZero() {
		plan.Price = price
	}
	text, err := planfile.WriteYAML(plan)
	return t.ID + ".yaml", text, err
}

// KindOfTemplate is the kind of programme that a template opens.
func (s *Service) KindOfTemplate(id string) string {
	if t, ok := s.Policy.Transition.Template(id); ok {
		return t.Kind
	}
	return transition.KindProgramme
}
