package api

import (
	"context"
	"net/http"
	"time"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/workflows/casework"
	"termijn/workflows/incident"
)

var incidentResource = resource{process: incident.Name, path: "/api/v1/incidents", tag: "Incidents"}

// IncidentCase is an incident with everything that its page shows.
type IncidentCase struct {
	Case
	State incident.State `json:"state" doc:"The process's own state: report, priority, handler, waits, communications, resolution. Texts that were kept apart are filled in."`
	Around
}

// NewIncident is a report of an incident; its fields are those of incident.Report.
type NewIncident struct {
	Title       string     `json:"title" doc:"Short description, shown in lists. At most 200 characters."`
	Description string     `json:"description" doc:"What happens, since when, and whom it hinders."`
	Service     string     `json:"service" example:"werkplek" doc:"A service of /catalogue/services."`
	Category    string     `json:"category,omitempty" doc:"A category of the service; it can name another team."`
	Item        string     `json:"item,omitempty" doc:"A configuration item of the service."`
	Impact      string     `json:"impact" example:"medium" doc:"high, medium or low. With urgency it gives the priority."`
	Urgency     string     `json:"urgency" example:"medium" doc:"high, medium or low."`
	Channel     string     `json:"channel,omitempty" doc:"web, email, phone, chat or monitoring (E-07). The Service Desk says which; what a user reports is web, what a provider reports is monitoring (C-23)."`
	Arrived     *time.Time `json:"arrived,omitempty" example:"2026-03-02T09:45:00+01:00" doc:"When the e-mail came in on the mail server: its response clock counts from then (E-26). Only with the channel email, by the Service Desk; not in the future, and at most 7 days ago. Absent: from the registration."`
	Client      string     `json:"client,omitempty" doc:"For whom the Service Desk or monitoring registers it; a user's own report is for the user's organisation."`
	Reporter    string     `json:"reporter,omitempty" doc:"For which person of that Client the Service Desk registers it."`
	Contact     string     `json:"contact,omitempty" doc:"How a reporter without an account can be reached. A personal text: it is kept apart and can be erased."`
}

// IncidentRow is an incident in the queue.
type IncidentRow struct {
	Ref          string     `json:"ref" example:"INC-2026-000042"`
	Title        string     `json:"title"`
	Stage        string     `json:"stage" example:"working"`
	Outcome      string     `json:"outcome,omitempty" doc:"How it ended; absent while it is open."`
	Client       string     `json:"client"`
	Requester    string     `json:"requester" doc:"Who reported it."`
	Priority     string     `json:"priority" example:"P2"`
	Service      string     `json:"service"`
	Team         string     `json:"team" doc:"Which team has it."`
	Organisation string     `json:"organisation" doc:"The team's organisation."`
	Agent        string     `json:"agent,omitempty" doc:"Who took it up; absent while nobody has."`
	Frozen       bool       `json:"frozen" doc:"True while nobody hands it over until the Service Integrator has decided (B-28)."`
	Waits        string     `json:"waits,omitempty" doc:"For what it waits: user, supplier, change or problem."`
	Opened       time.Time  `json:"opened"`
	Updated      time.Time  `json:"updated"`
	Closed       *time.Time `json:"closed,omitempty"`
	Clock        *Clock     `json:"clock,omitempty" doc:"The clock that is due first; absent when none runs."`
}

func incidentRowOf(r ledger.QueueRow) IncidentRow {
	v := IncidentRow{Ref: r.Ref, Title: r.Title, Stage: r.Stage, Outcome: r.Outcome, Client: r.Client, Requester: r.Requester, Priority: r.Priority,
		Service: r.Service, Team: r.Team, Organisation: r.Org, Agent: r.Agent, Frozen: r.Frozen, Waits: r.Waits,
		Opened: local(r.OpenedAt), Updated: local(r.UpdatedAt), Closed: localOrNil(r.ClosedAt)}
	if r.Clock != nil {
		k := clockOf(*r.Clock)
		v.Clock = &k
	}
	return v
}

