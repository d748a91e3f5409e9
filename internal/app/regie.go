package app

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"termijn/internal/calendar"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/regie"
)

// OpenRegie orders support in regie: it gives the case its reference and returns
// when its first event is recorded.
func (s *Service) OpenRegie(ctx context.Context, p identity.Principal, key string, r regie.Request) (casework.Receipt, error) {
	if !p.May(identity.OpenRegie, nil) {
		return casework.Receipt{}, ErrForbidden
	}
	if err := plain(r); err != nil {
		return casework.Receipt{}, err
	}
	colleagues, err := s.Store.People(ctx, p.Org)
	if err != nil {
		return casework.Receipt{}, err
	}
	policy, err := s.regiePolicy(p.Org, colleagues)
	if err != nil {
		return casework.Receipt{}, err
	}
	now := s.Time.Now()
	if err := s.checkRegie(ctx, r, policy, colleagues, now); err != nil {
		return casework.Receipt{}, err
	}
	return open(ctx, s, p, key, regie.Prefix, r, casework.Start[regie.State]{State: casework.State[regie.State]{
		Process: regie.Name, Version: regie.Version, Title: r.Title,
		Parties: record.Parties{Client: p.Org, Providers: []string{r.Provider}, Requester: p.Person, Representative: r.Representative},
		Own:     regie.State{Request: r, Policy: policy},
	}})
}

// regiePolicy takes a Client's policy as it stands now (M-05, M-17). Approvers
// who left the organisation are not asked.
func (s *Service) regiePolicy(client string, colleagues []ledger.Person) (regie.Policy, error) {
	c := s.Policy.Regie
	p := regie.Policy{Version: c.Version, WeekHours: c.WeekHours, Maxima: map[string]decimal.Decimal{}}
	for _, profile := range c.Profiles {
		p.Maxima[profile.ID] = profile.Maximum
	}
	for _, step := range c.Flow(client) {
		var approvers []string
		for _, person := range colleagues {
			named := slices.Contains(step.People, person.ID)
			if person.Active && (named || step.Role != "" && identity.Of(person).Has(step.Role)) {
				approvers = append(approvers, person.ID)
			}
		}
		if len(approvers) == 0 {
			return p, casework.Refuse("no_approvers", "step", step.Name)
		}
		p.Flow = append(p.Flow, regie.Step{Name: step.Name, Approvers: approvers, Rule: step.Rule, Number: step.Number})
	}
	return p, nil
}

// checkRegie refuses a request that lacks something, or names a provider or a
// representative that it cannot name.
func (s *Service) checkRegie(ctx context.Context, r regie.Request, policy regie.Policy, colleagues []ledger.Person, now time.Time) error {
	if err := r.Check(policy, calendar.DateOf(now, s.zone())); err != nil {
		return err
	}
	var v casework.Invalid
	providers, err := s.Store.Organisations(ctx, "provider")
	if err != nil {
		return err
	}
	v.Check(slices.ContainsFunc(providers, func(o ledger.Organisation) bool { return o.ID == r.Provider }), "provider", "unknown")
	v.Check(slices.ContainsFunc(colleagues, func(rep ledger.Person) bool {
		return rep.ID == r.Representative && rep.Active && identity.Of(rep).Has(identity.RoleRequester, identity.RoleProjectLeader)
	}), "representative", "unknown_person")
	return v.Err()
}

// SubmitTimesheet adds to a timesheet what the same person registered elsewhere
// in that week (B-23) and sends it.
func (s *Service) SubmitTimesheet(ctx context.Context, p identity.Principal, ref, key string, d regie.TimesheetDraft) (casework.Receipt, error) {
	d.Elsewhere = decimal.Zero
	asked := d
	if p.Kind == "provider" {
		var hours decimal.Decimal
		err := s.Store.Pool().QueryRow(ctx, elsewhereSQL, p.Org, ref, d.Line, d.Week.String()).Scan(&hours)
		if err != nil {
			return casework.Receipt{}, fmt.Errorf("hours elsewhere: %w", err)
		}
		d.Elsewhere = hours
	}
	return sendAs(ctx, s, p, regie.Name, ref, key, regie.SubmitTimesheet, asked, d)
}

// elsewhereSQL adds up what the person on line $3 of case $2 registered in week
// $4 in the provider's other cases; people are the same when their staff number is.
const elsewhereSQL = `
SELECT coalesce(sum(day::numeric), 0)::text
FROM cases mine, cases c, jsonb_each(c.view->'timesheets') sheet, jsonb_array_elements_text(sheet.value->'days') day
WHERE mine.ref = $2 AND c.process = 'regie' AND c.provider_orgs @> ARRAY[$1] AND c.ref <> $2
  AND sheet.value->>'week' = $4 AND sheet.value->>'state' <> 'rejected'
  AND c.view #>> ARRAY['offer', 'lines', sheet.value->>'line', 'staff'] = mine.view #>> ARRAY['offer', 'lines', $3, 'staff']`

// zone is where dates are read: Europe/Brussels.
func (s *Service) zone() *time.Location {
	cal, err := s.Policy.Calendars.Current("workdays", calendar.DateOf(time.Now(), time.UTC))
	if err != nil {
		panic("calendar workdays is missing: " + err.Error()) // loading checks it
	}
	return cal.Location()
}
