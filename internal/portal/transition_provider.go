package portal

import (
	"strconv"

	"termijn/internal/record"
	"termijn/workflows/transition"
)

// providerPart is what a provider comes for: its own milestones, what others moved,
// and who waits for it.
type providerPart struct {
	Own      []ownMilestone
	Requests []ackView
	Waiting  []waitingMilestone
	Checks   []checklistRow
}

// ownMilestone is a milestone that the reader's organisation promised.
type ownMilestone struct {
	lateMilestone
	Stated, Slack string
	// Forecast is the form that states one, on the page itself; nil when the reader
	// may not, or the milestone has ended.
	Forecast *smallForm
	Reach    string
	Products []productRow
	Ended    bool
}

// smallForm is a command's form that stands on a page of the programme.
type smallForm struct {
	Sheet
	Action, Send, Subject, Content string
	Fields                         []Field
}

type productRow struct {
	ID, Title string
	State     badge
	Refusal   string
	Deliver   string
	Check     string
}

// ackView is a request to acknowledge what others moved.
type ackView struct {
	Path, Due string
	Late      bool
	Moved     []movedDate
}

type movedDate struct{ Title, Path, Own, Expected, Because string }

// waitingMilestone is a milestone of others that cannot begin before the reader's is
// reached.
type waitingMilestone struct {
	Title, Path, Owner, Due, Expected, For string
	State                                  badge
}

type checklistRow struct{ Title, Kind, Milestone, Record string }

func (v *visit) providerPart(r transitionReader) *providerPart {
	p := &providerPart{}
	for _, id := range r.milestones(func(_ string, m transition.Milestone) bool { return r.mine(m.Owner) }) {
		p.Own = append(p.Own, v.ownMilestone(r, id))
		if r.own.Milestones[id].Ended() {
			continue
		}
		for _, l := range r.after(id) {
			if m, ok := r.own.Milestones[l.To]; ok && !r.mine(m.Owner) && !m.Ended() {
				p.Waiting = append(p.Waiting, waitingMilestone{Title: m.Title, Path: r.milestonePath(l.To), Owner: r.owner(m.Owner),
					Due: r.say.Date(m.Due), Expected: r.say.Date(r.expected(l.To)), For: r.titleOf(id), State: r.status(m)})
			}
		}
	}
	for _, id := range sorted(r.own.Requests) {
		if q := r.own.Requests[id]; r.mine(q.Owner) {
			p.Requests = append(p.Requests, r.ackView(id, q))
		}
	}
	for _, id := range sorted(r.own.Checklist) {
		if i := r.own.Checklist[id]; r.mine(r.itemOwner(i)) && !i.Settled() {
			word, _ := r.word("itemKind", i.Kind)
			row := checklistRow{Title: i.Title, Kind: word, Milestone: r.titleOf(i.Milestone)}
			if r.may(transition.RecordEvidence.Name) {
				row.Record = commandPath(r.Ref, transition.RecordEvidence.Name, id)
			}
			p.Checks = append(p.Checks, row)
		}
	}
	return p
}

func (v *visit) ownMilestone(r transitionReader, id string) ownMilestone {
	m := r.own.Milestones[id]
	x := ownMilestone{lateMilestone: r.late(id), Slack: r.slackText(id), Ended: m.Ended(), Products: r.productRows(id)}
	if m.Forecast != nil {
		x.Stated = r.say.T("programme.stated", "Date", r.say.Date(m.Forecast.Date), "At", r.say.Date(m.Forecast.At), "Reason", m.Forecast.Reason)
	}
	if m.Ended() {
		return x
	}
	if r.may(transition.Forecast.Name) {
		x.Forecast = v.forecastForm(r, id)
	}
	if r.may(transition.Reach.Name) && r.lacks(id) == "" {
		x.Reach = commandPath(r.Ref, transition.Reach.Name, id)
	}
	return x
}

