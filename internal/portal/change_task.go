package portal

import (
	"slices"
	"strings"
	"time"

	"termijn/internal/app"
	"termijn/internal/record"
	"termijn/workflows/change"
)

// changeDecided is the change that somebody decides on: its essentials, what it
// collides with, and what changed since the seat voted last.
type changeDecided struct {
	*Page
	Kind       badge
	Window     string
	Picture    *windowPicture
	Collisions []collisionView
	Checked    string
	// Seat is for whom the reader votes; Reopened why its vote was taken back, Since how
	// the content differs from what it covered, Came the collisions of which it knew nothing.
	Seat, Reopened string
	Since          []changedView
	Came           []string
	// Decision is what was decided before, Doing how the implementation went, Parts the
	// content.
	Decision []fact
	Doing    *doingView
	Parts    []contentPart
	// Ballot is how the others voted.
	Ballot *ballotView
	// Gate is what a pipeline asked; nil for a change that did not come through the gate.
	Gate *gateView
}

// essentials are a change for whoever decides on it.
func (r changeReader) essentials(page *Page) *changeDecided {
	c := r.own.Content
	d := &changeDecided{Page: page, Kind: r.kindBadge(), Window: r.period(c.From, c.To), Collisions: r.collisions(), Checked: r.checked(),
		Decision: r.decision(), Parts: r.parts(), Ballot: r.ballot(), Gate: r.gate(page)}
	if r.own.Ended != nil {
		d.Doing = r.doing()
	}
	d.Picture = r.drawWindow("decided-window", d.Collisions)
	return d
}

// decidedOn shows a seat what it votes on, and the chair or the E-CAB what they decide.
func (r changeReader) decidedOn(page *Page, t record.Task) decided {
	word, _ := r.word("kind", r.own.Kind)
	own := r.essentials(page)
	d := decided{Facts: []fact{{r.say.T("change.kind"), word}, {r.say.T("change.provider"), r.name(r.own.Provider)}}, Own: own}
	b := r.own.Ballot
	if t.Kind != taskVote || b == nil {
		return d
	}
	seat, ok := b.Panel.Seats[t.Subject]
	if !ok {
		return d
	}
	own.Seat = seat.Name
	d.Facts = append(d.Facts, fact{r.say.T("change.seat"), seat.Name})
	if len(seat.Covers) > 0 {
		d.Facts = append(d.Facts, fact{r.say.T("change.seat.covers"), r.aspects(seat.Covers)})
	}
	if was, reopened := b.Reopened[t.Subject]; reopened {
		own.Reopened = r.seat(seat).Was
		r.since(own, was.Vote)
	}
	return d
}

// since tells how a change differs from what a vote covered.
func (r changeReader) since(d *changeDecided, v change.Vote) {
	before, ok := r.asOf(v.At)
	if !ok {
		return
	}
	d.Since = r.differences(before.Content, r.own.Content, changeSteps...)
	for _, c := range d.Collisions {
		if !slices.ContainsFunc(hitsOf(before), func(was record.Collision) bool {
			return was.Other == c.Ref && was.From.Equal(c.from) && was.To.Equal(c.to)
		}) {
			d.Came = append(d.Came, r.say.T("change.collides.came", "Number", c.Number, "Kinds", c.Kinds))
		}
	}
}

// hitsOf are the collisions of a change as it stood.
func hitsOf(s change.State) []record.Collision {
	var all []record.Collision
	for _, c := range s.Collisions {
		all = append(all, c)
	}
	return all
}

// about names the seat that a vote is asked for.
func (r changeReader) about(t record.Task) string {
	if b := r.own.Ballot; t.Kind == taskVote && b != nil {
		return b.Panel.Seats[t.Subject].Name
	}
	return ""
}

// changed writes the difference between what was seen and what stands now. Fields of
// the case that nobody decides on are left out.
func (r changeReader) changed(list []app.FieldChange) []changedView {
	before, now := map[string]string{}, map[string]string{}
	var all []changedView
	var order []string
	for _, c := range list {
		name := changeField(c.Field)
		if strings.HasPrefix(name, "collisions") {
			all = append(all, changedView{Field: r.say.T("change.aspect.collisions"), Before: orDash(r.hitsInWords(c.Before)), Now: orDash(r.hitsInWords(c.Now))})
			continue
		}
		if !slices.Contains(changeFields[askedIn(name)], name) {
			continue
		}
		if _, known := before[name]; !known {
			order = append(order, name)
		}
		before[name], now[name] = strings.TrimSpace(before[name]+"\n"+r.fieldValue(name, c.Before)), strings.TrimSpace(now[name]+"\n"+r.fieldValue(name, c.Now))
	}
	for _, name := range order {
		all = append(all, changedView{Field: fieldName(r.say, name), Before: orDash(before[name]), Now: orDash(now[name])})
	}
	return all
}

// hitsInWords writes a collision of a difference: a kind, and from when to when.
func (r changeReader) hitsInWords(hit string) string {
	kind, period, ok := strings.Cut(hit, " ")
	if !ok {
		return ""
	}
	begin, end, _ := strings.Cut(period, "/")
	from, _ := time.Parse(time.RFC3339, begin) // what cannot be read is left out
	to, _ := time.Parse(time.RFC3339, end)
	word, _ := r.word("collides", kind)
	return capital(word) + " " + r.period(from, to)
}

// fieldValue is a value of the content's JSON, for people.
func (r changeReader) fieldValue(name, value string) string {
	if value == "" {
		return ""
	}
	switch name {
	case "items", "unavailability.services":
		return r.item(value)
	case "providers", "client":
		return r.name(value)
	case "backOut.always", "unavailability.none":
		return r.say.T("change.yes")
	case "risk.likelihood", "risk.effect":
		word, _ := r.word("level", value)
		return word
	case "migration.roadmap":
		word, _ := r.word("roadmap", value)
		return word
	case "team":
		return teamName(r.say, r.catalogue, value)
	}
	return r.told("text", value)
}

func orDash(text string) string {
	if text == "" {
		return "–"
	}
	return text
}
