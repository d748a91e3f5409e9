package config

import (
	"errors"

	"github.com/shopspring/decimal"

	"termijn/internal/calendar"
)

// Transition is what transition programmes keep from configuration.
type Transition struct {
	// Cap is what a whole programme may cost, in euro including VAT (N-01): that of
	// the contract's own template.
	Cap       decimal.Decimal
	Templates []ProgrammeTemplate
}

// Template finds a template by its ID.
func (t Transition) Template(id string) (ProgrammeTemplate, bool) {
	for _, x := range t.Templates {
		if x.ID == id {
			return x, true
		}
	}
	return ProgrammeTemplate{}, false
}

// transition reads the templates of programmes; days are counted on the newest
// working-day calendar.
func (p *Policy) transition(dir string) (Transition, error) {
	cal, err := p.Calendars.Current("workdays", calendar.Date{Year: 2100, Month: 1, Day: 1})
	if err != nil {
		return Transition{}, err
	}
	var t Transition
	if t.Templates, err = Transitions(dir, cal); err != nil {
		return Transition{}, err
	}
	for _, x := range t.Templates {
		if x.Kind == "programme" && x.plan.Cap.IsPositive() {
			t.Cap = x.plan.Cap
		}
	}
	if !t.Cap.IsPositive() {
		return Transition{}, errors.New("configuration: no template of a programme gives its cap (N-01)")
	}
	return t, nil
}