type queueInput struct {
	State      string `query:"state" enum:"open,closed" default:"open" doc:"Open incidents, or those that have ended."`
	Priority   string `query:"priority" example:"P1" doc:"Only incidents of this priority."`
	Service    string `query:"service" doc:"Only incidents of this service."`
	Team       string `query:"team" doc:"Only incidents that this team has."`
	Handler    string `query:"handler" doc:"Only incidents that this organisation has."`
	Agent      string `query:"agent" doc:"Only incidents that this person took up."`
	Requester  string `query:"requester" doc:"Only incidents that this person reported."`
	Unassigned bool   `query:"unassigned" doc:"Only incidents that nobody has taken up."`
	Text       string `query:"text" maxLength:"200" doc:"Words, or beginnings of words, of the reference and the title."`
	Sort       string `query:"sort" enum:"due,priority,opened" default:"due" doc:"By due time, the earliest first; by priority, the gravest first; or by opening, the newest first. What has ended is sorted by opening."`
	Paged
}

func (in queueInput) filter() ledger.QueueFilter {
	sort := map[string]string{"due": ledger.QueueByDue, "priority": ledger.QueueByPriority, "opened": ledger.QueueByNewest}[in.Sort]
	return ledger.QueueFilter{Closed: in.State == "closed", Org: in.Handler, Team: in.Team, Agent: in.Agent, Unassigned: in.Unassigned,
		Requester: in.Requester, Priority: in.Priority, Service: in.Service, Text: in.Text, Sort: sort}
}

type nextInput struct {
	Idempotent
}

func (s *server) registerIncidents() {
	at := incidentResource
	registerOpen(s, at, "Register an incident",
		"Registers it at once, at any hour (E-01, E-10). Impact and urgency give its priority, which gives the target of its resolution (C-20, B-11); the catalogue names its team (E-02). "+
			"What comes by web or e-mail has an agent within 20 minutes (E-26). A critical one gets a meeting at once (B-29). "+
			"Everybody of a Client for themselves; the Service Desk and the service-level manager for anybody; a provider what monitoring saw (C-23).",
		NewIncident{Title: "Aanmelden op de werkplek lukt niet", Description: "Sinds vanmorgen krijg ik een foutmelding na het wachtwoord.", Service: "werkplek",
			Impact: "medium", Urgency: "medium"},
		func(ctx context.Context, who identity.Principal, key string, r NewIncident) (casework.Receipt, error) {
			return s.Service.OpenIncident(ctx, who, key, incident.Report(r))
		})
	register(s, get(at.path, "list-incident", at.tag, "List the queue of incidents", "Incidents that the caller may see, with the clock that is due first."),
		func(ctx context.Context, who identity.Principal, in *queueInput) (*list[IncidentRow], error) {
			rows, next, err := s.Service.Incidents(ctx, who, in.filter(), in.page())
			if err != nil {
				return nil, err
			}
			return listOf(in.Paged, rows, next, incidentRowOf), nil
		})
	next := post(at.path+"/next", "take-next-incident", at.tag, "Take the next incident",
		"Takes the incident with the least time left that nobody has taken up, of the caller's own organisation (E-26). Of two who ask at once each gets another one. "+
			"Refused with none_left when nothing waits. Who handles incidents: a provider's agents, the Service Desk, the service-level manager.")
	next.DefaultStatus = http.StatusOK
	register(s, next, func(ctx context.Context, who identity.Principal, _ *nextInput) (*opened, error) {
		r, err := s.Service.TakeNext(ctx, who, keyOf(ctx))
		if err != nil {
			return nil, err
		}
		return &opened{Location: at.path + "/" + r.Ref, Body: receiptOf(ctx, r)}, nil
	})
	registerWhole(s, at, "Show an incident", "The whole case: its state, its clocks as of now, its tasks, and the cases that it is related to: its meeting (B-29), its problem (C-26), its survey (E-14).",
		app.IncidentOf, func(c Case, own incident.State, a Around) IncidentCase { return IncidentCase{c, own, a} })
	s.registerCommands(at, incidentCommands)
}
