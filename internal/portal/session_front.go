package portal

import (
	"fmt"
	"slices"

	"termijn/internal/i18n"
	"termijn/workflows/change"
	"termijn/workflows/session"
)

// frontItem is the item in front, with what the board decides on.
type frontItem struct {
	*Page
	Ref, Path, Title, Provider, Window string
	Kind                               badge
	Banners                            []changeBanner
	Short                              []fact
	Parts                              []contentPart
	Picture                            *windowPicture
	Collisions                         []collisionView
	Checked                            string
	Ballot                             *ballotView
	History                            []entry
	// State of the item when a decision is on its way or was refused.
	State, Refused string
	Deciding       bool
}

// shownHistory is how much of a change's history stands beside it in a session.
const shownHistory = 6

func (r sessionReader) frontItem(page *Page) *frontItem {
	f, i := *r.front, r.own.Items[r.own.Front]
	c := f.own.Content
	x := &frontItem{Page: page, Ref: f.Ref, Path: casePath(f.Ref), Title: f.Title, Provider: f.name(f.own.Provider), Window: f.period(c.From, c.To), Kind: f.kindBadge(),
		Collisions: f.collisions(), Checked: f.checked(), Ballot: f.ballot(), Deciding: i.State == session.ItemDeciding}
	for _, b := range f.banners() {
		if b.Path == "" || b.Path[0] != '#' {
			x.Banners = append(x.Banners, b) // the others speak of what stands below
		}
	}
	x.Picture = f.drawWindow("front-window", x.Collisions)
	x.Short = append(f.facts("reason", c.Reason), append(f.partOf(stepScope, c), f.partOf(stepImpact, c)...)...)
	x.Short = append(x.Short, f.unavailability(c.Unavailability)...)
	x.Short = append(x.Short, f.partOf(stepBackOut, c)...)
	x.Parts = keep(f.parts(), func(p contentPart) bool {
		return p.Key == stepWhat || p.Key == stepWindow || p.Key == stepCommunication || p.Key == stepDoing
	})
	// On this page one votes here, not on a page of its own.
	if x.Ballot != nil {
		for n := range x.Ballot.Seats {
			x.Ballot.Seats[n].Task, x.Ballot.Seats[n].Revise = "", ""
		}
	}
	x.History = timeline(f, false)
	x.History = x.History[:min(len(x.History), shownHistory)]
	if i.State == session.ItemRefused {
		x.Refused, _ = r.word("why", i.Refused)
	}
	return x
}

// frontTime is how long the item is in front, counted on by the page.
type frontTime struct {
	// Seconds so far, as the server knows it; Each are the minutes for one item.
	Seconds int64
	Each    int
	Speed   string
	// Text is the same in minutes, Of what there is for it; Over: it takes longer.
	Text, Of string
	Over     bool
}

func (r sessionReader) frontTime() *frontTime {
	i, on := r.own.Items[r.own.Front]
	if !on || r.own.FrontSince == nil || r.Stage != session.InSession {
		return nil
	}
	t := &frontTime{Seconds: i.Seconds + int64(r.Now.Sub(*r.own.FrontSince).Seconds()), Each: r.own.About.Each, Speed: fmt.Sprint(r.speed)}
	t.Seconds = max(0, t.Seconds)
	t.Text = clockOf(t.Seconds)
	t.Of = r.say.T("session.time.of", "Minutes", t.Each)
	t.Over = t.Each > 0 && t.Seconds > int64(t.Each)*60
	return t
}

// clockOf writes seconds as minutes and seconds, as a clock counts them.
func clockOf(seconds int64) string { return fmt.Sprintf("%d:%02d", seconds/60, seconds%60) }

// spent is how long an item was in front, in words; empty when it was not.
func spent(say *i18n.Printer, seconds int64) string {
	if seconds == 0 {
		return ""
	}
	return say.T("session.item.spent", "Time", clockOf(seconds))
}

// sessionSeat is a seat in the session: who takes it, and who can.
type sessionSeat struct {
	ID, Name, Side string
	Advises        bool
	// Who takes it since when; empty while it is free. Holder is whose it is.
	Who, Since, Holder string
	// Was tells who left it.
	Was string
	// Take and Leave are the reader's own forms.
	Take, Leave *sessionForm
}

// seats are the board's seats, those that are taken among them.
func (r sessionReader) seats() []sessionSeat {
	var all []sessionSeat
	for _, s := range seatsInOrder(r.own.About.Panel) {
		x := sessionSeat{ID: s.ID, Name: s.Name, Side: sideIn(r.say, s.Side), Advises: s.Advises, Holder: r.recipient(s.Holder)}
		if p, ok := r.own.Present[s.ID]; ok {
			if p.Left == nil {
				x.Who, x.Since = r.name(p.Person), r.say.Time(p.Since)
			} else {
				x.Was = r.say.T("session.seat.was", "Who", r.name(p.Person), "From", r.say.Time(p.Since), "To", r.say.Time(*p.Left))
			}
		}
		r.attendance(&x, s)
		all = append(all, x)
	}
	return all
}

// attendance puts on a seat the forms with which the reader takes or leaves it: their
// own, and for whoever leads those of everybody.
func (r sessionReader) attendance(x *sessionSeat, s change.Seat) {
	if !r.may(session.Attend.Name) || r.screen {
		return
	}
	taken, mine := x.Who != "", r.takes(s)
	p := r.own.Present[s.ID]
	switch {
	case taken && p.Person == r.reads.Person:
		x.Leave = r.form(session.Attend.Name, s.ID, r.say.T("session.seat.leave"), hidden{"left", "yes"})
	case taken && r.leads():
		x.Leave = r.form(session.Attend.Name, s.ID, r.say.T("session.seat.left"), hidden{"left", "yes"})
	case !taken && mine:
		x.Take = r.form(session.Attend.Name, s.ID, r.say.T("session.seat.take"))
	case !taken && r.leads():
		x.Take = r.seatFor(s)
	}
	for _, f := range []*sessionForm{x.Take, x.Leave} {
		if f != nil {
			f.About = s.Name
		}
	}
}

// seatFor is the form with which whoever leads says who takes a seat; nil when nobody
// can.
func (r sessionReader) seatFor(s change.Seat) *sessionForm {
	people := r.people[s.ID]
	if len(people) == 0 {
		return nil
	}
	f := r.form(session.Attend.Name, s.ID, r.say.T("session.seat.present"))
	if len(people) == 1 {
		f.Hidden = append(f.Hidden, hidden{"person", people[0].ID})
		return f
	}
	var choices []Choice
	for _, p := range people {
		choices = append(choices, Choice{Value: p.ID, Text: p.Name, Chosen: p.ID == s.Holder.Person})
	}
	slices.SortStableFunc(choices, func(a, b Choice) int {
		switch {
		case a.Chosen == b.Chosen:
			return 0
		case a.Chosen:
			return -1
		}
		return 1
	})
	who := f.Select("person", "session.person", choices).Plain()
	who.Hint = ""
	who.Prefix = session.Attend.Name + "-" + s.ID
	f.Fields = []Field{who}
	return f
}
