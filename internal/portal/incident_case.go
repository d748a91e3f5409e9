package portal

import (
	"slices"

	"termijn/config"
	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/internal/record"
	"termijn/workflows/incident"
)

// incidentReader reads one incident for one reader.
type incidentReader struct {
	caseReader
	own    incident.State
	policy config.Incident
	// people lists who of the reader's organisation an incident can be given to,
	// teams those of all organisations, clients all Clients.
	people  func() []ledger.Person
	teams   func(without string) []Choice
	clients func() []ledger.Organisation
	// pauses are the reasons for which the clock of the resolution stands still.
	pauses []string
	// templates are those in force, draft what one is filled to for this incident.
	templates func() []app.TemplateInForce
	draft     func(ref string, version int) (app.Draft, bool)
	// target is the clock of the resolution if the priority were another.
	target func(priority string) (record.Clock, bool)
}

func (v *visit) incidentReader(c caseReader, own incident.State) incidentReader {
	ctx, service := v.r.Context(), v.portal.service
	def, _ := v.definition(own.Policy.Definitions[own.Priority], c.version(own.Clock))
	r := incidentReader{caseReader: c, own: own, policy: service.Policy.Incident, pauses: def.Pauses,
		people: func() []ledger.Person {
			list, err := service.CanAssign(ctx, v.who)
			if err != nil {
				v.logError(err) // the form says that there is nobody to choose
			}
			return list
		},
		teams: func(without string) []Choice { return v.teamChoices("", without) },
		clients: func() []ledger.Organisation {
			list, err := service.Clients(ctx, v.who)
			if err != nil {
				v.logError(err) // the incident's own Client is told all the same
			}
			return list
		},
		target: func(priority string) (record.Clock, bool) {
			k, err := service.IncidentTarget(own, priority)
			if err != nil {
				v.logError(err) // the priority alone is shown
			}
			return k, err == nil
		}}
	v.writers(&r)
	return r
}

// team is what the team is called that has the incident.
func (r incidentReader) team() string { return teamName(r.say, r.policy, r.own.Handler.Team) }

// mine reports whether the reader's organisation has the incident.
func (r incidentReader) ours(p identity.Principal) bool { return p.Org == r.own.Handler.Org }

// sensible reports whether the case has what a command needs, so that no action
// leads to a form that can only refuse.
func (r incidentReader) sensible(command string, p identity.Principal) bool {
	own := r.own
	switch command {
	case incident.Take.Name:
		return r.ours(p) && own.Handler.Agent != p.Person
	case incident.Assign.Name, incident.Wait.Name, incident.Resume.Name, incident.Resolve.Name, incident.Relate.Name:
		return r.ours(p)
	case incident.HandOver.Name:
		return r.ours(p) && own.Frozen == nil
	case incident.Coordinate.Name:
		return own.Frozen != nil || own.Meeting == "" // several providers may have to work at once (B-29)
	case incident.Answer.Name:
		return own.Waits[own.Waiting].Reason == incident.ForUser
	case incident.Prioritise.Name:
		return r.ours(p) || p.Kind == "si"
	case incident.Join.Name:
		_, follows := own.Followers[p.Person]
		return own.Published != nil && !follows && p.Person != r.Parties.Requester
	case incident.Exclude.Name:
		return len(r.grounds()) > 0
	}
	return true
}

// clockRank puts the resolution before all, then the response.
func (r incidentReader) clockRank(k record.Clock) int {
	switch {
	case k.ID == r.own.Clock:
		return 0
	case k.ID == incident.ClockResponse:
		return 1
	case k.Lapse:
		return 3
	}
	return 2
}

// incidentSteps are the steps of an incident, in order.
var incidentSteps = []string{"registered", "assigned", "working", "resolved", "closed"}

// steps is the picture of the process.
func (r incidentReader) steps() []step {
	at, here := slices.Index(incidentSteps, "working"), stepCurrent
	switch r.Stage {
	case incident.New:
		at = slices.Index(incidentSteps, "assigned")
	case incident.Resolved:
		at = slices.Index(incidentSteps, "closed")
	case incident.Closed:
		at = len(incidentSteps)
	case incident.Gone:
		here = stepStopped
		if r.own.Handler.Agent == "" {
			at = slices.Index(incidentSteps, "assigned")
		}
	}
	return r.labelled(stepsAt(incidentSteps, at, here))
}

// reporter is who reported it, in words.
func (r incidentReader) reporter() string {
	switch {
	case r.Parties.Requester != "":
		return r.name(r.Parties.Requester)
	case r.own.Origin != nil && r.own.Origin.Reporter != "":
		return r.own.Origin.Reporter
	case !r.own.ByUser:
		return r.say.T("incident.page.monitoring")
	}
	return r.say.T("incident.for.user")
}

// version is that of a clock's definition.
func (r caseReader) version(clock string) int {
	k, _ := r.clock(clock)
	return k.Version
}
