package api

import (
	"context"
	"time"

	"termijn/internal/identity"
	"termijn/internal/record"
)

// DailyStatus is what needs action so that the targets are met.
type DailyStatus struct {
	At            time.Time `json:"at" doc:"When the list was read."`
	Count         int       `json:"count" doc:"Incidents that need action."`
	Late          int       `json:"late" doc:"Of them, those whose target is missed."`
	Today         int       `json:"today" doc:"Due before midnight."`
	Soon          int       `json:"soon" doc:"Due before the end of the next working day."`
	Organisations []DailyOf `json:"organisations" doc:"Who must act, by organisation."`
}

// DailyOf is what one organisation must act on.
type DailyOf struct {
	Organisation string      `json:"organisation" example:"alfa"`
	Count        int         `json:"count"`
	Late         int         `json:"late"`
	Today        int         `json:"today"`
	Soon         int         `json:"soon"`
	Items        []DailyItem `json:"items" doc:"The most urgent of them."`
}

// DailyItem is one incident that needs action.
type DailyItem struct {
	Ref      string    `json:"ref" example:"INC-2026-000042"`
	Priority string    `json:"priority" example:"P2"`
	Due      time.Time `json:"due"`
	Team     string    `json:"team"`
	State    string    `json:"state" enum:"late,today,soon"`
	Needs    string    `json:"needs" enum:"take,resolve,resume,coordinate" doc:"What must be done."`
}

func (s *server) registerDaily() {
	at := incidentResource
	register(s, get(at.path+"/daily", "daily-status", at.tag, "What needs action today",
		"The list of the daily status meeting as it stands now (B-11, E-03): open incidents that are late, due today, or due before the end of the next working day. "+
			"A provider sees what it must act on itself, the Service Integrator and the Board everybody's."),
		func(ctx context.Context, who identity.Principal, _ *struct{}) (*answer[DailyStatus], error) {
			d, err := s.Service.DailyStatus(ctx, who)
			if err != nil {
				return nil, err
			}
			return &answer[DailyStatus]{Body: dailyOf(d)}, nil
		})
}

func dailyOf(d record.DailyStatus) DailyStatus {
	v := DailyStatus{At: local(d.At), Count: d.Count, Late: d.Late, Today: d.Today, Soon: d.Soon, Organisations: []DailyOf{}}
	for _, o := range d.Organisations {
		of := DailyOf{Organisation: o.Org, Count: o.Count, Late: o.Late, Today: o.Today, Soon: o.Soon, Items: []DailyItem{}}
		for _, x := range o.Items {
			of.Items = append(of.Items, DailyItem{Ref: x.Ref, Priority: x.Priority, Due: local(x.Due), Team: x.Team, State: x.State, Needs: x.Needs})
		}
		v.Organisations = append(v.Organisations, of)
	}
	return v
}
