package portal

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/go-chi/chi/v5"

	"termijn/config"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/internal/record"
	"termijn/internal/topology"
	"termijn/workflows/change"
)

// changeProcess is a change as the portal knows it (B-16, B-33 to B-36).
var changeProcess = process{
	name: change.Name,
	stages: []string{change.Drafting, change.Assessing, change.Approving, change.Scheduled, change.Implementing, change.Reviewing, change.Done, change.Rejected,
		change.Withdrawn, change.Refused},
	// A note can be written at any time.
	allowed:   func(stage string) []string { return append(change.Allowed(stage), change.AddNote.Name) },
	grave:     []string{change.Withdraw.Name},
	view:      readPlan,
	caseShape: newCaseShape[changeContent]("change_case"),
	taskShape: newTaskShape[*changeDecided]("change_task"),
	links: func(v *visit) []NavLink {
		return []NavLink{{Path: "/changes", Text: v.text.T("nav.changes")}, {Path: "/calendar", Text: v.text.T("nav.calendar")}}
	},
}

// changeRoutes are the list of changes, the form that opens one, the page of an
// emergency that is being decided, and a form for every command.
func (p *portal) changeRoutes(r chi.Router) {
	p.register(changeProcess)
	r.Get("/changes", p.signedIn(p.changeList))
	r.Get("/changes/new", p.signedIn(p.changeNew))
	r.Post("/changes/new", p.signedIn(p.changeOpen))
	r.Get("/changes/caused", p.signedIn(p.changeCaused))
	r.Get("/changes/{ref}/ecab", p.signedIn(p.changeECAB))
	p.changeForms()
}

// changeReader reads one change for one reader.
type changeReader struct {
	caseReader
	own       change.State
	reads     identity.Principal
	items     *topology.Map
	catalogue config.Incident
	// asOf is the change as it stood at an instant.
	asOf func(time.Time) (change.State, bool)
}

// readPlan reads a change with the service map that names its items.
func readPlan(v *visit, c caseReader) (caseView, error) {
	r := changeReader{caseReader: c, reads: v.who, catalogue: v.portal.service.Policy.Incident}
	if err := json.Unmarshal(c.View, &r.own); err != nil {
		return nil, fmt.Errorf("state of %s: %w", c.Ref, err)
	}
	// What it did not cause after all is no relation any more; the timeline tells it.
	r.Links = keep(r.Links, func(l ledger.Link) bool {
		_, caused := r.own.Caused[l.Ref]
		return l.Kind != change.LinkCaused || l.Incoming || caused
	})
	r.asOf = func(at time.Time) (change.State, bool) {
		own, ok, err := v.portal.service.ChangeAsOf(v.r.Context(), v.who, c.Ref, at)
		if err != nil {
			v.logError(err) // what stands now will do
		}
		return own, ok && err == nil
	}
	var err error
	r.items, err = v.itemMap()
	return r, err
}

// may reports whether the reader may send a command of the change now.
func (r changeReader) may(command string) bool {
	return r.Outcome == "" && slices.Contains(r.proc.allows(r.Stage), command) && r.reads.May(identity.Action(change.Name+"."+command), &r.Parties)
}

// openSteps are the steps that nobody reported on yet.
func (r changeReader) openSteps() []change.StepIs {
	return keep(r.stepsDone(), func(s change.StepIs) bool { return s.ID != "" && s.Done == nil })
}

// ownVotes are the votes that the reader gave, or that were given for a seat of theirs.
func (r changeReader) ownVotes() []change.Seat {
	if r.own.Ballot == nil {
		return nil
	}
	return keep(seatsInOrder(r.own.Ballot.Panel), func(s change.Seat) bool {
		_, voted := r.own.Ballot.Votes[s.ID]
		return voted && r.votesFor(s)
	})
}

// clockRank puts the term that is decided in before the window.
func (r changeReader) clockRank(k record.Clock) int {
	if k.Definition == "change.window" {
		return 1
	}
	return 0
}

// clockAbout: a change has one clock of a kind at a time.
func (r changeReader) clockAbout(string) string { return "" }

// ecabPath is the page of an emergency that is being decided; draftPath a step of a
// draft's form.
func ecabPath(ref string) string { return "/changes/" + ref + "/ecab" }

func draftPath(ref, step string) string {
	if step == stepCheck {
		return commandPath(ref, change.Submit.Name, "")
	}
	return commandPath(ref, change.Save.Name, "") + "?step=" + step
}
