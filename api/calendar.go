package api

import (
	"context"
	"fmt"
	"slices"
	"time"

	"termijn/internal/app"
	"termijn/internal/calendar"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/workflows/casework"
)

// ForwardSchedule is what is planned in a stretch of time, as the caller may know of it.
type ForwardSchedule struct {
	From  time.Time      `json:"from"`
	To    time.Time      `json:"to"`
	Items []PlannedEntry `json:"items" doc:"In order of when they begin."`
	More  bool           `json:"more,omitempty" doc:"There is more than one answer holds: ask for a shorter stretch."`
}

// PlannedEntry is something that is planned.
type PlannedEntry struct {
	Ref      string    `json:"ref,omitempty" example:"CHG-2026-000042" doc:"Its case, for who may see it."`
	Title    string    `json:"title,omitempty"`
	Hidden   bool      `json:"hidden,omitempty" doc:"It is about another provider's confidential item: the caller learns that something is planned, and when (B-36)."`
	Kind     string    `json:"kind" enum:"change,freeze,maintenance,notice" doc:"notice is announced planned unavailability."`
	Sort     string    `json:"sort,omitempty" enum:"normal,standard,emergency,automated" doc:"Of a change."`
	Stage    string    `json:"stage,omitempty" doc:"The stage of its case."`
	Provider string    `json:"provider,omitempty" doc:"Who plans it; absent for the Service Integrator."`
	Services []string  `json:"services" doc:"Services and items of the service map that it touches; for a Client the services that its users know. hidden stands for what the caller may not know of."`
	All      bool      `json:"all,omitempty" doc:"A freeze of everything."`
	From     time.Time `json:"from"`
	To       time.Time `json:"to"`
	Firm     bool      `json:"firm" doc:"Approved or announced; else it is only asked for."`
	Over     bool      `json:"over,omitempty" doc:"It began, and ended or was lifted before its end."`
	// Collisions are with what the caller may know of, also outside the filter.
	Collisions []PlannedClash `json:"collisions" doc:"With what else it collides, as far as the caller may know; also with what the filter leaves out."`
}

// PlannedClash is a collision with something else that is planned.
type PlannedClash struct {
	Kind  string    `json:"kind" enum:"freeze,maintenance,same_item,unavailable,parent,dependent,same_team" doc:"The strongest reason."`
	Ref   string    `json:"ref,omitempty" doc:"The other case, for who may see it."`
	Title string    `json:"title,omitempty" doc:"Absent when the other one is hidden."`
	From  time.Time `json:"from" doc:"When both are under way."`
	To    time.Time `json:"to"`
}

type calendarInput struct {
	From     time.Time `query:"from" doc:"An instant; the beginning of today when absent."`
	To       time.Time `query:"to" doc:"An instant after from, at most 400 days later; 31 days after from when absent."`
	Service  string    `query:"service" example:"burgerloket" doc:"Only what touches this service or item of the service map, or a part of it. A freeze of everything always does."`
	Provider string    `query:"provider" example:"alfa" doc:"Only what this provider plans."`
}

// Bounds of what is asked, in days.
const (
	longestSchedule = 400
	usualSchedule   = 31
)

func (s *server) registerCalendar() {
	register(s, get("/api/v1/calendar", "read-calendar", "Changes", "Read the forward schedule",
		"Changes, freezes, maintenance and planned unavailability, with their collisions (B-16, B-36). The Service Integrator and the Board read all; "+
			"a provider what is firm or its own, the confidential items of others withheld; a Client what is approved or announced and touches a service that its users know."), s.calendar)
}

func (s *server) calendar(ctx context.Context, who identity.Principal, in *calendarInput) (*answer[ForwardSchedule], error) {
	q, err := s.scheduleQuery(*in)
	if err != nil {
		return nil, err
	}
	found, err := s.Service.Schedule(ctx, who, q)
	if err != nil {
		return nil, err
	}
	if _, known := found.Map.Item(q.Item); q.Item != "" && !known {
		return nil, unknown("service")
	}
	providers, err := s.Service.Keepers(ctx)
	if err != nil {
		return nil, err
	}
	if q.Provider != "" && !slices.ContainsFunc(providers, func(o ledger.Organisation) bool { return o.ID == q.Provider }) {
		return nil, unknown("provider")
	}
	out := ForwardSchedule{From: local(q.From), To: local(q.To), Items: []PlannedEntry{}, More: found.More}
	for _, e := range found.Entries {
		out.Items = append(out.Items, plannedEntry(e))
	}
	return &answer[ForwardSchedule]{Body: out}, nil
}

func unknown(field string) error {
	var v casework.Invalid
	v.Add(field, "unknown")
	return v.Err()
}

// scheduleQuery is what is asked for, with what was left out.
func (s *server) scheduleQuery(in calendarInput) (app.ScheduleQuery, error) {
	q := app.ScheduleQuery{From: in.From, To: in.To, Item: in.Service, Provider: in.Provider}
	if q.From.IsZero() {
		q.From = calendar.DateOf(s.Service.Now(), brussels).Start(brussels)
	}
	if q.To.IsZero() {
		q.To = q.From.AddDate(0, 0, usualSchedule)
	}
	var v casework.Invalid
	v.Check(q.To.After(q.From), "to", "must_be_after_from")
	v.Check(!q.To.After(q.From.AddDate(0, 0, longestSchedule)), "to", "too_many_days", "max", fmt.Sprint(longestSchedule))
	return q, v.Err()
}

func plannedEntry(e app.ScheduleEntry) PlannedEntry {
	out := PlannedEntry{Ref: e.Ref, Title: e.Title, Hidden: e.Hidden, Kind: e.Kind, Sort: e.Sort, Stage: e.Stage, Provider: e.Provider, Services: []string{}, All: e.Everything,
		From: local(e.From), To: local(e.To), Firm: e.Firm, Over: e.Over, Collisions: []PlannedClash{}}
	out.Services = append(out.Services, e.Items...)
	for _, c := range e.Collides {
		out.Collisions = append(out.Collisions, PlannedClash{Kind: c.Kind, Ref: c.Ref, Title: c.Title, From: local(c.From), To: local(c.To)})
	}
	return out
}
