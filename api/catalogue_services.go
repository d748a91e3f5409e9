package api

import (
	"context"

	"termijn/config"
	"termijn/internal/app"
	"termijn/internal/identity"
)

// InBoth is a name in both languages.
type InBoth struct {
	NL string `json:"nl"`
	EN string `json:"en"`
}

// Service is a service of the catalogue.
type Service struct {
	ID         string     `json:"id" example:"werkplek"`
	Name       InBoth     `json:"name"`
	Team       string     `json:"team" doc:"The team that its incidents go to; the Service Desk's when nobody clearly owns it (E-02)."`
	Always     bool       `json:"always" doc:"Whether 24/7 availability was agreed for it (C-22)."`
	Items      []string   `json:"items" doc:"Its configuration items."`
	Categories []Category `json:"categories"`
}

// Category is a kind of incident of a service.
type Category struct {
	ID   string `json:"id" example:"toestel"`
	Name InBoth `json:"name"`
	Team string `json:"team" doc:"The team that such incidents go to."`
}

// Services are the services of the catalogue.
type Services struct {
	Version int       `json:"version"`
	Items   []Service `json:"items"`
}

// Team is a team that incidents are assigned to.
type Team struct {
	ID           string `json:"id" example:"alfa-werkplek"`
	Organisation string `json:"organisation" example:"alfa"`
	Name         InBoth `json:"name"`
}

// Teams are the teams that incidents are assigned to.
type Teams struct {
	Version int    `json:"version"`
	Items   []Team `json:"items"`
}

func (s *server) registerServices() {
	register(s, get("/api/v1/catalogue/services", "list-services", "Catalogue", "List the services", "The services that incidents are about, with their categories, items and teams (E-02)."), s.services)
	register(s, get("/api/v1/catalogue/teams", "list-teams", "Catalogue", "List the teams", "The teams that have incidents, with their organisations (E-02)."), s.teams)
}

func (s *server) services(_ context.Context, who identity.Principal, _ *struct{}) (*answer[Services], error) {
	if !who.May(identity.ReadCatalogue, nil) {
		return nil, app.ErrForbidden
	}
	c := s.Service.Policy.Incident
	out := Services{Version: c.Version, Items: []Service{}}
	for _, x := range c.Services {
		out.Items = append(out.Items, serviceOf(c, x))
	}
	return &answer[Services]{Body: out}, nil
}

func serviceOf(c config.Incident, x config.CatalogueService) Service {
	v := Service{ID: x.ID, Name: InBoth{NL: x.NL, EN: x.EN}, Team: c.TeamFor(x.ID, "").ID, Always: x.Always, Items: append([]string{}, x.Items...), Categories: []Category{}}
	for _, k := range x.Categories {
		v.Categories = append(v.Categories, Category{ID: k.ID, Name: InBoth{NL: k.NL, EN: k.EN}, Team: c.TeamFor(x.ID, k.ID).ID})
	}
	return v
}

func (s *server) teams(_ context.Context, who identity.Principal, _ *struct{}) (*answer[Teams], error) {
	if !who.May(identity.ReadCatalogue, nil) {
		return nil, app.ErrForbidden
	}
	out := Teams{Version: s.Service.Policy.Incident.Version, Items: []Team{}}
	for _, t := range s.Service.Teams("") {
		out.Items = append(out.Items, Team{ID: t.ID, Organisation: t.Org, Name: InBoth{NL: t.NL, EN: t.EN}})
	}
	return &answer[Teams]{Body: out}, nil
}
