package app

import (
	"context"
	"fmt"
	"slices"
	"time"

	"termijn/internal/calendar"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/workflows/casework"
	"termijn/workflows/transition"
)

// OpenProgramme opens a transition programme with a plan (N-06). What is wrong with
// the plan is named, all of it, and nothing is opened.
func (s *Service) OpenProgramme(ctx context.Context, p identity.Principal, key string, r transition.Request) (casework.Receipt, error) {
	if !p.May(identity.OpenProgramme, nil) {
		return casework.Receipt{}, ErrForbidden
	}
	if err := plain(r); err != nil {
		return casework.Receipt{}, err
	}
	asked := r
	if err := s.completeProgramme(ctx, &r); err != nil {
		return casework.Receipt{}, err
	}
	receipt, err := open(ctx, s, p, key, transition.Prefix, asked, casework.Start[transition.State]{State: casework.State[transition.State]{
		Process: transition.Name, Version: transition.Version, Title: r.Plan.Title, Parties: transition.Parties(r), Own: transition.Opened(r)}})
	if err != nil {
		return receipt, err
	}
	return s.carriedThrough(ctx, receipt), nil
}

// completeProgramme checks a request, and puts the contract's cap on a programme.
func (s *Service) completeProgramme(ctx context.Context, r *transition.Request) error {
	if r.Kind == transition.KindProgramme {
		r.Plan.Cap = s.Policy.Transition.Cap // N-01
	}
	var v casework.Invalid
	if err := s.checkPlan(ctx, &v, "plan.", r.Plan); err != nil {
		return err
	}
	if r.Client != "" {
		if err := s.checkOrg(ctx, &v, "client", r.Client, "client"); err != nil {
			return err
		}
	}
	return both(r.Check(), v.Err())
}

// both joins what two checks found wrong with the fields of a command.
func both(a, b error) error {
	x, isX := a.(*casework.Refusal)
	y, isY := b.(*casework.Refusal)
	switch {
	case a == nil:
		return b
	case isX && isY && x.Code == casework.CodeInvalid && y.Code == casework.CodeInvalid:
		return &casework.Refusal{Code: casework.CodeInvalid, Fields: slices.Concat(x.Fields, y.Fields)}
	}
	return a
}

// checkPlan notes owners that are not known, and dates that are no working days
// though the contract does not name them.
func (s *Service) checkPlan(ctx context.Context, v *casework.Invalid, at string, plan transition.Plan) error {
	orgs, err := s.Store.Organisations(ctx, "")
	if err != nil {
		return err
	}
	people, err := s.Store.People(ctx, "")
	if err != nil {
		return err
	}
	owner := func(field string, o transition.Owner) {
		if o.Org == "" {
			return // the process asks for what is missing
		}
		v.Check(slices.ContainsFunc(orgs, func(x ledger.Organisation) bool { return x.ID == o.Org }), field+".owner.org", "unknown_org", "org", o.Org)
		v.Check(o.Person == "" || slices.ContainsFunc(people, func(x ledger.Person) bool { return x.ID == o.Person && x.Org == o.Org && x.Active }),
			field+".owner.person", "unknown")
	}
	for i, x := range plan.Projects {
		owner(fmt.Sprintf("%sprojects[%d]", at, i), x.Owner)
	}
	for i, x := range plan.Milestones {
		field := fmt.Sprintf("%smilestones[%d]", at, i)
		owner(field, x.Owner)
		if x.Rule == "" {
			s.checkWorkingDay(v, field+".due", x.Due)
		}
	}
	for i, x := range plan.Checklist {
		owner(fmt.Sprintf("%schecklist[%d]", at, i), x.Owner)
	}
	for i, x := range plan.Risks {
		owner(fmt.Sprintf("%srisks[%d]", at, i), x.Owner)
	}
	return nil
}

// checkOrg notes an organisation that is not there, or not of the kind.
func (s *Service) checkOrg(ctx context.Context, v *casework.Invalid, field, id, kind string) error {
	orgs, err := s.Store.Organisations(ctx, kind)
	if err == nil {
		v.Check(slices.ContainsFunc(orgs, func(x ledger.Organisation) bool { return x.ID == id }), field, "unknown_org", "org", id)
	}
	return err
}

// checkWorkingDay notes a date on which nobody works, with the next one on which
// somebody does.
func (s *Service) checkWorkingDay(v *casework.Invalid, field string, d calendar.Date) {
	if d.IsZero() || d.Year < 2000 || d.Year > 2100 {
		return // the process says so
	}
	cal, err := s.Policy.Calendars.CurrentAt("workdays", s.Now())
	if err != nil || cal.IsWorkingDay(d) {
		return
	}
	v.Add(field, "not_a_working_day", "date", d.String(), "next", cal.AddWorkingDays(d, 1).String())
}

// checkProgramme checks of a programme's command what the case cannot know: working
// days and owners.
func (s *Service) checkProgramme(ctx context.Context, body any) error {
	var v casework.Invalid
	switch m := body.(type) {
	case transition.ForecastDate:
		s.checkWorkingDay(&v, "date", m.Date)
	case transition.SessionPlan:
		s.checkWorkingDay(&v, "date", m.Date)
	case transition.Acknowledgement:
		for i, x := range m.Answers {
			if x.Date != nil {
				s.checkWorkingDay(&v, fmt.Sprintf("answers[%d].date", i), *x.Date)
			}
		}
	case transition.Proposing:
		for id, c := range m.Changes {
			if c.Due != nil {
				s.checkWorkingDay(&v, "changes."+id+".due", *c.Due)
			}
		}
		if err := s.checkPlan(ctx, &v, "new.", transition.Plan{Milestones: m.New}); err != nil {
			return err
		}
	case transition.PlanChange:
		if err := s.checkPlan(ctx, &v, "plan.", m.Plan); err != nil {
			return err
		}
	case transition.RiskPlan:
		if err := s.checkPlan(ctx, &v, "", transition.Plan{Risks: []transition.RiskPlan{m}}); err != nil {
			return err
		}
	}
	return v.Err()
}

// carryWait bounds how long a command waits until what it changed is carried through
// the network; who posts and then reads then reads the carried plan.
const carryWait = 3 * time.Second

// noteCarrying tells the sender that it took longer.
const noteCarrying = "carrying"

// carriedThrough waits, for a short time, until the dates that a command changed are
// carried through the programme.
func (s *Service) carriedThrough(ctx context.Context, r casework.Receipt) casework.Receipt {
	deadline := time.Now().Add(carryWait)
	for pause := 5 * time.Millisecond; ; pause = min(2*pause, 100*time.Millisecond) {
		changed, seq, err := s.Store.Carrying(ctx, r.Ref)
		if err != nil || changed < r.Seq || seq >= r.Seq {
			return r // what is recorded is recorded, whether it can be looked at or not
		}
		if time.Now().After(deadline) || ctx.Err() != nil {
			r.Notes = append(slices.Clone(r.Notes), noteCarrying)
			return r
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
}
