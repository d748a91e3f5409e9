package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"termijn/config"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/incident"
	"termijn/workflows/template"
)

// OpenIncident registers an incident: a user's own, one that the Service Desk
// registers for a user, or one that monitoring saw (E-01, C-23). It returns when
// the incident is recorded, at any hour.
func (s *Service) OpenIncident(ctx context.Context, p identity.Principal, key string, r incident.Report) (casework.Receipt, error) {
	if !p.May(identity.OpenIncident, nil) {
		return casework.Receipt{}, ErrForbidden
	}
	if err := plain(r); err != nil {
		return casework.Receipt{}, err
	}
	asked := r
	if r.Arrived != nil {
		at := r.Arrived.UTC()
		r.Arrived = &at
	}
	r, err := s.completeReport(ctx, p, r)
	if err != nil {
		return casework.Receipt{}, err
	}
	service, _ := s.Policy.Incident.Service(r.Service)
	team := s.Policy.Incident.TeamFor(r.Service, r.Category)
	inside, err := s.insideHours(s.Time.Now())
	if err != nil {
		return casework.Receipt{}, err
	}
	return open(ctx, s, p, key, incident.Prefix, asked, casework.Start[incident.State]{State: casework.State[incident.State]{
		Process: incident.Name, Version: incident.Version, Title: r.Title, Parties: record.Parties{Client: r.Client, Requester: r.Reporter},
		Own: incident.State{Report: r, Policy: incidentPolicy(s.Policy.Incident, inside, service.Always), Inside: inside, Always: service.Always,
			Handler: casework.Handler{Team: team.ID, Org: team.Org}},
	}})
}

// completeReport fills in what the reader is, and refuses what is missing or unknown.
func (s *Service) completeReport(ctx context.Context, p identity.Principal, r incident.Report) (incident.Report, error) {
	var v casework.Invalid
	switch p.Kind {
	case "client":
		r.Client, r.Reporter, r.Contact = p.Org, p.Person, ""
		v.Check(r.Channel == "" || r.Channel == incident.Web, "channel", "choose_option", "options", incident.Web)
		r.Channel = incident.Web
	case "provider":
		r.Reporter, r.Contact = "", ""
		v.Check(r.Channel == "" || r.Channel == incident.Monitoring, "channel", "choose_option", "options", incident.Monitoring)
		r.Channel = incident.Monitoring
	}
	if err := s.checkReporter(ctx, &v, r); err != nil {
		return r, err
	}
	v.Check(strings.TrimSpace(r.Title) != "", "title", "required")
	v.Check(len(r.Title) <= 200, "title", "too_long", "max", "200")
	v.Check(strings.TrimSpace(r.Description) != "", "description", "required")
	v.Check(slices.Contains(incident.Channels, r.Channel), "channel", "choose_option", "options", strings.Join(incident.Channels, ", "))
	s.checkArrival(&v, r)
	v.Check(slices.Contains(incident.Degrees, r.Impact), "impact", "choose_option", "options", strings.Join(incident.Degrees, ", "))
	v.Check(slices.Contains(incident.Degrees, r.Urgency), "urgency", "choose_option", "options", strings.Join(incident.Degrees, ", "))
	service, ok := s.Policy.Incident.Service(r.Service)
	v.Check(ok, "service", "unknown")
	v.Check(r.Category == "" || slices.ContainsFunc(service.Categories, func(c config.CatalogueCategory) bool { return c.ID == r.Category }), "category", "unknown")
	v.Check(r.Item == "" || slices.Contains(service.Items, r.Item), "item", "unknown")
	return r, v.Err()
}

// mailKept is how long ago an e-mail can have come in that is registered now. An
// earlier instant is a slip: the term of its answer is 20 minutes (E-25).
const mailKept = 7 * 24 * time.Hour

// checkArrival holds the arrival on the mail server against now. The Service Desk
// alone registers e-mails.
func (s *Service) checkArrival(v *casework.Invalid, r incident.Report) {
	if r.Arrived == nil {
		return
	}
	now := s.Now()
	switch {
	case r.Channel != incident.Email:
		v.Add("arrived", "only_email")
	case r.Arrived.After(now):
		v.Add("arrived", "instant_in_the_future")
	case r.Arrived.Before(now.Add(-mailKept)):
		v.Add("arrived", "too_long_ago", "days", fmt.Sprint(int(mailKept/(24*time.Hour))))
	}
}

// checkReporter holds the Client and the reporter against the directory. An
// incident that monitoring saw needs neither.
func (s *Service) checkReporter(ctx context.Context, v *casework.Invalid, r incident.Report) error {
	if r.Client == "" {
		v.Check(r.Channel == incident.Monitoring, "client", "required")
		v.Check(r.Reporter == "", "reporter", "unknown_reporter")
		return nil
	}
	clients, err := s.Store.Organisations(ctx, "client")
	if err != nil {
		return err
	}
	v.Check(slices.ContainsFunc(clients, func(o ledger.Organisation) bool { return o.ID == r.Client }), "client", "unknown")
	if r.Reporter == "" {
		v.Check(r.Channel == incident.Monitoring || strings.TrimSpace(r.Contact) != "", "reporter", "reporter_or_contact")
		return nil
	}
	people, err := s.Store.People(ctx, r.Client)
	if err != nil {
		return err
	}
	v.Check(slices.ContainsFunc(people, func(o ledger.Person) bool { return o.ID == r.Reporter && o.Active }), "reporter", "unknown_reporter")
	return nil
}