// forecastForm states a forecast where the milestone stands.
func (v *visit) forecastForm(r transitionReader, id string) *smallForm {
	f := smallForm{Sheet: v.sheet(newForm("date", r.expected(id).String())), Action: casePath(r.Ref) + "/" + transition.Forecast.Name,
		Send: r.say.T("transition.send.forecast"), Subject: id, Content: r.own.Milestones[id].Seen()}
	f.Fields = []Field{f.make("date", "date", "transition.forecast.date"), f.Area("reason", "transition.reason", 2)}
	for i := range f.Fields {
		f.Fields[i].Prefix = "forecast-" + id
	}
	return &f
}

// lacks says what must be done before a milestone can be reached; empty for nothing.
func (r transitionReader) lacks(id string) string {
	m := r.own.Milestones[id]
	products, items := 0, 0
	for _, p := range r.own.Products {
		if p.Milestone == id && p.State != transition.ProductAccepted {
			products++
		}
	}
	for _, i := range r.own.Checklist {
		if m.GoLive && i.Milestone == id && !i.Settled() {
			items++
		}
	}
	var all []string
	if products > 0 {
		all = append(all, r.say.T("programme.lacks.products", "Count", products))
	}
	if items > 0 {
		all = append(all, r.say.T("programme.lacks.items", "Count", items))
	}
	return joined(r.say, all)
}

// productRows are the work products of a milestone with what the reader can do.
func (r transitionReader) productRows(milestone string) []productRow {
	var all []productRow
	for _, id := range sorted(r.own.Products) {
		p := r.own.Products[id]
		if p.Milestone != milestone {
			continue
		}
		row := productRow{ID: id, Title: p.Title, State: r.productState(p)}
		if d := p.Deliveries[strconv.Itoa(p.Delivery)]; d.Refused != nil && p.State == transition.ProductRefused {
			row.Refusal = d.Refused.Reason
		}
		owner := r.own.Milestones[milestone].Owner
		if r.mine(owner) && r.may(transition.Deliver.Name) && (p.State == transition.ProductPlanned || p.State == transition.ProductRefused) && !r.own.Milestones[milestone].Ended() {
			row.Deliver = commandPath(r.Ref, transition.Deliver.Name, id)
		}
		if !r.mine(owner) && p.State == transition.ProductDelivered && r.may(transition.Check.Name) {
			row.Check = commandPath(r.Ref, transition.Check.Name, id)
		}
		all = append(all, row)
	}
	return all
}

func (r transitionReader) productState(p transition.Product) badge {
	word, _ := r.word("product", p.State)
	kind := map[string]string{transition.ProductDelivered: "info", transition.ProductChecked: "info", transition.ProductAccepted: "ok", transition.ProductRefused: "late"}[p.State]
	return badge{kind, word}
}

func (r transitionReader) ackView(id string, q transition.AckRequest) ackView {
	x := ackView{}
	for _, t := range r.Tasks {
		if t.Kind == taskAcknowledge && t.Subject == id && t.State == record.TaskOpen {
			x.Due, x.Late = r.taskDue(t.Task)
		}
	}
	if r.may(transition.Acknowledge.Name) {
		x.Path = commandPath(r.Ref, transition.Acknowledge.Name, id)
	}
	for _, m := range sorted(q.Dates) {
		x.Moved = append(x.Moved, r.moved(m))
	}
	return x
}

// moved says what others made of a milestone's date, and which one did.
func (r transitionReader) moved(id string) movedDate {
	at := r.own.Milestones[id]
	d := movedDate{Title: at.Title, Path: r.milestonePath(id), Own: r.say.Date(at.Own()), Expected: r.say.Date(r.expected(id))}
	if chain := r.chain(id); len(chain) > 0 {
		first, root := r.own.Milestones[chain[0]], r.own.Milestones[chain[len(chain)-1]]
		d.Because = r.say.T("programme.because", "Milestone", r.titleOf(chain[0]), "Owner", r.owner(first.Owner), "Date", r.say.Date(r.expected(chain[0])))
		if root.Forecast != nil && root.Forecast.Reason != "" {
			d.Because += " " + r.say.T("programme.because.reason", "Reason", root.Forecast.Reason)
		}
	}
	return d
}
