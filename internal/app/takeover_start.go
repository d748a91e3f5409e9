package app

import (
	"encoding/json"
	"fmt"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/internal/takeover"
	"termijn/workflows/casework"
	"termijn/workflows/incident"
)

// start is the case as it begins in the product. It keeps the policy of today: the
// one of the time of the log was never agreed here.
func (t TakeOver) start(ref string, inc takeover.Incident) (casework.Start[incident.State], error) {
	s := t.Service
	inside, err := s.insideHours(inc.Opened)
	if err != nil {
		return casework.Start[incident.State]{}, err
	}
	service, _ := s.Policy.Incident.Service(inc.Service)
	title := fmt.Sprintf("%s (%s)", inc.Title, inc.Number) // people search for the number that they know
	own := incident.State{
		Report: incident.Report{Title: title, Service: inc.Service, Category: inc.Category, Item: inc.Item, Impact: inc.Impact,
			Urgency: inc.Urgency, Channel: inc.Channel, Client: inc.Client},
		Policy: incidentPolicy(s.Policy.Incident, inside, service.Always), Inside: inside, Always: service.Always, Priority: inc.Priority,
		Handler: casework.Handler{Team: inc.Team.ID, Org: inc.Team.Org},
		Origin:  &incident.Origin{Source: t.Source, Number: inc.Number, Reporter: inc.Reporter},
	}
	own.Relations = relationsOf(inc)
	if err := plain(own); err != nil {
		return casework.Start[incident.State]{}, err
	}
	taken := &casework.Taken{Source: t.Source, Opened: inc.Opened.UTC()}
	for _, f := range inc.Facts {
		body, err := json.Marshal(incident.Told{Line: f.Line, Team: f.Team.ID, Org: f.Team.Org, Agent: f.Agent, Reason: f.Reason,
			Priority: f.Priority, Impact: f.Impact, Urgency: f.Urgency, Code: f.Code})
		if err != nil {
			return casework.Start[incident.State]{}, err
		}
		taken.Facts = append(taken.Facts, casework.Fact{At: f.At.UTC(), Kind: f.Kind, Body: body})
	}
	return casework.Start[incident.State]{Taken: taken, State: casework.State[incident.State]{
		Ref: ref, Process: incident.Name, Version: incident.Version, Title: title, Time: s.Time,
		Parties:     record.Parties{Client: inc.Client},
		Definitions: s.Policy.Definitions.For(incident.Name, calendar.DateOf(s.Time.Now(), s.zone())),
		Own:         own,
	}}, nil
}

// relationsOf are the cases of the other tool that an incident names.
func relationsOf(inc takeover.Incident) map[string]incident.Related {
	all := map[string]incident.Related{}
	for _, r := range []struct{ kind, ref string }{{"problem", inc.References.Problem}, {"change", inc.References.Change}, {"caused_by", inc.References.CausedBy}} {
		if r.ref != "" {
			all[fmt.Sprintf("R%d", len(all)+1)] = incident.Related{Kind: r.kind, Ref: r.ref, At: inc.Opened.UTC()}
		}
	}
	return all
}
