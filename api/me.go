package api

import (
	"context"

	"termijn/internal/identity"
)

// Me is who is signed in.
type Me struct {
	Person       string   `json:"person" example:"noord-projectleider"`
	Name         string   `json:"name"`
	Email        string   `json:"email"`
	Organisation string   `json:"organisation" example:"noord"`
	Kind         string   `json:"kind" enum:"client,provider,si,board" doc:"Kind of the organisation."`
	Roles        []string `json:"roles"`
	Language     string   `json:"language" enum:"nl,en"`
	Actions      []string `json:"actions" doc:"What the roles allow, wherever the case is one of the caller's own."`
	// OpenTasks and Overdue count at most 1000 for each role.
	OpenTasks map[string]int `json:"openTasks" doc:"Open tasks by kind; counting stops at 1000."`
	Overdue   int            `json:"overdue" doc:"How many of them are overdue."`
}

func (s *server) registerMe() {
	register(s, get("/api/v1/me", "me", "Me", "Who is signed in", "The person, the organisation, the roles, what they allow, and how many tasks wait."),
		func(ctx context.Context, who identity.Principal, _ *struct{}) (*answer[Me], error) {
			counts, overdue, err := s.Service.TaskCounts(ctx, who)
			if err != nil {
				return nil, err
			}
			me := Me{Person: who.Person, Name: who.Name, Email: who.Email, Organisation: who.Org, Kind: who.Kind, Roles: append([]string{}, who.Roles...),
				Language: who.Language, Actions: []string{}, OpenTasks: counts, Overdue: overdue}
			for _, a := range identity.Actions() {
				if who.May(a, nil) {
					me.Actions = append(me.Actions, string(a))
				}
			}
			return &answer[Me]{Body: me}, nil
		})
}
