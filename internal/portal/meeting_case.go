package portal

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/go-chi/chi/v5"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/workflows/incident"
	"termijn/workflows/meeting"
)

// meetingProcess is the critical-incident meeting as the portal knows it (B-29).
// Its page is a board of its own: everything about the incident on one screen.
var meetingProcess = process{
	name:      meeting.Name,
	stages:    []string{"in_session", "closed"},
	allowed:   meeting.Allowed,
	grave:     []string{meeting.Close.Name},
	view:      readBoard,
	caseShape: newCaseShape[meetingBoard]("meeting_case"),
}

// meetingRoutes are the forms of a meeting; it is opened by its incident.
func (p *portal) meetingRoutes(chi.Router) {
	p.register(meetingProcess)
	p.meetingForms()
}

// meetingReader reads one meeting for one reader, with its incident as far as the
// reader may see that.
type meetingReader struct {
	caseReader
	own   meeting.State
	reads identity.Principal
	// seen is the incident's own state; nil when the reader does not see it.
	seen *incident.State
	// shown is the incident's resolution clock.
	shown *clockView
	// people are those whom an action or a seat can be given to: they work for who
	// takes part. Orgs are who takes part, providers all of them.
	people          []ledger.Person
	orgs, providers []ledger.Organisation
}

// readBoard reads the meeting and, beside it, the incident that it is about.
func readBoard(v *visit, c caseReader) (caseView, error) {
	r := meetingReader{caseReader: c, reads: v.who}
	if err := json.Unmarshal(c.View, &r.own); err != nil {
		return nil, fmt.Errorf("state of %s: %w", c.Ref, err)
	}
	if err := v.meetingIncident(&r); err != nil {
		return nil, err
	}
	return r, v.meetingPeople(&r)
}

// meetingIncident adds the incident and its clock.
func (v *visit) meetingIncident(r *meetingReader) error {
	whole, err := v.portal.service.Whole(v.r.Context(), v.who, r.own.About.Incident)
	if errors.Is(err, app.ErrNotFound) {
		return nil // a provider that was invited sees the meeting alone
	}
	if err != nil {
		return err
	}
	var own incident.State
	if err := json.Unmarshal(whole.View, &own); err != nil {
		return fmt.Errorf("state of %s: %w", whole.Ref, err)
	}
	r.seen = &own
	about := caseReader{say: v.text, Whole: whole, proc: v.portal.process(whole.Process)}
	if k, ok := about.clock(own.Clock); ok {
		shown, err := v.clockReader(about).view(k)
		if err != nil {
			return err
		}
		r.shown = &shown
	}
	return nil
}

// meetingPeople adds who can be asked for something: the Service Integrator, the
// Client, and the providers that see the meeting.
func (v *visit) meetingPeople(r *meetingReader) error {
	orgs, err := v.portal.service.Store.Organisations(v.r.Context(), "")
	if err != nil {
		return err
	}
	for _, o := range orgs {
		switch {
		case o.Kind == "provider" && !slices.Contains(r.Parties.Providers, o.ID):
			r.providers = append(r.providers, o)
		case o.Kind == "si", o.Kind == "provider", o.ID == r.Parties.Client:
			r.orgs = append(r.orgs, o)
		}
	}
	people, err := v.portal.service.Store.People(v.r.Context(), "")
	if err != nil {
		return err
	}
	for _, p := range people {
		if p.Active && slices.ContainsFunc(r.orgs, func(o ledger.Organisation) bool { return o.ID == p.Org }) {
			r.people = append(r.people, p)
		}
	}
	return nil
}

// sensible: what stands on the board, as a small form or beside an action, is no
// link above it too.
func (r meetingReader) sensible(command string, _ identity.Principal) bool {
	switch command {
	case meeting.Join.Name, meeting.Log.Name, meeting.RecordDecision.Name, meeting.AssignAction.Name, meeting.FinishAction.Name, meeting.DropAction.Name:
		return false
	case meeting.Invite.Name:
		return len(r.providers) > 0
	}
	return true
}

// clockAbout names the action that a clock is about.
func (r meetingReader) clockAbout(id string) string {
	if a, ok := r.own.Actions[strings.TrimPrefix(id, "action/")]; ok {
		return a.ID + " – " + a.Text
	}
	return ""
}
