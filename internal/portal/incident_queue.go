package portal

import (
	"errors"
	"fmt"
	"net/http"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/workflows/incident"
)

// queuePage is the queue of incidents: what presses most first.
type queuePage struct {
	Page
	Lead   string
	Filter Sheet
	// Whose are whose incidents can be shown; empty for a Client, which sees its own.
	Whose, Priorities, Services, Teams, States, Sorts []Choice
	Filtered                                          bool
	Rows                                              []queueItem
	// ShowClient leaves out what is the same in every row.
	ShowClient bool
	Closed     bool
	Next       string
	// First is the way back to the first page.
	First string
	// CanTake shows the button that takes the next one; Take is its form.
	CanTake, CanOpen bool
	// CanMeet leads to the list of the daily status meeting.
	CanMeet bool
	Take    Sheet
}

var queueShape = newShape("incident_queue", &queuePage{})

// queueRows is how many incidents one page of the queue has.
const queueRows = 500

// closedRows is how many ended incidents one page has: nobody works through them.
const closedRows = 50

// incidentQueue shows the queue.
func (p *portal) incidentQueue(v *visit) error {
	f := v.queueFilter()
	limit := queueRows
	if f.Closed {
		limit = closedRows
	}
	at := ledger.Page{Limit: limit, Cursor: v.query("from")}
	if v.fragment() {
		if done, err := v.queueUnchanged(f, at); err != nil || done {
			return err
		}
	}
	rows, next, err := p.service.Incidents(v.r.Context(), v.who, f, at)
	if err != nil {
		return err
	}
	names, err := p.service.Names(v.r.Context())
	if err != nil {
		return err
	}
	page := &queuePage{Page: v.page(v.text.T("incident.queue.title." + v.who.Kind)), Lead: v.text.T("incident.queue.lead." + v.who.Kind),
		Filter: v.sheet(Form{Values: v.r.URL.Query()}), Take: v.sheet(newForm()), Closed: f.Closed, ShowClient: v.who.Kind != "client",
		CanTake: v.who.May("incident.take", nil), CanOpen: v.who.May(identity.OpenIncident, nil), CanMeet: v.who.May(identity.ReadStatus, nil)}
	page.Wide = true
	v.queueChoices(page)
	for _, name := range []string{"who", "priority", "service", "team", "text", "open"} {
		page.Filtered = page.Filtered || v.query(name) != ""
	}
	for _, r := range rows {
		page.Rows = append(page.Rows, v.queueItem(r, names))
	}
	if next != "" {
		page.Next = v.turn(next)
	}
	if v.query("from") != "" {
		page.First = v.turn("")
	}
	return show(v, http.StatusOK, queueShape, page)
}

// queueUnchanged answers a reader who has the queue as it is already, before
// anything is read or drawn: hundreds of readers ask every few seconds. The queue is
// the same when its rows, its reader, the reader's open tasks, and the minute are.
func (v *visit) queueUnchanged(f ledger.QueueFilter, at ledger.Page) (bool, error) {
	digest, err := v.portal.service.IncidentsDigest(v.r.Context(), v.who, f, at)
	if err != nil {
		return false, err
	}
	c := v.counts(v.r.Context())
	v.tag = tagOf(fmt.Appendf(nil, "%q %q %q %q %d %d %d", digest, v.who.Person, v.text.Lang(), v.r.URL.RequestURI(), c.Open, c.Overdue, v.now.Unix()/60))
	if v.r.Header.Get("If-None-Match") != v.tag {
		return false, nil
	}
	v.unchanged()
	return true, nil
}

// queueFilter is what the reader asked for. Without a word about whose, the Service
// Desk sees all, a provider what its teams have, a Client its own.
func (v *visit) queueFilter() ledger.QueueFilter {
	f := ledger.QueueFilter{Closed: v.query("open") == "closed", Team: v.query("team"), Priority: v.query("priority"), Service: v.query("service"),
		Text: v.query("text"), Sort: v.query("sort"), Desk: v.who.Kind == "si"}
	who := v.query("who")
	if who == "" && v.who.Kind == "provider" && !f.Closed {
		who = "team"
	}
	switch who {
	case "mine":
		if v.who.Kind == "client" {
			f.Requester = v.who.Person
		} else {
			f.Agent = v.who.Person
		}
	case "team":
		f.Org = v.who.Org
	case "unassigned":
		f.Unassigned = true
		if v.who.Kind == "provider" {
			f.Org = v.who.Org
		}
	}
	return f
}

func (v *visit) queueChoices(page *queuePage) {
	say := func(id, value string) Choice { return Choice{Value: value, Text: v.text.T(id)} }
	switch v.who.Kind {
	case "client":
		page.Whose = []Choice{say("incident.queue.who.ours", ""), say("incident.queue.who.reported", "mine")}
	case "provider":
		page.Whose = []Choice{say("incident.queue.who.team", ""), say("incident.queue.who.mine", "mine"), say("incident.queue.who.unassigned", "unassigned"), say("incident.queue.who.concerned", "all")}
	default:
		page.Whose = []Choice{say("incident.queue.who.all", ""), say("incident.queue.who.team", "team"), say("incident.queue.who.mine", "mine"), say("incident.queue.who.unassigned", "unassigned")}
	}
	page.Priorities = []Choice{say("incident.queue.every_priority", "")}
	for _, id := range incidentPriorities {
		page.Priorities = append(page.Priorities, Choice{Value: id, Text: titled(v.text, "incident.priority.", id)})
	}
	page.Services = append([]Choice{say("incident.queue.every_service", "")}, v.serviceChoices()...)
	if v.who.Kind != "client" {
		org := ""
		if v.who.Kind == "provider" {
			org = v.who.Org
		}
		page.Teams = append([]Choice{say("incident.queue.every_team", "")}, v.teamChoices(org, "")...)
	}
	page.States = []Choice{say("incident.queue.open", ""), say("incident.queue.closed", "closed")}
	page.Sorts = []Choice{say("incident.queue.sort.due", ""), say("incident.queue.sort.priority", ledger.QueueByPriority), say("incident.queue.sort.newest", ledger.QueueByNewest)}
}

// incidentPriorities in the order of lists, the gravest first.
var incidentPriorities = []string{incident.Critical, "P2", "P3", "P4"}

// incidentNext takes the next incident of the queue and shows it.
func (p *portal) incidentNext(v *visit) error {
	f, err := v.readForm()
	if err != nil {
		return err
	}
	receipt, err := p.service.TakeNext(v.r.Context(), v.who, f.Key)
	switch {
	case errors.Is(err, app.ErrNoneLeft):
		v.note("incident.queue.none_left")
		v.redirect("/incidents")
	case err != nil:
		return err
	default:
		v.done("incident.done.take")
		v.redirect(casePath(receipt.Ref))
	}
	return nil
}
