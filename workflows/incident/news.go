package incident

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/meeting"
)

// Errands of an incident.
const (
	errandMeeting = "meeting"
	errandProblem = "problem"
	errandSurvey  = "survey"
	// errandCall tells the meeting who has the incident now.
	errandCall = "call"
)

// opening stands for the reference of a case that is being opened.
const opening = "…"

// convene sets up the meeting of a critical incident, once (B-29).
func convene(t *turn) {
	if t.Own.Priority == Critical {
		openMeeting(t, meeting.ForCritical)
	}
}

// callHandler calls the provider that has the incident now to its meeting (B-29). A
// critical incident whose meeting is over by then gets another.
func callHandler(t *turn) {
	own := &t.Own
	if own.Meeting == "" || own.Meeting == opening || own.Handler.Desk() {
		return
	}
	own.Called = own.Handler.Org
	casework.TellCase(t, fmt.Sprintf("%s/%d", errandCall, t.Seq+1), own.Meeting, meeting.Invite, meeting.Invitation{Org: own.Handler.Org})
}

// calledAgain follows the meeting's answer.
func calledAgain(t *turn, answer json.RawMessage) {
	var told record.Told
	if json.Unmarshal(answer, &told) != nil || told.Refused != casework.CodeClosed || t.Own.Priority != Critical || t.Stage == Resolved {
		return
	}
	t.Own.Meeting = ""
	openMeeting(t, meeting.ForCritical)
}

func openMeeting(t *turn, reason string) {
	if t.Own.Meeting != "" || t.InPast() {
		return
	}
	t.Own.Meeting, t.Own.Called = opening, t.Own.Handler.Org
	t.Own.Meetings++
	id := errandMeeting
	if t.Own.Meetings > 1 {
		id = fmt.Sprintf("%s/%d", errandMeeting, t.Own.Meetings)
	}
	t.OpenCase(id, meeting.Opening(meeting.About{Incident: t.Ref, Title: t.Title, Service: t.Own.Service,
		Priority: t.Own.Priority, Handler: t.Own.Handler, Reason: reason}, t.Parties))
}

func checkCommunicate(_ *situation, c Communication) error {
	var v casework.Invalid
	v.Check(c.Template != "", "template", "required")
	v.Check(c.Version > 0, "version", "required")
	v.Check(strings.TrimSpace(c.Subject) != "", "subject", "required")
	v.Check(strings.TrimSpace(c.Text) != "", "text", "required")
	return v.Err()
}

// communicate tells the affected Clients, those who joined, and with a public text
// everybody who subscribed.
func communicate(t *turn, c Communication) {
	own := &t.Own
	byDesk(t)
	id := fmt.Sprintf("C%d", len(own.Communications)+1)
	if own.Communications == nil {
		own.Communications = map[string]Communicated{}
	}
	own.Communications[id] = Communicated{Communication: c, At: t.At, By: t.Actor}
	for _, client := range c.Clients {
		if client != t.Parties.Client && !slices.Contains(own.Clients, client) {
			own.Clients = append(slices.Clone(own.Clients), client)
		}
	}
	if c.Public && own.Published == nil {
		at := t.At
		own.Published = &at
	}
	t.Say("incident.communicated", map[string]any{"id": id, "subject": c.Subject, "message": c.Text, "public": c.Public, "template": c.Template, "version": c.Version})
	args := map[string]string{"ref": t.Ref, "title": c.Subject, "text": c.Text}
	tell := func(to record.Recipient) { t.Mail(record.Mail{Template: "incident_update", To: to, Args: args}) }
	for _, client := range append([]string{t.Parties.Client}, own.Clients...) {
		if client != "" {
			tell(record.Recipient{Org: client, Role: "requester"})
		}
	}
	if t.Parties.Requester != "" {
		tell(record.Recipient{Person: t.Parties.Requester})
	}
	for _, person := range sorted(own.Followers) {
		tell(record.Recipient{Person: person})
	}
	if c.Public {
		tell(record.Recipient{Subscribers: t.Ref})
	}
	t.Made(id)
}

func checkJoin(s *situation, _ Joining) error {
	if _, again := s.Own.Followers[s.Actor.Person]; again || s.Actor.Person == s.Parties.Requester {
		return casework.Refuse(casework.CodeDone)
	}
	if s.Own.Published == nil {
		return casework.Refuse(casework.CodeForbidden)
	}
	return nil
}

// join is sentence 10.
func join(t *turn, j Joining) {
	own := &t.Own
	if own.Followers == nil {
		own.Followers = map[string]Follower{}
	}
	own.Followers[t.Actor.Person] = Follower{Org: t.Actor.Org, At: t.At}
	if t.Actor.Org != t.Parties.Client && !slices.Contains(own.Clients, t.Actor.Org) {
		own.Clients = append(slices.Clone(own.Clients), t.Actor.Org)
	}
	t.Say("incident.joined", map[string]string{"remark": j.Remark, "org": t.Actor.Org})
}

func checkNote(s *situation, n Note) error {
	var v casework.Invalid
	v.Check(strings.TrimSpace(n.Text) != "", "text", "required")
	if err := v.Err(); err != nil {
		return err
	}
	if slices.Contains(s.Parties.Providers, s.Actor.Org) {
		return checkMine(s) // who handed it over writes no more
	}
	return nil
}

func note(t *turn, n Note) {
	own := &t.Own
	byDesk(t)
	id := fmt.Sprintf("N%d", len(own.Notes)+1)
	if own.Notes == nil {
		own.Notes = map[string]Noted{}
	}
	own.Notes[id] = Noted{At: t.At, By: t.Actor, Text: n.Text}
	t.Say("incident.noted", map[string]string{"id": id, "note": n.Text})
	t.Made(id)
}

func checkRelate(s *situation, r Relation) error {
	var v casework.Invalid
	v.Check(known(r.Kind, RelationKinds), "kind", "choose_option", "options", strings.Join(RelationKinds, ", "))
	v.Check(strings.TrimSpace(r.Ref) != "", "ref", "required")
	v.Check(r.Ref != s.Ref, "ref", "other_case")
	if err := v.Err(); err != nil {
		return err
	}
	if !(casework.Handler{Org: s.Actor.Org}).Desk() { // a provider that had it once leaves it alone
		if err := checkMine(s); err != nil {
			return err
		}
	}
	for _, id := range sorted(s.Own.Relations) {
		if x := s.Own.Relations[id]; x.Kind == r.Kind && x.Ref == r.Ref {
			return casework.Refuse(casework.CodeDone)
		}
	}
	return nil
}

// relate links a change, a problem or another incident (C-28).
func relate(t *turn, r Relation) {
	own := &t.Own
	id := fmt.Sprintf("R%d", len(own.Relations)+1)
	if own.Relations == nil {
		own.Relations = map[string]Related{}
	}
	own.Relations[id] = Related{Kind: r.Kind, Ref: r.Ref, Note: r.Note, At: t.At}
	t.Say("incident.linked", map[string]string{"kind": r.Kind, "ref": r.Ref, "note": r.Note})
	t.Link(r.Kind, r.Ref)
	t.Made(id)
}