// insideHours reports whether an instant lies inside the limited office hours (C-22).
func (s *Service) insideHours(at time.Time) (bool, error) {
	cal, err := s.Policy.Calendars.CurrentAt("loh", at)
	if err != nil {
		return false, fmt.Errorf("limited office hours: %w", err)
	}
	return cal.Inside(at), nil
}

// incidentPolicy is what an incident keeps from configuration.
func incidentPolicy(c config.Incident, inside, always bool) incident.Policy {
	p := incident.Policy{Version: c.Version, Priorities: map[string]string{}, Definitions: map[string]string{}, Teams: map[string]string{},
		HandOvers: c.PingPong.HandOvers, Return: c.PingPong.Return, Grounds: map[string]incident.Ground{}}
	for impact, row := range c.Priorities {
		for urgency, priority := range row {
			p.Priorities[impact+"/"+urgency] = priority
			p.Definitions[priority] = c.Definition(priority, inside, always)
		}
	}
	for _, t := range c.Teams {
		p.Teams[t.ID] = t.Org
	}
	for _, e := range c.Exclusions {
		p.Grounds[e.ID] = incident.Ground{Flag: e.Flag, Rule: e.Rule, Board: e.Board}
	}
	return p
}

// AssignIncident gives an incident to an agent, who must be one of the
// organisation that has it.
func (s *Service) AssignIncident(ctx context.Context, p identity.Principal, ref, key string, a incident.Assignment) (casework.Receipt, error) {
	if _, err := s.commanded(ctx, p, incident.Name, ref, incident.Assign.Name); err != nil {
		return casework.Receipt{}, err
	}
	if a.Agent != "" {
		people, err := s.Store.People(ctx, p.Org)
		if err != nil {
			return casework.Receipt{}, err
		}
		if !slices.ContainsFunc(people, func(o ledger.Person) bool { return o.ID == a.Agent && handles(o) }) {
			var v casework.Invalid
			v.Add("agent", "unknown_agent")
			return casework.Receipt{}, v.Err()
		}
	}
	return Send(ctx, s, p, incident.Name, ref, key, incident.Assign, a)
}

// CommunicateIncident tells the affected Clients how it stands, by a text that was
// drafted from a template that the Board approved (B-30). No place of it is left
// to be filled.
func (s *Service) CommunicateIncident(ctx context.Context, p identity.Principal, ref, key string, c incident.Communication) (casework.Receipt, error) {
	row, err := s.commanded(ctx, p, incident.Name, ref, incident.Communicate.Name)
	if err != nil {
		return casework.Receipt{}, err
	}
	if row.Outcome == "" { // of one that has ended nothing is told, whatever the text says
		if err := s.checkNews(ctx, c); err != nil {
			return casework.Receipt{}, err
		}
	}
	return send(ctx, s, p, row, key, incident.Communicate, c, c)
}

// checkNews refuses a text without an approved template, with a place that is not
// filled in, or to who is no Client.
func (s *Service) checkNews(ctx context.Context, c incident.Communication) error {
	var v casework.Invalid
	if c.Template != "" && c.Version > 0 { // the process asks for what is missing
		approved, err := s.approved(ctx, c.Template, c.Version)
		if err != nil {
			return err
		}
		v.Check(approved, "template", "not_approved")
	}
	v.Check(!template.Unfilled(c.Subject), "subject", "unfilled_place")
	v.Check(!template.Unfilled(c.Text), "text", "unfilled_place")
	clients, err := s.Store.Organisations(ctx, "client")
	if err != nil {
		return err
	}
	for i, id := range c.Clients {
		v.Check(slices.ContainsFunc(clients, func(o ledger.Organisation) bool { return o.ID == id }), fmt.Sprintf("clients[%d]", i), "unknown")
	}
	return v.Err()
}

// JoinIncident says that the principal has an incident that others reported (E-06).
// Everybody of a Client may join a published one, also of another Client.
func (s *Service) JoinIncident(ctx context.Context, p identity.Principal, ref, key string, j incident.Joining) (casework.Receipt, error) {
	if !p.May(identity.JoinIncident, nil) {
		return casework.Receipt{}, ErrForbidden
	}
	row, err := s.Store.Case(ctx, ledger.Scope{All: true}, ref)
	if err != nil {
		return casework.Receipt{}, err
	}
	own, err := IncidentOf(row)
	if err != nil || own.Published == nil {
		return casework.Receipt{}, ErrNotFound
	}
	return send(ctx, s, p, row, key, incident.Join, j, j)
}

// IncidentOf reads an incident's own state from a case's row.
func IncidentOf(c ledger.CaseRow) (incident.State, error) {
	var st incident.State
	if c.Process != incident.Name {
		return st, ErrNotFound
	}
	if err := json.Unmarshal(c.View, &st); err != nil {
		return st, fmt.Errorf("state of %s: %w", c.Ref, err)
	}
	return st, nil
}
